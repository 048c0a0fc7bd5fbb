// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "ocr/comb/comb_reader.h"
#include "schemas/form/definition.h"
#include "schemas/record/reading.h"

namespace indgang::ocr {

/// How likely somebody writes such a text into the field, against a value that fits: 1 for a value
/// of the field's kind, less for a CPR number without modulus 11, little for no value at all. Never
/// 0, so that no reading is ruled out. Takes: digits only.
[[nodiscard]] double plausibility(const form::Field& field, std::string_view text);

/// What speaks for the best reading of a comb, were none of its cells struck. Odds are natural
/// logarithms, -14 to 14.
struct DigitEvidence {
    double field = 0;       ///< odds that the field says so, cells being independent, by Bayes
    double worst_cell = 0;  ///< odds that the least sure cell with ink holds what is read there
    /// Whether the digits are print, which has a bias of its own.
    bool is_print = false;
};
constexpr std::size_t digit_features = 2;
[[nodiscard]] std::array<double, digit_features> features_of(const DigitEvidence& evidence);

/// How often such a reading is right, as measured: ocr/models/digits.md.
[[nodiscard]] double probability_of(const DigitEvidence& evidence);

/// What a comb of digits says of its field.
struct DigitReading {
    std::vector<record::Candidate> candidates;  ///< best first, at most 8, sum to <= 1
    std::optional<DigitEvidence> evidence;      ///< of the best; none for an empty field
};

/// How even the digits of a page are: the median of its combs' unevenness, where they tell. Nothing
/// where fewer than three do.
[[nodiscard]] std::optional<double> combs_unevenness_mm(std::vector<double> known);

/// Weighs what the cells say with what the field can hold.
///
/// Takes:   a comb of digits that was not empty at first sight; how even those of its page are.
/// Gives:   candidates whose probabilities are those of the whole field. Values that do not fit are
///          listed too. The share of struck cells and of readings not listed is missing from the
///          sum.
/// Threads: any.
[[nodiscard]] DigitReading read_digit_field(const CombReading& comb, const form::Field& field,
                                            std::optional<double> page_unevenness_mm = {});

}  // namespace indgang::ocr
