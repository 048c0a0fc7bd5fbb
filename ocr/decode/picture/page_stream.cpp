// SPDX-License-Identifier: MPL-2.0
// Scans are compressed by codings that PDF took over from TIFF, PNG and JPEG, so a page can move
// into a PDF without being decoded: fax and zlib data of a TIFF in one strip, the zlib data of a
// PNG with its row filters, a JPEG as a whole. What a file holds in many pieces, in another byte
// order of rows, or with transparency has no such way; its pixels are coded anew, without loss.
#include "ocr/decode/picture/page_stream.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "ocr/decode/picture/checked.h"
#include "ocr/decode/picture/decoders.h"
#include "ocr/decode/picture/orientation.h"
#include "schemas/error/error.h"
#include "schemas/error/reason.h"

namespace indgang::ocr {

namespace {

/// The first bit of each byte becomes the last: TIFF's FillOrder 2.
void turn_bits(Bytes& bytes) {
    for (std::uint8_t& byte : bytes) {
        std::uint8_t turned = 0;
        for (int i = 0; i < 8; ++i) {
            turned = static_cast<std::uint8_t>(turned << 1U | (byte >> i & 1U));
        }
        byte = turned;
    }
}

struct PngHeader {
    PageStream stream;
    bool is_plain = false;  ///< neither interlaced nor with transparency
};

/// PNG, 11.2.2: 13 bytes of width, height, bits, colour, compression, filter, interlace.
PngHeader read_png_header(BytesView chunk) {
    constexpr int grey = 0, rgb = 2, palette = 3;
    PngHeader header;
    header.stream.width = static_cast<int>(big_endian(chunk, 0, 4));
    header.stream.height = static_cast<int>(big_endian(chunk, 4, 4));
    header.stream.bits = chunk[8];
    const int colour = chunk[9];
    const bool is_interlaced = chunk[12] != 0;
    header.stream.samples = colour == rgb ? 3 : 1;
    header.is_plain = !is_interlaced && (colour == grey || colour == rgb || colour == palette);
    constexpr int png_rows = 15;  // each row says its own filter
    header.stream.predictor = png_rows;
    return header;
}

/// Bytes as PDF wants them: a row after the other, grey or red, green, blue.
Bytes plain_rows(Pix& page, int samples) {
    const int width = pixGetWidth(&page), height = pixGetHeight(&page), words = pixGetWpl(&page);
    Bytes rows;
    rows.reserve(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) *
                 static_cast<std::size_t>(samples));
    for (int y = 0; y < height; ++y) {
        const l_uint32* row = pixGetData(&page) + static_cast<std::ptrdiff_t>(y) * words;
        for (int x = 0; x < width; ++x) {
            if (samples == 1) {
                rows.push_back(static_cast<std::uint8_t>(GET_DATA_BYTE(row, x)));
                continue;
            }
            rows.push_back(static_cast<std::uint8_t>(row[x] >> L_RED_SHIFT & 0xFFU));
            rows.push_back(static_cast<std::uint8_t>(row[x] >> L_GREEN_SHIFT & 0xFFU));
            rows.push_back(static_cast<std::uint8_t>(row[x] >> L_BLUE_SHIFT & 0xFFU));
        }
    }
    return rows;
}

}  // namespace

EncodedPage encode_page(const Pix& page) {
    Pix* pix = const_cast<Pix*>(&page);  // Leptonica reads through pointers that may write
    const bool is_one_bit = pixGetDepth(pix) == 1;
    l_uint8* data = nullptr;
    std::size_t size = 0;
    const int format = is_one_bit ? IFF_TIFF_G4 : IFF_PNG;
    if (pixWriteMem(&data, &size, pix, format) != 0 || data == nullptr) {
        throw Error(Reason::page_too_large, "scan: no memory to encode a page");
    }
    EncodedPage encoded{Bytes(data, data + size), is_one_bit ? "image/tiff" : "image/png"};
    lept_free(data);
    return encoded;
}

