// SPDX-License-Identifier: MPL-2.0
#include <gmock/gmock.h>

#include <fstream>

#include <nlohmann/json.hpp>
#include <set>

#include "pipeline/rules/rule.h"
#include "tests/pipeline/web/site_fixture.h"

namespace indgang::web {
namespace {

using desk::Act, desk::Role;
using testing::HasSubstr, testing::Not, testing::StartsWith;

/// A path of the pattern that names something that is there.
std::string path_of(const Route& route, const std::string& application,
                    const std::string& arrival) {
    std::string path(route.pattern);
    const auto put = [&](const std::string& place, const std::string& value) {
        if (const auto at = path.find(place); at != std::string::npos) {
            path.replace(at, place.size(), value);
        }
    };
    put("{id}", path.starts_with("/arrivals") ? arrival : application);
    put("{page}", "1");
    put("{field}", "fornavn");
    put("{key}", "fornavn");
    put("{folder}", "fonts");
    put("{name}", "desk.css");
    return path;
}

TEST_F(SiteTest, EachRouteAnswersEachRoleAsTheTableSays) {
    const auto id = waiting("a", {"low_probability:fornavn"});
    const auto arrival = store->item(id)->arrival;
    for (const auto role : desk::roles()) {
        const auto browser = as(role);
        for (const auto& route : site_->routes()) {
            if (route.is_open || route.pattern == "/logout") {
                continue;
            }
            const auto path = path_of(route, id, arrival);
            const auto answer = route.method == "GET" ? get(browser, path)
                                : route.shape == Shape::json
                                    ? send(browser, std::string(route.method), path, "{}")
                                    : post(browser, path);
            const bool is_refused =
                answer.status == 403 && answer.body.find("not_permitted") != std::string::npos;
            const bool may = !route.act || desk::may(role, *route.act);
            EXPECT_EQ(is_refused, !may) << desk::name_of(role) << " " << route.method << " " << path
                                        << " " << answer.status;
        }
    }
}

TEST_F(SiteTest, NoRouteShowsAnApplicationOfAnotherUnit) {
    const auto id = waiting("a", {"low_probability:fornavn"});
    const auto browser = as(Role::manager, {"pension"});
    for (const auto& route : site_->routes()) {
        const bool names_one = route.pattern.find("{id}") != std::string_view::npos &&
                               !route.pattern.starts_with("/arrivals");
        if (!names_one || (route.method == "GET" && route.pattern == "/cases/{id}")) {
            continue;  // the last asks why, and shows nothing
        }
        const auto path = path_of(route, id, "");
        http::ServerResponse answer;
        if (route.method == "GET") {
            answer = get(browser, path);
        } else if (route.shape == Shape::json) {
            answer = send(browser, std::string(route.method), path,
                          R"({"what":"agree","reason":"x","pages":["1"],"target":"y","others":[],)"
                          R"("degrees":90,"until":"2026-11-22T12:00:00.000Z"})",
                          "\"1-0\"");
        } else {
            answer = post(browser, path, {{"purpose", "case_work"}});
        }
        EXPECT_EQ(answer.status, 403) << route.method << " " << path;
        EXPECT_THAT(answer.body, HasSubstr("of_another_unit")) << path;
    }
    const auto own = as(Role::manager, {"bolig"});
    EXPECT_EQ(get(own, "/tasks/" + id).status, 200);
    EXPECT_THAT(get(own, "/tasks").body, HasSubstr(id));
    EXPECT_THAT(get(browser, "/tasks").body, Not(HasSubstr(id)));
}

TEST_F(SiteTest, NoRouteAnswersAStranger) {
    const auto id = waiting("a", {"low_probability:fornavn"});
    for (const auto& route : site_->routes()) {
        if (route.is_open) {
            continue;
        }
        const auto answer =
            ask({}, {.method = std::string(route.method), .path = path_of(route, id, "x")});
        if (route.shape == Shape::page) {
            EXPECT_EQ(answer.status, 303) << route.pattern;
            EXPECT_EQ(answer.headers.at("Location"), "/login");
        } else {
            EXPECT_EQ(answer.status, 401) << route.pattern;
            EXPECT_THAT(answer.body, HasSubstr("not_signed_in"));
        }
        EXPECT_THAT(answer.body, Not(HasSubstr("Østergård")));
    }
}

TEST_F(SiteTest, WhatIsInNoRouteIsRefused) {
    const auto browser = as(Role::manager);
    EXPECT_EQ(get(browser, "/nowhere").status, 404);
    EXPECT_EQ(get(browser, "/tasks/x/y/z/w").status, 404);
    EXPECT_EQ(get({}, "/assets/..%2f..%2faccounts.toml").status, 404);
    EXPECT_EQ(get({}, "/assets/templates/layout.mustache").status, 404);
    EXPECT_EQ(ask(browser, {.method = "DELETE", .path = "/tasks"}).status, 405);
}

TEST_F(SiteTest, NothingIsChangedByAPageThatIsNotOurs) {
    const auto id = waiting("a", {"low_probability:fornavn"});
    auto browser = as(Role::mailroom_operator);
    const auto etag = task_in(get(browser, "/tasks/" + id))["etag"].get<std::string>();
    const auto path = "/tasks/" + id + "/entries/fornavn";
    auto forged = browser;
    forged.csrf = "";
    EXPECT_EQ(send(forged, "PUT", path, R"({"what":"agree"})", etag).status, 403);
    forged.csrf = browser.csrf + "x";
    EXPECT_EQ(send(forged, "PUT", path, R"({"what":"agree"})", etag).status, 403);
    EXPECT_EQ(post(forged, "/tasks/next").status, 403);
    Asked other{"PUT", path, {{"x-csrf-token", browser.csrf}, {"if-match", etag}}, "{}"};
    other.headers["origin"] = "https://evil.example";
    EXPECT_EQ(ask(browser, other).status, 403);
    other.headers["origin"] = "https://desk.example";
    other.body = R"({"what":"agree"})";
    EXPECT_EQ(ask(browser, other).status, 200);
}

TEST_F(SiteTest, EachPageRunsNothingThatIsNotOurs) {
    const auto browser = as(Role::mailroom_operator);
    for (const char* path : {"/tasks", "/login", "/nowhere", "/search"}) {
        const auto answer = get(browser, path);
        const auto& policy = answer.headers.at("Content-Security-Policy");
        EXPECT_THAT(policy, StartsWith("default-src 'none'; script-src 'self'"));
        EXPECT_THAT(policy, Not(HasSubstr("unsafe")));
        EXPECT_THAT(policy, HasSubstr("frame-ancestors 'none'"));
        EXPECT_EQ(answer.headers.at("X-Content-Type-Options"), "nosniff");
        EXPECT_THAT(answer.body, Not(HasSubstr(" style=")));
        EXPECT_THAT(answer.body, Not(HasSubstr(" onclick=")));
    }
    EXPECT_EQ(get(browser, "/tasks").headers.at("Cache-Control"), "no-store");
}

TEST_F(SiteTest, AnAnswerIsKeptAndTheLastOneLetsItGo) {
    const auto id = waiting("a", {"low_probability:fornavn", "low_probability:efternavn"});
    const auto browser = as(Role::verifier);
    const auto next = post(browser, "/tasks/next");
    EXPECT_EQ(next.headers.at("Location"), "/tasks/" + id);
    const auto task = task_in(get(browser, "/tasks/" + id));
    ASSERT_EQ(task["asks"].size(), 2U);
    EXPECT_EQ(task["asks"][0]["value"], "Bo");
    EXPECT_EQ(task["left"], 1);
    const auto first = send(browser, "PUT", "/tasks/" + id + "/entries/fornavn",
                            R"({"what":"value","value":"Ib"})", task["etag"]);
    ASSERT_EQ(first.status, 200) << first.body;
    const auto said = nlohmann::json::parse(first.body);
    EXPECT_EQ(said["left"], 1);
    EXPECT_EQ(said["meaning"], "Ib");
    EXPECT_EQ(send(browser, "POST", "/tasks/" + id + "/finish", "{}").status, 422);
    EXPECT_EQ(send(browser, "PUT", "/tasks/" + id + "/entries/efternavn", R"({"what":"agree"})",
                   said["etag"])
                  .status,
              200);
    const auto done = send(browser, "POST", "/tasks/" + id + "/finish", "{}");
    EXPECT_EQ(nlohmann::json::parse(done.body)["next"], "/tasks");
    EXPECT_EQ(store->item(id)->state, store::ItemState::recorded);
}

TEST_F(SiteTest, WhoDidNotSeeAnAnswerGetsBothVersions) {
    const auto id = waiting("a", {"low_probability:fornavn"});
    const auto one = as(Role::verifier), other = as(Role::case_worker);
    const auto etag = task_in(get(one, "/tasks/" + id))["etag"].get<std::string>();
    const auto path = "/tasks/" + id + "/entries/fornavn";
    EXPECT_EQ(ask(other, {.path = "/tasks/" + id}).status, 200);
    EXPECT_EQ(send(other, "PUT", path, R"({"what":"agree"})", etag).status, 409);
    ASSERT_EQ(send(one, "PUT", path, R"({"what":"value","value":"Ib"})", etag).status, 200);
    const auto answer = send(other, "PUT", path, R"({"what":"value","value":"Ole"})", etag);
    EXPECT_EQ(answer.status, 412);
    const auto problem = nlohmann::json::parse(answer.body);
    EXPECT_EQ(problem["current"]["value"], "Ib");
    EXPECT_EQ(problem["code"], "changed_meanwhile");
    EXPECT_THAT(problem["detail"].get<std::string>(), HasSubstr("besvaret"));
}

TEST_F(SiteTest, WhoEntersASecondTimeSeesNothingOfTheFirst) {
    entered_twice_ = {{"boligstoette", {"efternavn"}}};
    open_site();
    const auto id = waiting("a", {"low_probability:efternavn"});
    const auto one = as(Role::verifier), other = as(Role::verifier);
    const auto first = task_in(get(one, "/tasks/" + id));
    EXPECT_EQ(first["asks"][0]["turn"], "first");
    const auto read = first["asks"][0]["value"].get<std::string>();
    ASSERT_NE(read, "");
    const auto path = "/tasks/" + id + "/entries/efternavn";
    ASSERT_EQ(
        send(one, "PUT", path, R"({"what":"value","value":"Hemmelig"})", first["etag"]).status,
        200);
    EXPECT_EQ(send(one, "POST", "/tasks/" + id + "/finish", "{}").status, 200);
    EXPECT_EQ(store->item(id)->state, store::ItemState::parked);
    const auto page = get(other, "/tasks/" + id);
    EXPECT_THAT(page.body, Not(HasSubstr("Hemmelig")));
    EXPECT_THAT(page.body, Not(HasSubstr(read)));
    const auto second = task_in(page);
    EXPECT_EQ(second["asks"][0]["turn"], "second");
    EXPECT_EQ(second["asks"][0]["must_type"], true);
}

TEST_F(SiteTest, WhatOthersWroteRunsNowhere) {
    const std::string evil = "</script><script>alert(1)</script><img src=x onerror=alert(1)>";
    const auto id = waiting("a", {"low_probability:fornavn"});
    const auto browser = as(Role::case_worker);
    const auto task = task_in(get(browser, "/tasks/" + id));
    const auto said =
        send(browser, "PUT", "/tasks/" + id + "/entries/email",
             nlohmann::json{{"what", "value"}, {"value", "a@b.dk"}}.dump(), task["etag"]);
    ASSERT_EQ(said.status, 200);
    store->assign(id, evil, {"boss", "manager", evil});
    store->looked(std::vector{id}, evil, {evil, evil, evil});
    const auto found =
        post(browser, "/search", {{"query", evil}, {"purpose", evil}, {"why", evil}});
    const auto opened = post(browser, "/cases/" + id, {{"purpose", evil}});
    for (const auto& page :
         {get(browser, "/tasks"), get(browser, "/tasks/" + id), found, opened,
          get(browser, "/arrivals"), get(browser, "/arrivals/" + store->item(id)->arrival)}) {
        EXPECT_EQ(page.status, 200);
        EXPECT_THAT(page.body, Not(HasSubstr("<script>alert")));
        EXPECT_THAT(page.body, Not(HasSubstr("<img src=x")));
    }
    EXPECT_THAT(opened.body, HasSubstr("&lt;script&gt;"));
}

TEST_F(SiteTest, WhoLooksForAPersonSaysWhy) {
    const auto id = waiting("a", {"low_probability:fornavn"});
    const auto browser = as(Role::contact_centre);
    const auto asked = post(browser, "/search", {{"query", "Østergård"}});
    EXPECT_THAT(asked.body, Not(HasSubstr(id)));
    EXPECT_TRUE(store->acts(id).empty());
    const auto found =
        post(browser, "/search", {{"query", "Østergård"}, {"purpose", "call"}, {"why", "ringer"}});
    EXPECT_THAT(found.body, HasSubstr(id));
    ASSERT_EQ(store->acts(id).size(), 1U);
    EXPECT_EQ(store->acts(id).front().author.why, "call: ringer");
    EXPECT_EQ(post(browser, "/cases/" + id).status, 403);
    EXPECT_EQ(post(browser, "/cases/" + id, {{"purpose", "call"}}).status, 200);
    EXPECT_EQ(store->acts(id).back().what, "looked");
}

TEST_F(SiteTest, NothingPersonalStandsInTitlesAndAddresses) {
    const auto id = waiting("a", {"low_probability:fornavn"});
    const auto browser = as(Role::case_worker);
    for (const auto& page :
         {get(browser, "/tasks/" + id), post(browser, "/cases/" + id, {{"purpose", "case_work"}}),
          post(browser, "/search", {{"query", "Østergård"}, {"purpose", "case_work"}})}) {
        const auto title = text_between(page.body, "<title>", '<');
        EXPECT_NE(title, "");
        EXPECT_THAT(title, Not(HasSubstr("Østergård")));
        EXPECT_THAT(page.body, Not(HasSubstr("href=\"/search?")));
    }
}

TEST_F(SiteTest, WhoLookedAtAPersonIsToldToWhoAudits) {
    const auto id = waiting("a", {"low_probability:fornavn"});
    (void)get(as(Role::case_worker), "/tasks/" + id);
    const auto record = sample();
    const auto cpr = record.value("ansoeger_cpr")->canonical();
    const auto browser = as(Role::auditor);
    const auto page = post(browser, "/access", {{"query", cpr}, {"purpose", "access_request"}});
    EXPECT_EQ(page.status, 200);
    EXPECT_THAT(page.body, HasSubstr("case_worker1"));
    const auto file =
        post(browser, "/access/file", {{"query", cpr}, {"purpose", "access_request"}});
    const auto all = nlohmann::json::parse(file.body);
    ASSERT_GE(all.size(), 2U);
    EXPECT_EQ(all[0]["what"], "looked");
    EXPECT_THAT(file.body, Not(HasSubstr(cpr)));
}

TEST_F(SiteTest, TheWordsOfBothLanguagesAreTheSame) {
    const auto danish = pages_->words("da").json(), english = pages_->words("en").json();
    for (const auto& [table, words] : danish.items()) {
        for (const auto& [key, word] : words.items()) {
            EXPECT_TRUE(english.contains(table) && english[table].contains(key))
                << table << "." << key;
        }
    }
    EXPECT_EQ(danish.size(), english.size());
}

/// The codes of a table of a page of docs: "| `a`, `b` (why) | ...".
std::set<std::string> codes_in(const std::string& page, const std::string& after) {
    std::ifstream in(std::string(INDGANG_SOURCE_DIR) + "/docs/formats/" + page);
    std::set<std::string> codes;
    std::string line;
    bool is_there = false;
    while (std::getline(in, line)) {
        is_there |= line.starts_with(after);
        if (is_there && line.starts_with("## ")) {
            break;
        }
        if (!is_there || !line.starts_with("| `")) {
            continue;
        }
        const auto cell = line.substr(1, line.find('|', 1) - 1);
        for (auto at = cell.find('`'); at != std::string::npos; at = cell.find('`', at + 1)) {
            const auto end = cell.find('`', at + 1);
            codes.insert(cell.substr(at + 1, end - at - 1));
            at = end;
        }
    }
    return codes;
}

TEST_F(SiteTest, WhyAnApplicationWaitsIsSaidInWords) {
    auto codes = codes_in("record.md", "Findings about the pages");
    EXPECT_GT(codes.size(), 15U);
    for (const char* doubt : {"writing_beside",
                              "writing_unread",
                              "line_through",
                              "show_through",
                              "faint_ink",
                              "print_hidden",
                              "misplaced",
                              "decimal_mark",
                              "lone_character",
                              "low_probability",
                              "struck_out",
                              "two_marks",
                              "unclear_mark",
                              "gap_in_comb",
                              "unclear_signature",
                              "unread_text",
                              "not_readable",
                              "page_missing",
                              "conflicting_elements",
                              "displaced"}) {
        codes.insert(doubt);
    }
    const auto add = [&](const auto& all) {
        for (const auto& each : all) {
            for (const auto& finding : each.findings) {
                codes.insert(std::string(finding.code));
            }
        }
    };
    add(rules::rules());
    add(rules::checks());
    for (const auto& code : codes) {
        EXPECT_TRUE(pages_->words("da").find("reason." + code)) << code;
    }
}

TEST_F(SiteTest, CountersAreOneEventForEachLook) {
    (void)waiting("a", {"low_probability:fornavn"});
    const auto answer = get(as(Role::verifier), "/live");
    EXPECT_THAT(answer.content_type, StartsWith("text/event-stream"));
    EXPECT_THAT(answer.body, StartsWith("retry: "));
    EXPECT_THAT(answer.body, HasSubstr("\"waiting\":1"));
}

// The list counts what a person holds among his own; a counter that did not would change it back.
TEST_F(SiteTest, TheCounterOfOnesOwnIsThatOfTheList) {
    const auto id = waiting("a", {"low_probability:fornavn"});
    const auto visitor = as(Role::verifier);
    EXPECT_THAT(get(visitor, "/live").body, HasSubstr("\"mine\":0"));
    (void)get(visitor, "/tasks/" + id);
    EXPECT_THAT(get(visitor, "/live").body, HasSubstr("\"mine\":1"));
    EXPECT_THAT(get(visitor, "/tasks").body, HasSubstr("data-count=\"mine\">1<"));
}

}  // namespace
}  // namespace indgang::web
