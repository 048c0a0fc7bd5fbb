// SPDX-License-Identifier: MPL-2.0
// Rules that need no register: sums, dates, and what must be filled, declared and signed.
#include <algorithm>

#include "pipeline/rules/bound.h"
#include "schemas/values/danish_text.h"

namespace indgang::rules {
namespace {

using record::Severity;

/// Nothing stands in the field, and nobody doubts that. A field that could not be read has its own
/// doubt, and a person sees that one.
bool is_empty(const ApplicationRecord& record, const std::string& id) {
    const record::FieldValue* field = record.field(id);
    return field == nullptr || (!field->value && field->doubt.empty());
}

}  // namespace

Judgement judge_sum_within(const FormDefinition&, const RuleBinding& binding,
                           const InquiredRecord& inquired) {
    const Value* total = value_of(binding, inquired.record, "total");
    if (total == nullptr || total->amount() == nullptr) {
        return {};
    }
    std::int64_t sum_oere = 0;
    std::vector<std::string> fields;
    for (const std::string& id : ids_of(binding, "parts")) {
        const Value* part = inquired.record.value(id);
        if (part != nullptr && part->amount() != nullptr) {
            sum_oere += part->amount()->oere();
            fields.push_back(id);
        }
    }
    const auto sum = Amount::of_oere(sum_oere);
    if (sum_oere <= total->amount()->oere()) {
        return {};
    }
    fields.push_back(id_of(binding, "total"));
    return {{finding("sum_exceeds_total", Severity::error, std::move(fields),
                     {{"sum", sum ? sum->decimal() : ""}, {"total", total->canonical()}})},
            {}};
}

/// A form may ask for the same thing on each of its pages, so that a page of somebody else shows.
Judgement judge_same_on_each_page(const FormDefinition&, const RuleBinding& binding,
                                  const InquiredRecord& inquired) {
    const Value* first = nullptr;
    bool is_same = true;
    std::vector<std::string> fields;
    for (const std::string& id : ids_of(binding, "fields")) {
        const Value* value = inquired.record.value(id);
        if (value == nullptr) {
            continue;  // left empty, or another finding's matter
        }
        fields.push_back(id);
        first = first == nullptr ? value : first;
        is_same = is_same && folded(value->canonical()) == folded(first->canonical());
    }
    if (is_same) {
        return {};
    }
    return {{finding("pages_contradict", Severity::doubt, std::move(fields))}, {}};
}

Judgement judge_date_order(const FormDefinition&, const RuleBinding& binding,
                           const InquiredRecord& inquired) {
    const Value* earlier = value_of(binding, inquired.record, "earlier");
    const Value* later = value_of(binding, inquired.record, "later");
    const bool is_known = earlier != nullptr && earlier->date() != nullptr && later != nullptr &&
                          later->date() != nullptr;
    if (!is_known || *earlier->date() <= *later->date()) {
        return {};
    }
    return {{finding("dates_wrong_order", Severity::error,
                     {id_of(binding, "earlier"), id_of(binding, "later")},
                     {{"earlier", earlier->canonical()}, {"later", later->canonical()}})},
            {}};
}

Judgement judge_date_not_after_receipt(const FormDefinition&, const RuleBinding& binding,
                                       const InquiredRecord& inquired) {
    const Value* value = value_of(binding, inquired.record, "date");
    const Date receipt = danish_day(inquired.record.received_at);
    if (value == nullptr || value->date() == nullptr || *value->date() <= receipt) {
        return {};
    }
    return {{finding("date_after_receipt", Severity::error, {id_of(binding, "date")},
                     {{"date", value->canonical()}, {"received", receipt.iso()}})},
            {}};
}

Judgement judge_required_when(const FormDefinition&, const RuleBinding& binding,
                              const InquiredRecord& inquired) {
    Judgement judgement;
    const auto equals = binding.settings.find("equals");
    const std::string state = text_of(binding, inquired.record, "condition");
    if (equals == binding.settings.end() || !holds_word(equals->second, state)) {
        return judgement;
    }
    for (const std::string& id : ids_of(binding, "fields")) {
        if (is_empty(inquired.record, id)) {
            judgement.findings.push_back(finding("required_missing", Severity::error, {id}));
        }
    }
    return judgement;
}

Judgement judge_declared(const FormDefinition&, const RuleBinding& binding,
                         const InquiredRecord& inquired) {
    const std::string& field = id_of(binding, "declaration");
    const Value* value = inquired.record.value(field);
    const bool is_no = value != nullptr && value->yes_no() != nullptr && !*value->yes_no();
    if (!is_no && !is_empty(inquired.record, field)) {
        return {};
    }
    return {{finding("declaration_missing", Severity::error, {field})}, {}};
}

Judgement judge_signed(const FormDefinition&, const RuleBinding& binding,
                       const InquiredRecord& inquired) {
    // The sender of XML has logged in, which is the signature of that way.
    Judgement judgement;
    if (inquired.record.source != record::Source::paper) {
        return judgement;
    }
    const std::string& field = id_of(binding, "signature");
    const Value* value = inquired.record.value(field);
    const bool is_absent = value != nullptr && value->yes_no() != nullptr && !*value->yes_no();
    if (is_absent || is_empty(inquired.record, field)) {
        judgement.findings.push_back(finding("signature_missing", Severity::error, {field}));
    }
    const std::string& date = id_of(binding, "date");
    if (!date.empty() && is_empty(inquired.record, date)) {
        judgement.findings.push_back(finding("signature_date_missing", Severity::remark, {date}));
    }
    return judgement;
}

}  // namespace indgang::rules
