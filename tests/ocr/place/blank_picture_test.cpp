// SPDX-License-Identifier: MPL-2.0
// Blanks of a form of 80 x 112 mm that somebody else printed, from pictures drawn here: eight
// pixels are a millimetre where nothing else is said.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>

#include "ocr/place/blank_pages.h"
#include "schemas/core/limits.h"
#include "schemas/error/error.h"
#include "tests/ocr/blank/drawn_print.h"

namespace indgang::ocr {
namespace {

namespace fs = std::filesystem;

constexpr double width_mm = 80, height_mm = 112;
constexpr BoxMm text_mm{10, 20, 60, 70};

class BlankPicture : public testing::Test {
  protected:
    void SetUp() override { fs::create_directories(folder_); }
    void TearDown() override { fs::remove_all(root_); }

    static int px(double mm, double px_per_mm) {
        return static_cast<int>(std::lround(mm * px_per_mm));
    }
    /// A sheet with words, of which the picture shows so much more on the left and above.
    static PageImage sheet(double px_per_mm = 8, int left = 0, int top = 0) {
        PageImage page = drawn::white_page(px(width_mm, px_per_mm) + 2 * left,
                                           px(height_mm, px_per_mm) + 2 * top);
        drawn::draw_text(page, left + px(text_mm.x, px_per_mm), top + px(text_mm.y, px_per_mm),
                         px(text_mm.width, px_per_mm), px(text_mm.height, px_per_mm), px_per_mm, 3);
        return page;
    }
    void save(const PageImage& page) const {
        ASSERT_EQ(pixWrite(file().c_str(), page.pix.get(), IFF_PNG), 0);
    }
    [[nodiscard]] fs::path root() const { return root_; }
    [[nodiscard]] fs::path folder() const { return folder_; }
    [[nodiscard]] fs::path file() const { return folder_ / "blank.png"; }
    [[nodiscard]] form::FormDefinition form() const {
        form::FormDefinition made;
        made.key = {"fremmed", "1"};
        made.folder = folder_;
        form::PageLayout page;
        page.width_mm = width_mm;
        page.height_mm = height_mm;
        page.blank.emplace();
        page.blank->file = file();
        made.pages = {page};
        return made;
    }
    [[nodiscard]] static std::string refusal(const form::FormDefinition& of) {
        try {
            static_cast<void>(load_blank(of, 1));
        } catch (const Error& error) {
            return std::string(error.reason());
        }
        return "";
    }
    [[nodiscard]] static std::string trouble(const form::FormDefinition& of) {
        try {
            static_cast<void>(load_blank(of, 1));
        } catch (const Error& error) {
            return error.what();
        }
        return "";
    }
    static double dark_share(const BlankPage& blank, const BoxMm& box) {
        const double scale = blank.to_image.a;
        int dark = 0, all = 0;
        for (int y = px(box.y, scale); y < px(box.y + box.height, scale); ++y) {
            for (int x = px(box.x, scale); x < px(box.x + box.width, scale); ++x) {
                l_uint32 grey = 255;
                EXPECT_EQ(pixGetPixel(blank.image.pix.get(), x, y, &grey), 0);
                dark += grey < 128 ? 1 : 0;
                ++all;
            }
        }
        return static_cast<double>(dark) / all;
    }
    /// How many pixels are dark on one of both only.
    static int differing(const BlankPage& blank, const PageImage& page) {
        int count = 0;
        for (int y = 0; y < pixGetHeight(page.pix.get()); ++y) {
            for (int x = 0; x < pixGetWidth(page.pix.get()); ++x) {
                l_uint32 one = 255, other = 255;
                pixGetPixel(blank.image.pix.get(), x, y, &one);
                pixGetPixel(page.pix.get(), x, y, &other);
                count += (one < 128) == (other < 128) ? 0 : 1;
            }
        }
        return count;
    }

