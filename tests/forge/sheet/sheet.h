// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cairo/cairo.h>

#include <memory>

#include "schemas/core/geometry.h"
#include "schemas/paper/paper.h"
#include "tests/forge/hand/glyph_shape.h"

namespace indgang::forge {

struct SurfaceDeleter {
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
struct CairoDeleter {
    void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
};
using SurfacePtr = std::unique_ptr<cairo_surface_t, SurfaceDeleter>;
using CairoPtr = std::unique_ptr<cairo_t, CairoDeleter>;

/// A printed page with a layer of ink over it. Drawing is in millimetres of the page.
class Sheet {
  public:
    explicit Sheet(paper::Raster paper);
    /// White paper without print.
    [[nodiscard]] static Sheet blank(double width_mm, double height_mm, double dpi);

    /// Draws ink: whatever has alpha becomes as dark as `dry` says.
    [[nodiscard]] cairo_t* ink() const { return ink_.get(); }
    [[nodiscard]] double dpi() const { return paper_.dpi; }
    [[nodiscard]] double width_mm() const { return paper_.width / paper_.dpi * mm_per_inch; }
    [[nodiscard]] double height_mm() const { return paper_.height / paper_.dpi * mm_per_inch; }

    /// Puts the ink on the paper. `ink_grey` 0 is black, 255 invisible. More can be drawn after.
    void dry(double ink_grey);
    /// Thins the wet ink where the paper is rough: `grain` 0 leaves it, 1 makes holes in it.
    void roughen(double grain, Dice& dice);
    /// Makes paper and what is dry darker: `light` 1 leaves it, 0 is black.
    void darken(double light);
    [[nodiscard]] const paper::Raster& raster() const { return paper_; }
    [[nodiscard]] paper::Raster& raster() { return paper_; }

  private:
    paper::Raster paper_;
    SurfacePtr surface_;
    CairoPtr ink_;
};

}  // namespace indgang::forge
