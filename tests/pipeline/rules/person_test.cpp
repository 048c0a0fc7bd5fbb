// SPDX-License-Identifier: MPL-2.0
#include <gtest/gtest.h>

#include "tests/pipeline/rules/cases.h"

namespace indgang::rules::cases {
namespace {

FormDefinition form() {
    return form_with({{"person_known",
                       {{"cpr", {"cpr"}},
                        {"first_name", {"fornavn"}},
                        {"middle_name", {"mellemnavn"}},
                        {"last_name", {"efternavn"}}},
                       {}}});
}

const std::map<std::string, std::string> right{
    {"cpr", applicant}, {"fornavn", "Åge"}, {"efternavn", "Sørensen-Bjærgård"}};

Register with(const Facts& facts) {
    return {{{applicant, {facts}}}, {}, {}};
}

TEST(PersonKnown, IsConfirmedByNumberAndName) {
    const auto judged = judge(form(), record_of(right), with(person(applicant)));
    EXPECT_EQ(agreement(judged, "cpr"), "confirmed");
    EXPECT_EQ(agreement(judged, "fornavn"), "confirmed");
    EXPECT_EQ(agreement(judged, "efternavn"), "confirmed");
    EXPECT_EQ(findings(judged), Lines{});
}

TEST(PersonKnown, AsksForThePersonOnceWithThePurposeOfTheForm) {
    FormDefinition twice = form();
    twice.rules.push_back(twice.rules.front());
    const auto asked = questions(twice, record_of(right));
    ASSERT_EQ(asked.size(), 1u);
    EXPECT_EQ(asked[0].registry, "cpr");
    EXPECT_EQ(asked[0].key.at("cpr").canonical(), applicant);
    EXPECT_EQ(asked[0].purpose, "32.18.00");
}

TEST(PersonKnown, AsksNothingWithoutANumber) {
    EXPECT_TRUE(questions(form(), record_of({{"fornavn", "Åge"}})).empty());
    EXPECT_EQ(findings(judge(form(), record_of({{"fornavn", "Åge"}}), {})), Lines{});
}

TEST(PersonKnown, TakesOtherWritingsOfTheName) {
    const std::vector<std::pair<std::string, std::string>> writings{
        {"AAGE", "SOERENSEN BJAERGAARD"},
        {"Sørensen-Bjærgård", "Åge"},
        {"Aage", "Sorensen Bjergard"},
        {"Åge", "Sørensen-Bjærgåro"}};
    for (const auto& [first, last] : writings) {
        const auto judged =
            judge(form(), record_of({{"cpr", applicant}, {"fornavn", first}, {"efternavn", last}}),
                  with(person(applicant)));
        EXPECT_EQ(agreement(judged, "cpr"), "confirmed") << first << " " << last;
    }
}

TEST(PersonKnown, TakesANameWithoutTheMiddleName) {
    const auto judged =
        judge(form(), record_of(right),
              with(person(applicant, {{"mellemnavn", "Christoffersen Rasmussen"}})));
    EXPECT_EQ(agreement(judged, "cpr"), "confirmed");
}

TEST(PersonKnown, DoubtsAnotherName) {
    const auto judged =
        judge(form(), record_of({{"cpr", applicant}, {"fornavn", "Bo"}, {"efternavn", "Hansen"}}),
              with(person(applicant)));
    EXPECT_EQ(findings(judged), Lines{"doubt name_differs fornavn efternavn cpr"});
    EXPECT_EQ(judged.findings[0].evidence.at("registered"), "Åge Sørensen-Bjærgård");
    EXPECT_EQ(agreement(judged, "cpr"), "unknown");
    EXPECT_EQ(agreement(judged, "efternavn"), "differs");
}

TEST(PersonKnown, DoesNotVouchForANumberWithoutAName) {
    const auto judged = judge(form(), record_of({{"cpr", applicant}}), with(person(applicant)));
    EXPECT_EQ(agreement(judged, "cpr"), "unknown");
}

TEST(PersonKnown, AsksAboutAPersonWhomNobodyKnows) {
    const auto settled_record = settled(form(), record_of(right), {});
    EXPECT_EQ(findings(settled_record.validated),
              Lines{"doubt person_unknown cpr fornavn efternavn"});
    EXPECT_EQ(settled_record.reasons, Lines{"person_unknown:cpr"});
}

TEST(PersonKnown, PutsNamesRightThatStandInEachOthersFields) {
    const std::vector<std::pair<std::string, std::string>> writings{{"Sørensen-Bjærgård,", "Åge"},
                                                                    {"Sørensen-Bjærgård", "Åge"}};
    for (const auto& [first, last] : writings) {
        const auto record = settled(
            form(), record_of({{"cpr", applicant}, {"fornavn", first}, {"efternavn", last}}),
            with(person(applicant)));
        const auto& after = record.validated.inquired.record;
        EXPECT_EQ(after.value("fornavn")->canonical(), "Åge");
        EXPECT_EQ(after.value("efternavn")->canonical(), "Sørensen-Bjærgård");
        EXPECT_EQ(after.field("fornavn")->raw, first) << "what was written is not forgotten";
        EXPECT_EQ(agreement(record.validated, "cpr"), "confirmed");
        EXPECT_EQ(agreement(record.validated, "fornavn"), "confirmed");
        EXPECT_EQ(agreement(record.validated, "efternavn"), "confirmed");
        EXPECT_EQ(findings(record.validated),
                  Lines{"remark names_put_right fornavn mellemnavn efternavn"});
        EXPECT_EQ(record.validated.findings[0].evidence.at("written_first"), first);
        EXPECT_EQ(record.outcome, Outcome::accepted_with_remarks);
    }
}

TEST(PersonKnown, SaysStillThatNamesWerePutRightWhenItIsJudgedAgain) {
    const auto once = settled(
        form(),
        record_of({{"cpr", applicant}, {"fornavn", "Sørensen-Bjærgård"}, {"efternavn", "Åge"}}),
        with(person(applicant)));
    const auto again = settled(form(), once.validated.inquired.record, with(person(applicant)));
    EXPECT_EQ(findings(again.validated), findings(once.validated));
}

TEST(PersonKnown, NeverConfirmsNamesCrosswise) {
    const auto record = settled(
        form(),
        record_of({{"cpr", applicant}, {"fornavn", "Sørensen-Bjærgaad"}, {"efternavn", "Åge"}}),
        with(person(applicant)));
    EXPECT_EQ(agreement(record.validated, "cpr"), "confirmed");
    EXPECT_EQ(agreement(record.validated, "fornavn"), "differs");
    EXPECT_EQ(agreement(record.validated, "efternavn"), "differs");
    EXPECT_EQ(findings(record.validated), Lines{"remark names_exchanged fornavn efternavn"});
    EXPECT_EQ(record.validated.findings[0].evidence.at("registered_first"), "Åge");
    EXPECT_EQ(record.validated.findings[0].evidence.at("registered_last"), "Sørensen-Bjærgård");
    EXPECT_EQ(record.outcome, Outcome::accepted_with_remarks);
}

TEST(PersonKnown, AsksAboutNamesThatWereReadCrosswise) {
    ApplicationRecord record =
        scanned({{"cpr", applicant}, {"fornavn", "Sørensen-Bjærgaad"}, {"efternavn", "Åge"}});
    make_doubtful(record, "fornavn");
    EXPECT_EQ(settled(form(), record, with(person(applicant))).reasons,
              Lines{"low_probability:fornavn"});
}

TEST(PersonKnown, RemarksThatTheRegisterIsSilent) {
    Register silent;
    silent.unknown = record::Unknown::register_not_configured;
    const auto settled_record = settled(form(), record_of(right), silent);
    EXPECT_EQ(findings(settled_record.validated),
              Lines{"remark register_unknown cpr fornavn efternavn"});
    EXPECT_EQ(settled_record.outcome, Outcome::accepted_with_remarks);
}

TEST(PersonKnown, LiftsTheDoubtFromNumberAndName) {
    ApplicationRecord record = scanned(right);
    for (const auto* id : {"cpr", "fornavn", "mellemnavn", "efternavn"}) {
        make_doubtful(record, id);
    }
    EXPECT_EQ(settled(form(), record, with(person(applicant))).outcome, Outcome::accepted);
    const auto alone = settled(form(), record, {});
    EXPECT_EQ(alone.outcome, Outcome::parked);
    EXPECT_EQ(alone.reasons, (Lines{"person_unknown:cpr", "cpr_check_digit:cpr",
                                    "low_probability:cpr", "low_probability:efternavn",
                                    "low_probability:fornavn", "low_probability:mellemnavn"}));
}

TEST(PersonKnown, DoesNotVouchForAMiddleNameThatCouldNotBeRead) {
    ApplicationRecord record = scanned(right);
    make_doubtful(record, "mellemnavn", "not_a_name");
    field_of(record, "mellemnavn").raw = "//";
    EXPECT_EQ(settled(form(), record, with(person(applicant))).reasons,
              Lines{"not_a_name:mellemnavn"});
}

TEST(PersonStatus, IsNeverARejection) {
    const std::map<std::string, std::string> expected{
        {"05", "remark person_not_resident cpr"}, {"20", "remark person_not_resident cpr"},
        {"30", "doubt number_annulled cpr"},      {"50", "doubt number_annulled cpr"},
        {"70", "remark person_missing cpr"},      {"80", "remark person_emigrated cpr"},
        {"90", "doubt person_dead cpr"}};
    for (const auto& [status, line] : expected) {
        const auto judged =
            judge(form(), record_of(right), with(person(applicant, {{"status", status}})));
        EXPECT_EQ(findings(judged), Lines{line}) << status;
    }
}

TEST(PersonStatus, RemarksANewNumber) {
    const auto judged =
        judge(form(), record_of(right),
              with(person(applicant, {{"status", "60"}, {"gaeldende_cpr", partner}})));
    EXPECT_EQ(findings(judged), Lines{"remark number_changed cpr"});
    EXPECT_EQ(judged.findings[0].evidence.at("registered"), partner);
}

TEST(CprNumbers, AreDoubtedWithoutCheckDigitOnlyWhenScanned) {
    const std::map<std::string, std::string> ordinary{{"cpr", "0101061234"}};
    ASSERT_FALSE(CprNumber::parse("0101061234")->passes_modulus_11());
    const FormDefinition plain = form_with({});
    EXPECT_EQ(findings(judge(plain, scanned(ordinary), {})), Lines{"doubt cpr_check_digit cpr"});
    EXPECT_EQ(findings(judge(plain, record_of(ordinary), {})), Lines{"remark cpr_check_digit cpr"});
}

TEST(CprNumbers, OfReplacementNeedNoCheckDigitWhenTyped) {
    EXPECT_EQ(findings(judge(form_with({}), record_of({{"cpr", applicant}}), {})), Lines{});
    EXPECT_EQ(findings(judge(form_with({}), scanned({{"cpr", applicant}}), {})),
              Lines{"doubt cpr_check_digit cpr"});
}

TEST(CprNumbers, AreDoubtedWhenBornAfterReceipt) {
    // 23 November 2026; the record was received the day before.
    EXPECT_EQ(findings(judge(form_with({}), record_of({{"cpr", "8311265000"}}), {})),
              Lines{"doubt born_after_receipt cpr"});
    EXPECT_EQ(findings(judge(form_with({}), record_of({{"cpr", "8211265000"}}), {})), Lines{});
}

FormDefinition not_twice() {
    return form_with({{"not_twice", {{"persons", {"cpr", "partner_cpr", "husstand.1.cpr"}}}, {}}});
}

TEST(NotTwice, FindsAPersonWhoStandsTwice) {
    const auto judged =
        judge(not_twice(), record_of({{"cpr", applicant}, {"husstand.1.cpr", applicant}}), {});
    EXPECT_EQ(findings(judged), Lines{"error person_twice cpr husstand.1.cpr"});
}

TEST(NotTwice, LeavesDifferentPersonsAndEmptyFieldsAlone) {
    EXPECT_EQ(
        findings(judge(not_twice(), record_of({{"cpr", applicant}, {"partner_cpr", partner}}), {})),
        Lines{});
    EXPECT_EQ(findings(judge(not_twice(), record_of({}), {})), Lines{});
}

}  // namespace
}  // namespace indgang::rules::cases
