// SPDX-License-Identifier: MPL-2.0
// In privacy mode the server tells a verifier no more than a snippet, whatever he asks for.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "tests/pipeline/web/site_fixture.h"

namespace indgang::web {
namespace {

using desk::Role;
using testing::HasSubstr, testing::Not;

class PrivacyTest : public SiteTest {
  protected:
    PrivacyTest() {
        is_private_ = true;
        open_site();
        id = on_paper("a", {{doubted_cpr()}});
        arrival = store->item(id)->arrival;
    }
    std::string path_of(const Route& route) {
        std::string path(route.pattern);
        for (const auto& [place, value] :
             {std::pair{std::string("{id}"), path.starts_with("/arrivals") ? arrival : id},
              std::pair{std::string("{page}"), std::string("0")},
              std::pair{std::string("{field}"), std::string("ansoeger_cpr")},
              std::pair{std::string("{key}"), std::string("ansoeger_cpr")}}) {
            if (const auto at = path.find(place); at != std::string::npos) {
                path.replace(at, place.size(), value);
            }
        }
        return path;
    }
    http::ServerResponse ask_for(const Browser& browser, const Route& route) {
        const auto path = path_of(route);
        if (route.method == "GET") {
            return get(browser, path);
        }
        return route.shape == Shape::json
                   ? send(browser, std::string(route.method), path,
                          R"({"what":"agree","value":"","reason":"x"})", "\"1-0\"")
                   : post(browser, path);
    }
    void expect_nothing_of_it(const http::ServerResponse& answer, const std::string& path) {
        for (const char* told : {"Østergård", "6101551234", "x.xml", "low_probability"}) {
            EXPECT_THAT(answer.body, Not(HasSubstr(told))) << path;
        }
    }

