// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "ocr/blank/blank_zones.h"
#include "ocr/blank/print_anchors.h"
#include "ocr/blank/print_features.h"
#include "ocr/blank/print_mask.h"
#include "ocr/image/page_image.h"
#include "schemas/core/geometry.h"

namespace indgang::ocr {

/// A page of a form with nothing filled in, to compare scans with.
struct BlankPage {
    PageImage image;
    MmToPx to_image;
    std::vector<PrintAnchor> anchors;  ///< its print, for looking it up on pages
    PrintMask print;                   ///< of `image`
    std::unique_ptr<BlankZones> zones = std::make_unique<BlankZones>();  ///< of `image`

    /// The print of one zone, in form mm. Takes and Errors: as BlankZones::zone.
    [[nodiscard]] std::shared_ptr<const BlankZone> zone(const BoxMm& box, double px_per_mm) const {
        return zones->zone(image, to_image, box, px_per_mm);
    }
};

/// The features of a blank's print as they look when it is scanned at one size.
struct SketchLevel {
    double size = 1;                     ///< of the form, as a share of its true size
    std::vector<PrintFeature> features;  ///< in form mm
};
using Sketch = std::vector<SketchLevel>;

/// How closely a page is looked at, see fine_px_per_mm; and whether it lies there at its true size,
/// as on a scan, or at another, as on a photo. Each is drawn when it is first needed.
enum class SketchPart : std::uint8_t {
    fine_true_size,
    fine_other_sizes,
    coarse_true_size,
    coarse_other_sizes
};
inline constexpr std::array sketch_parts = {
    SketchPart::fine_true_size, SketchPart::fine_other_sizes, SketchPart::coarse_true_size,
    SketchPart::coarse_other_sizes};

}  // namespace indgang::ocr
