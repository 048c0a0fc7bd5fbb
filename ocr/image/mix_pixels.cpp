// SPDX-License-Identifier: MPL-2.0
// Sampling a page between its pixels is a good part of what a page costs before it is read. One
// pixel at a time it is 3.5 ns, nearly all of it for fetching four bytes from two rows.
//
// Eight neighbours of a walk that moves by about a pixel lie in 16 bytes of a row, and in two rows
// or three. So each row is loaded once, and the shuffle of the processor deals out to every one of
// the eight its two bytes, in any order, that of Leptonica's words included. Multiply-add of pairs
// mixes left and right; mixed rows are at most 65280, so that once half of 16 bits is taken off
// they fit the same instruction again for above and below. No rounding differs from the code for
// one pixel, which takes what is left: walks with longer steps, the last pixels of a row, the last
// bytes of a picture, and processors without AVX2. 0.5 ns a pixel.
#include "ocr/image/mix_pixels.h"

#include <immintrin.h>

#include <algorithm>

namespace indgang::ocr {

namespace {

constexpr int lanes = 8;
constexpr std::ptrdiff_t load_bytes = 16;
constexpr std::int32_t one = 1 << mix_fraction_bits;

/// Steps at which eight pixels, the one beyond and three of a word before fit into one load, and
/// into three rows.
bool is_dense(const MixWalk& walk) {
    constexpr std::int32_t furthest = one / 5 * 7, steepest = one / 8;
    return walk.step_x >= 0 && walk.step_x <= furthest && walk.step_y >= -steepest &&
           walk.step_y <= steepest;
}

/// Two neighbours of each lane, mixed: 0 to 65280 in 32 bits.
[[gnu::target("avx2")]] inline __m256i mix_row(const std::uint8_t* row, __m256i pairs,
                                               __m256i weights) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(row));
    const __m256i both = _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(bytes), pairs);
    return _mm256_madd_epi16(both, weights);
}

/// 256 - share and share, side by side, of bits 8 to 15 of each lane.
[[gnu::target("avx2")]] inline __m256i weights_of(__m256i positions) {
    const __m256i share =
        _mm256_and_si256(_mm256_srli_epi32(positions, 8), _mm256_set1_epi32(0xff));
    return _mm256_or_si256(_mm256_sub_epi32(_mm256_set1_epi32(256), share),
                           _mm256_slli_epi32(share, 16));
}

[[gnu::target("avx2")]] inline __m256i mix_rows(__m256i above, __m256i below, __m256i weights) {
    const __m256i halves = _mm256_set1_epi32(static_cast<int>(0x80008000U));
    const __m256i both =
        _mm256_xor_si256(_mm256_or_si256(above, _mm256_slli_epi32(below, 16)), halves);
    constexpr int taken_off = 32768 * 256, rounding = 32768;
    return _mm256_srli_epi32(
        _mm256_add_epi32(_mm256_madd_epi16(both, weights), _mm256_set1_epi32(taken_off + rounding)),
        16);
}

