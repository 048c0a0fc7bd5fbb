// SPDX-License-Identifier: MPL-2.0
#include <gtest/gtest.h>

#include "tests/pipeline/rules/cases.h"

namespace indgang::rules::cases {
namespace {

FormDefinition form() {
    return form_with(
        {{"person_known",
          {{"cpr", {"cpr"}}, {"first_name", {"fornavn"}}, {"last_name", {"efternavn"}}},
          {}},
         {"signed", {{"signature", {"underskrift"}}, {"date", {"underskriftsdato"}}}, {}}});
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

std::vector<Finding> findings(const ApplicationRecord& record, const ApplicationRecord& before,
                              bool is_same_print = false, const FormDefinition& of = form()) {
    const std::vector<EarlierApplication> earlier{{"id-1", "2026-1", is_same_print, before}};
    return came_before(of, record, earlier);
}

Lines found(const ApplicationRecord& record, const ApplicationRecord& before,
            bool is_same_print = false) {
    Lines lines;
    for (const Finding& finding : findings(record, before, is_same_print)) {
        const bool is_remark = finding.rule == "person_came_before";
        EXPECT_EQ(finding.severity, is_remark ? Severity::remark : Severity::doubt);
        EXPECT_EQ(finding.evidence.at("came_before"), "id-1");
        EXPECT_EQ(finding.evidence.at("case"), "2026-1");
        lines.push_back(finding.rule);
    }
    return lines;
}

/// The fields that a remark says differ; of any other finding or none "no remark".
Lines differing(const ApplicationRecord& record, const ApplicationRecord& before) {
    const auto all = findings(record, before);
    return all.size() == 1 && all[0].rule == "person_came_before" ? all[0].fields
                                                                  : Lines{"no remark"};
}

const Lines asked{"application_came_before"};
const Lines remarked{"person_came_before"};
const Lines nothing{};

TEST(CameBefore, TheSameValuesOfTheSamePersonAreAskedAbout) {
    EXPECT_EQ(found(record_of(values()), record_of(values())), asked);
    EXPECT_EQ(found(scanned(values()), record_of(values())), asked) << "paper and web page";
}

TEST(CameBefore, AnotherValueIsAnotherApplication) {
    EXPECT_EQ(found(record_of(values({{"husleje", "600000"}})), record_of(values())), remarked);
}

TEST(CameBefore, ARemarkSaysWhatDiffersFromTheOtherOfThatPerson) {
    EXPECT_EQ(differing(record_of(values({{"husleje", "600000"}, {"telefon", "20304050"}})),
                        record_of(values({{"telefon", "20304051"}, {"vaerelser", "3"}}))),
              (Lines{"husleje", "telefon", "vaerelser"}));
    auto read = scanned(values({{"husleje", "600000"}, {"areal", "63"}}));
    make_doubtful(read, "areal");
    EXPECT_EQ(differing(read, record_of(values())), Lines{"husleje"})
        << "a doubt differs in nothing";
}

TEST(CameBefore, WhereToReachSomebodyIsNoDifference) {
    EXPECT_EQ(found(record_of(values({{"telefon", "20304050"}, {"email", "a@b.dk"}})),
                    record_of(values({{"telefon", "20304051"}, {"email", "a@c.dk"}}))),
              asked);
}

TEST(CameBefore, ItIsSignedOnTheWebAndOnPaperSomeDaysLater) {
    const auto signed_on = [](const char* day) {
        return record_of(values({{"underskriftsdato", day}}));
    };
    EXPECT_EQ(found(signed_on("2026-11-24"), signed_on("2026-11-22")), asked);
    EXPECT_EQ(found(signed_on("2026-11-22"), signed_on("2026-11-24")), asked) << "paper first";
    EXPECT_EQ(found(signed_on("2026-11-29"), signed_on("2026-11-22")), asked) << "a week";
    EXPECT_EQ(found(signed_on("2026-11-30"), signed_on("2026-11-22")), remarked);
    EXPECT_EQ(found(signed_on("2026-12-22"), signed_on("2026-11-22")), remarked) << "next month's";
}

TEST(CameBefore, ADateThatIsOfNoSignatureTellsThemApart) {
    EXPECT_EQ(found(record_of(values({{"fra", "2026-11-24"}})),
                    record_of(values({{"fra", "2026-11-22"}}))),
              remarked);
}

TEST(CameBefore, TheDateOnTheLineOfASignatureIsOfIt) {
    const auto one = record_of(values({{"fra", "2026-11-24"}})),
               other = record_of(values({{"fra", "2026-11-22"}}));
    auto printed = form();
    printed.zones = {{.field = "fra", .choice = {}, .page = 1, .box = {20, 100, 50, 8}},
                     {.field = "underskrift",
                      .choice = {},
                      .capture = form::Capture::signature,
                      .page = 1,
                      .box = {80, 98, 100, 12}}};
    EXPECT_EQ(findings(one, other, false, printed).at(0).rule, "application_came_before");
    printed.zones[1].box.y = 120;
    EXPECT_EQ(findings(one, other, false, printed).at(0).rule, "person_came_before") << "below it";
    printed.zones[1].box.y = 98;
    printed.zones[1].page = 2;
    EXPECT_EQ(findings(one, other, false, printed).at(0).rule, "person_came_before");
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
    EXPECT_EQ(found(read, record_of(values())), remarked);
    make_doubtful(read, "husleje");
    EXPECT_EQ(found(read, record_of(values())), asked);
}

TEST(CameBefore, HalfOfItMustBeInBoth) {
    const auto little = record_of({{"cpr", applicant}, {"fornavn", "Bo"}});
    EXPECT_EQ(found(little, record_of(values())), remarked);
}

TEST(CameBefore, HalfOfItInBothIsEnough) {
    const std::map<std::string, std::string> number{{"cpr", applicant}};
    auto named = number, renting = number;
    named["fornavn"] = "Bo";
    EXPECT_EQ(found(record_of(named), record_of(number)), asked) << "one of two";
    renting["husleje"] = "547500";
    EXPECT_EQ(found(record_of(named), record_of(renting)), remarked) << "one of three";
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
