// SPDX-License-Identifier: MPL-2.0
// One application that comes twice must not become two cases: the same paper scanned again, the
// same form sent again under another key, the paper and the web page of one wish. Which of them
// counts only a person can say, so the later one asks.
//
// A print that somebody filled in has one set, so the same page of the same set is the same sheet,
// or a photocopy. Without a set the values speak. Values that nobody stands for are not compared: a
// digit that was read wrong must not make two of one. Nor does a signature tell them apart: who
// filled in the page on the web signed there, and may not have signed its print. What differs in a
// value that both stand for is another application, such as next month's.
#include <algorithm>
#include <set>

#include "pipeline/rules/applicant.h"
#include "pipeline/rules/bound.h"

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

/// Whether nothing tells them apart, and at least half of what either says is in both.
bool says_the_same(const ApplicationRecord& one, const ApplicationRecord& other) {
    std::size_t same = 0, either = 0;
    for (const record::FieldValue& field : one.fields) {
        const record::FieldValue* beside = other.field(field.field);
        if (field.value && field.value->kind() == ValueKind::signature) {
            continue;
        }
        const bool is_here = field.value.has_value();
        const bool is_there = beside != nullptr && beside->value;
        either += is_here || is_there ? 1 : 0;
        if (!is_here || !is_there) {
            continue;
        }
        if (field.value->canonical() == beside->value->canonical()) {
            ++same;
        } else if (field.is_accepted && beside->is_accepted) {
            return false;
        }
    }
    return same > 0 && 2 * same >= either;
}

}  // namespace

std::vector<record::Finding> came_before(const FormDefinition& form,
                                         const ApplicationRecord& record,
                                         std::span<const EarlierApplication> earlier) {
    std::vector<record::Finding> found;
    const auto cpr = applicant_of(form, record).cpr;
    for (const EarlierApplication& other : earlier) {
        const auto note = [&](const char* code) {
            found.push_back(finding(code, record::Severity::doubt, {},
                                    {{"came_before", other.id}, {"case", other.case_number}}));
        };
        if (other.is_same_print && shares_a_page(record, other.record)) {
            note("print_came_before");
        } else if (!cpr.empty() && cpr == applicant_of(form, other.record).cpr &&
                   says_the_same(record, other.record)) {
            note("application_came_before");
        }
    }
    return found;
}

}  // namespace indgang::rules
