// SPDX-License-Identifier: MPL-2.0
#include "adapters/identity/open_id.h"

#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "tests/adapters/identity/provider_fixture.h"

namespace indgang::identity {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class OpenId : public ProviderTest {};

TEST_F(OpenId, TellsWhoLoggedIn) {
    const auto identity = whole_login("sb1");
    EXPECT_EQ(identity.user, "sb1");
    EXPECT_EQ(identity.name, "Sagbehandler Påfund");
    EXPECT_THAT(identity.roles, ElementsAre("case_worker"));
    EXPECT_THAT(identity.units, IsEmpty());
}

TEST_F(OpenId, LogsInAPersonOfEachRole) {
    std::vector<std::string> roles;
    for (const char* user : {"op1", "ve1", "sb1", "kc1", "le1", "fd1", "ad1", "re1"}) {
        roles.push_back(whole_login(user).roles.at(0));
    }
    EXPECT_THAT(roles, ::testing::ElementsAreArray(role_names()));
}

TEST_F(OpenId, SendsTheBrowserWithAllThatTheStandardWants) {
    const auto begun = provider->begin(redirect_uri);
    EXPECT_THAT(begun.url, ::testing::StartsWith(simulator->issuer() + "/authorize?"));
    const auto query = query_in(begun.url);
    EXPECT_EQ(query.at("response_type"), "code");
    EXPECT_EQ(query.at("client_id"), "indgang");
    EXPECT_EQ(query.at("redirect_uri"), redirect_uri);
    EXPECT_EQ(query.at("scope"), "openid profile");
    EXPECT_EQ(query.at("state"), begun.state);
    EXPECT_EQ(query.at("nonce"), begun.nonce);
    EXPECT_EQ(query.at("code_challenge_method"), "S256");
    EXPECT_THAT(begun.url, Not(HasSubstr(begun.verifier)));
    EXPECT_GE(begun.verifier.size(), 43u);
}

TEST_F(OpenId, BeginsEachLoginWithSecretsOfItsOwn) {
    const auto one = provider->begin(redirect_uri), other = provider->begin(redirect_uri);
    EXPECT_NE(one.state, other.state);
    EXPECT_NE(one.nonce, other.nonce);
    EXPECT_NE(one.verifier, other.verifier);
}

TEST_F(OpenId, BringsTheStateBackForTheCallerToCompare) {
    const auto begun = provider->begin(redirect_uri);
    EXPECT_EQ(log_in(begun.url).at("state"), begun.state);
}

TEST_F(OpenId, RefusesACodeWithTheVerifierOfAnotherLogin) {
    auto begun = provider->begin(redirect_uri);
    const auto code = log_in(begun.url).at("code");
    begun.verifier = provider->begin(redirect_uri).verifier;
    EXPECT_THAT(trouble_of([&] { (void)provider->finish(begun, redirect_uri, code); }),
                HasSubstr("code_refused"));
}

TEST_F(OpenId, RefusesTheTokenOfAnotherLogin) {
    auto begun = provider->begin(redirect_uri);
    const auto code = log_in(begun.url).at("code");
    begun.nonce = provider->begin(redirect_uri).nonce;
    EXPECT_THAT(trouble_of([&] { (void)provider->finish(begun, redirect_uri, code); }),
                AllOf(HasSubstr("token_refused"), HasSubstr("nonce")));
}

TEST_F(OpenId, RefusesACodeThatWasUsed) {
    const auto begun = provider->begin(redirect_uri);
    const auto code = log_in(begun.url).at("code");
    (void)provider->finish(begun, redirect_uri, code);
    EXPECT_THAT(trouble_of([&] { (void)provider->finish(begun, redirect_uri, code); }),
                HasSubstr("code_refused"));
}

TEST_F(OpenId, RefusesACodeForAnotherAddress) {
    const auto begun = provider->begin(redirect_uri);
    const auto code = log_in(begun.url).at("code");
    EXPECT_THAT(
        trouble_of([&] { (void)provider->finish(begun, "http://127.0.0.1:1/other", code); }),
        HasSubstr("code_refused"));
}

TEST_F(OpenId, RefusesWhatIsNoCode) {
    const auto begun = provider->begin(redirect_uri);
    for (const char* code : {"", "x", "a&client_id=b", "\r\nHost: x", "\xFF"}) {
        EXPECT_THAT(trouble_of([&] { (void)provider->finish(begun, redirect_uri, code); }),
                    HasSubstr("code_refused"));
    }
}

TEST_F(OpenId, TellsNeitherCodeNorVerifierWhenItIsRefused) {
    const auto begun = provider->begin(redirect_uri);
    const auto trouble =
        trouble_of([&] { (void)provider->finish(begun, redirect_uri, "CODECODE"); });
    EXPECT_THAT(trouble, Not(HasSubstr("CODECODE")));
    EXPECT_THAT(trouble, Not(HasSubstr(begun.verifier)));
}

TEST_F(OpenId, RefusesAPersonWithoutARole) {
    EXPECT_EQ(refused_for({{"groups", {"cyclists"}}}), "groups");
    EXPECT_EQ(refused_for({{"groups", nullptr}}), "groups");
    EXPECT_EQ(refused_for({{"groups", 7}}), "groups");
}

TEST_F(OpenId, GivesNoRoleForAGroupThatIsOnlyNamedAsOne) {
    settings.roles = {{"desk-people", "operator"}};
    start();
    EXPECT_EQ(refused_for({{"groups", {"administrator"}}}), "groups");
}

TEST_F(OpenId, GivesTheRolesOfSeveralGroups) {
    settings.roles = {{"a", "verifier"}, {"b", "operator"}, {"c", "verifier"}};
    start();
    EXPECT_TRUE(simulator->lie(R"({"claims": {"groups": ["a", "b", "c", 7]}})"));
    EXPECT_THAT(whole_login().roles, ElementsAre("operator", "verifier"));
}

TEST_F(OpenId, FindsRolesInsideOfAClaim) {
    settings.roles_claim = "realm_access.roles";
    start();
    EXPECT_TRUE(simulator->lie(R"({"claims": {"realm_access": {"roles": ["auditor"]}}})"));
    EXPECT_THAT(whole_login().roles, ElementsAre("auditor"));
    EXPECT_EQ(refused_for({{"realm_access", "auditor"}}), "realm_access.roles");
}

TEST_F(OpenId, FindsRolesInAClaimWithFullStopsInItsName) {
    settings.roles_claim = "https://example.dk/roles";
    start();
    EXPECT_TRUE(simulator->lie(R"({"claims": {"https://example.dk/roles": "auditor"}})"));
    EXPECT_THAT(whole_login().roles, ElementsAre("auditor"));
}

TEST_F(OpenId, GivesUnits) {
    settings.units_claim = "units";
    start();
    EXPECT_TRUE(simulator->lie(R"({"claims": {"units": ["syd", "nord", "syd"]}})"));
    EXPECT_THAT(whole_login().units, ElementsAre("nord", "syd"));
}

TEST_F(OpenId, MakesNobodyAMemberOfAllUnitsBecauseSomethingIsMissing) {
    settings.units_claim = "units";
    start();
    EXPECT_EQ(refused_for({{"units", nullptr}}), "units");
    EXPECT_EQ(refused_for({{"units", json::array()}}), "units");
    EXPECT_EQ(refused_for({{"units", {"", " a", "b\n"}}}), "units");
    EXPECT_EQ(refused_for({{"units", {{"nord", true}}}}), "units");
}

TEST_F(OpenId, GivesAllUnitsForTheWordThatMeansAll) {
    settings.units_claim = "units";
    settings.all_units = "*";
    start();
    EXPECT_THAT(whole_login("le1").units, IsEmpty());
    EXPECT_THAT(whole_login("op1").units, ElementsAre("nord"));
}

TEST_F(OpenId, TakesTheUserFromAnotherClaim) {
    settings.user_claim = "preferred_username";
    start();
    EXPECT_TRUE(simulator->lie(R"({"claims": {"preferred_username": "abc@office.dk"}})"));
    EXPECT_EQ(whole_login().user, "abc@office.dk");
}

TEST_F(OpenId, RefusesAUserWithoutAUserId) {
    EXPECT_EQ(refused_for({{"sub", "Opdigtet Person"}}), "sub");
    EXPECT_EQ(refused_for({{"sub", std::string(65, 'a')}}), "sub");
}

TEST_F(OpenId, MakesANameHarmless) {
    EXPECT_TRUE(simulator->lie(R"({"claims": {"name": "a\u001b[2J\nb"}})"));
    EXPECT_EQ(whole_login().name, "a?[2J?b");
    EXPECT_TRUE(simulator->lie(R"({"claims": {"name": ["x"]}})"));
    EXPECT_EQ(whole_login().name, "");
    EXPECT_TRUE(simulator->lie(json{{"claims", {{"name", std::string(300, 'x')}}}}.dump()));
    EXPECT_TRUE(is_name(whole_login().name));
}

TEST_F(OpenId, AsksForKeysAndForWhatTheProviderIsOnceAnHour) {
    const int discoveries = simulator->asked("discovery"), keys = simulator->asked("keys");
    (void)whole_login();
    now += std::chrono::minutes(59);
    (void)whole_login();
    EXPECT_EQ(simulator->asked("discovery") - discoveries, 1);
    EXPECT_EQ(simulator->asked("keys") - keys, 1);
    now += std::chrono::minutes(1);
    (void)whole_login();
    EXPECT_EQ(simulator->asked("discovery") - discoveries, 2);
    EXPECT_EQ(simulator->asked("keys") - keys, 2);
}

TEST_F(OpenId, FollowsTheProviderToNewKeys) {
    (void)whole_login();
    now += std::chrono::minutes(1);
    simulator->make_keys();
    EXPECT_EQ(whole_login().user, "op1");
}

TEST_F(OpenId, AsksForKeysAtMostOnceAMinuteHoweverManyAreMadeUp) {
    (void)whole_login();
    const int before = simulator->asked("keys");
    now += std::chrono::seconds(59);
    EXPECT_EQ(refused_claim(R"({"header": {"kid": "made-up"}})"), "kid");
    EXPECT_EQ(simulator->asked("keys"), before);
    now += std::chrono::seconds(1);
    EXPECT_EQ(refused_claim(R"({"header": {"kid": "made-up"}})"), "kid");
    EXPECT_EQ(refused_claim(R"({"header": {"kid": "made-up-too"}})"), "kid");
    EXPECT_EQ(simulator->asked("keys"), before + 1);
}

TEST_F(OpenId, ForgetsAKeyThatTheProviderWithdrew) {
    (void)whole_login();
    EXPECT_TRUE(simulator->lie(R"({"keys": {"keys": []}})"));
    now += std::chrono::hours(1);
    EXPECT_EQ(refused_claim(R"({"keys": {"keys": []}})"), "kid");
}

TEST_F(OpenId, SaysThatTheProviderDoesNotAnswer) {
    settings.timeout_ms = 200;
    for (const char* fault : {"down", "stall", "cut_off"}) {
        start();
        EXPECT_TRUE(simulator->lie(json{{"fault", fault}}.dump()));
        EXPECT_THAT(trouble_of([&] { (void)provider->begin(redirect_uri); }),
                    HasSubstr("provider_unavailable"))
            << fault;
    }
}

TEST_F(OpenId, SaysThatTheProviderTalksNonsense) {
    EXPECT_TRUE(simulator->lie(R"({"fault": "nonsense"})"));
    EXPECT_THAT(trouble_of([&] { (void)provider->begin(redirect_uri); }),
                HasSubstr("provider_nonsense"));
}

TEST_F(OpenId, SaysSoInTheMiddleOfALoginToo) {
    const auto begun = provider->begin(redirect_uri);
    const auto code = log_in(begun.url).at("code");
    EXPECT_TRUE(simulator->lie(R"({"fault": "down"})"));
    EXPECT_THAT(trouble_of([&] { (void)provider->finish(begun, redirect_uri, code); }),
                HasSubstr("provider_unavailable"));
}

TEST_F(OpenId, TakesNoAnswerWithoutAToken) {
    EXPECT_TRUE(simulator->lie(R"({"answer": {"id_token": null}})"));
    EXPECT_THAT(trouble_of([&] { (void)whole_login(); }), HasSubstr("provider_nonsense"));
}

TEST_F(OpenId, BelievesNoOtherIssuerAtItsAddress) {
    EXPECT_TRUE(simulator->lie(R"({"discovery": {"issuer": "https://elsewhere.example.dk"}})"));
    EXPECT_THAT(trouble_of([&] { (void)provider->begin(redirect_uri); }),
                HasSubstr("provider_nonsense"));
}

TEST_F(OpenId, FollowsTheProviderToNoPlaceThatOthersCanRead) {
    for (const char* name :
         {"authorization_endpoint", "token_endpoint", "jwks_uri", "end_session_endpoint"}) {
        for (const char* url : {"http://login.example.dk/x", "javascript:alert(1)", "/x", "",
                                "https://a b/", "https://u:p@login.example.dk/",
                                "http://127.0.0.1.example.dk/", "https://login.example.dk/#x"}) {
            EXPECT_TRUE(simulator->lie(json{{"discovery", {{name, url}}}}.dump()));
            EXPECT_THAT(trouble_of([&] { (void)provider->begin(redirect_uri); }),
                        HasSubstr("provider_nonsense"))
                << name << " " << url;
        }
    }
}

TEST_F(OpenId, LogsOutAtTheProviderWithoutNamingThePerson) {
    const auto url = provider->logout_url("http://127.0.0.1:8100/");
    ASSERT_TRUE(url);
    EXPECT_THAT(*url, ::testing::StartsWith(simulator->issuer() + "/logout?"));
    EXPECT_EQ(query_in(*url).at("post_logout_redirect_uri"), "http://127.0.0.1:8100/");
    EXPECT_EQ(get(*url).headers.at("location"), "http://127.0.0.1:8100/");
}

TEST_F(OpenId, LogsOutNowhereWhereTheProviderHasNoSuchPlace) {
    EXPECT_TRUE(simulator->lie(R"({"discovery": {"end_session_endpoint": null}})"));
    EXPECT_FALSE(provider->logout_url("http://127.0.0.1:8100/"));
}

TEST_F(OpenId, AddsToAnAddressThatHasAQuery) {
    const json lies = {
        {"discovery", {{"authorization_endpoint", simulator->issuer() + "/authorize?tenant=7"}}}};
    EXPECT_TRUE(simulator->lie(lies.dump()));
    const auto begun = provider->begin(redirect_uri);
    EXPECT_EQ(query_in(begun.url).at("tenant"), "7");
    EXPECT_EQ(query_in(begun.url).at("state"), begun.state);
}

TEST_F(OpenId, TakesNoSettingsThatCannotBe) {
    const auto trouble_with = [&](const std::function<void(ProviderSettings&)>& change) {
        auto changed = settings;
        change(changed);
        const auto trouble = trouble_in(changed);
        const auto told = trouble_of([&] {
            const OpenIdProvider made(
                changed, [] { return now; }, random_ids());
        });
        EXPECT_EQ(trouble.has_value(), told.starts_with("provider_invalid"));
        return trouble.value_or("");
    };
    EXPECT_EQ(trouble_with([](auto&) {}), "");
    EXPECT_THAT(trouble_with([](auto& s) { s.issuer = "http://login.example.dk"; }),
                HasSubstr("issuer"));
    EXPECT_THAT(trouble_with([](auto& s) { s.issuer = "https://login.example.dk/?a=b"; }),
                HasSubstr("issuer"));
    EXPECT_THAT(trouble_with([](auto& s) { s.client_id = ""; }), HasSubstr("client_id"));
    EXPECT_THAT(trouble_with([](auto& s) { s.roles_claim = ""; }), HasSubstr("roles_claim"));
    EXPECT_THAT(trouble_with([](auto& s) { s.user_claim = ""; }), HasSubstr("user_claim"));
    EXPECT_THAT(trouble_with([](auto& s) { s.roles = {}; }), HasSubstr("roles"));
    EXPECT_THAT(trouble_with([](auto& s) { s.roles["x"] = "boss"; }), HasSubstr("boss"));
    EXPECT_THAT(trouble_with([](auto& s) { s.scopes = {"profile"}; }), HasSubstr("openid"));
}

/// A provider that lets in only who has the secret.
class OpenIdSecret : public ::testing::Test {
  protected:
    OpenIdSecret()
        : simulator({.clock = system_clock(), .client_secret = "sæcret & more"}),
          file(std::filesystem::temp_directory_path() /
               ("indgang-secret-" + std::to_string(simulator.port()))) {
        settings = {.issuer = simulator.issuer(),
                    .client_id = "indgang",
                    .client_secret_file = file,
                    .roles = {{"operator", "operator"}},
                    .timeout_ms = 60'000};
    }
    ~OpenIdSecret() override { std::filesystem::remove(file); }
    std::string outcome() const {
        OpenIdProvider provider(settings, system_clock(), random_ids());
        const auto begun = provider.begin(redirect_uri);
        try {
            (void)provider.finish(begun, redirect_uri, "no-such-code");
        } catch (const Error& error) {
            return error.reason();
        }
        return "nothing";
    }
    void write(const std::string& secret) const { std::ofstream(file) << secret; }

    IdentitySimulator simulator;
    std::filesystem::path file;
    ProviderSettings settings;
};

TEST_F(OpenIdSecret, LetsUsIn) {
    write("sæcret & more\r\n");
    EXPECT_EQ(outcome(), "code_refused");
}

TEST_F(OpenIdSecret, IsSentInTheBodyToWhoWantsItThere) {
    write("sæcret & more\n");
    simulator.lie(
        R"({"discovery": {"token_endpoint_auth_methods_supported": ["client_secret_post"]}})");
    EXPECT_EQ(outcome(), "code_refused");
}

TEST_F(OpenIdSecret, ThatIsWrongIsTold) {
    write("another\n");
    EXPECT_EQ(outcome(), "provider_refused");
}

TEST_F(OpenIdSecret, ThatIsMissingIsTold) {
    EXPECT_EQ(outcome(), "provider_refused");
    write("\n");
    EXPECT_EQ(outcome(), "provider_refused");
    EXPECT_EQ(simulator.asked("token"), 0);  // the provider is not asked without it
}

}  // namespace
}  // namespace indgang::identity
