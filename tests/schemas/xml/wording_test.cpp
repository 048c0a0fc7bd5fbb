// SPDX-License-Identifier: MPL-2.0
#include "schemas/xml/wording.h"

#include <gtest/gtest.h>

#include <string>

namespace indgang::xml {
namespace {

TEST(Unescaped, TakesBackTheFiveNames) {
    EXPECT_EQ(unescaped("&lt;R&amp;D&gt; &quot;x&quot; &apos;y&apos;"), "<R&D> \"x\" 'y'");
}
TEST(Unescaped, TakesBackOneLevelOnly) {
    EXPECT_EQ(unescaped("&amp;amp;"), "&amp;");
}
TEST(Unescaped, TakesBackNumbers) {
    EXPECT_EQ(unescaped("&#039;&#xE5;&#229;&#x1F600;"), "'åå😀");
}
TEST(Unescaped, LeavesEverythingElse) {
    for (const char* text : {"&", "&&", "& ;", "&unknown;", "&amp", "&#;", "&#x;", "&#0;", "&#7;",
                             "&#xD800;", "&#1114112;", "&#99999999999;", "&#-38;", "R&D"}) {
        EXPECT_EQ(unescaped(text), text);
    }
}

TEST(SplitName, PutsTheMiddleInTheMiddle) {
    const NameParts name = split_name(" Åse  Bøgh Holm Sørensen ");
    EXPECT_EQ(name.first, "Åse");
    EXPECT_EQ(name.middle, "Bøgh Holm");
    EXPECT_EQ(name.last, "Sørensen");
}
TEST(SplitName, OneWordIsTheLastName) {
    const NameParts name = split_name("Sørensen");
    EXPECT_EQ(name.first, "");
    EXPECT_EQ(name.last, "Sørensen");
}

TEST(SplitName, ACommaPutsTheLastNameFirst) {
    const NameParts name = split_name("Holm Sørensen, Åse Bøgh");
    EXPECT_EQ(name.first, "Åse");
    EXPECT_EQ(name.middle, "Bøgh");
    EXPECT_EQ(name.last, "Holm Sørensen");
    EXPECT_EQ(split_name("Sørensen,").last, "Sørensen,") << "nothing stands behind the comma";
}

struct AddressCase {
    const char* text;
    const char* street;
    const char* house_number;
    const char* floor;
    const char* door;
};
class SplitAddress : public testing::TestWithParam<AddressCase> {};
TEST_P(SplitAddress, FindsTheParts) {
    const auto address = split_address(GetParam().text);
    ASSERT_TRUE(address);
    EXPECT_EQ(address->street, GetParam().street);
    EXPECT_EQ(address->house_number, GetParam().house_number);
    EXPECT_EQ(address->floor, GetParam().floor);
    EXPECT_EQ(address->door, GetParam().door);
}
INSTANTIATE_TEST_SUITE_P(
    Lines, SplitAddress,
    testing::Values(AddressCase{"Ridehusgade 49, 2. th", "Ridehusgade", "49", "2.", "th"},
                    AddressCase{"Nørrebrogade 12B 03 tv", "Nørrebrogade", "12B", "03", "tv"},
                    AddressCase{"Ærøvej 12B", "Ærøvej", "12B", "", ""},
                    AddressCase{"Kongensgade 7, st. tv", "Kongensgade", "7", "st.", "tv"},
                    AddressCase{"Kongensgade 7, st.tv", "Kongensgade", "7", "st.", "tv"},
                    AddressCase{"Kongensgade 7, 1.tv.", "Kongensgade", "7", "1.", "tv."},
                    AddressCase{"Kongensgade 12 B, kl. tv", "Kongensgade", "12B", "kl.", "tv"},
                    AddressCase{"Kongensgade 7 a 1. th", "Kongensgade", "7a", "1.", "th"},
                    AddressCase{"Kongensgade 7, a", "Kongensgade", "7", "a", ""},
                    AddressCase{"Christian 4. Vej 7", "Christian 4. Vej", "7", "", ""},
                    AddressCase{"10. Februar Vej 3", "10. Februar Vej", "3", "", ""},
                    AddressCase{"Gl. Kongevej 101, 3. sal", "Gl. Kongevej", "101", "3.", ""}));
TEST(SplitAddressDoubt, GivesNothingForWhatItDoesNotUnderstand) {
    for (const char* text : {"", "Kongensgade", "7", "Kongensgade 7 c/o Jens Kjær, 2. tv",
                             "Kongensgade syv", "Vej 1234567"}) {
        EXPECT_FALSE(split_address(text)) << text;
    }
}

}  // namespace
}  // namespace indgang::xml
