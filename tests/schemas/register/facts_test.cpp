// SPDX-License-Identifier: MPL-2.0
#include <gtest/gtest.h>

#include "schemas/register/company.h"
#include "schemas/register/dwelling.h"
#include "schemas/register/income_month.h"
#include "schemas/register/words.h"

namespace indgang::registers {
namespace {

TEST(Dwelling, IsTheSameAfterFacts) {
    const Dwelling dwelling{"enhed-1", 62, 2, true, false, std::nullopt, "140"};
    const auto facts = facts_of(dwelling);
    EXPECT_EQ(facts.at("boligareal").canonical(), "62");
    EXPECT_EQ(facts.at("vaerelser").canonical(), "2");
    EXPECT_EQ(facts.at("toilet").canonical(), "ja");
    EXPECT_EQ(facts.at("bad").canonical(), "nej");
    EXPECT_FALSE(facts.contains("koekken"));
    const Dwelling again = dwelling_of(facts);
    EXPECT_EQ(again.unit, "enhed-1");
    EXPECT_EQ(again.area_m2, 62);
    EXPECT_EQ(again.bath, false);
    EXPECT_EQ(again.kitchen, std::nullopt);
    EXPECT_EQ(again.use, "140");
    EXPECT_EQ(facts_of(again), facts);
}

TEST(Company, IsTheSameAfterFacts) {
    const Company company{"10202027", "Odense Trykkeri A/S", Date::of(1974, 10, 15), std::nullopt};
    const auto facts = facts_of(company);
    EXPECT_EQ(facts.at("cvr").canonical(), "10202027");
    EXPECT_EQ(facts.at("navn").canonical(), "Odense Trykkeri A/S");
    EXPECT_EQ(facts.at("startdato").canonical(), "1974-10-15");
    EXPECT_FALSE(facts.contains("ophoersdato"));
    EXPECT_EQ(facts_of(company_of(facts)), facts);
}

TEST(Company, IsThereFromItsFirstDayToTheDayBeforeItCeased) {
    const Company company{"10202027", "", Date::of(2020, 1, 2), Date::of(2026, 6, 30)};
    EXPECT_FALSE(company.is_there_on(*Date::of(2020, 1, 1)));
    EXPECT_TRUE(company.is_there_on(*Date::of(2020, 1, 2)));
    EXPECT_TRUE(company.is_there_on(*Date::of(2026, 6, 29)));
    EXPECT_FALSE(company.is_there_on(*Date::of(2026, 6, 30)));
    EXPECT_TRUE(Company{}.is_there_on(*Date::of(2026, 6, 30))) << "CVR says nothing of it";
}

TEST(IncomeMonth, IsTheSameAfterFacts) {
    const IncomeMonth month{*Date::of(2026, 9, 1), *Amount::of_oere(2980000),
                            Amount::of_oere(238400), std::nullopt};
    const auto facts = facts_of(month);
    EXPECT_EQ(facts.at("maaned").canonical(), "2026-09-01");
    EXPECT_EQ(facts.at("a_indkomst").canonical(), "29800");
    EXPECT_EQ(facts.at("am_bidrag").canonical(), "2384");
    EXPECT_FALSE(facts.contains("a_skat"));
    const auto again = income_month_of(facts);
    ASSERT_TRUE(again);
    EXPECT_EQ(facts_of(*again), facts);
}

TEST(IncomeMonth, NeedsItsMonthAndItsIncome) {
    record::Facts facts = facts_of(IncomeMonth{*Date::of(2026, 9, 1), *Amount::of_oere(1), {}, {}});
    for (const auto* word : {"maaned", "a_indkomst"}) {
        record::Facts less = facts;
        less.erase(word);
        EXPECT_FALSE(income_month_of(less)) << word;
    }
}

TEST(Questions, HaveTheKeysOfTheRegisters) {
    const Value cpr = Value::of(*CprNumber::parse("6101551234"));
    const auto person = person_question(cpr, "32.18.00");
    EXPECT_EQ(person.registry, "cpr");
    EXPECT_EQ(person.key.at("cpr"), cpr);
    const auto income = income_question(cpr, *Date::of(2026, 8, 1), *Date::of(2026, 10, 31), "32");
    EXPECT_EQ(income.registry, "eindkomst");
    EXPECT_EQ(income.key.at("fra").canonical(), "2026-08-01");
    EXPECT_EQ(income.key.at("til").canonical(), "2026-10-31");
}

}  // namespace
}  // namespace indgang::registers
