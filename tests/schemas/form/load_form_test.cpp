// SPDX-License-Identifier: MPL-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "schemas/error/error.h"
#include "tests/schemas/form/form_folder.h"

namespace indgang::form {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view one_section = R"([[section]]
page = 1
title = { da = "A", en = "A" }
)";

std::string with(std::string_view rest) {
    return std::string(head) + std::string(one_section) + std::string(rest);
}

/// What load_form says of a bad form; empty when it takes it.
std::string trouble_of(const std::string& toml) {
    const FormFolder folder(toml);
    try {
        (void)load_form(folder.path());
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::bad_input);
        EXPECT_EQ(error.reason(), "form_invalid");
        return error.what();
    }
    return {};
}

FormDefinition loaded(const std::string& toml) {
    const FormFolder folder(toml);
    return load_form(folder.path());
}

TEST(LoadForm, TakesASmallForm) {
    const auto form = loaded(with(R"(rows = [["cpr"]]
[field]
cpr = { kind = "cpr", required = true, da = "CPR-nummer", en = "CPR number" }
)"));
    ASSERT_EQ(form.fields.size(), 1u);
    EXPECT_EQ(form.fields[0].capture, Capture::comb);
    EXPECT_EQ(form.fields[0].cells, 10);
    EXPECT_TRUE(form.fields[0].is_required);
    EXPECT_EQ(form.fields[0].hint, "DDMMÅÅSSSS");
    EXPECT_EQ(form.accept_probability, 0.98);
    EXPECT_EQ(form.pages.size(), 1u);
}

TEST(LoadForm, TakesWordsInAComb) {
    const auto form = loaded(with(R"(rows = [["navn"]]
[field]
navn = { kind = "name", capture = "comb", cells = 30, da = "Navn", en = "Name" }
)"));
    ASSERT_EQ(form.zones.size(), 1u);
    EXPECT_EQ(form.zones[0].capture, Capture::comb);
    EXPECT_EQ(form.zones[0].cells, 30);
    constexpr double cell_mm = 5;
    EXPECT_EQ(form.zones[0].box.width, 30 * cell_mm);
}

TEST(LoadForm, SaysNotFoundWithoutAForm) {
    try {
        (void)load_form("/nonexistent/proeve/1");
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::not_found);
    }
}

TEST(LoadForm, RefusesAFileThatIsTooLarge) {
    const FormFolder folder(std::string(2u << 20, '#'));
    try {
        (void)load_form(folder.path());
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::limit);
    }
}

TEST(LoadForm, NamesTheLineOfWhatIsNoToml) {
    EXPECT_THAT(trouble_of("form = \"proeve\"\nversion = \n"),
                HasSubstr("proeve/1/form.toml:2:11: not TOML"));
}

TEST(LoadForm, ReportsEveryProblemAtOnceInOrder) {
    const auto text = trouble_of(with(R"(rows = [["cpr", "unknown"]]
[field]
cpr = { kind = "cprr", da = "CPR-nummer", en = "CPR number" }
spare = { kind = "name", da = "x", en = "x", colour = "red" }
)"));
    const auto row = text.find("form.toml:14:9: [field] has no 'unknown'");
    const auto kind =
        text.find("form.toml:16:16: field cpr: 'kind' knows no 'cprr'; did you mean 'cpr'?");
    const auto key = text.find("form.toml:17:46: field spare: unknown key 'colour'");
    const auto unused = text.find("form.toml:17:9: field spare stands in no row");
    EXPECT_NE(row, std::string::npos) << text;
    EXPECT_NE(unused, std::string::npos) << text;
    EXPECT_TRUE(row < kind && kind < unused && unused < key && key != std::string::npos) << text;
}

TEST(LoadForm, PutsTheFirstProblemsLineInThePlace) {
    const FormFolder folder(with("rows = [[\"a\"]]\n"));
    try {
        (void)load_form(folder.path());
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.place(), "proeve/1/form.toml:14:9");
    }
}

