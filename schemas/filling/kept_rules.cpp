// SPDX-License-Identifier: MPL-2.0
#include "schemas/filling/kept_rules.h"

#include <algorithm>
#include <charconv>

namespace indgang::filling {
namespace {

using form::FormDefinition;
using form::RuleBinding;

/// The day before which invented people were born; the year of the samples.
constexpr int this_year = 2026;

const std::vector<std::string>& all_of(const RuleBinding& binding, const std::string& role) {
    static const std::vector<std::string> none;
    const auto found = binding.fields.find(role);
    return found == binding.fields.end() ? none : found->second;
}

/// Answers a field that the form asks for.
void set(const FormDefinition& form, Filling& filling, const std::string& id,
         const std::string& value) {
    const auto* field = form.field(id);
    if (field != nullptr && is_shown(*field, filling)) {
        filling[id] = value;
    }
}

/// Persons of one rule, each with a number of his own.
void keep_apart(const RuleBinding& binding, Filling& filling, Dice& dice) {
    constexpr int oldest = 1938, youngest = 1999;
    const auto& persons = all_of(binding, "persons");
    for (auto one = persons.begin(); one != persons.end(); ++one) {
        const auto value = filling.find(*one);
        const auto is_same = [&](const std::string& other) {
            const auto found = filling.find(other);
            return value != filling.end() && found != filling.end() &&
                   found->second == value->second;
        };
        while (std::any_of(persons.begin(), one, is_same)) {
            value->second = random_cpr(youngest, oldest, dice);
        }
    }
}

void keep_signed(const FormDefinition& form, const RuleBinding& binding, Filling& filling) {
    set(form, filling, first_of(binding, "signature"), Value::of_signature(true).canonical());
    if (const auto date = first_of(binding, "date"); !filling.contains(date)) {
        set(form, filling, date, "2026-10-01");
    }
}

void keep_pages(const RuleBinding& binding, Filling& filling) {
    const auto& fields = all_of(binding, "fields");
    for (const auto& id : fields) {
        if (filling.contains(fields.front()) && filling.contains(id)) {
            filling[id] = filling[fields.front()];
        }
    }
}

void keep_age(const RuleBinding& binding, Filling& filling, Dice& dice) {
    constexpr int oldest = 70, never_older = 150;
    const int least = setting_of(binding, "least", 0);
    const int most =
        std::min(setting_of(binding, "most", never_older), std::max(least + 2, oldest));
    const auto person = filling.find(first_of(binding, "cpr"));
    const auto date = filling.find(first_of(binding, "date"));
    if (person != filling.end()) {
        const int year = date == filling.end() ? this_year : std::stoi(date->second.substr(0, 4));
        // Whose birthday is later in that year is a year younger.
        person->second = random_cpr(year - least - 1, year - most, dice);
    }
}

void keep_first_of_month(const RuleBinding& binding, Filling& filling) {
    constexpr std::size_t day_at = 8;
    if (const auto date = filling.find(first_of(binding, "date")); date != filling.end()) {
        date->second.replace(day_at, std::string::npos, "01");
    }
}

/// Something of each of the fields, as another application might have it.
std::string any_answer(const FormDefinition& form, const std::string& id) {
    const auto* field = form.field(id);
    if (field == nullptr) {
        return {};
    }
    if (!field->choices.empty()) {
        return field->choices.front().key;
    }
    for (const char* text : {"1234", "2026-10-01", "12", "6101551234", "a@example.dk", "st"}) {
        const auto parsed = form::parse_field(*field, text, Notation::xml);
        if (const auto* value = std::get_if<Value>(&parsed)) {
            return value->canonical();
        }
    }
    return {};
}

void keep_count(const FormDefinition& form, const RuleBinding& binding, Filling& filling) {
    constexpr int many = 100;
    const int least = setting_of(binding, "least", 1), most = setting_of(binding, "most", many);
    int given = 0;
    for (const auto& id : all_of(binding, "fields")) {
        const auto answer = filling.find(id);
        const bool is_given = answer != filling.end() && answer->second != "nej";
        if (is_given && given == most) {
            filling.erase(answer);
        } else {
            given += is_given ? 1 : 0;
        }
    }
    for (const auto& id : all_of(binding, "fields")) {
        const auto answer = filling.find(id);
        if (given < least && (answer == filling.end() || answer->second == "nej")) {
            set(form, filling, id, any_answer(form, id));
            given += filling.contains(id) ? 1 : 0;
        }
    }
}

void keep_together(const FormDefinition& form, const RuleBinding& binding, Filling& filling) {
    const auto& fields = all_of(binding, "fields");
    if (std::any_of(fields.begin(), fields.end(),
                    [&](const auto& id) { return filling.contains(id); })) {
        for (const auto& id : fields) {
            if (!filling.contains(id)) {
                set(form, filling, id, any_answer(form, id));
            }
        }
    }
}

void keep_sum(const RuleBinding& binding, Filling& filling) {
    std::int64_t sum = 0;
    for (const auto& id : all_of(binding, "parts")) {
        const auto part = filling.find(id);
        const auto amount =
            part == filling.end() ? std::nullopt : Amount::parse_decimal(part->second);
        sum += amount ? amount->oere() : 0;
    }
    const auto total = filling.find(first_of(binding, "total"));
    if (const auto amount = Amount::of_oere(sum); total != filling.end() && amount) {
        total->second = amount->decimal();
    }
}

/// A period that begins before the one above it ended is moved behind it, a day after the other.
void keep_periods(const RuleBinding& binding, Filling& filling) {
    const auto& from = all_of(binding, "from");
    const auto& to = all_of(binding, "to");
    for (std::size_t i = 0; i < std::min(from.size(), to.size()); ++i) {
        if (filling.contains(from[i]) && filling.contains(to[i])) {
            const auto month = std::to_string(i % 9 + 1);
            filling[from[i]] = "2027-0" + month + "-01";
            filling[to[i]] = "2027-0" + month + "-20";
        }
    }
}

}  // namespace

std::string first_of(const RuleBinding& binding, const std::string& role) {
    const auto& all = all_of(binding, role);
    return all.empty() ? std::string() : all.front();
}

bool is_shown(const form::Field& field, const Filling& filling) {
    const auto& conditions = field.terms.shown_when;
    return std::all_of(conditions.begin(), conditions.end(),
                       [&](const auto& each) { return holds(each, filling); });
}

bool applies(const RuleBinding& binding, const Filling& filling) {
    return std::all_of(binding.when.begin(), binding.when.end(),
                       [&](const auto& each) { return holds(each, filling); });
}

int setting_of(const RuleBinding& binding, const std::string& name, int otherwise) {
    const auto found = binding.settings.find(name);
    int number = otherwise;
    if (found != binding.settings.end()) {
        const auto& text = found->second;
        std::from_chars(text.data(), text.data() + text.size(), number);
    }
    return number;
}

void keep_rules(const FormDefinition& form, Filling& filling, Dice& dice) {
    for (const RuleBinding& binding : form.rules) {
        const auto& rule = binding.rule;
        if (!applies(binding, filling)) {
            continue;
        }
        if (rule == "declared") {
            set(form, filling, first_of(binding, "declaration"), "ja");
        } else if (rule == "signed") {
            keep_signed(form, binding, filling);
        } else if (rule == "same_on_each_page") {
            keep_pages(binding, filling);
        } else if (rule == "not_twice") {
            keep_apart(binding, filling, dice);
        } else if (rule == "age_between") {
            keep_age(binding, filling, dice);
        } else if (rule == "first_of_month") {
            keep_first_of_month(binding, filling);
        } else if (rule == "answers_given") {
            keep_count(form, binding, filling);
        } else if (rule == "answered_together") {
            keep_together(form, binding, filling);
        } else if (rule == "sum_equals") {
            keep_sum(binding, filling);
        } else if (rule == "periods_apart") {
            keep_periods(binding, filling);
        }
    }
}

}  // namespace indgang::filling
