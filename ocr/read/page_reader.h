// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <vector>

#include "ocr/decode/picture/typed_field.h"
#include "ocr/match/matched_page.h"
#include "ocr/place/blank_pages.h"
#include "schemas/form/definition.h"
#include "schemas/record/reading.h"

namespace indgang::ocr {

/// What stands on a page of a form.
struct PageContent {
    std::vector<record::FieldReading> fields;
    std::vector<record::TableReading> tables;
    std::vector<record::Trace> traces;
};

/// Reads every field of a matched page, each by the reader of its capture and kind:
/// combs of digits and of capitals cell by cell, printed text by Tesseract, marks and signatures by
/// ink compared with the blank.
///
/// Needs OMP_THREAD_LIMIT=1 in the environment at process start: Tesseract's OpenMP spins else.
/// Engine state is reset between pages: the same page gives the same reading, whatever came before.
/// Threads: one per thread.
class PageReader {
  public:
    /// `models` is the folder of the project's own models (ocr/models); `champion` is a net of
    /// digits that takes the place of the one there, if that file exists.
    /// Errors: internal (model or Tesseract language missing; the message says which package).
    PageReader(const form::FormCatalogue& catalogue, BlankPages& blanks,
               const std::filesystem::path& models, const std::filesystem::path& champion = {});
    ~PageReader();

    /// One reading for each field with a zone on this page, in the form's order, and one for each
    /// table. A field that was filled in on a screen is taken as it is, with the reader "typed/1",
    /// and not read. Fields of rows that are surely empty or struck out have the reader "rows/1".
    /// Takes: a page of kind form.
    [[nodiscard]] PageContent read(const MatchedPage& page, std::span<const TypedField> typed = {});

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace indgang::ocr
