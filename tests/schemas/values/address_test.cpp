// SPDX-License-Identifier: MPL-2.0
#include "schemas/values/address.h"

#include <gtest/gtest.h>

namespace indgang {
namespace {

std::string number(const std::string& text) {
    return normalised({"", text, "", "", "", ""}).house_number;
}
std::string floor_of(const std::string& text) {
    return normalised({"", "", text, "", "", ""}).floor;
}
std::string door(const std::string& text) {
    return normalised({"", "", "", text, "", ""}).door;
}

TEST(Address, NormalisesHouseNumbers) {
    EXPECT_EQ(number("012b"), "12B");
    EXPECT_EQ(number(" 12 b "), "12B");
    EXPECT_EQ(number("007"), "7");
    EXPECT_EQ(number("100"), "100");
    EXPECT_EQ(number(""), "");
}

TEST(Address, NormalisesFloors) {
    EXPECT_EQ(floor_of("03"), "3");
    EXPECT_EQ(floor_of("3. sal"), "3");
    EXPECT_EQ(floor_of("3.sal"), "3");
    EXPECT_EQ(floor_of("3."), "3");
    EXPECT_EQ(floor_of("ST"), "st");
    EXPECT_EQ(floor_of("St."), "st");
    EXPECT_EQ(floor_of("stuen"), "st");
    EXPECT_EQ(floor_of("KL"), "kl");
    EXPECT_EQ(floor_of("Kælder"), "kl");
    EXPECT_EQ(floor_of("KL2"), "kl2");
    EXPECT_EQ(floor_of("k2"), "kl2");
    EXPECT_EQ(floor_of(""), "");
    EXPECT_EQ(floor_of("kvist"), "kvist");
}

TEST(Address, NormalisesDoors) {
    EXPECT_EQ(door("TV"), "tv");
    EXPECT_EQ(door("t.v."), "tv");
    EXPECT_EQ(door("m idt."), "mf");
    EXPECT_EQ(door("til  venstre"), "tv");
    EXPECT_EQ(door("til højre"), "th");
    EXPECT_EQ(door("Mf."), "mf");
    EXPECT_EQ(door("0004"), "4");
    EXPECT_EQ(door("dør 12"), "12");
    EXPECT_EQ(door("A1"), "a1");
    EXPECT_EQ(door(""), "");
}

TEST(Address, NormalisingTwiceChangesNothing) {
    const Address written{" Ridehus  gade", "049", "02", "TH.", "DK-5000", " Odense  C"};
    const Address once = normalised(written);
    EXPECT_EQ(normalised(once), once);
    EXPECT_EQ(once, (Address{"Ridehus gade", "49", "2", "th", "5000", "Odense C"}));
}

TEST(Address, IsTheSameDwellingInThreeDialects) {
    const Address form{"Ridehusgade", "12b", "3. sal", "Tv", "5000", "Odense"};
    const Address cpr{"RIDEHUSGADE", "012B", "03", "tv", "5000", "Odense C"};
    EXPECT_TRUE(is_same_dwelling(form, cpr));
}

TEST(Address, IsAnotherDwellingWhenOnePartDiffers) {
    const Address one{"Ridehusgade", "12", "3", "tv", "5000", "Odense C"};
    for (std::string Address::*part : {&Address::street, &Address::house_number, &Address::floor,
                                       &Address::door, &Address::postcode}) {
        Address other = one;
        other.*part = "4";
        EXPECT_FALSE(is_same_dwelling(one, other));
        other.*part = "";
        other.city = "";
        EXPECT_FALSE(is_same_dwelling(one, other));
    }
}

TEST(Address, ComparesCitiesOnlyWithoutPostcode) {
    const Address full{"Ridehusgade", "12", "", "", "5000", "Odense C"};
    EXPECT_TRUE(is_same_dwelling(full, {"Ridehusgade", "12", "", "", "", "ODENSE C"}));
    EXPECT_FALSE(is_same_dwelling(full, {"Ridehusgade", "12", "", "", "", "Aarhus C"}));
    EXPECT_FALSE(is_same_dwelling(full, {"Ridehusgade", "12", "", "", "", ""}));
}

}  // namespace
}  // namespace indgang
