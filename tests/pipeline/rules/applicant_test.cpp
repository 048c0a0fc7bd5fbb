// SPDX-License-Identifier: MPL-2.0
#include "pipeline/rules/applicant.h"

#include <gtest/gtest.h>

#include "tests/pipeline/rules/cases.h"

namespace indgang::rules::cases {
namespace {

FormDefinition form() {
    return form_with({{"person_known",
                       {{"cpr", {"cpr"}},
                        {"first_name", {"fornavn"}},
                        {"middle_name", {}},
                        {"last_name", {"efternavn"}}},
                       {}}});
}

std::string name_of(const std::map<std::string, std::string>& values) {
    return applicant_of(form(), record_of(values)).name;
}

TEST(ApplicantOf, HasTheNamesThatAreThereWithABlankBetween) {
    EXPECT_EQ(name_of({{"fornavn", "Bo"}, {"efternavn", "Lund"}}), "Bo Lund");
    EXPECT_EQ(name_of({{"fornavn", "Bo"}}), "Bo");
    EXPECT_EQ(name_of({{"efternavn", "Lund"}}), "Lund");
    EXPECT_EQ(name_of({{"cpr", applicant}}), "");
}

TEST(ApplicantOf, HasTheNumberOfThePersonThatTheFormAsksAbout) {
    EXPECT_EQ(applicant_of(form(), record_of({{"cpr", applicant}})).cpr, applicant);
    EXPECT_EQ(applicant_of(form(), record_of({{"fornavn", "Bo"}})).cpr, "");
}

TEST(ApplicantOf, IsNobodyOnAFormThatAsksAboutNone) {
    const auto nobody = applicant_of(form_with({}), record_of({{"cpr", applicant}}));
    EXPECT_EQ(nobody.cpr, "");
    EXPECT_EQ(nobody.name, "");
}

}  // namespace
}  // namespace indgang::rules::cases