  private:
    fs::path root_ = fs::path(testing::TempDir()) / ("blank-picture-" + std::to_string(getpid()));
    fs::path folder_ = root_ / "fremmed" / "1";
};

TEST_F(BlankPicture, IsThePageAtItsOwnResolution) {
    const PageImage page = sheet();
    save(page);
    const BlankPage blank = load_blank(form(), 1);
    EXPECT_NEAR(blank.image.dpi, 8 * mm_per_inch, 1e-6);
    EXPECT_NEAR(blank.to_image.a, 8, 1e-9);
    EXPECT_NEAR(blank.to_image.e, 8, 1e-9);
    EXPECT_EQ(pixGetWidth(blank.image.pix.get()), 640);
    EXPECT_EQ(pixGetHeight(blank.image.pix.get()), 896);
    EXPECT_EQ(differing(blank, page), 0);
    EXPECT_GE(blank.anchors.size(), 15U);
    EXPECT_TRUE(blank.print.is_near_print({40, 55}));
    EXPECT_FALSE(blank.print.is_near_print({40, 10}));
}

TEST_F(BlankPicture, Has150To300Dpi) {
    for (const auto& [px_per_mm, dpi] : {std::pair{4.0, 150.0}, {16.0, 300.0}}) {
        save(sheet(px_per_mm));
        const BlankPage blank = load_blank(form(), 1);
        EXPECT_NEAR(blank.image.dpi, dpi, 1e-9);
        EXPECT_EQ(pixGetWidth(blank.image.pix.get()), px(width_mm, dpi / mm_per_inch));
        EXPECT_EQ(pixGetHeight(blank.image.pix.get()), px(height_mm, dpi / mm_per_inch));
        EXPECT_EQ(dark_share(blank, {0, 0, width_mm, 19.5}), 0);
        EXPECT_EQ(dark_share(blank, {0, 0, 9.5, height_mm}), 0);
        EXPECT_EQ(dark_share(blank, {0, 91, width_mm, 20}), 0);
        EXPECT_GT(dark_share(blank, text_mm), 0.1);
        EXPECT_GT(dark_share(blank, {10, 20, 60, 2}), 0.1);
    }
}

TEST_F(BlankPicture, HasTheProportionsOfThePageToThreeInAHundred) {
    save(sheet());
    for (const double stretch : {1.02, 1 / 1.02}) {
        form::FormDefinition near = form();
        near.pages[0].height_mm *= stretch;
        EXPECT_EQ(refusal(near), "");
    }
    for (const double stretch : {1.04, 1 / 1.04}) {
        form::FormDefinition off = form();
        off.pages[0].height_mm *= stretch;
        EXPECT_EQ(refusal(off), "blank_proportions");
    }
}

TEST_F(BlankPicture, MayShowMoreThanThePage) {
    save(sheet(8, 50, 70));
    form::FormDefinition larger = form();
    larger.pages[0].blank->corners = {PointPx{50, 70}, {690, 70}, {690, 966}, {50, 966}};
    const BlankPage blank = load_blank(larger, 1);
    EXPECT_NEAR(blank.to_image.a, 8, 1e-6);
    EXPECT_LT(differing(blank, sheet()), 50);
    larger.pages[0].blank->corners = {PointPx{50, 70}, {50, 70}, {50, 70}, {50, 70}};
    EXPECT_EQ(refusal(larger), "blank_proportions");
}

TEST_F(BlankPicture, IsWhiteWhereTheScannersEdgeIsBlack) {
    PageImage page = sheet();
    drawn::draw_box(page, 0, 0, 640, 12);
    drawn::draw_box(page, 0, 0, 12, 896);
    drawn::draw_box(page, 300, 40, 24, 24);
    save(page);
    const BlankPage blank = load_blank(form(), 1);
    EXPECT_EQ(dark_share(blank, {0, 0, width_mm, 4}), 0);
    EXPECT_EQ(dark_share(blank, {0, 0, 4, height_mm}), 0);
    EXPECT_EQ(dark_share(blank, {37.5, 5, 3, 3}), 1);
}

TEST_F(BlankPicture, IsWhiteTwoPixelsAboutADarkEdge) {
    // The edge and what hangs on it by a corner; the grey about it is too light to be of it.
    PageImage page = sheet();
    const auto paint = [&page](int left, int top, int width, int height, l_uint32 grey) {
        for (int y = top; y < top + height; ++y) {
            for (int x = left; x < left + width; ++x) {
                pixSetPixel(page.pix.get(), x, y, grey);
            }
        }
    };
    paint(100, 0, 100, 40, 190);
    paint(120, 0, 20, 12, 100);
    paint(140, 12, 20, 10, 100);
    save(page);
    const BlankPage blank = load_blank(form(), 1);
    const auto grey_at = [&blank](int x, int y) {
        l_uint32 grey = 0;
        EXPECT_EQ(pixGetPixel(blank.image.pix.get(), x, y, &grey), 0);
        return grey;
    };
    EXPECT_EQ(grey_at(130, 5), 255U);
    EXPECT_EQ(grey_at(150, 15), 255U);
    EXPECT_EQ(grey_at(130, 13), 255U);
    EXPECT_LT(grey_at(130, 14), 240U);
    EXPECT_EQ(grey_at(118, 5), 255U);
    EXPECT_LT(grey_at(117, 5), 240U);
    EXPECT_EQ(grey_at(161, 21), 255U);
    EXPECT_LT(grey_at(162, 21), 240U);
}

TEST_F(BlankPicture, OfManyPixelsIsMixedFromAllOfThem) {
    // Of stripes one pixel wide, 40 a millimetre, more than three make one pixel: each is grey.
    constexpr double per_mm = 40;
    PageImage page = drawn::white_page(px(64, per_mm), px(80, per_mm));
    drawn::draw_text(page, 0, px(16, per_mm), px(64, per_mm), px(64, per_mm), per_mm, 3);
    for (int x = px(5, per_mm); x < px(10, per_mm); x += 2) {
        drawn::draw_box(page, x, px(5, per_mm), 1, px(5, per_mm));
    }
    save(page);
    form::FormDefinition made = form();
    made.pages[0].width_mm = 64;
    made.pages[0].height_mm = 80;
    const BlankPage blank = load_blank(made, 1);
    const double scale = blank.to_image.a;
    for (int x = px(6, scale); x < px(9, scale); ++x) {
        l_uint32 grey = 0;
        pixGetPixel(blank.image.pix.get(), x, px(7, scale), &grey);
        EXPECT_NEAR(static_cast<int>(grey), 128, 40) << x;
    }
}

TEST_F(BlankPicture, IsLoadedForAPageThatSomebodyElsePrints) {
    save(sheet());
    std::ofstream(folder() / "form.toml") << R"(form = "fremmed"
version = "1"
title = { da = "Fremmed", en = "Foreign" }
kle = "00.00.00"
authority_cvr = "12345674"
[[page]]
blank = "blank.png"
size_mm = [80, 112]
[[grid]]
fields = "q1..2"
keys = "AB"
da = "Q {}"
en = "Q {}"
first_mm = [20, 40]
key_step_mm = [10, 0]
field_step_mm = [0, 10]
bubble_mm = [5, 5]
)";
    const form::FormCatalogue catalogue = form::FormCatalogue::load({root()});
    BlankPages pages(catalogue);
    EXPECT_EQ(differing(pages.blank({"fremmed", "1"}, 1), sheet()), 0);
}

TEST_F(BlankPicture, HasFifteenPiecesOfPrint) {
    // A piece is what stands in a square of 16 mm.
    constexpr int piece_px = 128;
    const auto refused = [this](int pieces) {
        PageImage page = drawn::white_page(640, 896);
        for (int i = 0; i < pieces; ++i) {
            drawn::draw_text(page, i % 5 * piece_px, (1 + i / 5) * piece_px, piece_px - 10,
                             piece_px - 10, 8, 3);
        }
        save(page);
        return refusal(form());
    };
    EXPECT_EQ(refused(14), "blank_empty");
    EXPECT_EQ(refused(15), "");
}

TEST_F(BlankPicture, ForgetsWhatVariesFromCopyToCopy) {
    save(sheet());
    form::FormDefinition made = form();
    constexpr BoxMm number{20, 40, 20, 10};
    made.pages[0].blank->varies = {number};
    const BlankPage blank = load_blank(made, 1);
    EXPECT_EQ(dark_share(blank, number), 0);
    EXPECT_GT(dark_share(blank, {20, 51, 20, 10}), 0.1);
    EXPECT_GT(dark_share(blank, {41, 40, 20, 10}), 0.1);
    EXPECT_TRUE(blank.print.is_near_print({30, 45}));
}

TEST_F(BlankPicture, ForgetsWhatIsWrittenInItsZonesWhereItIsFilled) {
    save(sheet());
    form::FormDefinition made = form();
    constexpr BoxMm zone{20, 40, 20, 10};
    made.zones = {{"f", "", form::Capture::line, 1, zone}};
    EXPECT_GT(dark_share(load_blank(made, 1), zone), 0.1);
    made.pages[0].blank->is_filled = true;
    EXPECT_EQ(dark_share(load_blank(made, 1), zone), 0);
    made.zones[0].page = 2;
    EXPECT_GT(dark_share(load_blank(made, 1), zone), 0.1);
}

TEST_F(BlankPicture, WithoutPrintIsRefused) {
    save(drawn::white_page(640, 896));
    EXPECT_EQ(refusal(form()), "blank_empty");
}

TEST_F(BlankPicture, IsAPageOfItsForm) {
    save(sheet());
    EXPECT_DEATH(static_cast<void>(load_blank(form(), 0)), "blank_picture");
    EXPECT_DEATH(static_cast<void>(load_blank(form(), 2)), "blank_picture");
}

TEST_F(BlankPicture, IsNoLargerThanAnyArrival) {
    std::ofstream(file()) << "no picture";
    fs::resize_file(file(), limits::arrival_bytes + 1);  // takes no room on the disk
    EXPECT_NE(trouble(form()).find("is larger than 100 MB"), std::string::npos);
}

TEST_F(BlankPicture, ThatIsNoneIsRefused) {
    EXPECT_EQ(refusal(form()), "blank_broken");
    EXPECT_NE(trouble(form()).find("cannot be opened"), std::string::npos);
    fs::create_directory(file());
    EXPECT_NE(trouble(form()).find("cannot be opened"), std::string::npos);
    fs::remove(file());
    std::ofstream(file()) << "no picture";
    EXPECT_EQ(refusal(form()), "blank_broken");
    save(sheet());
    form::FormDefinition second = form();
    second.pages[0].blank->page = 2;
    EXPECT_EQ(refusal(second), "blank_broken");
}

}  // namespace
}  // namespace indgang::ocr
