// SPDX-License-Identifier: MPL-2.0
// Signing in at an organisation's provider, as a browser does it.
#include <gmock/gmock.h>

#include "adapters/http/client.h"
#include "adapters/http/message/request_head.h"
#include "adapters/identity/simulator.h"
#include "tests/pipeline/web/site_fixture.h"

namespace indgang::web {
namespace {

using testing::HasSubstr, testing::Not, testing::StartsWith;

/// A site whose people come from a simulated provider.
class ProviderSite : public SiteTest {
  protected:
    static void SetUpTestSuite() {
        simulator = std::make_unique<identity::IdentitySimulator>(
            identity::IdentitySimulatorSettings{.clock = [] { return now; }});
    }
    static void TearDownTestSuite() { simulator.reset(); }

    ProviderSite() {
        EXPECT_TRUE(simulator->lie("{}"));
        identity::ProviderSettings settings;
        settings.issuer = simulator->issuer();
        settings.client_id = "indgang";
        settings.units_claim = "units";
        settings.all_units = "*";
        for (const auto role : identity::role_names()) {
            settings.roles[std::string(role)] = role;
        }
        provider_ = std::make_unique<identity::OpenIdProvider>(
            settings, [] { return now; }, random_ids());
        open_site();
    }
    static http::Response ask_provider(const std::string& url) {
        const auto host = url.find("//") + 2;
        const auto path = url.find('/', host);
        http::Client client({.base_url = url.substr(0, path)});
        http::Request request;
        request.method = "GET";
        request.path = url.substr(path);
        return client.send(request);
    }
    /// What the provider sends the browser back with, when it is `user` who signs in there.
    static std::map<std::string, std::string> chosen(std::string url, const std::string& user) {
        url.replace(url.find("/authorize"), std::string("/authorize").size(), "/login");
        const auto back = ask_provider(url + "&user=" + user).headers.at("location");
        EXPECT_THAT(back, StartsWith("http://127.0.0.1:8120/login/back?"));
        return http::parse_query(back.substr(back.find('?') + 1)).value();
    }
    http::ServerResponse come_back(const Browser& browser,
                                   const std::map<std::string, std::string>& query) {
        Asked asked{.path = "/login/back"};
        asked.query = query;
        return ask(browser, asked);
    }
    std::string begin(const Browser& browser) {
        const auto answer = get(browser, "/login/provider");
        EXPECT_EQ(answer.status, 303);
        return answer.headers.at("Location");
    }

    inline static std::unique_ptr<identity::IdentitySimulator> simulator;
    inline static UtcTime now{std::chrono::hours(500'000)};
};

TEST_F(ProviderSite, LetsInWhomTheProviderVouchesFor) {
    const auto browser = stranger();
    const auto answer = come_back(browser, chosen(begin(browser), "op1"));
    EXPECT_EQ(answer.status, 303) << answer.body;
    EXPECT_EQ(get(after(answer), "/tasks").status, 200);
    EXPECT_EQ(get(after(answer), "/access").status, 403);
}

TEST_F(ProviderSite, AnAnswerIsGoodOnceAndForItsOwnBrowser) {
    const auto browser = stranger(), other = stranger();
    const auto query = chosen(begin(browser), "op1");
    EXPECT_EQ(come_back(other, query).status, 401);
    EXPECT_EQ(come_back(browser, query).status, 303);
    EXPECT_EQ(come_back(browser, query).status, 401);
}

TEST_F(ProviderSite, AnotherStateIsRefusedAndEndsTheLogin) {
    const auto browser = stranger();
    auto query = chosen(begin(browser), "op1");
    auto forged = query;
    forged["state"] += "x";
    EXPECT_EQ(come_back(browser, forged).status, 401);
    EXPECT_EQ(come_back(browser, query).status, 401);
}

TEST_F(ProviderSite, TheLogNamesTheClaimForWhichATokenIsRefused) {
    EXPECT_TRUE(simulator->lie(R"({"claims":{"aud":"somebody-else"}})"));
    const auto browser = stranger();
    const auto answer = come_back(browser, chosen(begin(browser), "op1"));
    EXPECT_EQ(answer.status, 401);
    EXPECT_EQ(cookie_in(answer), "");
    EXPECT_THAT(said_, HasSubstr("aud"));
    EXPECT_THAT(said_, Not(HasSubstr("somebody-else")));
}

TEST_F(ProviderSite, WithoutAProviderThereIsNoSuchPlace) {
    provider_.reset();
    open_site();
    EXPECT_EQ(get(stranger(), "/login/provider").status, 404);
    EXPECT_THAT(get(stranger(), "/login").body, Not(HasSubstr("/login/provider")));
}

TEST(SignedIn, HasTheFormsOfItsUnitsAndNoOthers) {
    const Units units{{"nord", {"a", "b"}}, {"syd", {"c"}}};
    const auto all = signed_in({"u", "", {"verifier"}, {}}, units);
    ASSERT_TRUE(all);
    EXPECT_FALSE(all->actor.forms);
    const auto some = signed_in({"u", "", {"verifier"}, {"nord", "unknown"}}, units);
    EXPECT_EQ(some->actor.forms, (std::vector<std::string>{"a", "b"}));
    const auto none = signed_in({"u", "", {"verifier"}, {"unknown"}}, units);
    EXPECT_EQ(none->actor.forms, std::vector<std::string>());
}

TEST(SignedIn, WithoutARoleNobodyComesIn) {
    EXPECT_FALSE(signed_in({"u", "", {}, {}}, {}));
    EXPECT_FALSE(signed_in({"u", "", {"king"}, {}}, {}));
}

}  // namespace
}  // namespace indgang::web
