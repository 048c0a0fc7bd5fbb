// SPDX-License-Identifier: MPL-2.0
// A zone is read out of a skewed page. Rotating the whole page first costs 56 ms for grey A4 at
// 300 dpi; the zones are a tenth of its area, so only they are sampled, through the affine that the
// registration marks gave.
//
// The piece of the page below the zone is first copied into bytes (a table turns 8 one-bit pixels
// into 8 bytes at once) inside a white border, so that the inner loop has no border case; a page
// that is finer than the patch is averaged over whole pixels on the way. Then each patch pixel is
// the weighted mean of the four source pixels around its centre, which at about one source pixel
// per patch pixel is the area average. Positions are 16.16 fixed point: a step of one pixel is
// wrong by at most 2^-17 px, so 2,000 px drift by 0.02 px.
//
// Cost, 40 zones of 60 x 8 mm at 12 px/mm out of a page of 300 dpi, skewed by 1.5 degrees: 2.2 ms
// of CPU for a 1-bit page, 2.7 ms for an 8-bit page (2.6 GHz EPYC whose cores were busy otherwise;
// tests/ocr/image/zone_test.cpp prints it). How pixels are mixed: mix_pixels.cpp.
#include "ocr/image/zone.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <span>

#include "ocr/image/image_limits.h"
#include "ocr/image/mix_pixels.h"
#include "schemas/core/limits.h"
#include "schemas/error/error.h"

namespace indgang::ocr {
namespace {

constexpr std::uint8_t white = 255;
constexpr int border_px = 3;  // of the copied piece: one for the weights, two for rounding
constexpr int bits_per_byte = 8;
constexpr int bytes_per_word = 4;
constexpr double most_side_px = 32'000;  // of the piece: positions are 16.16 in 32 bits

/// A piece of the page as bytes. `x`, `y` say where on the page its first pixel lies.
struct Piece {
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> pixels;

    [[nodiscard]] std::uint8_t* row(int line) {
        return pixels.data() + static_cast<std::size_t>(line) * static_cast<std::size_t>(width);
    }
    [[nodiscard]] const std::uint8_t* row(int line) const {
        return pixels.data() + static_cast<std::size_t>(line) * static_cast<std::size_t>(width);
    }
};

using BitTable = std::array<std::array<std::uint8_t, bits_per_byte>, 256>;

constexpr BitTable make_bit_table() {
    BitTable table{};
    for (std::size_t byte = 0; byte < table.size(); ++byte) {
        for (std::size_t bit = 0; bit < bits_per_byte; ++bit) {
            table[byte][bit] = ((byte >> (bits_per_byte - 1 - bit)) & 1u) != 0 ? 0 : white;
        }
    }
    return table;
}
constexpr BitTable bit_table = make_bit_table();

[[noreturn]] void refuse(Reason reason, const char* message) {
    throw Error(reason, message);
}

void copy_row_of_bits(const l_uint32* line, int page_width, Piece& piece, std::uint8_t* out) {
    // piece.x is a multiple of 8, so that whole bytes are copied.
    const int first = std::max(piece.x, 0);
    const int last = std::min(piece.x + piece.width, page_width);
    for (int x = first; x < last; x += bits_per_byte) {
        const auto byte = static_cast<std::size_t>(GET_DATA_BYTE(line, x / bits_per_byte));
        const int count = std::min(bits_per_byte, last - x);
        std::memcpy(out + (x - piece.x), bit_table[byte].data(), static_cast<std::size_t>(count));
    }
}

void copy_row_of_bytes(const l_uint32* line, int page_width, Piece& piece, std::uint8_t* out) {
    const int first = std::max(piece.x, 0);
    const int last = std::min(piece.x + piece.width, page_width);
    int x = first;
    for (; x < last && x % bytes_per_word != 0; ++x) {
        out[x - piece.x] = static_cast<std::uint8_t>(GET_DATA_BYTE(line, x));
    }
    // Leptonica keeps the leftmost pixel in the highest byte of a word of the machine.
    for (; x + bytes_per_word <= last; x += bytes_per_word) {
        const std::uint32_t word = __builtin_bswap32(line[x / bytes_per_word]);
        std::memcpy(out + (x - piece.x), &word, sizeof word);
    }
    for (; x < last; ++x) {
        out[x - piece.x] = static_cast<std::uint8_t>(GET_DATA_BYTE(line, x));
    }
}

Piece copy_piece(const PageImage& page, int x, int y, int width, int height) {
    Piece piece{x, y, width, height, {}};
    piece.pixels.assign(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), white);
    Pix* pix = page.pix.get();
    const int page_width = pixGetWidth(pix);
    const int page_height = pixGetHeight(pix);
    const bool is_bits = pixGetDepth(pix) == 1;
    const l_uint32* data = pixGetData(pix);
    const int words = pixGetWpl(pix);
    const int last = std::min(y + height, page_height);
    for (int line = std::max(y, 0); line < last; ++line) {
        const l_uint32* from = data + static_cast<std::ptrdiff_t>(line) * words;
        if (is_bits) {
            copy_row_of_bits(from, page_width, piece, piece.row(line - y));
        } else {
            copy_row_of_bytes(from, page_width, piece, piece.row(line - y));
        }
    }
    return piece;
}

/// Averages blocks of `factor` x `factor` pixels; a rest at the right and lower edge is dropped.
Piece reduce(const Piece& fine, int factor) {
    Piece coarse{fine.x, fine.y, fine.width / factor, fine.height / factor, {}};
    coarse.pixels.resize(static_cast<std::size_t>(coarse.width) *
                         static_cast<std::size_t>(coarse.height));
    const unsigned area = static_cast<unsigned>(factor) * static_cast<unsigned>(factor);
    for (int y = 0; y < coarse.height; ++y) {
        std::uint8_t* out = coarse.row(y);
        for (int x = 0; x < coarse.width; ++x) {
            unsigned sum = area / 2;
            for (int dy = 0; dy < factor; ++dy) {
                const std::uint8_t* in = fine.row(y * factor + dy) + x * factor;
                for (int dx = 0; dx < factor; ++dx) {
                    sum += in[dx];
                }
            }
            out[x] = static_cast<std::uint8_t>(sum / area);
        }
    }
    return coarse;
}

/// Where patch pixel (0, 0) lies in the piece and how it moves with each patch pixel.
struct Walk {
    double x = 0, y = 0;  // of the centre of the first pixel, minus half a piece pixel
    double dx_right = 0, dy_right = 0;
    double dx_down = 0, dy_down = 0;
};

void sample(const Piece& piece, const Walk& walk, GreyPatch& patch) {
    constexpr double one = 1 << mix_fraction_bits;
    const auto fixed = [](double px) { return static_cast<std::int32_t>(std::lround(px * one)); };
    const GreyRows source{piece.pixels.data(), piece.width,
                          static_cast<std::ptrdiff_t>(piece.pixels.size())};
    std::span<std::uint8_t> out(patch.pixels);
    const auto width = static_cast<std::size_t>(patch.width);
    for (int line = 0; line < patch.height; ++line) {
        mix_pixels(source,
                   {fixed(walk.x + line * walk.dx_down), fixed(walk.y + line * walk.dy_down),
                    fixed(walk.dx_right), fixed(walk.dy_right)},
                   out.first(width));
        out = out.subspan(width);
    }
}

}  // namespace

