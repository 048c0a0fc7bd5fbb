// SPDX-License-Identifier: MPL-2.0
#include "ocr/comb/free_digits.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/ocr/net/shipped_net.h"

namespace indgang::ocr {
namespace {

const CharacterNet& net() {
    static const CharacterNet digits = shipped_net("digits.bin");
    return digits;
}

/// The ink of digits printed by Leptonica's own typeface, enlarged to 5 mm.
WriterInk printed(const std::string& text, int apart_px = 0) {
    constexpr int size_pt = 20, width = 900, height = 120;
    L_BMF* font = bmfCreate(nullptr, size_pt);
    const PixPtr page(pixCreate(width, height, 8));
    pixSetAll(page.get());
    int x = 40;
    for (const char c : text) {
        const PixPtr small(pixCreate(60, 60, 8));
        pixSetAll(small.get());
        l_int32 used = 0, is_too_long = 0;
        pixSetTextline(small.get(), font, std::string(1, c).c_str(), 0, 10, 45, &used,
                       &is_too_long);
        constexpr float larger = 1.6F;
        const PixPtr large(pixScale(small.get(), larger, larger));
        const int wide = static_cast<int>(static_cast<float>(used) * larger);
        pixRasterop(page.get(), x, 10, wide + 16, 96, PIX_SRC & PIX_DST, large.get(), 16, 0);
        x += wide + 6 + apart_px;
    }
    bmfDestroy(&font);
    WriterInk ink;
    ink.patch = {width, height, {}};
    for (int y = 0; y < height; ++y) {
        for (int column = 0; column < width; ++column) {
            l_uint32 value = 0;
            pixGetPixel(page.get(), column, y, &value);
            ink.patch.pixels.push_back(static_cast<std::uint8_t>(value));
        }
    }
    ink.box = {18, 18, width - 36, height - 36};
    return ink;
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
