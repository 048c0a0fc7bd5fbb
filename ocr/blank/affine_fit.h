// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <optional>
#include <vector>

#include "schemas/core/geometry.h"

namespace indgang::ocr {

/// A point of the form and where it was seen on the page.
struct Sighting {
    PointMm on_form;
    PointPx on_page;
};

/// The transform of least squares; nothing for fewer than three points or points on one line.
[[nodiscard]] std::optional<MmToPx> fit_affine(const std::vector<Sighting>& sightings);
/// The same without shear: one scale and one rotation, so that it carries further beyond the
/// points. Nothing for fewer than two different points.
[[nodiscard]] std::optional<MmToPx> fit_similarity(const std::vector<Sighting>& sightings);

/// Root mean square of the distances between where points are seen and where they should be.
/// Takes: at least one sighting; a transform of similar scale in both directions.
[[nodiscard]] double residual_mm(const MmToPx& to_page, const std::vector<Sighting>& sightings);

/// Pixels of the page per millimetre of the form: the root of the transform's area factor.
[[nodiscard]] double px_per_mm(const MmToPx& to_page);

}  // namespace indgang::ocr
