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
// 1.5 ms for A4 at 300 dpi, the division 1 ns a pixel.
#include "ocr/image/even_light.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <vector>

#include "schemas/core/geometry.h"
#include "schemas/core/verify.h"

namespace indgang::ocr {

namespace {

constexpr std::uint32_t white = 255;
constexpr std::uint16_t unchanged = 256;  // as a factor of 8.8 fixed point
constexpr std::size_t lanes = 16;
constexpr double block_mm = 4;
/// Less light than this share of the page's is no light but another thing.
constexpr double paper_least = 0.4;

/// Leptonica packs the leftmost pixel into the highest byte of a word.
constexpr std::size_t byte_of(int x) {
    return static_cast<std::size_t>(x) ^ 3U;
}

struct Blocks {
    int side = 1;
    int columns = 0;
    int rows = 0;
    int width = 0;  ///< of the picture
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

/// The level that a fifth of the block's pixels exceed.
int paper_level(const Pix& grey, int left, int top, int side, int width, int height) {
    constexpr int looks = 6;  // each way
    std::array<std::uint8_t, looks * looks> seen{};
    std::size_t count = 0;
    const int step = std::max(1, side / looks);
    for (int y = top; y < std::min(top + side, height) && count < seen.size(); y += step) {
        const std::uint8_t* row = row_of(grey, y);
        for (int x = left; x < std::min(left + side, width) && count < seen.size(); x += step) {
            seen[count++] = row[byte_of(x)];
        }
    }
    const auto rank = seen.begin() + static_cast<std::ptrdiff_t>(count * 4 / 5);
    std::nth_element(seen.begin(), rank, seen.begin() + static_cast<std::ptrdiff_t>(count));
    return *rank;
}

Blocks paper_levels(const Pix& grey, int side, int width, int height) {
    Blocks blocks{side, (width + side - 1) / side, (height + side - 1) / side, width, {}};
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

/// The factor for each byte of one row, 8.8 fixed point.
void factors_of_row(const Blocks& blocks, int y, int target, std::vector<std::uint16_t>& factors) {
    constexpr double one = unchanged, factor_most = 1 / paper_least * one;
    const double at_row = (y + 0.5) / blocks.side - 0.5;
    const int row = static_cast<int>(std::floor(at_row));
    const double down = at_row - row;
    const auto level = [&](int column) {
        return blocks.at(column, row) * (1 - down) + blocks.at(column, row + 1) * down;
    };
    const auto factor = [&](int column) {
        return std::min(target * one / std::max(level(column), 1.0), factor_most);
    };
    const int half = blocks.side / 2;
    double left = factor(-1);
    for (int column = 0; column <= blocks.columns; ++column) {
        const double right = factor(column);
        const int begin = column * blocks.side - half;
        const double step = (right - left) / blocks.side;
        const int from = std::max(begin, 0);
        const int to = std::min(begin + blocks.side, blocks.width);
        for (int x = from; x < to; ++x) {
            factors[byte_of(x)] = static_cast<std::uint16_t>(left + (x - begin) * step);
        }
        left = right;
    }
}

/// In lanes of a fixed number, which the compiler turns into vector instructions.
void multiply(std::uint8_t* row, const std::uint16_t* factors, std::size_t bytes) {
    std::size_t at = 0;
    for (; at + lanes <= bytes; at += lanes) {
        std::array<std::uint8_t, lanes> pixels;
        std::memcpy(pixels.data(), row + at, lanes);
        for (std::size_t i = 0; i < lanes; ++i) {
            const auto lit = static_cast<std::uint32_t>(pixels[i]) * factors[at + i] >> 8;
            pixels[i] = static_cast<std::uint8_t>(lit < white ? lit : white);
        }
        std::memcpy(row + at, pixels.data(), lanes);
    }
    for (; at < bytes; ++at) {
        const auto lit = static_cast<std::uint32_t>(row[at]) * factors[at] >> 8;
        row[at] = static_cast<std::uint8_t>(lit < white ? lit : white);
    }
}

}  // namespace

bool even_light(Pix& grey, double dpi) {
    VERIFY(pixGetDepth(&grey) == 8 && dpi > 0);
    const int width = pixGetWidth(&grey), height = pixGetHeight(&grey);
    const int side = std::max(8, static_cast<int>(std::lround(block_mm * dpi / mm_per_inch)));
    Blocks blocks = over_neighbours(paper_levels(grey, side, width, height),
                                    [](const std::array<int, 9>& around) {
                                        return *std::max_element(begin(around), end(around));
                                    });
    constexpr double light_share = 0.95;
    constexpr int grey_least = 48;  // a picture that is darker everywhere shows no paper
    const int target = share_of(blocks.levels, light_share);
    if (target < grey_least) {
        return false;
    }
    const int least = static_cast<int>(paper_least * target);
    std::vector<int> paper;
    std::copy_if(blocks.levels.begin(), blocks.levels.end(), std::back_inserter(paper),
                 [&](int level) { return level >= least; });
    // A scanner's paper varies by a few levels of its grain.
    constexpr double dark_share = 0.05, even_enough = 0.92;
    if (paper.empty() || share_of(paper, dark_share) >= even_enough * target) {
        return false;
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
    const std::size_t bytes = static_cast<std::size_t>(pixGetWpl(&grey)) * 4;
    std::vector<std::uint16_t> factors((bytes + lanes - 1) / lanes * lanes, unchanged);
    for (int y = 0; y < height; ++y) {
        constexpr int rows_alike = 4;
        if (y % rows_alike == 0) {
            factors_of_row(blocks, y, target, factors);
        }
        multiply(const_cast<std::uint8_t*>(row_of(grey, y)), factors.data(), bytes);
    }
    return true;
}

}  // namespace indgang::ocr
