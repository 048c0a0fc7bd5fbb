// SPDX-License-Identifier: MPL-2.0
#include "adapters/identity/identity.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace indgang::identity {
namespace {

TEST(Identity, HasEightRoles) {
    EXPECT_THAT(role_names(),
                ::testing::ElementsAre("operator", "verifier", "case_worker", "contact_centre",
                                       "manager", "designer", "administrator", "auditor"));
    EXPECT_TRUE(is_role("auditor"));
    EXPECT_FALSE(is_role("Auditor"));
    EXPECT_FALSE(is_role(""));
}

}  // namespace
}  // namespace indgang::identity
