// SPDX-License-Identifier: MPL-2.0
#include "ocr/outline/draft_form.h"

#include <gtest/gtest.h>

namespace indgang::ocr {
namespace {

using Kind = FoundPlace::Kind;

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

std::string draft(const FoundPlace& place) {
    return draft_form("any", {{"side1.png", 210, 297, {place}}});
}

TEST(DraftForm, HasAFieldForEachKindOfPlace) {
    EXPECT_TRUE(has(draft({Kind::box, {20, 30.25, 50, 8}, 0, 0}),
                    "felt_1 = { kind = \"text\", da = \"Felt 1\", en = \"Field 1\", "
                    "place_mm = [20.00, 30.25, 50.00, 8.00] }\n"));
    EXPECT_TRUE(has(draft({Kind::line, {20, 30, 50, 6.5}, 0, 0}), "{ kind = \"text\", da ="));
    EXPECT_TRUE(has(draft({Kind::mark, {20, 30, 4, 4}, 0, 0}),
                    "felt_1 = { kind = \"yes_no\", single = true, da = \"Felt 1\", "
                    "en = \"Field 1\", place_mm = { ja = [20.00, 30.00, 4.00, 4.00] } }\n"));
}

TEST(DraftForm, SaysOfACombItsCellsAndWhatIsBetweenThem) {
    EXPECT_TRUE(has(draft({Kind::comb, {20, 30, 40, 7}, 8, 0.5}),
                    "capture = \"comb\", cells = 8, gap_mm = 0.50, da ="));
    EXPECT_TRUE(
        has(draft({Kind::comb, {20, 30, 40, 7}, 8, 0}), "capture = \"comb\", cells = 8, da ="));
}

TEST(DraftForm, HasASectionForEachPageWithPlaces) {
    const FoundPlace place{Kind::box, {20, 30, 50, 8}, 0, 0};
    const std::string text = draft_form("any", {{"side1.png", 210, 297, {place, place}},
                                                {"side2.png", 148.5, 210, {}},
                                                {"side3.png", 210, 297, {place}}});
    EXPECT_TRUE(has(text, "form = \"any\"\nversion = \"1\"\n"));
    EXPECT_TRUE(has(text, "[[page]]\nblank = \"side2.png\"\nsize_mm = [148.50, 210.00]\n"));
    EXPECT_TRUE(has(text,
                    "[[section]]\npage = 1\ntitle = { da = \"Side 1\", en = \"Page 1\" }\n"
                    "rows = [\n    [\"felt_1\"],\n    [\"felt_2\"],\n]\n"));
    EXPECT_FALSE(has(text, "page = 2\n"));
    EXPECT_TRUE(has(text, "page = 3\n"));
    EXPECT_TRUE(has(text, "rows = [\n    [\"felt_3\"],\n]\n"));
    EXPECT_TRUE(has(text, "felt_3 = { kind = \"text\", da = \"Felt 3\""));
}

}  // namespace
}  // namespace indgang::ocr
