// SPDX-License-Identifier: MPL-2.0
#include <gtest/gtest.h>

#include "tests/pipeline/rules/cases.h"

namespace indgang::rules::cases {
namespace {

FormDefinition form() {
    return form_with(
        {{"person_known",
          {{"cpr", {"cpr"}}, {"first_name", {"fornavn"}}, {"last_name", {"efternavn"}}},
          {}}});
}

std::map<std::string, std::string> values(std::map<std::string, std::string> more = {}) {
    std::map<std::string, std::string> all{{"cpr", applicant},
                                           {"fornavn", "Bo"},
                                           {"efternavn", "Lund"},
                                           {"husleje", "547500"},
                                           {"areal", "62"}};
    for (auto& [id, text] : more) {
        all[id] = text;
    }
    std::erase_if(all, [](const auto& entry) { return entry.second.empty(); });
    return all;
}

Lines found(const ApplicationRecord& record, const ApplicationRecord& before,
            bool is_same_print = false) {
    Lines lines;
    const std::vector<EarlierApplication> earlier{{"id-1", "2026-1", is_same_print, before}};
    for (const Finding& finding : came_before(form(), record, earlier)) {
        EXPECT_EQ(finding.severity, Severity::doubt);
        EXPECT_EQ(finding.evidence.at("came_before"), "id-1");
        lines.push_back(finding.rule);
    }
    return lines;
}

const Lines asked{"application_came_before"};
const Lines nothing{};

TEST(CameBefore, TheSameValuesOfTheSamePersonAreAskedAbout) {
    EXPECT_EQ(found(record_of(values()), record_of(values())), asked);
    EXPECT_EQ(found(scanned(values()), record_of(values())), asked) << "paper and web page";
}

TEST(CameBefore, AnotherValueIsAnotherApplication) {
    EXPECT_EQ(found(record_of(values({{"husleje", "600000"}})), record_of(values())), nothing);
}

TEST(CameBefore, APrintThatIsNotSignedIsTheApplicationThatWasSignedOnTheWeb) {
    EXPECT_EQ(found(scanned(values({{"underskrift", "nej"}})),
                    record_of(values({{"underskrift", "ja"}}))),
              asked);
}

TEST(CameBefore, AnotherPersonIsAnotherApplication) {
    EXPECT_EQ(found(record_of(values({{"cpr", partner}})), record_of(values())), nothing);
}

TEST(CameBefore, NobodyIsNotTheSamePerson) {
    EXPECT_EQ(found(record_of(values({{"cpr", ""}})), record_of(values({{"cpr", ""}}))), nothing);
}

TEST(CameBefore, ADigitThatNobodyStandsForTellsThemNotApart) {
    auto read = scanned(values({{"husleje", "547600"}}));
    EXPECT_EQ(found(read, record_of(values())), nothing);
    make_doubtful(read, "husleje");
    EXPECT_EQ(found(read, record_of(values())), asked);
}

TEST(CameBefore, HalfOfItMustBeInBoth) {
    const auto little = record_of({{"cpr", applicant}, {"fornavn", "Bo"}});
    EXPECT_EQ(found(little, record_of(values())), nothing);
}

TEST(CameBefore, HalfOfItInBothIsEnough) {
    const std::map<std::string, std::string> number{{"cpr", applicant}};
    auto named = number, renting = number;
    named["fornavn"] = "Bo";
    EXPECT_EQ(found(record_of(named), record_of(number)), asked) << "one of two";
    renting["husleje"] = "547500";
    EXPECT_EQ(found(record_of(named), record_of(renting)), nothing) << "one of three";
}

TEST(CameBefore, TheSamePageOfTheSamePrintIsAskedAboutWhateverStandsInIt) {
    auto one = scanned(values()), other = scanned(values({{"husleje", "600000"}}));
    one.pages = {{1, 1, {}, ""}, {2, 2, {}, ""}};
    other.pages = {{1, 2, {}, ""}};
    EXPECT_EQ(found(one, other, true), Lines{"print_came_before"});
    other.pages = {{1, 3, {}, ""}};
    EXPECT_EQ(found(one, other, true), nothing) << "the rest of the print";
    one.pages = {{1, 0, {}, ""}};
    other.pages = {{1, 0, {}, ""}};
    EXPECT_EQ(found(one, other, true), nothing) << "attachments have no page of the form";
}

}  // namespace
}  // namespace indgang::rules::cases