    std::string id;
    std::string arrival;
};

TEST_F(PrivacyTest, EachRouteThatTellsMoreThanASnippetIsRefusedWithoutAReason) {
    const auto browser = as(Role::verifier);
    int refused = 0;
    for (const auto& route : site_->routes()) {
        const bool is_token = route.pattern.find("{token}") != std::string_view::npos;
        if (route.is_open || is_token || route.tells == Tells::snippet ||
            (route.act && !desk::may(Role::verifier, *route.act))) {
            continue;
        }
        const auto path = path_of(route);
        const auto answer = ask_for(browser, route);
        const bool asks_why = answer.status == 200 && route.method == "GET" &&
                              answer.body.find("name=\"purpose\"") != std::string::npos;
        const bool says_no =
            answer.status == 403 && answer.body.find("purpose_missing") != std::string::npos;
        EXPECT_TRUE(asks_why || says_no) << route.method << " " << path << " " << answer.status;
        expect_nothing_of_it(answer, path);
        ++refused;
    }
    EXPECT_GE(refused, 15);
    EXPECT_TRUE(store->acts(id).empty());
    EXPECT_TRUE(store::desk_book_of(*store).entries(id).empty());
    EXPECT_TRUE(store::desk_book_of(*store).holds().empty());
}

TEST_F(PrivacyTest, OnlyTheseRoutesAreAnsweredWithoutAReason) {
    std::set<std::string> told;
    for (const auto& route : site_->routes()) {
        if (!route.is_open && route.tells == Tells::snippet) {
            told.insert(std::string(route.pattern));
        }
    }
    EXPECT_THAT(told,
                testing::UnorderedElementsAre(
                    "/", "/logout", "/role", "/language", "/live", "/figures", "/meaning",
                    "/snippets", "/snippets/next", "/snippets/{token}", "/snippets/{token}/picture",
                    "/snippets/{token}/answer", "/snippets/{token}/skip", "/snippets/{token}/lease",
                    "/groups", "/groups/next", "/groups/{token}", "/groups/{token}/cells/{number}",
                    "/groups/{token}/contexts/{number}", "/groups/{token}/lease",
                    "/groups/{token}/answers"));
}

TEST_F(PrivacyTest, WhatTellsNothingOfAnApplicationIsAnswered) {
    const auto browser = as(Role::verifier);
    for (const char* path : {"/snippets", "/groups", "/figures", "/live"}) {
        const auto answer = get(browser, path);
        EXPECT_EQ(answer.status, 200) << path;
        expect_nothing_of_it(answer, path);
    }
    EXPECT_EQ(get(browser, "/").headers.at("Location"), "/snippets");
    EXPECT_THAT(get(browser, "/snippets").body, Not(HasSubstr("href=\"/tasks\"")));
}

TEST_F(PrivacyTest, WithAReasonOneApplicationIsShownAndTheReasonWrittenDown) {
    const auto other = on_paper("b", {{doubted_cpr()}});
    const auto browser = as(Role::verifier);
    EXPECT_EQ(post(browser, "/tasks/" + id).status, 403);
    const auto shown =
        post(browser, "/tasks/" + id, {{"purpose", "case_work"}, {"why", "utydelig"}});
    EXPECT_EQ(shown.status, 200);
    ASSERT_EQ(store->acts(id).size(), 1U);
    EXPECT_EQ(store->acts(id).front().what, "looked");
    EXPECT_EQ(store->acts(id).front().author.why, "case_work: utydelig");
    const auto task = task_in(shown);
    EXPECT_EQ(send(browser, "PUT", "/tasks/" + id + "/entries/ansoeger_cpr",
                   R"({"what":"agree","value":""})", task["etag"])
                  .status,
              200);
    EXPECT_EQ(get(browser, "/tasks/" + id).status, 200);
    EXPECT_EQ(store->acts(id).back().author.why, "case_work: utydelig") << "each look has it";
    EXPECT_THAT(get(browser, "/tasks/" + other).body, HasSubstr("name=\"purpose\""));
    EXPECT_EQ(get(browser, "/tasks/" + other + "/pages/0").status, 403);
    const auto done = send(browser, "POST", "/tasks/" + id + "/finish", "{}");
    EXPECT_EQ(nlohmann::json::parse(done.body)["next"], "/snippets");
    EXPECT_TRUE(store->acts(other).empty());
}

TEST_F(PrivacyTest, TheReasonOfAnotherSessionIsNone) {
    const auto one = as(Role::verifier), other = as(Role::verifier);
    ASSERT_EQ(post(one, "/tasks/" + id, {{"purpose", "case_work"}}).status, 200);
    EXPECT_EQ(get(other, "/tasks/" + id + "/pages/0").status, 403);
    EXPECT_EQ(get(other, "/cases/" + id + "/pages/0").status, 403);
}

TEST_F(PrivacyTest, AReasonIsForgottenForTheSixteenthAfterIt) {
    const auto browser = as(Role::verifier);
    ASSERT_EQ(post(browser, "/tasks/" + id, {{"purpose", "case_work"}}).status, 200);
    std::string last;
    for (std::size_t i = 0; i < most_reasons; ++i) {
        EXPECT_EQ(get(browser, "/tasks/" + id + "/pages/9").status, 422) << "not refused";
        last = on_paper("more" + std::to_string(i), {{doubted_cpr()}});
        ASSERT_EQ(post(browser, "/tasks/" + last, {{"purpose", "case_work"}}).status, 200);
    }
    EXPECT_EQ(get(browser, "/tasks/" + id + "/pages/9").status, 403);
    EXPECT_EQ(get(browser, "/tasks/" + last + "/pages/9").status, 422);
}

TEST_F(PrivacyTest, OthersWorkAsTheyDid) {
    for (const auto role : {Role::mailroom_operator, Role::case_worker, Role::manager}) {
        const auto browser = as(role);
        EXPECT_EQ(get(browser, "/tasks").status, 200);
        EXPECT_THAT(get(browser, "/tasks/" + id).body, HasSubstr("id=\"task\""));
    }
    is_private_ = false;
    open_site();
    EXPECT_THAT(get(as(Role::verifier), "/tasks/" + id).body, HasSubstr("id=\"task\""));
}

}  // namespace
}  // namespace indgang::web
