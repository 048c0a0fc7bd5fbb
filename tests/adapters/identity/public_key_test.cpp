// SPDX-License-Identifier: MPL-2.0
#include "adapters/identity/token/public_key.h"

#include <gtest/gtest.h>

#include "adapters/identity/token/base64_url.h"
#include "adapters/identity/token/signing_key.h"

namespace indgang::identity {
namespace {

using nlohmann::json;

class PublicKeys : public ::testing::Test {
  protected:
    static std::size_t taken(const json& key) {
        return keys_of({{"keys", json::array({key})}}).size();
    }
    static json with(json key, const json& patch) {
        key.merge_patch(patch);
        return key;
    }
    inline static const SigningKey rsa{SigningKind::rsa, "a"};
    inline static const SigningKey ec{SigningKind::ec, "b"};
};

TEST_F(PublicKeys, HoldForTheirOneAlgorithm) {
    const auto keys = keys_of({{"keys", {rsa.public_half(), ec.public_half()}}});
    ASSERT_EQ(keys.size(), 2u);
    EXPECT_EQ(keys[0].id, "a");
    EXPECT_EQ(keys[0].algorithm, "RS256");
    EXPECT_EQ(keys[1].algorithm, "ES256");
    EXPECT_EQ(keys[0].pem, rsa.public_pem());
    EXPECT_EQ(keys[1].pem, ec.public_pem());
}

TEST_F(PublicKeys, AreKnownByTheirTypeWithoutAnAlgorithm) {
    EXPECT_EQ(taken(with(rsa.public_half(), {{"alg", nullptr}})), 1u);
    EXPECT_EQ(taken(with(ec.public_half(), {{"alg", nullptr}})), 1u);
}

TEST_F(PublicKeys, OfAnotherAlgorithmAreLeftOut) {
    EXPECT_EQ(taken(with(rsa.public_half(), {{"alg", "RS512"}})), 0u);
    EXPECT_EQ(taken(with(rsa.public_half(), {{"alg", "RSA-OAEP"}})), 0u);
    EXPECT_EQ(taken(with(ec.public_half(), {{"alg", "RS256"}})), 0u);
}

TEST_F(PublicKeys, ForAnotherUseAreLeftOut) {
    EXPECT_EQ(taken(with(rsa.public_half(), {{"use", "enc"}})), 0u);
    EXPECT_EQ(taken(with(rsa.public_half(), {{"use", nullptr}})), 1u);
    EXPECT_EQ(taken(with(rsa.public_half(), {{"key_ops", {"encrypt"}}})), 0u);
    EXPECT_EQ(taken(with(rsa.public_half(), {{"key_ops", {"verify"}}})), 1u);
}

TEST_F(PublicKeys, WithoutAnIdAreLeftOut) {
    EXPECT_EQ(taken(with(rsa.public_half(), {{"kid", nullptr}})), 0u);
}

TEST_F(PublicKeys, OfASecretAreLeftOut) {
    EXPECT_EQ(taken({{"kty", "oct"}, {"kid", "a"}, {"k", "AAAA"}, {"alg", "HS256"}}), 0u);
}

TEST_F(PublicKeys, ThatAreTooShortAreLeftOut) {
    const std::string short_modulus = "\xC1" + std::string(126, 'x') + "\x01";  // 1024 bits
    EXPECT_EQ(taken(with(rsa.public_half(), {{"n", to_base64_url(short_modulus)}})), 0u);
}

TEST_F(PublicKeys, ThatWouldTakeAllTimeAreLeftOut) {
    const std::string long_modulus = "\xC1" + std::string(1'024, 'x') + "\x01";
    EXPECT_EQ(taken(with(rsa.public_half(), {{"n", to_base64_url(long_modulus)}})), 0u);
    EXPECT_EQ(taken(with(rsa.public_half(), {{"e", to_base64_url(std::string(9, '\x01'))}})), 0u);
}

TEST_F(PublicKeys, OffTheCurveAreLeftOut) {
    EXPECT_EQ(taken(with(ec.public_half(), {{"x", to_base64_url(std::string(32, '\x01'))}})), 0u);
    EXPECT_EQ(taken(with(ec.public_half(), {{"x", "AA"}})), 0u);
    EXPECT_EQ(taken(with(ec.public_half(), {{"crv", "P-384"}})), 0u);
}

TEST_F(PublicKeys, ThatAreNoKeysAreLeftOut) {
    for (const json& key :
         {json(), json(7), json::object(), json{{"kty", "RSA"}, {"kid", "a"}},
          with(rsa.public_half(), {{"n", "???"}}), with(rsa.public_half(), {{"n", 7}}),
          with(ec.public_half(), {{"x", nullptr}}), with(ec.public_half(), {{"y", "???"}})}) {
        EXPECT_EQ(taken(key), 0u) << key;
    }
    EXPECT_TRUE(keys_of(json::object()).empty());
    EXPECT_TRUE(keys_of({{"keys", 7}}).empty());
}

TEST_F(PublicKeys, AreAHundredAtMost) {
    json many = {{"keys", json::array()}};
    for (std::size_t at = 0; at <= keys_most; ++at) {
        many["keys"].push_back(ec.public_half());
    }
    EXPECT_EQ(keys_of(many).size(), keys_most);
}

TEST_F(PublicKeys, ThatAreGoodStandBesideThoseThatAreNot) {
    EXPECT_EQ(keys_of({{"keys", {json(7), rsa.public_half()}}}).size(), 1u);
}

TEST(Base64Url, IsWrittenWithoutPaddingAndReadStrictly) {
    EXPECT_EQ(to_base64_url("\xFB\xFF"), "-_8");
    EXPECT_EQ(from_base64_url("-_8"), "\xFB\xFF");
    EXPECT_EQ(from_base64_url(""), "");
    for (const char* wrong : {"-_8=", "+/8", "-_9", "A", "AA A", "AAA\n"}) {
        EXPECT_FALSE(from_base64_url(wrong)) << wrong;
    }
}

TEST(Base64Url, IsTheChallengeOfTheStandardsExample) {
    // RFC 7636, appendix B.
    EXPECT_EQ(sha256_base64_url("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
              "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

}  // namespace
}  // namespace indgang::identity
