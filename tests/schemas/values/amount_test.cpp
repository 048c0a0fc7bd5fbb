// SPDX-License-Identifier: MPL-2.0
#include "schemas/values/amount.h"

#include <gtest/gtest.h>

#include <random>

#include "schemas/values/value.h"

namespace indgang {
namespace {

constexpr std::int64_t most_oere = 1'000'000'000'000;
constexpr std::int64_t nothing = most_oere + 1;

std::int64_t danish(std::string_view text) {
    const auto amount = Amount::parse_danish(text);
    return amount ? amount->oere() : nothing;
}

std::int64_t decimal(std::string_view text) {
    const auto amount = Amount::parse_decimal(text);
    return amount ? amount->oere() : nothing;
}

TEST(Amount, ReadsXsDecimal) {
    EXPECT_EQ(decimal("6234.50"), 623450);
    EXPECT_EQ(decimal("6234.5"), 623450);
    EXPECT_EQ(decimal("4500"), 450000);
    EXPECT_EQ(decimal("-5"), -500);
    EXPECT_EQ(decimal("+5.05"), 505);
    EXPECT_EQ(decimal(".5"), 50);
    EXPECT_EQ(decimal("-0.01"), -1);
    EXPECT_EQ(decimal("007"), 700);
}

TEST(Amount, RejectsWhatIsNoDecimalToTheOere) {
    for (const auto* text :
         {"", "-", ".", "1.234", "1,5", "1 000", "1e3", "--5", "5-", "0x5", "1.2.3", "kr 5", "٣"}) {
        EXPECT_EQ(decimal(text), nothing) << text;
    }
}

TEST(Amount, ReadsDanishNotation) {
    EXPECT_EQ(danish("6.234,50"), 623450);
    EXPECT_EQ(danish("6234,50"), 623450);
    EXPECT_EQ(danish("kr. 6.234,-"), 623400);
    EXPECT_EQ(danish("6 234,50"), 623450);
    EXPECT_EQ(danish("6\xC2\xA0"
                     "234,50"),
              623450);
    EXPECT_EQ(danish("4500"), 450000);
    EXPECT_EQ(danish("4500 kr."), 450000);
    EXPECT_EQ(danish("4500,00 DKK"), 450000);
    EXPECT_EQ(danish("1.234.567,89"), 123456789);
    EXPECT_EQ(danish("-250,5"), -25050);
    EXPECT_EQ(danish("00045"), 4500);
}

TEST(Amount, TakesADotOnlyBeforeThreeDigits) {
    EXPECT_EQ(danish("1.234"), 123400);
    EXPECT_EQ(danish("1.23"), nothing);
    EXPECT_EQ(danish("1.2345"), nothing);
    EXPECT_EQ(danish("1234.567"), nothing);
    EXPECT_EQ(danish("1234.50"), nothing);
    EXPECT_EQ(danish("1.23,50"), nothing);
}

TEST(Amount, RejectsWhatIsNoDanishAmount) {
    for (const auto* text : {"", "kr.", "-", ",", ",50", "4500,", "4,500.00", "1.234 567", "1..234",
                             "6.234,5O", "12,345", "1,2,3", "4500-", "abe", "5 00"}) {
        EXPECT_EQ(danish(text), nothing) << text;
    }
}

TEST(Amount, StandsWithinTenBillionKroner) {
    EXPECT_EQ(decimal("10000000000.00"), most_oere);
    EXPECT_EQ(decimal("10000000000.01"), nothing);
    EXPECT_EQ(decimal("-10000000000"), -most_oere);
    EXPECT_EQ(decimal("99999999999999999999999999"), nothing);
    EXPECT_EQ(danish("10.000.000.000"), most_oere);
    EXPECT_FALSE(Amount::of_oere(most_oere + 1));
    EXPECT_FALSE(Amount::of_oere(-most_oere - 1));
}

TEST(Amount, WritesOereOnlyWhenThereAreAny) {
    EXPECT_EQ(Amount::of_oere(450000)->decimal(), "4500");
    EXPECT_EQ(Amount::of_oere(623450)->decimal(), "6234.50");
    EXPECT_EQ(Amount::of_oere(-5)->decimal(), "-0.05");
    EXPECT_EQ(Amount::of_oere(0)->decimal(), "0");
    EXPECT_EQ(Amount::of_oere(450000)->decimal_with_oere(), "4500.00");
}

TEST(Amount, ReadsBackWhatItWrites) {
    std::mt19937_64 random(7);
    std::uniform_int_distribution<std::int64_t> any(-most_oere, most_oere);
    for (int i = 0; i < 2000; ++i) {
        const auto amount = Amount::of_oere(any(random) / (1 + i % 100000));
        ASSERT_TRUE(amount);
        ASSERT_EQ(Amount::parse_decimal(amount->decimal()), amount);
        ASSERT_EQ(Amount::parse_decimal(amount->decimal_with_oere()), amount);
        ASSERT_EQ(Amount::parse_danish(Value::of(*amount).danish()), amount);
    }
}

}  // namespace
}  // namespace indgang