GreyPatch sample_zone(const PageImage& page, const MmToPx& to_page, const BoxMm& zone,
                      double px_per_mm) {
    const int depth = page.pix ? pixGetDepth(page.pix.get()) : 0;
    if (depth != 1 && depth != 8) {
        refuse(Reason::image_depth, "zone: the page has neither 1 nor 8 bits");
    }
    const double determinant = to_page.a * to_page.e - to_page.b * to_page.d;
    if (!std::isfinite(determinant + to_page.c + to_page.f + zone.x + zone.y) ||
        std::abs(determinant) < limits::determinant_least_px2_per_mm2 || !(px_per_mm > 0)) {
        refuse(Reason::transform_singular, "zone: the transform is not usable");
    }
    const double wide = std::round(zone.width * px_per_mm);
    const double high = std::round(zone.height * px_per_mm);
    const auto most = static_cast<double>(indgang::limits::page_pixels);
    if (!(std::max(wide, 1.0) * std::max(high, 1.0) <= most)) {
        refuse(Reason::zone_pixels, "zone: the patch has too many pixels");
    }
    GreyPatch patch;
    patch.width = std::max(1, static_cast<int>(wide));
    patch.height = std::max(1, static_cast<int>(high));
    patch.pixels.assign(
        static_cast<std::size_t>(patch.width) * static_cast<std::size_t>(patch.height), white);

    const BoxMm sampled{zone.x, zone.y, patch.width / px_per_mm, patch.height / px_per_mm};
    double left = 1e300, top = 1e300, right = -1e300, bottom = -1e300;
    for (const double u : {sampled.x, sampled.x + sampled.width}) {
        for (const double v : {sampled.y, sampled.y + sampled.height}) {
            const PointPx corner = to_page(PointMm{u, v});
            left = std::min(left, corner.x);
            right = std::max(right, corner.x);
            top = std::min(top, corner.y);
            bottom = std::max(bottom, corner.y);
        }
    }
    if (right < 0 || bottom < 0 || left > pixGetWidth(page.pix.get()) ||
        top > pixGetHeight(page.pix.get())) {
        return patch;
    }
    const double source_px = std::sqrt(std::abs(determinant)) / px_per_mm;
    const int factor = std::max(1, static_cast<int>(std::lround(source_px)));
    const double border = static_cast<double>(border_px) * factor;
    const double piece_width = right - left + 2 * border;
    const double piece_height = bottom - top + 2 * border;
    if (!(piece_width * piece_height <= most && piece_width / factor < most_side_px &&
          piece_height / factor < most_side_px)) {
        refuse(Reason::zone_pixels, "zone: its piece of the page has too many pixels");
    }
    const int piece_x =
        static_cast<int>(std::floor((left - border) / bits_per_byte)) * bits_per_byte;
    const int piece_y = static_cast<int>(std::floor(top - border));
    Piece piece = copy_piece(page, piece_x, piece_y,
                             static_cast<int>(std::ceil(right + border)) - piece_x + factor,
                             static_cast<int>(std::ceil(bottom + border)) - piece_y + factor);
    if (factor > 1) {
        piece = reduce(piece, factor);
    }
    const double step_mm = 1.0 / px_per_mm;
    const PointPx first = to_page(PointMm{zone.x + step_mm / 2, zone.y + step_mm / 2});
    Walk walk;
    walk.x = (first.x - piece_x) / factor - 0.5;
    walk.y = (first.y - piece_y) / factor - 0.5;
    walk.dx_right = to_page.a * step_mm / factor;
    walk.dy_right = to_page.d * step_mm / factor;
    walk.dx_down = to_page.b * step_mm / factor;
    walk.dy_down = to_page.e * step_mm / factor;
    sample(piece, walk, patch);
    return patch;
}

}  // namespace indgang::ocr
