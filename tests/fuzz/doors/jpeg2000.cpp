// SPDX-License-Identifier: MPL-2.0
// JPEG 2000: the sizes, what OpenJPEG makes of them.
#include "tests/fuzz/door.h"
#include "tests/fuzz/read_scan.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return indgang::fuzz::read_scan(data, size);
}
