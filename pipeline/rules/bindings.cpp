// SPDX-License-Identifier: MPL-2.0
// What a form may bind a rule to. A form is data that somebody edits, so a slip in it (a role that
// is misspelt, an amount where a date belongs) is found when the form is loaded and not when an
// application has been judged by half a rule.
#include <algorithm>
#include <charconv>

#include "pipeline/rules/bound.h"

namespace indgang::rules {
namespace {

struct RoleKinds {
    std::string_view role;
    std::string_view kinds;  ///< separated by blanks
};
/// Roles that take a value of certain kinds in every rule that has them.
constexpr RoleKinds role_kinds[] = {
    {"cpr", "cpr"},
    {"partner_cpr", "cpr"},
    {"members", "cpr"},
    {"persons", "cpr"},
    {"amount", "amount"},
    {"parts", "amount"},
    {"total", "amount"},
    {"date", "date"},
    {"earlier", "date"},
    {"later", "date"},
    {"area", "count"},
    {"rooms", "count"},
    {"toilet", "yes_no choice"},
    {"bath", "yes_no choice"},
    {"kitchen", "yes_no choice"},
    {"first_name", "name"},
    {"middle_name", "name"},
    {"last_name", "name"},
    {"street", "street"},
    {"house_number", "house_number"},
    {"floor", "floor"},
    {"door", "door"},
    {"postcode", "postcode"},
    {"city", "city"},
    {"signature", "signature"},
    {"civil_status", "choice"},
};
constexpr std::string_view roles_of_many = "members persons parts fields";

struct Setting {
    std::string_view rule;
    std::string_view name;
    bool is_needed;
    std::string_view words;  ///< allowed, separated by blanks; empty: a number from least to most
    double least = 0;
    double most = 0;
};
constexpr double most_months = 36;
constexpr double most_percent = 100;
constexpr double most_m2 = 1000;
constexpr std::string_view any_words = "*";
constexpr Setting known_settings[] = {
    {"dwelling_agrees", "area_tolerance_m2", false, "", 0, most_m2},
    {"dwelling_agrees", "area_tolerance_percent", false, "", 0, most_percent},
    {"income_agrees", "months", true, "", 1, most_months},
    {"income_agrees", "compare", true, "sum monthly_mean"},
    {"income_agrees", "tolerance_percent", false, "", 0, most_percent},
    {"required_when", "equals", true, any_words},
};

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        if (end > 0) {
            words.emplace_back(text.substr(0, end));
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

class BindingCheck {
  public:
    BindingCheck(const form::FormDefinition& form, const form::RuleBinding& binding,
                 std::vector<std::string>& problems)
        : form_(form), binding_(binding), problems_(problems) {}

    void run() {
        const Rule* rule = find_rule(binding_.rule);
        if (rule == nullptr) {
            report("there is no such rule");
            return;
        }
        check_roles(*rule);
        check_settings();
    }

  private:
    void report(const std::string& what) {
        problems_.push_back("rule " + binding_.rule + ": " + what);
    }

    void check_roles(const Rule& rule) {
        const auto roles = words_of(rule.roles);
        for (const std::string& role : roles) {
            if (!role.starts_with('[') && !binding_.fields.contains(role)) {
                report("the role " + role + " is missing");
            }
        }
        for (const auto& [role, ids] : binding_.fields) {
            const bool is_known =
                holds_word(rule.roles, role) || holds_word(rule.roles, "[" + role + "]");
            if (!is_known) {
                report("there is no role " + role);
            } else if (ids.empty() || (ids.size() > 1 && !holds_word(roles_of_many, role))) {
                report("the role " + role + " takes " +
                       (ids.empty() ? "a field" : "one field only"));
            } else {
                check_fields(role, ids);
            }
        }
    }

    void check_fields(const std::string& role, const std::vector<std::string>& ids) {
        const auto* kinds =
            std::find_if(std::begin(role_kinds), std::end(role_kinds),
                         [&](const RoleKinds& known) { return known.role == role; });
        for (const std::string& id : ids) {
            const form::Field* field = form_.field(id);
            if (field == nullptr) {
                report("the role " + role + " names no field: " + id);
            } else if (kinds != std::end(role_kinds) &&
                       !holds_word(kinds->kinds, name_of(field->kind))) {
                report("the role " + role + " takes " + std::string(kinds->kinds) + ", and " + id +
                       " is " + std::string(name_of(field->kind)));
            }
        }
    }

    void check_settings() {
        for (const auto& [name, value] : binding_.settings) {
            const auto* known = std::find_if(
                std::begin(known_settings), std::end(known_settings), [&](const Setting& setting) {
                    return setting.rule == binding_.rule && setting.name == name;
                });
            if (known == std::end(known_settings)) {
                report("there is no setting " + name);
            } else {
                check_setting(*known, value);
            }
        }
        for (const Setting& setting : known_settings) {
            const std::string name(setting.name);
            if (setting.rule == binding_.rule && setting.is_needed &&
                !binding_.settings.contains(name)) {
                report("the setting " + name + " is missing");
            }
        }
        check_condition();
    }

    void check_setting(const Setting& setting, const std::string& value) {
        if (setting.words == any_words) {
            return;
        }
        if (!setting.words.empty()) {
            if (!holds_word(setting.words, value)) {
                report("the setting " + std::string(setting.name) + " is one of " +
                       std::string(setting.words));
            }
            return;
        }
        double number = 0;
        const char* end = value.data() + value.size();
        const auto [stop, error] = std::from_chars(value.data(), end, number);
        const bool is_in_range = error == std::errc() && stop == end && number >= setting.least &&
                                 number <= setting.most;
        if (!is_in_range) {
            report("the setting " + std::string(setting.name) + " is no number in its range");
        }
    }

    /// Each word of `equals` is a choice of the condition.
    void check_condition() {
        const auto equals = binding_.settings.find("equals");
        const auto condition = binding_.fields.find("condition");
        if (binding_.rule != "required_when" || equals == binding_.settings.end() ||
            condition == binding_.fields.end() || condition->second.empty()) {
            return;
        }
        const form::Field* field = form_.field(condition->second.front());
        for (const std::string& word : words_of(equals->second)) {
            const bool is_choice =
                field == nullptr || field->choices.empty() ||
                std::any_of(field->choices.begin(), field->choices.end(),
                            [&](const form::Choice& choice) { return choice.key == word; });
            if (!is_choice) {
                report(field->id + " has no choice " + word);
            }
        }
    }

    const form::FormDefinition& form_;
    const form::RuleBinding& binding_;
    std::vector<std::string>& problems_;
};

}  // namespace

std::vector<std::string> check_bindings(const form::FormDefinition& form) {
    std::vector<std::string> problems;
    for (const form::RuleBinding& binding : form.rules) {
        BindingCheck(form, binding, problems).run();
    }
    return problems;
}

}  // namespace indgang::rules
