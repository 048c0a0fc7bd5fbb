// SPDX-License-Identifier: MPL-2.0
#include "adapters/identity/simulator.h"

#include "tests/adapters/identity/provider_fixture.h"

namespace indgang::identity {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class IdentitySimulatorTest : public ProviderTest {};

TEST_F(IdentitySimulatorTest, ShowsALinkForEachPersonWithoutScript) {
    const auto page = get(provider->begin(redirect_uri).url);
    EXPECT_EQ(page.status, 200);
    EXPECT_THAT(page.headers.at("content-security-policy"), HasSubstr("default-src 'none'"));
    EXPECT_THAT(page.body, Not(HasSubstr("<script")));
    for (const std::string_view role : role_names()) {
        EXPECT_THAT(page.body, HasSubstr("(" + std::string(role) + ")"));
    }
    EXPECT_THAT(page.body, HasSubstr("&amp;user=re1"));
}

TEST_F(IdentitySimulatorTest, TakesABrowserBackToThisMachineAlone) {
    for (const char* elsewhere : {"https://elsewhere.example.dk/", "http://127.0.0.1.example.dk/",
                                  "http://localhost.example.dk:80/", "javascript:alert(1)"}) {
        const auto response = get(choose(provider->begin(elsewhere).url, "op1"));
        EXPECT_EQ(response.status, 400) << elsewhere;
        EXPECT_FALSE(response.headers.contains("location"));
    }
}

TEST_F(IdentitySimulatorTest, WantsPkce) {
    auto url = provider->begin(redirect_uri).url;
    url.replace(url.find("S256"), 4, "plain");
    EXPECT_EQ(get(choose(url, "op1")).status, 400);
}

TEST_F(IdentitySimulatorTest, WritesNothingOfARequestIntoItsPageUnescaped) {
    const auto url = provider->begin(redirect_uri).url + "&x=%22%3E%3Cscript%3E";
    EXPECT_THAT(get(url).body, Not(HasSubstr("<script")));
}

TEST_F(IdentitySimulatorTest, ForgetsACodeAfterAMinute) {
    const auto begun = provider->begin(redirect_uri);
    const auto code = log_in(begun.url).at("code");
    now += std::chrono::seconds(61);
    EXPECT_THAT(trouble_of([&] { (void)provider->finish(begun, redirect_uri, code); }),
                HasSubstr("code_refused"));
}

TEST_F(IdentitySimulatorTest, LiesOnDemandOverHttp) {
    http::Client client({.base_url = simulator->issuer()});
    http::Request request;
    request.path = "/simulator/lies";
    request.body = bytes_of(R"({"fault": "down"})");
    EXPECT_EQ(client.send(request).status, 200);
    EXPECT_EQ(get(simulator->issuer() + "/keys").status, 503);
    EXPECT_EQ(get(simulator->issuer() + "/simulator/counts").status, 200);
    request.body = bytes_of(R"({"fault": "odd"})");
    EXPECT_EQ(client.send(request).status, 400);
    EXPECT_FALSE(simulator->lie("[]"));
    EXPECT_FALSE(simulator->lie("{\"claims\": 7}"));
}

}  // namespace
}  // namespace indgang::identity
