// SPDX-License-Identifier: MPL-2.0
#include "ocr/image/patch_ink.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>

namespace indgang::ocr {

namespace {

constexpr std::uint8_t white = 255;
constexpr std::size_t lanes = 16;

/// Inner loops have a fixed number of lanes, which the compiler turns into vector instructions.
std::size_t count_white(const std::vector<std::uint8_t>& pixels) {
    constexpr std::size_t rounds_most = 255;  // that fit a byte
    std::size_t count = 0, at = 0;
    while (at + lanes <= pixels.size()) {
        std::array<std::uint8_t, lanes> sums{};
        for (std::size_t round = 0; round < rounds_most && at + lanes <= pixels.size(); ++round) {
            for (std::size_t i = 0; i < lanes; ++i) {
                sums[i] = static_cast<std::uint8_t>(sums[i] + (pixels[at + i] == white ? 1 : 0));
            }
            at += lanes;
        }
        for (const std::uint8_t sum : sums) {
            count += sum;
        }
    }
    for (; at < pixels.size(); ++at) {
        count += pixels[at] == white ? 1 : 0;
    }
    return count;
}

std::uint8_t paper_of(const GreyPatch& patch) {
    const std::size_t count = patch.pixels.size();
    if (2 * (count - count_white(patch.pixels)) < count) {
        return white;
    }
    // Neighbours are mostly alike: four histograms, so that none waits for the one before.
    std::array<std::array<std::uint32_t, 256>, 4> histograms{};
    for (std::size_t at = 0; at < count; ++at) {
        ++histograms[at % 4][patch.pixels[at]];
    }
    std::size_t seen = 0;
    for (std::size_t grey = 0; grey < 256; ++grey) {
        seen +=
            histograms[0][grey] + histograms[1][grey] + histograms[2][grey] + histograms[3][grey];
        if (2 * seen >= count) {
            return static_cast<std::uint8_t>(grey);
        }
    }
    return white;
}

}  // namespace

std::vector<std::uint8_t> ink_of(const GreyPatch& patch) {
    const std::uint8_t paper = paper_of(patch);
    std::vector<std::uint8_t> ink(patch.pixels.size());
    std::size_t at = 0;
    for (; at + lanes <= ink.size(); at += lanes) {
        std::array<std::uint8_t, lanes> pixels;
        std::memcpy(pixels.data(), patch.pixels.data() + at, lanes);
        for (std::size_t i = 0; i < lanes; ++i) {
            pixels[i] = static_cast<std::uint8_t>(paper - std::min(pixels[i], paper));
        }
        std::memcpy(ink.data() + at, pixels.data(), lanes);
    }
    for (; at < ink.size(); ++at) {
        ink[at] = static_cast<std::uint8_t>(paper - std::min(patch.pixels[at], paper));
    }
    return ink;
}

}  // namespace indgang::ocr
