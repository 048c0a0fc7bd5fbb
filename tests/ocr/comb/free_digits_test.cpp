// SPDX-License-Identifier: MPL-2.0
#include "ocr/comb/free_digits.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/ocr/comb/printed_digits.h"
#include "tests/ocr/net/shipped_net.h"

namespace indgang::ocr {
namespace {

const CharacterNet& net() {
    static const CharacterNet digits = shipped_net("digits.bin");
    return digits;
}

std::string best(const FreeDigits& digits) {
    const auto candidates = join_cells(digits.comb);
    return candidates.empty() ? "" : candidates.front().text;
}

TEST(FreeDigits, FindsOneCellForEachDigitThatStandsApart) {
    const FreeDigits digits = read_free_digits(printed("40728", 12), net());
    EXPECT_EQ(digits.comb.cells.size(), 5u);
    EXPECT_FALSE(digits.is_guessed);
}

// The 7 of this typeface, enlarged from few pixels, is a 1 to the net; that is the net's matter.
TEST(FreeDigits, ReadsWhatTheNetKnows) {
    EXPECT_EQ(best(read_free_digits(printed("40628", 12), net())), "40628");
}

TEST(FreeDigits, GivesNoCellsForNoInk) {
    EXPECT_TRUE(read_free_digits(printed(""), net()).comb.cells.empty());
}

TEST(FreeDigits, SaysThatACommaIsAGuess) {
    EXPECT_TRUE(read_free_digits(printed("45,7", 12), net()).is_guessed);
}

TEST(FreeDigits, SaysThatTouchingDigitsAreAGuess) {
    EXPECT_TRUE(read_free_digits(printed("8888", -9), net()).is_guessed);
}

}  // namespace
}  // namespace indgang::ocr
