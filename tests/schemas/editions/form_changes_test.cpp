// SPDX-License-Identifier: MPL-2.0
#include "schemas/editions/form_changes.h"

#include <gmock/gmock.h>

namespace indgang::editions {
namespace {

using form::Field;
using form::FormDefinition;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

Field field(const std::string& id, ValueKind kind, bool is_required = false) {
    Field made;
    made.id = id;
    made.kind = kind;
    made.is_required = is_required;
    return made;
}

FormDefinition edition() {
    FormDefinition form;
    form.key = {"proeve", "1"};
    form.fields = {field("navn", ValueKind::name, true), field("dato", ValueKind::date),
                   field("boern.1.cpr", ValueKind::cpr), field("boern.2.cpr", ValueKind::cpr)};
    for (const int row : {1, 2}) {
        form.fields[static_cast<std::size_t>(row) + 1].table = "boern";
        form.fields[static_cast<std::size_t>(row) + 1].row = row;
    }
    form.tables = {{"boern", 2, 1}};
    return form;
}

std::vector<std::string> lines(const FormDefinition& before, const FormDefinition& after) {
    std::vector<std::string> all;
    for (const auto& change : changes(before, after)) {
        all.push_back(std::string(name_of(change.concern)) + (change.is_breaking ? "! " : " ") +
                      change.field + ": " + change.text);
    }
    return all;
}

TEST(FormChanges, AreNoneWhereNothingChanged) {
    EXPECT_THAT(lines(edition(), edition()), IsEmpty());
}

TEST(FormChanges, OfAFieldThatIsNewOrGone) {
    auto after = edition();
    after.fields[1].id = "frist";
    EXPECT_THAT(lines(edition(), after),
                ElementsAre("senders frist: is new, and may be left out",
                            "senders! dato: is no longer there: XML that has it is refused",
                            "records frist: is new; records of the edition before do not have it",
                            "records! dato: is no longer there; records of the edition before keep "
                            "it"));
    after.fields[1].is_required = true;
    EXPECT_THAT(lines(edition(), after),
                Contains("senders! frist: is new and required: XML without it is refused"));
}

TEST(FormChanges, OfWhatIsRequired) {
    auto after = edition();
    after.fields[0].is_required = false;
    after.fields[1].is_required = true;
    EXPECT_THAT(lines(edition(), after),
                ElementsAre("senders navn: may be left out now", "senders! dato: is required now"));
    after = edition();
    after.fields[1].terms.required_when = {{"navn", form::Condition::Test::is_answered, {}, {}}};
    EXPECT_THAT(lines(edition(), after),
                ElementsAre("senders! dato: is required under other conditions"));
    after = edition();
    after.fields[1].terms.shown_when = {{"navn", form::Condition::Test::is_answered, {}, {}}};
    EXPECT_THAT(lines(edition(), after),
                ElementsAre("records dato: is asked for under other conditions"));
}

TEST(FormChanges, OfChoices) {
    auto before = edition();
    before.fields[0] = field("boligform", ValueKind::choice);
    before.fields[0].choices = {{"leje", {}, {}}, {"eje", {}, {}}};
    auto after = before;
    after.fields[0].choices = {{"leje", {}, {}}, {"andel", {}, {}}};
    EXPECT_THAT(lines(before, after),
                ElementsAre("senders! boligform: has no longer the choice eje",
                            "senders boligform: has the new choice andel",
                            "records boligform: may be andel now"));
}

TEST(FormChanges, OfLimits) {
    auto after = edition();
    after.fields[0].terms.max_length = 30;
    after.fields[1].terms.least = Value::of(*Date::parse_iso("2026-01-01"));
    EXPECT_THAT(lines(edition(), after),
                ElementsAre("senders! navn: takes 30 characters, and took as many characters as "
                            "its kind",
                            "senders! dato: min is 2026-01-01, and was no limit"));
    EXPECT_THAT(lines(after, edition()),
                ElementsAre("senders navn: takes as many characters as its kind, and took 30 "
                            "characters",
                            "senders dato: min is no limit, and was 2026-01-01"));
}

TEST(FormChanges, OfATableAreToldOnceForAllItsRows) {
    auto after = edition();
    after.fields.pop_back();
    after.fields.back().kind = ValueKind::text;
    after.tables[0].rows = 1;
    EXPECT_THAT(lines(edition(), after),
                ElementsAre("senders! boern: takes 1 rows, and took 2",
                            "senders! boern.cpr: is of the kind text, and was cpr",
                            "records! boern.cpr: is of the kind text, and was cpr"));
}

TEST(FormChanges, OfPaperTellWhichPagesLookTheSame) {
    auto before = edition();
    before.pages.resize(2);
    before.zones = {{"navn", "", form::Capture::line, 1, {10, 20, 30, 6}},
                    {"dato", "", form::Capture::comb, 2, {10, 20, 40, 7}, 8}};
    auto after = before;
    after.zones[1].box.x = 12;
    EXPECT_THAT(lines(before, after),
                ElementsAre("paper : page 1 is printed as before: without its code nobody can tell "
                            "of which edition it is"));
}

TEST(FormChanges, OfTheFormAsAWhole) {
    auto after = edition();
    after.key.version = "2";
    after.kle = "32.03.12";
    after.rules = {{"signed", {}, {}}};
    EXPECT_THAT(
        lines(edition(), after),
        ElementsAre("senders! : the form's own XML is in another namespace, "
                    "urn:indgang:form:proeve:2; documents of the edition before are taken as long "
                    "as it is in the catalogue",
                    "records! : the KLE number is another: it chooses destinations",
                    "records : the rule signed is checked now"));
}

TEST(FormChanges, OfTheCatalogueAreFoundInBothDirections) {
    const auto all = form::FormCatalogue::load({INDGANG_SOURCE_DIR "/schemas/forms"});
    const auto* one = all.find({"sygedagpenge", "1"});
    const auto* two = all.find({"sygedagpenge", "2"});
    EXPECT_THAT(lines(*one, *two), testing::Not(IsEmpty()));
    EXPECT_THAT(lines(*two, *one), testing::Not(IsEmpty()));
}

}  // namespace
}  // namespace indgang::editions
