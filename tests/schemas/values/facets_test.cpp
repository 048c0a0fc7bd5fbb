// SPDX-License-Identifier: MPL-2.0
#include "schemas/values/facets.h"

#include <gtest/gtest.h>

#include <string>

namespace indgang {
namespace {

bool takes(ValueKind kind, std::string_view text) {
    return broken_facet(kind, text).empty();
}

TEST(Facets, LimitTheCharactersOfATextAndNotItsBytes) {
    std::string letters;
    for (int i = 0; i < 200; ++i) {
        letters += "æ";
    }
    EXPECT_TRUE(takes(ValueKind::name, letters));
    EXPECT_EQ(broken_facet(ValueKind::name, letters + "x"), "is too long");
    EXPECT_EQ(broken_facet(ValueKind::email, "ab"), "is too short");
}

TEST(Facets, OfAnAmountAreDigitsAndNotItsWriting) {
    for (const std::string_view amount :
         {"0", "-1", "+1", " 1.50\n", "00012.5000", ".5", "1.", "99999999999.99"}) {
        EXPECT_TRUE(takes(ValueKind::amount, amount)) << amount;
    }
    EXPECT_EQ(broken_facet(ValueKind::amount, "1.005"), "has too many decimals");
    EXPECT_EQ(broken_facet(ValueKind::amount, "99999999999999"), "has too many digits");
    for (const std::string_view none : {".", "-", "1e3", "1,5", "1 000", "--1", "kr. 5"}) {
        EXPECT_EQ(broken_facet(ValueKind::amount, none), "is no value of its type") << none;
    }
}

TEST(Facets, OfACountAreNineDigits) {
    EXPECT_TRUE(takes(ValueKind::count, "999999999"));
    EXPECT_TRUE(takes(ValueKind::count, "0000000000001"));
    EXPECT_TRUE(takes(ValueKind::count, "-0"));
    EXPECT_EQ(broken_facet(ValueKind::count, "1000000000"), "has too many digits");
    EXPECT_EQ(broken_facet(ValueKind::count, "-1"), "is below the least value");
    EXPECT_EQ(broken_facet(ValueKind::count, "4.0"), "is no value of its type");
}

TEST(Facets, OfADayAreThoseThatADateCanHold) {
    for (const std::string_view day : {"1850-01-01", "2150-12-31", "2024-02-29", " 2026-11-22Z"}) {
        EXPECT_TRUE(takes(ValueKind::date, day)) << day;
    }
    for (const std::string_view none : {"1849-12-31", "2151-01-01", "2023-02-29", "22-11-2026",
                                        "2026-11-22 ", "2026-11-22T10:00:00Z"}) {
        EXPECT_FALSE(takes(ValueKind::date, none)) << none;
    }
}

TEST(Facets, OfAPhoneNumberAreEightDigitsBehindTheCountryOrNone) {
    for (const std::string_view phone :
         {"62210412", "+4562210412", "0045 6 2 2 1 0 4 1 2", "00451234"}) {
        EXPECT_TRUE(takes(ValueKind::phone, phone)) << phone;
    }
    for (const std::string_view none :
         {"6221041", "622104123", "+4662210412", "+45 6221041", "62210412 ", "62  210412"}) {
        EXPECT_FALSE(takes(ValueKind::phone, none)) << none;
    }
}

TEST(Facets, ANumberIsHeldAgainstALimitThoughNoValueHoldsIt) {
    const auto limit = Value::of(*Amount::of_oere(100'050));
    EXPECT_TRUE(held_against("1000.50", limit) == 0);
    EXPECT_TRUE(held_against(" +1000.5", limit) == 0);
    EXPECT_TRUE(held_against("1000.51", limit) > 0);
    EXPECT_TRUE(held_against("9999999999999", limit) > 0);
    EXPECT_TRUE(held_against("-9999999999999", limit) < 0);
    EXPECT_TRUE(held_against(".5", limit) < 0);
    EXPECT_TRUE(held_against("12", Value::of_count(12)) == 0);
    EXPECT_TRUE(held_against("0013", Value::of_count(12)) > 0);
    EXPECT_TRUE(held_against("-0", Value::of_count(1)) < 0);
    const auto day = Value::of(*Date::parse_iso("2026-11-22"));
    EXPECT_TRUE(held_against("2026-11-22", day) == 0);
    EXPECT_TRUE(held_against("2026-11-23", day) > 0);
    EXPECT_TRUE(held_against("2025-12-31", day) < 0);
}

TEST(Facets, OfYesAndNoAreFourWords) {
    for (const std::string_view word : yes_no_words) {
        EXPECT_TRUE(takes(ValueKind::yes_no, word));
        EXPECT_TRUE(takes(ValueKind::signature, word));
    }
    EXPECT_FALSE(takes(ValueKind::yes_no, "Ja"));
    EXPECT_FALSE(takes(ValueKind::yes_no, "1"));
}

}  // namespace
}  // namespace indgang
