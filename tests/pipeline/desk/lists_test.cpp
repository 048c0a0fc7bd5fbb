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

TEST_F(Lists, OfAnOfficeWithPrivacyNameNobodyToAVerifierAndAWholeApplicationWantsAReason) {
    Desk desk(*store, catalogue(), clock(), true);
    const auto id = waiting("a", {"low_probability:telefon"});
    const Actor verifier{"u1", Role::verifier}, worker{"u2", Role::case_worker};
    EXPECT_TRUE(desk.list(verifier, {}).items.at(0).listing.person.empty());
    EXPECT_FALSE(desk.list(worker, {}).items.at(0).listing.person.empty());
    const auto looks = [&] {
        return std::ranges::count(store->acts(id), store::looked, &store::RecordedAct::what);
    };
    try {
        (void)desk.look(verifier, id);
        ADD_FAILURE() << "without a reason";
    } catch (const Error& error) {
        EXPECT_EQ(error.why(), Reason::purpose_missing);
    }
    EXPECT_EQ(looks(), 0);
    EXPECT_EQ(desk.look({"u1", Role::verifier, "he rang"}, id).id, id);
    EXPECT_EQ(desk.look(worker, id).id, id);
    EXPECT_EQ(looks(), 2);
}

TEST_F(Lists, WriteDownWhomTheyNamedOnceAUserAndDay) {
    Desk desk(*store, catalogue(), clock());
    const auto id = waiting("a", {"low_probability:telefon"});
    const Actor actor{"u1", Role::case_worker};
    const auto seen_by = [&] {
        std::vector<std::string> users;
        for (const auto& act : store->acts(id)) {
            EXPECT_EQ(act.what, "listed");
            users.push_back(act.author.by);
        }
        return users;
    };
    (void)desk.list(actor, {});
    (void)desk.list(actor, {.state = store::ItemState::parked});
    EXPECT_EQ(seen_by(), std::vector<std::string>{"u1"});
    (void)desk.list({"u2", Role::case_worker}, {});
    EXPECT_EQ(seen_by(), (std::vector<std::string>{"u1", "u2"}));
    (void)desk.list({"u3", Role::administrator}, {});  // is told no names
    EXPECT_TRUE(desk.find(actor, {}).items.front().listing.person.empty());
    EXPECT_EQ(seen_by().size(), 2U);
    constexpr std::int64_t day_ms = 86'400'000;
    now_ms += day_ms;
    (void)desk.list(actor, {});
    EXPECT_EQ(seen_by().size(), 3U);
}

TEST_F(Lists, OfWhatCameInAreForWhoMayList) {
    const Desk desk(*store, catalogue(), clock());
    (void)store->receive(arrival_of("a"));
    for (const Role role : roles()) {
        const Actor actor{"u1", role};
        const auto all = [&] { return desk.arrivals(actor, {}).arrivals; };
        if (may(role, Act::list)) {
            EXPECT_EQ(all().size(), 1U) << name_of(role);
            EXPECT_EQ(desk.arrivals(actor, {.is_without_application = true}).total, 1U);
            EXPECT_TRUE(desk.failed_copies(actor, 10).empty());
        } else {
            EXPECT_THROW((void)all(), Error) << name_of(role);
            EXPECT_THROW((void)desk.failed_copies(actor, 10), Error) << name_of(role);
        }
    }
}

}  // namespace
}  // namespace indgang::desk