PageStream stream_of_pixels(const Pix& page) {
    if (pixGetDepth(&page) == 1) {
        const EncodedPage tiff = encode_page(page);
        if (auto stream = stream_of_tiff(tiff.bytes, read_tiff_directories(tiff.bytes).front())) {
            return std::move(*stream);
        }
        throw Error(Reason::page_too_large, "scan: no memory to encode a page");
    }
    auto& pix = const_cast<Pix&>(page);  // Leptonica reads through pointers that may write
    PageStream stream;
    stream.coding = PageStream::Coding::plain;
    stream.width = pixGetWidth(&pix);
    stream.height = pixGetHeight(&pix);
    stream.bits = 8;
    stream.samples = pixGetDepth(&pix) == 8 ? 1 : 3;
    stream.bytes = plain_rows(pix, stream.samples);
    return stream;
}

std::optional<PageStream> stream_of_png(BytesView bytes) {
    constexpr std::size_t signature_bytes = 8, frame_bytes = 12, header_bytes = 13;
    PngHeader header;
    for (std::size_t at = signature_bytes; at + frame_bytes <= bytes.size();) {
        const std::uint64_t length = big_endian(bytes, at, 4);
        if (length > bytes.size() - at - frame_bytes) {
            return std::nullopt;
        }
        const std::string_view name = text_of(bytes).substr(at + 4, 4);
        const BytesView chunk = bytes.subspan(at + 8, length);
        if (name == "IHDR" && length == header_bytes) {
            header = read_png_header(chunk);
        } else if (name == "PLTE") {
            // Of a picture in full colour it is only a suggestion.
            if (header.stream.samples == 1) {
                header.stream.palette.assign(chunk.begin(), chunk.end());
            }
        } else if (name == "tRNS") {
            return std::nullopt;
        } else if (name == "IDAT") {
            header.stream.bytes.insert(header.stream.bytes.end(), chunk.begin(), chunk.end());
        } else if (name == "IEND") {
            break;
        }
        at += frame_bytes + length;
    }
    if (!header.is_plain || header.stream.bytes.empty()) {
        return std::nullopt;
    }
    return std::move(header.stream);
}

std::optional<PageStream> stream_of_tiff(BytesView bytes, const TiffDirectory& directory) {
    constexpr std::uint64_t group_4 = 4, deflate = 8, old_deflate = 32946;
    constexpr std::uint64_t white_is_zero = 0, black_is_zero = 1, rgb = 2, horizontal = 2;
    const bool is_fax = directory.compression == group_4 && directory.bits_per_sample == 1;
    const bool is_deflate =
        (directory.compression == deflate || directory.compression == old_deflate) &&
        (directory.predictor == 1 || directory.predictor == horizontal) &&
        (directory.bits_per_sample == 1 || directory.bits_per_sample == 8);
    const bool is_grey =
        directory.samples_per_pixel == 1 &&
        (directory.photometric == white_is_zero || directory.photometric == black_is_zero);
    const bool is_colour = directory.samples_per_pixel == 3 && directory.photometric == rgb &&
                           directory.planar == 1 && directory.bits_per_sample == 8;
    // PDF can turn a picture but not mirror it, and a turned one is rare: its pixels are coded
    // anew.
    const bool is_one_strip = directory.orientation == orientation_upright &&
                              directory.pieces == 1 && directory.tile_width == 0 &&
                              directory.data_at <= bytes.size() &&
                              directory.data_bytes <= bytes.size() - directory.data_at;
    if (!is_one_strip || !((is_fax && is_grey) || (is_deflate && (is_grey || is_colour)))) {
        return std::nullopt;
    }
    PageStream stream;
    stream.coding = is_fax ? PageStream::Coding::fax : PageStream::Coding::deflate;
    const BytesView strip = bytes.subspan(directory.data_at, directory.data_bytes);
    stream.bytes.assign(strip.begin(), strip.end());
    constexpr std::uint64_t last_bit_first = 2;
    if (directory.fill_order == last_bit_first) {
        if (!is_fax) {
            return std::nullopt;
        }
        turn_bits(stream.bytes);
    }
    stream.width = static_cast<int>(directory.width);
    stream.height = static_cast<int>(directory.height);
    stream.bits = static_cast<int>(directory.bits_per_sample);
    stream.samples = is_colour ? 3 : 1;
    // A fax's runs are named black and white; with BlackIsZero, TIFF shows the white ones black.
    stream.is_inverted =
        is_grey && directory.photometric == (is_fax ? black_is_zero : white_is_zero);
    stream.predictor = is_deflate ? static_cast<int>(directory.predictor) : 1;
    return stream;
}

}  // namespace indgang::ocr
