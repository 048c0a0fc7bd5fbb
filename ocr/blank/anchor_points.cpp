// SPDX-License-Identifier: MPL-2.0
// Positions are offsets into the page's bits or bytes to which a move adds one number. Moves are
// tried beside each other, and eight neighbours lie in one or two words: they are looked up at
// once, and kept. Anchors near the edge are looked up slowly.
#include "ocr/blank/anchor_points.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "ocr/blank/blank_limits.h"

namespace indgang::ocr {

namespace {

constexpr int word_bits = 32;
constexpr int lanes = 8;

/// For each byte its bits as bytes: the highest bit, the leftmost pixel, in the lowest byte.
constexpr std::array<std::uint64_t, 256> spread_bits() {
    std::array<std::uint64_t, 256> spread{};
    for (std::size_t byte = 0; byte < spread.size(); ++byte) {
        for (unsigned i = 0; i < lanes; ++i) {
            spread[byte] |= std::uint64_t{byte >> (lanes - 1 - i) & 1U} << (lanes * i);
        }
    }
    return spread;
}

/// The bits of eight neighbours from `at` on, as bytes.
std::uint64_t bits(const l_uint32* data, std::int64_t at) {
    static constexpr auto spread = spread_bits();
    constexpr int skipped = 2 * word_bits - lanes;
    const std::uint64_t two = std::uint64_t{data[at >> 5]} << word_bits | data[(at >> 5) + 1];
    return spread[two >> (skipped - (at & (word_bits - 1))) & 255U];
}

using Bytes = std::uint8_t __attribute__((vector_size(lanes)));
using Sums = std::int16_t __attribute__((vector_size(2 * lanes)));

/// The capped ink of eight neighbours from `at` on. Leptonica packs the leftmost pixel into the
/// highest byte of a word: it comes last.
Sums grey_ink(const l_uint32* data, std::int64_t at) {
    const l_uint32* words = data + (at >> 2);
    const int off = static_cast<int>(at & 3) * 8;
    std::uint64_t greys = std::uint64_t{words[0]} << word_bits | words[1];
    if (off > 0) {
        greys = greys << off | words[2] >> (word_bits - off);
    }
    Bytes ink;
    const std::uint64_t inverted = ~greys;
    std::memcpy(&ink, &inverted, sizeof ink);
    const Bytes cap = Bytes{} + static_cast<std::uint8_t>(limits::anchor_ink_cap);
    ink = ink < cap ? ink : cap;
    return __builtin_convertvector(ink, Sums);
}

}  // namespace

AnchorPoints::AnchorPoints(const PageImage& page, const InkView& ink, const PageShape& shape,
                           const PrintAnchor& anchor, int reach)
    : ink_(ink),
      data_(pixGetData(page.pix.get())),
      stride_(pixGetWpl(page.pix.get()) * 32LL / pixGetDepth(page.pix.get())),
      is_one_bit_(pixGetDepth(page.pix.get()) == 1) {
    // Within a tile the shape is as good as affine: three looks instead of one for every point.
    const PointMm c = anchor.centre;
    constexpr double arm = 4;
    const PointPx o = shape(c), right = shape({c.x + arm, c.y}), down = shape({c.x, c.y + arm});
    const auto pixel_of = [&](PointMm p) {
        const double u = (p.x - c.x) / arm, v = (p.y - c.y) / arm;
        return std::array{
            static_cast<int>(std::floor(o.x + u * (right.x - o.x) + v * (down.x - o.x))),
            static_cast<int>(std::floor(o.y + u * (right.y - o.y) + v * (down.y - o.y)))};
    };
    const auto is_inside = [&](const std::array<int, 2>& at) {
        return at[0] >= reach && at[1] >= reach && at[0] < ink.width() - reach &&
               at[1] < ink.height() - reach;
    };
    points_.reserve(anchor.points.size());
    for (const PrintPoint& each : anchor.points) {
        const auto dark = pixel_of(each.dark), light = pixel_of(each.light);
        points_.push_back({dark[1] * stride_ + dark[0], light[1] * stride_ + light[0], dark[0],
                           dark[1], light[0], light[1]});
        is_inside_ = is_inside_ && is_inside(dark) && is_inside(light);
    }
}

double AnchorPoints::score(int dx, int dy) {
    // A block is about the middle, where most looks are.
    const int from = dx + eight / 2;
    const int balance = is_inside_
                            ? eight_at(from >> 3, dy)[static_cast<std::size_t>(from & (eight - 1))]
                            : slow_balance(dx, dy);
    return static_cast<double>(balance) / limits::anchor_ink_cap /
           static_cast<double>(points_.size());
}

int AnchorPoints::slow_balance(int dx, int dy) const {
    int balance = 0;
    for (const Pair& each : points_) {
        balance += std::min(ink_.at(each.dark_x + dx, each.dark_y + dy), limits::anchor_ink_cap) -
                   std::min(ink_.at(each.light_x + dx, each.light_y + dy), limits::anchor_ink_cap);
    }
    return balance;
}

/// For the moves by 8 * block - 4 to 8 * block + 3 to the right.
const AnchorPoints::Eight& AnchorPoints::eight_at(int block, int dy) {
    constexpr unsigned blocks_a_row = 3;
    const unsigned place = static_cast<unsigned>(dy) * blocks_a_row + static_cast<unsigned>(block);
    Known& known = known_[place % known_count];
    if (!known.is_known || known.block != block || known.dy != dy) {
        const std::int64_t move = dy * stride_ + std::int64_t{block} * eight - eight / 2;
        known = {block, dy, true, is_one_bit_ ? balance_of_bits(move) : balance_of_bytes(move)};
    }
    return known.balance;
}

AnchorPoints::Eight AnchorPoints::balance_of_bits(std::int64_t move) const {
    std::uint64_t dark = 0, light = 0;
    for (const Pair& each : points_) {
        dark += bits(data_, each.dark + move);
        light += bits(data_, each.light + move);
    }
    Eight balance{};
    for (std::size_t i = 0; i < balance.size(); ++i) {
        const auto seen =
            static_cast<int>(dark >> (8 * i) & 255U) - static_cast<int>(light >> (8 * i) & 255U);
        balance[i] = static_cast<std::int16_t>(seen * limits::anchor_ink_cap);
    }
    return balance;
}

AnchorPoints::Eight AnchorPoints::balance_of_bytes(std::int64_t move) const {
    Sums sums{};
    for (const Pair& each : points_) {
        sums += grey_ink(data_, each.dark + move) - grey_ink(data_, each.light + move);
    }
    Eight balance{};
    for (std::size_t i = 0; i < balance.size(); ++i) {
        balance[i] = sums[eight - 1 - i];
    }
    return balance;
}

}  // namespace indgang::ocr
