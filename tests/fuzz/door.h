// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "schemas/core/bytes.h"
#include "schemas/error/error.h"

/// What a door of the program does with any bytes; one file in doors/ each. libFuzzer calls it
/// millions of times, `replay.cpp` once for each file that is kept.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace indgang::fuzz {

/// A door takes bytes or refuses them by an Error. Anything else that is thrown, and whatever the
/// sanitizers see, ends the process: that is a crasher.
template <typename Work>
int taken_or_refused(const Work& work) {
    try {
        work();
    } catch (const Error&) {
        return 0;
    }
    return 0;
}

/// `data` without its first byte, which chooses one of several ways; 0 where there is none.
struct Choice {
    std::uint8_t way = 0;
    BytesView bytes;
};
[[nodiscard]] inline Choice first_byte_of(const std::uint8_t* data, std::size_t size) {
    return size == 0 ? Choice{} : Choice{data[0], BytesView(data + 1, size - 1)};
}

/// What two writings of one thing must be.
inline void must_be_equal(bool is_equal) {
    if (!is_equal) {
        __builtin_trap();
    }
}

}  // namespace indgang::fuzz
