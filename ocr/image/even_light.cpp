// SPDX-License-Identifier: MPL-2.0
// A phone's picture of a page is darker on one side, by a third and more, and its shadow may lie
// across it; one threshold for all of it then finds ink in the shade and loses it in the light.
// Light multiplies what the paper reflects, so it is divided out. How bright the paper is, is asked
// per block of 4 mm: the level that a fifth of its pixels exceed, since even between lines of text
// that much is paper. A block inside a black mark has no paper, so each block takes the brightest
// of its neighbourhood; marks and strokes are smaller than that. The brightness between the
// blocks' centres is interpolated. A block far darker than the page is no paper: the table on
// which the page lies is kept dark.
//
// Scanners light evenly, and their pages are left alone: the look at 36 pixels a block costs
// 0.6 ms for A4 at 300 dpi. A factor is good for four pixels, over which the light does not change.
#include "ocr/image/even_light.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <vector>

#include "ocr/image/image_limits.h"
#include "ocr/image/tone_curve.h"
#include "schemas/core/geometry.h"
#include "schemas/error/verify.h"

namespace indgang::ocr {

namespace {

constexpr std::size_t lanes = 16;

/// Leptonica packs the leftmost pixel into the highest byte of a word.
constexpr std::size_t byte_of(int x) {
    return static_cast<std::size_t>(x) ^ 3U;
}

struct Blocks {
    int side = 1;
    int columns = 0;
    int rows = 0;
    std::vector<int> levels;

    [[nodiscard]] int at(int column, int row) const {
        column = std::clamp(column, 0, columns - 1);
        row = std::clamp(row, 0, rows - 1);
        return levels[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) +
                      static_cast<std::size_t>(column)];
    }
};

const std::uint8_t* row_of(const Pix& grey, int y) {
    Pix* pix = const_cast<Pix*>(&grey);  // Leptonica reads through pointers that may write
    return reinterpret_cast<const std::uint8_t*>(pixGetData(pix) +
                                                 static_cast<std::ptrdiff_t>(y) * pixGetWpl(pix));
}

constexpr std::size_t looks_a_side = limits::light_looks_a_side;
constexpr std::size_t looks = looks_a_side * looks_a_side;
using Looks = std::array<std::uint8_t, (looks + lanes - 1) / lanes * lanes>;

/// The largest level that `least` of the looks reach, bit by bit from the highest; 0 where nothing
/// was looked at.
std::uint8_t level_reached(const Looks& seen, unsigned least) {
    std::uint8_t level = 0;
    for (unsigned bit = 128; bit > 0; bit /= 2) {
        const auto tried = static_cast<std::uint8_t>(level | bit);
        std::array<std::uint8_t, lanes> counts{};
        for (std::size_t at = 0; at < seen.size(); at += lanes) {
            for (std::size_t i = 0; i < lanes; ++i) {
                counts[i] = static_cast<std::uint8_t>(counts[i] + (seen[at + i] >= tried ? 1 : 0));
            }
        }
        unsigned count = 0;
        for (const std::uint8_t each : counts) {
            count += each;
        }
        level = count >= least ? tried : level;
    }
    return level;
}

/// The level that a fifth of the block's pixels exceed.
int paper_level(const Pix& grey, int left, int top, int side, int width, int height) {
    Looks seen{};
    std::size_t count = 0;
    const int step = std::max(1, side / static_cast<int>(looks_a_side));
    for (int y = top; y < std::min(top + side, height) && count < looks; y += step) {
        const std::uint8_t* row = row_of(grey, y);
        for (int x = left; x < std::min(left + side, width) && count < looks; x += step) {
            seen[count++] = row[byte_of(x)];
        }
    }
    return level_reached(seen,
                         static_cast<unsigned>(count - count * limits::block_dark_fifths / 5));
}

Blocks paper_levels(const Pix& grey, int side, int width, int height) {
    Blocks blocks{side, (width + side - 1) / side, (height + side - 1) / side, {}};
    for (int row = 0; row < blocks.rows; ++row) {
        for (int column = 0; column < blocks.columns; ++column) {
            blocks.levels.push_back(
                paper_level(grey, column * side, row * side, side, width, height));
        }
    }
    return blocks;
}

/// Each block as `choose` makes it of the nine around it.
template <class Choose>
Blocks over_neighbours(const Blocks& blocks, const Choose& choose) {
    Blocks result = blocks;
    for (int row = 0; row < blocks.rows; ++row) {
        for (int column = 0; column < blocks.columns; ++column) {
            std::array<int, 9> around{};
            for (int i = 0; i < 9; ++i) {
                around[static_cast<std::size_t>(i)] =
                    blocks.at(column + i % 3 - 1, row + i / 3 - 1);
            }
            result.levels[static_cast<std::size_t>(row) * static_cast<std::size_t>(blocks.columns) +
                          static_cast<std::size_t>(column)] = choose(around);
        }
    }
    return result;
}

int share_of(std::vector<int> levels, double share) {
    const auto at = levels.begin() +
                    static_cast<std::ptrdiff_t>(share * static_cast<double>(levels.size() - 1));
    std::nth_element(levels.begin(), at, levels.end());
    return *at;
}

/// The factor for each word of one row, 8.8 fixed point.
void factors_of_row(const Blocks& blocks, int y, int target, std::span<std::uint16_t> factors) {
    constexpr double one = ToneCurve::unchanged, factor_most = 1 / limits::paper_light_least * one;
    const double at_row = (y + 0.5) / blocks.side - 0.5;
    const int row = static_cast<int>(std::floor(at_row));
    const double down = at_row - row;
    const auto factor = [&](int column) {
        const double level =
            blocks.at(column, row) * (1 - down) + blocks.at(column, row + 1) * down;
        return std::min(target * one / std::max(level, 1.0), factor_most);
    };
    const double half = blocks.side / 2;
    int column = 0;
    double left = factor(-1), right = factor(0);
    for (std::size_t word = 0; word < factors.size(); ++word) {
        constexpr double middle = 1.5;
        const double from = static_cast<double>(word * ToneCurve::bytes_a_factor) + middle + half -
                            column * blocks.side;
        factors[word] = static_cast<std::uint16_t>(left + from * (right - left) / blocks.side);
        if (from + static_cast<double>(ToneCurve::bytes_a_factor) >= blocks.side) {
            left = right;
            right = factor(++column);
        }
    }
}

}  // namespace

