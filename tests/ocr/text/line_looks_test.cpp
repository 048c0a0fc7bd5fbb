// SPDX-License-Identifier: MPL-2.0
#include "ocr/text/line_looks.h"

#include <gtest/gtest.h>
#include <leptonica/allheaders.h>

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

}  // namespace
}  // namespace indgang::ocr
