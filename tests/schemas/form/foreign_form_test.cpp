// SPDX-License-Identifier: MPL-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "schemas/error/error.h"
#include "schemas/form/definition.h"
#include "schemas/paper/paper.h"
#include "tests/schemas/form/form_folder.h"

namespace indgang::form {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view page = R"([[page]]
blank = "page-1.png"
size_mm = [148, 210]
)";
constexpr std::string_view grid = R"([[grid]]
fields = "q1..3"
keys = "ABC"
da = "Spørgsmål {}"
en = "Question {}"
first_mm = [20, 40]
key_step_mm = [10, 0.5]
field_step_mm = [0, 12]
bubble_mm = [6, 4]
)";

FormDefinition loaded(const std::string& rest) {
    const FormFolder folder(std::string(head) + rest);
    folder.write("page-1.png", "any file: the pixels are looked at when a page is read");
    return load_form(folder.path());
}

std::string problems_of(const std::string& rest) {
    try {
        (void)loaded(rest);
    } catch (const Error& error) {
        return error.what();
    }
    return "";
}

std::string with(std::string_view rest) {
    return std::string(page) + std::string(rest);
}

TEST(ForeignForm, HasThePagesThatItsPicturesShow) {
    const auto form = loaded(with(grid));
    ASSERT_EQ(form.pages.size(), 1u);
    EXPECT_EQ(form.pages[0].width_mm, 148);
    EXPECT_EQ(form.pages[0].height_mm, 210);
    ASSERT_TRUE(form.pages[0].blank);
    EXPECT_EQ(form.pages[0].blank->file.filename(), "page-1.png");
    EXPECT_TRUE(form.pages[0].marks.empty());
}

TEST(ForeignForm, CountsBubblesOutFromTheFirst) {
    const auto form = loaded(with(grid));
    ASSERT_EQ(form.fields.size(), 3u);
    ASSERT_EQ(form.zones.size(), 9u);
    const Zone& last = form.zones.back();
    EXPECT_EQ(last.field, "q3");
    EXPECT_EQ(last.choice, "c");
    EXPECT_EQ(last.capture, Capture::bubble);
    EXPECT_EQ(last.box, (BoxMm{20 + 2 * 10 - 3, 40 + 2 * 0.5 + 2 * 12 - 2, 6, 4}));
}

TEST(ForeignForm, GivesEachFieldOfAGridItsNumberInTheLabel) {
    const auto form = loaded(with(grid));
    EXPECT_EQ(form.fields[1].label.da, "Spørgsmål 2");
    EXPECT_EQ(form.fields[1].kind, ValueKind::choice);
    EXPECT_EQ(form.fields[1].choices.at(2).label.en, "C");
}

