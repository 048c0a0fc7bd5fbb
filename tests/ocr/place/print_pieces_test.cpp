// SPDX-License-Identifier: MPL-2.0
// The print of a form of 50 x 70 mm is single dots, six pixels a millimetre: which of them are
// looked at, and what they say, is known to the dot. A piece of print is 60 pixels wide and high;
// five stand side by side, seven one below the other.
#include <gtest/gtest.h>

#include <optional>
#include <utility>
#include <vector>

#include "ocr/place/print_compare.h"
#include "tests/ocr/blank/drawn_print.h"

namespace indgang::ocr {
namespace {

constexpr int px_per_mm = 6, piece_px = 60, across = 5, width = 300, height = 420;
constexpr int beside = 5;  ///< pixels right of and below a dot, where white is wanted
constexpr int room = 40;   ///< about the form on a page
constexpr std::size_t fewest = 40;

struct Dot {
    int x = 0;
    int y = 0;
};

/// So many dots of one piece, none within the reach of another's white.
std::vector<Dot> dots_of(int piece, std::size_t count = fewest) {
    drawn::Dice dice(static_cast<std::uint32_t>(piece + 1));
    std::vector<Dot> dots;
    while (dots.size() < count) {
        const Dot dot{2 * dice.below(27), 2 * dice.below(27)};
        bool is_free = true;
        for (const Dot& other : dots) {
            is_free =
                is_free && (std::abs(other.x - dot.x) > 3 || std::abs(other.y - dot.y) > 3) &&
                (std::abs(other.x + beside - dot.x) > 2 ||
                 std::abs(other.y + beside - dot.y) > 2) &&
                (std::abs(other.x - beside - dot.x) > 2 || std::abs(other.y - beside - dot.y) > 2);
        }
        if (is_free) {
            dots.push_back(dot);
        }
    }
    for (Dot& dot : dots) {
        dot.x += piece % across * piece_px;
        dot.y += piece / across * piece_px;
    }
    return dots;
}

struct Drawing {
    PageImage blank = drawn::white_page(width, height);
    PageImage page = drawn::white_page(width + 2 * room, height + 2 * room);

