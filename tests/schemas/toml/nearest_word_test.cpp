// SPDX-License-Identifier: MPL-2.0
#include "schemas/toml/nearest_word.h"

#include <gtest/gtest.h>

namespace indgang {
namespace {

const std::vector<std::string> known = {"required", "shown_when", "cells", "kind", "da"};

TEST(NearestWord, KnowsTheSlipsOfAKeyboard) {
    EXPECT_EQ(nearest_word("requird", known), "required");
    EXPECT_EQ(nearest_word("requierd", known), "required");
    EXPECT_EQ(nearest_word("celsl", known), "cells");
    EXPECT_EQ(nearest_word("kinds", known), "kind");
}

TEST(NearestWord, KnowsWordsThatBeginAlike) {
    EXPECT_EQ(nearest_word("show_if", known), "shown_when");
}

TEST(NearestWord, IsNoneWhenMoreThanOneLetterInThreeIsWrong) {
    EXPECT_EQ(nearest_word("colour", known), "");
    EXPECT_EQ(nearest_word("ab", known), "");
    EXPECT_EQ(nearest_word("", known), "");
}

TEST(NearestWord, PrefersTheNearer) {
    EXPECT_EQ(nearest_word("cell", {"bells", "cells"}), "cells");
}

TEST(Suggestion, ListsAFewWordsWhenNoneIsNear) {
    EXPECT_EQ(suggestion("colour", {"kind", "cells"}), "; there are: kind, cells");
    EXPECT_EQ(suggestion("kin", {"kind", "cells"}), "; did you mean 'kind'?");
    EXPECT_EQ(suggestion("colour", std::vector<std::string>(13, "x")), "");
    EXPECT_EQ(suggestion("colour", {}), "");
}

}  // namespace
}  // namespace indgang
