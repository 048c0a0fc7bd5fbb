// SPDX-License-Identifier: MPL-2.0
// What a form may bind a rule to. A form is data that somebody edits, so a slip in it (a role that
// is misspelt, an amount where a date belongs) is found when the form is loaded and not when an
// application has been judged by half a rule.
#include <algorithm>
#include <charconv>
#include <sstream>

#include "pipeline/rules/bound.h"
#include "schemas/error/error.h"
#include "schemas/toml/nearest_word.h"

namespace indgang::rules {
namespace {

/// "amount yes_no"
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

template <typename Named>
std::vector<std::string> names(const Named& all) {
    std::vector<std::string> result;
    for (const auto& each : all) {
        result.emplace_back(each.name);
    }
    return result;
}

/// With the older writing of an attribute of fields (docs/formats/form.md), which forms may use.
std::vector<std::string> rule_names() {
    auto result = names(rules());
    result.emplace_back("required_when");
    return result;
}

class BindingCheck {
  public:
    BindingCheck(const form::FormDefinition& form, const form::RuleBinding& binding,
                 std::vector<BindingProblem>& problems)
        : form_(form), binding_(binding), problems_(problems) {}

    void run() {
        const Rule* rule = find_rule(binding_.rule);
        if (rule == nullptr) {
            report("there is no such rule" + suggestion(binding_.rule, rule_names()));
            return;
        }
        check_roles(*rule);
        check_settings(*rule);
    }

  private:
    /// `name` of the role or setting that is wrong; empty: the binding itself.
    void report(const std::string& what, const std::string& name = {}) {
        const auto place = binding_.places.find(name);
        problems_.push_back({place == binding_.places.end() ? binding_.place : place->second,
                             "rule " + binding_.rule + ": " + what});
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
                report("there is no role " + name + suggestion(name, names(rule.roles)), name);
            } else if (ids.empty() || (ids.size() > 1 && !role->is_of_many)) {
                report(
                    "the role " + name + " takes " + (ids.empty() ? "a field" : "one field only"),
                    name);
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
                report("the role " + name + " names no field: " + id, name);
            } else if (!role.kinds.empty() && std::find(role.kinds.begin(), role.kinds.end(),
                                                        field->kind) == role.kinds.end()) {
                report("the role " + name + " takes " + names_of(role.kinds) + ", and " + id +
                           " is " + std::string(name_of(field->kind)),
                       name);
            }
        }
    }

    void check_settings(const Rule& rule) {
        for (const auto& [name, value] : binding_.settings) {
            const Setting* setting = rule.setting(name);
            if (setting != nullptr) {
                check_setting(*setting, value);
            } else {
                report("there is no setting " + name + suggestion(name, names(rule.settings)),
                       name);
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
                               names_of(setting.words),
                           std::string(setting.name));
                }
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
            report("the setting " + std::string(setting.name) +
                       " is no number in its range: from " +
                       std::to_string(static_cast<int>(setting.least)) + " to " +
                       std::to_string(static_cast<int>(setting.most)),
                   std::string(setting.name));
        }
    }

    const form::FormDefinition& form_;
    const form::RuleBinding& binding_;
    std::vector<BindingProblem>& problems_;
};

}  // namespace

std::vector<BindingProblem> check_bindings(const form::FormDefinition& form) {
    std::vector<BindingProblem> problems;
    for (const form::RuleBinding& binding : form.rules) {
        BindingCheck(form, binding, problems).run();
    }
    return problems;
}

std::vector<std::string> check_form(const std::filesystem::path& folder) {
    std::vector<std::string> problems;
    try {
        const auto form = form::load_form(folder);
        const auto file =
            form.folder.parent_path().filename() / form.folder.filename() / "form.toml";
        for (const BindingProblem& problem : check_bindings(form)) {
            problems.push_back(file.string() + ":" + problem.place.text() + ": " + problem.text);
        }
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::bad_input && error.kind() != ErrorKind::limit) {
            throw;
        }
        std::istringstream lines(error.what());
        for (std::string line; std::getline(lines, line);) {
            problems.push_back(line);
        }
    }
    return problems;
}

}  // namespace indgang::rules
