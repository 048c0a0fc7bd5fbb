// SPDX-License-Identifier: MPL-2.0
#include "schemas/values/cpr_number.h"

#include <gtest/gtest.h>

namespace indgang {
namespace {

std::string digits(std::string_view text) {
    const auto cpr = CprNumber::parse(text);
    return cpr ? cpr->digits() : "nothing";
}

std::string birth(std::string_view text) {
    const auto cpr = CprNumber::parse(text);
    return cpr ? cpr->birth_date().iso() : "nothing";
}

TEST(CprNumber, TakesItsUsualWritings) {
    for (const auto* text : {"6101901234", "610190-1234", " 610190-1234 ", "610190 - 1234",
                             "610190 1234", "urn:oio:cpr:6101901234"}) {
        EXPECT_EQ(digits(text), "6101901234") << text;
    }
}

TEST(CprNumber, RejectsOtherShapes) {
    for (const auto* text :
         {"", "610190123", "61019012345", "610190--1234", "61-0190-1234", "610190_1234",
          "6101901O34", "urn:oio:cvr:6101901234", "0000000000", "610190-123", "61019-01234"}) {
        EXPECT_EQ(digits(text), "nothing") << text;
    }
}

TEST(CprNumber, RejectsDaysThatDoNotExist) {
    EXPECT_EQ(digits("9202901234"), "nothing");  // 32 February
    EXPECT_EQ(digits("9002901234"), "nothing");  // 30 February
    EXPECT_EQ(digits("6113901234"), "nothing");  // month 13
    EXPECT_EQ(digits("6001901234"), "nothing");  // day 0
    EXPECT_EQ(digits("4501901234"), "nothing");  // neither a day nor day + 60
}

TEST(CprNumber, KnowsTheLeapDayOfItsOwnCentury) {
    EXPECT_EQ(digits("8902001234"), "nothing");  // 1900 has none
    EXPECT_EQ(birth("8902004234"), "2000-02-29");
}

TEST(CprNumber, TakesTheCenturyFromTheSeventhDigit) {
    EXPECT_EQ(birth("6101000000"), "1900-01-01");
    EXPECT_EQ(birth("6101993999"), "1999-01-01");
    EXPECT_EQ(birth("6101364000"), "2036-01-01");
    EXPECT_EQ(birth("6101374000"), "1937-01-01");
    EXPECT_EQ(birth("6101369000"), "2036-01-01");
    EXPECT_EQ(birth("6101379000"), "1937-01-01");
    EXPECT_EQ(birth("6101575000"), "2057-01-01");
    EXPECT_EQ(birth("6101585000"), "1858-01-01");
    EXPECT_EQ(birth("6101998999"), "1899-01-01");
}

TEST(CprNumber, KnowsReplacementNumbers) {
    EXPECT_TRUE(CprNumber::parse("6101901234")->is_replacement());
    EXPECT_TRUE(CprNumber::parse("9101901234")->is_replacement());
    EXPECT_EQ(birth("9101901234"), "1990-01-31");
}

TEST(CprNumber, IsFemaleWhenTheLastDigitIsEven) {
    EXPECT_TRUE(CprNumber::parse("6101901234")->is_female());
    EXPECT_FALSE(CprNumber::parse("6101901235")->is_female());
}

TEST(CprNumber, TakesNumbersThatFailModulus11) {
    int passing = 0;
    for (int serial = 0; serial < 4000; ++serial) {
        std::string text = std::to_string(serial);
        text.insert(0, 4 - text.size(), '0');
        const auto cpr = CprNumber::parse("610190" + text);
        ASSERT_TRUE(cpr);
        passing += cpr->passes_modulus_11() ? 1 : 0;
    }
    EXPECT_GE(passing, 4000 / 11);
    EXPECT_LE(passing, 4000 / 11 + 1);
}

TEST(CprNumber, Modulus11SeesEverySingleWrongDigit) {
    // 6*4+1*3+0*2+1*7+9*6+0*5+0*4+0*3+0*2 = 88, so the check digit is 0: the case that a peer's
    // formula 11 - (sum mod 11) rejects.
    const std::string right = "6101900000";
    ASSERT_TRUE(CprNumber::parse(right)->passes_modulus_11());
    for (std::size_t i = 0; i < right.size(); ++i) {
        for (char digit = '0'; digit <= '9'; ++digit) {
            std::string wrong = right;
            wrong[i] = digit;
            const auto cpr = CprNumber::parse(wrong);
            if (wrong != right && cpr) {
                EXPECT_FALSE(cpr->passes_modulus_11()) << i << digit;
            }
        }
    }
}

}  // namespace
}  // namespace indgang