std::optional<UnevenLight> UnevenLight::of(const Pix& grey, double dpi) {
    Pix* pix = const_cast<Pix*>(&grey);  // Leptonica reads through pointers that may write
    VERIFY(pixGetDepth(pix) == 8 && dpi > 0);
    const int width = pixGetWidth(pix), height = pixGetHeight(pix);
    const int side =
        std::max(limits::light_block_least_px,
                 static_cast<int>(std::lround(limits::light_block_mm * dpi / mm_per_inch)));
    Blocks blocks = over_neighbours(paper_levels(grey, side, width, height),
                                    [](const std::array<int, 9>& around) {
                                        return *std::max_element(begin(around), end(around));
                                    });
    const int target = share_of(blocks.levels, limits::light_share);
    if (target < limits::light_least_grey) {
        return std::nullopt;
    }
    const int least = static_cast<int>(limits::paper_light_least * target);
    std::vector<int> paper;
    std::copy_if(blocks.levels.begin(), blocks.levels.end(), std::back_inserter(paper),
                 [&](int level) { return level >= least; });
    if (paper.empty() ||
        share_of(paper, limits::shade_share) >= limits::even_light_least * target) {
        return std::nullopt;
    }
    for (int& level : blocks.levels) {
        level = level >= least ? level : target;
    }
    blocks = over_neighbours(blocks, [](const std::array<int, 9>& around) {
        int sum = 0;
        for (const int level : around) {
            sum += level;
        }
        return sum / static_cast<int>(around.size());
    });
    UnevenLight light;
    light.words_ = static_cast<std::size_t>(pixGetWpl(pix));
    const auto lines = static_cast<std::size_t>((height + rows_alike - 1) / rows_alike);
    light.factors_.resize(lines * light.words_);
    std::span<std::uint16_t> rest(light.factors_);
    for (int y = 0; y < height; y += rows_alike) {
        factors_of_row(blocks, y, target, rest.first(light.words_));
        rest = rest.subspan(light.words_);
    }
    return light;
}

}  // namespace indgang::ocr
