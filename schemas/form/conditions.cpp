// SPDX-License-Identifier: MPL-2.0
//
// What a field is asked and required by: conditions on other fields. An author writes a condition
// once, at a field, a section or (the older way) in a rule `required_when`; here it becomes what
// each single field of the form carries, so that paper, XML, screens and checks see one thing.
#include <algorithm>
#include <sstream>

#include "schemas/error/verify.h"
#include "schemas/form/expand.h"
#include "schemas/toml/nearest_word.h"

namespace indgang::form {
namespace {

/// "husstand.*.cpr" as the ids of all its rows, anything else as itself.
std::vector<std::string> with_rows(const FormDefinition& form, const std::string& id) {
    const auto star = id.find(".*.");
    if (star == std::string::npos) {
        return {id};
    }
    const auto group = id.substr(0, star + 1);
    const auto column = id.substr(star + 2);
    std::vector<std::string> ids;
    for (const auto& field : form.fields) {
        if (field.id.starts_with(group) && field.id.ends_with(column)) {
            ids.push_back(field.id);
        }
    }
    return ids.empty() ? std::vector<std::string>{id} : ids;
}

std::vector<std::string> written_ids(const FormDefinition& form) {
    std::vector<std::string> ids;
    for (const auto& field : form.fields) {
        if (field.row < 2) {
            ids.push_back(field.written_id());
        }
    }
    return ids;
}

/// Whether a field that is not on the form is defined: then it was told that it stands in no row.
bool is_told(const FormSource& source, const FormDefinition& form, const std::string& id) {
    const auto ids = written_ids(form);
    return source.fields.contains(id) && std::find(ids.begin(), ids.end(), id) == ids.end();
}

class Conditions {
  public:
    Conditions(const FormSource& source, FormDefinition& form, Problems& problems)
        : source_(source), form_(form), problems_(problems) {}

    /// The condition of one field; nothing, and a problem, when it names what is not there.
    std::optional<Condition> of(const ConditionSource& source, const Field& field,
                                const std::string& prefix) {
        auto condition = source.condition;
        const auto* asked = find(source, field, prefix);
        if (!asked) {
            return std::nullopt;
        }
        if (asked->id == field.id) {
            problems_.add(source.at, "a condition of '" + field.id + "' is on the field itself");
            return std::nullopt;
        }
        condition.field = asked->id;
        return has_good_values(source, *asked) ? std::optional(condition) : std::nullopt;
    }

  private:
    const Field* find(const ConditionSource& source, const Field& field,
                      const std::string& prefix) {
        const auto& wanted = source.condition.field;
        if (field.row > 0 && wanted.starts_with(field.table + ".")) {
            const auto inner = wanted.substr(field.table.size());
            if (const auto* found =
                    form_.field(field.table + "." + std::to_string(field.row) + inner)) {
                return found;
            }
        }
        if (const auto* found = prefix.empty() ? nullptr : form_.field(prefix + wanted)) {
            return found;
        }
        if (const auto* found = form_.field(wanted)) {
            return found;
        }
        const auto ids = written_ids(form_);
        if (is_told(source_, form_, wanted)) {
            return nullptr;
        }
        const bool is_of_table = std::find(ids.begin(), ids.end(), wanted) != ids.end();
        problems_.add(source.at,
                      is_of_table ? "condition: '" + wanted +
                                        "' stands in each row of a table; only fields of the same "
                                        "row can ask for it"
                                  : "condition: the form has no field '" + wanted + "'" +
                                        suggestion(wanted, ids));
        return nullptr;
    }

    bool has_good_values(const ConditionSource& source, const Field& asked) {
        std::vector<std::string> keys;
        for (const auto& choice : asked.choices) {
            keys.push_back(choice.key);
        }
        if (asked.kind == ValueKind::yes_no) {
            keys = {"ja", "nej"};
        }
        bool is_good = true;
        for (const auto& value : source.condition.values) {
            const bool is_known = keys.empty()
                                      ? parse_canonical(asked.kind, value).has_value()
                                      : std::find(keys.begin(), keys.end(), value) != keys.end();
            if (!is_known) {
                problems_.add(source.at, "condition: '" + asked.written_id() + "' has no choice '" +
                                             value + "'" + suggestion(value, keys));
                is_good = false;
            }
        }
        return is_good;
    }

