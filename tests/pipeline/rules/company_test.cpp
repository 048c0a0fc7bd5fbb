// SPDX-License-Identifier: MPL-2.0
#include <gtest/gtest.h>

#include "tests/pipeline/rules/cases.h"

namespace indgang::rules::cases {
namespace {

FormDefinition form() {
    return form_with(
        {{"company_known", {{"cvr", {"firma_cvr"}}, {"name", {"firma"}}, {"day", {"fra"}}}, {}}});
}

std::map<std::string, std::string> employer(const std::string& name) {
    return {{"firma_cvr", "10202027"}, {"firma", name}, {"fra", "2026-11-02"}};
}

Register with(std::map<std::string, std::string> changed = {}) {
    std::map<std::string, std::string> all{{"navn", "Odense Trykkeri A/S"},
                                           {"startdato", "1974-10-15"}};
    for (auto& [name, text] : changed) {
        all[name] = text;
    }
    Facts company{{"cvr", value(ValueKind::cvr, "10202027")}};
    for (const auto& [name, text] : all) {
        company.emplace(name, value(name == "navn" ? ValueKind::name : ValueKind::date, text));
    }
    Register known;
    known.company = {std::move(company)};
    return known;
}

TEST(CompanyKnown, AsksByTheNumberAndOnlyWhereThereIsOne) {
    const auto asked = questions(form(), record_of(employer("Odense Trykkeri")));
    ASSERT_EQ(asked.size(), 1U);
    EXPECT_EQ(asked[0].registry, "cvr");
    EXPECT_EQ(asked[0].key.at("cvr").canonical(), "10202027");
    EXPECT_EQ(asked[0].purpose, "32.18.00");
    EXPECT_TRUE(questions(form(), record_of({{"firma", "Odense Trykkeri"}})).empty());
    EXPECT_EQ(findings(judge(form(), record_of({{"firma", "Odense Trykkeri"}}), {})), Lines{});
}

TEST(CompanyKnown, ConfirmsTheNumberAndTheNameHoweverItsKindIsWritten) {
    for (const char* name : {"Odense Trykkeri", "ODENSE TRYKKERI A/S", "Odense Trykkeri ApS",
                             "Odense-Trykkeri", "Odense Trykkeri Nord"}) {
        const auto judged = judge(form(), record_of(employer(name)), with());
        EXPECT_EQ(agreement(judged, "firma_cvr"), "confirmed") << name;
        EXPECT_EQ(agreement(judged, "firma"), "confirmed") << name;
        EXPECT_EQ(findings(judged), Lines{}) << name;
    }
}

TEST(CompanyKnown, RemarksOnAnotherName) {
    const auto judged = judge(form(), record_of(employer("Fyns Avisbud")), with());
    EXPECT_EQ(agreement(judged, "firma"), "differs");
    EXPECT_EQ(findings(judged), Lines{"remark company_name_differs firma"});
    EXPECT_EQ(judged.findings[0].evidence.at("registered"), "Odense Trykkeri A/S");
}

TEST(CompanyKnown, AsksAboutANumberOfNobodyWhereAMachineReadIt) {
    EXPECT_EQ(findings(judge(form(), scanned(employer("Odense Trykkeri")), {})),
              Lines{"doubt company_unknown firma_cvr"});
    const auto sent = judge(form(), record_of(employer("Odense Trykkeri")), {});
    EXPECT_EQ(findings(sent), Lines{"remark company_unknown firma_cvr"});
    EXPECT_EQ(agreement(sent, "firma_cvr"), "differs");
}

TEST(CompanyKnown, RemarksOnOneThatWasNotActiveOnTheDay) {
    const Lines remark{"remark company_not_active firma_cvr"};
    const auto on_its_last = with({{"ophoersdato", "2026-11-02"}});
    EXPECT_EQ(findings(judge(form(), record_of(employer("Odense Trykkeri")), on_its_last)), remark);
    const auto later = with({{"ophoersdato", "2026-11-03"}});
    EXPECT_EQ(findings(judge(form(), record_of(employer("Odense Trykkeri")), later)), Lines{});
    const auto too_new = with({{"startdato", "2026-11-03"}});
    EXPECT_EQ(findings(judge(form(), record_of(employer("Odense Trykkeri")), too_new)), remark);
    const auto that_day = with({{"startdato", "2026-11-02"}});
    EXPECT_EQ(findings(judge(form(), record_of(employer("Odense Trykkeri")), that_day)), Lines{});
}

TEST(CompanyKnown, TakesTheDayOfReceiptWhereNoDayIsWritten) {
    auto record = employer("Odense Trykkeri");
    record.erase("fra");  // it came in on 22 November 2026
    EXPECT_EQ(findings(judge(form(), record_of(record), with({{"ophoersdato", "2026-11-22"}}))),
              Lines{"remark company_not_active firma_cvr"});
    EXPECT_EQ(findings(judge(form(), record_of(record), with({{"ophoersdato", "2026-11-23"}}))),
              Lines{});
}

TEST(CompanyKnown, SaysThatARegisterDoesNotKnow) {
    Register silent;
    silent.unknown = record::Unknown::register_not_configured;
    const auto judged = judge(form(), record_of(employer("Odense Trykkeri")), silent);
    EXPECT_EQ(findings(judged), Lines{"remark register_unknown firma_cvr"});
    EXPECT_EQ(agreement(judged, "firma_cvr"), "unknown");
}

}  // namespace
}  // namespace indgang::rules::cases
