// SPDX-License-Identifier: MPL-2.0
#include "ocr/account/hidden_print.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/ocr/read/read_page.h"

namespace indgang::ocr {
namespace {

using written::field;
using written::Paper;
using written::reader;

const form::FormKey boligstoette{"boligstoette", "1"};

std::ptrdiff_t hidden(const PageContent& content) {
    return std::count_if(
        content.fields.begin(), content.fields.end(),
        [](const record::FieldReading& each) { return each.doubt == "print_hidden"; });
}

/// A white slip, or the end of the page.
void cover(MatchedPage& page, const BoxMm& box) {
    const BoxPx at = page.match->to_page(box);
    Pix* pix = page.image.pix.get();
    const bool is_one_bit = pixGetDepth(pix) == 1;
    pixRasterop(pix, at.x, at.y, at.width, at.height, is_one_bit ? PIX_CLR : PIX_SET, nullptr, 0,
                0);
}

TEST(HiddenPrint, IsNoneOfAWholePage) {
    Paper paper(boligstoette, 2);
    EXPECT_EQ(hidden(reader().read(paper.matched())), 0);
    EXPECT_EQ(hidden(reader().read(paper.scanned_as({1, 1, 1, 0, 200}))), 0);
}

TEST(HiddenPrint, MakesABoxUnderASlipDoubtful) {
    Paper paper(boligstoette, 2);
    MatchedPage page = paper.matched();
    const BoxMm box = paper.zone("fremleje", "ja").box;
    cover(page, {box.x - 1, box.y - 1, box.width + 2, box.height + 2});
    const PageContent content = reader().read(page);
    EXPECT_EQ(field(content, "fremleje").doubt, "print_hidden");
    EXPECT_EQ(hidden(content), 1);
    ASSERT_EQ(content.traces.size(), 1U);
    EXPECT_EQ(content.traces[0].kind, record::TraceKind::hidden);
    EXPECT_EQ(content.traces[0].near, std::vector<std::string>{"fremleje"});
}

TEST(HiddenPrint, MakesACombDoubtfulOfWhichTwoCellsAreCovered) {
    Paper paper(boligstoette, 2);
    MatchedPage page = paper.scanned_as({1, 1, 1, 0, 300});
    const form::Zone& zone = paper.zone("husleje_maaned");
    const double cell = zone.box.width / zone.cells;
    cover(page, {zone.box.x + 3 * cell + 1, zone.box.y - 0.5, 2 * cell - 1.5, zone.box.height + 1});
    const PageContent content = reader().read(page);
    EXPECT_EQ(field(content, "husleje_maaned").doubt, "print_hidden");
    EXPECT_EQ(hidden(content), 1);
}

TEST(HiddenPrint, MakesARowOfATableDoubtful) {
    Paper paper(boligstoette, 1);
    MatchedPage page = paper.matched();
    const BoxMm box = paper.zone("husstand.2.cpr").box;
    cover(page, {box.x - 0.5, box.y - 0.5, box.width + 1, box.height + 1});
    const PageContent content = reader().read(page);
    EXPECT_EQ(content.tables.at(0).filled, std::vector<int>{});
    EXPECT_EQ(content.tables.at(0).doubtful, std::vector<int>{2});
    EXPECT_EQ(field(content, "husstand.2.cpr").doubt, "print_hidden");
}

TEST(HiddenPrint, MakesWhatIsCutOffDoubtful) {
    Paper paper(boligstoette, 2);
    MatchedPage page = paper.matched();
    const form::Zone& zone = paper.zone("husleje_maaned");
    const PointPx end =
        page.match->to_page(PointMm{zone.box.x + zone.box.width / 2, zone.box.y + zone.box.height});
    Pix* whole = page.image.pix.get();
    BOX* rest = boxCreate(0, 0, static_cast<int>(end.x), pixGetHeight(whole));
    page.image.pix = PixPtr(pixClipRectangle(whole, rest, nullptr));
    boxDestroy(&rest);
    EXPECT_EQ(field(reader().read(page), "husleje_maaned").doubt, "print_hidden");
}

TEST(HiddenPrint, MakesCombsDoubtfulThatLieHalfACellBesideTheirPlace) {
    Paper paper(boligstoette, 2);
    MatchedPage page = paper.matched();
    const form::Zone& zone = paper.zone("husleje_maaned");
    page.match->to_page.c += zone.box.width / zone.cells / 2 * page.image.dpi / mm_per_inch;
    const PageContent content = reader().read(page);
    EXPECT_FALSE(field(content, "husleje_maaned").doubt.empty());
}

}  // namespace
}  // namespace indgang::ocr
