// SPDX-License-Identifier: MPL-2.0
// The walk over the directories of a TIFF alone, which decodes nothing and is therefore quick.
#include "ocr/decode/picture/decoders.h"
#include "ocr/decode/picture/orientation.h"
#include "ocr/decode/scan.h"
#include "tests/fuzz/door.h"

using namespace indgang;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return fuzz::taken_or_refused([&] {
        const BytesView bytes(data, size);
        static_cast<void>(ocr::orientation_of_exif(bytes));
        if (ocr::sniff(bytes) != ocr::ScanType::tiff) {
            return;
        }
        for (const ocr::TiffDirectory& directory : ocr::read_tiff_directories(bytes)) {
            static_cast<void>(ocr::stream_of_tiff(bytes, directory));
        }
    });
}
