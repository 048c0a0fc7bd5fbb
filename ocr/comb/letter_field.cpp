// SPDX-License-Identifier: MPL-2.0
// From cells of capitals to a text. The net knows letters and digits, and by its look alone an O
// may be a 0, an I a 1, an S a 5. What tells them apart is where they stand:
// - A name or a city has no digits; there the net is asked for letters only.
// - The words of a road or a text are all letters or all digits, with few exceptions. A word's
//   cells vote: the chance of the whole word under "letters", "digits" and "mixed" says how much
//   each cell's candidates of that sort count.
// - A house number, a floor and a door have a form of their own. Texts without that form are left
//   out, and what they weighed is shared among the others, less a share for what nobody foresaw.
// Letters that differ by a stroke (O and Ø, A and Å, Æ and the pair AE) are never resolved here:
// that is for the register, or for a person.
//
// A full stop ends a word and a hyphen joins two: beside empty cells both are specks.
//
// An empty cell is a blank between words. That a character lost all its ink is rarer than a blank,
// and names are short for their combs, so the cells beyond the last must not cost a long comb its
// probability: see `empty_without_ink`.
//
// One hand wrote the whole field, so that its cells are right or wrong together: where the product
// of their shares is high the field is right more often than that says. A logistic model over its
// odds with one bend, fitted on fields of people whom the net never learnt
// (ocr/models/train/field_calibration.py), makes it a probability. The share of struck cells stays
// in the product: other than with digits, it tells misread letters.
#include "ocr/comb/letter_field.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <string>
#include <utility>

#include "ocr/comb/comb_limits.h"
#include "ocr/comb/letter_weights.h"

