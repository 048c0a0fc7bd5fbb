// SPDX-License-Identifier: MPL-2.0
// What is closed, turned, taken back and left in a browser.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/pipeline/web/site_fixture.h"

namespace indgang::web {
namespace {

using desk::Role;
using testing::HasSubstr, testing::Not;

TEST_F(SiteTest, AnArrivalWithoutAnApplicationIsClosedWithAReason) {
    const auto id = store->receive(arrival_of("letter")).arrival;
    (void)store->claim_arrivals(10);
    store->finish_arrivals({{id, {}}});
    const auto browser = as(Role::mailroom_operator);
    EXPECT_THAT(get(browser, "/arrivals/" + id).body, HasSubstr("data-close-file"));
    EXPECT_THAT(get(as(Role::auditor), "/arrivals/" + id).body, Not(HasSubstr("data-close-file")));
    for (const char* reason : {"", "  "}) {
        const auto refused = send(browser, "POST", "/arrivals/" + id + "/close",
                                  nlohmann::json{{"reason", reason}}.dump());
        EXPECT_EQ(refused.status, 422);
        EXPECT_EQ(nlohmann::json::parse(refused.body)["code"], "reason_missing");
    }
    const auto closed =
        send(browser, "POST", "/arrivals/" + id + "/close", R"({"reason":"not_application"})");
    EXPECT_EQ(nlohmann::json::parse(closed.body)["next"], "/arrivals");
    EXPECT_EQ(store->arrival(id)->state, store::ArrivalState::closed);
    EXPECT_EQ(store->acts(id).back().author.why, "not_application");
    EXPECT_THAT(get(browser, "/arrivals/" + id).body, Not(HasSubstr("data-close-file")));
}

TEST_F(SiteTest, TheMailIsShownPageByPageAndCountedAsAWhole) {
    constexpr int arrivals = 101, on_a_page = 100;
    (void)waiting("first", {"missing_page"});
    for (int number = 1; number < arrivals; ++number) {
        (void)store->receive(arrival_of("letter " + std::to_string(number)));
    }
    const auto browser = as(Role::mailroom_operator);
    const auto rows = [](const std::string& body) {
        int count = 0;
        for (auto at = body.find("<tr data-id="); at != std::string::npos;
             at = body.find("<tr data-id=", at + 1)) {
            ++count;
        }
        return count;
    };
    const auto newest = get(browser, "/arrivals").body;
    EXPECT_EQ(rows(newest), on_a_page);
    EXPECT_THAT(newest, HasSubstr("/arrivals?page=2"));
    EXPECT_THAT(newest, Not(HasSubstr("rel=\"prev\"")));
    const auto oldest = get(browser, "/arrivals?page=2").body;
    EXPECT_EQ(rows(oldest), 1);
    EXPECT_THAT(oldest, HasSubstr("/arrivals?page=1"));
    EXPECT_THAT(oldest, Not(HasSubstr("rel=\"next\"")));
    for (const auto& body : {newest, oldest}) {
        EXPECT_THAT(body, HasSubstr("data-count=\"arrivals\">101<"));
        EXPECT_THAT(body, HasSubstr("data-count=\"waiting\">1<"));
        EXPECT_THAT(body, HasSubstr("again_heading")) << "a page is missing, however old its file";
    }
    EXPECT_EQ(get(browser, "/arrivals?page=x").status, 200);
}

TEST_F(SiteTest, ATaskIsNotClosedWithoutAReason) {
    const auto id = waiting("a", {"low_probability:fornavn"});
    const auto answer =
        send(as(Role::mailroom_operator), "POST", "/tasks/" + id + "/close", R"({"reason":""})");
    EXPECT_EQ(answer.status, 422);
    EXPECT_THAT(answer.body, HasSubstr("hvorfor"));
    EXPECT_EQ(state_of(id), store::ItemState::parked);
}

TEST_F(SiteTest, APageIsTurnedByQuarters) {
    page = true;
    const auto id = waiting("a", {"missing_page"});
    store->finish_arrivals({{store->item(id)->arrival, {}}});
    const auto browser = as(Role::mailroom_operator);
    for (const char* body : {R"({"pages":["1"]})", R"({"pages":["1"],"degrees":45})",
                             R"({"pages":["1"],"degrees":360})", R"({"pages":[],"degrees":90})",
                             R"({"pages":["x"],"degrees":90})"}) {
        EXPECT_EQ(send(browser, "POST", "/tasks/" + id + "/turn", body).status, 422) << body;
    }
    EXPECT_EQ(
        send(browser, "POST", "/tasks/" + id + "/turn", R"({"pages":["1"],"degrees":270})").status,
        200);
    const auto arrival = store->item(id)->arrival;
    EXPECT_EQ(store->turns(arrival), (std::map<int, int>{{1, 3}}));
    EXPECT_EQ(store->acts(id).front().what, "turned");
}

TEST_F(SiteTest, OneGoesBackToWhatOneSettledLast) {
    const auto id = waiting("a", {"low_probability:fornavn"});
    const auto browser = as(Role::verifier);
    EXPECT_EQ(send(browser, "POST", "/tasks/previous", "{}").status, 404) << "nothing yet";
    EXPECT_THAT(get(browser, "/tasks").body, Not(HasSubstr("/tasks/previous")));
    const auto etag = task_in(get(browser, "/tasks/" + id))["etag"].get<std::string>();
    (void)send(browser, "PUT", "/tasks/" + id + "/entries/fornavn",
               R"({"what":"value","value":"Ib"})", etag);
    ASSERT_EQ(send(browser, "POST", "/tasks/" + id + "/finish", "{}").status, 200);
    EXPECT_THAT(get(browser, "/tasks").body, HasSubstr("/tasks/previous"));
    const auto back = send(browser, "POST", "/tasks/previous", "{}");
    EXPECT_EQ(nlohmann::json::parse(back.body)["next"], "/tasks/" + id);
    EXPECT_EQ(task_in(get(browser, "/tasks/" + id))["asks"][0]["key"], "taken_back");
    EXPECT_EQ(post(browser, "/tasks/previous").headers.at("Location"), "/tasks/" + id)
        << "by the button of the list";
    EXPECT_EQ(send(as(Role::verifier), "POST", "/tasks/previous", "{}").status, 404)
        << "it is nobody else's";
}

TEST_F(SiteTest, WhatHasGoneOnIsToldInWords) {
    const auto id = waiting("a", {"low_probability:fornavn"});
    const auto browser = as(Role::verifier);
    const auto etag = task_in(get(browser, "/tasks/" + id))["etag"].get<std::string>();
    (void)send(browser, "PUT", "/tasks/" + id + "/entries/fornavn",
               R"({"what":"value","value":"Ib"})", etag);
    ASSERT_EQ(send(browser, "POST", "/tasks/" + id + "/finish", "{}").status, 200);
    now_ms += std::chrono::milliseconds(desk::rest_length).count();
    auto settled = accepted("k");
    record::SettledRecord decided;
    decided.validated.inquired.record = record::parse_application_record(store->item(id)->record);
    settled.record = record::to_json(decided);
    ASSERT_EQ(store->settle({{claim(id), settled}}), 0);
    const auto back = send(browser, "POST", "/tasks/previous", "{}");
    EXPECT_EQ(nlohmann::json::parse(back.body)["next"], "/tasks/previous");
    const auto page = get(browser, "/tasks/previous");
    EXPECT_EQ(page.status, 200);
    EXPECT_THAT(page.body, HasSubstr("på vej til fagsystemet"));
    EXPECT_THAT(page.body, HasSubstr("<s>Bo</s> → Ib"));
    EXPECT_EQ(store->acts(id).back().what, "looked");
    now_ms += std::chrono::milliseconds(desk::previous_length).count();
    EXPECT_EQ(get(browser, "/tasks/previous").status, 404);
}

TEST_F(SiteTest, APageThatIsLeftLetsOthersHaveTheTask) {
    const auto id = waiting("a", {"low_probability:fornavn"});
    const auto browser = as(Role::verifier), other = as(Role::verifier);
    const auto task = task_in(get(browser, "/tasks/" + id));
    EXPECT_EQ(post(other, "/tasks/next").headers.at("Location"), "/tasks");
    EXPECT_EQ(send(browser, "POST", "/tasks/" + id + "/leave", R"({"until":"soon"})").status, 422);
    EXPECT_EQ(send(browser, "POST", "/tasks/" + id + "/leave",
                   nlohmann::json{{"until", task["held_until"]}}.dump())
                  .status,
              200);
    EXPECT_EQ(post(other, "/tasks/next").headers.at("Location"), "/tasks/" + id);
}

TEST_F(SiteTest, WhoMayApplyForACitizenIsToldWhere) {
    const auto browser = as(Role::contact_centre);
    EXPECT_THAT(get(browser, "/search").body, HasSubstr("href=\"/apply\""));
    const auto page = get(browser, "/apply");
    EXPECT_EQ(page.status, 200);
    EXPECT_THAT(page.body, HasSubstr("borger.dk"));
    EXPECT_THAT(page.body, Not(HasSubstr("<input type=\"text\"")));
    EXPECT_THAT(get(as(Role::case_worker), "/tasks").body, Not(HasSubstr("href=\"/apply\"")));
}

}  // namespace
}  // namespace indgang::web
