// SPDX-License-Identifier: MPL-2.0
// The paper path's stages with pages on which nothing has to be recognised.
#include "pipeline/stages/paper.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "schemas/paper/paper.h"
#include "tests/pipeline/stages/made_pages.h"

namespace indgang::stages {
namespace {

ocr::BlankPages& blanks() {
    static ocr::BlankPages pages(catalogue());
    return pages;
}

ocr::PageReader& reader() {
    static ocr::PageReader one(catalogue(), blanks(),
                               std::string(INDGANG_SOURCE_DIR) + "/ocr/models");
    return one;
}

Bytes bytes_of(std::string_view text) {
    Bytes bytes;
    for (const char each : text) {
        bytes.push_back(static_cast<Bytes::value_type>(each));
    }
    return bytes;
}

/// White, so that it is known for the back of a sheet at once.
ocr::PageImage white(int width = 240, int height = 300) {
    ocr::PageImage image{ocr::PixPtr(pixCreate(width, height, 8)), 100, 0};
    pixSetAll(image.pix.get());
    return image;
}

MatchedSheet matched(std::vector<ocr::TypedField> typed) {
    NormalPage in;
    in.page = 7;
    in.image = white();
    in.original = bytes_of("original");
    in.media_type = "image/png";
    in.typed = std::move(typed);
    ocr::Matcher matcher(catalogue(), blanks());
    return Match(matcher).run(std::move(in));
}

/// A page of 200 x 300 pixels with a black block at its top left, and the bytes that it came in.
DecodedPage decoded(int quarters) {
    DecodedPage page;
    page.page = 7;
    page.quarters = quarters;
    page.scan.pix.reset(pixCreate(200, 300, 8));
    pixSetAll(page.scan.pix.get());
    pixRasterop(page.scan.pix.get(), 20, 20, 30, 30, PIX_CLR, nullptr, 0, 0);
    page.scan.dpi = 100;
    page.scan.original = bytes_of("original");
    page.scan.media_type = "image/png";
    page.scan.typed = {{"telefon", "20304050"}};
    return page;
}

TEST(NormaliseStage, KeepsWhatCameOfAPageThatNobodyTurned) {
    const NormalPage page = Normalise().run(decoded(0));
    EXPECT_EQ(page.page, 7);
    EXPECT_EQ(page.quarters, 0);
    EXPECT_EQ(page.original, bytes_of("original"));
    EXPECT_EQ(page.media_type, "image/png");
    EXPECT_EQ(page.typed.size(), 1U);
    EXPECT_EQ(pixGetWidth(page.image.pix.get()), 200);
}

TEST(NormaliseStage, TurnsAPageClockwiseAsAPersonSaid) {
    for (const int quarters : {1, 2, 3}) {
        const NormalPage page = Normalise().run(decoded(quarters));
        EXPECT_EQ(page.quarters, quarters);
        EXPECT_TRUE(page.original.empty()) << "it shows the page as it lay";
        EXPECT_TRUE(page.typed.empty());
        Pix* pix = page.image.pix.get();
        EXPECT_EQ(pixGetWidth(pix), quarters == 2 ? 200 : 300);
        const int right = pixGetWidth(pix) - 36, low = pixGetHeight(pix) - 36;
        l_uint32 grey = 255;
        pixGetPixel(pix, quarters == 3 ? 35 : right, quarters == 1 ? 35 : low, &grey);
        EXPECT_LT(grey, 100) << quarters;
    }
}

TEST(DecodeStage, GivesThePageThatIsMeantAndHowItWasTurned) {
    const Bytes bytes = ocr::encode_page(*decoded(0).scan.pix).bytes;
    const auto file = ocr::open_scan(bytes, testing::TempDir());
    for (const int quarters : {0, 3}) {
        const DecodedPage page = Decode().run({file.get(), 1, quarters});
        EXPECT_EQ(page.page, 1);
        EXPECT_EQ(page.quarters, quarters);
        EXPECT_EQ(pixGetWidth(page.scan.pix.get()), 200);
    }
}

TEST(MatchStage, KeepsTheBytesOfAPageThatIsOnePicture) {
    const MatchedSheet sheet = matched({});
    ASSERT_EQ(sheet.size(), 1U);
    EXPECT_EQ(sheet[0].page, PagePlace(7));
    EXPECT_EQ(sheet[0].match.kind, record::PageKind::blank);
    EXPECT_EQ(sheet[0].original, bytes_of("original"));
    EXPECT_EQ(sheet[0].media_type, "image/png");
    EXPECT_TRUE(sheet[0].typed.empty());
}

TEST(MatchStage, KeepsWhatWasTypedOnAScreen) {
    const MatchedSheet sheet = matched({{"telefon", "20304050"}});
    ASSERT_EQ(sheet.size(), 1U);
    EXPECT_EQ(sheet[0].page, PagePlace(7));
    EXPECT_EQ(sheet[0].original, bytes_of("original"));
    EXPECT_EQ(sheet[0].media_type, "image/png");
    ASSERT_EQ(sheet[0].typed.size(), 1U);
    EXPECT_EQ(sheet[0].typed[0].text, "20304050");
}

/// An attachment as the matcher gives it.
MatchedPage attachment() {
    MatchedPage page;
    page.page = {3, Half::right};
    page.match.image = white(200, 300);
    page.match.image.turned_quarters = 1;
    page.match.kind = record::PageKind::attachment;
    page.match.trouble = "no_registration";
    return page;
}

ReadPage read(MatchedPage page) {
    MatchedSheet sheet;
    sheet.push_back(std::move(page));
    ReadSheet out = Read(reader()).run(std::move(sheet));
    EXPECT_EQ(out.size(), 1U);
    return std::move(out.front());
}

TEST(ReadStage, TellsOfAPageThatIsNoForm) {
    const ReadPage page = read(attachment());
    EXPECT_EQ(page.reading.page, PagePlace(3, Half::right));
    EXPECT_EQ(page.reading.kind, record::PageKind::attachment);
    EXPECT_EQ(page.reading.trouble, "no_registration");
    EXPECT_EQ(page.reading.width_px, 200);
    EXPECT_EQ(page.reading.height_px, 300);
    EXPECT_EQ(page.reading.dpi, 100);
    EXPECT_EQ(page.reading.turned_quarters, 1);
    EXPECT_TRUE(page.reading.fields.empty());
}

TEST(ReadStage, KeepsTheBytesAsTheyCameOrMakesSome) {
    MatchedPage own = attachment();
    own.match.image.turned_quarters = 0;
    own.original = bytes_of("original");
    own.media_type = "image/webp";
    const ReadPage kept = read(std::move(own)), made = read(attachment());
    EXPECT_EQ(kept.image.bytes, bytes_of("original"));
    EXPECT_EQ(kept.image.media_type, "image/webp");
    EXPECT_FALSE(made.image.bytes.empty());
    EXPECT_TRUE(made.image.media_type.starts_with("image/"));
    EXPECT_NE(made.image.media_type, "image/webp");
}

TEST(ReadStage, KeepsWhatWasTurnedAsItIsShown) {
    MatchedPage own = attachment();
    own.original = bytes_of("original");
    own.media_type = "image/webp";
    EXPECT_NE(read(std::move(own)).image.bytes, bytes_of("original"));
}

TEST(MatchStage, TellsWhatAPersonTurnedOfTheScanAsItCame) {
    // An empty page is no form, however it lies: only what the person said turns it.
    for (const int quarters : {0, 1, 2, 3}) {
        NormalPage page;
        page.page = 4;
        page.quarters = quarters;
        page.image = white(200, 300);
        ocr::Matcher matcher(catalogue(), blanks());
        const MatchedSheet sheet = Match(matcher).run(std::move(page));
        ASSERT_EQ(sheet.size(), 1U);
        EXPECT_EQ(sheet[0].match.image.turned_quarters, quarters);
        EXPECT_EQ(sheet[0].page, PagePlace(4));
    }
}

/// Two printed pages side by side on one sheet, nothing written on them.
ocr::PageImage sheet_of_two() {
    constexpr int dpi = 150;
    const auto* form = catalogue().find({"sp501", "1"});
    const auto left = paper::render_page(*form, 1, dpi), right = paper::render_page(*form, 2, dpi);
    ocr::PageImage image{ocr::PixPtr(pixCreate(left.width + right.width, left.height, 8)), dpi, 0,
                         true};
    for (const auto& [page, from] : {std::pair{&left, 0}, {&right, left.width}}) {
        for (int y = 0; y < page->height; ++y) {
            for (int x = 0; x < page->width; ++x) {
                pixSetPixel(image.pix.get(), from + x, y,
                            page->pixels[static_cast<std::size_t>(y * page->width + x)]);
            }
        }
    }
    return image;
}

TEST(MatchStage, NamesTheHalvesOfASheetThatAPersonTurnedAsTheyCame) {
    ocr::Matcher matcher(catalogue(), blanks());
    const auto halves = [&](int quarters) {
        NormalPage page;
        page.page = 4;
        page.quarters = quarters;
        page.image = sheet_of_two();
        std::vector<Half> all;
        for (const MatchedPage& each : Match(matcher).run(std::move(page))) {
            EXPECT_EQ(each.match.kind, record::PageKind::form);
            all.push_back(each.page.half);
        }
        return all;
    };
    EXPECT_EQ(halves(0), (std::vector{Half::left, Half::right}));
    EXPECT_EQ(halves(1), (std::vector{Half::bottom, Half::top}));
    EXPECT_EQ(halves(2), (std::vector{Half::right, Half::left}));
    EXPECT_EQ(halves(3), (std::vector{Half::top, Half::bottom}));
}

TEST(ReadStage, DoubtsNothingOfAnEmptyFormThatLiesWhereItShould) {
    ocr::Matcher matcher(catalogue(), blanks());
    NormalPage page;
    page.image = sheet_of_two();
    MatchedSheet sheet = Match(matcher).run(std::move(page));
    ASSERT_EQ(sheet.size(), 2U);
    for (const ReadPage& each : Read(reader()).run(std::move(sheet))) {
        EXPECT_FALSE(each.reading.fields.empty());
        for (const auto& field : each.reading.fields) {
            EXPECT_EQ(field.doubt, "") << field.field;
        }
    }
}

TEST(ReadStage, TellsOfAPageThatWasReadEnlargedAsItWasScanned) {
    MatchedPage enlarged = attachment();
    enlarged.match.bent = ocr::BentPage{white(100, 150).pix, ocr::PageShape(MmToPx{})};
    const ReadPage page = read(std::move(enlarged));
    EXPECT_EQ(page.reading.width_px, 100);
    EXPECT_EQ(page.reading.height_px, 150);
    EXPECT_EQ(page.reading.dpi, 50);
}

}  // namespace
}  // namespace indgang::stages
