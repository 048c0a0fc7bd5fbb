// SPDX-License-Identifier: MPL-2.0
// Every pixel of a page is touched once, so what is done to it must be cheap: 16 pixels are
// multiplied by their light and stretched in thirty instructions of AVX2. What lies halfway between
// two values is rounded up. The table is made by the same steps in the same precision, so that it
// gives the same; it is used where there is no AVX2, and for the rest of a row.
#include "ocr/image/tone_curve.h"

#include <immintrin.h>

#include <algorithm>
#include <cmath>

#include "schemas/error/verify.h"

namespace indgang::ocr {

namespace {

constexpr int white = 255;
constexpr std::size_t lanes = 16;
/// A little more than half: what lies halfway on the steep line may be a little less as a float,
/// and what does not lies at least 1/510 from there.
constexpr float rounding = 0.5005F;

/// Where the curve goes; see ToneCurve.
struct Curve {
    int black;
    float slope, faint_slope, faint_offset;
};

bool has_avx2() {
    static const bool is_there = __builtin_cpu_supports("avx2") != 0;
    return is_there;
}

/// Eight of 16 bits. Takes: how far they are above black, and themselves.
[[gnu::target("avx2")]] inline __m256i stretched(__m128i above, __m128i greys, const Curve& curve) {
    const __m256 steep = _mm256_mul_ps(_mm256_cvtepi32_ps(_mm256_cvtepu16_epi32(above)),
                                       _mm256_set1_ps(curve.slope));
    const __m256 faint =
        _mm256_add_ps(_mm256_mul_ps(_mm256_cvtepi32_ps(_mm256_cvtepu16_epi32(greys)),
                                    _mm256_set1_ps(curve.faint_slope)),
                      _mm256_set1_ps(curve.faint_offset));
    return _mm256_cvttps_epi32(
        _mm256_add_ps(_mm256_min_ps(steep, faint), _mm256_set1_ps(rounding)));
}

/// 16 grey values in 16 bits each, stretched.
[[gnu::target("avx2")]] inline __m128i stretched(__m256i greys, const Curve& curve) {
    const __m256i above =
        _mm256_subs_epu16(greys, _mm256_set1_epi16(static_cast<short>(curve.black)));
    const __m256i words = _mm256_packus_epi32(
        stretched(_mm256_castsi256_si128(above), _mm256_castsi256_si128(greys), curve),
        stretched(_mm256_extracti128_si256(above, 1), _mm256_extracti128_si256(greys, 1), curve));
    // Packing goes by halves: their quarters lie crosswise.
    constexpr int crosswise = 0xd8;
    const __m256i bytes =
        _mm256_min_epu16(_mm256_permute4x64_epi64(words, crosswise), _mm256_set1_epi16(white));
    return _mm_packus_epi16(_mm256_castsi256_si128(bytes), _mm256_extracti128_si256(bytes, 1));
}

[[gnu::target("avx2")]] inline __m256i widened(const std::uint8_t* bytes) {
    return _mm256_cvtepu8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes)));
}

/// Gives: how many bytes it has done, whole lanes.
[[gnu::target("avx2")]] std::size_t stretch_lanes(std::span<std::uint8_t> row, const Curve& curve) {
    std::size_t at = 0;
    for (; at + lanes <= row.size(); at += lanes) {
        _mm_storeu_si128(reinterpret_cast<__m128i*>(row.data() + at),
                         stretched(widened(row.data() + at), curve));
    }
    return at;
}

[[gnu::target("avx2")]] std::size_t light_lanes(std::span<std::uint8_t> row,
                                                std::span<const std::uint16_t> factors,
                                                const Curve& curve) {
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
        _mm_storeu_si128(reinterpret_cast<__m128i*>(row.data() + at), stretched(lit, curve));
    }
    return at;
}

}  // namespace

ToneCurve::ToneCurve(int black, int paper, int lightest)
    : black_(black), slope_(static_cast<float>(white) / static_cast<float>(paper - black)) {
    VERIFY(black >= 0 && black < paper && paper <= lightest && lightest <= white);
    if (lightest > paper) {
        const double knee =
            black + (white - faint_levels) * static_cast<double>(paper - black) / white;
        const double slope = faint_levels / (lightest - knee);
        faint_slope_ = static_cast<float>(slope);
        faint_offset_ = static_cast<float>(white - slope * lightest);
    }
    for (int grey = 0; grey <= white; ++grey) {
        const float steep = static_cast<float>(std::max(grey - black, 0)) * slope_;
        const float faint = static_cast<float>(grey) * faint_slope_ + faint_offset_;
        table_[static_cast<std::size_t>(grey)] =
            static_cast<std::uint8_t>(std::min(std::min(steep, faint) + rounding, float{white}));
    }
}

void ToneCurve::apply(std::span<std::uint8_t> row) const {
    const std::size_t done =
        has_avx2() ? stretch_lanes(row, {black_, slope_, faint_slope_, faint_offset_}) : 0;
    for (std::uint8_t& grey : row.subspan(done)) {
        grey = table_[grey];
    }
}

void ToneCurve::apply(std::span<std::uint8_t> row, std::span<const std::uint16_t> factors) const {
    VERIFY(factors.size() * bytes_a_factor >= row.size());
    const std::size_t done =
        has_avx2() ? light_lanes(row, factors, {black_, slope_, faint_slope_, faint_offset_}) : 0;
    for (std::size_t at = done; at < row.size(); ++at) {
        row[at] = table_[lit(row[at], factors[at / bytes_a_factor])];
    }
}

}  // namespace indgang::ocr
