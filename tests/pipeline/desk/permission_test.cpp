// SPDX-License-Identifier: MPL-2.0
#include "pipeline/desk/permission.h"

#include <gtest/gtest.h>

#include <set>

#include "schemas/error/error.h"

namespace indgang::desk {
namespace {

TEST(Permission, EachActAndRoleHasAWordOfItsOwn) {
    std::set<std::string_view> words;
    for (const Act act : acts()) {
        words.insert(name_of(act));
    }
    EXPECT_EQ(words.size(), acts().size());
    for (const Role role : roles()) {
        EXPECT_EQ(role_of(name_of(role)), role);
    }
    EXPECT_FALSE(role_of("king"));
}

TEST(Permission, WhoOnlyLooksChangesNothing) {
    const std::set looking = {Act::list, Act::look, Act::search, Act::mail, Act::audit};
    for (const Act act : acts()) {
        EXPECT_EQ(may(Role::auditor, act), looking.contains(act)) << name_of(act);
    }
}

TEST(Permission, WhoMendsTheInstallationSeesNoApplication) {
    EXPECT_FALSE(may(Role::administrator, Act::look));
    EXPECT_FALSE(may(Role::administrator, Act::correct));
    EXPECT_TRUE(may(Role::administrator, Act::reread));
}

TEST(Permission, OnlyAManagerGivesWorkToPeople) {
    for (const Role role : roles()) {
        EXPECT_EQ(may(role, Act::assign), role == Role::manager) << name_of(role);
    }
}

TEST(Permission, WhoSettlesForOthersArrangesNothing) {
    for (const Act act :
         {Act::close, Act::join, Act::split, Act::move, Act::turn, Act::search, Act::mail}) {
        EXPECT_FALSE(may(Role::verifier, act)) << name_of(act);
    }
    EXPECT_TRUE(may(Role::verifier, Act::correct));
}

TEST(Permission, WhoMakesFormsSeesNoApplication) {
    for (const Act act : acts()) {
        EXPECT_FALSE(may(Role::designer, act)) << name_of(act);
    }
}

TEST(Permission, WhoAnswersTheTelephoneChangesNothing) {
    const std::set allowed = {Act::list, Act::look, Act::search, Act::apply};
    for (const Act act : acts()) {
        EXPECT_EQ(may(Role::contact_centre, act), allowed.contains(act)) << name_of(act);
    }
}

TEST(Permission, OnlyTheContactCentreAppliesForACitizen) {
    for (const Role role : roles()) {
        EXPECT_EQ(may(role, Act::apply), role == Role::contact_centre) << name_of(role);
    }
}

TEST(Permission, AFormOfAnotherUnitIsRefused) {
    Actor actor{"u1", Role::case_worker};
    EXPECT_NO_THROW(check_form(actor, "boligstoette"));
    actor.forms = {"sp501"};
    EXPECT_NO_THROW(check_form(actor, "sp501"));
    try {
        check_form(actor, "boligstoette");
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.why(), Reason::of_another_unit);
    }
    actor.forms = std::vector<std::string>();
    EXPECT_THROW(check_form(actor, "sp501"), Error);
}

TEST(Permission, SaysWhoMay) {
    try {
        check({"u1", Role::auditor, ""}, Act::close);
        FAIL() << "an auditor closed an application";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::refused);
        EXPECT_EQ(error.reason(), "not_permitted");
        EXPECT_NE(std::string(error.what()).find("case_worker"), std::string::npos);
    }
    EXPECT_NO_THROW(check({"u1", Role::case_worker, ""}, Act::close));
}

}  // namespace
}  // namespace indgang::desk
