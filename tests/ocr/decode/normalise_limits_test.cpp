// SPDX-License-Identifier: MPL-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "ocr/decode/scan.h"
#include "ocr/decode/white_on_black.h"
#include "tests/ocr/decode/drawn_page.h"

namespace indgang::ocr {
namespace {

int grey_at(const PageImage& page, int x, int y) {
    l_uint32 value = 0;
    pixGetPixel(page.pix.get(), x, y, &value);
    return static_cast<int>(value);
}

/// 400 x 400 pixels of grey 200, of which each fourth one each way is looked at: 10,000. So many of
/// them are ink of 50, and the first row has the greys 0 to 255 where nobody looks.
PageImage stretched(int ink_looked_at) {
    constexpr int side = 400, step = 4, ink = 50, paper = 200;
    ScanPage scan;
    scan.dpi = 75;
    scan.pix.reset(pixCreate(side, side, 8));
    for (int y = 0; y < side; ++y) {
        for (int x = 0; x < side; ++x) {
            const int look = y / step * (side / step) + x / step;
            const bool is_looked_at = x % step == 0 && y % step == 0;
            const bool is_ink = is_looked_at && look % 7 == 0 && look / 7 < ink_looked_at;
            const bool is_ramp = y == 1 && x < 256;
            pixSetPixel(scan.pix.get(), x, y,
                        static_cast<l_uint32>(is_ramp ? x : (is_ink ? ink : paper)));
        }
    }
    return normalise(std::move(scan));
}

TEST(Contrast, GoesFromTheInkToThePaper) {
    // The paper's peak is 198, the first of which 200 is within two; as steep as if white began
    // 0.08 of the way to the ink lower, up to the knee. Above it 16 levels are kept for what is
    // paler.
    const PageImage page = stretched(500);
    constexpr int black = 50, paper = 187, peak = 198;
    constexpr double knee = black + 239.0 / 255 * (paper - black);
    for (const int grey : {0, 49, 50, 51, 100, 118, 150, 178, 179, 186, 187, 188, 197, 198, 255}) {
        const double steep = 255.0 * (grey - black) / (paper - black);
        const double faint = 255 - 16 * (peak - grey) / (peak - knee);
        EXPECT_EQ(grey_at(page, grey, 1),
                  std::lround(std::clamp(std::min(steep, faint), 0.0, 255.0)))
            << grey;
    }
    EXPECT_EQ(grey_at(page, 399, 0), 255) << "the first row, too";
    EXPECT_EQ(grey_at(page, 399, 399), 255);
}

TEST(Contrast, TakesMoreThanHalfAHundredthForInk) {
    // Of a page without ink 64 greys are stretched at least: from 137 to 201.
    EXPECT_EQ(grey_at(stretched(51), 100, 1), 93);
    EXPECT_EQ(grey_at(stretched(50), 100, 1), 0);
    EXPECT_EQ(grey_at(stretched(50), 137, 1), 0);
    EXPECT_EQ(grey_at(stretched(50), 169, 1), 128);
    EXPECT_EQ(grey_at(stretched(50), 200, 1), 251);
    EXPECT_EQ(grey_at(stretched(50), 201, 1), 255);
}

PageImage normal(int width, int height, double dpi, int depth = 1) {
    ScanPage scan;
    scan.pix = drawn::white_page(width, height, depth);
    scan.dpi = dpi;
    return normalise(std::move(scan));
}
bool is_said(int long_px, double dpi) {
    return normal(100, long_px, dpi).is_dpi_said;
}

TEST(SaidResolution, IsBelievedFrom70To1200) {
    EXPECT_TRUE(is_said(1200, 70));
    EXPECT_FALSE(is_said(1200, 69));
    EXPECT_TRUE(is_said(6000, 1200));
    EXPECT_FALSE(is_said(6000, 1201));
    EXPECT_FALSE(is_said(1200, 0));
    EXPECT_FALSE(is_said(1200, -300));
}

TEST(SaidResolution, IsBelievedOfPaperFrom12To46Centimetres) {
    EXPECT_TRUE(is_said(2000, 111));
    EXPECT_FALSE(is_said(2000, 110));
    EXPECT_TRUE(is_said(2000, 423));
    EXPECT_FALSE(is_said(2000, 424));
    EXPECT_TRUE(normal(2000, 100, 423).is_dpi_said);
}

TEST(GuessedResolution, IsThatOfA4) {
    EXPECT_NEAR(normal(100, 3508, 0).dpi, 300.01, 0.01);
    EXPECT_NEAR(normal(3508, 100, 0).dpi, 300.01, 0.01);
    EXPECT_EQ(normal(100, 800, 0).dpi, 70);
    EXPECT_EQ(normal(100, 15000, 0).dpi, 1200);
    EXPECT_EQ(pixGetXRes(normal(100, 3508, 0).pix.get()), 300);
}

TEST(GuessedResolution, IsThatOfA3ForAnExactScanOfItInBlackAndWhite) {
    EXPECT_NEAR(normal(100, 4961, 0).dpi, 300, 0.1);
    EXPECT_NEAR(normal(100, 4961, 0, 8).dpi, 424.3, 0.1);
    // 0.4 in a hundred off 300 dots.
    EXPECT_NEAR(normal(100, 4980, 0).dpi, 301.2, 0.1);
    EXPECT_NEAR(normal(100, 4982, 0).dpi, 426.1, 0.1);
    // 412 dots are three in a hundred off what scanners offer for A4.
    EXPECT_NEAR(normal(100, 6614, 0).dpi, 400, 0.1);
    EXPECT_NEAR(normal(100, 3307, 0).dpi, 200, 0.1);
}

std::pair<int, int> size_of(int width, int height, int across, int down) {
    ScanPage scan;
    scan.pix = drawn::white_page(width, height, 1);
    pixSetResolution(scan.pix.get(), across, down);
    scan.dpi = std::max(across, down);
    const PageImage page = normalise(std::move(scan));
    return {pixGetWidth(page.pix.get()), pixGetHeight(page.pix.get())};
}

TEST(SquarePixels, AreMadeOfThoseThatDifferByTwoInAHundred) {
    EXPECT_EQ(size_of(1000, 1000, 200, 197), (std::pair{1000, 1000}));
    EXPECT_EQ(size_of(1000, 1000, 200, 195).first, 1000);
    EXPECT_NEAR(size_of(1000, 1000, 200, 195).second, 1026, 1);
    EXPECT_NEAR(size_of(1000, 1000, 100, 200).first, 2000, 1);
    EXPECT_EQ(size_of(1000, 1000, 100, 200).second, 1000);
}

TEST(SquarePixels, AreLeftAloneWhereNoFaxIsSo) {
    EXPECT_NEAR(size_of(400, 400, 400, 100).second, 1600, 1);
    EXPECT_EQ(size_of(400, 400, 404, 100), (std::pair{400, 400}));
    EXPECT_NEAR(size_of(400, 400, 100, 400).first, 1600, 1);
    EXPECT_EQ(size_of(400, 400, 100, 404), (std::pair{400, 400}));
    EXPECT_EQ(size_of(400, 400, 0, 0), (std::pair{400, 400}));
}

TEST(FaxResolution, IsKnownByTheProportionsOfAFaxPage) {
    // 1,728 pixels a line; low ones are doubled, high ones made wider.
    const auto height_of = [](int width, int height) {
        return size_of(width, height, 0, 0).second;
    };
    const auto width_of = [](int width, int height) { return size_of(width, height, 0, 0).first; };
    EXPECT_NEAR(height_of(1728, 1037), 1037 * 204 / 98.0, 2);
    EXPECT_EQ(height_of(1728, 1036), 1036);
    EXPECT_NEAR(height_of(1728, 1296), 1296 * 204 / 98.0, 2);
    EXPECT_EQ(height_of(1728, 1297), 1297);
    EXPECT_NEAR(width_of(1728, 4148), 1728 * 391 / 204.0, 2);
    EXPECT_EQ(width_of(1728, 4146), 1728);
    EXPECT_NEAR(width_of(1728, 5184), 1728 * 391 / 204.0, 2);
    EXPECT_EQ(width_of(1728, 5185), 1728);
    EXPECT_NEAR(height_of(2048, 1400), 1400 * 204 / 98.0, 2);
    EXPECT_NEAR(height_of(2432, 1700), 1700 * 204 / 98.0, 2);
    EXPECT_EQ(height_of(1727, 1200), 1200);
    // What the file says counts, even if it is half of it.
    EXPECT_EQ(size_of(1728, 1200, 0, 98), (std::pair{1728, 1200}));
    EXPECT_EQ(size_of(1728, 1200, 204, 0), (std::pair{1728, 1200}));
}

/// 240 x 240 pixels in 24 x 24 squares, which are looked at at each second pixel each way.
constexpr int side = 240, square = 10;

PixPtr black_page(int depth = 1, int black = 0) {
    PixPtr page(pixCreate(side, side, depth));
    if (depth == 1) {
        pixSetAll(page.get());
    } else {
        pixSetAllArbitrary(page.get(), static_cast<l_uint32>(black));
    }
    return page;
}
void whiten(Pix& page, int x, int y, int width, int height, int white = 255) {
    for (int v = y; v < y + height; ++v) {
        for (int u = x; u < x + width; ++u) {
            pixSetPixel(&page, u, v, pixGetDepth(&page) == 1 ? 0 : static_cast<l_uint32>(white));
        }
    }
}

/// So many squares of which each has so many of its five looks down white; the first holds one of
/// the pixels by which black pages are told.
bool is_negative(int squares, int rows_white, int columns_white = 5) {
    const PixPtr page = black_page();
    whiten(*page, 15, 15, 1, 1);
    for (int i = 0; i < squares; ++i) {
        whiten(*page, (i % 24) * square, (i / 24) * square, 2 * columns_white, 2 * rows_white);
    }
    return is_white_on_black(*page);
}

TEST(WhiteOnBlack, HasFewSquaresThatAreWhiteAllOver) {
    // A twentieth of 576 are 28.
    EXPECT_TRUE(is_negative(28, 5));
    EXPECT_FALSE(is_negative(29, 5));
    // Nine tenths of 25 looks are 22.
    EXPECT_FALSE(is_negative(60, 5));
    EXPECT_TRUE(is_negative(60, 4));
}

TEST(WhiteOnBlack, HasMostSquaresBlackForTheMostPart) {
    // 85 of 100 squares are 490.
    EXPECT_TRUE(is_negative(86, 3));
    EXPECT_FALSE(is_negative(87, 3));
    EXPECT_TRUE(is_negative(140, 2));
}

TEST(WhiteOnBlack, IsNotAllBlack) {
    EXPECT_FALSE(is_white_on_black(*black_page()));
    EXPECT_TRUE(is_negative(0, 0));
}

TEST(WhiteOnBlack, IsDarkAtSixTenthsOfThePixelsLookedAtFirst) {
    // 64 of them, 31 apart from the 15th on.
    const auto with_white = [](int count) {
        const PixPtr page = black_page();
        for (int i = 0; i < count; ++i) {
            whiten(*page, 15 + 31 * (i % 8), 15 + 31 * (i / 8), 1, 1);
        }
        return is_white_on_black(*page);
    };
    EXPECT_TRUE(with_white(25));
    EXPECT_FALSE(with_white(26));
}

TEST(WhiteOnBlack, TakesFourInAThousandForSpecks) {
    // Of 20 x 20 pixels looked at first one is less, two are more.
    const auto with = [](int specks, int black, int white) {
        const PixPtr page(pixCreate(620, 620, 8));
        pixSetAllArbitrary(page.get(), static_cast<l_uint32>(black));
        for (int i = 0; i < specks; ++i) {
            whiten(*page, 15 + 31 * i, 15, 1, 1, white);
        }
        return is_white_on_black(*page);
    };
    EXPECT_FALSE(with(1, 100, 255));
    EXPECT_TRUE(with(2, 100, 255));
}

TEST(WhiteOnBlack, HasTheContrastOfInkOnPaper) {
    const auto of = [](int black, int white) {
        const PixPtr page = black_page(8, black);
        whiten(*page, 10, 10, 30, 30, white);
        return is_white_on_black(*page);
    };
    EXPECT_TRUE(of(0, 255));
    EXPECT_TRUE(of(100, 164));
    EXPECT_FALSE(of(100, 163));
}

TEST(Sniff, KnowsXmlByItsFirstSign) {
    for (const char* xml :
         {"<a/>", "<?xml", "<!DOCTYPE", "<_x/>", " \t\r\n<Z/>", "\xEF\xBB\xBF<a/>"}) {
        EXPECT_EQ(sniff(bytes_of(xml)), ScanType::xml) << xml;
    }
    for (const char* none : {"", "<", "< a", "<1", "a<a/>", "<{", "<@"}) {
        EXPECT_EQ(sniff(bytes_of(none)), ScanType::unknown) << none;
    }
    EXPECT_EQ(sniff(Bytes{0xFF, 0xFE, '<', 0}), ScanType::xml);
    EXPECT_EQ(sniff(Bytes{0xFE, 0xFF, 0, '<'}), ScanType::xml);
}

TEST(Sniff, LooksForAPdfInTheFirst1024Bytes) {
    EXPECT_EQ(sniff(bytes_of(std::string(1019, ' ') + "%PDF-")), ScanType::pdf);
    EXPECT_EQ(sniff(bytes_of(std::string(1020, ' ') + "%PDF-")), ScanType::unknown);
}

TEST(Sniff, KnowsBoxesByTheirBrand) {
    for (const char* brand :
         {"heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1", "avif"}) {
        EXPECT_EQ(sniff(bytes_of("....ftyp" + std::string(brand) + "....")), ScanType::heif);
    }
    EXPECT_EQ(sniff(bytes_of("....ftypmp42....")), ScanType::unknown);
    EXPECT_EQ(unread_kind(bytes_of("....ftypmp42....")), "a film");
    EXPECT_EQ(sniff(bytes_of("RIFF....WEBPVP8 ")), ScanType::webp);
    EXPECT_EQ(sniff(bytes_of("RIFF....WAVEfmt ")), ScanType::unknown);
    EXPECT_EQ(sniff(bytes_of("RIFF....")), ScanType::unknown);
    EXPECT_EQ(unread_kind(bytes_of("any")), "");
}

TEST(Sniff, KnowsNetpbmByItsNumberAndABlank) {
    for (const char* known : {"P1 ", "P5\n", "P7\t1", "P6\r1"}) {
        EXPECT_EQ(unread_kind(bytes_of(known)), "a PBM, PGM or PPM picture") << known;
    }
    for (const char* none : {"P5", "P", "P0 1", "P8 1", "P5x1", "Q5 1"}) {
        EXPECT_EQ(unread_kind(bytes_of(none)), "") << none;
    }
}

TEST(GuessedResolution, IsOneThatScannersOffer) {
    // 420 mm are 16.54 inches.
    for (const double offered : {100.0, 150.0, 200.0, 240.0, 300.0, 400.0, 600.0}) {
        const int long_px = static_cast<int>(std::lround(offered * 420 / 25.4));
        EXPECT_NEAR(normal(100, long_px, 0).dpi, offered, 0.1);
    }
    EXPECT_NEAR(normal(100, 4134, 0).dpi, 353.6, 0.1) << "250 dots of A3";
}

}  // namespace
}  // namespace indgang::ocr