TEST(ForeignForm, MakesOneFieldOfAGridWithCells) {
    const auto form = loaded(with(R"([[grid]]
fields = "roll"
cells = 4
keys = "0123456789"
da = "Nummer"
en = "Number"
first_mm = [20, 40]
key_step_mm = [0, 5]
field_step_mm = [6, 0]
bubble_mm = [4, 4]
)"));
    ASSERT_EQ(form.fields.size(), 1u);
    EXPECT_EQ(form.fields[0].kind, ValueKind::text);
    EXPECT_EQ(form.fields[0].cells, 4);
    ASSERT_EQ(form.zones.size(), 40u);
    EXPECT_EQ(form.zones[39].cell, 3);
    EXPECT_EQ(form.zones[39].choice, "9");
    EXPECT_EQ(form.zones[39].box, (BoxMm{36, 83, 4, 4}));
}

TEST(ForeignForm, TakesAKnownListForItsBubbles) {
    auto text = std::string(grid);
    text.replace(text.find("keys = \"ABC\""), 12, "choices = \"svar\"");
    const auto form = loaded(with(text + R"([choices]
svar = [{ key = "ja", da = "Ja", en = "Yes" }, { key = "nej", da = "Nej", en = "No" }]
)"));
    EXPECT_EQ(form.zones.at(1).choice, "nej");
    EXPECT_EQ(form.fields[0].choices.at(1).label.en, "No");
}

TEST(ForeignForm, MayLetBoxesShareALine) {
    const auto form = loaded(with(R"([[section]]
page = 1
title = { da = "A", en = "A" }
rows = [["a"]]
[field]
a = { kind = "yes_no", place_mm = { ja = [20, 20, 5, 5], nej = [25, 20, 5, 5] }, da = "A", en = "A" }
)"));
    EXPECT_EQ(form.zones.size(), 2u);
}

TEST(ForeignForm, MayHaveWordsInCellsWithGaps) {
    const auto form = loaded(with(R"([[section]]
page = 1
title = { da = "A", en = "A" }
rows = [["a"]]
[field]
a = { kind = "name", capture = "comb", cells = 4, gap_mm = 2, place_mm = [20, 40, 40, 8], da = "A", en = "A" }
)"));
    EXPECT_EQ(form.zones.at(0).cells, 4);
    EXPECT_EQ(form.zones.at(0).gap_mm, 2);
}

TEST(ForeignForm, HasNoGapsInABoxWithoutCells) {
    EXPECT_THROW((void)loaded(with(R"([[section]]
page = 1
title = { da = "A", en = "A" }
rows = [["a"]]
[field]
a = { kind = "amount", capture = "line", gap_mm = 2, place_mm = [20, 40, 40, 8], da = "A", en = "A" }
)")),
                 Error);
}

TEST(ForeignForm, MayHaveADigitBoxWithoutCellsAndCellsWithGaps) {
    const auto form = loaded(with(R"([[section]]
page = 1
title = { da = "A", en = "A" }
rows = [["a", "b"]]
[field]
a = { kind = "amount", capture = "line", place_mm = [20, 20, 40, 8], da = "A", en = "A" }
b = { kind = "amount", cells = 4, gap_mm = 2, place_mm = [20, 40, 40, 8], da = "B", en = "B" }
)"));
    EXPECT_EQ(form.zones.at(0).capture, Capture::line);
    EXPECT_EQ(form.zones.at(1).gap_mm, 2);
}

TEST(ForeignForm, IsNotPrintedByUs) {
    EXPECT_THROW((void)paper::render_pdf(loaded(with(grid))), Error);
}

TEST(ForeignForm, KeepsItsPicturesInItsFolder) {
    EXPECT_THAT(problems_of("[[page]]\nblank = \"../page-1.png\"\n" + std::string(grid)),
                HasSubstr("form.toml:11:1: page: '../page-1.png' must lie in the form's folder"));
    EXPECT_THAT(problems_of("[[page]]\nblank = \"page-2.png\"\n" + std::string(grid)),
                HasSubstr("form.toml:11:1: page: no file 'page-2.png'"));
}

TEST(ForeignForm, WantsAPlaceForEveryField) {
    EXPECT_THAT(problems_of(with(R"([[section]]
page = 1
title = { da = "A", en = "A" }
rows = [["a"]]
[field]
a = { kind = "name", da = "A", en = "A" }
)")),
                HasSubstr("form.toml:17:9: 'a' needs a 'place_mm'"));
}

TEST(ForeignForm, ReportsBubblesBesideThePage) {
    auto text = std::string(grid);
    text.replace(text.find("[20, 40]"), 8, "[140, 40]");
    EXPECT_THAT(problems_of(with(text)),
                HasSubstr("form.toml:14:1: 'q1' does not lie on its page"));
}

TEST(ForeignForm, ReportsAGridThatIsNotOne) {
    EXPECT_THAT(
        problems_of(with("[[grid]]\nfields = \"Q 1\"\n")),
        ::testing::AllOf(HasSubstr("'fields' holds something"), HasSubstr("'da' is missing"),
                         HasSubstr("either 'keys' or 'choices'"),
                         HasSubstr("'first_mm' is missing"), HasSubstr("'bubble_mm' is missing")));
}

TEST(ForeignForm, RefusesAFieldThatAGridHasAsWell) {
    EXPECT_THAT(problems_of(with(std::string(grid) + std::string(grid))),
                HasSubstr("'q1' stands on the form twice"));
}

TEST(FormCatalogue, TakesTheFolderOfOneDefinition) {
    const FormFolder folder(std::string(head) + std::string(page) + std::string(grid));
    folder.write("page-1.png", "x");
    EXPECT_NE(FormCatalogue::load({folder.path()}).find({"proeve", "1"}), nullptr);
    EXPECT_NE(FormCatalogue::load({folder.path().parent_path()}).find({"proeve", "1"}), nullptr);
}

}  // namespace
}  // namespace indgang::form