/// Takes: a dense walk. Gives: how many pixels it has drawn, from the first on.
[[gnu::target("avx2")]] std::size_t mix_dense(const GreyRows& from, MixWalk walk,
                                              std::span<std::uint8_t> out) {
    const bool is_by_word = from.order == GreyRows::Order::by_word;
    const __m256i numbers = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
    const __m256i steps_x = _mm256_mullo_epi32(numbers, _mm256_set1_epi32(walk.step_x));
    const __m256i steps_y = _mm256_mullo_epi32(numbers, _mm256_set1_epi32(walk.step_y));
    // The shuffle gives 0 for the upper bytes of both halves of a lane.
    const __m256i nothing = _mm256_set1_epi32(static_cast<int>(0x80008000U));
    const __m256i turned = _mm256_set1_epi32(is_by_word ? 0x00030003 : 0);
    std::size_t at = 0;
    for (; at + lanes <= out.size(); at += lanes) {
        const std::int32_t last_y = walk.y + (lanes - 1) * walk.step_y;
        const std::int32_t top = std::min(walk.y, last_y) >> mix_fraction_bits;
        const bool has_third = std::max(walk.y, last_y) >> mix_fraction_bits != top;
        const std::int32_t column = walk.x >> mix_fraction_bits;
        const std::int32_t left = is_by_word ? column & ~3 : column;
        const std::ptrdiff_t begin = top * from.stride_bytes + left;
        if (begin + (has_third ? 2 : 1) * from.stride_bytes + load_bytes > from.size_bytes) {
            break;
        }
        const __m256i x = _mm256_add_epi32(_mm256_set1_epi32(walk.x), steps_x);
        const __m256i y = _mm256_add_epi32(_mm256_set1_epi32(walk.y), steps_y);
        const __m256i index =
            _mm256_sub_epi32(_mm256_srai_epi32(x, mix_fraction_bits), _mm256_set1_epi32(left));
        const __m256i two = _mm256_add_epi32(_mm256_or_si256(index, _mm256_slli_epi32(index, 16)),
                                             _mm256_set1_epi32(0x00010000));
        const __m256i pairs = _mm256_or_si256(_mm256_xor_si256(two, turned), nothing);
        const __m256i across = weights_of(x);
        const std::uint8_t* row = from.pixels + begin;
        __m256i above = mix_row(row, pairs, across);
        __m256i below = mix_row(row + from.stride_bytes, pairs, across);
        if (has_third) {
            const __m256i third = mix_row(row + 2 * from.stride_bytes, pairs, across);
            const __m256i is_lower =
                _mm256_cmpgt_epi32(_mm256_srai_epi32(y, mix_fraction_bits), _mm256_set1_epi32(top));
            above = _mm256_blendv_epi8(above, below, is_lower);
            below = _mm256_blendv_epi8(below, third, is_lower);
        }
        const __m256i mixed = mix_rows(above, below, weights_of(y));
        const __m128i words =
            _mm_packus_epi32(_mm256_castsi256_si128(mixed), _mm256_extracti128_si256(mixed, 1));
        _mm_storel_epi64(reinterpret_cast<__m128i*>(out.data() + at),
                         _mm_packus_epi16(words, words));
        walk.x += lanes * walk.step_x;
        walk.y += lanes * walk.step_y;
    }
    return at;
}

}  // namespace

std::uint8_t mix_pixel(const GreyRows& from, std::int32_t x, std::int32_t y) {
    const auto column = static_cast<std::uint32_t>(x >> mix_fraction_bits);
    const std::uint32_t turned = from.order == GreyRows::Order::by_word ? 3 : 0;
    const std::uint8_t* above = from.pixels + (y >> mix_fraction_bits) * from.stride_bytes;
    const std::uint8_t* below = above + from.stride_bytes;
    const auto right = static_cast<std::uint32_t>(x >> 8) & 255U;
    const auto down = static_cast<std::uint32_t>(y >> 8) & 255U;
    const std::uint32_t a = column ^ turned, b = (column + 1) ^ turned;
    // Upper and lower row in the halves of one word, mixed at once: 255 * 256 fits 16 bits.
    const std::uint32_t first = above[a] | static_cast<std::uint32_t>(below[a]) << 16;
    const std::uint32_t second = above[b] | static_cast<std::uint32_t>(below[b]) << 16;
    const std::uint32_t both = first * (256 - right) + second * right;
    constexpr std::uint32_t half = 32768;
    return static_cast<std::uint8_t>(
        ((both & 0xffffU) * (256 - down) + (both >> 16) * down + half) >> 16);
}

void mix_pixels(const GreyRows& from, MixWalk walk, std::span<std::uint8_t> out) {
    static const bool has_avx2 = __builtin_cpu_supports("avx2") != 0;
    const std::size_t drawn = has_avx2 && is_dense(walk) ? mix_dense(from, walk, out) : 0;
    walk.x += static_cast<std::int32_t>(drawn) * walk.step_x;
    walk.y += static_cast<std::int32_t>(drawn) * walk.step_y;
    for (std::size_t at = drawn; at < out.size(); ++at) {
        out[at] = mix_pixel(from, walk.x, walk.y);
        walk.x += walk.step_x;
        walk.y += walk.step_y;
    }
}

}  // namespace indgang::ocr
