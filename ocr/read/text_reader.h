// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "ocr/read/zone_ink.h"
#include "schemas/record/reading.h"
#include "schemas/values/value.h"

namespace indgang::ocr {

/// Reads printed text in one box with Tesseract. It is not made for handwriting: such text comes
/// with a low probability.
///
/// Needs OMP_THREAD_LIMIT=1 in the environment at process start. Threads: one per thread.
class TextReader {
  public:
    /// Errors: internal (a language is missing; the message says which package).
    TextReader();
    ~TextReader();

    /// Forgets everything that could make a reading depend on readings before.
    void reset();

    /// Takes: the writer's ink of a box with one line (`is_block` false) or more.
    /// Gives: a reading without field and box; the candidate "" when there is no ink. Lines of a
    ///        block are parted by "\n".
    [[nodiscard]] record::FieldReading read(const WriterInk& ink, ValueKind kind, bool is_block);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// How often a text of this length is right that Tesseract gives this confidence (0..100), as
/// measured; docs/accuracy.md#text.
[[nodiscard]] double probability_of(double confidence, std::size_t characters);

}  // namespace indgang::ocr