TEST(LoadForm, WantsTheFolderToBeNamedAsTheForm) {
    const FormFolder folder(with("rows = [[\"a\"]]\n[field]\na = { kind = \"name\", da = \"A\", "
                                 "en = \"A\" }\n"),
                            "proeve", "2");
    EXPECT_THROW((void)load_form(folder.path()), Error);
}

struct Bad {
    const char* what;
    const char* rest;  ///< after the section's title
    const char* says;
};
class LoadFormRefuses : public ::testing::TestWithParam<Bad> {};

TEST_P(LoadFormRefuses, AndSaysWhy) {
    EXPECT_THAT(trouble_of(with(GetParam().rest)), HasSubstr(GetParam().says));
}

INSTANTIATE_TEST_SUITE_P(
    All, LoadFormRefuses,
    ::testing::Values(
        Bad{"NoRows", "", "'rows' is missing"}, Bad{"EmptyRow", "rows = [[]]\n", "a row is empty"},
        Bad{"FieldTwice",
            "rows = [[\"a\"], [\"a\"]]\n[field]\na = { kind = \"name\", da = \"A\", en = \"A\" }\n",
            "'a' stands on the form twice"},
        Bad{"EmailInAComb",
            "rows = [[\"a\"]]\n[field]\na = { kind = \"email\", capture = \"comb\", cells = 30, "
            "da = \"A\", en = \"A\" }\n",
            "kind email cannot be captured as comb"},
        Bad{"NoEnglish", "rows = [[\"a\"]]\n[field]\na = { kind = \"name\", da = \"A\" }\n",
            "field a: 'en' is missing"},
        Bad{"BadId", "rows = [[\"Å\"]]\n", "no field id"},
        Bad{"CellsOfName",
            "rows = [[\"a\"]]\n[field]\na = { kind = \"name\", cells = 4, da = \"A\", en = \"A\" "
            "}\n",
            "'cells' is only for"},
        Bad{"TooManyCells",
            "rows = [[\"a\"]]\n[field]\na = { kind = \"count\", cells = 33, da = \"A\", en = \"A\" "
            "}\n",
            "from 1 to 32"},
        Bad{"WordsWithoutCells",
            "rows = [[\"a\"]]\n[field]\na = { kind = \"name\", capture = \"comb\", da = \"A\", en "
            "= "
            "\"A\" }\n",
            "words in a comb need 'cells'"},
        Bad{"ChoiceWithoutList",
            "rows = [[\"a\"]]\n[field]\na = { kind = \"choice\", da = \"A\", en = \"A\" }\n",
            "[choices] has no list 'a'"},
        Bad{"ChoiceTwice",
            "rows = [[\"a\"]]\n[field]\na = { kind = \"choice\", da = \"A\", en = \"A\" "
            "}\n[choices]\n"
            "a = [{ key = \"x\", da = \"X\", en = \"X\" }, { key = \"x\", da = \"Y\", en = \"Y\" "
            "}]\n",
            "stands there twice"},
        Bad{"UnusedChoices",
            "rows = [[\"a\"]]\n[field]\na = { kind = \"name\", da = \"A\", en = \"A\" "
            "}\n[choices]\n"
            "b = [{ key = \"x\", da = \"X\", en = \"X\" }]\n",
            "belong to no field"},
        Bad{"SingleName",
            "rows = [[\"a\"]]\n[field]\na = { kind = \"name\", single = true, da = \"A\", en = "
            "\"A\" "
            "}\n",
            "'single' is only for yes_no"},
        Bad{"RowTooWide",
            "rows = [[\"a\", \"b\", \"c\", \"d\"]]\n[field]\na = { kind = \"cpr\", da = \"A\", en "
            "= "
            "\"A\" }\nb = { kind = \"cpr\", da = \"A\", en = \"A\" }\nc = { kind = \"cpr\", da = "
            "\"A\", en = \"A\" }\nd = { kind = \"cpr\", da = \"A\", en = \"A\" }\n",
            "but the grid has 12"},
        Bad{"SpanTooSmall",
            "rows = [[\"a\"]]\n[field]\na = { kind = \"cpr\", span = 2, da = \"A\", en = \"A\" }\n",
            "needs more columns"},
        Bad{"UnknownBlock", "rows = [{ block = \"b\" }]\n", "no block 'b'"},
        Bad{"UnknownStyle", "style = \"wild\"\nrows = [[\"a\"]]\n",
            "'style' knows no 'wild'; there are: boxes, ledger, table"},
        Bad{"ColumnsWithoutLedger",
            "columns = [{ prefix = \"x_\", da = \"X\", en = \"X\" }]\nrows = [[\"a\"]]\n",
            "'columns' needs style"},
        Bad{"RuleOnNoField",
            "rows = [[\"a\"]]\n[field]\na = { kind = \"name\", da = \"A\", en = \"A\" }\n[[rule]]\n"
            "name = \"declared\"\nfields = { declaration = \"b\" }\n",
            "rule declared: no field 'b'"},
        Bad{"DialectWithoutFile",
            "rows = [[\"a\"]]\n[field]\na = { kind = \"name\", da = \"A\", en = \"A\" "
            "}\n[[dialect]]\n"
            "name = \"d\"\nroot = \"D\"\nmap = \"d.xml\"\n",
            "no file 'd.xml'"},
        Bad{"DialectOutsideTheFolder",
            "rows = [[\"a\"]]\n[field]\na = { kind = \"name\", da = \"A\", en = \"A\" "
            "}\n[[dialect]]\n"
            "name = \"d\"\nroot = \"D\"\nmap = \"../d.xml\"\n",
            "must lie in the form's folder"},
        Bad{"DialectLikeTheFormsOwn",
            "rows = [[\"a\"]]\n[field]\na = { kind = \"name\", da = \"A\", en = \"A\" "
            "}\n[[dialect]]\n"
            "name = \"d\"\nroot = \"proeve\"\nnamespace = \"urn:indgang:form:proeve:1\"\n",
            "the same root and namespace"},
        Bad{"FixedPlaceOffThePage",
            "rows = [[\"a\"]]\n[field]\na = { kind = \"name\", place_mm = [200, 50, 20, 8], da = "
            "\"A\", en = \"A\" }\n",
            "does not lie on its page"},
        Bad{"FixedPlaceOnTheCode",
            "rows = [[\"a\"]]\n[field]\na = { kind = \"name\", place_mm = [150, 20, 20, 8], da = "
            "\"A\", en = \"A\" }\n",
            "covers a mark or the page code"},
        Bad{"FixedPlacesOverlap",
            "rows = [[\"a\", \"b\"]]\n[field]\na = { kind = \"name\", place_mm = [50, 50, 20, 8], "
            "da "
            "= \"A\", en = \"A\" }\nb = { kind = \"name\", place_mm = [60, 55, 20, 8], da = \"A\", "
            "en = \"A\" }\n",
            "overlaps 'a'"},
        Bad{"FixedPlaceWithoutTheChoices",
            "rows = [[\"a\"]]\n[field]\na = { kind = \"yes_no\", place_mm = { ja = [50, 50, 4, 4] "
            "}, "
            "da = \"A\", en = \"A\" }\n",
            "'place_mm' must name each choice"}),
    [](const auto& bad) { return std::string(bad.param.what); });

