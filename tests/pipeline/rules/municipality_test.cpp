// SPDX-License-Identifier: MPL-2.0
// Where the applicant lives chooses the destination, and is kept of nobody who is protected.
#include "schemas/record/json.h"
#include "tests/pipeline/rules/cases.h"

namespace indgang::rules {
namespace {

using namespace cases;

form::FormDefinition form() {
    return form_with(
        {{"person_known",
          {{"cpr", {"cpr"}}, {"first_name", {"fornavn"}}, {"last_name", {"efternavn"}}},
          {}},
         {"person_known", {{"cpr", {"partner_cpr"}}}, {}}});
}

record::ValidatedRecord judged(const std::map<std::string, std::string>& home,
                               const std::string& who = applicant) {
    Register known;
    known.persons[who] = {person(who, home)};
    known.persons[partner] = {person(partner, {{"kommunekode", "479"}})};
    return judge(form(), record_of({{"cpr", applicant}, {"partner_cpr", partner}}), known);
}

TEST(Municipality, IsThatOfTheApplicantAndNoOther) {
    EXPECT_EQ(judged({{"kommunekode", "461"}}).municipality, "461");
    EXPECT_EQ(judged({}).municipality, "");
}

TEST(Municipality, OfAProtectedPersonIsKnownToRoutesAndStandsInNoRecord) {
    const auto open_one = judged({{"kommunekode", "461"}});
    const auto record = judged({{"kommunekode", "461"}, {"adressebeskyttet", "ja"}});
    EXPECT_EQ(record.municipality, "461");
    record::SettledRecord settled;
    settled.validated = record;
    EXPECT_EQ(record::to_json(settled).find("461"), std::string::npos);
    settled.validated = open_one;
    EXPECT_NE(record::to_json(settled).find("\"461\""), std::string::npos);
}

TEST(Municipality, OfAPersonWhomCprDoesNotKnowIsNotKnown) {
    Register silent;
    silent.unknown = record::Unknown::no_such_person;
    EXPECT_EQ(judge(form(), record_of({{"cpr", applicant}}), silent).municipality, "");
}

}  // namespace
}  // namespace indgang::rules