    const FormSource& source_;
    FormDefinition& form_;
    Problems& problems_;
};

/// A rule `required_when`: roles condition and fields, setting equals.
void take_required_when(const RuleSource& rule, const FormSource& form_source, FormDefinition& form,
                        Problems& problems) {
    const auto& binding = rule.binding;
    const auto complain = [&](const std::string& name, const std::string& text) {
        const auto place = binding.places.find(name);
        problems.add(place == binding.places.end() ? binding.place : place->second,
                     "rule required_when: " + text);
    };
    if (!rule.each_row.empty() || !rule.when.empty()) {
        return complain("",
                        "takes no `each_row` and no `when`; write `required_when` at the field");
    }
    for (const auto& [role, ids] : binding.fields) {
        if (role != "condition" && role != "fields") {
            return complain(role,
                            "there is no role " + role + suggestion(role, {"condition", "fields"}));
        }
    }
    for (const auto& [name, value] : binding.settings) {
        if (name != "equals") {
            return complain(name, "there is no setting " + name + suggestion(name, {"equals"}));
        }
    }
    const auto condition = binding.fields.find("condition");
    const auto fields = binding.fields.find("fields");
    const auto equals = binding.settings.find("equals");
    if (condition == binding.fields.end() || fields == binding.fields.end() ||
        equals == binding.settings.end()) {
        return complain("", condition == binding.fields.end() ? "the role condition is missing"
                            : fields == binding.fields.end()  ? "the role fields is missing"
                                                              : "the setting equals is missing");
    }
    if (condition->second.size() != 1) {
        return complain("condition", "the role condition takes one field only");
    }
    ConditionSource source{binding.place, {condition->second.front(), {}, {}, {}}};
    std::istringstream words(equals->second);
    for (std::string word; words >> word;) {
        source.condition.values.push_back(word);
    }
    Conditions conditions(form_source, form, problems);
    for (const auto& each : fields->second) {
        for (const auto& id : with_rows(form, each)) {
            const auto field = std::find_if(form.fields.begin(), form.fields.end(),
                                            [&](const Field& one) { return one.id == id; });
            if (field == form.fields.end() && is_told(form_source, form, id)) {
                continue;
            }
            if (field == form.fields.end()) {
                complain("fields", "no field '" + id + "'" + suggestion(id, written_ids(form)));
            } else if (auto made = conditions.of(source, *field, "")) {
                field->terms.required_when.push_back(std::move(*made));
            }
        }
    }
}

}  // namespace

Text with_conditions(const Text& words, const std::vector<ConditionSource>& shown_when,
                     const std::vector<ConditionSource>& required_when) {
    const auto whole = [&](Language language) {
        std::string all = words.in(language);
        for (const auto* conditions : {&shown_when, &required_when}) {
            for (const auto& each : *conditions) {
                const auto& note = each.condition.note.in(language);
                all += (all.empty() || note.empty() ? "" : " ") + note;
            }
        }
        return all;
    };
    return {whole(Language::danish), whole(Language::english)};
}

void expand_conditions(const FormSource& source, const std::vector<FlowSection>& sections,
                       FormDefinition& form, Problems& problems) {
    Conditions conditions(source, form, problems);
    const auto add = [&](std::vector<Condition>& to, const std::vector<ConditionSource>& from,
                         const Field& field, const std::string& prefix) {
        for (const auto& each : from) {
            if (auto made = conditions.of(each, field, prefix)) {
                to.push_back(std::move(*made));
            }
        }
    };
    for (const auto& section : sections) {
        bool has_required = false;
        for (const auto& row : section.rows) {
            for (const auto& items : row.columns) {
                for (const auto& item : items) {
                    auto& field = form.fields[item.field];
                    add(field.terms.shown_when, section.source->shown_when, field, item.prefix);
                    add(field.terms.shown_when, item.source->shown_when, field, item.prefix);
                    add(field.terms.required_when, item.source->required_when, field, item.prefix);
                    if (field.is_required && !section.source->required_when.empty()) {
                        add(field.terms.required_when, section.source->required_when, field,
                            item.prefix);
                        field.is_required = false;
                        has_required = true;
                    }
                }
            }
        }
        if (!section.source->required_when.empty() && !has_required) {
            problems.add(section.source->required_when.front().at,
                         "section, required_when: none of its fields is `required`");
        }
    }
}

namespace {

/// "arbejde.*.fra" is the one of that row.
std::vector<std::string> in_row(const FormDefinition& form, const std::string& id,
                                const std::string& table, int row) {
    const auto group = table + ".*.";
    return row > 0 && id.starts_with(group)
               ? std::vector{table + "." + std::to_string(row) + "." + id.substr(group.size())}
               : with_rows(form, id);
}

class Rules {
  public:
    Rules(const FormSource& source, FormDefinition& form, Problems& problems)
        : source_(source), form_(form), problems_(problems), ids_known_(written_ids(form)) {}

