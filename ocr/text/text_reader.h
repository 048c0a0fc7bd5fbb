// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "ocr/ink/zone_ink.h"
#include "ocr/text/line_engine.h"
#include "ocr/text/text_probability.h"
#include "schemas/record/reading.h"
#include "schemas/values/value.h"

namespace indgang::ocr {

/// How uneven the letters of a page are: the geometric mean of the fields in which it can be told
/// (WriterInk::unevenness_mm). Without any the page counts as handwritten.
[[nodiscard]] double page_unevenness_mm(const std::vector<double>& fields_mm);

/// A reading, and what its probability was made of.
struct TextSight {
    record::FieldReading reading;
    struct Step {
        std::string text;
        TextEvidence evidence;
    };
    std::vector<Step> steps;  ///< after one, two and all looks; none where no letter was seen
};

/// Reads printed text in one box. It is not made for handwriting: such text comes
/// with a low probability.
///
/// Threads: one per thread.
/// Source:  docs/accuracy.md#text; ocr/models/text.md.
class TextReader {
  public:
    /// Reads with tesseract_engines(); errors and needs as there.
    TextReader();
    explicit TextReader(LineEngines engines);
    ~TextReader();

    /// Forgets everything that could make a reading depend on readings before.
    void reset();

    /// Takes: the writer's ink of a box with one line (`is_block` false) or more.
    /// Gives: a reading without field and box; the candidate "" when there is no ink. Lines of a
    ///        block are parted by "\n".
    [[nodiscard]] record::FieldReading read(const WriterInk& ink, ValueKind kind, bool is_block,
                                            double page_unevenness_mm);

    enum class Effort { as_needed, all_looks };
    /// The same with the evidence, to fit and measure probabilities.
    [[nodiscard]] TextSight look(const WriterInk& ink, ValueKind kind, bool is_block,
                                 double page_unevenness_mm, Effort effort);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace indgang::ocr
