// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "schemas/values/value.h"

namespace indgang::ocr {

/// What speaks for and against one reading of a text; confidences are the engine's, 0..100.
struct TextEvidence {
    ValueKind kind = ValueKind::text;
    double worst_symbol = 0;
    double mean_symbol = 0;
    double worst_word = 0;
    int characters = 0;
    int confusable = 0;  ///< characters that look like another: l 1 I 0 O _
    int rings = 0;       ///< "å" and "Å": the ring may be a speck
    int changes = 0;     ///< TidyText::changes
    int odd = 0;         ///< TidyText::odd
    bool is_of_kind = true;
    bool touches_edge = false;      ///< ink at the edge of the box, so some may lie beyond
    double dropped_mm2 = 0;         ///< WriterInk::dropped_mm2
    double unevenness_mm = 0;       ///< WriterInk::unevenness_mm; 0.1 where it is not known
    double page_unevenness_mm = 0;  ///< of all text on the page
    int unexplained_marks = 0;      ///< MarkBalance of the text
    int missing_marks = 0;
    int dotless_letters = 0;

    /// Another look at the same line; `disagreements` counts characters of the text (text_tidy.h).
    struct Look {
        int disagreements = 0;
        double worst_symbol = 0;
        double worst_word = 0;
    };
    /// The same engine looked a second time, at a smaller picture.
    std::optional<Look> second;
    /// What all looks say of the text that most of them saw; what stands above is of the surest
    /// look that saw it.
    struct All {
        int against = 0;          ///< looks of the same engine that saw another text
        int disagreements = 0;    ///< characters in which these differ, in all
        double worst_word = 0;    ///< of the least sure look of the same engine
        int unknown_letters = 0;  ///< of the text, that the same engine does not know
        Look witness;             ///< of the witness; the worst of its looks where it had several
    };
    std::optional<All> all;
};

/// The features by name, in the order of features_of and of every list of weights. The witness's
/// and the second look's follow those of the first.
constexpr std::array<std::string_view, 21> first_features = {"worst_symbol",
                                                             "worst_word",
                                                             "mean_symbol",
                                                             "changes",
                                                             "odd",
                                                             "not_of_kind",
                                                             "length",
                                                             "is_short",
                                                             "specks",
                                                             "email_confusable",
                                                             "is_email",
                                                             "short_confusable",
                                                             "touches_edge",
                                                             "unevenness_beyond",
                                                             "unevenness",
                                                             "page_unevenness",
                                                             "worst_symbol_squared",
                                                             "worst_word_squared",
                                                             "worst_by_mean",
                                                             "unexplained_marks",
                                                             "missing_marks"};
constexpr std::array<std::string_view, 7> second_features = {
    "second_disagreements", "second_disagrees", "second_symbol", "second_word",
    "symbol_if_disagrees",  "symbol_if_agrees", "word_if_agrees"};
constexpr std::array<std::string_view, 10> all_features = {
    "looks_against",         "looks_disagreements", "least_sure_word", "word_if_unanimous",
    "witness_disagreements", "witness_disagrees",   "witness_symbol",  "witness_word",
    "rings_among_specks",    "unknown_letters"};

struct Feature {
    std::string_view name;
    double value = 0;
};
/// The evidence as numbers: as many as the looks give.
[[nodiscard]] std::vector<Feature> features_of(const TextEvidence& evidence);

struct FeatureWeight {
    std::string_view name;
    double weight;
};

/// One logistic model: bias, a weight for each feature, a last line, and the most that it may say.
struct TextModel {
    double bias;
    std::span<const FeatureWeight> weights;
    double scale;
    double shift;
    double most;
};

/// Whether the weights name the features of the first look, then these, in order.
[[nodiscard]] constexpr bool follow(std::span<const FeatureWeight> weights,
                                    std::span<const std::string_view> more) {
    if (weights.size() != first_features.size() + more.size()) {
        return false;
    }
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const std::string_view due =
            i < first_features.size() ? first_features[i] : more[i - first_features.size()];
        if (weights[i].name != due) {
            return false;
        }
    }
    return true;
}

/// What the confidences of a set of engines are worth, as measured for these engines: a model after
/// one look, two and all, for print and for handwriting. Written by
/// ocr/models/train/text_calibration.py; every list of weights has to pass `follow`.
struct TextCalibration {
    struct Models {
        TextModel one_look, two_looks, all_looks;
    };
    Models print, hand;
    double certain_by_one;  ///< probability after one look from which on no other is needed
    double certain_by_two;
};

/// Whether letters stand as even as those of a printer: a page of handwriting is told by all its
/// fields better than by one.
[[nodiscard]] bool is_printed_page(double page_unevenness_mm);

/// How often such a reading is right, as measured: docs/accuracy.md#text. A text with marks that it
/// does not explain is never accepted.
[[nodiscard]] double probability_of(const TextEvidence& evidence,
                                    const TextCalibration& calibration);

/// Whether a reading is so good that another look would only cost time.
[[nodiscard]] bool is_certain(const TextEvidence& evidence, const TextCalibration& calibration);

}  // namespace indgang::ocr
