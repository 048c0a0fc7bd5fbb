// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/form/definition.h"
#include "schemas/record/record.h"

namespace indgang::rules {

/// What a register has decided that a field says, beyond doubt. What was written stays its `raw`.
struct Correction {
    std::string field;
    std::optional<Value> value;  ///< nothing: it is empty
};

/// What a rule says of one record.
struct Judgement {
    std::vector<record::Finding> findings;
    std::vector<record::Verdict> verdicts;
    /// Come with a remark that says so; it stays with the record, because the next judgement finds
    /// the fields as they are then.
    std::vector<Correction> corrections = {};
};

/// What a form fills with one of its fields, or with several.
struct Role {
    std::string_view name;
    std::vector<ValueKind> kinds = {};  ///< that the field may have; empty: any
    bool is_optional = false;           ///< a binding may leave it out
    bool is_of_many = false;            ///< takes a list of fields
};

enum class SettingKind {
    number,  ///< from `least` to `most`
    word,    ///< one of `words`
};
[[nodiscard]] std::string_view name_of(SettingKind kind);

/// A word or a number that a form gives to a rule.
struct Setting {
    std::string_view name;
    SettingKind kind = SettingKind::number;
    std::string_view what = {};       ///< a sentence for people, with the unit
    std::string_view otherwise = {};  ///< its value when it is not given or cannot be read
    bool is_needed = false;           ///< a binding without it is refused
    double least = 0;
    double most = 0;
    std::vector<std::string_view> words = {};
};

/// What a finding does to its application.
enum class Effect {
    remarks,         ///< it goes on, and the case worker reads of it
    parks,           ///< it waits for a person
    parks_on_paper,  ///< it waits when a machine read the fields, else it goes on with a remark
};
[[nodiscard]] std::string_view name_of(Effect effect);

/// A finding that a rule may give. Its code is record::Finding::rule, and with the first field the
/// reason of parking.
struct FindingCode {
    std::string_view code;
    Effect effect = Effect::remarks;
};

/// The law, standard or guide that a rule carries out.
struct Clause {
    std::string_view reference = {};  ///< "CPR law, section 28"; empty: none
    std::string_view text = {};       ///< what it means for the rule, in a sentence
};

/// A rule, whole: what a form may bind to it, what it may find, and two pure functions. Forms bind
/// rules to their fields by name (form::RuleBinding). Each family (families.h) lists its own rules;
/// `rules` are all of them.
struct Rule {
    std::string_view name;
    std::string_view what;  ///< what it checks, a plain sentence
    Clause clause = {};
    std::vector<Role> roles;
    std::vector<Setting> settings = {};
    std::vector<FindingCode> findings = {};
    /// What the rule needs to know; empty when fields are empty. Never asks twice.
    std::vector<record::Question> (*questions)(const form::FormDefinition& form,
                                               const form::RuleBinding& binding,
                                               const record::ApplicationRecord& record) = nullptr;
    Judgement (*judge)(const form::FormDefinition& form, const form::RuleBinding& binding,
                       const record::InquiredRecord& record) = nullptr;

    [[nodiscard]] const Role* role(std::string_view role_name) const;
    [[nodiscard]] const Setting* setting(std::string_view setting_name) const;
};

/// A check that holds for every form, without a binding.
struct Check {
    std::string_view name;
    std::string_view what;
    Clause clause = {};
    std::vector<FindingCode> findings = {};
    /// `verdicts` are those of all rules.
    std::vector<record::Finding> (*check)(const form::FormDefinition& form,
                                          const record::ApplicationRecord& record,
                                          const std::vector<record::Verdict>& verdicts) = nullptr;
};
[[nodiscard]] std::span<const Check> checks();
[[nodiscard]] std::span<const Rule> rules();
[[nodiscard]] const Rule* find_rule(std::string_view name);

/// What is wrong with a binding, and where it is written.
struct BindingProblem {
    SourcePlace place;  ///< in form.toml
    std::string text;   ///< "rule NAME: what is wrong"
};
/// Every problem of a form's bindings; empty when all fit.
[[nodiscard]] std::vector<BindingProblem> check_bindings(const form::FormDefinition& form);

/// Everything that is wrong with the definition of a form: what load_form says, else its bindings.
/// Gives:  "FORM/VERSION/form.toml:LINE:COLUMN: what", a text each; empty: nothing.
/// Errors: those of load_form that are no problem of the definition (no form.toml).
[[nodiscard]] std::vector<std::string> check_form(const std::filesystem::path& folder);

/// All questions of all bindings, without repetition.
[[nodiscard]] std::vector<record::Question> questions(const form::FormDefinition& form,
                                                      const record::ApplicationRecord& record);

/// Runs all bindings and the checks that hold for every form.
[[nodiscard]] record::ValidatedRecord validate(const form::FormDefinition& form,
                                               record::InquiredRecord record);

/// Pages that `one` and `other`, two applications of one form and batch, seem to have exchanged:
/// registers contradict the page of each where it is, and less beside the other's pages.
/// Takes: both with the answers to all of their questions.
/// Gives: a doubt exchanged_page for each page of `one`; `other` has its own.
[[nodiscard]] std::vector<record::Finding> exchanged_pages(const form::FormDefinition& form,
                                                           const record::InquiredRecord& one,
                                                           const record::InquiredRecord& other);

/// An application that came before in this or another arrival, and is not closed.
struct EarlierApplication {
    std::string id;
    std::string case_number;  ///< empty: it is no case yet
    bool is_same_print = false;
    record::ApplicationRecord record;
};

/// What an application has in common with earlier ones, so that nobody makes a second case of it
/// unasked: doubts print_came_before (the same print with the same page of the form) and
/// application_came_before (the same person and no value that differs, but for where to reach
/// somebody and the day of signing); and the remark person_came_before (the same person) with the
/// fields that differ.
[[nodiscard]] std::vector<record::Finding> came_before(const form::FormDefinition& form,
                                                       const record::ApplicationRecord& record,
                                                       std::span<const EarlierApplication> earlier);

/// Adds what was found after `validate`. What a person let pass is a remark, as there.
void add_findings(record::ValidatedRecord& record, std::vector<record::Finding> findings);

/// Decides. Parked: a finding of severity doubt or error, or a field that is not accepted and that
/// no register confirms (an empty optional field is no doubt).
[[nodiscard]] record::SettledRecord settle(const form::FormDefinition& form,
                                           record::ValidatedRecord record);

}  // namespace indgang::rules