TEST(LoadForm, RefusesAPageThatIsLeftOut) {
    EXPECT_THAT(trouble_of(std::string(head) +
                           "[[section]]\npage = 2\ntitle = { da = \"A\", en = \"A\" }\nrows = "
                           "[[\"a\"]]\n[field]\na = { kind = \"name\", da = \"A\", en = \"A\" }\n"),
                HasSubstr("pages must start at 1"));
}

TEST(LoadForm, RefusesAPageThatIsTooFull) {
    EXPECT_THAT(trouble_of(with("repeat = { group = \"g\", rows = 30 }\nrows = [[\"a\"]]\n[field]\n"
                                "\"g.a\" = { kind = \"name\", da = \"A\", en = \"A\" }\n")),
                HasSubstr("page 1 is too full"));
}

TEST(LoadForm, MakesOneFieldPerColumnAndRepeat) {
    const auto form = loaded(std::string(head) + R"([[section]]
page = 1
title = { da = "L", en = "L" }
style = "ledger"
columns = [{ prefix = "x_", da = "X", en = "X" }, { prefix = "y_", da = "Y", en = "Y" }]
rows = [["sum"]]
[[section]]
page = 1
title = { da = "R", en = "R" }
repeat = { group = "g", rows = 2 }
rows = [["navn"]]
[field]
sum = { kind = "amount", required = true, da = "Sum", en = "Sum" }
"g.navn" = { kind = "name", required = true, da = "Navn", en = "Name" }
[[rule]]
name = "not_twice"
fields = { persons = ["g.*.navn"] }
)");
    std::vector<std::string> ids;
    for (const auto& field : form.fields) {
        ids.push_back(field.id);
        EXPECT_EQ(field.is_required, field.row > 0) << field.id;
    }
    EXPECT_THAT(ids, ::testing::ElementsAre("x_sum", "y_sum", "g.1.navn", "g.2.navn"));
    ASSERT_EQ(form.tables.size(), 1U);
    EXPECT_EQ(form.tables[0].id, "g");
    EXPECT_EQ(form.tables[0].rows, 2);
    EXPECT_EQ(form.fields[3].table, "g");
    EXPECT_EQ(form.fields[3].row, 2);
    EXPECT_EQ(form.fields[1].label.da, "Sum (Y)");
    EXPECT_THAT(form.rules.at(0).fields.at("persons"),
                ::testing::ElementsAre("g.1.navn", "g.2.navn"));
}

