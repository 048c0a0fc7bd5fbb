// SPDX-License-Identifier: MPL-2.0
#include "schemas/error/verify.h"

#include <cstdio>
#include <cstdlib>

namespace indgang {

void abort_because_broken(const char* condition, const char* file, int line) {
    std::fprintf(stderr, "%s:%d: defect: %s does not hold\n", file, line, condition);
    std::abort();
}

}  // namespace indgang
