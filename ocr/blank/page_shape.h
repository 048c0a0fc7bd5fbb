// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "ocr/blank/affine_fit.h"
#include "schemas/core/geometry.h"

namespace indgang::ocr {

/// Where each point of a form lies on a page that was seen at an angle or is not flat: a
/// projective transform and on top of it a bend, a polynomial of the third degree in pixels.
class PageShape {
  public:
    static constexpr std::size_t bend_terms = 10;
    using Bend = std::array<double, bend_terms>;

    explicit PageShape(const MmToPx& flat);
    /// The projective transform through four points, or of least squares through more.
    /// Takes: at least four points.
    /// Gives: nothing when too many of them lie on one line, or when it is no view of a sheet of
    ///        paper (one side more than a third larger than the other, or mirrored).
    [[nodiscard]] static std::optional<PageShape> through(std::span<const Sighting> points);

    [[nodiscard]] PointPx operator()(PointMm point) const;
    /// The terms of the bend at a point, in the order of their degrees.
    [[nodiscard]] static Bend terms_at(PointMm point);
    /// The same with pixels added: the sum of terms times factors, for each direction.
    [[nodiscard]] PageShape bent(const Bend& x, const Bend& y) const;
    /// The same on a picture that is `factor` times as large.
    [[nodiscard]] PageShape scaled(double factor) const;

  private:
    std::array<double, 9> projection_{};
    Bend bend_x_{};
    Bend bend_y_{};
};

/// The affine transform nearest to a shape over a form of this size.
[[nodiscard]] MmToPx flat_fit(const PageShape& shape, double width_mm, double height_mm);
/// How far, in mm, the shape is from a transform at most, over a form of this size.
[[nodiscard]] double distance_mm(const PageShape& shape, const MmToPx& flat, double width_mm,
                                 double height_mm);
/// As residual_mm of a flat transform.
[[nodiscard]] double residual_mm(const PageShape& shape, const std::vector<Sighting>& sightings,
                                 double px_per_mm);

}  // namespace indgang::ocr
