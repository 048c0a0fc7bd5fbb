// SPDX-License-Identifier: MPL-2.0
#include <string>

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

}  // namespace

std::variant<Value, ValueTrouble> parse_field(const Field& field, std::string_view raw,
                                              Notation notation) {
    if (field.kind != ValueKind::choice) {
        return parse_value(field.kind, raw, notation);
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
