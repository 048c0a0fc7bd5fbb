// SPDX-License-Identifier: MPL-2.0
#include "ocr/mark/signature.h"

#include <gtest/gtest.h>

#include <string>

#include "ocr/mark/mark_reader.h"
#include "tests/ocr/ink/marked_page.h"

namespace indgang::ocr {
namespace {

using marked::MarkedPage;

constexpr BoxMm box{10, 20, 40, 12};

record::FieldReading read(const MarkedPage& page) {
    return page.read(
        [](const PageOnBlank& at, const BoxMm& where) { return read_signature(at, where); });
}
MarkedPage page() {
    return MarkedPage(box, MarkedPage::Lines::on_none);
}

/// So many strokes up and down, 0.33 mm wide and 3 mm high, joined at their feet.
MarkedPage strokes(int count, int apart_px = 12) {
    MarkedPage made = page();
    for (int i = 0; i < count; ++i) {
        made.draw(100 + apart_px * i, 60, 4, 36);
        if (i > 0) {
            made.draw(100 + apart_px * (i - 1), 92, apart_px, 4);
        }
    }
    return made;
}

void expect_sure(const record::FieldReading& reading, const std::string& what) {
    ASSERT_EQ(reading.candidates.size(), 2U);
    EXPECT_EQ(reading.candidates[0].text, what);
    EXPECT_EQ(reading.candidates[0].probability, 0.995);
    EXPECT_NEAR(reading.candidates[1].probability, 0.005, 1e-9);
    EXPECT_EQ(reading.doubt, "");
    EXPECT_EQ(reading.reader, mark_reader_name);
}

void expect_doubt(const record::FieldReading& reading) {
    ASSERT_EQ(reading.candidates.size(), 2U);
    EXPECT_EQ(reading.candidates[0].text, "present");
    EXPECT_EQ(reading.candidates[0].probability, 0.6);
    EXPECT_EQ(reading.candidates[1].probability, 0.4);
    EXPECT_EQ(reading.doubt, "unclear_signature");
}

TEST(Signature, IsAbsentWhereNothingIsWritten) {
    expect_sure(read(page()), "absent");
}

TEST(Signature, IsAbsentWhereLessThanHalfASquareMillimetreIsSeen) {
    // 72 pixels.
    expect_sure(read(page().draw(200, 60, 4, 17)), "absent");
    expect_doubt(read(page().draw(200, 60, 4, 18)));
}

TEST(Signature, IsAbsentWhereInkOnlyTouchesTheEdgeOfItsPlace) {
    // Within 0.8 mm of the edge is what was written next to the place.
    expect_sure(read(page().draw(100, 0, 200, 8)), "absent");
    expect_doubt(read(page().draw(100, 10, 10, 8)));
}

TEST(Signature, IsPresentInJoinedStrokes) {
    expect_sure(read(strokes(7)), "present");
    expect_sure(read(strokes(12)), "present");
}

TEST(Signature, IsDoubtedBelowFourSquareMillimetres) {
    // Two strokes of 144 pixels, joined by 272 or 304: 3.9 mm2 or 4.1.
    expect_doubt(read(strokes(2, 72)));
    expect_sure(read(strokes(2, 80)), "present");
}

TEST(Signature, IsDoubtedWhereItIsNarrowerThanSixMillimetres) {
    // 72 pixels from the first stroke to the last.
    expect_sure(read(strokes(5, 17)), "present");
    expect_doubt(read(strokes(5, 16)));
}

TEST(Signature, IsNoGrain) {
    // Pieces of 0.44 mm2 over the whole place.
    MarkedPage grain = page();
    for (int i = 0; i < 100; ++i) {
        grain.draw(30 + 20 * (i % 20), 20 + 20 * (i / 20), 8, 8);
    }
    expect_doubt(read(grain));
}

TEST(Signature, IsNoDotsSideBySide) {
    // As large as pieces of writing, but no dot hangs together with the next.
    MarkedPage dots = page();
    for (int i = 0; i < 12; ++i) {
        for (int dot = 0; dot < 20; ++dot) {
            dots.draw(40 + 60 * (i % 6) + 4 * (dot % 5), 24 + 56 * (i / 6) + 4 * (dot / 5), 3, 3);
        }
    }
    expect_doubt(read(dots));
}

TEST(Signature, IsNoStreakOfAFax) {
    expect_doubt(read(page().draw(40, 60, 400, 4)));
}

TEST(Signature, IsNoShadow) {
    expect_doubt(read(page().draw(100, 30, 120, 80)));
}

/// Twelve blocks of so many squares of 4 x 4 pixels each way, 5 mm apart.
MarkedPage blocks(int across, int down) {
    MarkedPage made = page();
    for (int i = 0; i < 12; ++i) {
        made.draw(40 + 60 * (i % 6), 24 + 56 * (i / 6), 4 * across, 4 * down);
    }
    return made;
}

TEST(Signature, IsDrawnInPiecesOfMoreThanAMillimetreAndAHalf) {
    expect_doubt(read(blocks(4, 4)));
    expect_sure(read(blocks(5, 4)), "present");
    expect_sure(read(blocks(4, 5)), "present");
}

TEST(Signature, IsDrawnInPiecesOfHalfAMillimetreByTheirLength) {
    // Ten squares long: 3.3 mm, of which fifteen squares are half.
    const auto hooked = [](int beside) {
        MarkedPage made = page();
        for (int i = 0; i < 12; ++i) {
            const int x = 40 + 60 * (i % 6), y = 24 + 56 * (i / 6);
            made.draw(x, y, 40, 4).draw(x, y + 4, 4 * beside, 4);
        }
        return made;
    };
    expect_doubt(read(hooked(4)));
    expect_sure(read(hooked(6)), "present");
}

TEST(Signature, IsMadeOfStrokesAndNotSolid) {
    // Solid squares have ink a millimetre away on each side: of 11 x 10 they are 20, of 13 x 11 35.
    expect_sure(read(page().draw(100, 30, 44, 40).draw(200, 30, 44, 40)), "present");
    expect_doubt(read(page().draw(100, 30, 56, 48).draw(200, 30, 56, 48)));
}

}  // namespace
}  // namespace indgang::ocr
