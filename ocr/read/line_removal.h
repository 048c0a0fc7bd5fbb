// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ocr/image/page_image.h"
#include "schemas/core/geometry.h"

namespace indgang::ocr {

struct ShiftPx {
    int x = 0;
    int y = 0;
    bool operator==(const ShiftPx&) const = default;
};

/// A comb row without its printed form.
///
/// `shifts` says for each cell how far the form lies from where the blank has it. `marks` holds
/// for each pixel the bits below. `stroke` is the ink of a full stroke: 255 - grey of the paper's
/// distance.
struct InkPicture {
    static constexpr std::uint8_t kept = 1;       ///< ink of a writer
    static constexpr std::uint8_t form = 2;       ///< printed form, within a pixel
    static constexpr std::uint8_t near_form = 4;  ///< within two pixels of it

    int width = 0;
    int height = 0;
    float stroke = 255;
    std::vector<std::uint8_t> ink;  ///< 0 = paper
    std::vector<std::uint8_t> marks;
    std::vector<ShiftPx> shifts;

    [[nodiscard]] std::size_t at(int x, int y) const {
        return static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
               static_cast<std::size_t>(x);
    }
    [[nodiscard]] bool is_kept(int x, int y) const { return (marks[at(x, y)] & kept) != 0; }
    [[nodiscard]] bool is_near_line(int x, int y) const {
        return (marks[at(x, y)] & near_form) != 0;
    }
    /// Below the threshold, yet grey of a stroke's edge and not of a printed line.
    [[nodiscard]] bool is_rim(int x, int y) const { return (marks[at(x, y)] & (kept | form)) == 0; }
    [[nodiscard]] float weight(int x, int y) const {
        const float share = static_cast<float>(ink[at(x, y)]) / stroke;
        return share < 1.0F ? share : 1.0F;
    }
};

/// Finds where the blank lies on the row and takes its ink out. Takes the same as `clean_comb`.
[[nodiscard]] InkPicture remove_form(const GreyPatch& row, const GreyPatch& blank,
                                     std::span<const BoxPx> cells, double px_per_mm);

}  // namespace indgang::ocr
