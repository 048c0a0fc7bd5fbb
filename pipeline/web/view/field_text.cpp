// SPDX-License-Identifier: MPL-2.0
#include "pipeline/web/view/field_text.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <nlohmann/json.hpp>
#include <utility>
#include <variant>

#include "schemas/values/facets.h"
#include "schemas/values/value.h"

namespace indgang::web {
namespace {

using nlohmann::json;

std::string two(unsigned number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

std::string day_in_words(const Words& words, const Date& date) {
    const auto day = date.day();
    return std::to_string(static_cast<unsigned>(day.day())) + ". " +
           words.of("month." + std::to_string(static_cast<unsigned>(day.month()))) + " " +
           std::to_string(static_cast<int>(day.year()));
}

Meaning meaning_of_cpr(const Words& words, const CprNumber& cpr) {
    Meaning meaning{
        words.of("value.born") + " " + day_in_words(words, cpr.birth_date()), {}, false};
    if (!cpr.passes_modulus_11() && !cpr.is_replacement()) {
        meaning.problem = words.of("value.cpr_check_digit");
        meaning.is_warning = true;
    }
    return meaning;
}

const std::string* label_of(const std::string& language, const form::Field& field,
                            const std::string& key) {
    const auto found = std::ranges::find(field.choices, key, &form::Choice::key);
    return found == field.choices.end() ? nullptr : &in(language, found->label);
}

/// Denmark's clock without a database of time zones: summer time from the last Sunday of March to
/// that of October, at 01:00 UTC. Source: directive 2000/84/EC.
std::chrono::hours ahead_in_denmark(UtcTime time) {
    using namespace std::chrono;
    const auto day = floor<days>(time);
    const auto year = year_month_day(day).year();
    const auto begin = sys_days(year / March / Sunday[last]) + 1h;
    const auto end = sys_days(year / October / Sunday[last]) + 1h;
    return time >= begin && time < end ? 2h : 1h;
}

}  // namespace

const std::string& in(const std::string& language, const form::Text& text) {
    return text.in(language == "en" ? form::Language::english : form::Language::danish);
}

std::string typed(const record::FieldValue& value) {
    if (!value.raw.empty()) {
        return value.raw;
    }
    return value.value ? value.value->danish() : std::string();
}

Meaning meaning_of(const Words& words, const std::string& language, const form::Field& field,
                   const std::string& text) {
    if (text.empty()) {
        return {};
    }
    if (field.kind == ValueKind::signature) {
        const bool is_there = text == "present" || text == "ja";
        return {words.of(is_there ? "value.signed" : "value.not_signed"), {}, false};
    }
    const auto parsed = form::parse_field(field, text, Notation::danish);
    if (const auto* trouble = std::get_if<ValueTrouble>(&parsed)) {
        return {
            {}, words.find("value." + trouble->reason).value_or(words.of("value.no_value")), false};
    }
    const auto& value = std::get<Value>(parsed);
    if (const auto* cpr = value.cpr()) {
        return meaning_of_cpr(words, *cpr);
    }
    if (const auto* date = value.date()) {
        return {day_in_words(words, *date), {}, false};
    }
    if (value.amount() != nullptr) {
        auto amount = value.danish();
        if (amount.find(',') == std::string::npos) {
            amount += ",00";
        }
        return {amount + " kr.", {}, false};
    }
    if (const auto* label = label_of(language, field, value.canonical())) {
        return {*label, {}, false};
    }
    return {value.danish(), {}, false};
}

std::string_view input_of(const form::Field& field) {
    return facets_of(field.kind).input;
}

json choices_of(const Words& words, const std::string& language, const form::Field& field) {
    auto all = json::array();
    if (field.kind == ValueKind::signature) {
        all.push_back({{"value", "ja"}, {"label", words.of("value.signed")}});
        all.push_back({{"value", "nej"}, {"label", words.of("value.not_signed")}});
    }
    for (const auto& choice : field.choices) {
        all.push_back({{"value", choice.key}, {"label", in(language, choice.label)}});
    }
    return all;
}

std::string section_of(const std::string& language, const form::FormDefinition& form,
                       const form::Field& field) {
    const auto zone = std::ranges::find(form.zones, field.id, &form::Zone::field);
    if (zone == form.zones.end()) {
        return {};
    }
    const form::Print* heading = nullptr;
    for (const auto& print : form.pages[static_cast<std::size_t>(zone->page) - 1].prints) {
        const bool is_above =
            print.role == form::Print::Role::heading && print.box.y <= zone->box.y;
        if (is_above && (heading == nullptr || print.box.y > heading->box.y)) {
            heading = &print;
        }
    }
    return heading == nullptr ? std::string() : in(language, heading->text);
}

json register_of(const Words& words, const record::SettledRecord& settled,
                 const form::Field& field) {
    for (const auto& verdict : settled.validated.verdicts) {
        if (verdict.field != field.id || verdict.agreement == record::Agreement::unknown) {
            continue;
        }
        const auto value = parse_canonical(field.kind, verdict.registered);
        return {{"source", words.of("register." + verdict.registry)},
                {"value", value ? value->danish() : verdict.registered},
                {"at", moment(verdict.at)},
                {"agrees", verdict.agreement == record::Agreement::confirmed}};
    }
    return nullptr;
}

std::string moment(UtcTime time) {
    using namespace std::chrono;
    constexpr std::array<std::string_view, 12> months = {"jan.", "feb.", "marts", "apr.",
                                                         "maj",  "juni", "juli",  "aug.",
                                                         "sep.", "okt.", "nov.",  "dec."};
    const auto local = time + ahead_in_denmark(time);
    const auto day = floor<days>(local);
    const year_month_day date(day);
    const hh_mm_ss clock(floor<seconds>(local - day));
    return std::to_string(static_cast<unsigned>(date.day())) + ". " +
           std::string(months[static_cast<unsigned>(date.month()) - 1]) + " " +
           std::to_string(static_cast<int>(date.year())) + " kl. " +
           two(static_cast<unsigned>(clock.hours().count())) + "." +
           two(static_cast<unsigned>(clock.minutes().count()));
}

std::string age(const Words& words, UtcTime since, UtcTime now) {
    using namespace std::chrono;
    const auto passed = std::max(now - since, milliseconds{0});
    const auto told = [&](auto count, const std::string& unit) {
        return std::to_string(count) + " " + words.of("age." + unit + (count == 1 ? "" : "s"));
    };
    if (passed < 1h) {
        return told(floor<minutes>(passed).count(), "minute");
    }
    if (passed < days{1}) {
        return told(floor<hours>(passed).count(), "hour");
    }
    return told(floor<days>(passed).count(), "day");
}

json json_of(const BoxPx& box) {
    return {box.x, box.y, box.width, box.height};
}

std::string state_of(const record::FieldValue& value, const json& registered, bool is_asked) {
    if (std::holds_alternative<record::Corrected>(value.provenance)) {
        return "corrected";
    }
    if (is_asked || !value.is_accepted) {
        return "doubtful";
    }
    if (!registered.is_null()) {
        return registered["agrees"].get<bool>() ? "confirmed" : "differs";
    }
    return value.value ? "accepted" : "empty";
}

std::string reason_in_words(const Words& words, const std::string& language,
                            const form::FormDefinition* form, const std::string& reason) {
    const auto colon = reason.find(':');
    const auto code = reason.substr(0, colon);
    auto text = words.find("reason." + code).value_or(code);
    if (colon != std::string::npos && form != nullptr) {
        if (const auto* field = form->field(reason.substr(colon + 1))) {
            text = in(language, field->label) + ": " + text;
        }
    }
    return text;
}

}  // namespace indgang::web
