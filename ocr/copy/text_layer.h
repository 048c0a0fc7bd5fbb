// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "ocr/image/page_image.h"
#include "schemas/core/bytes.h"

namespace indgang::ocr {

/// The words of pages as Tesseract's own PDF renderer writes them: a PDF without pictures, one
/// page for each page added, its text invisible. Threads: one.
class TextLayer {
  public:
    /// Errors: internal (tesseract_language_missing).
    TextLayer(const std::string& language, std::filesystem::path scratch_folder);
    ~TextLayer();

    /// Starts a document. Errors: internal (scratch_unwritable, copy_failed).
    void begin();
    /// Takes: an upright page, depth 1 or 8. Errors: internal (copy_failed).
    void add(const PageImage& page);
    /// Gives: the PDF. Errors: internal (copy_failed).
    [[nodiscard]] Bytes end();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace indgang::ocr
