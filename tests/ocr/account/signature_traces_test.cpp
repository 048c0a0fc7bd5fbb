// SPDX-License-Identifier: MPL-2.0
// What is no signature in the box for one, and what of it belongs to another field.
#include <gtest/gtest.h>

#include "tests/ocr/read/read_page.h"

namespace indgang::ocr {
namespace {

using written::field;
using written::Paper;
using written::reader;

const form::FormKey boligstoette{"boligstoette", "1"};

/// A number that begins before the signature's box and goes on in it.
void run_into(Paper& paper, const BoxMm& box, double begin_mm) {
    for (int i = 0; i < 8; ++i) {
        const double x = box.x + 0.9 + 4.0 * i;
        paper.stroke({x, box.y + 2}, {x + 2.5, box.y + 7});
        paper.stroke({x + 2.5, box.y + 2}, {x, box.y + 7});
    }
    paper.stroke({box.x - begin_mm, box.y + 2}, {box.x - begin_mm, box.y + 7});
}

TEST(Signatures, AreDoubtedWhereANumberRunsIntoTheirBox) {
    Paper paper(boligstoette, 3);
    const BoxMm box = paper.zone("underskrift").box;
    run_into(paper, box, 4.2);
    EXPECT_EQ(field(reader().read(paper.matched()), "underskrift").doubt, "writing_beside");
}

TEST(Signatures, AreDoubtedWhereACharacterBeforeTheirBoxEndsAtIt) {
    Paper paper(boligstoette, 3);
    const BoxMm box = paper.zone("underskrift").box;
    run_into(paper, box, 4.2);
    paper.stroke({box.x - 4.2, box.y + 5}, {box.x - 1.2, box.y + 5});
    EXPECT_EQ(field(reader().read(paper.matched()), "underskrift").doubt, "writing_beside");
}

TEST(Signatures, MayBeginALittleBeforeTheirBox) {
    Paper paper(boligstoette, 3);
    const BoxMm box = paper.zone("underskrift").box;
    run_into(paper, box, 1.5);
    const auto reading = field(reader().read(paper.matched()), "underskrift");
    EXPECT_EQ(reading.candidates.front().text, "present");
    EXPECT_EQ(reading.doubt, "");
}

TEST(Signatures, AreNotMadeOfTheEdgeOfAShadow) {
    Paper paper(boligstoette, 3);
    const BoxMm box = paper.zone("underskrift").box;
    for (double x = box.x + 40; x < box.x + 45; x += 0.3) {
        paper.pale_stroke({x, box.y - 5}, {x + 3, box.y + box.height + 5}, 170);
    }
    const auto reading = field(reader().read(paper.matched()), "underskrift");
    EXPECT_EQ(reading.doubt, "unclear_signature");
}

TEST(Signatures, AreNotMadeOfAStreakOfAFax) {
    Paper paper(boligstoette, 3);
    const BoxMm box = paper.zone("underskrift").box;
    paper.stroke({box.x + 30, box.y - 5}, {box.x + 30, box.y + box.height + 5}, 0.2);
    for (int i = 0; i < 90; ++i) {
        const double x = box.x + 2 + 0.9 * i, y = box.y + 2 + i * 5 % 8;
        paper.stroke({x, y}, {x + 0.3, y}, 0.3);
    }
    const auto reading = field(reader().read(paper.matched()), "underskrift");
    EXPECT_EQ(reading.doubt, "unclear_signature");
}

}  // namespace
}  // namespace indgang::ocr
