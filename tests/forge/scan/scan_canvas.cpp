// SPDX-License-Identifier: MPL-2.0
#include "tests/forge/scan/scan_canvas.h"

namespace indgang::forge {
namespace {

void blur(Canvas& canvas, double sigma) {
    const double side = std::exp(-0.5 / (sigma * sigma));
    const auto w1 = static_cast<float>(side / (1 + 2 * side));
    const float w0 = 1 - 2 * w1;
    std::vector<float> old(canvas.ink);
    const auto width = static_cast<std::size_t>(canvas.width);
    for (std::size_t i = 1; i + 1 < old.size(); ++i) {
        canvas.ink[i] = w0 * old[i] + w1 * (old[i - 1] + old[i + 1]);
    }
    old = canvas.ink;
    for (std::size_t i = width; i + width < old.size(); ++i) {
        canvas.ink[i] = w0 * old[i] + w1 * (old[i - width] + old[i + width]);
    }
}

}  // namespace

ocr::PageImage scan(Canvas& canvas, double dpi, const Scanner& scanner, Dice& dice) {
    blur(canvas, scanner.sigma);
    const bool is_bits = scanner.threshold >= 0;
    ocr::PageImage page;
    page.pix.reset(pixCreate(canvas.width, canvas.height, is_bits ? 1 : 8));
    page.dpi = dpi;
    std::uint64_t state = dice.next() | 1u;
    const auto amplitude = static_cast<float>(scanner.noise * 1.7320508);
    const auto salt = static_cast<std::uint64_t>(scanner.salt * 0x1.0p32);
    l_uint32* data = pixGetData(page.pix.get());
    const int words = pixGetWpl(page.pix.get());
    std::size_t i = 0;
    for (int y = 0; y < canvas.height; ++y) {
        l_uint32* line = data + static_cast<std::ptrdiff_t>(y) * words;
        for (int x = 0; x < canvas.width; ++x, ++i) {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            const auto first = static_cast<float>(state & 0xffff) * 0x1.0p-15F - 1;
            const auto second = static_cast<float>((state >> 16) & 0xffff) * 0x1.0p-15F - 1;
            const float ink = canvas.ink[i] + amplitude * (first + second) * 0.7071068F;
            if (is_bits) {
                bool is_black = ink > static_cast<float>(scanner.threshold);
                is_black = is_black != ((state >> 32) < salt);
                if (is_black) {
                    SET_DATA_BIT(line, x);
                }
            } else {
                const double grey = scanner.white - ink * (scanner.white - scanner.black);
                SET_DATA_BYTE(line, x, static_cast<int>(std::clamp(grey, 0.0, 255.0)));
            }
        }
    }
    return page;
}

void streak(Canvas& canvas, Dice& dice) {
    const int x = 1 + dice.below(canvas.width - 3);
    const int wide = 1 + dice.below(2);
    for (int y = 0; y < canvas.height; ++y) {
        for (int i = 0; i < wide; ++i) {
            canvas.ink[static_cast<std::size_t>(y) * static_cast<std::size_t>(canvas.width) +
                       static_cast<std::size_t>(x + i)] *= 0.15F;
        }
    }
}

MmToPx misregistered(const MmToPx& truth, double error_mm, double error_turn, Dice& dice) {
    const double scale = 1 + dice.uniform(-0.002, 0.002);
    const double turn = dice.uniform(-error_turn, error_turn);
    const double dx = dice.uniform(-error_mm, error_mm), dy = dice.uniform(-error_mm, error_mm);
    // truth(moved(p)), moved about a point near the middle of the row.
    const double cx = 30, cy = 8;
    const double a = scale, b = -turn, d = turn, e = scale;
    const double c = cx - a * cx - b * cy + dx, f = cy - d * cx - e * cy + dy;
    return {truth.a * a + truth.b * d,           truth.a * b + truth.b * e,
            truth.a * c + truth.b * f + truth.c, truth.d * a + truth.e * d,
            truth.d * b + truth.e * e,           truth.d * c + truth.e * f + truth.f};
}

}  // namespace indgang::forge
