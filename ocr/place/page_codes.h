// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <array>
#include <optional>
#include <string>

#include "ocr/image/page_image.h"
#include "schemas/core/geometry.h"

namespace indgang::ocr {

/// A code on a page. `corners` are top left, top right, bottom right and bottom left of the symbol
/// as it is meant to be seen, on the page as it lies.
struct FoundCode {
    std::string text;
    bool is_qr = false;
    std::array<PointPx, 4> corners;

    /// How often the page must be turned clockwise so that the symbol stands upright.
    [[nodiscard]] int quarters_to_upright() const;
};

enum class Light { even, uneven };
/// Looks for a QR code in one part of the page, as far as it lies on the page.
[[nodiscard]] std::optional<FoundCode> find_qr_in(const PageImage& page, const BoxPx& part,
                                                  Light light);
/// Looks for a QR code, Code 128 or Code 39 on the whole page; QR codes first.
[[nodiscard]] std::optional<FoundCode> find_code(const PageImage& page);

}  // namespace indgang::ocr
