// SPDX-License-Identifier: MPL-2.0
#include "ocr/account/streaks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "tests/ocr/read/read_page.h"

namespace indgang::ocr {
namespace {

constexpr double side_mm = 0.34;

/// A stroke `wide` squares wide from `top` to `bottom`, whose x at a height is given.
AddedPiece stroke(double top, double bottom, const std::function<double(double)>& x_at,
                  int wide = 2) {
    AddedPiece piece;
    double left = 1e9, right = 0;
    for (double y = top; y < bottom; y += side_mm) {
        for (int i = 0; i < wide; ++i) {
            piece.squares.push_back({x_at(y) + i * side_mm, y + side_mm / 2});
            left = std::min(left, piece.squares.back().x);
            right = std::max(right, piece.squares.back().x);
        }
    }
    piece.box = {left - side_mm / 2, top, right - left + side_mm, bottom - top};
    piece.area_mm2 = static_cast<double>(piece.squares.size()) * side_mm * side_mm;
    piece.ink_mm2 = piece.area_mm2;
    return piece;
}

double upright(double) {
    return 119;
}

TEST(Streaks, AreBitsBelowEachOther) {
    std::vector<AddedPiece> pieces = {stroke(100, 108, upright), stroke(81, 90, upright),
                                      stroke(98, 99, [](double) { return 60; }),
                                      stroke(116, 130, upright)};
    const std::vector<BoxMm> streaks = take_out_streaks(pieces, {});
    ASSERT_EQ(streaks.size(), 1u);
    EXPECT_DOUBLE_EQ(streaks[0].y, 81);
    EXPECT_DOUBLE_EQ(streaks[0].y + streaks[0].height, 130);
    ASSERT_EQ(pieces.size(), 1u);
    EXPECT_DOUBLE_EQ(pieces[0].squares.front().x, 60);
}

TEST(Streaks, AreOnePieceInAnEmptyMargin) {
    std::vector<AddedPiece> pieces = {stroke(81, 125, upright)};
    EXPECT_EQ(take_out_streaks(pieces, {}).size(), 1u);
    EXPECT_TRUE(pieces.empty());
}

TEST(Streaks, AreUprightOnTheScanHoweverTheSheetLies) {
    const auto leaning = [](double y) { return 119 - 0.025 * y; };
    const std::vector<AddedPiece> all = {stroke(80, 110, leaning), stroke(112, 150, leaning)};
    std::vector<AddedPiece> pieces = all;
    MmToPx turned{8, 0.2, 30, -0.2, 8, 50};
    EXPECT_EQ(take_out_streaks(pieces, turned).size(), 1u);
    EXPECT_TRUE(pieces.empty());
    pieces = all;
    EXPECT_TRUE(take_out_streaks(pieces, {}).empty()) << "somebody crossed out some lines";
}

TEST(Streaks, AreLong) {
    std::vector<AddedPiece> pieces = {stroke(81, 87, upright), stroke(91, 99, upright)};
    EXPECT_TRUE(take_out_streaks(pieces, {}).empty());
    EXPECT_EQ(pieces.size(), 2u);
}

TEST(Streaks, AreThin) {
    std::vector<AddedPiece> pieces = {stroke(81, 110, upright, 5)};
    EXPECT_TRUE(take_out_streaks(pieces, {}).empty());
}

TEST(Streaks, LeaveABlotOnThemWhereItIs) {
    std::vector<AddedPiece> pieces = {stroke(81, 100, upright),
                                      stroke(
                                          101, 103, [](double) { return 118; }, 7),
                                      stroke(104, 120, upright)};
    EXPECT_EQ(take_out_streaks(pieces, {}).size(), 1u);
    EXPECT_EQ(pieces.size(), 1u);
}

TEST(Streaks, AreNoRowOfSpecks) {
    std::vector<AddedPiece> broad, sparse;
    for (int i = 0; i < 8; ++i) {
        broad.push_back(stroke(80 + 4 * i, 80.6 + 4 * i, upright, 2));
        sparse.push_back(stroke(80 + 9 * i, 82 + 9 * i, upright, 2));
    }
    EXPECT_TRUE(take_out_streaks(broad, {}).empty());
    EXPECT_TRUE(take_out_streaks(sparse, {}).empty());
}

TEST(Streaks, AreStraight) {
    std::vector<AddedPiece> pieces = {
        stroke(80, 110, [](double y) { return 119 + (y - 95) * (y - 95) / 225; })};
    EXPECT_TRUE(take_out_streaks(pieces, {}).empty()) << "a bracket round some lines";
}

TEST(Streaks, EndWhereTheNextBitIsFar) {
    std::vector<AddedPiece> pieces = {stroke(60, 81, upright), stroke(96, 117, upright)};
    EXPECT_EQ(take_out_streaks(pieces, {}).size(), 2u);
}

TEST(Streaks, GoOnAtTheNearerBit) {
    const auto beside = [](double) { return 119.4; };
    std::vector<AddedPiece> pieces = {stroke(60, 75, upright), stroke(60.2, 75, beside),
                                      stroke(77, 92, upright), stroke(77.2, 92, beside)};
    const std::vector<BoxMm> streaks = take_out_streaks(pieces, {});
    ASSERT_EQ(streaks.size(), 2u);
    EXPECT_LT(streaks[0].width, 0.9);
    EXPECT_LT(streaks[1].width, 0.9);
}

using written::field;
using written::Paper;
using written::reader;

const form::FormKey boligstoette{"boligstoette", "1"};

/// A page with a name typed and a streak so far from the left of its line.
PageContent page_with_streak(double from_left_mm) {
    Paper paper(boligstoette, 2);
    const BoxMm box = paper.zone("udlejer_navn").box;
    paper.print(box, "Hansen");
    const double x = box.x + from_left_mm;
    paper.stroke({x, box.y - 20}, {x, box.y + box.height + 20}, 0.25);
    return reader().read(paper.matched());
}

TEST(Streaks, BehindATextAreNoPartOfIt) {
    const PageContent page = page_with_streak(60);
    EXPECT_EQ(field(page, "udlejer_navn").candidates.front().text, "Hansen");
    EXPECT_NE(field(page, "udlejer_navn").doubt, "writing_beside");
    EXPECT_NE(field(page, "udlejer_navn").doubt, "line_through");
    EXPECT_TRUE(std::any_of(page.traces.begin(), page.traces.end(), [](const auto& trace) {
        return trace.kind == record::TraceKind::line;
    }));
}

TEST(Streaks, ThroughATextMakeItDoubtful) {
    EXPECT_EQ(field(page_with_streak(14), "udlejer_navn").doubt, "line_through");
}

/// With a line along the boxes of a question, so far left of them.
PageContent page_with_bar(double before_mm) {
    Paper paper(boligstoette, 2);
    const BoxMm box = paper.zone("boligform", "lejebolig").box;
    const double x = box.x - before_mm;
    paper.stroke({x, box.y - 12}, {x, box.y + 14});
    return reader().read(paper.matched());
}

TEST(Streaks, BesideBoxesMakeTheirAnswerDoubtful) {
    const PageContent page = page_with_bar(2.5);
    EXPECT_EQ(field(page, "boligform").doubt, "writing_beside");
    const auto bar = std::find_if(page.traces.begin(), page.traces.end(), [](const auto& trace) {
        return trace.kind == record::TraceKind::line;
    });
    ASSERT_NE(bar, page.traces.end());
    EXPECT_EQ(std::count(bar->near.begin(), bar->near.end(), "boligform"), 1);
}

TEST(Streaks, FarFromBoxesSayNothingOfThem) {
    EXPECT_EQ(field(page_with_bar(8), "boligform").doubt, "");
}

}  // namespace
}  // namespace indgang::ocr
