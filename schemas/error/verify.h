// SPDX-License-Identifier: MPL-2.0
#pragma once

namespace indgang {

/// Prints the broken condition and its place, and aborts. Never returns.
[[noreturn]] void abort_because_broken(const char* condition, const char* file, int line);

}  // namespace indgang

/// A defect of ours: on in every build. Never on a condition that outside data can make false.
#define VERIFY(condition)                                                    \
    do {                                                                     \
        if (!(condition)) {                                                  \
            ::indgang::abort_because_broken(#condition, __FILE__, __LINE__); \
        }                                                                    \
    } while (false)
