// SPDX-License-Identifier: MPL-2.0
#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

#include "ocr/decode/scan.h"

namespace indgang::ocr {

namespace {

using namespace std::string_view_literals;

/// Readers accept a PDF header within the first 1024 bytes (ISO 32000-1, annex H.3.4.1).
constexpr std::size_t pdf_header_window_bytes = 1024;

bool is_xml(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) {
        text.remove_prefix(3);
    }
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

/// An object or a list, however broken: whoever reads it says what is wrong with it. RTF begins
/// with a brace, too, and settings of programs with a bracket ("[section]").
bool is_json(std::string_view text) {
    if (text.starts_with("\xFF\xFE{\0"sv) || text.starts_with("\xFE\xFF\0{"sv) ||
        text.starts_with("{\0"sv) || text.starts_with("\0{"sv)) {
        return true;  // UTF-16
    }
    if (text.starts_with("\xEF\xBB\xBF")) {
        text.remove_prefix(3);
    }
    constexpr std::string_view blanks = " \t\r\n";
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos || (text[first] != '{' && text[first] != '[')) {
        return false;
    }
    const bool is_object = text[first] == '{';
    const std::size_t next = text.find_first_not_of(blanks, first + 1);
    if (next == std::string_view::npos) {
        return is_object;
    }
    return is_object ? text[next] != '\\' : "{[\"]"sv.find(text[next]) != std::string_view::npos;
}

/// ISO 14496-12, 4.3: the first box names what the file is, its brand.
std::string_view brand_of(std::string_view text) {
    constexpr std::size_t type_at = 4, brand_at = 8;
    return text.substr(0, brand_at).ends_with("ftyp") && text.size() > type_at + brand_at
               ? text.substr(brand_at, 4)
               : std::string_view();
}

bool is_heif(std::string_view text) {
    constexpr std::array brands = {"heic"sv, "heix"sv, "heim"sv, "heis"sv, "hevc"sv,
                                   "hevx"sv, "mif1"sv, "msf1"sv, "avif"sv};
    const std::string_view brand = brand_of(text);
    for (const std::string_view each : brands) {
        if (brand == each) {
            return true;
        }
    }
    return false;
}

bool is_webp(std::string_view text) {
    constexpr std::size_t name_at = 8;
    return text.starts_with("RIFF") && text.size() > name_at &&
           text.substr(name_at).starts_with("WEBP");
}

/// Office documents and programs are zips, too; the name of the first entry tells them apart, which
/// stands where its local header ends (APPNOTE 6.3.10, 4.3.7).
bool is_zip(std::string_view text) {
    constexpr std::array packed_documents = {"[Content_Types].xml"sv, "_rels/"sv, "docProps/"sv,
                                             "mimetype"sv, "META-INF/"sv};
    constexpr std::size_t name_at = 30;
    if (text.starts_with("PK\x05\x06"sv)) {
        return true;  // without entries
    }
    const std::string_view name = text.substr(std::min(name_at, text.size()));
    return text.starts_with("PK\x03\x04"sv) &&
           std::none_of(packed_documents.begin(), packed_documents.end(),
                        [&](std::string_view first) { return name.starts_with(first); });
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
        case ScanType::webp:
            return "webp";
        case ScanType::jpeg2000:
            return "jpeg2000";
        case ScanType::heif:
            return "heif";
        case ScanType::xml:
            return "xml";
        case ScanType::json:
            return "json";
        case ScanType::zip:
            return "zip";
        case ScanType::unknown:
            return "unknown";
    }
    return "unknown";
}

ScanType sniff(BytesView bytes) {
    const std::string_view text = text_of(bytes);
    if (text.starts_with("II*\0"sv) || text.starts_with("MM\0*"sv) || text.starts_with("II+\0"sv) ||
        text.starts_with("MM\0+"sv)) {
        return ScanType::tiff;
    }
    if (text.starts_with("\x89PNG\r\n\x1A\n"sv)) {
        return ScanType::png;
    }
    if (text.starts_with("\xFF\xD8\xFF"sv)) {
        return ScanType::jpeg;
    }
    if (is_webp(text)) {
        return ScanType::webp;
    }
    if (text.starts_with("\0\0\0\x0CjP  \r\n\x87\n"sv) || text.starts_with("\xFF\x4F\xFF\x51"sv)) {
        return ScanType::jpeg2000;
    }
    if (is_heif(text)) {
        return ScanType::heif;
    }
    if (is_xml(text)) {
        return ScanType::xml;
    }
    if (is_json(text)) {
        return ScanType::json;
    }
    if (is_zip(text)) {
        return ScanType::zip;
    }
    const std::string_view head = text.substr(0, pdf_header_window_bytes);
    return head.find("%PDF-") != std::string_view::npos ? ScanType::pdf : ScanType::unknown;
}

std::string_view unread_kind(BytesView bytes) {
    struct Kind {
        std::string_view start;
        std::string_view name;
    };
    static constexpr std::array kinds = {
        Kind{"GIF87a"sv, "a GIF picture"sv},
        Kind{"GIF89a"sv, "a GIF picture"sv},
        Kind{"BM"sv, "a BMP picture"sv},
        Kind{"8BPS"sv, "a Photoshop picture"sv},
        Kind{"PK\x03\x04"sv, "an Office document"sv},
        Kind{"\xD0\xCF\x11\xE0"sv, "an Office document"sv},
        Kind{"{\\rtf"sv, "a text document (RTF)"sv},
        Kind{"%!PS"sv, "a PostScript document"sv},
        Kind{"\x1F\x8B"sv, "packed (gzip)"sv},
        Kind{"7z\xBC\xAF"sv, "a 7z archive"sv},
        Kind{"Rar!"sv, "a RAR archive"sv},
    };
    const std::string_view text = text_of(bytes);
    for (const Kind& kind : kinds) {
        if (text.starts_with(kind.start)) {
            return kind.name;
        }
    }
    // Netpbm: P and a number, then blank space.
    constexpr std::size_t netpbm_head = 3;
    if (text.size() >= netpbm_head && text[0] == 'P' && text[1] >= '1' && text[1] <= '7' &&
        " \t\r\n"sv.find(text[2]) != std::string_view::npos) {
        return "a PBM, PGM or PPM picture"sv;
    }
    return brand_of(text).empty() ? std::string_view() : "a film"sv;
}

}  // namespace indgang::ocr
