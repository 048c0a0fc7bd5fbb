// SPDX-License-Identifier: MPL-2.0
#include <gtest/gtest.h>

#include "pipeline/desk/desk.h"
#include "schemas/error/error.h"
#include "tests/pipeline/desk/waiting_applications.h"

namespace indgang::desk {
namespace {

class Lists : public WaitingApplications {};

TEST_F(Lists, NameAPersonOnlyToWhoMayLook) {
    Desk desk(*store, catalogue(), clock());
    (void)waiting("a", {"low_probability:telefon"});
    for (const Role role : roles()) {
        const Actor actor{"u1", role};
        if (!may(role, Act::list)) {
            EXPECT_THROW((void)desk.list(actor, {}), Error) << name_of(role);
            continue;
        }
        const auto found = desk.list(actor, {});
        ASSERT_EQ(found.items.size(), 1U) << name_of(role);
        EXPECT_EQ(found.items[0].listing.person.empty(), !may(role, Act::look)) << name_of(role);
        EXPECT_EQ(found.items[0].listing.cpr.empty(), !may(role, Act::look)) << name_of(role);
    }
}

TEST_F(Lists, OfWhatCameInAreForWhoMayList) {
    const Desk desk(*store, catalogue(), clock());
    (void)store->receive(arrival_of("a"));
    for (const Role role : roles()) {
        const Actor actor{"u1", role};
        const auto all = [&] { return desk.arrivals(actor, Desk::ArrivalsOf::all, 10); };
        if (may(role, Act::list)) {
            EXPECT_EQ(all().size(), 1U) << name_of(role);
            EXPECT_EQ(desk.arrivals(actor, Desk::ArrivalsOf::no_application, 10).size(), 1U);
            EXPECT_TRUE(desk.failed_copies(actor, 10).empty());
        } else {
            EXPECT_THROW((void)all(), Error) << name_of(role);
            EXPECT_THROW((void)desk.failed_copies(actor, 10), Error) << name_of(role);
        }
    }
}

}  // namespace
}  // namespace indgang::desk
