// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <array>
#include <cstddef>
#include <optional>

#include "schemas/values/value.h"

namespace indgang::ocr {

/// What speaks for and against one reading of a text; Tesseract's confidences are 0..100.
struct TextEvidence {
    ValueKind kind = ValueKind::text;
    double worst_symbol = 0;
    double mean_symbol = 0;
    double worst_word = 0;
    int characters = 0;
    int confusable = 0;  ///< characters that look like another: l 1 I 0 O _
    int changes = 0;     ///< TidyText::changes
    int odd = 0;         ///< TidyText::odd
    bool is_of_kind = true;
    bool touches_edge = false;      ///< ink at the edge of the box, so some may lie beyond
    double dropped_mm2 = 0;         ///< WriterInk::dropped_mm2
    double unevenness_mm = 0;       ///< WriterInk::unevenness_mm; 0.1 where it is not known
    double page_unevenness_mm = 0;  ///< of all text on the page

    /// A second reading by another network.
    struct Second {
        int disagreements = 0;
        double worst_symbol = 0;
        double worst_word = 0;
    };
    std::optional<Second> second;
};

constexpr std::size_t first_features = 19;
constexpr std::size_t second_features = 7;
/// The evidence as numbers; those of the second reading are 0 without one.
[[nodiscard]] std::array<double, first_features + second_features> features_of(
    const TextEvidence& evidence);

/// Whether letters stand as even as print: a page of handwriting is told by all its fields better
/// than by one.
[[nodiscard]] bool is_print(double page_unevenness_mm);

/// How often such a reading is right, as measured: docs/accuracy.md#text.
[[nodiscard]] double probability_of(const TextEvidence& evidence);

/// Whether a first reading is so good that a second would only cost time.
[[nodiscard]] bool is_certain(const TextEvidence& evidence);

}  // namespace indgang::ocr