namespace indgang::ocr {
namespace {

enum class Sort { letter, digit, sign };

Sort sort_of(const std::string& character) {
    const char first = character.front();
    return first >= '0' && first <= '9'   ? Sort::digit
           : first == '-' || first == '.' ? Sort::sign
                                          : Sort::letter;
}

/// The share of a cell's candidates that may stand in a word of `sort`.
double share_of(const CellReading& cell, Sort sort) {
    double sum = 0;
    for (const CellCandidate& candidate : cell.candidates) {
        const Sort own = sort_of(candidate.text);
        sum += own == sort || own == Sort::sign ? candidate.probability : 0;
    }
    return sum;
}

double share_of_all(const CellReading& cell) {
    double sum = 0;
    for (const CellCandidate& candidate : cell.candidates) {
        sum += candidate.probability;
    }
    return sum;
}

void agree(std::span<CellReading> word, const WordPrior& prior) {
    double letters = prior.letters, digits = prior.digits, mixed = prior.mixed;
    for (const CellReading& cell : word) {
        const double all = share_of_all(cell);
        letters *= share_of(cell, Sort::letter) / all;
        digits *= share_of(cell, Sort::digit) / all;
    }
    const double sum = letters + digits + mixed;
    for (CellReading& cell : word) {
        const double all = share_of_all(cell);
        const double as_letter = share_of(cell, Sort::letter);
        const double as_digit = share_of(cell, Sort::digit);
        for (CellCandidate& candidate : cell.candidates) {
            const Sort own = sort_of(candidate.text);
            double weight = mixed;
            if (own != Sort::digit && as_letter > 0) {
                weight += letters * all / as_letter;
            }
            if (own != Sort::letter && as_digit > 0) {
                weight += digits * all / as_digit;
            }
            candidate.probability *= weight / sum;
        }
        std::stable_sort(cell.candidates.begin(), cell.candidates.end(),
                         [](const CellCandidate& a, const CellCandidate& b) {
                             return a.probability > b.probability;
                         });
    }
}

bool has_own_form(ValueKind kind) {
    return kind == ValueKind::house_number || kind == ValueKind::floor || kind == ValueKind::door;
}

/// Keeps the texts that are values of the kind, see above.
void keep_form(ValueKind kind, std::vector<FieldCandidate>& candidates) {
    double all = 0, kept = 0;
    for (const FieldCandidate& candidate : candidates) {
        all += candidate.probability;
    }
    std::erase_if(candidates, [&](const FieldCandidate& candidate) {
        return !candidate.text.empty() && !Value::of_text(kind, candidate.text).has_value();
    });
    for (const FieldCandidate& candidate : candidates) {
        kept += candidate.probability;
    }
    const double gain = all / (kept + limits::unforeseen * (all - kept));
    for (FieldCandidate& candidate : candidates) {
        candidate.probability *= gain;
    }
}

/// Cells that lost all their ink are few, and blanks are many.
void trust_blanks(CombReading& comb) {
    for (CellReading& cell : comb.cells) {
        if (cell.candidates.empty() && cell.reject_probability <= 0) {
            cell.empty_probability = limits::empty_letter_cell;
        }
    }
}

/// Takes: readings by the product of their cells, best first.
LetterReading as_measured(std::vector<FieldCandidate> readings) {
    LetterReading result;
    if (readings.empty()) {
        return result;
    }
    const FieldCandidate& first = readings.front();
    double best = std::min(first.probability, first.text.empty() ? limits::empty_field : 1.0);
    double scale = 1;
    if (!first.text.empty()) {
        result.odds = log_odds(best);
        const double said = letter_model.probability_of(*result.odds);
        scale = best < 1 ? (1 - said) / (1 - best) : 0;
        best = said;
    }
    // The others keep their proportions in what the best leaves, and none is lifted above it.
    for (FieldCandidate& each : readings) {
        const double probability =
            result.candidates.empty() ? best : std::min(each.probability * scale, best);
        const double most = each.text.empty() ? limits::empty_field : 1.0;
        const auto cell = first_cell_of(each);
        result.candidates.push_back({std::move(each.text), std::min(probability, most), cell});
    }
    return result;
}

}  // namespace

double LetterModel::probability_of(double odds) const {
    const double above = std::max(0.0, odds - limits::letter_knee);
    return std::min(1 / (1 + std::exp(-(bias + weights[0] * odds + weights[1] * above))), most);
}

Alphabet alphabet_of(ValueKind kind) {
    return kind == ValueKind::name || kind == ValueKind::city ? Alphabet::letters : Alphabet::all;
}

void take_lone_signs_for_dirt(CombReading& comb) {
    const auto is_empty = [&](std::size_t i) {
        return i >= comb.cells.size() || comb.cells[i].empty_probability > limits::likely;
    };
    for (std::size_t i = 0; i < comb.cells.size(); ++i) {
        // From the left, so that specks in a row are each behind an empty cell; 0 - 1 is no cell.
        CellReading& cell = comb.cells[i];
        if (!is_empty(i - 1)) {
            continue;
        }
        std::erase_if(cell.candidates, [&](const CellCandidate& each) {
            const bool is_speck = each.text == "." || (each.text == "-" && is_empty(i + 1));
            cell.empty_probability += is_speck ? each.probability : 0;
            return is_speck;
        });
    }
}

void agree_on_words(CombReading& comb, const WordPrior& prior) {
    const auto is_filled = [](const CellReading& cell) {
        return cell.empty_probability < limits::likely && share_of_all(cell) > 0;
    };
    for (auto begin = comb.cells.begin(); begin != comb.cells.end();) {
        begin = std::find_if(begin, comb.cells.end(), is_filled);
        const auto end = std::find_if_not(begin, comb.cells.end(), is_filled);
        if (begin != end) {
            agree({begin, end}, prior);
        }
        begin = end;
    }
}

LetterReading read_letter_field(CombReading comb, ValueKind kind) {
    comb = as_people_strike(std::move(comb));
    trust_blanks(comb);
    take_lone_signs_for_dirt(comb);
    if (kind == ValueKind::street) {
        agree_on_words(comb, {.letters = 0.95, .digits = 0.04, .mixed = 0.01});
    } else if (kind == ValueKind::text) {
        agree_on_words(comb, {.letters = 0.8, .digits = 0.15, .mixed = 0.05});
    }
    std::vector<FieldCandidate> readings =
        join_cells(comb, Gaps::are_spaces,
                   has_own_form(kind) ? limits::candidates_tried : limits::candidates_most);
    if (has_own_form(kind)) {
        keep_form(kind, readings);
    }
    readings.resize(std::min(readings.size(), limits::candidates_most));
    return as_measured(std::move(readings));
}

}  // namespace indgang::ocr
