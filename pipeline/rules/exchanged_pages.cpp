// SPDX-License-Identifier: MPL-2.0
// Two people's page 2 exchanged: each application is whole and in order, and says what the other
// person's home is like. Paper without sets tells nothing of it; registers do. What an application
// says on a page is held against what they know of the person and the address on the other pages.
// A difference alone is no sign: honest people differ from BBR and eIndkomst every day. But where
// the page of each of two applications differs from the registers of its own and differs less from
// those of the other, both at once, it is no accident.
//
// The rules of the form do the comparing: a page of the other application is put in place of one's
// own, and all is judged again with the answers that are there. A page that holds what the
// registers were asked with (number, address) raises other questions then, and is not compared.
#include <algorithm>
#include <set>

#include "pipeline/rules/bound.h"

namespace indgang::rules {
namespace {

std::set<std::string> fields_on(const FormDefinition& form, int page) {
    std::set<std::string> fields;
    for (const form::Zone* zone : form.zones_on(page)) {
        fields.insert(zone->field);
    }
    return fields;
}

std::vector<std::string> differing(const FormDefinition& form, const InquiredRecord& inquired,
                                   const std::set<std::string>& fields) {
    std::vector<std::string> found;
    for (const record::Verdict& verdict : validate(form, inquired).verdicts) {
        if (verdict.agreement == record::Agreement::differs && fields.contains(verdict.field)) {
            found.push_back(verdict.field);
        }
    }
    return found;
}

/// `one` with `fields` as `other` has them.
InquiredRecord with_page_of(InquiredRecord one, const ApplicationRecord& other,
                            const std::set<std::string>& fields) {
    for (record::FieldValue& value : one.record.fields) {
        const record::FieldValue* put =
            fields.contains(value.field) ? other.field(value.field) : nullptr;
        if (put != nullptr) {
            value = *put;
        }
    }
    return one;
}

bool is_all_answered(const FormDefinition& form, const InquiredRecord& inquired) {
    const auto asked = questions(form, inquired.record);
    return std::all_of(asked.begin(), asked.end(), [&](const record::Question& question) {
        return find_answer(inquired, question) != nullptr;
    });
}

/// Whether `fields` of `other` differ less from what registers know of `one` than its own.
bool fits_better(const FormDefinition& form, const InquiredRecord& one,
                 const ApplicationRecord& other, const std::set<std::string>& fields) {
    const std::size_t own = differing(form, one, fields).size();
    if (own == 0) {
        return false;
    }
    const InquiredRecord exchanged = with_page_of(one, other, fields);
    return is_all_answered(form, exchanged) && differing(form, exchanged, fields).size() < own;
}

}  // namespace

std::vector<record::Finding> exchanged_pages(const FormDefinition& form, const InquiredRecord& one,
                                             const InquiredRecord& other) {
    std::vector<record::Finding> found;
    for (const record::PageRef& page : one.record.pages) {
        const auto fields = fields_on(form, page.form_page);
        if (fits_better(form, one, other.record, fields) &&
            fits_better(form, other, one.record, fields)) {
            found.push_back(finding("exchanged_page", record::Severity::doubt,
                                    differing(form, one, fields),
                                    {{"page_in_batch", format_page_place(page.page)},
                                     {"page_of_form", std::to_string(page.form_page)},
                                     {"fits_application", std::to_string(other.record.ordinal)}}));
        }
    }
    return found;
}

}  // namespace indgang::rules
