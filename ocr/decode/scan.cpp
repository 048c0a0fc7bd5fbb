// SPDX-License-Identifier: MPL-2.0
#include "ocr/decode/scan.h"

#include <string>
#include <string_view>
#include <utility>

#include "ocr/decode/decoders.h"
#include "ocr/decode/tiff_pieces.h"
#include "schemas/core/error.h"
#include "schemas/core/limits.h"

namespace indgang::ocr {

std::string place_of(int page) {
    return "page " + std::to_string(page);
}

Error broken_image(Reason reason, const std::string& what, int page) {
    return {reason, "scan: " + what, place_of(page)};
}

void check_page_size(std::uint64_t width, std::uint64_t height, int page) {
    const std::string seen = std::to_string(width) + " x " + std::to_string(height) + " px";
    constexpr auto side = static_cast<std::uint64_t>(limits::page_side_px);
    constexpr auto side_min = static_cast<std::uint64_t>(limits::page_side_min_px);
    constexpr auto pixels = static_cast<std::uint64_t>(limits::page_pixels);
    if (width > side || height > side || width * height > pixels) {
        throw Error(Reason::image_too_large, "scan: the page claims " + seen, place_of(page));
    }
    if (width < side_min || height < side_min) {
        throw broken_image(Reason::image_empty, "the page claims " + seen, page);
    }
}

PixPtr plain_pix(PixPtr pix, int page) {
    if (!pix) {
        throw broken_image(Reason::image_broken, "the pixels do not decode", page);
    }
    check_page_size(static_cast<std::uint64_t>(pixGetWidth(pix.get())),
                    static_cast<std::uint64_t>(pixGetHeight(pix.get())), page);
    constexpr int samples_with_alpha = 4;
    if (pixGetSpp(pix.get()) == samples_with_alpha) {
        pix.reset(pixRemoveAlpha(pix.get()));
    }
    if (pix && pixGetColormap(pix.get()) != nullptr) {
        pix.reset(pixRemoveColormap(pix.get(), REMOVE_CMAP_BASED_ON_SRC));
    }
    const int depth = pix ? pixGetDepth(pix.get()) : 0;
    constexpr int depth_grey_16 = 16;
    if (depth == 2 || depth == 4 || depth == depth_grey_16) {
        pix.reset(pixConvertTo8(pix.get(), 0));
    }
    const int now = pix ? pixGetDepth(pix.get()) : 0;
    constexpr int depth_colour = 32;
    if (now != 1 && now != 8 && now != depth_colour) {
        throw broken_image(Reason::image_broken, "pixels of depth " + std::to_string(depth), page);
    }
    return pix;
}

namespace {

void say_nothing(const char*) {}

/// Leptonica and libtiff would write to stderr about every damaged file.
void silence_libraries() {
    setMsgSeverity(L_SEVERITY_NONE);
    leptSetStderrHandler(say_nothing);
    silence_tiff();
}

}  // namespace

std::unique_ptr<ScanFile> ScanFile::open(BytesView bytes, std::filesystem::path scratch_folder) {
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
        case ScanType::unknown:
            break;
    }
    const std::string_view kind = unread_kind(bytes);
    const std::string what = kind.empty() ? "the bytes are of no kind of file that is read here"
                                          : "is " + std::string(kind);
    throw Error(Reason::image_type_unknown, "scan: " + what + "; send TIFF, PDF, PNG or JPEG");
}

}  // namespace indgang::ocr
