// SPDX-License-Identifier: MPL-2.0
// What a form says of a field beyond what it is: the library, conditions, limits, units and help.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "schemas/error/error.h"
#include "tests/schemas/form/form_folder.h"

namespace indgang::form {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using When = Condition::Test;

std::string section(const std::string& rows, const std::string& more = {}) {
    return "[[section]]\npage = 1\ntitle = { da = \"A\", en = \"A\" }\n" + more + "rows = " + rows +
           "\n";
}

FormDefinition loaded(const std::string& rest) {
    const FormFolder folder(std::string(head) + rest);
    return load_form(folder.path());
}

std::string trouble_of(const std::string& rest) {
    try {
        (void)loaded(rest);
    } catch (const Error& error) {
        return error.what();
    }
    return {};
}

const Print* print_of(const FormDefinition& form, std::string_view words) {
    const auto& prints = form.pages.front().prints;
    const auto found = std::find_if(prints.begin(), prints.end(),
                                    [&](const Print& print) { return print.text.da == words; });
    return found == prints.end() ? nullptr : &*found;
}

// ------------------------------------------------------------------------------------- library

TEST(FieldLibrary, GivesAFieldWhatItDoesNotSayItself) {
    const auto form = loaded(section(R"([["ansoeger", "loen"]])") +
                             "[field]\nansoeger = { use = \"cpr\", required = true, da = \"Dit "
                             "CPR-nummer\" }\nloen = { use = \"beloeb\" }\n");
    EXPECT_EQ(form.field("ansoeger")->kind, ValueKind::cpr);
    EXPECT_TRUE(form.field("ansoeger")->is_required);
    EXPECT_EQ(form.field("ansoeger")->label.da, "Dit CPR-nummer");
    EXPECT_EQ(form.field("ansoeger")->label.en, "CPR number");
    EXPECT_THAT(form.field("ansoeger")->terms.registers, ElementsAre("cpr"));
    EXPECT_EQ(form.field("loen")->terms.unit.da, "kr.");
}

TEST(FieldLibrary, GivesBlocksWithTheirFieldsAndChoices) {
    const auto form = loaded(
        section(R"([{ block = "person" }, { block = "adresse", prefix = "nu_" }, ["civil"]])") +
        "[field]\ncivil = { use = \"civilstand\" }\n");
    EXPECT_NE(form.field("fornavn"), nullptr);
    EXPECT_NE(form.field("nu_postnummer"), nullptr);
    EXPECT_EQ(form.field("civil")->choices.size(), 5u);
}

TEST(FieldLibrary, TakesNoNameThatNobodyAskedFor) {
    EXPECT_THAT(trouble_of(section(R"([["fornavn"]])")), HasSubstr("[field] has no 'fornavn'"));
}

TEST(FieldLibrary, OfACatalogueGoesBeforeTheProgramsOwn) {
    const FormFolder folder(std::string(head) + section(R"([["a", "b"]])") +
                            "[field]\na = { use = \"cpr\" }\nb = { use = \"journalnummer\" }\n");
    std::ofstream(folder.root() / "fields.toml")
        << "[field]\ncpr = { kind = \"cpr\", da = \"Nummer\", en = \"Number\" }\njournalnummer = { "
           "kind = \"text\", da = \"Journal\", en = \"Journal\" }\n";
    const auto form = load_form(folder.path());
    EXPECT_EQ(form.field("a")->label.da, "Nummer");
    EXPECT_EQ(form.field("b")->label.da, "Journal");
}

TEST(FieldLibrary, SaysThatItIsBroken) {
    const FormFolder folder(std::string(head) + section(R"([["a"]])") +
                            "[field]\na = { use = \"cpr\" }\n");
    std::ofstream(folder.root() / "fields.toml") << "[fields]\n";
    try {
        (void)load_form(folder.path());
        FAIL();
    } catch (const Error& error) {
        EXPECT_THAT(error.what(), HasSubstr("fields.toml:1:2: fields.toml: unknown key 'fields'"));
    }
}

/// Each entry of the program's own library can be used.
TEST(FieldLibrary, IsRightInEveryEntry) {
    std::ifstream file(forms_folder() / "fields.toml");
    std::string rows, fields, line, kind;
    while (std::getline(file, line)) {
        kind = line.starts_with("[") ? line : kind;
        const auto name = line.substr(0, line.find(' '));
        if (kind == "[field]" && line.find(" = { kind") != std::string::npos) {
            rows += (rows.empty() ? "[\"" : ", [\"") + name + "_x\"]";
            fields += name + "_x = { use = \"" + name + "\", span = 12 }\n";
        }
    }
    ASSERT_FALSE(rows.empty());
    const auto said = trouble_of(section("[" + rows + "]") + "[field]\n" + fields);
    // So many rows fill more than one page; nothing else is wrong.
    EXPECT_THAT(said, HasSubstr("page 1 is too full"));
    EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 0) << said;
}

