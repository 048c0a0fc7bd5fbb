// SPDX-License-Identifier: MPL-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "tests/forge/hand/pen_stroke.h"
#include "tests/forge/scan/ordinary_scan.h"
#include "tests/forge/sheet/batch.h"
#include "tests/forge/sheet/corrections.h"
#include "tests/forge/sheet/ordinary.h"

namespace indgang::forge {
namespace {

const form::FormCatalogue& catalogue() {
    static const form::FormCatalogue forms =
        form::FormCatalogue::load({std::string(INDGANG_SOURCE_DIR) + "/schemas/forms",
                                   std::string(INDGANG_SOURCE_DIR) + "/tests/forms"});
    return forms;
}

/// The first page of sp501, with this condition.
Batch page_with(std::string_view condition, const char* grade, unsigned seed) {
    const nlohmann::json plan = {{"seed", seed},
                                 {"grade", grade},
                                 {"sheets",
                                  {{{"form", "sp501"},
                                    {"script", "written"},
                                    {"left_out", {2}},
                                    {"condition", condition}}}}};
    return batch_of(catalogue(), plan, nullptr);
}

class EachCondition : public testing::TestWithParam<ConditionTrait> {};

TEST_P(EachCondition, IsDrawnOnAPageWithTheTruthBesideIt) {
    const ConditionTrait& trait = GetParam();
    const std::string grade(name_of(grade_for(trait.condition, 0)));
    const nlohmann::json truth = page_with(trait.name, grade.c_str(), 31).truth();
    const nlohmann::json& application = truth.at("applications").at(0);
    EXPECT_EQ(application.at("condition"), trait.name);
    const form::FormDefinition& form = *catalogue().find({"sp501", "1"});
    for (const auto& [field, done] : application.at("damaged").items()) {
        EXPECT_NE(form.field(field), nullptr) << field;
        EXPECT_FALSE(done.get<std::string>().empty()) << field;
    }
    EXPECT_LT(application.at("damaged").size(), form.fields.size() / 2);
}

TEST_P(EachCondition, TouchesSomeFilledFieldsAndLeavesSome) {
    const Condition condition = GetParam().condition;
    const bool is_chosen_before = GetParam().reach == ConditionTrait::Reach::fields &&
                                  condition != Condition::fold && condition != Condition::stamp;
    constexpr std::size_t few = 4;  // one on each page, and that one is always touched
    Dice dice(41);
    for (const form::FormDefinition& form : catalogue().all()) {
        for (int i = 0; i < 10 && is_chosen_before && suits(form, condition); ++i) {
            const OrdinaryMail mail =
                ordinary_mail(form, condition, random_filling(form, dice), Hand(), Hand(), dice);
            if (mail.filling.size() > few) {
                EXPECT_LT(mail.touched.size(), mail.filling.size()) << form.key.form;
            }
            for (const std::string& field : mail.touched) {
                EXPECT_TRUE(mail.filling.contains(field)) << field;
            }
            if (condition != Condition::comma) {  // its decimals may go beyond the comb's end
                EXPECT_NO_THROW(check_filling(form, mail.filling)) << form.key.form;
            }
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Ordinary, EachCondition,
                         testing::ValuesIn(all_conditions().begin(), all_conditions().end()),
                         [](const auto& each) { return std::string(each.param.name); });

TEST(OrdinaryMail, MeansWhatThePersonMeantBeforeTheCorrection) {
    const form::FormDefinition& form = *catalogue().find({"sp501", "1"});
    Dice dice(5);
    const Filling filling = random_filling(form, dice);
    const OrdinaryMail mail =
        ordinary_mail(form, Condition::struck_once, filling, Hand(), Hand(), dice);
    EXPECT_EQ(mail.filling, filling);
    EXPECT_FALSE(mail.touched.empty());
}

TEST(OrdinaryMail, HasForeignLettersInEachTouchedName) {
    const form::FormDefinition& form = *catalogue().find({"blokbogstaver", "1"});
    Dice dice(6);
    const Filling filling = random_filling(form, dice);
    const OrdinaryMail mail =
        ordinary_mail(form, Condition::foreign_letters, filling, Hand(), Hand(), dice);
    ASSERT_FALSE(mail.touched.empty());
    for (const std::string& field : mail.touched) {
        EXPECT_NE(mail.filling.at(field), filling.at(field)) << field;
        EXPECT_EQ(characters_of(mail.filling.at(field)).size(),
                  characters_of(filling.at(field)).size());
    }
}

TEST(OrdinaryPage, IsTheSameFromTheSameSeedInColourToo) {
    const Batch one = page_with("pens", "photo", 9), two = page_with("pens", "photo", 9);
    ASSERT_EQ(pixGetDepth(one.pages().at(0).get()), 32);
    l_int32 is_same = 0;
    pixEqual(one.pages().at(0).get(), two.pages().at(0).get(), &is_same);
    EXPECT_EQ(is_same, 1);
}

TEST(AmountFor, LeavesRoomForWhatIsWrittenBehindIt) {
    constexpr int cells = 7;
    Dice dice(8);
    for (int i = 0; i < 300; ++i) {
        for (const AmountHabit habit :
             {AmountHabit::comma, AmountHabit::thousands, AmountHabit::dash_end, AmountHabit::kr,
              AmountHabit::minus}) {
            const std::string amount = amount_for(habit, cells, dice);
            const std::size_t kroner = std::min(amount.find('.'), amount.size());
            EXPECT_LE(kroner, cells - 1U) << amount;
            EXPECT_TRUE(habit != AmountHabit::thousands || kroner >= 4U) << amount;
            EXPECT_EQ(habit == AmountHabit::minus, amount[0] == '-') << amount;
        }
    }
}

/// Ink of a bar across a small sheet, as the mean darkness of its paper.
double darkness_with_grain(double grain) {
    Sheet sheet = Sheet::blank(30, 10, 300);
    Dice dice(3);
    draw_stroke(sheet, {{2, 5}, {28, 5}}, 2, 0, dice);
    sheet.roughen(grain, dice);
    sheet.dry(0);
    double sum = 0;
    for (const std::uint8_t pixel : sheet.raster().pixels) {
        sum += 255 - pixel;
    }
    return sum / static_cast<double>(sheet.raster().pixels.size());
}

TEST(Sheet, RoughPaperTakesLessInk) {
    EXPECT_GT(darkness_with_grain(0), 1.5 * darkness_with_grain(1));
}

paper::Raster grey_page(std::uint8_t grey) {
    return {300, 400, 300, std::vector<std::uint8_t>(300 * 400, grey)};
}

TEST(Askew, GrowsThePictureSoThatNoCornerIsCutOff) {
    const paper::Raster turned = askew(grey_page(0), 8);
    EXPECT_GT(turned.width, 340);
    EXPECT_GT(turned.height, 430);
    const auto ink = std::count_if(turned.pixels.begin(), turned.pixels.end(),
                                   [](std::uint8_t pixel) { return pixel < 128; });
    EXPECT_NEAR(static_cast<double>(ink), 300.0 * 400, 300.0 * 400 * 0.02);
}

TEST(Dithered, KeepsTheShareOfGreyInBlackDots) {
    for (const Dither kind : {Dither::ordered, Dither::floyd_steinberg}) {
        Dice dice(1);
        const ocr::PixPtr grey = degrade(grey_page(192), Grade::clean, 0, dice);
        const ocr::PixPtr dots = dithered(grey, kind);
        ASSERT_EQ(pixGetDepth(dots.get()), 1);
        l_int32 ink = 0;
        pixCountPixels(dots.get(), &ink, nullptr);
        EXPECT_NEAR(ink / (300.0 * 400), 0.25, 0.05);
    }
}

TEST(Bent, MovesTheMiddleAndLeavesTheCorners) {
    paper::Raster page = grey_page(255);
    constexpr std::size_t width = 300, middle_row = 200;
    for (std::size_t y = 0; y < 400; ++y) {
        page.pixels[y * width + 150] = 0;
    }
    const paper::Raster result = bent(page, 1, 0);  // 12 px at 300 dpi
    EXPECT_GT(result.pixels[middle_row * width + 150], 200);
    EXPECT_LT(result.pixels[middle_row * width + 138], 100);
    EXPECT_LT(result.pixels[3 * width + 150], 200);
}

TEST(Plan, WithAConditionThatThereIsNotIsAnError) {
    EXPECT_THROW((void)page_with("no_such_condition", "office", 1), std::runtime_error);
}

}  // namespace
}  // namespace indgang::forge
