// SPDX-License-Identifier: MPL-2.0
// Tesseract's confidences say which of two readings is better, not how often one is right: 92 means
// "no word of the dictionary" on an office scan, where it is right all the same, and "a letter is
// doubtful" on a fax. What tells these apart is the rest of the evidence, and most of all whether a
// network trained on another language sees the same letters. Pages that are printed and pages
// written by hand have models of their own: the same confidences mean much less on handwriting.
// Each is logistic, fitted on forged pages by ocr/models/train/text_calibration.py, one for a
// single reading and one for two; a last line (scale, shift) is fitted on other pages, and no
// probability is above what their number can show. Figures: ocr/models/text.md.
#include "ocr/read/text_probability.h"

#include <algorithm>
#include <cmath>

#include "ocr/read/text_weights.h"

namespace indgang::ocr {

namespace {

/// A confidence of 99 and one of 99.5 differ as much as one of 50 and 75.
double doubt_in(double confidence) {
    constexpr double beyond_best = 101;
    return std::log(beyond_best - std::clamp(confidence, 0.0, 100.0));
}

double at_most(int count, int most) {
    return std::min(count, most);
}

template <std::size_t count>
double probability_by(const TextModel<count>& model, const double* features) {
    double sum = model.bias;
    for (std::size_t i = 0; i < count; ++i) {
        sum += model.weights[i] * features[i];
    }
    const double probability = 1 / (1 + std::exp(-(model.scale * sum + model.shift)));
    return std::min(probability, model.most);
}

/// Even letters differ little: 0.02 mm is the grain of the picture.
double unevenness_feature(double unevenness_mm) {
    constexpr double per_mm = 10, even_mm = 0.02;
    return std::log(per_mm * std::max(unevenness_mm, even_mm));
}

}  // namespace

std::array<double, first_features + second_features> features_of(const TextEvidence& evidence) {
    constexpr int changes_most = 3, odd_most = 3, confusable_most = 4, disagreements_most = 4;
    constexpr double specks_per_mm2 = 5, uneven_per_mm = 10, print_mm = 0.1;
    constexpr int short_most = 4;
    const bool is_email = evidence.kind == ValueKind::email;
    const double symbol = doubt_in(evidence.worst_symbol);
    const double word = doubt_in(evidence.worst_word);
    const double mean = doubt_in(evidence.mean_symbol);
    const TextEvidence::Second second = evidence.second.value_or(TextEvidence::Second{});
    const double has_second = evidence.second.has_value() ? 1 : 0;
    const double agrees = has_second * (second.disagreements == 0 ? 1 : 0);
    const bool is_short_and_confusable =
        !is_email && evidence.confusable > 0 && evidence.characters <= short_most;
    return {symbol,
            word,
            mean,
            at_most(evidence.changes, changes_most),
            at_most(evidence.odd, odd_most),
            evidence.is_of_kind ? 0.0 : 1.0,
            std::log(std::max(1, evidence.characters)),
            evidence.characters <= 2 ? 1.0 : 0.0,
            std::log1p(specks_per_mm2 * evidence.dropped_mm2),
            is_email ? at_most(evidence.confusable, confusable_most) : 0.0,
            is_email ? 1.0 : 0.0,
            is_short_and_confusable ? 1.0 : 0.0,
            evidence.touches_edge ? 1.0 : 0.0,
            uneven_per_mm * std::max(0.0, evidence.unevenness_mm - print_mm),
            unevenness_feature(evidence.unevenness_mm),
            unevenness_feature(evidence.page_unevenness_mm),
            symbol * symbol,
            word * word,
            symbol * mean,
            at_most(second.disagreements, disagreements_most),
            second.disagreements > 0 ? 1.0 : 0.0,
            has_second * doubt_in(second.worst_symbol),
            has_second * doubt_in(second.worst_word),
            has_second * at_most(second.disagreements, 2) * symbol,
            agrees * symbol,
            agrees * word};
}

bool is_print(double page_unevenness_mm) {
    constexpr double print_most_mm = 0.06;  // forged: print up to 0.045, handwriting from 0.075
    return page_unevenness_mm < print_most_mm;
}

double probability_of(const TextEvidence& evidence) {
    const auto features = features_of(evidence);
    const bool is_printed = is_print(evidence.page_unevenness_mm);
    if (evidence.second.has_value()) {
        return probability_by(is_printed ? print_two_readings : hand_two_readings, features.data());
    }
    return probability_by(is_printed ? print_one_reading : hand_one_reading, features.data());
}

bool is_certain(const TextEvidence& evidence) {
    const auto features = features_of(evidence);
    const bool is_printed = is_print(evidence.page_unevenness_mm);
    return probability_by(is_printed ? print_one_reading : hand_one_reading, features.data()) >=
           certain_probability;
}

}  // namespace indgang::ocr
