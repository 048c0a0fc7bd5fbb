// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "ocr/image/page_image.h"
#include "schemas/core/geometry.h"

namespace indgang::ocr {

/// Where the pixels of a new picture come from: for the corner of every `grid_step_px`-th pixel
/// each way, row by row, the point of the old picture; between them it is interpolated.
constexpr int grid_step_px = 32;
struct PixelGrid {
    int columns = 0;  ///< nodes: one more than steps that cover the picture
    int rows = 0;
    std::vector<PointPx> from;

    [[nodiscard]] const PointPx& at(int column, int row) const {
        return from[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) +
                    static_cast<std::size_t>(column)];
    }
};

/// The picture of the given size, and of the same depth and resolution, whose pixels come from
/// where the grid says; white where that is beyond the edges.
///
/// Takes:  depth 1 or 8; a grid that covers the picture, with finite points.
/// Gives:  of depth 8 the mean of the four pixels around each point by their nearness, of depth 1
///         the nearest pixel.
/// Errors: internal (no memory).
[[nodiscard]] PixPtr resample(const Pix& picture, const PixelGrid& grid, int width, int height);
/// The same, of the size of the old picture.
[[nodiscard]] PixPtr resample(const Pix& picture, const PixelGrid& grid);

}  // namespace indgang::ocr
