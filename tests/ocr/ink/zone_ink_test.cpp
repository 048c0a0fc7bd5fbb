// SPDX-License-Identifier: MPL-2.0
#include "ocr/ink/zone_ink.h"

#include <gtest/gtest.h>

#include <utility>

#include "tests/ocr/ink/marked_page.h"

namespace indgang::ocr {
namespace {

using marked::MarkedPage;

// 48 x 48 pixels, and 18 around it that belong to the patch.
constexpr BoxMm box{20, 20, 4, 4};
constexpr int margin_px = 18, side_px = 48;

WriterInk ink_of(const MarkedPage& page) {
    return page.read([](const PageOnBlank& at, const BoxMm& where) { return take_ink(at, where); });
}
bool is_inked(const MarkedPage& page) {
    return page.read(
        [](const PageOnBlank& at, const BoxMm& where) { return has_ink_inside(at, where, 0.5); });
}
MarkedPage printed() {
    return MarkedPage(box);
}
MarkedPage unprinted() {
    return MarkedPage(box, MarkedPage::Lines::on_none);
}

TEST(TakeInk, LeavesNothingOfThePrint) {
    const WriterInk ink = ink_of(printed());
    EXPECT_EQ(ink.box, (BoxPx{margin_px, margin_px, side_px, side_px}));
    EXPECT_EQ(ink.patch.width, side_px + 2 * margin_px);
    EXPECT_EQ(ink.patch.height, side_px + 2 * margin_px);
    EXPECT_EQ(ink.ink_mm2({0, 0, 84, 84}), 0);
    EXPECT_EQ(ink.extent({0, 0, 84, 84}), BoxPx{});
    EXPECT_EQ(ink.form_seen, 1);
    EXPECT_EQ(ink.largest_mm2, 0);
}

TEST(TakeInk, LeavesWhatAWriterDrewToThePixel) {
    const WriterInk ink = ink_of(printed().draw(13, 15, 20, 18));
    EXPECT_EQ(ink.ink_mm2({0, 0, 84, 84}), 360.0 / 144);
    EXPECT_EQ(ink.extent({0, 0, 84, 84}), (BoxPx{margin_px + 13, margin_px + 15, 20, 18}));
    EXPECT_EQ(ink.largest_mm2, 360.0 / 144);
    EXPECT_EQ(ink.dropped_mm2, 0);
    EXPECT_EQ(ink.frame_mm2, 0);
}

TEST(TakeInk, SaysWhatItTookForSpecks) {
    const WriterInk ink = ink_of(printed().draw(20, 20, 6, 6));
    EXPECT_EQ(ink.dropped_mm2, 36.0 / 144);
    EXPECT_EQ(ink.largest_mm2, 0);
}

TEST(TakeInk, SaysWhatItTookForPiecesOfTheFrame) {
    const WriterInk ink = ink_of(printed().draw(5, 5, 6, 6));
    EXPECT_EQ(ink.frame_mm2, 36.0 / 144);
    EXPECT_EQ(ink.dropped_mm2, 0);
}

TEST(TakeInk, CountsAStreakOfTheScannerNowhere) {
    const WriterInk ink = ink_of(unprinted().draw(24, -16, 2, 80));
    EXPECT_EQ(ink.ink_mm2({0, 0, 84, 84}), 0);
    EXPECT_EQ(ink.largest_mm2, 0);
    EXPECT_EQ(ink.dropped_mm2, 0);
    EXPECT_EQ(ink.frame_mm2, 0);
}

TEST(TakeInk, SeesThePrintWhereThePageIsDarkerThanAThird) {
    const auto seen = [](int grey) {
        MarkedPage page(box, MarkedPage::Lines::on_blank);
        return ink_of(std::move(page)
                          .shade(0, 0, side_px, 3, grey)
                          .shade(0, side_px - 3, side_px, 3, grey)
                          .shade(0, 0, 3, side_px, grey)
                          .shade(side_px - 3, 0, 3, side_px, grey))
            .form_seen;
    };
    EXPECT_EQ(seen(169), 1);
    EXPECT_EQ(seen(170), 0);
}

TEST(TakeInk, SeesPrintWithinAQuarterOfAMillimetreOfInk) {
    // The upper line, and three pixels of those at its ends.
    MarkedPage page(box, MarkedPage::Lines::on_blank);
    const double seen = ink_of(std::move(page).shade(0, 0, side_px, 3, 60)).form_seen;
    EXPECT_DOUBLE_EQ(seen, (3.0 * side_px + 2 * 3 * 3) / (side_px * side_px - 42 * 42));
}

TEST(TakeInk, SeesThePrintOfASmallBoxOnly) {
    EXPECT_EQ(ink_of(MarkedPage(box, MarkedPage::Lines::on_blank)).form_seen, 0);
    EXPECT_EQ(ink_of(unprinted()).form_seen, 1);
    EXPECT_EQ(ink_of(MarkedPage({10, 20, 6, 4}, MarkedPage::Lines::on_blank)).form_seen, 1);
    EXPECT_EQ(ink_of(MarkedPage({10, 20, 5.5, 4}, MarkedPage::Lines::on_blank)).form_seen, 0);
}

TEST(WriterInk, SumsAndSurroundsWhatIsInAPartOfIt) {
    WriterInk ink;
    ink.patch = {8, 6, std::vector<std::uint8_t>(48, 255)};
    ink.patch.pixels[2 * 8 + 3] = 0;
    ink.patch.pixels[4 * 8 + 6] = 0;
    ink.patch.pixels[0] = 204;
    EXPECT_DOUBLE_EQ(ink.ink_mm2({0, 0, 8, 6}), 2.2 / 144);
    EXPECT_DOUBLE_EQ(ink.ink_mm2({-5, -5, 30, 30}), 2.2 / 144);
    EXPECT_DOUBLE_EQ(ink.ink_mm2({3, 2, 1, 1}), 1.0 / 144);
    EXPECT_DOUBLE_EQ(ink.ink_mm2({4, 3, 2, 1}), 0);
    // A rim lighter than the middle is not of the extent.
    EXPECT_EQ(ink.extent({-5, -5, 30, 30}), (BoxPx{3, 2, 4, 3}));
    EXPECT_EQ(ink.extent({4, 0, 4, 6}), (BoxPx{6, 4, 1, 1}));
    EXPECT_EQ(ink.extent({0, 0, 3, 6}), BoxPx{});
    EXPECT_EQ(ink.extent({3, 2, 1, 1}), (BoxPx{3, 2, 1, 1}));
}

TEST(HasInkInside, SeesADotOfAPenAndNoSpeck) {
    EXPECT_FALSE(is_inked(printed()));
    // Seven pixels are a twentieth of a square millimetre.
    EXPECT_FALSE(is_inked(printed().draw(24, 24, 3, 2)));
    EXPECT_TRUE(is_inked(printed().draw(22, 22, 7, 1)));
    EXPECT_FALSE(is_inked(unprinted().draw(0, 22, 4, 20)));
    EXPECT_FALSE(is_inked(unprinted().draw(44, 22, 4, 20)));
    EXPECT_FALSE(is_inked(unprinted().draw(22, 0, 20, 4)));
    EXPECT_FALSE(is_inked(unprinted().draw(22, 44, 20, 4)));
    EXPECT_TRUE(is_inked(unprinted().draw(6, 22, 1, 8)));
    EXPECT_TRUE(is_inked(unprinted().draw(41, 22, 1, 8)));
    EXPECT_TRUE(is_inked(unprinted().draw(22, 6, 8, 1)));
    EXPECT_TRUE(is_inked(unprinted().draw(22, 41, 8, 1)));
}

TEST(HasInkInside, SeesAPaleStroke) {
    const auto pale = [](int squares) { return unprinted().shade(20, 20, 4 * squares, 4, 200); };
    EXPECT_FALSE(is_inked(pale(1)));
    EXPECT_TRUE(is_inked(pale(3)));
}

TEST(HasInkInside, TakesAFoldThroughTheBoxForNone) {
    // From edge to edge of the page.
    EXPECT_FALSE(is_inked(unprinted().draw(24, -240, 2, 720)));
    EXPECT_FALSE(is_inked(unprinted().draw(-240, 24, 720, 2)));
    EXPECT_TRUE(is_inked(unprinted().draw(24, -20, 2, 80)));
}

}  // namespace
}  // namespace indgang::ocr