constexpr std::string_view two_columns = R"([field]
"g.navn" = { kind = "name", da = "Navn", en = "Name" }
"g.dato" = { kind = "date", da = "Dato", en = "Date" }
)";

TEST(LoadForm, PrintsTheLabelsOfATableOnceAndNumbersItsRows) {
    const FormFolder folder(std::string(head) + R"([[section]]
page = 1
title = { da = "R", en = "R" }
style = "table"
repeat = { group = "g", rows = 3 }
rows = [["navn", "dato"]]
)" + std::string(two_columns));
    const auto form = load_form(folder.path());
    const auto printed = [&](const std::string& text) {
        const auto& prints = form.pages.at(0).prints;
        return std::count_if(prints.begin(), prints.end(),
                             [&](const Print& print) { return print.text.da == text; });
    };
    EXPECT_EQ(printed("Navn"), 1);
    EXPECT_EQ(printed("Dato (DDMMÅÅÅÅ)"), 1);
    for (const char* number : {"1", "2", "3"}) {
        EXPECT_EQ(printed(number), 1);
    }
    EXPECT_EQ(form.zones.size(), 6U);
}

TEST(LoadForm, RefusesATableWithoutRowsToRepeat) {
    const FormFolder folder(std::string(head) + R"([[section]]
page = 1
title = { da = "R", en = "R" }
style = "table"
rows = [["g"]]
[field]
g = { kind = "name", da = "Navn", en = "Name" }
)");
    EXPECT_THROW((void)load_form(folder.path()), Error);
}

