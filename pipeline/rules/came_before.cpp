// SPDX-License-Identifier: MPL-2.0
// One application that comes twice must not become two cases: the same paper scanned again, the
// same form sent again under another key, the paper and the web page of one wish. Which of them
// counts only a person can say, so the later one asks.
//
// A print that somebody filled in has one set, so the same page of the same set is the same sheet,
// or a photocopy. Without a set the values speak. Values that nobody stands for are not compared: a
// digit that was read wrong must not make two of one. Nor does what says nothing of the wish tell
// them apart: who filled in the page on the web signed there and may not have signed its print, or
// signed it some days later, and a telephone or an e-mail is where to reach somebody. What differs
// in another value that both stand for may be another application, such as next month's, or the
// same one with a slip mended. It goes on, and a remark names the earlier one and what differs.
#include <algorithm>
#include <chrono>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/rules/applicant.h"
#include "pipeline/rules/bound.h"
#include "schemas/core/geometry.h"

namespace indgang::rules {
namespace {

bool shares_a_page(const ApplicationRecord& one, const ApplicationRecord& other) {
    std::set<int> pages;
    for (const record::PageRef& page : one.pages) {
        pages.insert(page.form_page);
    }
    pages.erase(0);  // an attachment
    return std::any_of(other.pages.begin(), other.pages.end(),
                       [&](const record::PageRef& page) { return pages.contains(page.form_page); });
}

/// Paper that goes with what was sent on the web is signed and posted within a week. Monthly
/// applications are further apart.
constexpr std::chrono::days signed_apart_most{7};

/// The dates of signatures: those that a rule binds to one, and those on its printed line.
std::set<std::string> signing_dates(const FormDefinition& form) {
    std::set<std::string> dates;
    for (const RuleBinding& binding : form.rules) {
        if (binding.rule == "signed" && binding.fields.contains("date")) {
            const auto& bound = binding.fields.at("date");
            dates.insert(bound.begin(), bound.end());
        }
    }
    for (const form::Zone& signature : form.zones) {
        if (signature.capture != form::Capture::signature) {
            continue;
        }
        for (const form::Zone& zone : form.zones) {
            const form::Field* field = form.field(zone.field);
            if (field != nullptr && field->kind == ValueKind::date && zone.page == signature.page &&
                gap_y(zone.box, signature.box) == 0) {
                dates.insert(zone.field);
            }
        }
    }
    return dates;
}

/// Whether two different values of a field may stand in one and the same wish.
bool is_no_difference(const Value& one, const Value& other, bool is_signing_date) {
    if (one.kind() == ValueKind::phone || one.kind() == ValueKind::email) {
        return true;
    }
    if (!is_signing_date || one.date() == nullptr || other.date() == nullptr) {
        return false;
    }
    const auto apart =
        std::chrono::sys_days(one.date()->day()) - std::chrono::sys_days(other.date()->day());
    return std::chrono::abs(apart) <= signed_apart_most;
}

struct Comparison {
    std::size_t same = 0;              ///< fields with the same value in both
    std::size_t either = 0;            ///< fields with a value in one of them
    bool is_told_apart = false;        ///< by a value for which both stand
    std::vector<std::string> differs;  ///< the fields in which both stand for something else

    /// Nothing tells them apart, and at least half of what either says is in both.
    [[nodiscard]] bool is_the_same() const {
        return !is_told_apart && same > 0 && 2 * same >= either;
    }
};

Comparison compare(const FormDefinition& form, const ApplicationRecord& one,
                   const ApplicationRecord& other) {
    Comparison found;
    const auto dates = signing_dates(form);
    for (const record::FieldValue& field : one.fields) {
        const record::FieldValue* beside = other.field(field.field);
        const Value* here = field.value ? &*field.value : nullptr;
        const Value* there = beside != nullptr && beside->value ? &*beside->value : nullptr;
        const Value* any = here != nullptr ? here : there;
        if (any == nullptr || any->kind() == ValueKind::signature) {
            continue;
        }
        const bool are_both = here != nullptr && there != nullptr;
        const bool is_same = are_both && here->canonical() == there->canonical();
        const bool is_stood_for = field.is_accepted && beside != nullptr && beside->is_accepted;
        if (!is_same && is_stood_for) {
            found.differs.push_back(field.field);
        }
        const bool is_slight =
            !is_same && are_both && is_no_difference(*here, *there, dates.contains(field.field));
        if (is_slight) {
            continue;
        }
        ++found.either;
        found.same += is_same ? 1 : 0;
        found.is_told_apart = found.is_told_apart || (!is_same && are_both && is_stood_for);
    }
    return found;
}

}  // namespace

std::vector<record::Finding> came_before(const FormDefinition& form,
                                         const ApplicationRecord& record,
                                         std::span<const EarlierApplication> earlier) {
    std::vector<record::Finding> found;
    const auto cpr = applicant_of(form, record).cpr;
    for (const EarlierApplication& other : earlier) {
        const auto note = [&](const char* code, record::Severity severity,
                              std::vector<std::string> fields = {}) {
            found.push_back(finding(code, severity, std::move(fields),
                                    {{"came_before", other.id}, {"case", other.case_number}}));
        };
        if (other.is_same_print && shares_a_page(record, other.record)) {
            note("print_came_before", record::Severity::doubt);
            continue;
        }
        if (cpr.empty() || cpr != applicant_of(form, other.record).cpr) {
            continue;
        }
        auto compared = compare(form, record, other.record);
        if (compared.is_the_same()) {
            note("application_came_before", record::Severity::doubt);
        } else if (!other.is_same_print && !compared.differs.empty()) {
            note("person_came_before", record::Severity::remark, std::move(compared.differs));
        }
    }
    return found;
}

}  // namespace indgang::rules
