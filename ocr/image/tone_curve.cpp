// SPDX-License-Identifier: MPL-2.0
// Every pixel of a page is touched once, so what is done to it must be cheap: 16 pixels are
// multiplied by their light and stretched in a dozen instructions of AVX2, in whole numbers. That
// the slope in whole numbers gives the very table is tried for all 256 values; where it does not,
// and on processors without AVX2, the table is used.
#include "ocr/image/tone_curve.h"

#include <immintrin.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "schemas/core/verify.h"

namespace indgang::ocr {

namespace {

constexpr int white = 255;
constexpr std::size_t lanes = 16;
constexpr int slope_bits = 13;
constexpr int half_slope = 1 << (slope_bits - 1);

bool has_avx2() {
    static const bool is_there = __builtin_cpu_supports("avx2") != 0;
    return is_there;
}

/// 16 grey values in 16 bits each, stretched.
[[gnu::target("avx2")]] inline __m128i stretched(__m256i greys, int black, int slope) {
    const __m256i above = _mm256_subs_epu16(greys, _mm256_set1_epi16(static_cast<short>(black)));
    const __m256i one = _mm256_set1_epi16(1);
    const __m256i factor = _mm256_set1_epi32(slope | half_slope << 16);
    const __m256i low =
        _mm256_srli_epi32(_mm256_madd_epi16(_mm256_unpacklo_epi16(above, one), factor), slope_bits);
    const __m256i high =
        _mm256_srli_epi32(_mm256_madd_epi16(_mm256_unpackhi_epi16(above, one), factor), slope_bits);
    const __m256i words = _mm256_packus_epi32(low, high);
    return _mm_packus_epi16(_mm256_castsi256_si128(words), _mm256_extracti128_si256(words, 1));
}

[[gnu::target("avx2")]] inline __m256i widened(const std::uint8_t* bytes) {
    return _mm256_cvtepu8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes)));
}

/// Gives: how many bytes it has done, whole lanes.
[[gnu::target("avx2")]] std::size_t stretch_lanes(std::span<std::uint8_t> row, int black,
                                                  int slope) {
    std::size_t at = 0;
    for (; at + lanes <= row.size(); at += lanes) {
        _mm_storeu_si128(reinterpret_cast<__m128i*>(row.data() + at),
                         stretched(widened(row.data() + at), black, slope));
    }
    return at;
}

[[gnu::target("avx2")]] std::size_t light_lanes(std::span<std::uint8_t> row,
                                                std::span<const std::uint16_t> factors, int black,
                                                int slope) {
    // Four factors, each for four bytes.
    const __m256i spread = _mm256_setr_epi8(0, 1, 0, 1, 0, 1, 0, 1, 2, 3, 2, 3, 2, 3, 2, 3, 4, 5, 4,
                                            5, 4, 5, 4, 5, 6, 7, 6, 7, 6, 7, 6, 7);
    std::size_t at = 0;
    for (; at + lanes <= row.size(); at += lanes) {
        const __m128i four = _mm_loadl_epi64(
            reinterpret_cast<const __m128i*>(&factors[at / ToneCurve::bytes_a_factor]));
        const __m256i factor = _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(four), spread);
        const __m256i grey = _mm256_slli_epi16(widened(row.data() + at), 8);
        const __m256i lit =
            _mm256_min_epu16(_mm256_mulhi_epu16(grey, factor), _mm256_set1_epi16(white));
        _mm_storeu_si128(reinterpret_cast<__m128i*>(row.data() + at), stretched(lit, black, slope));
    }
    return at;
}

}  // namespace

ToneCurve::ToneCurve(int black, int paper) : black_(black) {
    VERIFY(black >= 0 && black < paper && paper <= white);
    const double steepness = static_cast<double>(white) / (paper - black);
    for (int grey = 0; grey <= white; ++grey) {
        const long value = std::lround(white * static_cast<double>(grey - black) / (paper - black));
        table_[static_cast<std::size_t>(grey)] =
            static_cast<std::uint8_t>(std::clamp(value, 0L, long{white}));
    }
    const long slope = std::lround(steepness * (1 << slope_bits));
    constexpr long slope_most = 32767;  // of a signed factor of 16 bits
    bool is_same = slope <= slope_most;
    for (int grey = 0; is_same && grey <= white; ++grey) {
        const long value = (std::max(grey - black, 0) * slope + half_slope) >> slope_bits;
        is_same = std::min(value, long{white}) == table_[static_cast<std::size_t>(grey)];
    }
    slope_ = is_same ? static_cast<int>(slope) : 0;
}

void ToneCurve::apply(std::span<std::uint8_t> row) const {
    const std::size_t done = slope_ > 0 && has_avx2() ? stretch_lanes(row, black_, slope_) : 0;
    for (std::uint8_t& grey : row.subspan(done)) {
        grey = table_[grey];
    }
}

void ToneCurve::apply(std::span<std::uint8_t> row, std::span<const std::uint16_t> factors) const {
    VERIFY(factors.size() * bytes_a_factor >= row.size());
    const std::size_t done =
        slope_ > 0 && has_avx2() ? light_lanes(row, factors, black_, slope_) : 0;
    for (std::size_t at = done; at < row.size(); ++at) {
        row[at] = table_[lit(row[at], factors[at / bytes_a_factor])];
    }
}

}  // namespace indgang::ocr
