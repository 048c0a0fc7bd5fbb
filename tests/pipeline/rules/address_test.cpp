// SPDX-License-Identifier: MPL-2.0
#include <gtest/gtest.h>

#include "schemas/record/json.h"
#include "tests/pipeline/rules/cases.h"

namespace indgang::rules::cases {
namespace {

FormDefinition form() {
    return form_with({{"address_agrees",
                       {{"cpr", {"cpr"}},
                        {"street", {"vejnavn"}},
                        {"house_number", {"husnummer"}},
                        {"floor", {"etage"}},
                        {"door", {"doer"}},
                        {"postcode", {"postnummer"}},
                        {"city", {"bynavn"}}},
                       {}}});
}

std::map<std::string, std::string> home(std::map<std::string, std::string> changed = {}) {
    std::map<std::string, std::string> values{
        {"cpr", applicant}, {"vejnavn", "Ridehusgade"}, {"husnummer", "49"},   {"etage", "2"},
        {"doer", "th"},     {"postnummer", "5000"},     {"bynavn", "Odense C"}};
    for (auto& [name, text] : changed) {
        values[name] = text;
    }
    std::erase_if(values, [](const auto& entry) { return entry.second.empty(); });
    return values;
}

Register with(std::map<std::string, std::string> more = {}) {
    return {{{applicant, {person(applicant, std::move(more))}}}, {}, {}};
}

TEST(AddressAgrees, ConfirmsEachPart) {
    const auto judged = judge(form(), record_of(home()), with());
    for (const auto* field : {"vejnavn", "husnummer", "etage", "doer", "postnummer", "bynavn"}) {
        EXPECT_EQ(agreement(judged, field), "confirmed") << field;
    }
    EXPECT_EQ(findings(judged), Lines{});
}

TEST(AddressAgrees, TakesTheCityWithoutItsDistrict) {
    const auto judged = judge(form(), record_of(home({{"bynavn", "Odense"}})), with());
    EXPECT_EQ(agreement(judged, "bynavn"), "confirmed");
    EXPECT_EQ(findings(judge(form(), record_of(home({{"bynavn", ""}})), with())), Lines{});
}

TEST(AddressAgrees, LiftsTheDoubtFromAStreetThatIsNearlyRight) {
    ApplicationRecord record = scanned(home({{"vejnavn", "Ridehusgaoe"}}));
    make_doubtful(record, "vejnavn");
    const auto judged = judge(form(), record, with());
    EXPECT_EQ(agreement(judged, "vejnavn"), "confirmed");
}

TEST(AddressAgrees, IsExactAboutTheStreetWhenTheNumberDiffers) {
    const auto judged =
        judge(form(), record_of(home({{"vejnavn", "Ridehusgaoe"}, {"husnummer", "94"}})), with());
    EXPECT_EQ(agreement(judged, "vejnavn"), "differs");
    EXPECT_EQ(findings(judged), Lines{"remark address_differs vejnavn husnummer"});
}

TEST(AddressAgrees, RemarksAnotherAddress) {
    const auto record = settled(form(), record_of(home({{"etage", "3"}})), with());
    EXPECT_EQ(findings(record.validated), Lines{"remark address_differs etage"});
    EXPECT_EQ(record.validated.findings[0].evidence.at("registered"),
              "Ridehusgade 49, 2, th, 5000 Odense C");
    EXPECT_EQ(record.outcome, Outcome::accepted_with_remarks);
}

TEST(AddressAgrees, DoesNotTakeAnUnreadableFloorForNone) {
    ApplicationRecord record = scanned(home({{"etage", ""}}));
    make_doubtful(record, "etage", "not_a_floor");
    field_of(record, "etage").raw = "Z";
    const auto judged = judge(form(), record, with({{"etage", ""}}));
    EXPECT_EQ(agreement(judged, "etage"), "none");
}

TEST(AddressAgrees, ConfirmsThatThereIsNoFloor) {
    ApplicationRecord record = scanned(home({{"etage", ""}}));
    make_doubtful(record, "etage");
    EXPECT_EQ(agreement(judge(form(), record, with({{"etage", ""}})), "etage"), "confirmed");
}

TEST(AddressAgrees, NeverWritesAProtectedAddress) {
    const auto protected_person =
        with({{"vejnavn", "Hemmelighedsstien"}, {"bynavn", "Skagen"}, {"adressebeskyttet", "ja"}});
    const auto record = settled(form(), record_of(home()), protected_person);
    EXPECT_EQ(findings(record.validated),
              (Lines{"remark address_differs vejnavn bynavn", "remark address_protected cpr"}));
    const std::string json = record::to_json(record);
    EXPECT_EQ(json.find("Hemmelighedsstien"), std::string::npos);
    EXPECT_EQ(json.find("Skagen"), std::string::npos);
}

/// Each part of it alone finds a person in a small street.
TEST(AddressAgrees, LeavesNoPartOfAProtectedAddressInTheAnswers) {
    const auto record = settled(form(), record_of(home()), with({{"adressebeskyttet", "ja"}}));
    ASSERT_FALSE(record.validated.inquired.answers.empty());
    for (const auto& answer : record.validated.inquired.answers) {
        for (const auto& row : answer.rows) {
            for (const auto* part :
                 {"vejnavn", "husnummer", "etage", "doer", "postnummer", "bynavn"}) {
                EXPECT_FALSE(row.contains(part)) << part;
            }
        }
    }
}

TEST(AddressAgrees, StillConfirmsAProtectedAddress) {
    const auto judged = judge(form(), record_of(home()), with({{"adressebeskyttet", "ja"}}));
    EXPECT_EQ(agreement(judged, "vejnavn"), "confirmed");
    for (const record::Verdict& verdict : judged.verdicts) {
        EXPECT_EQ(verdict.registered, "") << verdict.field;
    }
    EXPECT_EQ(findings(judged), Lines{"remark address_protected cpr"});
}

TEST(AddressAgrees, IsSilentWhenCprHasNoAddress) {
    const auto judged = judge(form(), record_of(home()), with({{"vejnavn", ""}}));
    EXPECT_EQ(agreement(judged, "vejnavn"), "unknown");
    EXPECT_EQ(findings(judged), Lines{});
}

TEST(AddressAgrees, RemarksAPersonWhomNobodyKnows) {
    const auto judged = judge(form(), record_of(home()), {});
    EXPECT_EQ(findings(judged), Lines{"remark person_unknown vejnavn husnummer etage doer "
                                      "postnummer bynavn"});
}

TEST(AddressAgrees, SaysNothingOfAnEmptyAddress) {
    const auto judged = judge(form(), record_of({{"cpr", applicant}}), with());
    EXPECT_EQ(findings(judged), Lines{});
    EXPECT_TRUE(judged.verdicts.empty());
}

}  // namespace
}  // namespace indgang::rules::cases
