// SPDX-License-Identifier: MPL-2.0
// JPEG: the frame header, EXIF, what TurboJPEG and libjpeg make of it.
#include "tests/fuzz/door.h"
#include "tests/fuzz/read_scan.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return indgang::fuzz::read_scan(data, size);
}
