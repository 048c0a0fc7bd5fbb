// SPDX-License-Identifier: MPL-2.0
// A program that a worker may start, and that somebody has taken over.
#include <cstdio>

#include "tests/pipeline/worker/doors/doors.h"

int main(int count, char** arguments) {
    constexpr int all = 6;
    if (count != all) {
        return 2;
    }
    using namespace indgang::worker::doors;
    for (const auto& door : try_all(outside_of(arguments + 1))) {
        std::printf("%d %s\n", door.is_open ? 1 : 0, door.name.c_str());
    }
    return 0;
}