    /// On the blank, and on the page as far off as said.
    void draw(const std::vector<Dot>& dots, Dot off = {}) {
        draw_on_blank(dots);
        draw_on_page(dots, off);
    }
    void draw_on_blank(const std::vector<Dot>& dots) {
        for (const Dot& dot : dots) {
            drawn::draw_box(blank, dot.x, dot.y, 1, 1);
        }
    }
    void draw_on_page(const std::vector<Dot>& dots, Dot off = {}) {
        for (const Dot& dot : dots) {
            drawn::draw_box(page, room + dot.x + off.x, room + dot.y + off.y, 1, 1);
        }
    }
    /// Looks for the print where it is, or as far off as said.
    [[nodiscard]] std::optional<Refined> refine(PointPx off = {}) const {
        BlankPage form;
        form.image.pix.reset(pixClone(blank.pix.get()));
        form.to_image = {px_per_mm, 0, 0, 0, px_per_mm, 0};
        return refine_by_print(page, {px_per_mm, 0, room + off.x, 0, px_per_mm, room + off.y},
                               form);
    }
    [[nodiscard]] bool is_found() const { return refine().has_value(); }
};

/// So many of the pieces at the upper left, as far off on the page as said. The first and eight are
/// the fewest.
constexpr int pieces[] = {0, 1, 2, 3, 5, 6, 7, 8};
Drawing seven_pieces(Dot off = {}) {
    Drawing drawing;
    for (int i = 0; i < 7; ++i) {
        drawing.draw(dots_of(pieces[i]), off);
    }
    return drawing;
}
Drawing eight_pieces(Dot off = {}) {
    Drawing drawing = seven_pieces(off);
    drawing.draw(dots_of(pieces[7]), off);
    return drawing;
}

void expect_exact(const std::optional<Refined>& found, Dot off = {}) {
    ASSERT_TRUE(found);
    EXPECT_NEAR(found->to_page.a, px_per_mm, 1e-6);
    EXPECT_NEAR(found->to_page.b, 0, 1e-6);
    EXPECT_NEAR(found->to_page.c, room + off.x, 1e-6);
    EXPECT_NEAR(found->to_page.d, 0, 1e-6);
    EXPECT_NEAR(found->to_page.e, px_per_mm, 1e-6);
    EXPECT_NEAR(found->to_page.f, room + off.y, 1e-6);
    EXPECT_NEAR(found->residual_mm, 0, 1e-6);
}

TEST(PieceOfPrint, IsSeenWhereItIsToThePixel) {
    // Four millimetres off it is looked for, and no pixel further.
    for (const Dot& off : {Dot{0, 0}, {24, 0}, {-24, 0}, {0, 24}, {0, -24}, {7, -13}}) {
        expect_exact(eight_pieces(off).refine(), off);
    }
    for (const Dot& off : {Dot{26, 0}, {-26, 0}, {0, 26}, {0, -26}}) {
        EXPECT_FALSE(eight_pieces(off).refine()) << off.x << ", " << off.y;
    }
}

TEST(PieceOfPrint, IsSeenToHalfAPixelWhereTheGuessIsAFractionOff) {
    for (const double off : {-0.9, -0.6, -0.3, 0.1, 0.4, 0.6, 0.9}) {
        const auto found = eight_pieces().refine({off, off});
        ASSERT_TRUE(found);
        EXPECT_LE(std::abs(found->to_page.c - room), 0.5 + 1e-9) << off;
        EXPECT_LE(std::abs(found->to_page.f - room), 0.5 + 1e-9) << off;
    }
}

TEST(PieceOfPrint, HasFortyDots) {
    Drawing drawing = seven_pieces();
    EXPECT_FALSE(drawing.is_found());
    std::vector<Dot> dots = dots_of(pieces[7]);
    const Dot last = dots.back();
    dots.pop_back();
    drawing.draw(dots);
    EXPECT_FALSE(drawing.is_found());
    drawing.draw({last});
    EXPECT_TRUE(drawing.is_found());
}

TEST(PieceOfPrint, HasDotsOfItsOwnAtEachSecondPixel) {
    const auto is_found_with = [](std::vector<Dot> others) {
        Drawing drawing = seven_pieces();
        std::vector<Dot> dots = dots_of(pieces[7]);
        dots.pop_back();
        drawing.draw(dots);
        drawing.draw(others);
        return drawing.is_found();
    };
    constexpr int left = 3 * piece_px, top = piece_px;  // of the eighth piece
    EXPECT_TRUE(is_found_with({{left + 58, top + 58}}));
    EXPECT_FALSE(is_found_with({{left + 59, top + 58}, {left + 58, top + 55}}));
    EXPECT_FALSE(is_found_with({{left + 60, top + 58}, {left + 56, top + 60}}));
}

TEST(PieceOfPrint, HasDotsWithWhiteBesideThem) {
    const auto is_found_with = [](Dot ink) {
        Drawing drawing = eight_pieces();
        const Dot dot = dots_of(pieces[7]).front();
        drawing.draw({{dot.x + ink.x, dot.y + ink.y}});
        return drawing.is_found();
    };
    EXPECT_FALSE(is_found_with({5, 5}));
    EXPECT_FALSE(is_found_with({3, 3}));
    for (const Dot& elsewhere : {Dot{1, 3}, {3, 1}, {5, 3}, {3, 5}, {7, 7}}) {
        EXPECT_TRUE(is_found_with(elsewhere)) << elsewhere.x << ", " << elsewhere.y;
    }
}

TEST(PieceOfPrint, NeedsNineOfTwentyOfItsDots) {
    const auto is_found_with = [](std::size_t seen) {
        Drawing drawing = seven_pieces();
        std::vector<Dot> dots = dots_of(pieces[7]);
        drawing.draw_on_blank(dots);
        dots.resize(seen);
        drawing.draw_on_page(dots);
        return drawing.is_found();
    };
    EXPECT_TRUE(is_found_with(18));
    EXPECT_FALSE(is_found_with(17));
}

TEST(PieceOfPrint, LosesADotForEachInkBesideOne) {
    // Of its forty dots 29 are seen: eleven may be taken from them.
    const auto is_found_with = [](std::size_t inked, Dot at, double off = 0) {
        Drawing drawing = seven_pieces();
        std::vector<Dot> dots = dots_of(pieces[7]);
        drawing.draw_on_blank(dots);
        dots.resize(29);
        drawing.draw_on_page(dots);
        dots.resize(inked);
        drawing.draw_on_page(dots, at);
        return drawing.refine({off, off}).has_value();
    };
    EXPECT_TRUE(is_found_with(11, {beside, beside}));
    EXPECT_FALSE(is_found_with(12, {beside, beside}));
    // A pixel away from where white is wanted ink is no matter.
    for (const double off : {0.0, -0.3, 0.3}) {
        for (const Dot& near : {Dot{6, 5}, {4, 5}, {5, 6}, {5, 4}}) {
            EXPECT_TRUE(is_found_with(12, near, off)) << near.x << ", " << near.y;
        }
    }
}

/// All pieces, of which one is moved to the right.
std::optional<Refined> with_one_moved(int by_px) {
    constexpr int all = 35, middle = 17;
    Drawing drawing;
    for (int piece = 0; piece < all; ++piece) {
        drawing.draw(dots_of(piece), {piece == middle ? by_px : 0, 0});
    }
    return drawing.refine();
}

TEST(PieceOfPrint, CountsUntilItIsEightTenthsOfAMillimetreOff) {
    const auto with_it = with_one_moved(4);
    ASSERT_TRUE(with_it);
    EXPECT_GT(with_it->residual_mm, 0.1);
    EXPECT_GT(with_it->to_page.c, room);
    for (const int by_px : {6, 9, 18}) {
        expect_exact(with_one_moved(by_px));
    }
}

TEST(PieceOfPrint, IsWhereItFitsFirst) {
    // Strokes of two pixels, twelve a millimetre: moved by one pixel they fit as well.
    constexpr int fine = 2 * px_per_mm;
    BlankPage form;
    form.image = drawn::white_page(2 * width, 2 * height);
    form.to_image = {fine, 0, 0, 0, fine, 0};
    PageImage page = drawn::white_page(2 * (width + 2 * room), 2 * (height + 2 * room));
    for (const int piece : pieces) {
        for (const Dot& dot : dots_of(piece)) {
            drawn::draw_box(form.image, 2 * dot.x, 2 * dot.y, 2, 2);
            drawn::draw_box(page, 2 * (room + dot.x), 2 * (room + dot.y), 2, 2);
        }
    }
    for (const int off : {0, 1, 2, 3}) {
        const double at = 2 * room - off;
        const auto found = refine_by_print(page, {fine, 0, at, 0, fine, at}, form);
        ASSERT_TRUE(found) << off;
        EXPECT_NEAR(found->to_page.c, 2 * room, 1e-6) << off;
        EXPECT_NEAR(found->to_page.f, 2 * room, 1e-6) << off;
    }
}

TEST(PrintSeen, LeavesOutWhatAnotherBlankPrintsThere) {
    // Ten pixels are a millimetre; the other blank's two dots lie right on two of four.
    PageImage other = drawn::white_page(200, 200);
    drawn::draw_box(other, 20, 20, 1, 1);
    drawn::draw_box(other, 60, 20, 1, 1);
    const MmToPx to_page{10, 0, 0.5, 0, 10, 0.5};
    const PrintMask mask(other, {10, 0, 0, 0, 10, 0}, {});
    BlankPage blank;
    blank.anchors = {PrintAnchor{
        {5, 5}, {{{2, 2}, {3, 3}}, {{6, 2}, {7, 3}}, {{10, 2}, {11, 3}}, {{14, 2}, {15, 3}}}}};
    PageImage page = drawn::white_page(200, 200);
    drawn::draw_box(page, 20, 20, 1, 1);
    drawn::draw_box(page, 100, 20, 1, 1);
    const PrintShare all = print_seen(page, PageShape(to_page), blank);
    EXPECT_EQ(all.points, 4);
    EXPECT_EQ(all.agreement, 0.5);
    const OtherPrint without{mask, to_page};
    const PrintShare own = print_seen(page, PageShape(to_page), blank, &without);
    EXPECT_EQ(own.points, 2);
    EXPECT_EQ(own.agreement, 0.5);
}

}  // namespace
}  // namespace indgang::ocr
