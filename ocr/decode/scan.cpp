// SPDX-License-Identifier: MPL-2.0
#include "ocr/decode/scan.h"

#include <algorithm>
#include <string>

#include "ocr/decode/decoders.h"
#include "schemas/core/error.h"
#include "schemas/core/limits.h"

namespace indgang::ocr {

namespace {

bool begins_with(BytesView bytes, std::string_view magic) {
    return text_of(bytes).substr(0, magic.size()) == magic;
}

/// Readers accept a PDF header within the first 1024 bytes (ISO 32000-1, annex H.3.4.1).
constexpr std::size_t pdf_header_window_bytes = 1024;

bool is_xml(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) {
        text.remove_prefix(3);
    }
    using namespace std::string_view_literals;
    if (text.starts_with("\xFF\xFE<\0"sv) || text.starts_with("\xFE\xFF\0<"sv)) {
        return true;
    }
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos || text[first] != '<' || first + 1 >= text.size()) {
        return false;
    }
    const unsigned char next = static_cast<unsigned char>(text[first + 1]);
    const bool is_letter = (next | 0x20U) >= 'a' && (next | 0x20U) <= 'z';
    return is_letter || next == '?' || next == '!' || next == '_';
}

}  // namespace

std::string_view name_of(ScanType type) {
    switch (type) {
        case ScanType::tiff:
            return "tiff";
        case ScanType::pdf:
            return "pdf";
        case ScanType::png:
            return "png";
        case ScanType::jpeg:
            return "jpeg";
        case ScanType::xml:
            return "xml";
        case ScanType::unknown:
            return "unknown";
    }
    return "unknown";
}

ScanType sniff(BytesView bytes) {
    using namespace std::string_view_literals;
    if (begins_with(bytes, "II*\0"sv) || begins_with(bytes, "MM\0*"sv) ||
        begins_with(bytes, "II+\0"sv) || begins_with(bytes, "MM\0+"sv)) {
        return ScanType::tiff;
    }
    if (begins_with(bytes, "\x89PNG\r\n\x1A\n"sv)) {
        return ScanType::png;
    }
    if (begins_with(bytes, "\xFF\xD8\xFF"sv)) {
        return ScanType::jpeg;
    }
    if (is_xml(text_of(bytes))) {
        return ScanType::xml;
    }
    const std::string_view head = text_of(bytes).substr(0, pdf_header_window_bytes);
    return head.find("%PDF-") != std::string_view::npos ? ScanType::pdf : ScanType::unknown;
}

std::string place_of(int page) {
    return "page " + std::to_string(page);
}

Error broken_image(std::string reason, const std::string& what, int page) {
    return {ErrorKind::bad_input, std::move(reason), "scan: " + what, place_of(page)};
}

void check_page_size(std::uint64_t width, std::uint64_t height, int page) {
    const std::string seen = std::to_string(width) + " x " + std::to_string(height) + " px";
    constexpr auto side = static_cast<std::uint64_t>(limits::page_side_px);
    constexpr auto side_min = static_cast<std::uint64_t>(limits::page_side_min_px);
    constexpr auto pixels = static_cast<std::uint64_t>(limits::page_pixels);
    if (width > side || height > side || width * height > pixels) {
        throw Error(ErrorKind::limit, "image_too_large", "scan: the page claims " + seen,
                    place_of(page));
    }
    if (width < side_min || height < side_min) {
        throw broken_image("image_empty", "the page claims " + seen, page);
    }
}

PixPtr plain_pix(PixPtr pix, int page) {
    if (!pix) {
        throw broken_image("image_broken", "the pixels do not decode", page);
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
        throw broken_image("image_broken", "pixels of depth " + std::to_string(depth), page);
    }
    return pix;
}

std::unique_ptr<ScanFile> ScanFile::open(BytesView bytes, std::filesystem::path scratch_folder) {
    // Leptonica would write to stderr about every damaged file.
    setMsgSeverity(L_SEVERITY_NONE);
    if (bytes.empty()) {
        throw Error(ErrorKind::bad_input, "image_empty", "scan: the file has no bytes");
    }
    if (bytes.size() > limits::arrival_bytes) {
        throw Error(ErrorKind::limit, "image_too_large",
                    "scan: the file has " + std::to_string(bytes.size()) + " bytes");
    }
    switch (sniff(bytes)) {
        case ScanType::tiff:
            return open_tiff(bytes);
        case ScanType::png:
            return open_png(bytes);
        case ScanType::jpeg:
            return open_jpeg(bytes);
        case ScanType::pdf:
            return open_pdf(bytes, std::move(scratch_folder));
        case ScanType::xml:
        case ScanType::unknown:
            break;
    }
    throw Error(ErrorKind::bad_input, "image_type_unknown",
                "scan: the bytes are neither TIFF, PDF, PNG nor JPEG");
}

}  // namespace indgang::ocr
