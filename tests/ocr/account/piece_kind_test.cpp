// SPDX-License-Identifier: MPL-2.0
#include "ocr/account/piece_kind.h"

#include <gtest/gtest.h>

namespace indgang::ocr {
namespace {

constexpr double width_mm = 210, height_mm = 297;
constexpr int px_per_mm = 10;

AddedPiece piece(const BoxMm& box, double area_mm2, double ink_mm2) {
    AddedPiece made;
    made.box = box;
    made.area_mm2 = area_mm2;
    made.ink_mm2 = ink_mm2;
    return made;
}
AddedPiece filled(const BoxMm& box, double share = 1) {
    const double area = box.width * box.height;
    return piece(box, area, share * area);
}

/// On a scan that shows `more_px` around the sheet on each side.
record::TraceKind kind(const AddedPiece& of, int more_px = 0) {
    const PageImage page{
        PixPtr(pixCreate(static_cast<int>(width_mm * px_per_mm) + 2 * more_px,
                         static_cast<int>(height_mm * px_per_mm) + 2 * more_px, 1)),
        254, 0};
    const BoxPx on_page{static_cast<int>(of.box.x * px_per_mm) + more_px,
                        static_cast<int>(of.box.y * px_per_mm) + more_px,
                        static_cast<int>(of.box.width * px_per_mm),
                        static_cast<int>(of.box.height * px_per_mm)};
    form::PageLayout layout;
    layout.width_mm = width_mm;
    layout.height_mm = height_mm;
    return kind_of(of, on_page, page, layout);
}

using record::TraceKind;

TEST(Dirt, IsSmallOrShort) {
    EXPECT_TRUE(is_dirt(piece({0, 0, 2, 2}, 0.39, 0)));
    EXPECT_FALSE(is_dirt(piece({0, 0, 2, 2}, 0.41, 0)));
    EXPECT_TRUE(is_dirt(piece({0, 0, 0.94, 0.94}, 0.8, 0)));
    EXPECT_FALSE(is_dirt(piece({0, 0, 0.96, 0.3}, 0.8, 0)));
    EXPECT_FALSE(is_dirt(piece({0, 0, 0.3, 0.96}, 0.8, 0)));
}

TEST(PaleInk, HasLessThanThreeTenthsOfBlack) {
    EXPECT_TRUE(is_pale(piece({0, 0, 2, 2}, 4, 1.19)));
    EXPECT_FALSE(is_pale(piece({0, 0, 2, 2}, 4, 1.21)));
}

TEST(KindOf, IsWritingInTheMiddleOfThePage) {
    EXPECT_EQ(kind(filled({100, 100, 3, 20})), TraceKind::writing);
    EXPECT_EQ(kind(filled({100, 100, 6, 6})), TraceKind::writing);
}

TEST(KindOf, IsEdgeWithinAMillimetreOfTheSheetsEdge) {
    // The scan shows 2 cm more on each side.
    constexpr int around_px = 200;
    const auto at = [](double x, double y) { return kind(filled({x, y, 5, 3}), around_px); };
    EXPECT_EQ(at(0.9, 100), TraceKind::edge);
    EXPECT_EQ(at(1.1, 100), TraceKind::writing);
    EXPECT_EQ(at(width_mm - 5.9, 100), TraceKind::edge);
    EXPECT_EQ(at(width_mm - 6.1, 100), TraceKind::writing);
    EXPECT_EQ(at(100, 0.9), TraceKind::edge);
    EXPECT_EQ(at(100, 1.1), TraceKind::writing);
    EXPECT_EQ(at(100, height_mm - 3.9), TraceKind::edge);
    EXPECT_EQ(at(100, height_mm - 4.1), TraceKind::writing);
}

TEST(KindOf, IsEdgeWithinSixPixelsOfTheScansEdge) {
    // The scan ends 5 mm within the sheet.
    constexpr int around_px = -50;
    const auto at = [](double x, double y) { return kind(filled({x, y, 5, 3}), around_px); };
    EXPECT_EQ(at(5.6, 100), TraceKind::edge);
    EXPECT_EQ(at(5.7, 100), TraceKind::writing);
    EXPECT_EQ(at(width_mm - 10.6, 100), TraceKind::edge);
    EXPECT_EQ(at(width_mm - 10.7, 100), TraceKind::writing);
    EXPECT_EQ(at(100, 5.6), TraceKind::edge);
    EXPECT_EQ(at(100, 5.7), TraceKind::writing);
    EXPECT_EQ(at(100, height_mm - 8.6), TraceKind::edge);
    EXPECT_EQ(at(100, height_mm - 8.7), TraceKind::writing);
}

TEST(KindOf, IsWritingWhereAPenGoesFromTheEdgeIntoThePage) {
    EXPECT_EQ(kind(piece({0, 100, 12.1, 3}, 14, 14)), TraceKind::writing);
    EXPECT_EQ(kind(piece({0, 100, 11.9, 3}, 14, 14)), TraceKind::edge);
    EXPECT_EQ(kind(piece({100, 0, 3, 12.1}, 14, 14)), TraceKind::writing);
    EXPECT_EQ(kind(piece({100, 0, 3, 11.9}, 14, 14)), TraceKind::edge);
    // In a corner the shorter way counts.
    EXPECT_EQ(kind(piece({0, 0, 20, 11.9}, 14, 14)), TraceKind::edge);
    EXPECT_EQ(kind(piece({0, 0, 20, 12.1}, 14, 14)), TraceKind::writing);
    EXPECT_EQ(kind(piece({0, 0, 12.1, 20}, 14, 14)), TraceKind::writing);
    // As thick as a pen: 1.2 mm by its length of 20.
    EXPECT_EQ(kind(piece({0, 100, 16, 12}, 23.9, 23.9)), TraceKind::writing);
    EXPECT_EQ(kind(piece({0, 100, 16, 12}, 24.1, 24.1)), TraceKind::edge);
}

TEST(KindOf, IsAHoleNearAnEdge) {
    // Its inner side lies within 20 mm of an edge.
    EXPECT_EQ(kind(filled({13.9, 100, 6, 6})), TraceKind::hole);
    EXPECT_EQ(kind(filled({14.1, 100, 6, 6})), TraceKind::writing);
    EXPECT_EQ(kind(filled({width_mm - 19.9, 100, 6, 6})), TraceKind::hole);
    EXPECT_EQ(kind(filled({width_mm - 20.1, 100, 6, 6})), TraceKind::writing);
    EXPECT_EQ(kind(filled({100, 13.9, 6, 6})), TraceKind::hole);
    EXPECT_EQ(kind(filled({100, 14.1, 6, 6})), TraceKind::writing);
    EXPECT_EQ(kind(filled({100, height_mm - 19.9, 6, 6})), TraceKind::hole);
    EXPECT_EQ(kind(filled({100, height_mm - 20.1, 6, 6})), TraceKind::writing);
}

TEST(KindOf, IsAHoleOfItsSizeRoundAndFilled) {
    const auto of = [](double width, double height, double share = 1) {
        return kind(filled({8, 100, width, height}, share));
    };
    EXPECT_EQ(of(3.6, 3.6), TraceKind::hole);
    EXPECT_EQ(of(3.4, 3.4), TraceKind::writing);
    EXPECT_EQ(of(7.9, 7.9), TraceKind::hole);
    EXPECT_EQ(of(8.1, 8.1), TraceKind::writing);
    EXPECT_EQ(of(6, 4.3), TraceKind::hole);
    EXPECT_EQ(of(6, 4.1), TraceKind::writing);
    EXPECT_EQ(of(4.3, 6), TraceKind::hole);
    EXPECT_EQ(of(4.1, 6), TraceKind::writing);
    EXPECT_EQ(of(6, 6, 0.61), TraceKind::hole);
    EXPECT_EQ(of(6, 6, 0.59), TraceKind::writing);
}

}  // namespace
}  // namespace indgang::ocr