// ---------------------------------------------------------------------------------- conditions

const std::string civil =
    "[choices]\nc = [{ key = \"x\", da = \"X\", en = \"X\" }, { key = \"y\", "
    "da = \"Y\", en = \"Y\" }]\n";

TEST(Conditions, AreOfFields) {
    const auto form = loaded(
        section(R"([["c", "a", "b"]])") +
        "[field]\nc = { kind = \"choice\", da = \"C\", en = \"C\" }\na = { use = \"dato\", "
        "required_when = { field = \"c\", equals = [\"x\", \"y\"] } }\nb = { use = \"dato\", "
        "required = true, shown_when = { field = \"c\", not = \"x\", da = \"Kun hvis ikke X.\", en "
        "= \"Unless X.\" } }\n" +
        civil);
    const auto& required = form.field("a")->terms.required_when;
    ASSERT_EQ(required.size(), 1u);
    EXPECT_EQ(required[0].field, "c");
    EXPECT_EQ(required[0].test, When::is_one_of);
    EXPECT_THAT(required[0].values, ElementsAre("x", "y"));
    EXPECT_EQ(form.field("b")->terms.shown_when.at(0).test, When::is_none_of);
    EXPECT_TRUE(form.field("b")->is_required);
    EXPECT_FALSE(form.field("b")->is_always_required());
    EXPECT_NE(print_of(form, "Kun hvis ikke X."), nullptr);
}

TEST(Conditions, OfATableAreOfTheSameRow) {
    const auto form = loaded(
        section(R"([["c", "a"]])", "repeat = { group = \"g\", rows = 2 }\n") +
        "[field]\n\"g.c\" = { kind = \"yes_no\", da = \"C\", en = \"C\" }\n\"g.a\" = { use = "
        "\"dato\", required_when = { field = \"g.c\", equals = \"ja\" } }\n");
    EXPECT_EQ(form.field("g.1.a")->terms.required_when.at(0).field, "g.1.c");
    EXPECT_EQ(form.field("g.2.a")->terms.required_when.at(0).field, "g.2.c");
}

TEST(Conditions, OfAPrefixAreOfTheSamePrefix) {
    const auto form =
        loaded("[block.b]\nrows = [[\"c\", \"a\"]]\n" +
               section(R"([{ block = "b", prefix = "en_" }, { block = "b", prefix = "to_" }])") +
               "[field]\nc = { kind = \"yes_no\", da = \"C\", en = \"C\" }\na = { use = \"dato\", "
               "required_when = { field = \"c\", answered = true } }\n");
    EXPECT_EQ(form.field("en_a")->terms.required_when.at(0).field, "en_c");
    EXPECT_EQ(form.field("to_a")->terms.required_when.at(0).field, "to_c");
    EXPECT_EQ(form.field("to_a")->terms.required_when.at(0).test, When::is_answered);
}

TEST(Conditions, OfASectionAreOfAllItsFields) {
    const auto form =
        loaded(section(R"([["c"]])") +
               section(R"([["a", "b"]])",
                       "required_when = { field = \"c\", equals = \"ja\", da = \"Hvis "
                       "ja.\", en = \"If yes.\" }\n") +
               section(R"([["d"]])", "shown_when = { field = \"c\", equals = \"nej\" }\n") +
               "[field]\nc = { kind = \"yes_no\", da = \"C\", en = \"C\" }\na = { use = \"dato\", "
               "required "
               "= true }\nb = { use = \"dato\" }\nd = { use = \"dato\" }\n");
    EXPECT_FALSE(form.field("a")->is_required);
    EXPECT_EQ(form.field("a")->terms.required_when.size(), 1u);
    EXPECT_TRUE(form.field("b")->terms.required_when.empty());
    EXPECT_EQ(form.field("d")->terms.shown_when.size(), 1u);
    EXPECT_NE(print_of(form, "Hvis ja."), nullptr);
}

/// The older writing, which forms may use for ever.
TEST(Conditions, ComeFromARuleRequiredWhen) {
    const std::string fields =
        section(R"([["c", "a"]])") +
        "[field]\nc = { kind = \"choice\", da = \"C\", en = \"C\" }\na = { use = \"dato\" }\n" +
        civil +
        "[[rule]]\nname = \"required_when\"\nfields = { condition = \"c\", fields = [\"a\"] }\n";
    const auto form = loaded(fields + "settings = { equals = \"x  y\" }\n");
    EXPECT_TRUE(form.rules.empty());
    EXPECT_THAT(form.field("a")->terms.required_when.at(0).values, ElementsAre("x", "y"));
    EXPECT_THAT(trouble_of(fields + "settings = { equals = \"z\" }\n"),
                HasSubstr("'c' has no choice 'z'; there are: x, y"));
    EXPECT_THAT(trouble_of(fields), HasSubstr("the setting equals is missing"));
    EXPECT_THAT(trouble_of(fields + "settings = { equal = \"x\" }\n"),
                HasSubstr("no setting equal; did you mean 'equals'?"));
}

