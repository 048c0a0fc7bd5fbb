// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <filesystem>
#include <optional>

#include "ocr/decode/picture/child_program.h"
#include "ocr/image/page_image.h"
#include "schemas/core/bytes.h"

namespace indgang::ocr {

constexpr int pdf_drawing_dpi = 300;

/// Draws pages of one PDF with `pdftoppm` in a child process of its own group, with limits on
/// memory, processor time and wall time. The PDF is written to the scratch folder when the first
/// page is drawn, to a file without a name.
///
/// Threads: one per thread.
class PdfDrawing {
  public:
    PdfDrawing(BytesView pdf, std::filesystem::path scratch_folder);

    /// Gives:  depth 8 at pdf_drawing_dpi, upright as a viewer shows it.
    /// Errors: bad_input (pdf_broken), limit (page_too_large: memory or time ran out), internal
    ///         (pdftoppm_missing; scratch_unwritable).
    [[nodiscard]] PixPtr draw(int page);

  private:
    BytesView pdf_;
    std::filesystem::path folder_;
    std::optional<NamelessFile> file_;
};

}  // namespace indgang::ocr
