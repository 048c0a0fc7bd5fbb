// SPDX-License-Identifier: MPL-2.0
#include "ocr/ink/foreign_ink.h"

#include <gtest/gtest.h>

#include <initializer_list>
#include <vector>

namespace indgang::ocr {
namespace {

constexpr double per_mm = 12;
constexpr int width = 200, height = 100;
constexpr BoxPx box{20, 20, 160, 60};
constexpr BoxPx letter{60, 50, 20, 20};

/// Pieces of solid ink, each a component.
InkComponents ink_of(std::initializer_list<BoxPx> pieces) {
    InkComponents ink;
    ink.width = width;
    for (const BoxPx& piece : pieces) {
        const int id = static_cast<int>(ink.components.size());
        ink.components.push_back({static_cast<int>(ink.runs.size()),
                                  std::int64_t{piece.width} * piece.height, false, false});
        for (int y = piece.y; y < piece.y + piece.height; ++y) {
            ink.runs.push_back({y, piece.x, piece.x + piece.width, id, -1});
        }
    }
    return ink;
}

std::vector<InkOrigin> origins(std::initializer_list<BoxPx> pieces) {
    return find_origins(ink_of(pieces), height, box, per_mm);
}

TEST(ForeignInk, IsADotThatIsThinnerThanThePen) {
    EXPECT_EQ(origins({letter, {66, 41, 3, 3}}),
              (std::vector{InkOrigin::writer, InkOrigin::speck}));
}

TEST(ForeignInk, IsNoPairOfSmallDotsOverALetter) {
    EXPECT_EQ(origins({letter, {62, 41, 3, 3}, {73, 41, 3, 3}}),
              (std::vector{InkOrigin::writer, InkOrigin::writer, InkOrigin::writer}));
}

TEST(ForeignInk, IsAPairThatIsNotOverOneLetter) {
    const std::vector all{InkOrigin::writer, InkOrigin::speck, InkOrigin::speck};
    EXPECT_EQ(origins({letter, {55, 41, 3, 3}, {66, 41, 3, 3}}), all);  // beside it
    EXPECT_EQ(origins({letter, {62, 31, 3, 3}, {73, 31, 3, 3}}), all);  // far above it
    EXPECT_EQ(origins({letter, {62, 75, 3, 3}, {73, 75, 3, 3}}), all);  // below it
}

TEST(ForeignInk, IsAPairOfUnlikeDots) {
    const std::vector all{InkOrigin::writer, InkOrigin::speck, InkOrigin::speck};
    EXPECT_EQ(origins({letter, {62, 41, 3, 3}, {73, 37, 3, 3}}), all);  // one higher
    EXPECT_EQ(origins({letter, {62, 41, 3, 3}, {73, 41, 3, 7}}), all);  // one longer
    EXPECT_EQ(origins({letter, {62, 41, 3, 3}, {70, 41, 7, 3}}), all);  // one wider
    EXPECT_EQ(origins({letter, {62, 41, 1, 3}, {73, 41, 1, 3}}), all);  // next to nothing
    EXPECT_EQ(origins({letter, {60, 41, 3, 3}, {77, 41, 3, 3}}), all);  // far apart
}

}  // namespace
}  // namespace indgang::ocr
