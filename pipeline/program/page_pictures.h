// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <filesystem>
#include <vector>

#include "ocr/blank/blank_page.h"
#include "ocr/outline/draft_form.h"
#include "schemas/core/bytes.h"
#include "schemas/form/definition.h"

namespace indgang::program {

/// A blank page with its places to write drawn over it in colour: boxes with their cells and ids,
/// marks and bubbles with what they stand for. For people who write a form.toml.
///
/// Takes:  a page of the form and its blank.
/// Gives:  a PNG of the blank's size.
/// Errors: internal (no memory).
[[nodiscard]] Bytes draw_zones(const form::FormDefinition& form, int page,
                               const ocr::BlankPage& blank);

/// The pages of a PDF as a scanner would give them: black and white, one TIFF.
/// Errors: bad_input, limit (as ocr::open_scan), internal (store_unwritable, pdftoppm_missing).
void save_scan(BytesView pdf, const std::filesystem::path& file);

/// A page of a blank, straightened, and the places to write on it.
struct BlankDraft {
    ocr::OutlinedPage outlined;
    Bytes picture;  ///< PNG, to be kept as `outlined.picture`
};
/// Errors: as save_scan.
[[nodiscard]] std::vector<BlankDraft> outline(BytesView blank);

}  // namespace indgang::program
