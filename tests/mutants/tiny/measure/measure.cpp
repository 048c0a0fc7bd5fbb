// SPDX-License-Identifier: MPL-2.0
#include "measure/measure.h"

#include <sys/wait.h>
#include <unistd.h>

namespace tiny {
namespace {

constexpr int of_age = 18;  // years; "18 < 21" is no code
constexpr int pair = 2;
static_assert(pair > 0);  // the compiler must know it: its changes are built one by one

}  // namespace

bool is_adult(int years) {
    return years >= of_age;
}

int pairs(int n) {
    int count = 0;
    for (int i = pair; i <= n; i += 2) {
        ++count;
    }
    return count;
}

bool is_retired(int years) {
    const int child = ::fork();
    if (child == 0) {
        ::execlp(years >= 67 ? "true" : "false", "any", nullptr);
        ::_exit(2);
    }
    int status = 3;
    ::wait(&status);
    return status == 0;
}

}  // namespace tiny
