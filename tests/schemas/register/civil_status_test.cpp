// SPDX-License-Identifier: MPL-2.0
#include "schemas/register/civil_status.h"

#include <gtest/gtest.h>

namespace indgang::registers {
namespace {

TEST(CivilStatus, IsKnownAgainByItsName) {
    for (const CivilStatus status : civil_statuses()) {
        EXPECT_EQ(civil_status_of(name_of(status)), status) << name_of(status);
    }
    EXPECT_EQ(civil_statuses().size(), 8u);
}

TEST(CivilStatus, HasTheWordsOfTheRecordFormat) {
    EXPECT_EQ(name_of(CivilStatus::married), "gift");
    EXPECT_EQ(name_of(CivilStatus::registered_partner), "registreret_partner");
}

TEST(CivilStatus, IsNothingForAnotherWord) {
    EXPECT_FALSE(civil_status_of("registreret_partnerskab"));
    EXPECT_FALSE(civil_status_of("separeret"));
    EXPECT_FALSE(civil_status_of(""));
}

}  // namespace
}  // namespace indgang::registers
