// SPDX-License-Identifier: MPL-2.0
#include "schemas/paper/reading_order.h"

#include <gtest/gtest.h>

#include <string>

namespace indgang::paper {
namespace {

using form::Print;

Print print(Print::Role role, double y, const std::string& words) {
    return {role, {10, y, 100, 4}, {words, {}}, 8};
}

std::string read(const form::PageLayout& page) {
    std::string all;
    for (const auto* each : reading_order(page)) {
        all += each->text.da.empty() ? "-" : each->text.da;
    }
    return all;
}

TEST(ReadingOrder, BeginsWithTheTitleAndWhatStandsAboveTheFirstSection) {
    form::PageLayout page;
    page.prints = {print(Print::Role::note, 20, "sender "), print(Print::Role::bar, 29, ""),
                   print(Print::Role::heading, 30, "A "),   print(Print::Role::label, 35, "cpr "),
                   print(Print::Role::bar, 49, ""),         print(Print::Role::heading, 50, "B "),
                   print(Print::Role::title, 10, "title "), print(Print::Role::note, 15, "intro "),
                   print(Print::Role::note, 280, "foot ")};
    EXPECT_EQ(read(page), "title sender intro -A cpr -B foot ");
}

TEST(ReadingOrder, IsThatOfThePrintsWhereThereIsNoSection) {
    form::PageLayout page;
    page.prints = {print(Print::Role::label, 35, "a "), print(Print::Role::label, 30, "b "),
                   print(Print::Role::title, 40, "title ")};
    EXPECT_EQ(read(page), "title a b ");
}

}  // namespace
}  // namespace indgang::paper
