// SPDX-License-Identifier: MPL-2.0
// Tesseract's confidences say which of two readings is better, not how often one is right: 92 means
// "no word of the dictionary" on an office scan, where it is right all the same, and "a letter is
// doubtful" on a fax. What tells these apart is the rest of the evidence, and most of all whether
// another look at the line gives the same letters: mistakes that come from the grain of the scan
// rarely come twice. Pages that are printed and pages written by hand have models of their own: the
// same confidences mean much less on handwriting. Each is logistic, fitted on forged pages by
// ocr/models/train/text_calibration.py, one for each number of looks, and belongs to the engines
// that it was fitted on (TextCalibration); a last line (scale, shift) is fitted on other pages, and
// no probability is above what their number can show. Figures: ocr/models/text.md.
#include "ocr/text/text_probability.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "ocr/text/text_limits.h"
#include "schemas/error/verify.h"

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

double probability_by(const TextModel& model, const std::vector<Feature>& features) {
    VERIFY(model.weights.size() == features.size());
    double sum = model.bias;
    for (std::size_t i = 0; i < features.size(); ++i) {
        sum += model.weights[i].weight * features[i].value;
    }
    const double probability = 1 / (1 + std::exp(-(model.scale * sum + model.shift)));
    return std::min(probability, model.most);
}

/// Even letters differ little: 0.02 mm is the grain of the picture.
double unevenness_feature(double unevenness_mm) {
    constexpr double per_mm = 10;
    return std::log(per_mm * std::max(unevenness_mm, limits::even_mm));
}

/// What a second look of the same network adds.
std::array<double, second_features.size()> second_of(const TextEvidence::Look& second,
                                                     double symbol, double word) {
    constexpr int disagreements_most = 4;
    const double agrees = second.disagreements == 0 ? 1 : 0;
    return {at_most(second.disagreements, disagreements_most),
            second.disagreements > 0 ? 1.0 : 0.0,
            doubt_in(second.worst_symbol),
            doubt_in(second.worst_word),
            second.disagreements > 0 ? symbol : 0.0,
            agrees * symbol,
            agrees * word};
}

/// What all looks add.
std::array<double, all_features.size()> all_of(const TextEvidence::All& all, double word, int rings,
                                               double specks) {
    constexpr int disagreements_most = 4, rings_most = 2, unknown_most = 2;
    return {static_cast<double>(all.against),
            at_most(all.disagreements, disagreements_most),
            doubt_in(all.worst_word),
            all.against == 0 ? word : 0.0,
            at_most(all.witness.disagreements, disagreements_most),
            all.witness.disagreements > 0 ? 1.0 : 0.0,
            doubt_in(all.witness.worst_symbol),
            doubt_in(all.witness.worst_word),
            at_most(rings, rings_most) * specks,
            at_most(all.unknown_letters, unknown_most)};
}

const TextModel& model_of(const TextEvidence& evidence, const TextCalibration& calibration) {
    const bool is_printed = is_printed_page(evidence.page_unevenness_mm);
    const TextCalibration::Models& models = is_printed ? calibration.print : calibration.hand;
    if (evidence.all.has_value()) {
        return models.all_looks;
    }
    return evidence.second.has_value() ? models.two_looks : models.one_look;
}

}  // namespace

std::vector<Feature> features_of(const TextEvidence& evidence) {
    constexpr int changes_most = 3, odd_most = 3, confusable_most = 4;
    constexpr double specks_per_mm2 = 5, uneven_per_mm = 10, print_mm = 0.1;
    constexpr int short_most = 4, marks_most = 2;
    const bool is_email = evidence.kind == ValueKind::email;
    const double symbol = doubt_in(evidence.worst_symbol);
    const double word = doubt_in(evidence.worst_word);
    const double mean = doubt_in(evidence.mean_symbol);
    const double specks = std::log1p(specks_per_mm2 * evidence.dropped_mm2);
    const bool is_short_and_confusable =
        !is_email && evidence.confusable > 0 && evidence.characters <= short_most;
    const std::array<double, first_features.size()> first = {
        symbol,
        word,
        mean,
        at_most(evidence.changes, changes_most),
        at_most(evidence.odd, odd_most),
        evidence.is_of_kind ? 0.0 : 1.0,
        std::log(std::max(1, evidence.characters)),
        evidence.characters <= 2 ? 1.0 : 0.0,
        specks,
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
        at_most(evidence.unexplained_marks, marks_most),
        at_most(evidence.missing_marks, marks_most)};
    std::vector<Feature> features;
    const auto append = [&](const auto& names, const auto& values) {
        for (std::size_t i = 0; i < names.size(); ++i) {
            features.push_back({names[i], values[i]});
        }
    };
    append(first_features, first);
    if (evidence.all.has_value()) {
        append(all_features, all_of(*evidence.all, word, evidence.rings, specks));
    } else if (evidence.second.has_value()) {
        append(second_features, second_of(*evidence.second, symbol, word));
    }
    return features;
}

bool is_printed_page(double page_unevenness_mm) {
    return page_unevenness_mm < limits::print_unevenness_most_mm;
}

double probability_of(const TextEvidence& evidence, const TextCalibration& calibration) {
    const double probability =
        probability_by(model_of(evidence, calibration), features_of(evidence));
    const bool is_other_text = evidence.unexplained_marks > 0 || evidence.dotless_letters > 0;
    return is_other_text ? std::min(probability, limits::unexplained_most) : probability;
}

bool is_certain(const TextEvidence& evidence, const TextCalibration& calibration) {
    const bool has_second = evidence.second.has_value();
    return probability_of(evidence, calibration) >=
           (has_second ? calibration.certain_by_two : calibration.certain_by_one);
}

}  // namespace indgang::ocr
