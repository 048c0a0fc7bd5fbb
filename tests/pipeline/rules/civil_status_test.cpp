// SPDX-License-Identifier: MPL-2.0
// What a form declares against what CPR registers, for every word that CPR can give.
#include <gtest/gtest.h>

#include <set>

#include "schemas/register/civil_status.h"
#include "tests/pipeline/rules/cases.h"

namespace indgang::rules::cases {
namespace {

using registers::civil_statuses;
using registers::CivilStatus;

std::string agreement_of(const std::string& declared, CivilStatus registered) {
    const FormDefinition form =
        form_with({{"partner_agrees", {{"cpr", {"cpr"}}, {"civil_status", {"civilstand"}}}, {}}});
    const Register known{
        {{applicant, {person(applicant, {{"civilstand", std::string(name_of(registered))}})}}},
        {},
        {}};
    return agreement(judge(form, record_of({{"cpr", applicant}, {"civilstand", declared}}), known),
                     "civilstand");
}

using Statuses = std::set<CivilStatus>;

/// Those of all statuses that confirm what is declared; the others differ.
Statuses confirming(const std::string& declared) {
    Statuses confirmed;
    for (const CivilStatus status : civil_statuses()) {
        const std::string said = agreement_of(declared, status);
        EXPECT_NE(said, "unknown") << declared << " " << name_of(status);
        if (said == "confirmed") {
            confirmed.insert(status);
        }
    }
    return confirmed;
}

TEST(CivilStatusAgrees, TakesRegisteredPartnersForMarried) {
    EXPECT_EQ(confirming("gift"),
              (Statuses{CivilStatus::married, CivilStatus::registered_partner}));
}

TEST(CivilStatusAgrees, TakesAllWhoAreNotMarriedForSingleOrCohabiting) {
    const Statuses not_married{CivilStatus::unmarried, CivilStatus::divorced, CivilStatus::widowed,
                               CivilStatus::dissolved_partnership, CivilStatus::surviving_partner};
    EXPECT_EQ(confirming("enlig"), not_married);
    EXPECT_EQ(confirming("samlevende"), not_married);
}

TEST(CivilStatusAgrees, TakesTheEndOfAPartnershipForThatOfAMarriage) {
    const Statuses ended{CivilStatus::divorced, CivilStatus::dissolved_partnership};
    EXPECT_EQ(confirming("fraskilt"), ended);
    EXPECT_EQ(confirming("skilt"), ended);
    EXPECT_EQ(confirming("enke"), (Statuses{CivilStatus::widowed, CivilStatus::surviving_partner}));
}

TEST(CivilStatusAgrees, KnowsThatTheSeparatedAreMarriedInCpr) {
    EXPECT_EQ(confirming("separeret"),
              (Statuses{CivilStatus::married, CivilStatus::registered_partner}));
}

TEST(CivilStatusAgrees, KnowsTheUnmarried) {
    EXPECT_EQ(confirming("ugift"), Statuses{CivilStatus::unmarried});
}

TEST(CivilStatusAgrees, IsSilentAboutAWordThatNoRegisterGives) {
    const FormDefinition form =
        form_with({{"partner_agrees", {{"cpr", {"cpr"}}, {"civil_status", {"civilstand"}}}, {}}});
    const Register known{
        {{applicant, {person(applicant, {{"civilstand", "registreret_partnerskab"}})}}}, {}, {}};
    EXPECT_EQ(agreement(judge(form, record_of({{"cpr", applicant}, {"civilstand", "gift"}}), known),
                        "civilstand"),
              "unknown");
}

}  // namespace
}  // namespace indgang::rules::cases
