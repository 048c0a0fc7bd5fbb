// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ocr/blank/blank_zones.h"
#include "ocr/image/bit_rows.h"
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
/// `shifts` says for each cell how far the form lies from where the blank has it. `stroke` is the
/// ink of a full stroke: 255 - grey of the paper's distance.
struct InkPicture {
    int width = 0;
    int height = 0;
    float stroke = 255;
    std::vector<std::uint8_t> ink;  ///< 0 = paper
    BitRows kept;                   ///< ink of a writer
    BitRows form;                   ///< printed form, within a pixel
    BitRows near_form;              ///< within two pixels of it
    std::vector<ShiftPx> shifts;

    [[nodiscard]] std::size_t at(int x, int y) const {
        return static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
               static_cast<std::size_t>(x);
    }
    /// Below the threshold, yet grey of a stroke's edge and not of a printed line.
    [[nodiscard]] bool is_rim(int x, int y) const { return !kept.at(x, y) && !form.at(x, y); }
    [[nodiscard]] float weight(int x, int y) const { return weight_of(ink[at(x, y)]); }
    [[nodiscard]] float weight_of(std::uint8_t level) const {
        const float share = static_cast<float>(level) / stroke;
        return share < 1.0F ? share : 1.0F;
    }
};

/// Ink of a pixel, of 255, that is a stroke's rather than the paper's on any page, noisy ones too.
constexpr int usual_faint_ink = 40;

/// Finds where the blank lies on the row and takes its ink out. Takes the same as `clean_comb`;
/// `faint_ink` is less than usual where the page is so clean that pale writing stands out from it.
[[nodiscard]] InkPicture remove_form(const GreyPatch& row, const BlankZone& blank,
                                     std::span<const BoxPx> cells, double px_per_mm,
                                     int faint_ink = usual_faint_ink);

}  // namespace indgang::ocr