TEST(ShippedForms, SayTheirConditionsAsAttributes) {
    const auto form = load_form(forms_folder() / "boligstoette" / "1");
    EXPECT_THAT(form.field("partner_cpr")->terms.required_when.at(0).values,
                ElementsAre("gift", "samlevende"));
    EXPECT_EQ(form.field("kontonummer")->terms.required_when.at(0).field, "udbetaling");
}

// ------------------------------------------------------------------------------------ limits

class Limits : public ::testing::Test {
  protected:
    std::string trouble(const std::string& id, const std::string& text) const {
        const auto parsed = parse_field(*form_.field(id), text, Notation::danish);
        const auto* trouble = std::get_if<ValueTrouble>(&parsed);
        return trouble ? trouble->reason : "";
    }
    const FormDefinition form_ = loaded(
        section(R"([["a", "b"], ["c", "d", "e"]])") +
        "[field]\na = { kind = \"amount\", min = 0, max = 1000.5, da = \"A\", en = \"A\" }\nb = { "
        "kind = \"count\", min = 8, max = 40, da = \"B\", en = \"B\" }\nc = { kind = \"date\", min "
        "= 2026-01-01, max = 2026-12-31, da = \"C\", en = \"C\" }\nd = { kind = \"text\", pattern "
        "= "
        "\"[A-Z]{2}[0-9]+\", da = \"D\", en = \"D\" }\ne = { kind = \"text\", max_length = 3, da = "
        "\"E\", en = \"E\" }\n");
};

TEST_F(Limits, OfAmounts) {
    EXPECT_EQ(trouble("a", "0"), "");
    EXPECT_EQ(trouble("a", "1000,50"), "");
    EXPECT_EQ(trouble("a", "1000,51"), "above_most");
    EXPECT_EQ(trouble("a", "-1"), "below_least");
}

TEST_F(Limits, OfCounts) {
    EXPECT_EQ(trouble("b", "7"), "below_least");
    EXPECT_EQ(trouble("b", "8"), "");
    EXPECT_EQ(trouble("b", "40"), "");
    EXPECT_EQ(trouble("b", "41"), "above_most");
}

TEST_F(Limits, OfDates) {
    EXPECT_EQ(trouble("c", "31.12.2025"), "below_least");
    EXPECT_EQ(trouble("c", "01.01.2026"), "");
    EXPECT_EQ(trouble("c", "31.12.2026"), "");
    EXPECT_EQ(trouble("c", "01.01.2027"), "above_most");
}

TEST_F(Limits, OfTexts) {
    EXPECT_EQ(trouble("d", "AB1"), "");
    EXPECT_EQ(trouble("d", "ab1"), "pattern_not_met");
    EXPECT_EQ(trouble("e", "æøå"), "");
    EXPECT_EQ(trouble("e", "æøåx"), "text_too_long");
}

// ------------------------------------------------------------------------------------- paper

TEST(Unit, StandsBehindItsBox) {
    const auto form = loaded(section(R"([["a"]])") + "[field]\na = { use = \"beloeb\" }\n");
    const auto* unit = print_of(form, "kr.");
    ASSERT_NE(unit, nullptr);
    const auto& box = form.zones.front().box;
    EXPECT_GT(unit->box.x, box.x + box.width);
    EXPECT_LT(unit->box.x, box.x + box.width + 3);
    EXPECT_GT(unit->box.y, box.y);
    EXPECT_LT(unit->box.y, box.y + box.height);
}

TEST(Unit, NeedsItsColumns) {
    // Four combs of three columns leave no room for a unit of one of them.
    EXPECT_EQ(trouble_of(section(R"([["a"]])") +
                         "[field]\na = { kind = \"amount\", cells = 8, span = 3, da = \"A\", en = "
                         "\"A\" }\n"),
              "");
    EXPECT_THAT(trouble_of(section(R"([["a"]])") +
                           "[field]\na = { kind = \"amount\", cells = 8, span = 3, unit = { da = "
                           "\"kr.\", en = \"kr.\" }, da = \"A\", en = \"A\" }\n"),
                HasSubstr("needs more columns"));
}

