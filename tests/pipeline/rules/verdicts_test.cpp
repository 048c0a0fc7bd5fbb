// SPDX-License-Identifier: MPL-2.0
// What becomes of several verdicts on one field, and of an address that is protected.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "schemas/record/json.h"
#include "tests/pipeline/rules/cases.h"

namespace indgang::rules::cases {
namespace {

RuleBinding person_known(const std::string& first_name, const std::string& last_name) {
    return {"person_known",
            {{"cpr", {"cpr"}}, {"first_name", {first_name}}, {"last_name", {last_name}}},
            {}};
}
/// Confirms the number and "fornavn".
const RuleBinding confirming = person_known("fornavn", "efternavn");
/// Differs about "fornavn", because the last name is another's.
const RuleBinding differing = person_known("fornavn", "mellemnavn");
/// Says nothing of the number, because the form has no name for it.
const RuleBinding silent = person_known("bemaerkning", "bemaerkning");

record::ValidatedRecord judged_by(const std::vector<RuleBinding>& bindings) {
    const Register known{{{applicant, {person(applicant)}}}, {}, {}};
    return judge(form_with(bindings),
                 record_of({{"cpr", applicant},
                            {"fornavn", "Åge"},
                            {"efternavn", "Sørensen-Bjærgård"},
                            {"mellemnavn", "Mortensen Kristoffersen"}}),
                 known);
}

TEST(Verdicts, OfOneRegisterOnOneFieldAreOne) {
    const auto judged = judged_by({confirming, confirming});
    EXPECT_EQ(std::count_if(judged.verdicts.begin(), judged.verdicts.end(),
                            [](const record::Verdict& each) { return each.field == "cpr"; }),
              1);
}

TEST(Verdicts, OfSilenceAreOutweighedByAConfirmation) {
    EXPECT_EQ(agreement(judged_by({silent}), "cpr"), "unknown");
    EXPECT_EQ(agreement(judged_by({silent, confirming}), "cpr"), "confirmed");
    EXPECT_EQ(agreement(judged_by({confirming, silent}), "cpr"), "confirmed");
}

TEST(Verdicts, ThatDifferOutweighAConfirmation) {
    EXPECT_EQ(agreement(judged_by({differing}), "fornavn"), "differs");
    EXPECT_EQ(agreement(judged_by({differing, confirming}), "fornavn"), "differs");
    EXPECT_EQ(agreement(judged_by({confirming, differing}), "fornavn"), "differs");
}

TEST(Verdicts, KeepTheFirstOfEqualOnes) {
    const auto judged = judged_by({confirming, confirming});
    EXPECT_EQ(judged.verdicts.front().registered, applicant);
    EXPECT_EQ(judged.verdicts.front().registry, "cpr");
}

constexpr std::array address_facts{"vejnavn", "husnummer", "etage", "doer", "postnummer", "bynavn"};

const Facts& facts_after(const record::ValidatedRecord& judged) {
    return judged.inquired.answers.at(0).rows.at(0);
}

TEST(ProtectedAddress, StaysInNoPartOfTheAnswers) {
    const Register known{{{applicant, {person(applicant, {{"adressebeskyttet", "ja"}})}}}, {}, {}};
    const auto judged = judge(form_with({confirming}), record_of({{"cpr", applicant}}), known);
    for (const char* part : address_facts) {
        EXPECT_FALSE(facts_after(judged).contains(part)) << part;
    }
    EXPECT_TRUE(facts_after(judged).contains("efternavn"));
}

TEST(ProtectedAddress, IsNowhereInTheRecordThatIsKept) {
    const Register known{{{applicant,
                           {person(applicant, {{"adressebeskyttet", "ja"},
                                               {"vejnavn", "Hemmelighedsstien"},
                                               {"husnummer", "98Q"},
                                               {"etage", "13"},
                                               {"doer", "mf"},
                                               {"postnummer", "9990"},
                                               {"bynavn", "Skagen"}})}}},
                         {},
                         {}};
    const std::string json =
        record::to_json(settled(form_with({confirming}), record_of({{"cpr", applicant}}), known));
    for (const auto* part :
         {"Hemmelighedsstien", "\"98Q\"", "\"13\"", "\"mf\"", "9990", "Skagen"}) {
        EXPECT_EQ(json.find(part), std::string::npos) << part;
    }
}

TEST(ProtectedAddress, IsOnlyTheOneOfTheProtectedPerson) {
    const auto judged = judged_by({confirming});
    for (const char* part : address_facts) {
        EXPECT_TRUE(facts_after(judged).contains(part)) << part;
    }
}

}  // namespace
}  // namespace indgang::rules::cases
