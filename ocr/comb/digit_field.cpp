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
// What is missing: the share of struck cells counts against the field in full, after it was set
// right for how seldom people strike a digit: the net was trained on ten times as many. The share
// of readings too unlikely to be listed counts as the listed rivals do on average.
//
// How cells fail together: one writer wrote all of a field, under one pen and one scanner, so that
// the product of the cells' probabilities is not the field's. A logistic model over the odds of the
// field and of its worst cell, fitted on pages of writers that neither net nor test saw
// (ocr/models/train/field_calibration.py), makes it one. Print is told by characters of one height,
// of the comb and of its page, and has a bias of its own: its mistakes do not come from one hand.
// No field is surer than that none of its cells is struck.
#include "ocr/comb/digit_field.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <variant>

#include "ocr/comb/comb_limits.h"
#include "ocr/comb/digit_weights.h"
#include "schemas/values/value.h"

namespace indgang::ocr {
namespace {

struct Weighed {
    FieldCandidate reading;
    double probability = 0;
};

struct Readings {
    std::vector<Weighed> all;  ///< by Bayes, best first
    double struck = 0;         ///< the share by Bayes that a cell is struck
};

Readings weigh(const CombReading& comb, const form::Field& field) {
    std::vector<Weighed> all;
    double listed = 0, rivals = 0, rivals_weighed = 0, sum = 0;
    for (FieldCandidate& reading : join_cells(comb, Gaps::are_doubt, limits::listed_most)) {
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
    sum = std::max(sum, std::numeric_limits<double>::min());
    for (Weighed& each : all) {
        each.probability /= sum;
    }
    std::stable_sort(all.begin(), all.end(), [](const Weighed& a, const Weighed& b) {
        return a.probability > b.probability;
    });
    return {std::move(all), struck / sum};
}

bool has_ink(const CellReading& cell) {
    return cell.reject_probability > 0 || !cell.candidates.empty();
}

/// The share among what an unstruck cell may hold.
double share_of(const CellReading& cell, double probability) {
    const double unstruck = 1 - cell.reject_probability;
    return unstruck > 0 ? std::min(probability / unstruck, 1.0) : 0;
}

/// The least share of a cell that the reading needs. Cells beside it must be empty: of these only
/// those with ink are asked, in which the reading sees dirt and a rival a character.
double worst_cell(const CombReading& comb, const FieldCandidate& reading) {
    double worst = 1;
    std::size_t at = 0;
    for (int i = 0; i < static_cast<int>(comb.cells.size()); ++i) {
        const CellReading& cell = comb.cells[static_cast<std::size_t>(i)];
        if (i < reading.begin || i >= reading.end) {
            worst = has_ink(cell) ? std::min(worst, share_of(cell, cell.empty_probability)) : worst;
            continue;
        }
        const auto found = std::find_if(
            cell.candidates.begin(), cell.candidates.end(), [&](const CellCandidate& each) {
                return at < reading.text.size() && each.text == reading.text.substr(at, 1);
            });
        if (found != cell.candidates.end()) {
            worst = std::min(worst, share_of(cell, found->probability));
            ++at;
        } else {
            worst = std::min(worst, share_of(cell, cell.empty_probability));  // a gap
        }
    }
    return worst;
}

/// By its page, which is mostly all print or all by hand, and by itself: a fax's pixels and specks
/// make print uneven, and of combs by hand one in thirty is as even as print by chance. Of 84
/// forged pages of print one had a median above 0.08, and of 240 by hand none one below 0.19.
bool is_print(const CombReading& comb, std::optional<double> page_mm) {
    if (page_mm.has_value() && *page_mm < limits::page_of_print_most_mm) {
        return comb.unevenness_mm.value_or(0) < limits::on_page_of_print_most_mm;
    }
    const bool is_page_by_hand = page_mm.has_value() && *page_mm >= limits::page_by_hand_least_mm;
    return !is_page_by_hand && comb.unevenness_mm.value_or(1) < limits::print_most_mm;
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
        return limits::misfit_weight;
    }
    const CprNumber* cpr = value->cpr();
    return cpr != nullptr && !cpr->passes_modulus_11() ? limits::no_modulus_11_weight : 1;
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

std::optional<double> combs_unevenness_mm(std::vector<double> known) {
    if (known.size() < limits::combs_least) {
        return std::nullopt;
    }
    const auto middle = known.begin() + static_cast<std::ptrdiff_t>(known.size() / 2);
    std::nth_element(known.begin(), middle, known.end());
    return *middle;
}

DigitReading read_digit_field(const CombReading& seen, const form::Field& field,
                              std::optional<double> page_unevenness_mm) {
    const CombReading comb = as_people_strike(seen);
    const auto [all, struck] = weigh(comb, field);
    DigitReading result;
    if (all.empty()) {
        return result;
    }
    const Weighed& best = all.front();
    double probability = best.probability;
    if (!best.reading.text.empty()) {
        result.evidence = DigitEvidence{
            log_odds(best.probability / std::max(1 - struck, best.probability)),
            log_odds(worst_cell(comb, best.reading)), is_print(comb, page_unevenness_mm)};
        // The pages that the model was fitted on had nothing struck out.
        probability = std::min(probability_of(*result.evidence), 1 - worst_reject(comb));
    }
    // The others keep their proportions in what the best leaves.
    const double rest = 1 - best.probability;
    const double scale = rest > 0 ? (1 - probability) / rest : 0;
    for (std::size_t i = 0; i < std::min(all.size(), limits::candidates_most); ++i) {
        result.candidates.push_back({all[i].reading.text,
                                     i == 0 ? probability : all[i].probability * scale,
                                     first_cell_of(all[i].reading)});
    }
    // Where the model is less sure than the cells, the rest must not lift a rival above the best.
    for (std::size_t i = 1; i < result.candidates.size(); ++i) {
        result.candidates[i].probability =
            std::min(result.candidates[i].probability, result.candidates[i - 1].probability);
    }
    return result;
}

}  // namespace indgang::ocr
