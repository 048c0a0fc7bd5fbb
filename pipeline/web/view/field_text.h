// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/web/view/words.h"
#include "schemas/core/geometry.h"
#include "schemas/core/time.h"
#include "schemas/form/definition.h"
#include "schemas/record/record.h"

/// How values stand on a screen.
namespace indgang::web {

/// What a text means in a field, as a person reads it: "7.250,00 kr.", "født 1. januar 1990", the
/// label of a choice. Empty for an empty text, and for one that is no value of the field; then
/// `problem` says why.
struct Meaning {
    std::string text;
    std::string problem;
    bool is_warning = false;  ///< the text is a value all the same
};
[[nodiscard]] Meaning meaning_of(const Words& words, const std::string& language,
                                 const form::Field& field, const std::string& text);

[[nodiscard]] const std::string& in(const std::string& language, const form::Text& text);
/// What a person types to say the value again.
[[nodiscard]] std::string typed(const record::FieldValue& value);
/// "text", "digits", "amount", "number", "cpr", "date", "choice", "mark": how it is asked for.
[[nodiscard]] std::string_view input_of(const form::Field& field);
/// [{value, label}]
[[nodiscard]] nlohmann::json choices_of(const Words& words, const std::string& language,
                                        const form::Field& field);
/// The heading under which a field is printed; empty: none stands above it.
[[nodiscard]] std::string section_of(const std::string& language, const form::FormDefinition& form,
                                     const form::Field& field);
/// What is registered of the field: {source, value, at, agrees}; null: nothing is known.
[[nodiscard]] nlohmann::json register_of(const Words& words, const record::SettledRecord& settled,
                                         const form::Field& field);
/// "30. nov. 2026 kl. 05.45", in Denmark.
[[nodiscard]] std::string moment(UtcTime time);
/// "12 min", "3 timer", "2 dage".
[[nodiscard]] std::string age(const Words& words, UtcTime since, UtcTime now);
/// [x, y, width, height]
[[nodiscard]] nlohmann::json json_of(const BoxPx& box);
/// "corrected", "doubtful", "confirmed", "differs", "accepted", "empty": how far a value stands.
/// Takes: what `register_of` gives of it, and whether a person is asked about it.
[[nodiscard]] std::string state_of(const record::FieldValue& value,
                                   const nlohmann::json& registered, bool is_asked);
/// Why an application waits, in words: "low_probability:fornavn".
[[nodiscard]] std::string reason_in_words(const Words& words, const std::string& language,
                                          const form::FormDefinition* form,
                                          const std::string& reason);

}  // namespace indgang::web