    void bind(const RuleSource& rule) {
        if (rule.each_row.empty()) {
            bind(rule, 0);
            return;
        }
        const auto* table = form_.table(rule.each_row);
        if (table == nullptr) {
            std::vector<std::string> tables;
            for (const auto& each : form_.tables) {
                tables.push_back(each.id);
            }
            problems_.add(rule.at, "rule " + rule.binding.rule + ", each_row: no table '" +
                                       rule.each_row + "'" + suggestion(rule.each_row, tables));
            return;
        }
        for (int row = 1; row <= table->rows; ++row) {
            bind(rule, row);
        }
    }

  private:
    void bind(const RuleSource& rule, int row) {
        const auto& binding = rule.binding;
        RuleBinding bound{binding.rule, {}, binding.settings, binding.place, binding.places};
        for (const auto& [role, ids] : binding.fields) {
            for (const auto& id : ids) {
                for (auto& one : in_row(form_, id, rule.each_row, row)) {
                    if (!form_.field(one) && !is_told(source_, form_, one)) {
                        // As it is written, so that it is told once and not for each row.
                        const auto& named = row > 0 ? id : one;
                        problems_.add(binding.places.at(role), "rule " + binding.rule +
                                                                   ": no field '" + named + "'" +
                                                                   suggestion(named, ids_known_));
                    }
                    bound.fields[role].push_back(std::move(one));
                }
            }
        }
        // As a field of that row would ask.
        Field asking;
        asking.table = rule.each_row;
        asking.row = row;
        Conditions conditions(source_, form_, problems_);
        for (const auto& each : rule.when) {
            if (auto made = conditions.of(each, asking, "")) {
                bound.when.push_back(std::move(*made));
            }
        }
        form_.rules.push_back(std::move(bound));
    }

    const FormSource& source_;
    FormDefinition& form_;
    Problems& problems_;
    std::vector<std::string> ids_known_;
};

}  // namespace

bool Condition::holds_for(std::optional<std::string_view> value) const {
    const bool is_of_values = value && std::ranges::find(values, *value) != values.end();
    switch (test) {
        case Test::is_one_of:
            return is_of_values;
        case Test::is_none_of:
            return value && !is_of_values;
        case Test::is_answered:
            return value.has_value();
        case Test::is_empty:
            return !value;
    }
    VERIFY(!"a condition without a test");
}

void expand_rules(const FormSource& source, FormDefinition& form, Problems& problems) {
    Rules rules(source, form, problems);
    for (const auto& rule : source.rules) {
        if (rule.binding.rule == "required_when") {
            take_required_when(rule, source, form, problems);
        } else {
            rules.bind(rule);
        }
    }
}

}  // namespace indgang::form
