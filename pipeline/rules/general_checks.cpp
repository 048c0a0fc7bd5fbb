// SPDX-License-Identifier: MPL-2.0
#include <algorithm>
#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "pipeline/rules/bound.h"
#include "pipeline/rules/families.h"
#include "schemas/core/utf8.h"

namespace indgang::rules {
namespace {

using record::Severity;

bool is_confirmed(const std::vector<record::Verdict>& verdicts, const std::string& field) {
    return std::any_of(verdicts.begin(), verdicts.end(), [&](const record::Verdict& verdict) {
        return verdict.field == field && verdict.agreement == record::Agreement::confirmed;
    });
}

bool is_there(const ApplicationRecord& record, const std::string& table, int row) {
    return std::any_of(record.tables.begin(), record.tables.end(), [&](const auto& each) {
        return each.table == table &&
               std::find(each.rows.begin(), each.rows.end(), row) != each.rows.end();
    });
}

bool is_struck_out(const ApplicationRecord& record, const std::string& first_field) {
    return std::any_of(record.findings.begin(), record.findings.end(), [&](const auto& each) {
        return each.rule == "row_struck_out" && !each.fields.empty() &&
               each.fields.front() == first_field;
    });
}

/// Rows of tables that stay empty before one that is there.
std::vector<record::Finding> check_rows(const FormDefinition& form, const ApplicationRecord& record,
                                        const std::vector<record::Verdict>&) {
    std::vector<record::Finding> findings;
    std::set<std::pair<std::string, int>> seen;
    for (const form::Field& field : form.fields) {
        if (field.row == 0 || !seen.emplace(field.table, field.row).second ||
            is_there(record, field.table, field.row) || is_struck_out(record, field.id)) {
            continue;
        }
        const auto table =
            std::find_if(record.tables.begin(), record.tables.end(),
                         [&](const auto& rows) { return rows.table == field.table; });
        if (table == record.tables.end() || table->rows.empty() || table->rows.back() < field.row) {
            continue;
        }
        // Nobody leaves out a line for nothing: on paper it may hold writing that was not seen.
        const record::FieldValue* value = record.field(field.id);
        const bool is_from_paper = value != nullptr && is_scanned(*value);
        findings.push_back(finding("row_skipped",
                                   is_from_paper ? Severity::doubt : Severity::remark, {field.id},
                                   {{"table", field.table}, {"row", std::to_string(field.row)}}));
    }
    return findings;
}

/// Whether the form asks for the field in this application; nothing: that cannot be known.
std::optional<bool> is_shown(const form::Field& field, const ApplicationRecord& record) {
    bool is_known = true;
    for (const auto& condition : field.terms.shown_when) {
        const auto held = holds(condition, record);
        if (held && !*held) {
            return false;
        }
        is_known = is_known && held;
    }
    return is_known ? std::optional(true) : std::nullopt;
}

bool is_required(const form::Field& field, const ApplicationRecord& record) {
    const auto& conditions = field.terms.required_when;
    const bool may_be = field.is_required ||
                        std::any_of(conditions.begin(), conditions.end(), [&](const auto& each) {
                            return holds(each, record).value_or(false);
                        });
    return may_be && is_shown(field, record).value_or(false);
}

/// An answer where the form asks for none may show that the answer before it is wrong. It stops
/// nothing: people leave an old phone number in, and strike out nothing on screens.
std::vector<record::Finding> check_shown(const FormDefinition& form,
                                         const ApplicationRecord& record,
                                         const std::vector<record::Verdict>&) {
    std::vector<record::Finding> findings;
    for (const form::Field& field : form.fields) {
        const Value* value = record.value(field.id);
        const bool is_no = value != nullptr && value->yes_no() != nullptr && !*value->yes_no();
        if (value != nullptr && !is_no && !is_shown(field, record).value_or(true)) {
            findings.push_back(finding("not_asked_for", Severity::remark, {field.id}));
        }
    }
    return findings;
}

/// In a table the required fields of each row that is there; of XML a signature is no field that
/// can be filled.
std::vector<record::Finding> check_required(const FormDefinition& form,
                                            const ApplicationRecord& record,
                                            const std::vector<record::Verdict>&) {
    std::vector<record::Finding> findings;
    for (const form::Field& field : form.fields) {
        if (!is_required(field, record)) {
            continue;
        }
        const bool can_be_filled =
            field.kind != ValueKind::signature || record.source == record::Source::paper;
        const record::FieldValue* value = record.field(field.id);
        const bool is_empty = value == nullptr || (!value->value && value->doubt.empty());
        const bool is_asked = field.row == 0 || is_there(record, field.table, field.row);
        if (is_asked && can_be_filled && is_empty) {
            findings.push_back(finding("required_missing", Severity::error, {field.id}));
        }
    }
    return findings;
}

/// Longer than anybody lives, so a date before it is a slip: 1898 for 1998.
constexpr int most_years = 120;

bool is_of_another_century(const Date& date, const Date& receipt) {
    return date.day().year() + std::chrono::years(most_years) < receipt.day().year();
}

std::vector<record::Finding> check_dates(const FormDefinition&, const ApplicationRecord& record,
                                         const std::vector<record::Verdict>&) {
    std::vector<record::Finding> findings;
    const Date receipt = danish_day(record.received_at);
    for (const record::FieldValue& field : record.fields) {
        const Date* date = field.value ? field.value->date() : nullptr;
        if (date != nullptr && is_of_another_century(*date, receipt)) {
            findings.push_back(finding("date_too_long_ago", Severity::doubt, {field.field},
                                       {{"date", date->iso()}}));
        }
    }
    return findings;
}

/// Characters that nobody sees, and those that turn the direction in which a text is shown.
bool is_unseen(char32_t c) {
    return (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF;
}

bool holds_unseen(std::string_view text) {
    for (std::size_t at = skip_ascii(text, 0); at < text.size(); at = skip_ascii(text, at)) {
        const Utf8Start start = utf8_start(text.substr(at));
        if (is_unseen(start.code_point)) {
            return true;
        }
        at += start.length;
    }
    return false;
}

std::vector<record::Finding> check_unseen(const FormDefinition&, const ApplicationRecord& record,
                                          const std::vector<record::Verdict>&) {
    std::vector<record::Finding> findings;
    for (const record::FieldValue& field : record.fields) {
        const std::string* text = field.value ? field.value->text() : nullptr;
        if (text != nullptr && holds_unseen(*text)) {
            findings.push_back(finding("unseen_characters", Severity::doubt, {field.field}));
        }
    }
    return findings;
}

/// What a register confirms needs neither check digit nor a likely age.
std::vector<record::Finding> check_cpr_numbers(const FormDefinition&,
                                               const ApplicationRecord& record,
                                               const std::vector<record::Verdict>& verdicts) {
    std::vector<record::Finding> findings;
    const Date receipt = danish_day(record.received_at);
    for (const record::FieldValue& field : record.fields) {
        const CprNumber* cpr = field.value ? field.value->cpr() : nullptr;
        if (cpr == nullptr) {
            continue;
        }
        if (is_of_another_century(cpr->birth_date(), receipt) &&
            !is_confirmed(verdicts, field.field)) {
            findings.push_back(finding("born_too_long_ago", Severity::doubt, {field.field}));
        }
        if (cpr->birth_date() > receipt) {
            findings.push_back(finding("born_after_receipt", Severity::doubt, {field.field}));
        }
        if (cpr->passes_modulus_11() || is_confirmed(verdicts, field.field)) {
            continue;
        }
        // "Personnummeret i CPR-systemet": since October 2007 numbers without the check digit are
        // issued, so it says nothing of a number that was typed. Of one that was read it is the
        // best alarm there is: every single wrong digit and every swap breaks it. Replacement
        // numbers are not issued by CPR and promise no check digit.
        if (is_scanned(field)) {
            findings.push_back(finding("cpr_check_digit", Severity::doubt, {field.field}));
        } else if (!cpr->is_replacement()) {
            findings.push_back(finding("cpr_check_digit", Severity::remark, {field.field}));
        }
    }
    return findings;
}

}  // namespace

std::vector<Check> general_checks() {
    return {
        {.name = "required_fields",
         .what = "Each required field is filled, in a table those of each row that is there. A "
                 "field with `shown_when` is required only when that holds, one with "
                 "`required_when` when that does.",
         .findings = {{"required_missing", Effect::parks}},
         .check = check_required},
        {.name = "asked_fields",
         .what = "Nothing stands in a field whose `shown_when` does not hold, or \"nej\".",
         .findings = {{"not_asked_for", Effect::remarks}},
         .check = check_shown},
        {.name = "rows_in_order",
         .what = "No row of a table is left out before one that is filled.",
         .findings = {{"row_skipped", Effect::parks_on_paper}},
         .check = check_rows},
        {.name = "plausible_cpr_numbers",
         .what =
             "No CPR number is of somebody born after the day of receipt. One that no register "
             "confirms has its check digit, and its owner was born at most 120 years before the "
             "year of receipt.",
         .clause = {"CPR office: Personnummeret i CPR-systemet",
                    "Since October 2007 numbers without the check digit are issued."},
         .findings = {{"born_after_receipt", Effect::parks},
                      {"born_too_long_ago", Effect::parks},
                      {"cpr_check_digit", Effect::parks_on_paper}},
         .check = check_cpr_numbers},
        {.name = "plausible_dates",
         .what = "No date is more than 120 years before the year of receipt.",
         .findings = {{"date_too_long_ago", Effect::parks}},
         .check = check_dates},
        {.name = "seen_characters",
         .what = "No text holds characters that nobody sees or that turn its direction.",
         .findings = {{"unseen_characters", Effect::parks}},
         .check = check_unseen},
    };
}

}  // namespace indgang::rules
