// SPDX-License-Identifier: MPL-2.0
#include "ocr/text/line_looks.h"

#include <gtest/gtest.h>
#include <leptonica/allheaders.h>

#include <algorithm>
#include <array>
#include <vector>

#include "tests/ocr/text/fake_engine.h"

namespace indgang::ocr {
namespace {

/// Does not know the letters of other languages, as the Danish network.
const FakeEngine& own() {
    static const FakeEngine engine("own", "", 0, "üö@");
    return engine;
}

const FakeEngine& witness() {
    static const FakeEngine engine("witness", "", 0, "ø");
    return engine;
}

LineLook look(const std::string& text, double confidence, bool is_of_witness = false) {
    LineLook look;
    look.seen.worst_word = confidence;
    look.tidied.text = text;
    look.engine = is_of_witness ? &witness() : &own();
    look.is_of_witness = is_of_witness;
    return look;
}

TEST(LineLooks, TheTextOfMostLooksWins) {
    const auto texts = vote({look("Hoim", 90), look("Holm", 80), look("Holm", 70)}, {});
    ASSERT_EQ(texts.size(), 2U);
    EXPECT_EQ(texts[0].text, "Holm");
    EXPECT_EQ(texts[0].surest, 1U);
}

TEST(LineLooks, TheSurerOfTwoWins) {
    const auto texts = vote({look("Friis", 60), look("Frus", 90)}, {});
    EXPECT_EQ(texts[0].text, "Frus");
}

TEST(LineLooks, TheOtherNetworkSettlesATie) {
    const auto texts = vote({look("Frus", 62), look("Friis", 60), look("Friis", 68, true)}, {});
    EXPECT_EQ(texts[0].text, "Friis");
}

TEST(LineLooks, ALetterThatTheOtherNetworkCanNotKnowContradictsNothing) {
    EXPECT_EQ(disagreements_of(look("Sorensen", 90, true), "Sørensen"), 0);
    EXPECT_EQ(disagreements_of(look("Sorensen", 90), "Sørensen"), 1);
    EXPECT_EQ(disagreements_of(look("a.bQc.dk", 90), "a.b@c.dk"), 0);
}

TEST(LineLooks, ALetterThatOnlyTheWitnessKnowsWinsWhereTheInkHasItsMark) {
    const std::vector<LineLook> looks = {look("Muller", 99), look("Muller", 99), look("Muller", 99),
                                         look("Müller", 90, true), look("Müller", 90, true)};
    LineMarks marks, plain;
    marks.is_known = plain.is_known = true;
    marks.above = {{2, 0.4, 0.15, 0}};
    EXPECT_EQ(vote(looks, marks)[0].text, "Müller");
    EXPECT_EQ(vote(looks, plain)[0].text, "Muller");
}

TEST(LineLooks, CountsTheLettersThatAnEngineDoesNotKnow) {
    EXPECT_EQ(unknown_letters(own(), "Müller Öl"), 1);
    EXPECT_EQ(unknown_letters(witness(), "Müller"), 0);
    const FakeEngine without_blanks("own", "", 0, "ü \n");
    EXPECT_EQ(unknown_letters(without_blanks, "a ü\nb"), 1);
}

TEST(LineLooks, EmptyTextsHaveNoVote) {
    EXPECT_TRUE(vote({look("", 90), look("", 90)}, {}).empty());
}

TEST(LineLooks, ASmallPictureIsSmallerAndASoftOneIsNot) {
    WriterInk ink;
    ink.patch.width = 120;
    ink.patch.height = 60;
    ink.patch.pixels.assign(120 * 60, 255);
    const BoxPx all{0, 0, 120, 60};
    const PixPtr plain = line_picture(ink, all, View::plain);
    EXPECT_LT(pixGetHeight(line_picture(ink, all, View::small).get()), pixGetHeight(plain.get()));
    EXPECT_EQ(pixGetHeight(line_picture(ink, all, View::soft).get()), pixGetHeight(plain.get()));
}

TEST(LineLooks, ShowACapitalOfOrdinarySizeIn24Pixels) {
    // Ink of 36 by 24 mm, at 12 pixels a millimetre, with 0.8 mm of white around it.
    WriterInk ink;
    ink.patch = {432, 288, std::vector<std::uint8_t>(std::size_t{432} * 288, 255)};
    const auto height = [&](View view) {
        return pixGetHeight(line_picture(ink, {0, 0, 432, 288}, view).get());
    };
    EXPECT_EQ(height(View::plain), 184) << "7.2 pixels a millimetre";
    EXPECT_EQ(height(View::small), 148) << "5.8";
}

TEST(LineLooks, ASoftPictureIsBlurredByAPixelEachWay) {
    WriterInk ink;
    ink.patch = {120, 60, std::vector<std::uint8_t>(std::size_t{120} * 60, 255)};
    for (int y = 20; y < 40; ++y) {
        std::fill_n(ink.patch.pixels.begin() + y * 120 + 40, 40, std::uint8_t{0});
    }
    // Of the picture, what is not white.
    constexpr l_uint32 almost_white = 240;
    const auto extent = [&](View view) {
        const PixPtr picture = line_picture(ink, {0, 0, 120, 60}, view);
        int left = 1000, top = 1000, right = 0, bottom = 0;
        for (int y = 0; y < pixGetHeight(picture.get()); ++y) {
            for (int x = 0; x < pixGetWidth(picture.get()); ++x) {
                l_uint32 grey = 0;
                pixGetPixel(picture.get(), x, y, &grey);
                if (grey < almost_white) {
                    left = std::min(left, x);
                    top = std::min(top, y);
                    right = std::max(right, x);
                    bottom = std::max(bottom, y);
                }
            }
        }
        return std::array{left, top, right, bottom};
    };
    const auto plain = extent(View::plain);
    EXPECT_EQ(extent(View::soft),
              (std::array{plain[0] - 1, plain[1] - 1, plain[2] + 1, plain[3] + 1}));
}

TEST(LineLooks, VoteByTheirEngineAndTheirConfidence) {
    // Of 150, and a witness has 0.6 of a vote.
    EXPECT_NEAR(vote({look("Holm", 75)}, {}).at(0).votes, 1.5, 1e-9);
    EXPECT_NEAR(vote({look("Holm", 75, true)}, {}).at(0).votes, 1.1, 1e-9);
    EXPECT_NEAR(vote({look("Holm", -20)}, {}).at(0).votes, 1, 1e-9);
    EXPECT_NEAR(vote({look("Holm", 75), look("Holm", 30)}, {}).at(0).votes, 2.7, 1e-9);
}

TEST(LineLooks, VoteByHalfForALetterThatTheyDoNotKnow) {
    const auto texts = vote({look("Muller", 75), look("Müller", 75, true)}, {});
    ASSERT_EQ(texts.size(), 2U);
    EXPECT_EQ(texts[0].text, "Müller");
    EXPECT_NEAR(texts[0].votes, 1.1 + 0.75, 1e-9);
    EXPECT_NEAR(texts[1].votes, 1.5, 1e-9);
}

TEST(LineLooks, CountEachMarkTooManyOrTooFewAgainstAText) {
    LineMarks marks;
    marks.is_known = true;
    EXPECT_NEAR(vote({look("Hii", 75)}, marks).at(0).votes, 1.5 - 2 * 1.5, 1e-9);
    marks.above = {{1, 0.15, 0.15, 0}};
    EXPECT_NEAR(vote({look("Hoo", 75)}, marks).at(0).votes, 0, 1e-9);
    EXPECT_NEAR(vote({look("Hio", 75)}, marks).at(0).votes, 1.5, 1e-9);
}

}  // namespace
}  // namespace indgang::ocr
