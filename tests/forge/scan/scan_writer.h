// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "ocr/image/page_image.h"

namespace indgang::forge {

/// Writes pages as scanners do, by the ending of `file`:
/// .tif  one file of all pages, CCITT G4 for depth 1, deflate else;
/// .pdf  one file of all pages, each one image: CCITT G4 for depth 1, DCT (JPEG) else;
/// .jpg, .png  one page; for more pages "-1", "-2", ... stands before the ending.
/// Gives: the files written.
/// Errors: std::runtime_error (other ending, cannot write).
std::vector<std::filesystem::path> write_scan(const std::vector<ocr::PixPtr>& pages,
                                              const std::filesystem::path& file, int jpeg_quality);

}  // namespace indgang::forge
