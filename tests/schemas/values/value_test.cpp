// SPDX-License-Identifier: MPL-2.0
#include "schemas/values/value.h"

#include <gtest/gtest.h>

#include <tuple>

namespace indgang {
namespace {

/// The canonical value, or "!" and the reason of the trouble.
std::string parsed(ValueKind kind, std::string_view raw, Notation notation) {
    const auto result = parse_value(kind, raw, notation);
    if (const auto* value = std::get_if<Value>(&result)) {
        EXPECT_EQ(value->kind(), kind);
        return value->canonical();
    }
    return "!" + std::get<ValueTrouble>(result).reason;
}
std::string danish(ValueKind kind, std::string_view raw) {
    return parsed(kind, raw, Notation::danish);
}
std::string xml(ValueKind kind, std::string_view raw) {
    return parsed(kind, raw, Notation::xml);
}

TEST(ValueKind, HasANameBothWays) {
    for (int i = 0; i <= static_cast<int>(ValueKind::signature); ++i) {
        const auto kind = static_cast<ValueKind>(i);
        EXPECT_EQ(value_kind_of(name_of(kind)), kind);
    }
    EXPECT_EQ(name_of(ValueKind::house_number), "house_number");
    EXPECT_EQ(name_of(ValueKind::bank_account), "bank_account");
    EXPECT_FALSE(value_kind_of("money"));
}

TEST(ParseValue, NeedsSomething) {
    for (int i = 0; i <= static_cast<int>(ValueKind::signature); ++i) {
        EXPECT_EQ(danish(static_cast<ValueKind>(i), " \n\t\xC2\xA0"), "!empty");
    }
}

TEST(ParseValue, RefusesBytesThatAreNoCleanUtf8) {
    for (int i = 0; i <= static_cast<int>(ValueKind::signature); ++i) {
        EXPECT_EQ(xml(static_cast<ValueKind>(i), "1\xE6"), "!not_utf8");
    }
    EXPECT_EQ(danish(ValueKind::name, "Åge\x01"), "!not_utf8");
}

TEST(ParseValue, RefusesTextsAboveTheirLimit) {
    EXPECT_EQ(danish(ValueKind::text, std::string(4000, 'a')), std::string(4000, 'a'));
    EXPECT_EQ(danish(ValueKind::text, std::string(4001, 'a')), "!text_too_long");
    EXPECT_EQ(danish(ValueKind::count, std::string(4001, '1')), "!text_too_long");
    EXPECT_EQ(danish(ValueKind::name, std::string(200, 'a')), std::string(200, 'a'));
    EXPECT_EQ(danish(ValueKind::name, std::string(201, 'a')), "!text_too_long");
}

TEST(ParseValue, CountsTheLengthOfNamesInCharacters) {
    std::string name;
    for (int i = 0; i < 200; ++i) {
        name += "Ø";
    }
    EXPECT_EQ(danish(ValueKind::name, name), name);
}

TEST(ParseValue, CleansTexts) {
    EXPECT_EQ(danish(ValueKind::text, "  en  linje \r\n\r\n og\ten til\n"),
              "en linje\n\nog en til");
    EXPECT_EQ(danish(ValueKind::name, " Åge \n Sørensen "), "Åge Sørensen");
    EXPECT_EQ(danish(ValueKind::name, "12 34"), "!not_a_name");
    EXPECT_EQ(danish(ValueKind::street, "10. Februar Vej"), "10. Februar Vej");
    EXPECT_EQ(danish(ValueKind::street, "---"), "!not_a_street");
    EXPECT_EQ(danish(ValueKind::city, "5000"), "!not_a_city");
    EXPECT_EQ(danish(ValueKind::choice, " lejebolig "), "lejebolig");
}

TEST(ParseValue, ReadsPartsOfAddresses) {
    EXPECT_EQ(danish(ValueKind::house_number, "012 b"), "12B");
    EXPECT_EQ(danish(ValueKind::house_number, "0"), "!not_a_house_number");
    EXPECT_EQ(danish(ValueKind::house_number, "1234"), "!not_a_house_number");
    EXPECT_EQ(danish(ValueKind::house_number, "12BC"), "!not_a_house_number");
    EXPECT_EQ(danish(ValueKind::house_number, "B12"), "!not_a_house_number");
    EXPECT_EQ(danish(ValueKind::floor, "3. sal"), "3");
    EXPECT_EQ(danish(ValueKind::floor, "99"), "99");
    EXPECT_EQ(danish(ValueKind::floor, "100"), "!not_a_floor");
    EXPECT_EQ(danish(ValueKind::floor, "0"), "!not_a_floor");
    EXPECT_EQ(danish(ValueKind::floor, "KL2"), "kl2");
    EXPECT_EQ(danish(ValueKind::floor, "loft"), "!not_a_floor");
    EXPECT_EQ(danish(ValueKind::door, "TV."), "tv");
    EXPECT_EQ(danish(ValueKind::door, "12345"), "!not_a_door");
    EXPECT_EQ(danish(ValueKind::door, "-"), "!not_a_door");
    EXPECT_EQ(danish(ValueKind::postcode, "DK-5000"), "5000");
    EXPECT_EQ(danish(ValueKind::postcode, "0800"), "0800");
    EXPECT_EQ(danish(ValueKind::postcode, "500"), "!not_a_postcode");
    EXPECT_EQ(danish(ValueKind::postcode, "5O00"), "!not_a_postcode");
}

TEST(ParseValue, SaysWhyItIsNoCprNumber) {
    EXPECT_EQ(danish(ValueKind::cpr, "610190-1234"), "6101901234");
    EXPECT_EQ(xml(ValueKind::cpr, "urn:oio:cpr:6101901234"), "6101901234");
    EXPECT_EQ(danish(ValueKind::cpr, "61019012"), "!cpr_wrong_length");
    EXPECT_EQ(xml(ValueKind::cpr, "urn:oio:cpr:61019012345"), "!cpr_wrong_length");
    EXPECT_EQ(danish(ValueKind::cpr, "9002901234"), "!cpr_no_such_day");
    EXPECT_EQ(danish(ValueKind::cpr, "0000000000"), "!cpr_no_such_day");
    EXPECT_EQ(danish(ValueKind::cpr, "61O1901234"), "!cpr_not_digits");
    EXPECT_EQ(danish(ValueKind::cpr, "6101-901234"), "!cpr_wrong_shape");
}

TEST(ParseValue, ChecksCvrNumbers) {
    EXPECT_EQ(danish(ValueKind::cvr, "13585628"), "13585628");
    EXPECT_EQ(danish(ValueKind::cvr, "DK 13 58 56 28"), "13585628");
    EXPECT_EQ(danish(ValueKind::cvr, "13585627"), "!cvr_check_digit");
    EXPECT_EQ(danish(ValueKind::cvr, "1358562"), "!cvr_wrong_length");
    EXPECT_EQ(danish(ValueKind::cvr, "1358562x"), "!cvr_not_digits");
}

TEST(ParseValue, ReadsPhoneNumbers) {
    for (const auto* text :
         {"12345678", "12 34 56 78", "+45 12345678", "0045-12-34-56-78", "(+45) 12.34.56.78"}) {
        EXPECT_EQ(danish(ValueKind::phone, text), "12345678") << text;
    }
    EXPECT_EQ(danish(ValueKind::phone, "1234567"), "!phone_wrong_length");
    EXPECT_EQ(danish(ValueKind::phone, "4512345678"), "!phone_wrong_length");
    EXPECT_EQ(danish(ValueKind::phone, "+46 12345678"), "!phone_foreign");
    EXPECT_EQ(danish(ValueKind::phone, "1234567a"), "!phone_not_digits");
}

TEST(ParseValue, ReadsEmails) {
    EXPECT_EQ(danish(ValueKind::email, " Navn.Navnesen+x@Eksempel.DK "),
              "Navn.Navnesen+x@eksempel.dk");
    EXPECT_EQ(danish(ValueKind::email, "a@blåbærgrød.dk"), "a@blåbærgrød.dk");
    for (const auto* text :
         {"a", "@b.dk", "a@", "a@b", "a@b..dk", "a@-b.dk", "a b@c.dk", "a@b.d", "a@@b.dk",
          "a@b@c.dk", ".a@b.dk", "a.@b.dk", "a..b@c.dk", "a@b.12", "a@b_c.dk", "a@b.dk, c@d.dk"}) {
        EXPECT_EQ(danish(ValueKind::email, text), "!not_an_email") << text;
    }
}

TEST(ParseValue, ReadsBankAccounts) {
    EXPECT_EQ(danish(ValueKind::bank_registration, "12 34"), "1234");
    EXPECT_EQ(danish(ValueKind::bank_registration, "123"), "!bank_registration_wrong_length");
    EXPECT_EQ(danish(ValueKind::bank_account, "0012-345 678"), "0012345678");
    EXPECT_EQ(danish(ValueKind::bank_account, "12345678901"), "!bank_account_wrong_length");
    EXPECT_EQ(danish(ValueKind::bank_account, "12A"), "!bank_account_not_digits");
}

TEST(ParseValue, ReadsAmountsByTheirNotation) {
    EXPECT_EQ(danish(ValueKind::amount, "6.234,50"), "6234.50");
    EXPECT_EQ(danish(ValueKind::amount, "1.234"), "1234");
    EXPECT_EQ(xml(ValueKind::amount, "6234.50"), "6234.50");
    EXPECT_EQ(xml(ValueKind::amount, "4500.00"), "4500");
    EXPECT_EQ(xml(ValueKind::amount, "kr. 6.234,-"), "6234");
    EXPECT_EQ(xml(ValueKind::amount, "1.234.567"), "1234567");
}

TEST(ParseValue, NeverGuessesAnAmount) {
    EXPECT_EQ(xml(ValueKind::amount, "1.234"), "!amount_ambiguous");
    EXPECT_EQ(danish(ValueKind::amount, "1.23"), "!amount_ambiguous");
    EXPECT_EQ(danish(ValueKind::amount, "6234.50"), "!amount_ambiguous");
    EXPECT_EQ(danish(ValueKind::amount, "99999999999999"), "!amount_too_large");
    EXPECT_EQ(danish(ValueKind::amount, "12x"), "!not_an_amount");
    EXPECT_EQ(danish(ValueKind::amount, "-"), "!not_an_amount");
    EXPECT_EQ(danish(ValueKind::amount, "1,234.50"), "!not_an_amount");
}

TEST(ParseValue, ReadsDatesByTheirNotation) {
    EXPECT_EQ(danish(ValueKind::date, "22112026"), "2026-11-22");
    EXPECT_EQ(danish(ValueKind::date, "22/11 26"), "2026-11-22");
    EXPECT_EQ(danish(ValueKind::date, "2026-11-22"), "2026-11-22");
    EXPECT_EQ(xml(ValueKind::date, "2026-11-22"), "2026-11-22");
    EXPECT_EQ(xml(ValueKind::date, "2026-11-22T10:00:00+01.00"), "2026-11-22");
    EXPECT_EQ(xml(ValueKind::date, "22-11-2026"), "2026-11-22");
    EXPECT_EQ(xml(ValueKind::date, "22.11.2026"), "2026-11-22");
    EXPECT_EQ(xml(ValueKind::date, "20261122"), "2026-11-22");
    EXPECT_EQ(xml(ValueKind::date, "22112026"), "2026-11-22");
    EXPECT_EQ(xml(ValueKind::date, "20112012"), "2012-11-20");
}

TEST(ParseValue, NeverGuessesADate) {
    EXPECT_EQ(xml(ValueKind::date, "202611"), "!date_ambiguous");
    EXPECT_EQ(xml(ValueKind::date, "221126"), "!date_ambiguous");
    EXPECT_EQ(xml(ValueKind::date, "22-11-26"), "!date_ambiguous");
    EXPECT_EQ(danish(ValueKind::date, "31042026"), "!no_such_date");
    EXPECT_EQ(danish(ValueKind::date, "2211202"), "!no_such_date");
    EXPECT_EQ(xml(ValueKind::date, "99999999"), "!no_such_date");
    EXPECT_EQ(danish(ValueKind::date, "i går"), "!not_a_date");
}

TEST(ParseValue, ReadsCounts) {
    EXPECT_EQ(danish(ValueKind::count, "085"), "85");
    EXPECT_EQ(danish(ValueKind::count, "000"), "0");
    EXPECT_EQ(xml(ValueKind::count, "+5"), "5");
    EXPECT_EQ(danish(ValueKind::count, "999999999"), "999999999");
    EXPECT_EQ(danish(ValueKind::count, "1000000000"), "!count_too_large");
    EXPECT_EQ(danish(ValueKind::count, "-1"), "!not_a_count");
    EXPECT_EQ(danish(ValueKind::count, "8,5"), "!not_a_count");
}

TEST(ParseValue, ReadsYesAndNo) {
    for (const auto* text : {"ja", "Ja", "JA.", "j"}) {
        EXPECT_EQ(danish(ValueKind::yes_no, text), "ja") << text;
    }
    for (const auto* text : {"Ja", "ja", "true", "1", "Accepteret", "accepteret"}) {
        EXPECT_EQ(xml(ValueKind::yes_no, text), "ja") << text;
    }
    for (const auto* text : {"Nej", "nej", "false", "0", "Ikke accepteret"}) {
        EXPECT_EQ(xml(ValueKind::yes_no, text), "nej") << text;
    }
    EXPECT_EQ(danish(ValueKind::yes_no, "måske"), "!not_yes_or_no");
    EXPECT_EQ(danish(ValueKind::yes_no, "1"), "!not_yes_or_no");
    EXPECT_EQ(xml(ValueKind::yes_no, "2"), "!not_yes_or_no");
}

TEST(ParseValue, ReadsSignatures) {
    EXPECT_EQ(danish(ValueKind::signature, "present"), "ja");
    EXPECT_EQ(danish(ValueKind::signature, "absent"), "nej");
    EXPECT_EQ(xml(ValueKind::signature, "true"), "ja");
    EXPECT_EQ(xml(ValueKind::signature, "måske"), "!not_a_signature");
}

TEST(Value, ReadsBackEveryCanonicalWriting) {
    const std::vector<std::pair<ValueKind, std::string>> written{
        {ValueKind::text, "to\nlinjer"},    {ValueKind::name, "Åge Ørsted"},
        {ValueKind::street, "Ridehusgade"}, {ValueKind::house_number, "12B"},
        {ValueKind::floor, "st"},           {ValueKind::door, "tv"},
        {ValueKind::postcode, "5000"},      {ValueKind::city, "Odense C"},
        {ValueKind::cpr, "6101901234"},     {ValueKind::cvr, "13585628"},
        {ValueKind::phone, "12345678"},     {ValueKind::email, "a@b.dk"},
        {ValueKind::amount, "6234.50"},     {ValueKind::amount, "4500"},
        {ValueKind::amount, "-0.05"},       {ValueKind::date, "2026-11-22"},
        {ValueKind::count, "65"},           {ValueKind::yes_no, "nej"},
        {ValueKind::choice, "lejebolig"},   {ValueKind::bank_registration, "1234"},
        {ValueKind::bank_account, "00123"}, {ValueKind::signature, "ja"},
        {ValueKind::count, "-137"}};
    for (const auto& [kind, text] : written) {
        const auto value = parse_canonical(kind, text);
        ASSERT_TRUE(value) << name_of(kind) << " " << text;
        EXPECT_EQ(value->kind(), kind);
        EXPECT_EQ(value->canonical(), text);
    }
}

TEST(Value, ReadsBackNothingButTheCanonicalWriting) {
    const std::vector<std::pair<ValueKind, std::string>> written{{ValueKind::text, " blank"},
                                                                 {ValueKind::house_number, "012b"},
                                                                 {ValueKind::cpr, "610190-1234"},
                                                                 {ValueKind::amount, "4500.00"},
                                                                 {ValueKind::amount, "6234.5"},
                                                                 {ValueKind::amount, "1.234,50"},
                                                                 {ValueKind::date, "22-11-2026"},
                                                                 {ValueKind::date, "2026-11-22Z"},
                                                                 {ValueKind::count, "065"},
                                                                 {ValueKind::yes_no, "true"},
                                                                 {ValueKind::signature, "present"},
                                                                 {ValueKind::phone, "12 34 56 78"},
                                                                 {ValueKind::count, ""},
                                                                 {ValueKind::name, ""}};
    for (const auto& [kind, text] : written) {
        EXPECT_FALSE(parse_canonical(kind, text)) << name_of(kind) << " " << text;
    }
}

TEST(Value, ReadsBackWhatItWritesForDanishReaders) {
    const std::vector<std::tuple<Value, std::string>> shown{
        {Value::of(*Date::of(2026, 11, 22)), "22.11.2026"},
        {Value::of(*Amount::of_oere(623450)), "6.234,50"},
        {Value::of(*Amount::of_oere(450000)), "4.500"},
        {Value::of(*Amount::of_oere(-123456789)), "-1.234.567,89"},
        {Value::of(*Amount::of_oere(99900)), "999"},
        {Value::of(*CprNumber::parse("6101901234")), "610190-1234"},
        {Value::of_yes_no(true), "ja"},
        {Value::of_count(12), "12"}};
    for (const auto& [value, text] : shown) {
        EXPECT_EQ(value.danish(), text);
        EXPECT_EQ(std::get<Value>(parse_value(value.kind(), text, Notation::danish)), value);
    }
}

TEST(Value, IsEqualByKindAndMeaning) {
    EXPECT_EQ(Value::of_text(ValueKind::name, " a  b"), Value::of_text(ValueKind::name, "a b"));
    EXPECT_NE(*Value::of_text(ValueKind::name, "a"), *Value::of_text(ValueKind::city, "a"));
    EXPECT_NE(Value::of_yes_no(true), Value::of_signature(true));
    EXPECT_EQ(std::get<Value>(parse_value(ValueKind::amount, "4500", Notation::xml)),
              std::get<Value>(parse_value(ValueKind::amount, "4.500,00", Notation::danish)));
}

TEST(Value, OfTextTakesOnlyWhatIsOfItsKind) {
    EXPECT_TRUE(Value::of_text(ValueKind::postcode, "5000"));
    EXPECT_FALSE(Value::of_text(ValueKind::postcode, "50000"));
    EXPECT_FALSE(Value::of_text(ValueKind::name, ""));
}

TEST(ValueDeathTest, OfTextIsNotForTypedKinds) {
    EXPECT_DEATH(static_cast<void>(Value::of_text(ValueKind::cpr, "6101901234")), "is_text_kind");
}

}  // namespace
}  // namespace indgang
