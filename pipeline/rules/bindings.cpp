// SPDX-License-Identifier: MPL-2.0
// What a form may bind a rule to. A form is data that somebody edits, so a slip in it (a role that
// is misspelt, an amount where a date belongs) is found when the form is loaded and not when an
// application has been judged by half a rule.
#include <algorithm>
#include <charconv>

#include "pipeline/rules/bound.h"

namespace indgang::rules {
namespace {

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

/// "amount", "yes_no choice"; names of anything that has a name.
template <typename Named>
std::string names_of(const std::vector<Named>& all) {
    std::string names;
    for (const Named& each : all) {
        names += (names.empty() ? "" : " ") + std::string(each.name);
    }
    return names;
}

std::string names_of(const std::vector<ValueKind>& kinds) {
    std::string names;
    for (const ValueKind kind : kinds) {
        names += (names.empty() ? "" : " ") + std::string(name_of(kind));
    }
    return names;
}

std::string names_of(const std::vector<std::string_view>& words) {
    std::string names;
    for (const std::string_view word : words) {
        names += (names.empty() ? "" : " ") + std::string(word);
    }
    return names;
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
        check_settings(*rule);
    }

  private:
    void report(const std::string& what) {
        problems_.push_back("rule " + binding_.rule + ": " + what);
    }

    void check_roles(const Rule& rule) {
        for (const Role& role : rule.roles) {
            if (!role.is_optional && !binding_.fields.contains(std::string(role.name))) {
                report("the role " + std::string(role.name) + " is missing");
            }
        }
        for (const auto& [name, ids] : binding_.fields) {
            const Role* role = rule.role(name);
            if (role == nullptr) {
                report("there is no role " + name + "; roles: " + names_of(rule.roles));
            } else if (ids.empty() || (ids.size() > 1 && !role->is_of_many)) {
                report("the role " + name + " takes " +
                       (ids.empty() ? "a field" : "one field only"));
            } else {
                check_fields(*role, ids);
            }
        }
    }

    void check_fields(const Role& role, const std::vector<std::string>& ids) {
        const std::string name(role.name);
        for (const std::string& id : ids) {
            const form::Field* field = form_.field(id);
            if (field == nullptr) {
                report("the role " + name + " names no field: " + id);
            } else if (!role.kinds.empty() && std::find(role.kinds.begin(), role.kinds.end(),
                                                        field->kind) == role.kinds.end()) {
                report("the role " + name + " takes " + names_of(role.kinds) + ", and " + id +
                       " is " + std::string(name_of(field->kind)));
            }
        }
    }

    void check_settings(const Rule& rule) {
        for (const auto& [name, value] : binding_.settings) {
            const Setting* setting = rule.setting(name);
            if (setting != nullptr) {
                check_setting(*setting, value);
            } else {
                const std::string settings = names_of(rule.settings);
                report("there is no setting " + name +
                       (settings.empty() ? "" : "; settings: " + settings));
            }
        }
        for (const Setting& setting : rule.settings) {
            const std::string name(setting.name);
            if (setting.is_needed && !binding_.settings.contains(name)) {
                report("the setting " + name + " is missing");
            }
        }
    }

    void check_setting(const Setting& setting, const std::string& value) {
        switch (setting.kind) {
            case SettingKind::number:
                check_number(setting, value);
                return;
            case SettingKind::word:
                if (std::find(setting.words.begin(), setting.words.end(), value) ==
                    setting.words.end()) {
                    report("the setting " + std::string(setting.name) + " is one of " +
                           names_of(setting.words));
                }
                return;
            case SettingKind::choices:
                check_choices(setting, value);
                return;
        }
    }

    void check_number(const Setting& setting, const std::string& value) {
        double number = 0;
        const char* end = value.data() + value.size();
        const auto [stop, error] = std::from_chars(value.data(), end, number);
        const bool is_in_range = error == std::errc() && stop == end && number >= setting.least &&
                                 number <= setting.most;
        if (!is_in_range) {
            report("the setting " + std::string(setting.name) + " is no number in its range");
        }
    }

    /// Each word is a choice of the field in the setting's role.
    void check_choices(const Setting& setting, const std::string& value) {
        const auto role = binding_.fields.find(std::string(setting.of_role));
        if (role == binding_.fields.end() || role->second.empty()) {
            return;
        }
        const form::Field* field = form_.field(role->second.front());
        if (field == nullptr || field->choices.empty()) {
            return;
        }
        for (const std::string& word : words_of(value)) {
            const bool is_choice =
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
