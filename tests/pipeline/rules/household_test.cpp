// SPDX-License-Identifier: MPL-2.0
#include <gtest/gtest.h>

#include "tests/pipeline/rules/cases.h"

namespace indgang::rules::cases {
namespace {

FormDefinition partner_form() {
    return form_with(
        {{"partner_agrees",
          {{"cpr", {"cpr"}}, {"civil_status", {"civilstand"}}, {"partner_cpr", {"partner_cpr"}}},
          {}}});
}

Register couple(std::map<std::string, std::string> mine,
                std::map<std::string, std::string> theirs = {}) {
    return {{{applicant, {person(applicant, std::move(mine))}},
             {partner, {person(partner, std::move(theirs))}}},
            {},
            {}};
}

ApplicationRecord declares(const std::string& status, const std::string& partner_cpr) {
    std::map<std::string, std::string> values{{"cpr", applicant}, {"civilstand", status}};
    if (!partner_cpr.empty()) {
        values["partner_cpr"] = partner_cpr;
    }
    return record_of(values);
}

TEST(PartnerAgrees, ConfirmsASpouse) {
    const auto judged = judge(partner_form(), declares("gift", partner),
                              couple({{"civilstand", "gift"}, {"aegtefaelle_cpr", partner}}));
    EXPECT_EQ(agreement(judged, "civilstand"), "confirmed");
    EXPECT_EQ(agreement(judged, "partner_cpr"), "confirmed");
    EXPECT_EQ(findings(judged), Lines{});
}

TEST(PartnerAgrees, RemarksAnotherSpouseAndDoubtsOneThatWasRead) {
    const Register known = couple({{"civilstand", "gift"}, {"aegtefaelle_cpr", child}});
    const auto typed = judge(partner_form(), declares("gift", partner), known);
    EXPECT_EQ(agreement(typed, "partner_cpr"), "differs");
    EXPECT_EQ(findings(typed), Lines{"remark partner_differs partner_cpr"});
    const auto read = judge(
        partner_form(),
        scanned({{"cpr", applicant}, {"civilstand", "gift"}, {"partner_cpr", partner}}), known);
    EXPECT_EQ(findings(read)[0], "doubt partner_differs partner_cpr");
}

TEST(PartnerAgrees, RemarksAnotherCivilStatus) {
    const auto judged =
        judge(partner_form(), declares("enlig", ""), couple({{"civilstand", "gift"}}));
    EXPECT_EQ(agreement(judged, "civilstand"), "differs");
    EXPECT_EQ(findings(judged), Lines{"remark civil_status_differs civilstand"});
    EXPECT_EQ(judged.findings[0].evidence.at("registered"), "gift");
}

TEST(PartnerAgrees, KnowsThatACohabitantIsUnmarriedInCpr) {
    for (const auto* status : {"ugift", "fraskilt", "enke"}) {
        const auto judged = judge(partner_form(), declares("samlevende", partner),
                                  couple({{"civilstand", status}}));
        EXPECT_EQ(agreement(judged, "civilstand"), "confirmed") << status;
    }
}

TEST(PartnerAgrees, ConfirmsACohabitantAtTheSameAddress) {
    const auto together = judge(partner_form(), declares("samlevende", partner), couple({}));
    EXPECT_EQ(agreement(together, "partner_cpr"), "confirmed");
    const auto apart =
        judge(partner_form(), declares("samlevende", partner), couple({}, {{"husnummer", "50"}}));
    EXPECT_EQ(agreement(apart, "partner_cpr"), "unknown");
}

TEST(PartnerAgrees, IsSilentAboutAStatusThatItDoesNotKnow) {
    const auto judged = judge(partner_form(), declares("andet", ""), couple({}));
    EXPECT_EQ(agreement(judged, "civilstand"), "unknown");
    EXPECT_EQ(findings(judged), Lines{});
}

TEST(PartnerAgrees, RemarksWhenCprDoesNotKnow) {
    const auto judged = judge(partner_form(), declares("gift", partner), {});
    EXPECT_EQ(findings(judged), Lines{"remark person_unknown civilstand partner_cpr"});
    EXPECT_EQ(agreement(judged, "civilstand"), "unknown");
}

TEST(PartnerAgrees, AsksNothingWhenNothingIsDeclared) {
    EXPECT_TRUE(questions(partner_form(), record_of({})).empty());
    EXPECT_EQ(findings(judge(partner_form(), record_of({}), {})), Lines{});
}

TEST(PartnerAgrees, RemarksThatThePartnerIsDead) {
    const auto judged =
        judge(partner_form(), declares("gift", partner),
              couple({{"civilstand", "gift"}, {"aegtefaelle_cpr", partner}}, {{"status", "90"}}));
    EXPECT_EQ(findings(judged), Lines{"doubt person_dead partner_cpr"});
}

FormDefinition member_form() {
    return form_with({{"members_at_address",
                       {{"cpr", {"cpr"}}, {"members", {"husstand.1.cpr", "husstand.2.cpr"}}},
                       {}}});
}

TEST(MembersAtAddress, ConfirmsWhoLivesWithTheApplicant) {
    ApplicationRecord record = scanned({{"cpr", applicant}, {"husstand.1.cpr", partner}});
    make_doubtful(record, "husstand.1.cpr");
    const auto judged = judge(member_form(), record, couple({}));
    EXPECT_EQ(agreement(judged, "husstand.1.cpr"), "confirmed");
    EXPECT_EQ(agreement(judged, "husstand.2.cpr"), "none");
    EXPECT_EQ(findings(judged), Lines{"doubt cpr_check_digit cpr"});
}

TEST(MembersAtAddress, RemarksAnotherAddressWithoutNamingIt) {
    const auto judged =
        judge(member_form(), record_of({{"cpr", applicant}, {"husstand.1.cpr", partner}}),
              couple({}, {{"vejnavn", "Vestergade"}, {"adressebeskyttet", "ja"}}));
    EXPECT_EQ(findings(judged), (Lines{"remark address_protected husstand.1.cpr",
                                       "remark member_at_other_address husstand.1.cpr"}));
    for (const Finding& finding : judged.findings) {
        EXPECT_TRUE(finding.evidence.empty());
    }
    EXPECT_EQ(agreement(judged, "husstand.1.cpr"), "unknown");
}

TEST(MembersAtAddress, RemarksAMemberWhomNobodyKnows) {
    const auto judged = judge(
        member_form(), record_of({{"cpr", applicant}, {"husstand.2.cpr", child}}), couple({}));
    EXPECT_EQ(findings(judged), Lines{"remark person_unknown husstand.2.cpr"});
}

TEST(MembersAtAddress, IsSilentWhenTheApplicantIsNotKnown) {
    Register known;
    known.persons[partner] = {person(partner)};
    const auto judged =
        judge(member_form(), record_of({{"cpr", applicant}, {"husstand.1.cpr", partner}}), known);
    EXPECT_EQ(agreement(judged, "husstand.1.cpr"), "unknown");
}

TEST(MembersAtAddress, AsksNothingWithoutMembers) {
    EXPECT_TRUE(questions(member_form(), record_of({{"cpr", applicant}})).empty());
    EXPECT_EQ(questions(member_form(), record_of({{"cpr", applicant}, {"husstand.1.cpr", partner}}))
                  .size(),
              2u);
}

const RuleBinding elsewhere{"lives_elsewhere", {{"cpr", {"cpr"}}, {"other", {"partner_cpr"}}}, {}};

TEST(LivesElsewhere, FindsTwoPeopleAtOneAddress) {
    const auto record = record_of({{"cpr", applicant}, {"partner_cpr", partner}});
    EXPECT_EQ(findings(judge(form_with({elsewhere}), record, couple({}))),
              Lines{"remark same_address cpr partner_cpr"});
    EXPECT_EQ(findings(judge(form_with({elsewhere}), record, couple({}, {{"husnummer", "50"}}))),
              Lines{});
}

TEST(LivesElsewhere, SaysNothingOfWhomNobodyKnows) {
    const auto record = record_of({{"cpr", applicant}, {"partner_cpr", child}});
    EXPECT_EQ(findings(judge(form_with({elsewhere}), record, couple({}))), Lines{});
    EXPECT_EQ(findings(judge(form_with({elsewhere}), record_of({{"cpr", applicant}}), couple({}))),
              Lines{});
}

}  // namespace
}  // namespace indgang::rules::cases
