// SPDX-License-Identifier: MPL-2.0
#include "ocr/text/text_gaps.h"

#include <gtest/gtest.h>
#include <leptonica/allheaders.h>

#include <vector>

namespace indgang::ocr {
namespace {

constexpr int letter_width = 12, letter_height = 24;

/// Letters as black blocks, with these gaps before them; symbol i stands on block i.
struct Line {
    PixPtr picture;
    SeenText seen;
};

Line line_of(const std::vector<int>& gaps_before, const std::vector<bool>& begins_word) {
    Line line;
    line.picture.reset(pixCreate(600, 40, 8));
    pixSetAll(line.picture.get());
    int x = 10;
    for (std::size_t i = 0; i < gaps_before.size(); ++i) {
        x += gaps_before[i];
        pixRasterop(line.picture.get(), x, 8, letter_width, letter_height, PIX_CLR, nullptr, 0, 0);
        SeenSymbol symbol;
        symbol.text = "n";
        symbol.is_word_begin = begins_word[i];
        symbol.left = x;
        symbol.right = x + letter_width;
        line.seen.symbols.push_back(symbol);
        x += letter_width;
    }
    return line;
}

std::string joined(const std::vector<int>& gaps_before, const std::vector<bool>& begins_word) {
    Line line = line_of(gaps_before, begins_word);
    join_split_words(line.seen, line.picture);
    return line.seen.text();
}

TEST(TextGaps, KeepsABlankBetweenWords) {
    EXPECT_EQ(joined({0, 3, 14, 3}, {true, false, true, false}), "nn nn");
}

TEST(TextGaps, TakesAwayABlankWhereLettersStandClose) {
    EXPECT_EQ(joined({0, 3, 3, 3}, {true, false, true, false}), "nnnn");
}

TEST(TextGaps, TakesAwayABlankNoWiderThanAGapBetweenLetters) {
    EXPECT_EQ(joined({0, 7, 7, 3}, {true, false, true, false}), "nnnn");
}

TEST(TextGaps, KeepsWideBlanksOfALineWithSeveral) {
    EXPECT_EQ(joined({0, 14, 3, 15}, {true, true, false, true}), "n nn n");
}

TEST(TextGaps, SaysNothingWhereABlankWasMissed) {
    EXPECT_EQ(joined({0, 14, 3, 13}, {true, false, false, true}), "nnn n");
}

TEST(TextGaps, LeavesLinesOfABlockAlone) {
    Line line = line_of({0, 3, 3}, {true, true, true});
    line.seen.symbols[2].is_line_begin = true;
    join_split_words(line.seen, line.picture);
    EXPECT_EQ(line.seen.text(), "n n\nn");
}

TEST(TextGaps, TakesNoGapForABlankThatIsNarrowerThanASixthOfTheLine) {
    // The line is 24 pixels high: 0.16 of it are 3.8.
    EXPECT_EQ(joined({0, 4}, {true, true}), "n n");
    EXPECT_EQ(joined({0, 3}, {true, true}), "nn");
}

TEST(TextGaps, TakesNoGapForABlankThatIsHardlyWiderThanBetweenLetters) {
    // 1.15 times the widest.
    EXPECT_EQ(joined({0, 7, 9, 3}, {true, false, true, false}), "nn nn");
    EXPECT_EQ(joined({0, 7, 8, 3}, {true, false, true, false}), "nnnn");
}

TEST(TextGaps, SaysNothingWhereAGapBetweenLettersIsFourTenthsOfTheLine) {
    EXPECT_EQ(joined({0, 9, 3}, {true, false, true}), "nnn");
    EXPECT_EQ(joined({0, 10, 3}, {true, false, true}), "nn n");
}

TEST(TextGaps, TakesTheWidestGapNearABlank) {
    // The network's columns are off by up to a third of the height.
    for (const int off : {-8, 0, 8}) {
        Line line = line_of({0, 3, 12, 3}, {true, false, true, false});
        for (SeenSymbol& symbol : line.seen.symbols) {
            symbol.left += off;
            symbol.right += off;
        }
        join_split_words(line.seen, line.picture);
        EXPECT_EQ(line.seen.text(), "nn nn") << off;
    }
}

TEST(TextGaps, TakesNoGapForABlankThatIsFarFromIt) {
    EXPECT_EQ(joined({0, 3, 3, 14}, {true, false, true, true}), "nnn n");
    EXPECT_EQ(joined({0, 14, 3, 3}, {true, true, true, false}), "n nnn");
}

TEST(TextGaps, LooksForABlankAsFarAsAThirdOfTheHeight) {
    // Eight pixels beyond the gap; further off the gaps beside it are nearer, and no blanks.
    for (const auto& [off, text] :
         {std::pair{-13, "nnnn"}, {-12, "nn nn"}, {11, "nn nn"}, {12, "nnnn"}}) {
        Line line = line_of({0, 3, 8, 3}, {true, false, true, false});
        for (SeenSymbol& symbol : line.seen.symbols) {
            symbol.left += off;
            symbol.right += off;
        }
        join_split_words(line.seen, line.picture);
        EXPECT_EQ(line.seen.text(), text) << off;
    }
}

TEST(TextGaps, JoinsWordsWhereThereIsNoGapAtAll) {
    Line line = line_of({0, 0}, {true, true});
    join_split_words(line.seen, line.picture);
    EXPECT_EQ(line.seen.text(), "nn");
    SeenText nothing;
    join_split_words(nothing, line.picture);
    EXPECT_EQ(nothing.text(), "");
}

}  // namespace
}  // namespace indgang::ocr
