// SPDX-License-Identifier: MPL-2.0
#include "ocr/match/page_turns.h"

#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace indgang::ocr {
namespace {

using Turns = std::vector<int>;

TEST(PageTurns, MakeAPageStandAndThenStandOnItsHead) {
    EXPECT_EQ(turns_to_stand(210, 297), (std::array{0, 2}));
    EXPECT_EQ(turns_to_stand(200, 200), (std::array{0, 2}));
    EXPECT_EQ(turns_to_stand(297, 210), (std::array{1, 3}));
}

TEST(PageTurns, GoOnWithAPageThatLies) {
    EXPECT_EQ(turns_standing_first(210, 297), (std::array{0, 2, 1, 3}));
    EXPECT_EQ(turns_standing_first(200, 200), (std::array{0, 2, 1, 3}));
    EXPECT_EQ(turns_standing_first(297, 210), (std::array{1, 3, 0, 2}));
}

form::FormDefinition form_of(double width_mm, double height_mm) {
    form::PageLayout layout;
    layout.width_mm = width_mm;
    layout.height_mm = height_mm;
    form::FormDefinition form;
    form.pages = {layout};
    return form;
}

Turns for_print(int width, int height, bool is_scan,
                const std::vector<form::FormDefinition>& forms) {
    return turns_for_print(width, height, is_scan, forms);
}

TEST(PageTurns, OfAPhotoAreAllAsItWasHeldFirst) {
    const auto standing = form_of(210, 297);
    EXPECT_EQ(for_print(210, 297, false, {standing}), (Turns{0, 2, 1, 3}));
    EXPECT_EQ(for_print(297, 210, false, {standing}), (Turns{0, 1, 3, 2}));
}

TEST(PageTurns, OfAScanAreThoseInWhichSomeFormLies) {
    const auto standing = form_of(210, 297), lying = form_of(297, 210);
    EXPECT_EQ(for_print(210, 297, true, {standing}), (Turns{0, 2}));
    EXPECT_EQ(for_print(297, 210, true, {standing}), (Turns{1, 3}));
    EXPECT_EQ(for_print(210, 297, true, {lying}), (Turns{1, 3}));
    EXPECT_EQ(for_print(297, 210, true, {lying}), (Turns{0, 2}));
    EXPECT_EQ(for_print(210, 297, true, {standing, lying}), (Turns{0, 2, 1, 3}));
    EXPECT_EQ(for_print(210, 297, true, {form_of(200, 200)}), (Turns{0, 2}));
    EXPECT_EQ(for_print(210, 297, true, {}), Turns{});
}

}  // namespace
}  // namespace indgang::ocr
