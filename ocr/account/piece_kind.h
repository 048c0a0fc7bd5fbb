// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "ocr/image/page_image.h"
#include "ocr/ink/added_ink.h"
#include "schemas/core/geometry.h"
#include "schemas/form/definition.h"
#include "schemas/record/reading.h"

namespace indgang::ocr {

/// Whether a piece is too small for a person to have meant it.
[[nodiscard]] bool is_dirt(const AddedPiece& piece);
/// Whether a piece is paler than writing on this side of the paper.
[[nodiscard]] bool is_pale(const AddedPiece& piece);

/// Of a piece outside of all boxes: writing, or the scanner's and the paper's own (edge, hole).
/// Takes: `on_page`, its box on the scan.
[[nodiscard]] record::TraceKind kind_of(const AddedPiece& piece, const BoxPx& on_page,
                                        const PageImage& page, const form::PageLayout& layout);

}  // namespace indgang::ocr
