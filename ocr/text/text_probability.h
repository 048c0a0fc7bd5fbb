// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

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
    int rings = 0;       ///< "å" and "Å": the ring may be a speck, and no other network knows it
    int changes = 0;     ///< TidyText::changes
    int odd = 0;         ///< TidyText::odd
    bool is_of_kind = true;
    bool touches_edge = false;      ///< ink at the edge of the box, so some may lie beyond
    double dropped_mm2 = 0;         ///< WriterInk::dropped_mm2
    double unevenness_mm = 0;       ///< WriterInk::unevenness_mm; 0.1 where it is not known
    double page_unevenness_mm = 0;  ///< of all text on the page

    /// Another look at the same line; `disagreements` counts characters of the text (text_tidy.h).
    struct Look {
        int disagreements = 0;
        double worst_symbol = 0;
        double worst_word = 0;
    };
    /// The same network looked a second time, at a smaller picture.
    std::optional<Look> second;
    /// What four looks say of the text that most of them saw; what stands above is of the surest
    /// look that saw it.
    struct All {
        int against = 0;        ///< looks of the same network that saw another text
        int disagreements = 0;  ///< characters in which these differ, in all
        double worst_word = 0;  ///< of the least sure look of the same network
        Look other;             ///< of the other language's network
    };
    std::optional<All> all;
};

constexpr std::size_t first_features = 19;
constexpr std::size_t second_features = first_features + 7;
constexpr std::size_t all_features = first_features + 9;
/// The evidence as numbers: as many as the looks give.
[[nodiscard]] std::vector<double> features_of(const TextEvidence& evidence);

/// Whether letters stand as even as print: a page of handwriting is told by all its fields better
/// than by one.
[[nodiscard]] bool is_print(double page_unevenness_mm);

/// How often such a reading is right, as measured: docs/accuracy.md#text.
[[nodiscard]] double probability_of(const TextEvidence& evidence);

/// Whether a reading is so good that another look would only cost time.
[[nodiscard]] bool is_certain(const TextEvidence& evidence);

}  // namespace indgang::ocr
