// SPDX-License-Identifier: MPL-2.0
#include "schemas/register/company.h"

#include "schemas/register/facts.h"
#include "schemas/register/words.h"

namespace indgang::registers {
namespace {

std::optional<Date> date_fact(const record::Facts& facts, const char* word) {
    const Value* value = find_fact(facts, word);
    return value == nullptr ? std::nullopt : copied(value->date());
}

}  // namespace

bool Company::is_there_on(Date day) const {
    return (!started || *started <= day) && (!ceased || day < *ceased);
}

Company company_of(const record::Facts& facts) {
    return {.number = text_fact(facts, words::cvr),
            .name = text_fact(facts, words::company_name),
            .started = date_fact(facts, words::started),
            .ceased = date_fact(facts, words::ceased)};
}

record::Facts facts_of(const Company& company) {
    record::Facts facts;
    put_text(facts, words::cvr, ValueKind::cvr, company.number);
    put_text(facts, words::company_name, ValueKind::name, company.name);
    put_value(facts, words::started, company.started);
    put_value(facts, words::ceased, company.ceased);
    return facts;
}

}  // namespace indgang::registers
