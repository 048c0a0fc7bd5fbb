// SPDX-License-Identifier: MPL-2.0
#include "ocr/image/colour_ink.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <vector>

namespace indgang::ocr {
namespace {

constexpr int side = 64;

struct Colour {
    int red, green, blue;

    [[nodiscard]] int luminance() const { return (77 * red + 150 * green + 29 * blue) >> 8; }
};
constexpr Colour white{255, 255, 255}, yellow{252, 240, 90}, red{200, 30, 30};

/// Paper with a square of ink, of 16 pixels from the 16th on.
PixPtr picture(const Colour& paper, const Colour& ink) {
    PixPtr pix(pixCreate(side, side, 32));
    for (int y = 0; y < side; ++y) {
        for (int x = 0; x < side; ++x) {
            const bool is_ink = x >= 16 && x < 32 && y >= 16 && y < 32;
            const Colour& colour = is_ink ? ink : paper;
            pixSetRGBPixel(pix.get(), x, y, colour.red, colour.green, colour.blue);
        }
    }
    return pix;
}

int grey_at(Pix& pix, int x, int y) {
    l_uint32 value = 0;
    pixGetPixel(&pix, x, y, &value);
    return static_cast<int>(value);
}

struct Greys {
    int paper, ink;
};
Greys greys_of(const Colour& paper, const Colour& ink, PaperColour colour = PaperColour::measured) {
    const PixPtr grey = grey_with_colours(*picture(paper, ink), colour);
    EXPECT_EQ(pixGetDepth(grey.get()), 8);
    return {grey_at(*grey, 8, 8), grey_at(*grey, 24, 24)};
}

TEST(ColourInk, MakesAYellowPenAsDarkAsAPalePencil) {
    EXPECT_EQ(yellow.luminance(), 226);
    const auto [paper, ink] = greys_of(white, yellow);
    EXPECT_EQ(paper, 255);
    EXPECT_LE(ink, 195);
    EXPECT_GE(ink, 180);
}

TEST(ColourInk, LeavesWhatIsDarkAsItIs) {
    EXPECT_NEAR(greys_of(white, red).ink, red.luminance(), 8);
    EXPECT_EQ(greys_of(white, {0, 0, 0}).ink, 0);
    EXPECT_EQ(greys_of(white, {120, 120, 120}).ink, 120);
}

TEST(ColourInk, LeavesPaperOfAnyColourAsItIs) {
    for (const Colour& paper :
         {Colour{255, 236, 150}, Colour{170, 235, 190}, Colour{245, 190, 215}}) {
        EXPECT_EQ(greys_of(paper, {0, 0, 0}).paper, paper.luminance());
        // Of which nothing is known a part of a picture takes no paper for uncoloured.
        EXPECT_LT(greys_of(paper, {0, 0, 0}, PaperColour::none).paper, paper.luminance());
    }
}

TEST(ColourInk, TakesTheTintOfALampForNoInk) {
    // 14 levels of blue chroma less than the paper's, and one more.
    EXPECT_EQ(greys_of(white, {250, 250, 222}).ink, (Colour{250, 250, 222}.luminance()));
    EXPECT_LT(greys_of(white, {250, 250, 210}).ink, (Colour{250, 250, 210}.luminance()));
}

/// Planes of one sample for two pixels each way, in which one sample has a colour.
std::vector<std::uint8_t> plane(int value) {
    std::vector<std::uint8_t> samples(32 * 32, 128);
    samples[10 * 32 + 12] = static_cast<std::uint8_t>(value);
    return samples;
}

TEST(ColourInk, DarkensThePixelsOfASample) {
    for (const bool is_blue : {true, false}) {
        PixPtr grey(pixCreate(side, side, 8));
        pixSetAllArbitrary(grey.get(), 240);
        const auto coloured = plane(48), none = plane(128);
        darken_colours(*grey, {is_blue ? coloured : none, is_blue ? none : coloured, 32, 32, 2, 2});
        for (int y = 0; y < side; ++y) {
            for (int x = 0; x < side; ++x) {
                const bool is_of_sample = x / 2 == 12 && y / 2 == 10;
                // 80 levels less 14, by 0.7 and the square of 240 / 255.
                EXPECT_EQ(grey_at(*grey, x, y), is_of_sample ? 199 : 240) << x << " " << y;
            }
        }
    }
}

TEST(ColourInk, NeedsPlanesThatCoverThePicture) {
    PixPtr grey(pixCreate(side, side, 8));
    const auto samples = plane(128);
    EXPECT_DEATH(darken_colours(*grey, {samples, samples, 31, 32, 2, 2}), "");
    EXPECT_DEATH(darken_colours(*grey, {samples, samples, 32, 32, 2, 1}), "");
}

}  // namespace
}  // namespace indgang::ocr
