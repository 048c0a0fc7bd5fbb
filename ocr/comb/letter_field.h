// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "ocr/comb/comb_reader.h"
#include "schemas/record/reading.h"
#include "schemas/values/value.h"

namespace indgang::ocr {

/// How often a field of capitals is right, by the odds that its cells give it were they
/// independent: logistic. Odds as of log_odds.
struct LetterModel {
    double bias;
    std::array<double, 2> weights;  ///< of the odds, and of what they have above `letter_knee`
    double most;                    ///< no probability is above

    [[nodiscard]] double probability_of(double odds) const;
};

/// What a comb of capitals says of its field.
struct LetterReading {
    std::vector<record::Candidate> candidates;  ///< best first, at most 8, sum to <= 1
    std::optional<double> odds;  ///< of the best, cells being independent; none for an empty field
};

/// Weighs what the cells say with what the field can hold.
///
/// Takes:   a comb as read_cells gives it for the alphabet_of the kind; a kind that is_of_letters.
/// Gives:   texts as read_letters; probabilities are those of the whole field.
/// Threads: any.
/// Source:  ocr/models/letters.md has how the probability was fitted and measured.
[[nodiscard]] LetterReading read_letter_field(CombReading comb, ValueKind kind);

/// Which characters the net is asked for in a field of this kind.
[[nodiscard]] Alphabet alphabet_of(ValueKind kind);

/// How a word divides its cells between letters and digits.
struct WordPrior {
    double letters = 0;  ///< all letters
    double digits = 0;   ///< all digits
    double mixed = 0;    ///< some of each; the three sum to 1
};

/// What looks like a full stop behind an empty cell, or like a hyphen between two, is dirt: its
/// share becomes that of "empty".
void take_lone_signs_for_dirt(CombReading& comb);

/// Lets the cells of each word agree on whether they are letters or digits, so that the O of
/// "KONGENSGADE" is no 0. A word ends at a cell that is more likely empty than not; the share of a
/// cell's candidates among "empty" and "reject" stays.
void agree_on_words(CombReading& comb, const WordPrior& prior);

}  // namespace indgang::ocr
