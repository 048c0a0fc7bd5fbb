// SPDX-License-Identifier: MPL-2.0
// A JPEG's grey is that of what was coded, whatever its colours, its sampling and its size are.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "ocr/decode/picture/decoders.h"
#include "ocr/decode/picture/jpeg_luminance.h"
#include "ocr/decode/picture/jpeg_rows.h"
#include "tests/ocr/decode/drawn_page.h"
#include "tests/ocr/decode/jpeg_writing.h"

namespace indgang::ocr {
namespace {

// No multiples of a block, of a sampled block or of a word.
constexpr int width = 83, height = 91;

using Coding = drawn::JpegCoding;

/// Soft, so that a JPEG of the best quality keeps it to a level or two.
int level_at(int x, int y, int sample) {
    const int along = sample % 2 == 0 ? x : y;
    return 60 + 40 * (sample % 3) + along / 2 + (x + y) / 8;
}

/// Luminance of ITU-R BT.601.
double grey_of(double red, double green, double blue) {
    return 0.299 * red + 0.587 * green + 0.114 * blue;
}

/// What a pixel has to be; of inks as light that passes each of them.
double meant_at(const Coding& coding, int x, int y) {
    std::array<double, 4> levels{};
    for (int sample = 0; sample < 4; ++sample) {
        levels[static_cast<std::size_t>(sample)] = level_at(x, y, sample);
        if (!coding.has_adobe_mark) {
            levels[static_cast<std::size_t>(sample)] = 255 - level_at(x, y, sample);
        }
    }
    switch (drawn::samples_of(coding.given)) {
        case 1:
            return level_at(x, y, 0);
        case 4:
            return grey_of(levels[0], levels[1], levels[2]) * levels[3] / 255;
        default:
            return grey_of(level_at(x, y, 0), level_at(x, y, 1), level_at(x, y, 2));
    }
}

/// The most that any pixel is off.
double worst_of(Pix& pix, const Coding& coding) {
    double worst = 0;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            l_uint32 value = 0;
            pixGetPixel(&pix, x, y, &value);
            worst = std::max(worst, std::abs(static_cast<double>(value) - meant_at(coding, x, y)));
        }
    }
    return worst;
}

class EveryCoding : public testing::TestWithParam<Coding> {};

TEST_P(EveryCoding, HasTheGreyOfWhatWasCoded) {
    const Coding& coding = GetParam();
    const Bytes bytes = drawn::jpeg_of(coding, width, height, level_at);
    constexpr double levels_most = 4;
    const JpegLuminance by_rows = decode_any_jpeg(bytes);
    ASSERT_TRUE(by_rows.pix);
    EXPECT_FALSE(by_rows.has_warnings);
    ASSERT_EQ(pixGetWidth(by_rows.pix.get()), width);
    ASSERT_EQ(pixGetHeight(by_rows.pix.get()), height);
    EXPECT_LE(worst_of(*by_rows.pix, coding), levels_most);
    const JpegLuminance luminance = decode_luminance(bytes);
    const bool is_plain = coding.stored == JCS_GRAYSCALE || coding.stored == JCS_YCbCr;
    ASSERT_EQ(luminance.pix != nullptr, is_plain);
    if (is_plain && coding.given == JCS_GRAYSCALE) {
        EXPECT_LE(worst_of(*luminance.pix, coding), levels_most);
    }
    ASSERT_EQ(pixGetDepth(decode_jpeg(bytes, 1).get()), 8);
}

INSTANTIATE_TEST_SUITE_P(
    All, EveryCoding,
    testing::Values(
        Coding{"grey"}, Coding{"grey_progressive", JCS_GRAYSCALE, JCS_GRAYSCALE, 1, 1, true},
        Coding{"colours", JCS_RGB, JCS_YCbCr}, Coding{"colours_2_1", JCS_RGB, JCS_YCbCr, 2, 1},
        Coding{"colours_2_2", JCS_RGB, JCS_YCbCr, 2, 2},
        Coding{"colours_1_2", JCS_RGB, JCS_YCbCr, 1, 2},
        Coding{"colours_progressive", JCS_RGB, JCS_YCbCr, 2, 2, true},
        Coding{"red_green_blue", JCS_RGB, JCS_RGB}, Coding{"four_inks", JCS_CMYK, JCS_CMYK},
        Coding{"four_inks_apart", JCS_CMYK, JCS_YCCK},
        Coding{"four_full_inks", JCS_CMYK, JCS_CMYK, 1, 1, false, false}),
    [](const auto& coding) { return coding.param.name; });

TEST(JpegLuminance, IsDarkerWhereAPaleColourIs) {
    // Turquoise, whose luminance is nearly that of paper.
    const PixPtr page = drawn::white_page(96, 64, 32);
    for (int y = 16; y < 48; ++y) {
        for (int x = 16; x < 80; ++x) {
            pixSetRGBPixel(page.get(), x, y, 120, 240, 235);
        }
    }
    const Bytes bytes = drawn::file_of(*page, IFF_JFIF_JPEG, 300);
    const auto level = [](Pix& pix, int x, int y) {
        l_uint32 value = 0;
        pixGetPixel(&pix, x, y, &value);
        return static_cast<int>(value);
    };
    const PixPtr darkened = decode_luminance(bytes).pix, plain = decode_any_jpeg(bytes).pix;
    EXPECT_LT(level(*darkened, 48, 32), level(*plain, 48, 32) - 20);
    EXPECT_NEAR(level(*darkened, 4, 4), level(*plain, 4, 4), 2);
}

TEST(JpegLuminance, SaysThatTheEndIsMissing) {
    Bytes bytes = drawn::file_of(*drawn::white_page(96, 64, 8), IFF_JFIF_JPEG, 300);
    EXPECT_FALSE(decode_luminance(bytes).has_warnings);
    EXPECT_FALSE(decode_any_jpeg(bytes).has_warnings);
    bytes.resize(bytes.size() - 2);
    EXPECT_TRUE(decode_any_jpeg(bytes).has_warnings);
}

/// Of every width from one word to the next, so that nothing behind a row is taken for the row.
TEST(JpegLuminance, EndsWhereTheRowEnds) {
    for (int across = 60; across < 70; ++across) {
        const PixPtr page = drawn::white_page(across, 40, 8);
        drawn::ink(*page, across - 1, 0, 1, 40);
        const JpegLuminance decoded = decode_luminance(drawn::file_of(*page, IFF_JFIF_JPEG, 300));
        ASSERT_TRUE(decoded.pix);
        const l_uint32* words = pixGetData(decoded.pix.get());
        const int wpl = pixGetWpl(decoded.pix.get());
        for (int y = 0; y < 40; ++y) {
            l_uint32 last = 255;
            pixGetPixel(decoded.pix.get(), across - 1, y, &last);
            EXPECT_LT(last, 60U) << across;
            for (int x = across; x < wpl * 4; ++x) {
                EXPECT_EQ(GET_DATA_BYTE(words + static_cast<std::ptrdiff_t>(y) * wpl, x), 0);
            }
        }
    }
}

}  // namespace
}  // namespace indgang::ocr
