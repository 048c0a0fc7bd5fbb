// SPDX-License-Identifier: MPL-2.0
// What a token must say. Each test is of one check that keeps a forged, stolen or old token out.
#include "tests/adapters/identity/provider_fixture.h"

namespace indgang::identity {
namespace {

using nlohmann::json;

class TokenClaims : public ProviderTest {};

TEST_F(TokenClaims, HoldAsTheProviderMakesThem) {
    EXPECT_EQ(refused_claim("{}"), "");
}

TEST_F(TokenClaims, HoldWithAnEllipticKey) {
    for (int time = 0; time < 5; ++time) {
        EXPECT_EQ(refused_claim(R"({"signed": "ec"})"), "");
    }
}

TEST_F(TokenClaims, RefuseAnotherIssuer) {
    EXPECT_EQ(refused_for({{"iss", "https://elsewhere.example.dk"}}), "iss");
}

TEST_F(TokenClaims, RefuseAnIssuerThatOnlyBeginsAsOurs) {
    EXPECT_EQ(refused_for({{"iss", simulator->issuer() + "/"}}), "iss");
}

TEST_F(TokenClaims, RefuseATokenWithoutIssuer) {
    EXPECT_EQ(refused_for({{"iss", nullptr}}), "iss");
}

TEST_F(TokenClaims, RefuseAnotherAudience) {
    EXPECT_EQ(refused_for({{"aud", "another"}}), "aud");
    EXPECT_EQ(refused_for({{"aud", json::array({"another"})}}), "aud");
}

TEST_F(TokenClaims, RefuseATokenWithoutAudience) {
    EXPECT_EQ(refused_for({{"aud", nullptr}}), "aud");
    EXPECT_EQ(refused_for({{"aud", json::array()}}), "aud");
}

TEST_F(TokenClaims, TakeOneAudienceInAList) {
    EXPECT_EQ(refused_for({{"aud", json::array({"indgang"})}}), "");
}

TEST_F(TokenClaims, RefuseSeveralAudiencesThatDoNotSayForWhomItIs) {
    EXPECT_EQ(refused_for({{"aud", {"indgang", "another"}}}), "azp");
}

TEST_F(TokenClaims, TakeSeveralAudiencesThatSayItIsForUs) {
    EXPECT_EQ(refused_for({{"aud", {"indgang", "another"}}, {"azp", "indgang"}}), "");
}

TEST_F(TokenClaims, RefuseATokenThatWasIssuedToAnother) {
    EXPECT_EQ(refused_for({{"azp", "another"}}), "azp");
}

TEST_F(TokenClaims, RefuseAnExpiredToken) {
    EXPECT_EQ(refused_for({{"exp", seconds_from_now(-60)}}), "exp");
}

TEST_F(TokenClaims, AllowForAMinuteOfAnotherClockAtTheEnd) {
    EXPECT_EQ(refused_for({{"exp", seconds_from_now(-59)}}), "");
}

TEST_F(TokenClaims, RefuseATokenThatNeverExpires) {
    EXPECT_EQ(refused_for({{"exp", nullptr}}), "exp");
}

TEST_F(TokenClaims, RefuseAnEndThatIsNoMoment) {
    EXPECT_EQ(refused_for({{"exp", "never"}}), "exp");
}

TEST_F(TokenClaims, RefuseATokenOfTheFuture) {
    EXPECT_EQ(refused_for({{"iat", seconds_from_now(61)}}), "iat");
}

TEST_F(TokenClaims, AllowForAMinuteOfAnotherClockAtTheBeginning) {
    EXPECT_EQ(refused_for({{"iat", seconds_from_now(60)}}), "");
    EXPECT_EQ(refused_for({{"nbf", seconds_from_now(60)}}), "");
}

TEST_F(TokenClaims, RefuseATokenThatDoesNotSayWhenItWasIssued) {
    EXPECT_EQ(refused_for({{"iat", nullptr}}), "iat");
}

TEST_F(TokenClaims, RefuseATokenThatDoesNotHoldYet) {
    EXPECT_EQ(refused_for({{"nbf", seconds_from_now(61)}}), "nbf");
}

TEST_F(TokenClaims, RefuseATokenOfAnotherLogin) {
    EXPECT_EQ(refused_for({{"nonce", "anothers"}}), "nonce");
}

TEST_F(TokenClaims, RefuseATokenOfNoLogin) {
    EXPECT_EQ(refused_for({{"nonce", nullptr}}), "nonce");
}

TEST_F(TokenClaims, RefuseATokenOfNobody) {
    EXPECT_EQ(refused_for({{"sub", nullptr}}), "sub");
    EXPECT_EQ(refused_for({{"sub", 7}}), "sub");
    settings.user_claim = "preferred_username";
    start();
    EXPECT_EQ(refused_for({{"sub", ""}, {"preferred_username", "op1"}}), "sub");
}

TEST_F(TokenClaims, RefuseATokenThatNobodySigned) {
    EXPECT_EQ(refused_claim(R"({"signed": "none"})"), "alg");
}

TEST_F(TokenClaims, RefuseOneThatIsSignedWithThePublicKeyAsASecret) {
    EXPECT_EQ(refused_claim(R"({"signed": "secret"})"), "alg");
}

TEST_F(TokenClaims, RefuseAnAlgorithmThatIsNotThatOfTheKey) {
    EXPECT_EQ(refused_claim(R"({"header": {"alg": "ES256"}})"), "alg");
    EXPECT_EQ(refused_claim(R"({"signed": "ec", "header": {"alg": "RS256"}})"), "alg");
}

TEST_F(TokenClaims, RefuseAnAlgorithmThatIsNotTaken) {
    EXPECT_EQ(refused_claim(R"({"header": {"alg": "RS512"}})"), "alg");
    EXPECT_EQ(refused_claim(R"({"header": {"alg": null}})"), "alg");
}

TEST_F(TokenClaims, AskForNoKeyOfAnAlgorithmThatIsNotTaken) {
    const int before = simulator->asked("keys");
    EXPECT_EQ(refused_claim(R"({"header": {"alg": "none", "kid": "another"}})"), "alg");
    EXPECT_EQ(simulator->asked("keys"), before);
}

TEST_F(TokenClaims, RefuseTheKeyOfAnotherUnderOurProvidersName) {
    EXPECT_EQ(refused_claim(R"({"signed": "foreign"})"), "signature");
}

TEST_F(TokenClaims, RefuseADamagedSignature) {
    EXPECT_EQ(refused_claim(R"({"signed": "damaged"})"), "signature");
}

TEST_F(TokenClaims, RefuseAnUnknownKey) {
    EXPECT_EQ(refused_claim(R"({"header": {"kid": "another"}})"), "kid");
}

TEST_F(TokenClaims, RefuseATokenThatNamesNoKey) {
    EXPECT_EQ(refused_claim(R"({"header": {"kid": null}})"), "kid");
}

TEST_F(TokenClaims, RefuseATokenThatAsksForWhatWeDoNotUnderstand) {
    EXPECT_EQ(refused_claim(R"({"header": {"crit": ["b64"], "b64": false}})"), "crit");
}

TEST_F(TokenClaims, RefuseWhatIsNoToken) {
    for (const char* token : {"", "..", "a.b", "a.b.c", "a.b.c.d", "e30.e30.", "W10.e30.AA"}) {
        const json lies = {{"answer", {{"id_token", token}}}};
        EXPECT_NE(refused_claim(lies.dump()), "") << token;
    }
}

TEST_F(TokenClaims, AreNotToldWithTheirValues) {
    EXPECT_TRUE(simulator->lie(R"({"claims": {"iss": "SECRET", "nonce": "SECRET"}})"));
    EXPECT_THAT(trouble_of([&] { (void)whole_login(); }),
                ::testing::Not(::testing::HasSubstr("SECRET")));
}

}  // namespace
}  // namespace indgang::identity
