// SPDX-License-Identifier: MPL-2.0
#include "ocr/decode/scan.h"

#include <string>
#include <string_view>
#include <utility>

#include "ocr/decode/pdf/open_pdf.h"
#include "ocr/decode/picture/decoders.h"
#include "ocr/decode/picture/tiff_pieces.h"
#include "schemas/core/limits.h"
#include "schemas/error/error.h"

namespace indgang::ocr {

namespace {

void say_nothing(const char*) {}

/// Leptonica and libtiff would write to stderr about every damaged file.
void silence_libraries() {
    setMsgSeverity(L_SEVERITY_NONE);
    leptSetStderrHandler(say_nothing);
    silence_tiff();
}

}  // namespace

std::unique_ptr<ScanFile> open_scan(BytesView bytes, std::filesystem::path scratch_folder) {
    silence_libraries();
    if (bytes.empty()) {
        throw Error(Reason::image_empty, "scan: the file has no bytes");
    }
    if (bytes.size() > limits::arrival_bytes) {
        throw Error(Reason::image_too_large,
                    "scan: the file has " + std::to_string(bytes.size()) + " bytes");
    }
    switch (sniff(bytes)) {
        case ScanType::tiff:
            return open_tiff(bytes);
        case ScanType::png:
            return open_png(bytes);
        case ScanType::jpeg:
            return open_jpeg(bytes);
        case ScanType::webp:
            return open_webp(bytes);
        case ScanType::jpeg2000:
            return open_jpeg2000(bytes);
        case ScanType::heif:
            return open_heif(bytes, std::move(scratch_folder));
        case ScanType::pdf:
            return open_pdf(bytes, std::move(scratch_folder));
        case ScanType::xml:
        case ScanType::json:
        case ScanType::zip:
        case ScanType::unknown:
            break;
    }
    const std::string_view kind = unread_kind(bytes);
    const std::string what = kind.empty() ? "the bytes are of no kind of file that is read here"
                                          : "is " + std::string(kind);
    throw Error(Reason::image_type_unknown, "scan: " + what + "; " + send_instead);
}

}  // namespace indgang::ocr
