// SPDX-License-Identifier: MPL-2.0
#include "schemas/register/dwelling.h"

#include "schemas/register/facts.h"
#include "schemas/register/words.h"

namespace indgang::registers {
namespace {

struct CountWord {
    const char* word;
    std::optional<std::int64_t> Dwelling::*member;
};
constexpr CountWord counts[] = {{words::area, &Dwelling::area_m2},
                                {words::rooms, &Dwelling::rooms}};

struct YesNoWord {
    const char* word;
    std::optional<bool> Dwelling::*member;
};
constexpr YesNoWord answers[] = {{words::toilet, &Dwelling::toilet},
                                 {words::bath, &Dwelling::bath},
                                 {words::kitchen, &Dwelling::kitchen}};

}  // namespace

Dwelling dwelling_of(const record::Facts& facts) {
    Dwelling dwelling;
    dwelling.unit = text_fact(facts, words::unit);
    for (const CountWord& each : counts) {
        const Value* value = find_fact(facts, each.word);
        dwelling.*each.member = value == nullptr ? std::nullopt : copied(value->count());
    }
    for (const YesNoWord& each : answers) {
        const Value* value = find_fact(facts, each.word);
        dwelling.*each.member = value == nullptr ? std::nullopt : copied(value->yes_no());
    }
    dwelling.use = text_fact(facts, words::use);
    return dwelling;
}

record::Facts facts_of(const Dwelling& dwelling) {
    record::Facts facts;
    put_text(facts, words::unit, ValueKind::text, dwelling.unit);
    for (const CountWord& each : counts) {
        if (const auto& count = dwelling.*each.member) {
            facts.insert_or_assign(each.word, Value::of_count(*count));
        }
    }
    for (const YesNoWord& each : answers) {
        if (const auto& is_there = dwelling.*each.member) {
            facts.insert_or_assign(each.word, Value::of_yes_no(*is_there));
        }
    }
    put_text(facts, words::use, ValueKind::text, dwelling.use);
    return facts;
}

}  // namespace indgang::registers
