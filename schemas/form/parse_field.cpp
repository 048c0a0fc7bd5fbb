// SPDX-License-Identifier: MPL-2.0
#include <optional>
#include <string>

#include "schemas/core/utf8.h"
#include "schemas/error/reason.h"
#include "schemas/form/definition.h"
#include "schemas/values/danish_text.h"

namespace indgang::form {
namespace {

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

const Choice* choice_of(const Field& field, std::string_view raw, Notation notation) {
    for (const auto& choice : field.choices) {
        if (choice.key == raw) {
            return &choice;
        }
    }
    for (const auto& choice : field.choices) {
        for (const auto& writing : choice.xml) {
            if (writing == raw) {
                return &choice;
            }
        }
    }
    if (notation == Notation::danish) {
        const auto wanted = folded(raw);
        for (const auto& choice : field.choices) {
            if (!wanted.empty() && folded(choice.label.da) == wanted) {
                return &choice;
            }
        }
    }
    return nullptr;
}

bool is_below(const Value& a, const Value& b) {
    return a.amount() ? a.amount()->oere() < b.amount()->oere()
           : a.date() ? *a.date() < *b.date()
                      : *a.count() < *b.count();
}

/// Why a value is none of this field, though it is one of its kind.
std::optional<Reason> beyond(const FieldTerms& terms, const Value& value) {
    if (terms.least && is_below(value, *terms.least)) {
        return Reason::below_least;
    }
    if (terms.most && is_below(*terms.most, value)) {
        return Reason::above_most;
    }
    const auto* text = value.text();
    if (text && terms.max_length > 0 &&
        count_code_points(*text) > static_cast<std::size_t>(terms.max_length)) {
        return Reason::text_too_long;
    }
    if (text && terms.pattern && !terms.pattern->matches(*text)) {
        return Reason::pattern_not_met;
    }
    return std::nullopt;
}

}  // namespace

std::variant<Value, ValueTrouble> parse_field(const Field& field, std::string_view raw,
                                              Notation notation) {
    if (field.kind != ValueKind::choice) {
        auto parsed = parse_value(field.kind, raw, notation);
        if (const auto* value = std::get_if<Value>(&parsed)) {
            if (const auto why = beyond(field.terms, *value)) {
                return ValueTrouble{std::string(code_of(*why))};
            }
        }
        return parsed;
    }
    if (!is_clean_utf8(raw)) {
        return parse_value(field.kind, raw, notation);
    }
    const auto* choice = choice_of(field, trimmed(raw), notation);
    if (!choice) {
        return ValueTrouble{std::string(code_of(Reason::not_a_choice))};
    }
    return parse_value(field.kind, choice->key, Notation::xml);
}

}  // namespace indgang::form
