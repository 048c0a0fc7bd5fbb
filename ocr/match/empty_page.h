// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "ocr/image/page_image.h"

namespace indgang::ocr {

/// Whether a page has less ink than a note of one word: an empty back. Black edges, punched holes
/// and dirt at the edges are no ink. Errors: internal (no memory).
[[nodiscard]] bool is_almost_empty(const PageImage& page);

}  // namespace indgang::ocr
