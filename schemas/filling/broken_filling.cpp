// SPDX-License-Identifier: MPL-2.0
//
// From a valid application to one that breaks one rule. Each breaker looks for a place in the form
// where its rule can be broken, and changes as little as that takes; so what a check then finds is
// the rule that was asked for. Rules that ask registers are left out: whether they are broken is
// the register's matter.
#include <algorithm>
#include <array>

#include "schemas/filling/kept_rules.h"

namespace indgang::filling {
namespace {

using form::Field;
using form::FormDefinition;
using form::RuleBinding;

constexpr std::int64_t oere_per_krone = 100;

/// Calls `change` for each binding of a rule that is checked until it says that it has done it.
template <typename Change>
bool for_rule(const FormDefinition& form, const Filling& filling, std::string_view rule,
              Change change) {
    return std::any_of(form.rules.begin(), form.rules.end(), [&](const RuleBinding& binding) {
        return binding.rule == rule && applies(binding, filling) && change(binding);
    });
}

template <typename Change>
bool for_field(const FormDefinition& form, Change change) {
    return std::any_of(form.fields.begin(), form.fields.end(), change);
}

bool break_required(const FormDefinition& form, Filling& filling) {
    return for_field(form, [&](const Field& field) {
        return field.row == 0 && field.is_always_required() && field.kind != ValueKind::signature &&
               filling.erase(field.id) > 0;
    });
}

/// Makes a condition hold; false: its field has no such value to take.
bool make_hold(const form::Condition& condition, Filling& filling) {
    using Test = form::Condition::Test;
    if (holds(condition, filling)) {
        return true;
    }
    if (condition.test == Test::is_one_of) {
        filling[condition.field] = condition.values.front();
        return true;
    }
    return condition.test == Test::is_empty && filling.erase(condition.field) > 0;
}

bool break_required_when(const FormDefinition& form, Filling& filling) {
    return for_field(form, [&](const Field& field) {
        for (const auto& condition : field.terms.required_when) {
            auto changed = filling;
            if (field.row < 2 && make_hold(condition, changed) && is_shown(field, changed)) {
                filling = std::move(changed);
                filling.erase(field.id);
                return true;
            }
        }
        return false;
    });
}

/// An answer where none is asked for.
bool break_shown_when(const FormDefinition& form, const Filling& all, Filling& filling) {
    return for_field(form, [&](const Field& field) {
        const auto value = all.find(field.id);
        if (field.row > 0 || field.terms.shown_when.empty() || value == all.end() ||
            value->second == "nej") {
            return false;
        }
        const auto& condition = field.terms.shown_when.front();
        if (holds(condition, filling)) {
            const auto* asked = form.field(condition.field);
            const auto other = std::find_if(asked->choices.begin(), asked->choices.end(),
                                            [&](const form::Choice& choice) {
                                                Filling changed = filling;
                                                changed[condition.field] = choice.key;
                                                return !holds(condition, changed);
                                            });
            if (other != asked->choices.end()) {
                filling[condition.field] = other->key;
            } else if (asked->is_required || filling.erase(condition.field) == 0) {
                return false;
            }
        }
        filling[field.id] = value->second;
        return !holds(condition, filling);
    });
}

std::optional<Value> beside(const Value& limit, int step) {
    if (const auto* amount = limit.amount()) {
        const auto next = Amount::of_oere(amount->oere() + step * oere_per_krone);
        return next ? std::optional(Value::of(*next)) : std::nullopt;
    }
    if (const auto* date = limit.date()) {
        const std::chrono::year_month_day day{std::chrono::sys_days(date->day()) +
                                              std::chrono::days(step)};
        const auto next = Date::of(static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                                   static_cast<unsigned>(day.day()));
        return next ? std::optional(Value::of(*next)) : std::nullopt;
    }
    const auto next = *limit.count() + step;
    return next >= 0 ? std::optional(Value::of_count(next)) : std::nullopt;
}

bool break_limit(const FormDefinition& form, bool is_least, Filling& filling) {
    return for_field(form, [&](const Field& field) {
        const auto& limit = is_least ? field.terms.least : field.terms.most;
        const auto value = limit ? beside(*limit, is_least ? -1 : 1) : std::nullopt;
        if (!value || !is_shown(field, filling) || field.row > 1) {
            return false;
        }
        filling[field.id] = value->canonical();
        return true;
    });
}

bool break_text(const FormDefinition& form, bool is_pattern, Filling& filling) {
    return for_field(form, [&](const Field& field) {
        const auto& terms = field.terms;
        const std::string text =
            is_pattern ? "Qq" : std::string(static_cast<std::size_t>(terms.max_length) + 1, 'q');
        const bool is_wrong =
            is_pattern ? terms.pattern && !terms.pattern->matches(text) : terms.max_length > 0;
        if (!is_wrong || field.row > 1 || !is_shown(field, filling)) {
            return false;
        }
        filling[field.id] = text;
        return true;
    });
}

bool break_sum(const FormDefinition& form, Filling& filling) {
    return for_rule(form, filling, "sum_within", [&](const RuleBinding& binding) {
        const auto part = first_of(binding, "parts");
        const auto total = first_of(binding, "total");
        const auto amount =
            filling.contains(total) ? Amount::parse_decimal(filling[total]) : std::nullopt;
        if (part.empty() || !amount) {
            return false;
        }
        filling[part] = std::to_string(amount->oere() / oere_per_krone + 1);
        return true;
    });
}

bool break_dates(const FormDefinition& form, Filling& filling) {
    return for_rule(form, filling, "date_order", [&](const RuleBinding& binding) {
        filling[first_of(binding, "earlier")] = "2026-10-02";
        filling[first_of(binding, "later")] = "2026-10-01";
        return true;
    });
}

bool break_receipt(const FormDefinition& form, Filling& filling) {
    return for_rule(form, filling, "date_not_after_receipt", [&](const RuleBinding& binding) {
        filling[first_of(binding, "date")] = "2149-12-31";
        return true;
    });
}

bool break_role(const FormDefinition& form, std::string_view rule, const std::string& role,
                Filling& filling) {
    return for_rule(form, filling, rule, [&](const RuleBinding& binding) {
        const auto* field = form.field(first_of(binding, role));
        // What the schema requires stays there and says no.
        if (field != nullptr && field->is_always_required() && field->kind == ValueKind::yes_no) {
            filling[field->id] = "nej";
        } else if (field != nullptr) {
            filling.erase(field->id);
        }
        return field != nullptr;
    });
}

bool break_not_twice(const FormDefinition& form, Filling& filling) {
    return for_rule(form, filling, "not_twice", [&](const RuleBinding& binding) {
        const auto& persons = binding.fields.at("persons");
        if (persons.size() < 2 || !filling.contains(persons[0]) || !filling.contains(persons[1])) {
            return false;
        }
        filling[persons[1]] = filling[persons[0]];
        return true;
    });
}

bool break_pages(const FormDefinition& form, Filling& filling) {
    return for_rule(form, filling, "same_on_each_page", [&](const RuleBinding& binding) {
        const auto& fields = binding.fields.at("fields");
        const auto* last = form.field(fields.back());
        if (fields.size() < 2 || last == nullptr || !filling.contains(fields.front())) {
            return false;
        }
        const bool is_cpr = last->kind == ValueKind::cpr;
        filling[last->id] = is_cpr ? "6101551234" : "Anden";
        return filling[last->id] != filling[fields.front()];
    });
}

bool break_first_of_month(const FormDefinition& form, Filling& filling) {
    return for_rule(form, filling, "first_of_month", [&](const RuleBinding& binding) {
        filling[first_of(binding, "date")] = "2026-10-15";
        return true;
    });
}

bool break_age(const FormDefinition& form, Filling& filling, Dice& dice) {
    constexpr int this_year = 2026, newborn = 1, old = 99;
    return for_rule(form, filling, "age_between", [&](const RuleBinding& binding) {
        const bool is_too_young = setting_of(binding, "least", 0) > newborn;
        const int year = this_year - (is_too_young ? newborn : old);
        const auto person = filling.find(first_of(binding, "cpr"));
        if (person == filling.end()) {
            return false;
        }
        person->second = random_cpr(year, year, dice);
        return true;
    });
}

/// Nothing where at least one answer is wanted, "nej" where the schema wants something.
bool break_count(const FormDefinition& form, Filling& filling) {
    return for_rule(form, filling, "answers_given", [&](const RuleBinding& binding) {
        if (setting_of(binding, "least", 1) == 0) {
            return false;
        }
        for (const auto& id : binding.fields.at("fields")) {
            const auto* field = form.field(id);
            filling.erase(id);
            if (field->is_always_required() && field->kind == ValueKind::yes_no) {
                filling[id] = "nej";
            }
        }
        return true;
    });
}

bool break_together(const FormDefinition& form, Filling& filling) {
    return for_rule(form, filling, "answered_together", [&](const RuleBinding& binding) {
        const auto& fields = binding.fields.at("fields");
        const auto is_filled = [&](const auto& id) { return filling.contains(id); };
        if (fields.size() < 2 || !std::all_of(fields.begin(), fields.end(), is_filled)) {
            return false;
        }
        filling.erase(fields.back());
        return true;
    });
}

bool break_total(const FormDefinition& form, Filling& filling) {
    return for_rule(form, filling, "sum_equals", [&](const RuleBinding& binding) {
        const auto total = first_of(binding, "total");
        const auto amount =
            filling.contains(total) ? Amount::parse_decimal(filling[total]) : std::nullopt;
        if (!amount || !filling.contains(first_of(binding, "parts"))) {
            return false;
        }
        const auto beyond = setting_of(binding, "tolerance_kr", 1) + 1;
        filling[total] = std::to_string(amount->oere() / oere_per_krone + beyond + 1);
        return true;
    });
}

bool break_periods(const FormDefinition& form, Filling& filling) {
    return for_rule(form, filling, "periods_apart", [&](const RuleBinding& binding) {
        const auto& from = binding.fields.at("from");
        const auto& to = binding.fields.at("to");
        if (from.size() < 2 || to.size() < 2 || !filling.contains(from[1]) ||
            !filling.contains(to[0])) {
            return false;
        }
        filling[from[1]] = filling[to[0]];
        return true;
    });
}

constexpr std::array<std::string_view, 20> names = {
    "required",      "required_when",     "shown_when",     "min",
    "max",           "pattern",           "max_length",     "sum_within",
    "date_order",    "declared",          "signed",         "date_not_after_receipt",
    "not_twice",     "same_on_each_page", "first_of_month", "age_between",
    "answers_given", "answered_together", "sum_equals",     "periods_apart"};

bool break_it(const FormDefinition& form, std::string_view rule, const Filling& all,
              Filling& filling, Dice& dice) {
    return rule == "required"                 ? break_required(form, filling)
           : rule == "required_when"          ? break_required_when(form, filling)
           : rule == "shown_when"             ? break_shown_when(form, all, filling)
           : rule == "min"                    ? break_limit(form, true, filling)
           : rule == "max"                    ? break_limit(form, false, filling)
           : rule == "pattern"                ? break_text(form, true, filling)
           : rule == "max_length"             ? break_text(form, false, filling)
           : rule == "sum_within"             ? break_sum(form, filling)
           : rule == "date_order"             ? break_dates(form, filling)
           : rule == "declared"               ? break_role(form, rule, "declaration", filling)
           : rule == "signed"                 ? break_role(form, rule, "signature", filling)
           : rule == "date_not_after_receipt" ? break_receipt(form, filling)
           : rule == "not_twice"              ? break_not_twice(form, filling)
           : rule == "same_on_each_page"      ? break_pages(form, filling)
           : rule == "first_of_month"         ? break_first_of_month(form, filling)
           : rule == "age_between"            ? break_age(form, filling, dice)
           : rule == "answers_given"          ? break_count(form, filling)
           : rule == "answered_together"      ? break_together(form, filling)
           : rule == "sum_equals"             ? break_total(form, filling)
           : rule == "periods_apart"          ? break_periods(form, filling)
                                              : false;
}

}  // namespace

Filling valid_filling(const FormDefinition& form, Dice& dice) {
    Filling filling = random_filling(form, dice);
    keep_rules(form, filling, dice);
    return filling;
}

std::optional<Filling> broken_filling(const FormDefinition& form, const std::string& rule,
                                      Dice& dice) {
    // Some people have nothing that can be broken: no partner, no second person.
    constexpr int people = 30;
    for (int i = 0; i < people; ++i) {
        Filling filling = valid_filling(form, dice);
        Filling all = filling;
        for (const auto& field : form.fields) {
            if (!all.contains(field.id) && field.kind == ValueKind::yes_no) {
                all[field.id] = "ja";
            } else if (!all.contains(field.id) && field.kind == ValueKind::choice) {
                all[field.id] = field.choices.front().key;
            } else if (!all.contains(field.id) && parse_canonical(field.kind, "12")) {
                all[field.id] = "12";
            }
        }
        if (break_it(form, rule, all, filling, dice)) {
            return filling;
        }
    }
    return std::nullopt;
}

std::vector<std::string> breakable(const FormDefinition& form) {
    std::vector<std::string> found;
    for (const auto name : names) {
        Dice dice(1);
        if (broken_filling(form, std::string(name), dice)) {
            found.emplace_back(name);
        }
    }
    return found;
}

}  // namespace indgang::filling
