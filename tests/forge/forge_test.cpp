// SPDX-License-Identifier: MPL-2.0
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "ocr/decode/scan.h"
#include "schemas/values/cpr_number.h"
#include "tests/forge/scan/scan_writer.h"
#include "tests/forge/sheet/batch.h"

namespace indgang::forge {
namespace {

const form::FormCatalogue& catalogue() {
    static const form::FormCatalogue forms =
        form::FormCatalogue::load({std::string(INDGANG_SOURCE_DIR) + "/schemas/forms"});
    return forms;
}

/// A small page: a square of print and a line of writing.
paper::Raster page_of(std::uint64_t seed) {
    Sheet sheet = Sheet::blank(60, 40, 300);
    cairo_rectangle(sheet.ink(), 5, 5, 6, 6);
    cairo_fill(sheet.ink());
    Dice dice(seed);
    draw_signature(sheet, {10, 15, 45, 15}, Hand(), dice);
    sheet.dry(0);
    return sheet.raster();
}

double ink_share(Pix* pix) {
    l_int32 ink = 0;
    pixCountPixels(pix, &ink, nullptr);
    return static_cast<double>(ink) / pixGetWidth(pix) / pixGetHeight(pix);
}

TEST(Degrade, SameDiceGiveSamePixels) {
    for (const Grade grade :
         {Grade::clean, Grade::office, Grade::office_grey, Grade::fax, Grade::photo}) {
        Dice a(5), b(5);
        const ocr::PixPtr one = degrade(page_of(1), grade, 0, a);
        const ocr::PixPtr two = degrade(page_of(1), grade, 0, b);
        l_int32 is_same = 0;
        pixEqual(one.get(), two.get(), &is_same);
        EXPECT_EQ(is_same, 1) << name_of(grade);
    }
}

TEST(Degrade, OtherDiceGiveOtherPixels) {
    Dice a(5), b(6);
    const ocr::PixPtr one = degrade(page_of(1), Grade::office, 0, a);
    const ocr::PixPtr two = degrade(page_of(1), Grade::office, 0, b);
    l_int32 is_same = 1;
    pixEqual(one.get(), two.get(), &is_same);
    EXPECT_EQ(is_same, 0);
}

TEST(Degrade, CleanGradeLeavesThePageAsItIs) {
    Dice dice(1);
    const paper::Raster page = page_of(1);
    const ocr::PixPtr pix = degrade(page, Grade::clean, 0, dice);
    ASSERT_EQ(pixGetWidth(pix.get()), page.width);
    ASSERT_EQ(pixGetHeight(pix.get()), page.height);
    for (int y = 1; y + 2 < page.height; ++y) {
        for (int x = 1; x + 2 < page.width; ++x) {
            l_uint32 grey = 0;
            pixGetPixel(pix.get(), x, y, &grey);
            ASSERT_NEAR(static_cast<int>(grey),
                        page.pixels[static_cast<std::size_t>(y * page.width + x)], 1);
        }
    }
}

TEST(Degrade, HalfTurnPutsTheTopLeftSquareToTheBottomRight) {
    Dice dice(1);
    const ocr::PixPtr pix = degrade(page_of(1), Grade::clean, 2, dice);
    constexpr int from_edge = 94;  // 8 mm at 300 dpi
    l_uint32 grey = 255;
    pixGetPixel(pix.get(), pixGetWidth(pix.get()) - from_edge, pixGetHeight(pix.get()) - from_edge,
                &grey);
    EXPECT_LT(grey, 10U);
}

TEST(Degrade, BitonalGradesKeepTheInk) {
    for (const Grade grade : {Grade::office, Grade::fax}) {
        Dice dice(3);
        const ocr::PixPtr pix = degrade(page_of(1), grade, 0, dice);
        ASSERT_EQ(pixGetDepth(pix.get()), 1);
        EXPECT_GT(ink_share(pix.get()), 0.012) << name_of(grade);
        EXPECT_LT(ink_share(pix.get()), 0.08) << name_of(grade);
    }
}

TEST(RandomCpr, IsAlwaysAReplacementNumber) {
    Dice dice(7);
    int passing = 0;
    constexpr int count = 400;
    for (int i = 0; i < count; ++i) {
        const auto cpr = CprNumber::parse(random_cpr(2018, 1938, dice));
        ASSERT_TRUE(cpr.has_value());
        EXPECT_TRUE(cpr->is_replacement());
        passing += cpr->passes_modulus_11() ? 1 : 0;
    }
    EXPECT_GT(passing, count / 3);
    EXPECT_LT(passing, count * 2 / 3);
}

TEST(RandomFilling, FillsEveryRequiredField) {
    Dice dice(11);
    for (const form::FormDefinition& form : catalogue().all()) {
        for (int i = 0; i < 50; ++i) {
            const Filling filling = random_filling(form, dice);
            for (const form::Field& field : form.fields) {
                EXPECT_TRUE(!field.is_required || field.row > 0 || filling.contains(field.id))
                    << field.id;
            }
        }
    }
}

TEST(RandomFilling, WrittenTextMeansTheCanonicalValue) {
    Dice dice(12);
    for (const form::FormDefinition& form : catalogue().all()) {
        for (int i = 0; i < 50; ++i) {
            for (const auto& [id, canonical] : random_filling(form, dice)) {
                const form::Field& field = *form.field(id);
                if (field.kind == ValueKind::signature) {
                    continue;
                }
                const auto back =
                    form::parse_field(field, written(field, canonical), Notation::danish);
                ASSERT_TRUE(std::holds_alternative<Value>(back)) << id;
                EXPECT_EQ(std::get<Value>(back).canonical(), canonical) << id;
            }
        }
    }
}

TEST(Batch, TellsPagesMissingPagesAndKinds) {
    const nlohmann::json plan = nlohmann::json::parse(R"({
        "seed": 3, "grade": "clean",
        "sheets": [{"separator": "PATCHT"},
                   {"form": "boligstoette", "left_out": [2, 3], "blank_backs": [1]},
                   {"letter": true}]})");
    const Batch batch = batch_of(catalogue(), plan, nullptr);
    const auto truth = batch.truth();
    EXPECT_EQ(batch.pages().size(), 4U);
    EXPECT_EQ(truth["applications"][0]["pages"], nlohmann::json({2}));
    EXPECT_EQ(truth["applications"][0]["missing_pages"], nlohmann::json({2, 3}));
    std::vector<std::string> kinds;
    for (const auto& page : truth["pages"]) {
        kinds.push_back(page["kind"]);
    }
    EXPECT_EQ(kinds, (std::vector<std::string>{"separator", "form", "blank", "attachment"}));
}

TEST(Batch, ListsNoFieldOfAMissingPage) {
    const nlohmann::json plan = nlohmann::json::parse(
        R"({"seed": 3, "grade": "clean", "sheets": [{"form": "boligstoette", "left_out": [1, 2]}]})");
    const auto truth = batch_of(catalogue(), plan, nullptr).truth();
    const auto& fields = truth["applications"][0]["fields"];
    EXPECT_TRUE(fields.contains("erklaering"));
    EXPECT_FALSE(fields.contains("ansoeger_cpr"));
    EXPECT_FALSE(fields.contains("husleje_maaned"));
}

TEST(Batch, UnknownFieldInAPlanIsAnError) {
    const nlohmann::json plan = {
        {"sheets", {{{"form", "sp501"}, {"values", {{"no_such_field", "1"}}}}}}};
    EXPECT_THROW((void)batch_of(catalogue(), plan, nullptr), std::runtime_error);
}

/// Every kind of file is one that the product can open, with all pages.
TEST(ScanWriter, FilesOpenWithAllTheirPages) {
    Dice dice(2);
    std::vector<ocr::PixPtr> pages;
    pages.push_back(degrade(page_of(1), Grade::office, 0, dice));
    pages.push_back(degrade(page_of(2), Grade::office_grey, 0, dice));
    const auto folder = std::filesystem::temp_directory_path() /
                        ("indgang-forge-test-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    for (const char* ending : {".tif", ".pdf", ".png", ".jpg"}) {
        int found = 0;
        for (const auto& file : write_scan(pages, folder / (std::string("x") + ending), 60)) {
            std::ifstream in(file, std::ios::binary);
            const Bytes bytes{std::istreambuf_iterator<char>(in), {}};
            const auto scan = ocr::open_scan(bytes, folder);
            for (int page = 1; page <= scan->pages(); ++page) {
                const ocr::ScanPage decoded = scan->page(page);
                EXPECT_EQ(pixGetWidth(decoded.pix.get()), pixGetWidth(pages[0].get())) << file;
                ++found;
            }
        }
        EXPECT_EQ(found, 2) << ending;
    }
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace indgang::forge
