// SPDX-License-Identifier: MPL-2.0
#include "schemas/filling/filling.h"

#include <algorithm>
#include <stdexcept>

#include "schemas/core/utf8.h"

namespace indgang::filling {
namespace {

Value value_of(const form::Field& field, const std::string& canonical) {
    const std::optional<Value> value = parse_canonical(field.kind, canonical);
    if (!value.has_value() || value->canonical() != canonical) {
        throw std::runtime_error("not a canonical " + std::string(name_of(field.kind)) + " for " +
                                 field.id);
    }
    return *value;
}

}  // namespace

bool holds(const form::Condition& condition, const Filling& filling) {
    const auto found = filling.find(condition.field);
    return found == filling.end() ? condition.holds_for(std::nullopt)
                                  : condition.holds_for(found->second);
}

void check_filling(const form::FormDefinition& form, const Filling& filling) {
    for (const auto& [id, canonical] : filling) {
        const form::Field* field = form.field(id);
        if (field == nullptr) {
            throw std::runtime_error("form " + form.key.form + " has no field " + id);
        }
        const Value value = value_of(*field, canonical);
        const bool is_choice =
            std::any_of(field->choices.begin(), field->choices.end(),
                        [&](const form::Choice& choice) { return choice.key == canonical; });
        if (field->kind == ValueKind::choice && !is_choice) {
            throw std::runtime_error("no such choice for " + id);
        }
        if (field->capture == form::Capture::comb &&
            characters_of(written(*field, canonical)).size() >
                static_cast<std::size_t>(field->cells)) {
            throw std::runtime_error("too long for the comb of " + id);
        }
    }
}

std::string written(const form::Field& field, const std::string& canonical) {
    const Value value = value_of(field, canonical);
    if (field.capture != form::Capture::comb) {
        return value.danish();
    }
    if (const Date* date = value.date()) {
        const std::string iso = date->iso();  // YYYY-MM-DD
        return iso.substr(8, 2) + iso.substr(5, 2) + iso.substr(0, 4);
    }
    return capitals(canonical);
}

std::string capitals(std::string_view text) {
    std::string result;
    for (const std::string& character : characters_of(text)) {
        if (character.size() == 1) {
            const char c = character[0];
            result += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        } else if (character == "é" || character == "É") {
            result += 'E';
        } else if (character == "æ" || character == "ø" || character == "å") {
            constexpr int to_capital = 0x20;  // of the second byte
            result += {character[0], static_cast<char>(character[1] - to_capital)};
        } else {
            result += character;
        }
    }
    return result;
}

record::ApplicationRecord record_of(const form::FormDefinition& form, const Filling& filling) {
    record::ApplicationRecord record;
    record.form = form.key;
    record.source = record::Source::xml;
    for (const auto& field : form.fields) {
        auto& value = record.fields.emplace_back();
        value.field = field.id;
        value.provenance = record::Submitted{};
        value.is_accepted = true;
        if (const auto found = filling.find(field.id); found != filling.end()) {
            value.value = value_of(field, found->second);
            value.raw = found->second;
        }
    }
    record.tables = record::rows_in(form, record.fields);
    return record;
}

}  // namespace indgang::filling
