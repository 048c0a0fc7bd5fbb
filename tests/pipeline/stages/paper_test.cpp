// SPDX-License-Identifier: MPL-2.0
// The paper path's stages with pages on which nothing has to be recognised.
#include "pipeline/stages/paper.h"

#include <gtest/gtest.h>

#include <string>

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
