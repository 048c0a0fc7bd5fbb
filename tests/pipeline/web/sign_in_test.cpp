// SPDX-License-Identifier: MPL-2.0
// Sessions, and how one comes into them.
#include <gmock/gmock.h>

#include "tests/pipeline/web/site_fixture.h"

namespace indgang::web {
namespace {

using desk::Role;
using testing::HasSubstr, testing::Not;

TEST_F(SiteTest, WhoSignsInGetsASessionThatNobodyKnewBefore) {
    accounts_->add({"op1", "", {"operator"}, {}}, password);
    const auto before = stranger();
    const auto answer = post(before, "/login", {{"user", "op1"}, {"password", password}});
    EXPECT_EQ(answer.status, 303);
    EXPECT_NE(cookie_in(answer), before.cookie);
    const auto& cookie = answer.headers.at("Set-Cookie");
    for (const char* part : {"__Host-indgang=", "Path=/", "Secure", "HttpOnly", "SameSite=Lax"}) {
        EXPECT_THAT(cookie, HasSubstr(part));
    }
    EXPECT_EQ(get(before, "/tasks").status, 303);
}

TEST_F(SiteTest, AWrongPasswordIsRefusedAndCounted) {
    accounts_->add({"op1", "", {"operator"}, {}}, password);
    const auto browser = stranger();
    const auto wrong = [&] {
        return post(browser, "/login", {{"user", "op1"}, {"password", "not the password"}});
    };
    EXPECT_EQ(wrong().status, 401);
    EXPECT_EQ(cookie_in(wrong()), "");
    EXPECT_THAT(said_, HasSubstr("1 since the start"));
    EXPECT_THAT(said_, Not(HasSubstr("op1")));
    int status = 0;
    for (int i = 0; i < 5; ++i) {
        status = wrong().status;
    }
    EXPECT_EQ(status, 429);
}

TEST_F(SiteTest, WhoSignsInComesToThePageThatHeWanted) {
    accounts_->add({"op1", "", {"operator"}, {}}, password);
    const auto sent = get({}, "/arrivals");
    Browser browser{cookie_in(sent), ""};
    browser.csrf = text_between(get(browser, "/login").body, "name=\"csrf\" content=\"", '"');
    EXPECT_EQ(
        post(browser, "/login", {{"user", "op1"}, {"password", password}}).headers.at("Location"),
        "/arrivals");
}

TEST_F(SiteTest, ASessionEndsWhenNobodyUsesIt) {
    const auto browser = as(Role::mailroom_operator);
    now_ms += std::chrono::milliseconds(std::chrono::minutes(29)).count();
    EXPECT_EQ(get(browser, "/tasks").status, 200);
    now_ms += std::chrono::milliseconds(std::chrono::minutes(31)).count();
    EXPECT_EQ(get(browser, "/tasks").status, 303);
}

TEST_F(SiteTest, ASessionEndsWithTheDay) {
    const auto browser = as(Role::mailroom_operator);
    for (int minutes = 0; minutes < 12 * 60; minutes += 20) {
        EXPECT_EQ(get(browser, "/tasks").status, 200) << minutes;
        now_ms += std::chrono::milliseconds(std::chrono::minutes(20)).count();
    }
    now_ms += std::chrono::milliseconds(std::chrono::minutes(1)).count();
    EXPECT_EQ(get(browser, "/tasks").status, 303);
}

TEST_F(SiteTest, WhoseAccountIsTakenAwayIsOutSoon) {
    const auto browser = as(Role::mailroom_operator), other = as(Role::mailroom_operator);
    accounts_->remove("operator1");
    EXPECT_EQ(get(browser, "/tasks").status, 200);
    now_ms += std::chrono::milliseconds(vouched_for).count();
    EXPECT_EQ(get(browser, "/tasks").status, 303);
    EXPECT_EQ(get(other, "/tasks").status, 200);
}

TEST_F(SiteTest, WhoseRolesChangeSignsInAgain) {
    const auto browser = as(Role::manager);
    accounts_->remove("manager1");
    accounts_->add({"manager1", "", {"verifier"}, {}}, password);
    now_ms += std::chrono::milliseconds(vouched_for).count();
    EXPECT_EQ(get(browser, "/access").status, 303);
}

TEST_F(SiteTest, WhoHasTwoRolesTakesOneAtATimeAndNoThird) {
    accounts_->add({"both", "", {"verifier", "auditor"}, {}}, password);
    const auto browser = sign_in("both");
    EXPECT_THAT(get(browser, "/tasks").body, HasSubstr("action=\"/role\""));
    EXPECT_EQ(get(browser, "/access").status, 403);
    EXPECT_EQ(post(browser, "/role", {{"role", "auditor"}}).status, 303);
    EXPECT_EQ(get(browser, "/access").status, 200);
    (void)post(browser, "/role", {{"role", "manager"}});
    EXPECT_EQ(get(browser, "/figures").status, 403);
    EXPECT_THAT(get(as(Role::verifier), "/tasks").body, Not(HasSubstr("action=\"/role\"")));
}

TEST_F(SiteTest, WhoReadsEnglishChoosesIt) {
    const auto browser = as(Role::verifier);
    EXPECT_THAT(get(browser, "/tasks").body, HasSubstr("<html lang=\"da\">"));
    EXPECT_EQ(post(browser, "/language", {{"language", "en"}}).status, 303);
    const auto page = get(browser, "/tasks").body;
    EXPECT_THAT(page, HasSubstr("<html lang=\"en\">"));
    EXPECT_THAT(page, HasSubstr("Tasks"));
    (void)post(browser, "/language", {{"language", "klingon"}});
    EXPECT_THAT(get(browser, "/tasks").body, HasSubstr("<html lang=\"da\">"));
}

TEST_F(SiteTest, WhoSignsOutIsOut) {
    const auto browser = as(Role::mailroom_operator);
    EXPECT_EQ(post(browser, "/logout").status, 303);
    EXPECT_EQ(get(browser, "/tasks").status, 303);
}

}  // namespace
}  // namespace indgang::web
