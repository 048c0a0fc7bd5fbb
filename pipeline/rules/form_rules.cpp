// SPDX-License-Identifier: MPL-2.0
// Rules that need no register: sums, dates, and what must be filled, declared and signed.
#include <algorithm>

#include "pipeline/rules/bound.h"
#include "pipeline/rules/families.h"
#include "schemas/values/danish_text.h"

namespace indgang::rules {
namespace {

using record::Severity;

/// What is paid is never below 0, and a part below 0 would hide how large the others are.
void add_negative(Judgement& judgement, const std::string& field, const Value& value) {
    if (value.amount()->oere() < 0) {
        judgement.findings.push_back(
            finding("amount_negative", Severity::doubt, {field}, {{"amount", value.canonical()}}));
    }
}

Judgement judge_sum_within(const FormDefinition&, const RuleBinding& binding,
                           const InquiredRecord& inquired) {
    Judgement judgement;
    std::int64_t sum_oere = 0;
    std::vector<std::string> fields;
    for (const std::string& id : ids_of(binding, "parts")) {
        const Value* part = inquired.record.value(id);
        if (part != nullptr && part->amount() != nullptr) {
            add_negative(judgement, id, *part);
            sum_oere += part->amount()->oere();
            fields.push_back(id);
        }
    }
    const Value* total = value_of(binding, inquired.record, "total");
    if (total == nullptr || total->amount() == nullptr) {
        return judgement;
    }
    add_negative(judgement, id_of(binding, "total"), *total);
    if (sum_oere > total->amount()->oere()) {
        const auto sum = Amount::of_oere(sum_oere);
        fields.push_back(id_of(binding, "total"));
        judgement.findings.push_back(
            finding("sum_exceeds_total", Severity::error, std::move(fields),
                    {{"sum", sum ? sum->decimal() : ""}, {"total", total->canonical()}}));
    }
    return judgement;
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

}  // namespace

std::vector<Rule> form_rules() {
    return {
        {.name = "sum_within",
         .what = "The parts are together no more than the total, and none of them is below 0.",
         .roles = {{.name = "parts", .kinds = {ValueKind::amount}, .is_of_many = true},
                   {.name = "total", .kinds = {ValueKind::amount}}},
         .findings = {{"sum_exceeds_total", Effect::parks}, {"amount_negative", Effect::parks}},
         .questions = no_questions,
         .judge = judge_sum_within},
        {.name = "date_order",
         .what = "One date is not after another.",
         .roles = {{.name = "earlier", .kinds = {ValueKind::date}},
                   {.name = "later", .kinds = {ValueKind::date}}},
         .findings = {{"dates_wrong_order", Effect::parks}},
         .questions = no_questions,
         .judge = judge_date_order},
        {.name = "date_not_after_receipt",
         .what = "The date is not after the day, in Denmark, on which the application came.",
         .clause = {"Directive 2000/84/EC, articles 2 and 3",
                    "Summer time decides which day it is in Denmark."},
         .roles = {{.name = "date", .kinds = {ValueKind::date}}},
         .findings = {{"date_after_receipt", Effect::parks}},
         .questions = no_questions,
         .judge = judge_date_not_after_receipt},
        {.name = "declared",
         .what = "The applicant made the declaration.",
         .roles = {{.name = "declaration"}},
         .findings = {{"declaration_missing", Effect::parks}},
         .questions = no_questions,
         .judge = judge_declared},
        {.name = "signed",
         .what = "Paper is signed and dated. The sender of XML has logged in, which is the "
                 "signature of that way.",
         .roles = {{.name = "signature", .kinds = {ValueKind::signature}},
                   {.name = "date", .kinds = {ValueKind::date}, .is_optional = true}},
         .findings = {{"signature_missing", Effect::parks},
                      {"signature_date_missing", Effect::remarks}},
         .questions = no_questions,
         .judge = judge_signed},
        {.name = "same_on_each_page",
         .what = "Fields that the form has on several pages hold the same, so that a page of "
                 "somebody else shows.",
         .roles = {{.name = "fields", .is_of_many = true}},
         .findings = {{"pages_contradict", Effect::parks}},
         .questions = no_questions,
         .judge = judge_same_on_each_page},
    };
}

}  // namespace indgang::rules