TEST(Help, StandsSmallBetweenLabelAndBox) {
    const auto form =
        loaded(section(R"([["a"]])") +
               "[field]\na = { use = \"dato\", help = { da = \"Se kontrakten.\", en = "
               "\"See the lease.\" } }\n");
    const auto* label = print_of(form, "Dato (DDMMÅÅÅÅ)");
    const auto* help = print_of(form, "Se kontrakten.");
    ASSERT_TRUE(label && help);
    EXPECT_GT(help->box.y, label->box.y);
    EXPECT_LT(help->box.y, form.zones.front().box.y);
    EXPECT_LT(help->size_pt, label->size_pt);
}

TEST(Numbers, CountSectionsAndFields) {
    const auto form = loaded("numbered = true\nrequired_marks = true\n" +
                             section(R"([["a"], ["b"]])") + section(R"([["c"]])") +
                             "[field]\na = { use = \"fulde_navn\", required = true }\nb = { use = "
                             "\"fulde_navn\" }\nc = { use = \"fulde_navn\" }\n");
    EXPECT_NE(print_of(form, "1   A"), nullptr);
    EXPECT_NE(print_of(form, "1.1 Fulde navn *"), nullptr);
    EXPECT_NE(print_of(form, "1.2 Fulde navn"), nullptr);
    EXPECT_NE(print_of(form, "2.1 Fulde navn"), nullptr);
    EXPECT_NE(print_of(form, "* skal udfyldes"), nullptr);
}

TEST(Masthead, StandsAboveTheSectionsAndLeavesRoomForALogo) {
    const std::string fields = section(R"([["a"]])") + "[field]\na = { use = \"dato\" }\n";
    const auto plain = loaded(fields);
    const auto form = loaded(
        "[authority]\nname = \"Prøvekøbing Kommune\"\nsender = [\"Ydelse\"]\n"
        "return_address = [\"Torvet 1\", \"9999 Prøvekøbing\"]\nlogo_mm = [30, 20]\n" +
        fields);
    EXPECT_NE(print_of(form, "Prøvekøbing Kommune"), nullptr);
    EXPECT_NE(print_of(form, "Sendes til:"), nullptr);
    EXPECT_NE(print_of(form, "9999 Prøvekøbing"), nullptr);
    EXPECT_GE(form.zones.front().box.y, plain.zones.front().box.y + 20);
}

TEST(Texts, ArePrintedByTheSectionsThatNameThem) {
    const auto form = loaded(
        section(R"([["a"]])", "texts = [\"strafansvar\", \"egen\"]\n") +
        "[field]\na = { use = \"dato\" }\n[text.egen]\nda = \"Egen tekst.\"\nen = \"Own text.\"\n");
    EXPECT_NE(print_of(form, "Egen tekst."), nullptr);
    EXPECT_TRUE(std::any_of(
        form.pages[0].prints.begin(), form.pages[0].prints.end(),
        [](const Print& print) { return print.text.da.starts_with("Det kan være strafbart"); }));
    EXPECT_THAT(
        trouble_of(section(R"([["a"]])") +
                   "[field]\na = { use = \"dato\" }\n[text.egen]\nda = \"x\"\nen = \"x\"\n"),
        HasSubstr("printed by no section"));
}

TEST(Dated, HoldsFromItsDayOn) {
    const auto form = loaded(section(R"([["a"]])") + "[field]\na = { use = \"dato\" }\n");
    EXPECT_EQ(form.kle.on(*Date::of(1900, 1, 1)), "32.18.00");
    DatedWord word;
    EXPECT_EQ(word.newest(), "");
    word.add(Date::of(2026, 1, 1), "one");
    word.add(Date::of(2027, 1, 1), "two");
    EXPECT_EQ(word.on(*Date::of(2025, 12, 31)), "one");
    EXPECT_EQ(word.on(*Date::of(2026, 12, 31)), "one");
    EXPECT_EQ(word.on(*Date::of(2027, 1, 1)), "two");
    EXPECT_TRUE(word.has("one"));
    EXPECT_EQ(word.newest(), "two");
}

TEST(Catalogue, LeavesABrokenFormOutAndKeepsTheOthers) {
    const FormFolder folder(std::string(head) + section(R"([["a"]])") +
                            "[field]\na = { use = \"dato\" }\n");
    std::filesystem::create_directories(folder.root() / "broken" / "1");
    std::ofstream(folder.root() / "broken" / "1" / "form.toml") << "form = \n";
    const auto catalogue = FormCatalogue::load({folder.root()});
    ASSERT_EQ(catalogue.all().size(), 1u);
    ASSERT_EQ(catalogue.left_out().size(), 1u);
    EXPECT_THAT(catalogue.left_out()[0].trouble, HasSubstr("broken/1/form.toml:1:"));
}

}  // namespace
}  // namespace indgang::form
