// SPDX-License-Identifier: MPL-2.0
// Pieces of solid ink at ten pixels a millimetre, so that each limit is met exactly.
#include <gtest/gtest.h>

#include <vector>

#include "ocr/ink/foreign_ink.h"

namespace indgang::ocr {
namespace {

constexpr double per_mm = 10;
constexpr int width = 500, height = 200;
constexpr BoxPx large{20, 20, 400, 100};  ///< its frame is 13 pixels wide

using Piece = std::vector<BoxPx>;

InkComponents ink_of(const std::vector<Piece>& pieces) {
    InkComponents ink;
    ink.width = width;
    for (const Piece& piece : pieces) {
        const int id = static_cast<int>(ink.components.size());
        ink.components.push_back({static_cast<int>(ink.runs.size()), 0, false, false});
        for (const BoxPx& part : piece) {
            for (int y = part.y; y < part.y + part.height; ++y) {
                ink.runs.push_back({y, part.x, part.x + part.width, id, -1});
                ink.components.back().pixels += part.width;
            }
        }
    }
    return ink;
}

InkOrigin origin(const Piece& piece, const BoxPx& box = large) {
    return find_origins(ink_of({piece}), height, box, per_mm).at(0);
}

TEST(FrameRests, AreSixMillimetresLongInALargeBox) {
    EXPECT_EQ(origin({{100, 22, 60, 5}}), InkOrigin::frame);
    EXPECT_EQ(origin({{100, 22, 59, 5}}), InkOrigin::writer);
    EXPECT_EQ(origin({{22, 50, 5, 62}}), InkOrigin::frame) << "it reaches a corner";
    EXPECT_EQ(origin({{22, 40, 5, 60}}), InkOrigin::writer) << "a 1 at the edge";
}

TEST(FrameRests, LieWithinThirteenTenthsOfAMillimetre) {
    EXPECT_EQ(origin({{100, 28, 60, 5}}), InkOrigin::frame);
    EXPECT_EQ(origin({{100, 29, 60, 5}}), InkOrigin::writer);
    EXPECT_EQ(origin({{100, 107, 60, 5}}), InkOrigin::frame);
    EXPECT_EQ(origin({{100, 106, 60, 5}}), InkOrigin::writer);
    // With all but four in a hundred of their ink.
    EXPECT_EQ(origin({{100, 28, 60, 5}, {100, 33, 12, 1}}), InkOrigin::frame);
    EXPECT_EQ(origin({{100, 28, 60, 5}, {100, 33, 13, 1}}), InkOrigin::writer);
}

TEST(FrameRests, ReachIntoACorner) {
    EXPECT_EQ(origin({{32, 22, 8, 8}}), InkOrigin::frame);
    EXPECT_EQ(origin({{33, 22, 8, 8}}), InkOrigin::writer);
    EXPECT_EQ(origin({{22, 32, 8, 8}}), InkOrigin::frame);
    EXPECT_EQ(origin({{22, 33, 8, 8}}), InkOrigin::writer);
    EXPECT_EQ(origin({{400, 22, 8, 8}}), InkOrigin::frame);
    EXPECT_EQ(origin({{399, 22, 8, 8}}), InkOrigin::writer);
    EXPECT_EQ(origin({{22, 100, 8, 8}}), InkOrigin::frame);
    EXPECT_EQ(origin({{22, 99, 8, 8}}), InkOrigin::writer);
}

TEST(FrameRests, AreHalfAsLongAsASmallBox) {
    // A frame of 11 pixels, and 25 in either direction.
    constexpr BoxPx small{20, 20, 50, 50};
    EXPECT_EQ(origin({{32, 22, 25, 5}}, small), InkOrigin::frame);
    EXPECT_EQ(origin({{32, 22, 24, 5}}, small), InkOrigin::writer);
    EXPECT_EQ(origin({{22, 32, 5, 25}}, small), InkOrigin::frame);
    EXPECT_EQ(origin({{22, 32, 5, 24}}, small), InkOrigin::writer);
    EXPECT_EQ(origin({{32, 26, 25, 5}}, small), InkOrigin::frame);
    EXPECT_EQ(origin({{32, 27, 25, 5}}, small), InkOrigin::writer);
}

TEST(FrameRests, AreOfASmallBoxBelowSixMillimetres) {
    EXPECT_EQ(origin({{22, 60, 5, 30}}, {20, 20, 59, 160}), InkOrigin::frame);
    EXPECT_EQ(origin({{22, 60, 5, 30}}, {20, 20, 60, 160}), InkOrigin::writer);
    EXPECT_EQ(origin({{60, 22, 30, 5}}, {20, 20, 160, 59}), InkOrigin::frame);
    EXPECT_EQ(origin({{60, 22, 30, 5}}, {20, 20, 160, 60}), InkOrigin::writer);
}

TEST(Streaks, AreThinAndTallerThanLetters) {
    EXPECT_EQ(origin({{200, 40, 3, 120}}), InkOrigin::scanner);
    EXPECT_EQ(origin({{200, 40, 3, 119}}), InkOrigin::writer);
    EXPECT_EQ(origin({{200, 40, 4, 120}}), InkOrigin::writer);
}

TEST(Streaks, ArePiecesOneAboveTheOther) {
    const auto both = [](int x) {
        return find_origins(ink_of({{{200, 40, 3, 60}}, {{x, 105, 3, 60}}}), height, large, per_mm);
    };
    for (const int way : {-1, 1}) {
        EXPECT_EQ(both(200 + 3 * way), (std::vector{InkOrigin::scanner, InkOrigin::scanner}));
        EXPECT_EQ(both(200 + 4 * way), (std::vector{InkOrigin::writer, InkOrigin::writer}));
    }
}

TEST(LineRests, AreOfTheForm) {
    InkComponents ink = ink_of({{{100, 50, 20, 20}}});
    ink.components[0].is_line_rest = true;
    EXPECT_EQ(find_origins(ink, height, large, per_mm).at(0), InkOrigin::form);
}

TEST(Specks, HaveLessInkThanAThinLetter) {
    EXPECT_EQ(origin({{200, 60, 6, 5}}), InkOrigin::writer);
    EXPECT_EQ(origin({{200, 60, 29, 1}}), InkOrigin::speck);
}

/// A piece beside a letter of 4 x 20 pixels, from 100 to 103.
InkOrigin beside_letter(const BoxPx& piece) {
    return find_origins(ink_of({{{100, 60, 4, 20}}, {piece}}), height, large, per_mm).at(1);
}

TEST(Specks, AreThinnerThanThePen) {
    // Six tenths of the square of a stroke of four pixels are 9.6.
    EXPECT_EQ(beside_letter({110, 60, 2, 5}), InkOrigin::writer);
    EXPECT_EQ(beside_letter({110, 60, 3, 3}), InkOrigin::speck);
}

TEST(Specks, HaveLessInkThanTheDotOfAnyPen) {
    // Beside a letter of a pen of one pixel: 0.02 mm2 are two pixels.
    const auto beside_thin_letter = [](int pixels) {
        return find_origins(ink_of({{{100, 60, 1, 40}}, {{110, 60, pixels, 1}}}), height, large,
                            per_mm)
            .at(1);
    };
    EXPECT_EQ(beside_thin_letter(2), InkOrigin::writer);
    EXPECT_EQ(beside_thin_letter(1), InkOrigin::speck);
}

TEST(Specks, StandAlone) {
    // Within two millimetres two of the letter's columns are ink enough, one is not.
    EXPECT_EQ(beside_letter({122, 60, 2, 5}), InkOrigin::writer);
    EXPECT_EQ(beside_letter({123, 60, 2, 5}), InkOrigin::speck);
    EXPECT_EQ(beside_letter({80, 60, 2, 5}), InkOrigin::writer);
    EXPECT_EQ(beside_letter({79, 60, 2, 5}), InkOrigin::speck);
}

std::optional<double> unevenness(const std::vector<int>& bottoms, int high = 12) {
    std::vector<Piece> letters;
    for (const int bottom : bottoms) {
        letters.push_back({{20 + 20 * static_cast<int>(letters.size()), bottom - high, 8, high}});
    }
    return unevenness_mm(ink_of(letters), std::vector(letters.size(), InkOrigin::writer), per_mm);
}

TEST(Unevenness, IsTheMeanDistanceFromTheLineOfMostLetters) {
    constexpr double close = 1e-9;
    EXPECT_NEAR(unevenness({100, 100, 103}).value(), 0.1, close);
    EXPECT_NEAR(unevenness({100, 97, 100}).value(), 0.1, close);
    EXPECT_NEAR(unevenness({100, 100, 100}).value(), 0, close);
    // Descenders do not count, and what stands a millimetre higher counts no more than that.
    EXPECT_NEAR(unevenness({100, 100, 100, 105}).value(), 0.125, close);
    EXPECT_NEAR(unevenness({100, 100, 100, 106}).value(), 0, close);
    EXPECT_NEAR(unevenness({100, 100, 100, 70}).value(), 0.25, close);
}

TEST(Unevenness, NeedsThreeLettersOfAMillimetreAndMore) {
    EXPECT_FALSE(unevenness({100, 100}));
    EXPECT_TRUE(unevenness({100, 100, 100}, 12));
    EXPECT_FALSE(unevenness({100, 100, 100}, 11));
    const InkComponents ink = ink_of({{{20, 80, 8, 20}}, {{40, 80, 8, 20}}, {{60, 80, 8, 20}}});
    EXPECT_FALSE(
        unevenness_mm(ink, {InkOrigin::writer, InkOrigin::speck, InkOrigin::writer}, per_mm));
}

}  // namespace
}  // namespace indgang::ocr
