// SPDX-License-Identifier: MPL-2.0
#include "ocr/text/line_looks.h"

#include <gtest/gtest.h>
#include <leptonica/allheaders.h>

namespace indgang::ocr {
namespace {

LineLook look(const std::string& text, double confidence, bool is_of_other_network = false) {
    LineLook look;
    look.seen.worst_word = confidence;
    look.tidied.text = text;
    look.is_of_other_network = is_of_other_network;
    return look;
}

TEST(LineLooks, TheTextOfMostLooksWins) {
    const auto texts =
        vote({look("Hoim", 90), look("Holm", 80), look("Holm", 70)}, ValueKind::name);
    ASSERT_EQ(texts.size(), 2U);
    EXPECT_EQ(texts[0].text, "Holm");
    EXPECT_EQ(texts[0].surest, 1U);
}

TEST(LineLooks, TheSurerOfTwoWins) {
    const auto texts = vote({look("Friis", 60), look("Frus", 90)}, ValueKind::name);
    EXPECT_EQ(texts[0].text, "Frus");
}

TEST(LineLooks, TheOtherNetworkSettlesATie) {
    const auto texts =
        vote({look("Frus", 62), look("Friis", 60), look("Friis", 68, true)}, ValueKind::name);
    EXPECT_EQ(texts[0].text, "Friis");
}

TEST(LineLooks, ALetterThatTheOtherNetworkCanNotKnowContradictsNothing) {
    EXPECT_EQ(disagreements_of(look("Sorensen", 90, true), "Sørensen", ValueKind::name), 0);
    EXPECT_EQ(disagreements_of(look("Sorensen", 90), "Sørensen", ValueKind::name), 1);
    EXPECT_EQ(disagreements_of(look("a.bQc.dk", 90, true), "a.b@c.dk", ValueKind::email), 0);
}

TEST(LineLooks, AnAddressWithoutAnAtIsNoAlternative) {
    const auto texts = vote({look("bo@x.dk", 90), look("boGx.dkk", 90, true)}, ValueKind::email);
    ASSERT_EQ(texts.size(), 1U);
    EXPECT_EQ(texts[0].text, "bo@x.dk");
}

TEST(LineLooks, EmptyTextsHaveNoVote) {
    EXPECT_TRUE(vote({look("", 90), look("", 90)}, ValueKind::name).empty());
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
