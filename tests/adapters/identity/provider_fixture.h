// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "adapters/http/client.h"
#include "adapters/http/message/request_head.h"
#include "adapters/identity/open_id.h"
#include "adapters/identity/simulator.h"
#include "schemas/error/error.h"

namespace indgang::identity {

inline constexpr auto redirect_uri = "http://127.0.0.1:8100/login/back";

/// One simulated provider for all tests of a suite, which makes its keys once, and a client of it.
class ProviderTest : public ::testing::Test {
  protected:
    static void SetUpTestSuite() {
        simulator = std::make_unique<IdentitySimulator>(
            IdentitySimulatorSettings{.clock = [] { return now; }});
    }
    static void TearDownTestSuite() { simulator.reset(); }

    ProviderTest() {
        now = UtcTime{std::chrono::hours(500'000)};
        EXPECT_TRUE(simulator->lie("{}"));
        settings.issuer = simulator->issuer();
        settings.client_id = "indgang";
        settings.timeout_ms = 60'000;  // of a machine that has other work
        for (const std::string_view role : role_names()) {
            settings.roles[std::string(role)] = role;
        }
        start();
    }
    void start() {
        provider = std::make_unique<OpenIdProvider>(
            settings, [] { return now; }, random_ids());
    }
    /// What a browser gets at a URL of the provider.
    static http::Response get(const std::string& url) {
        const auto host = url.find("//") + 2;
        const auto path = std::min(url.find('/', host), url.size());
        http::Client client({.base_url = url.substr(0, path)});
        http::Request request;
        request.method = "GET";
        request.path = url.substr(path);
        return client.send(request);
    }
    /// The link of a person on the page that a login leads to.
    static std::string choose(const std::string& url, const std::string& user) {
        auto link = url;
        link.replace(link.find("/authorize"), std::string("/authorize").size(), "/login");
        return link + "&user=" + user;
    }
    static std::map<std::string, std::string> query_in(const std::string& url) {
        return http::parse_query(url.substr(url.find('?') + 1)).value();
    }
    /// What the browser comes back with.
    static std::map<std::string, std::string> log_in(const std::string& url,
                                                     const std::string& user = "op1") {
        const auto response = get(choose(url, user));
        EXPECT_EQ(response.status, 302) << response.body;
        return query_in(response.headers.at("location"));
    }
    Identity finish(const OpenIdProvider::Begun& begun, const std::string& user = "op1") {
        return provider->finish(begun, redirect_uri, log_in(begun.url, user).at("code"));
    }
    Identity whole_login(const std::string& user = "op1") {
        return finish(provider->begin(redirect_uri), user);
    }
    static std::string trouble_of(const std::function<void()>& act) {
        try {
            act();
        } catch (const Error& error) {
            return error.reason() + ": " + error.what();
        }
        return "nothing";
    }
    /// The claim that a login is refused for while the provider lies; "": it is not.
    std::string refused_claim(const std::string& lies) {
        EXPECT_TRUE(simulator->lie(lies)) << lies;
        const auto trouble = trouble_of([&] { (void)whole_login(); });
        const std::string begin = "token_refused: identity: the provider's token is refused for ";
        EXPECT_TRUE(trouble == "nothing" || trouble.starts_with(begin)) << trouble;
        if (!trouble.starts_with(begin)) {
            return "";
        }
        return trouble.substr(begin.size(), trouble.find(':', begin.size()) - begin.size());
    }
    /// The same for claims of the token.
    std::string refused_for(const nlohmann::json& claims) {
        return refused_claim(nlohmann::json{{"claims", claims}}.dump());
    }
    static std::int64_t seconds_from_now(std::int64_t seconds) {
        return std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count() + seconds;
    }

    inline static std::unique_ptr<IdentitySimulator> simulator;
    inline static UtcTime now;
    ProviderSettings settings;
    std::unique_ptr<OpenIdProvider> provider;
};

}  // namespace indgang::identity
