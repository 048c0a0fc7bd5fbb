// SPDX-License-Identifier: MPL-2.0
#include "schemas/register/person.h"

#include <gtest/gtest.h>

#include <set>

#include "schemas/register/words.h"

namespace indgang::registers {
namespace {

const CprNumber number = *CprNumber::parse("6101551234");

Person whole(Protection protection) {
    return {.number = number,
            .current = *CprNumber::parse("6202561234"),
            .name = {"Åge", "Holm", "Sørensen"},
            .status = PersonStatus::resident,
            .relations = {CivilStatus::registered_partner, *CprNumber::parse("6303154321")},
            .home = {protection, Address{"Hemmelighedsstien", "12B", "2", "th", "9990", "Skagen"},
                     *Date::of(2024, 3, 1), "813"}};
}

std::set<std::string> words_of(const record::Facts& facts) {
    std::set<std::string> result;
    for (const auto& [word, value] : facts) {
        result.insert(word);
    }
    return result;
}

TEST(Person, IsTheSameAfterFacts) {
    for (const auto protection : {Protection::none, Protection::name_and_address}) {
        const auto facts = facts_of(whole(protection));
        const Person again = person_of(facts);
        EXPECT_EQ(again.number, number);
        EXPECT_EQ(again.current->digits(), "6202561234");
        EXPECT_EQ(again.name.first + again.name.middle + again.name.last, "ÅgeHolmSørensen");
        EXPECT_EQ(again.status, PersonStatus::resident);
        EXPECT_EQ(again.relations.civil_status, CivilStatus::registered_partner);
        EXPECT_EQ(again.relations.spouse->digits(), "6303154321");
        EXPECT_EQ(again.home.protection(), protection);
        EXPECT_EQ(*again.home.to_compare(), *whole(protection).home.to_compare());
        EXPECT_EQ(again.home.municipality_to_route(), "813");
        EXPECT_EQ(facts_of(again), facts);
    }
}

/// The words of stored records: docs/formats/registers.md.
TEST(Person, HasTheWordsOfTheRecordFormat) {
    EXPECT_EQ(words_of(facts_of(whole(Protection::none))),
              (std::set<std::string>{"cpr", "gaeldende_cpr", "fornavn", "mellemnavn", "efternavn",
                                     "status", "civilstand", "aegtefaelle_cpr", "vejnavn",
                                     "husnummer", "etage", "doer", "postnummer", "bynavn",
                                     "tilflytningsdato", "kommunekode", "adressebeskyttet"}));
}

TEST(Person, OfUnknownWordsIsNothing) {
    record::Facts facts;
    facts.emplace("civilstand", *Value::of_text(ValueKind::text, "registreret_partnerskab"));
    facts.emplace("status", *Value::of_text(ValueKind::text, "99"));
    const Person person = person_of(facts);
    EXPECT_FALSE(person.relations.civil_status);
    EXPECT_FALSE(person.status);
    EXPECT_EQ(person.home.to_compare(), nullptr);
}

TEST(PersonStatus, IsKnownAgainByItsCode) {
    for (const PersonStatus status : person_statuses()) {
        EXPECT_EQ(person_status_of(code_of(status)), status);
    }
    EXPECT_EQ(person_statuses().size(), 11U);
    EXPECT_EQ(code_of(PersonStatus::dead), "90");
    EXPECT_FALSE(person_status_of("1"));
}

TEST(Protection, ShowsNoAddress) {
    EXPECT_EQ(whole(Protection::name_and_address).home.to_show(), nullptr);
    EXPECT_NE(whole(Protection::name_and_address).home.to_compare(), nullptr);
    EXPECT_NE(whole(Protection::none).home.to_show(), nullptr);
}

TEST(Protection, HoldsUntilTheRegisterSaysNo) {
    EXPECT_TRUE(Person{}.home.is_protected());
    EXPECT_TRUE(person_of({}).home.is_protected());
    record::Facts facts = facts_of(whole(Protection::none));
    facts.insert_or_assign("adressebeskyttet", *Value::of_text(ValueKind::text, "nej"));
    EXPECT_TRUE(person_of(facts).home.is_protected());
}

TEST(Protection, KeepsNothingOfTheHome) {
    const auto kept = facts_to_keep(facts_of(whole(Protection::name_and_address)));
    EXPECT_EQ(words_of(kept), (std::set<std::string>{
                                  "cpr", "gaeldende_cpr", "fornavn", "mellemnavn", "efternavn",
                                  "status", "civilstand", "aegtefaelle_cpr", "adressebeskyttet"}));
    EXPECT_TRUE(person_of(kept).home.is_protected());
}

/// A register may tell more than this version has words for.
TEST(Protection, KeepsNoFactThatIsNotKnown) {
    for (const auto protection : {Protection::none, Protection::name_and_address}) {
        record::Facts facts = facts_of(whole(protection));
        facts.emplace("lokalitet", *Value::of_text(ValueKind::text, "Hemmelighedsgården"));
        EXPECT_EQ(facts_to_keep(facts).contains("lokalitet"), protection == Protection::none);
    }
}

TEST(Protection, TakesNothingFromOpenPersons) {
    const auto facts = facts_of(whole(Protection::none));
    EXPECT_EQ(facts_to_keep(facts), facts);
}

TEST(Municipality, HasThreeDigits) {
    EXPECT_TRUE(is_municipality("101"));
    EXPECT_TRUE(is_municipality("955"));
    for (const char* text : {"", "61", "061", "0461", "4611", "4 1", "46x"}) {
        EXPECT_FALSE(is_municipality(text)) << text;
    }
}

}  // namespace
}  // namespace indgang::registers
