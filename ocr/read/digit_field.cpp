// SPDX-License-Identifier: MPL-2.0
// From the digits of a comb to the value of its field. The net gives each cell its probabilities; a
// field needs three things more.
//
// What can stand there: of 100,000,000 combs of eight digits 37,000 are dates near our time, one in
// eleven is a CVR number, and hardly a CPR number fails modulus 11. So each reading is weighed by
// how likely people write it (Bayes): a 0 that could be a 6 in the month is a 0. A misfit only
// weighs little, it is never ruled out: a person who writes a wrong date must be read as writing
// it, and since October 2007 CPR numbers without modulus 11 are issued.
//
// What is missing: the share of struck cells counts against the field in full; the share of
// readings too unlikely to be listed counts as the listed rivals do on average.
//
// How cells fail together: one writer wrote all of a field, under one pen and one scanner, so that
// the product of the cells' probabilities is not the field's. A logistic model over the odds of the
// field and of its worst cell, fitted on pages of writers that neither net nor test saw
// (ocr/models/train/field_calibration.py), makes it one. Print is told by characters of one height
// and has a model of its own: its mistakes do not come from one hand. No field is surer than that
// none of its cells is struck.
#include "ocr/read/digit_field.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <variant>

#include "ocr/read/digit_weights.h"
#include "schemas/values/value.h"

namespace indgang::ocr {
namespace {

constexpr std::size_t listed_most = 32;     // readings that are weighed
constexpr std::size_t candidates_most = 8;  // of record::FieldReading
constexpr double most_log_odds = 14;        // one in a million
// Assumed, on the safe side: one value in fifty is written wrongly, and one CPR number in eleven
// fails modulus 11 (of those issued hardly any does).
constexpr double misfit_weight = 0.02;
constexpr double no_modulus_11_weight = 0.1;

double log_odds(double probability) {
    const double least = std::exp(-most_log_odds);
    const double p = std::clamp(probability, least, 1 - least);
    return std::clamp(std::log(p / (1 - p)), -most_log_odds, most_log_odds);
}

struct Weighed {
    FieldCandidate reading;
    double probability = 0;
};

/// By Bayes; best first.
std::vector<Weighed> weigh(const CombReading& comb, const form::Field& field) {
    std::vector<Weighed> all;
    double listed = 0, rivals = 0, rivals_weighed = 0, sum = 0;
    for (FieldCandidate& reading : join_cells(comb, Gaps::are_doubt, listed_most)) {
        const double weighed = reading.probability * plausibility(field, reading.text);
        listed += reading.probability;
        if (!all.empty()) {
            rivals += reading.probability;
            rivals_weighed += weighed;
        }
        sum += weighed;
        all.push_back({std::move(reading), weighed});
    }
    double not_struck = 1;
    for (const CellReading& cell : comb.cells) {
        not_struck *= 1 - std::clamp(cell.reject_probability, 0.0, 1.0);
    }
    const double struck = 1 - not_struck;
    const double unlisted = std::max(0.0, 1 - listed - struck);
    sum += struck + unlisted * (rivals > 0 ? rivals_weighed / rivals : 1.0);
    for (Weighed& each : all) {
        each.probability = sum > 0 ? each.probability / sum : 0;
    }
    std::stable_sort(all.begin(), all.end(), [](const Weighed& a, const Weighed& b) {
        return a.probability > b.probability;
    });
    return all;
}

bool has_ink(const CellReading& cell) {
    return cell.reject_probability > 0 || !cell.candidates.empty();
}

/// The least probability of a cell that the reading needs. Cells beside it must be empty: of these
/// only those with ink are asked, in which the reading sees dirt and a rival a character.
double worst_cell(const CombReading& comb, const FieldCandidate& reading) {
    double worst = 1;
    std::size_t at = 0;
    for (int i = 0; i < static_cast<int>(comb.cells.size()); ++i) {
        const CellReading& cell = comb.cells[static_cast<std::size_t>(i)];
        if (i < reading.begin || i >= reading.end) {
            worst = has_ink(cell) ? std::min(worst, cell.empty_probability) : worst;
            continue;
        }
        const auto found = std::find_if(
            cell.candidates.begin(), cell.candidates.end(), [&](const CellCandidate& each) {
                return at < reading.text.size() && each.text == reading.text.substr(at, 1);
            });
        if (found != cell.candidates.end()) {
            worst = std::min(worst, found->probability);
            ++at;
        } else {
            worst = std::min(worst, cell.empty_probability);  // a gap
        }
    }
    return worst;
}

bool is_print(const CombReading& comb) {
    constexpr double print_most_mm = 0.085;
    return comb.unevenness_mm.value_or(1) < print_most_mm;
}

/// The share of the cell that is most likely struck.
double worst_reject(const CombReading& comb) {
    double worst = 0;
    for (const CellReading& cell : comb.cells) {
        worst = std::max(worst, std::min(cell.reject_probability, 1.0));
    }
    return worst;
}

}  // namespace

double plausibility(const form::Field& field, std::string_view text) {
    if (text.empty()) {
        return 1;
    }
    // A shorter date ("221126") would be taken as one with two digits of the year.
    constexpr std::size_t date_digits = 8;
    const bool is_short_date = field.kind == ValueKind::date && text.size() != date_digits;
    const auto parsed = form::parse_field(field, text, Notation::danish);
    const auto* value = std::get_if<Value>(&parsed);
    if (value == nullptr || is_short_date) {
        return misfit_weight;
    }
    const CprNumber* cpr = value->cpr();
    return cpr != nullptr && !cpr->passes_modulus_11() ? no_modulus_11_weight : 1;
}

std::array<double, digit_features> features_of(const DigitEvidence& evidence) {
    return {evidence.field, evidence.worst_cell};
}

double probability_of(const DigitEvidence& evidence) {
    const DigitModel& model = evidence.is_print ? print_digit_model : hand_digit_model;
    double sum = model.bias;
    const auto features = features_of(evidence);
    for (std::size_t i = 0; i < features.size(); ++i) {
        sum += model.weights[i] * features[i];
    }
    return std::min(1 / (1 + std::exp(-sum)), model.most);
}

DigitReading read_digit_field(const CombReading& comb, const form::Field& field) {
    const std::vector<Weighed> all = weigh(comb, field);
    DigitReading result;
    if (all.empty()) {
        return result;
    }
    const Weighed& best = all.front();
    double probability = best.probability;
    if (!best.reading.text.empty()) {
        result.evidence = DigitEvidence{log_odds(best.probability),
                                        log_odds(worst_cell(comb, best.reading)), is_print(comb)};
        // The pages that the model was fitted on had nothing struck out.
        probability = std::min(probability_of(*result.evidence), 1 - worst_reject(comb));
    }
    // The others keep their proportions in what the best leaves.
    const double rest = 1 - best.probability;
    const double scale = rest > 0 ? (1 - probability) / rest : 0;
    for (std::size_t i = 0; i < std::min(all.size(), candidates_most); ++i) {
        result.candidates.push_back(
            {all[i].reading.text, i == 0 ? probability : all[i].probability * scale});
    }
    // Where the model is less sure than the cells, the rest must not lift a rival above the best.
    for (std::size_t i = 1; i < result.candidates.size(); ++i) {
        result.candidates[i].probability =
            std::min(result.candidates[i].probability, result.candidates[i - 1].probability);
    }
    return result;
}

}  // namespace indgang::ocr