TEST(LoadForm, PrefersTheDefinitionOfTheFullId) {
    const auto form = loaded(with(R"(rows = [["vej"], { block = "adr", prefix = "b_" }]
[block.adr]
rows = [["vej", "by"]]
[field]
vej = { kind = "street", required = true, da = "Vej", en = "Street" }
by = { kind = "city", required = true, da = "By", en = "City" }
b_by = { kind = "city", required = true, da = "Byen", en = "The city" }
[[section]]
page = 1
title = { da = "C", en = "C" }
rows = [["by"]]
)"));
    EXPECT_FALSE(form.field("b_vej")->is_required);
    EXPECT_TRUE(form.field("b_by")->is_required);
    EXPECT_EQ(form.field("b_by")->label.da, "Byen");
}

TEST(LoadForm, KeepsFixedPlaces) {
    const auto form = loaded(with(R"(rows = [["a", "b"]]
[field]
a = { kind = "yes_no", place_mm = { ja = [50, 50, 4, 4], nej = [70, 50, 4, 4] }, da = "A", en = "A" }
b = { kind = "cpr", place_mm = [50.5, 60, 50, 7], da = "B", en = "B" }
)"));
    ASSERT_EQ(form.zones.size(), 3u);
    EXPECT_EQ(form.zones[1].box, (BoxMm{70, 50, 4, 4}));
    EXPECT_EQ(form.zones[2].box, (BoxMm{50.5, 60, 50, 7}));
}

TEST(LoadForm, GivesADeclarationOneBox) {
    const auto form = loaded(with(
        "rows = [[\"a\"]]\n[field]\na = { kind = \"yes_no\", single = true, da = \"A\", en = \"A\" "
        "}\n"));
    ASSERT_EQ(form.zones.size(), 1u);
    EXPECT_EQ(form.zones[0].choice, "ja");
}

TEST(LoadForm, HasTheFormsOwnDialectFirst) {
    const auto form = load_form(forms_folder() / "sp501" / "1");
    ASSERT_FALSE(form.dialects.empty());
    EXPECT_EQ(form.dialects[0].root, "sp501");
    EXPECT_EQ(form.dialects[0].root_namespace, "urn:indgang:form:sp501:1");
    EXPECT_TRUE(form.dialects[0].map_file.empty());
}

TEST(FormCatalogue, FindsFormsByKey) {
    const auto catalogue = FormCatalogue::load({forms_folder()});
    ASSERT_GE(catalogue.all().size(), 2u);
    EXPECT_TRUE(std::is_sorted(catalogue.all().begin(), catalogue.all().end(),
                               [](const auto& a, const auto& b) { return a.key < b.key; }));
    ASSERT_NE(catalogue.find({"boligstoette", "1"}), nullptr);
    EXPECT_EQ(catalogue.find({"boligstoette", "1"})->key.form, "boligstoette");
    EXPECT_EQ(catalogue.find({"boligstoette", "2"}), nullptr);
}

TEST(FormCatalogue, RefusesTheSameFormTwice) {
    const FormFolder folder(
        with("rows = [[\"a\"]]\n[field]\na = { kind = \"name\", da = \"A\", "
             "en = \"A\" }\n"));
    EXPECT_THROW((void)FormCatalogue::load({folder.root(), folder.root()}), Error);
}

TEST(FormCatalogue, SaysNotFoundForAMissingFolder) {
    try {
        (void)FormCatalogue::load({"/nonexistent"});
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::not_found);
    }
}

/// A process that may read nothing else loads the same catalogue.
TEST(FormCatalogue, TellsOfTheLibraryBesideTheFormsThatAreNamed) {
    const auto library = forms_folder() / "fields.toml";
    for (const auto* part : {"sp501", "sp501/1"}) {
        EXPECT_EQ(FormCatalogue::files_read({forms_folder() / part}),
                  (std::vector{forms_folder() / part, library}));
    }
}

/// A form may stand elsewhere, with a link in the folder of forms.
TEST(FormCatalogue, TellsOfWhatItsLinksLeadTo) {
    const FormFolder elsewhere(
        with("rows = [[\"a\"]]\n[field]\na = { kind = \"name\", da = \"A\", "
             "en = \"A\" }\n"));
    const FormFolder folder("");
    std::filesystem::create_symlink(elsewhere.path().parent_path(), folder.root() / "linked");
    const auto read = FormCatalogue::files_read({folder.root()});
    EXPECT_THAT(read,
                ::testing::Contains(std::filesystem::canonical(elsewhere.path().parent_path())));
}

TEST(FormCatalogue, NamesTheFolderThatCannotBeRead) {
    const FormFolder folder("");
    const auto circle = folder.root() / "circle";
    std::filesystem::create_symlink(circle, circle);
    try {
        (void)FormCatalogue::load({folder.root()});
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.why(), Reason::forms_missing);
        EXPECT_THAT(error.what(), HasSubstr("cannot be read"));
    }
}

}  // namespace
}  // namespace indgang::form
