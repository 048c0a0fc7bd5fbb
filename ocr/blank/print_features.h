// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "ocr/blank/affine_fit.h"
#include "ocr/image/page_image.h"
#include "schemas/core/geometry.h"

namespace indgang::ocr {

/// A corner in print with what is around it: each bit says which of two points nearby is darker.
struct PrintFeature {
    PointPx at;  ///< on the picture that was looked at
    std::array<std::uint64_t, 4> bits{};
};

/// The corners of a picture, at most five in each part of `part_px` each way. Upright: what is
/// turned by more than 10 degrees looks different.
/// Takes: depth 8.
[[nodiscard]] std::vector<PrintFeature> find_features(Pix& picture, int part_px);

/// How large a page is drawn to be looked at. Fine: 10 pt letters are seven pixels high, a corner
/// is known by two or three letters. Coarse: by 15 mm around it, for sheets of bubbles that are all
/// alike.
constexpr double fine_px_per_mm = 4, coarse_px_per_mm = 1.6;
constexpr int fine_part_px = 56, coarse_part_px = 20;

/// A page, 8-bit grey, made smaller or larger by `factor`.
/// Errors: internal (no memory).
[[nodiscard]] PixPtr scaled_grey(const Pix& page, double factor);

/// Where one picture is seen on another.
struct SeenPrint {
    std::vector<Sighting> sightings;  ///< of the features that agree about it
};

/// Looks for the features of a blank on a page.
///
/// Takes: features of the blank in form mm (their `at` is in mm); those of a page in its pixels;
///        about how many of these are a millimetre.
/// Gives: nothing when no place, turn (up to 14 degrees) and scale (up to a quarter off) brings
///        enough features together.
[[nodiscard]] std::optional<SeenPrint> match_features(const std::vector<PrintFeature>& blank,
                                                      const std::vector<PrintFeature>& page,
                                                      double px_per_mm);

}  // namespace indgang::ocr
