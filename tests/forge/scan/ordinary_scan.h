// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <vector>

#include "ocr/image/page_image.h"
#include "tests/forge/scan/degrade.h"

namespace indgang::forge {

/// Turned about its middle; the picture grows so that nothing is cut off. White around it.
[[nodiscard]] paper::Raster askew(const paper::Raster& page, double degrees);
/// As a copier scales, on a sheet of the same size: the middle moves by (dx, dy) mm.
[[nodiscard]] paper::Raster scaled(const paper::Raster& page, double factor, double dx, double dy);
/// As a sheet that does not lie flat: the middle is off by these mm, the corners hardly.
[[nodiscard]] paper::Raster bent(const paper::Raster& page, double across_mm, double down_mm);
/// One generation of copying: a scan and a print that makes dark darker and light lighter.
[[nodiscard]] paper::Raster copied(const paper::Raster& page, Dice& dice);

/// As degrade. Takes: one picture, or three of the same size (red, green, blue), which are scanned
/// with the same dice. Gives: for three pictures depth 32 (not for grades of depth 1).
[[nodiscard]] ocr::PixPtr degrade_channels(const std::vector<paper::Raster>& channels, Grade grade,
                                           int turned_quarters, Dice& dice);

enum class Dither { ordered, floyd_steinberg };
/// A grey scan as some drivers make it of one bit.
[[nodiscard]] ocr::PixPtr dithered(const ocr::PixPtr& grey, Dither kind);

}  // namespace indgang::forge
