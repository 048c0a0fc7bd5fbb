// SPDX-License-Identifier: MPL-2.0
#include "pipeline/web/snippet_pages.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/pipeline/web/site_fixture.h"

namespace indgang::web {
namespace {

using desk::Role;
using testing::HasSubstr, testing::Not, testing::StartsWith;

class SnippetPagesTest : public SiteTest {
  protected:
    std::string next(const Browser& browser) {
        return post(browser, "/snippets/next").headers.at("Location");
    }
    nlohmann::json said(const Browser& browser, const std::string& path,
                        const std::string& body = R"({"what":"agree","value":""})") {
        const auto answer = send(browser, "PUT", path + "/answer", body);
        EXPECT_EQ(answer.status, 200) << answer.body;
        return nlohmann::json::parse(answer.body);
    }
};

TEST_F(SnippetPagesTest, AFieldIsShownAndNothingElseOfItsApplication) {
    const auto id = on_paper("a", {{doubted_telephone()}});
    const auto browser = as(Role::verifier);
    const auto path = next(browser);
    EXPECT_THAT(path, StartsWith("/snippets/token"));
    const auto page = get(browser, path);
    for (const auto& told : {id, store->item(id)->arrival, std::string("Østergård"),
                             std::string("x.xml"), std::string("Bo\"")}) {
        EXPECT_THAT(page.body, Not(HasSubstr(told)));
    }
    const auto ask = json_in(page, "snippet")["ask"];
    EXPECT_EQ(ask["value"], "62210412");
    EXPECT_EQ(ask["weak"], (std::vector<int>{3, 6}));
    EXPECT_EQ(ask["snippet"], path + "/picture");
    EXPECT_EQ(ask["page"], -1);
    EXPECT_TRUE(ask["register"].is_null());
}

TEST_F(SnippetPagesTest, AnAnswerGoesOnToTheNext) {
    const auto ids = batch("a", {{{doubted_cpr()}}, {{doubted_cpr()}}});
    const auto browser = as(Role::verifier);
    const auto second = said(browser, next(browser))["next"].get<std::string>();
    EXPECT_THAT(second, StartsWith("/snippets/token"));
    EXPECT_EQ(said(browser, second, R"({"what":"value","value":"6101751234"})")["next"],
              "/snippets?none=yes");
    for (const auto& id : ids) {
        EXPECT_EQ(store->item(id)->state, store::ItemState::recorded);
    }
}

TEST_F(SnippetPagesTest, WhatSomebodyElseTookOrAnsweredIsAConflict) {
    const auto id = on_paper("a", {{doubted_cpr()}});
    const auto one = as(Role::verifier), other = as(Role::case_worker);
    const auto path = next(one);
    const auto task =
        task_in(ask(other, {.path = "/tasks/" + id, .query = {{"take_over", "yes"}}}));
    EXPECT_EQ(send(one, "PUT", path + "/answer", R"({"what":"agree","value":""})").status, 409);
    EXPECT_EQ(send(one, "POST", path + "/lease", "{}").status, 409);
    EXPECT_EQ(send(other, "PUT", "/tasks/" + id + "/entries/ansoeger_cpr",
                   R"({"what":"value","value":"6101751234"})", task["etag"])
                  .status,
              200);
    EXPECT_EQ(send(one, "PUT", path + "/answer", R"({"what":"agree","value":""})").status, 412);
    EXPECT_EQ(get(one, path).status, 412);
    EXPECT_EQ(get(other, path).status, 404);
}

TEST_F(SnippetPagesTest, TheWholeFormIsRefusedWithoutAReason) {
    const auto id = on_paper("a", {{doubted_cpr()}});
    const auto browser = as(Role::verifier);
    const auto path = next(browser);
    EXPECT_THAT(get(browser, path + "/form").body, HasSubstr("name=\"purpose\""));
    EXPECT_EQ(get(browser, path + "/pages/0").status, 403);
    EXPECT_EQ(post(browser, path + "/form").status, 403);
    EXPECT_EQ(store->acts(id).size(), 1U) << "the snippet alone was seen";
    EXPECT_EQ(post(browser, path + "/form", {{"purpose", "case_work"}}).status, 303);
    EXPECT_EQ(store->acts(id).back().what, "looked");
    EXPECT_EQ(store->acts(id).back().author.why, "case_work");
    EXPECT_THAT(get(browser, path + "/form").body, HasSubstr(path + "/pages/0"));
    EXPECT_NE(get(browser, path + "/pages/0").status, 403);
}

TEST_F(SnippetPagesTest, AKnownFieldIsNotToldFromADoubtfulOne) {
    const auto put = [](std::string& text, const std::string& from, const std::string& to) {
        for (auto at = text.find(from); at != std::string::npos; at = text.find(from)) {
            text.replace(at, from.size(), to);
        }
    };
    // What a browser gets of it, with what differs from any question to the next put alike.
    const auto all_of = [&](const Browser& browser, const std::string& path) {
        std::string all;
        for (const auto& answer :
             {get(browser, path), get(browser, path + "/form"),
              send(browser, "POST", path + "/lease", "{}"), get(browser, path + "/pages/0"),
              send(browser, "PUT", path + "/answer", R"({"what":"value","value":"31"})"),
              send(browser, "PUT", path + "/answer", R"({"what":"pass","value":""})"),
              send(browser, "PUT", path + "/answer", R"({"what":"agree","value":""})"),
              send(browser, "PUT", path + "/answer", R"({"what":"agree","value":""})"),
              send(browser, "POST", path + "/lease", "{}"),
              send(browser, "POST", path + "/skip", "{}"), get(browser, path)}) {
            all += std::to_string(answer.status) + answer.body + "\n";
        }
        put(all, path, "PATH");
        put(all, path.substr(path.rfind('/') + 1), "TOKEN");
        put(all, browser.csrf, "CSRF");
        return all;
    };
    const auto before = as(Role::verifier);
    (void)on_paper("doubtful", {{doubted_cpr()}});
    const auto doubtful = all_of(before, next(before));
    (void)case_of("known", {doubted_cpr()}, {"ansoeger_cpr"});
    seeded_share_ = 1;
    open_site();
    const auto after = sign_in("verifier1");
    EXPECT_EQ(all_of(after, next(after)), doubtful);
    EXPECT_THAT(doubtful, HasSubstr("6101551234"));
}

TEST_F(SnippetPagesTest, OwnErrorsAreForOnesOwnEyes) {
    seeded_share_ = 1;
    open_site();
    const auto id = case_of("a", {doubted_cpr()}, {"ansoeger_cpr"});
    const auto one = as(Role::verifier), boss = as(Role::manager);
    EXPECT_THAT(get(one, "/figures").body, Not(HasSubstr("Heraf forkerte")));
    (void)said(one, next(one), R"({"what":"value","value":"6101751234"})");
    EXPECT_THAT(get(one, "/figures").body, HasSubstr("Heraf forkerte"));
    EXPECT_THAT(get(boss, "/figures").body, Not(HasSubstr("Heraf forkerte")));
    EXPECT_EQ(store->item(id)->state, store::ItemState::delivered);
    for (int i = 0; i < 2; ++i) {
        const auto more = as(Role::verifier);
        (void)said(more, next(more));
    }
    EXPECT_THAT(get(boss, "/figures").body, HasSubstr("Heraf forkerte"));
}

class GroupPagesTest : public SiteTest {
  protected:
    std::string next(const Browser& browser, const std::string& id) {
        return post(browser, "/groups/next", {{"batch", store->item(id)->arrival}})
            .headers.at("Location");
    }
};

TEST_F(GroupPagesTest, AGridNamesNobody) {
    const auto ids = batch("a", {{{doubted_cpr()}}, {{doubted_telephone()}}});
    const auto browser = as(Role::verifier);
    const auto list = get(browser, "/groups");
    EXPECT_THAT(list.body, Not(HasSubstr("x.xml")));
    const auto page = get(browser, next(browser, ids[0]));
    EXPECT_THAT(page.body, Not(HasSubstr(ids[0])));
    EXPECT_THAT(page.body, Not(HasSubstr("Østergård")));
    EXPECT_THAT(page.body, Not(HasSubstr("6101551234")));
    const auto group = json_in(page, "group");
    EXPECT_EQ(group["text"], "1");
    EXPECT_EQ(group["cells"].size(), 2U);
    EXPECT_EQ(group["left"], 3);
    EXPECT_EQ(group["cells"][0]["sure"], 97);
}

TEST_F(GroupPagesTest, AScreenIsConfirmedAndTheNextFollows) {
    const auto id = on_paper("a", {{doubted_telephone(), doubted_cpr()}});
    const auto browser = as(Role::verifier);
    const auto path = next(browser, id);
    const auto answer =
        send(browser, "POST", path + "/answers",
             R"({"answers":[{"cell":0,"what":"other","text":"7"},{"cell":1,"what":"right"}]})");
    ASSERT_EQ(answer.status, 200) << answer.body;
    const auto said = nlohmann::json::parse(answer.body);
    EXPECT_TRUE(said["left"].empty());
    EXPECT_THAT(said["next"].get<std::string>(), StartsWith("/groups/token"));
    const auto last = send(browser, "POST", said["next"].get<std::string>() + "/answers",
                           R"({"answers":[{"cell":0,"what":"right","text":""}]})");
    EXPECT_EQ(nlohmann::json::parse(last.body)["next"], "/groups?none=yes");
    EXPECT_EQ(store->item(id)->state, store::ItemState::recorded);
    EXPECT_EQ(next(browser, id), "/groups?none=yes");
}

TEST_F(GroupPagesTest, WhatIsNoAnswerIsRefused) {
    const auto id = on_paper("a", {{doubted_cpr()}});
    const auto browser = as(Role::verifier);
    const auto path = next(browser, id) + "/answers";
    for (const char* body :
         {"{}", R"({"answers":7})", R"({"answers":[7]})", R"({"answers":[{"cell":0}]})",
          R"({"answers":[{"cell":-1,"what":"right"}]})",
          R"({"answers":[{"cell":9,"what":"right"}]})",
          R"({"answers":[{"cell":0,"what":"perhaps"}]})"}) {
        EXPECT_EQ(send(browser, "POST", path, body).status, 422) << body;
    }
    for (const char* picture : {"cells/9", "cells/x", "contexts/9", "contexts/1x"}) {
        EXPECT_EQ(get(browser, next(browser, id) + "/" + picture).status, 422) << picture;
    }
    EXPECT_TRUE(store::desk_book_of(*store).entries(id).empty());
}

TEST_F(GroupPagesTest, TheContextIsALook) {
    const auto id = on_paper("a", {{doubted_cpr()}});
    const auto browser = as(Role::verifier);
    (void)get(browser, next(browser, id) + "/contexts/0");
    EXPECT_EQ(store->acts(id).back().what, "looked");
}

}  // namespace
}  // namespace indgang::web
