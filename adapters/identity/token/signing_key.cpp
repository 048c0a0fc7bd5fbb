// SPDX-License-Identifier: MPL-2.0
#include "adapters/identity/token/signing_key.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <array>
#include <utility>

#include "adapters/identity/token/base64_url.h"
#include "schemas/error/error.h"
#include "schemas/error/verify.h"

namespace indgang::identity {
namespace {

constexpr unsigned modulus_bits = 2048;
constexpr std::size_t half_bytes = 32;  // of a signature and of a point on P-256

/// A number of the key, as base64url of its bytes: at least `bytes_least`.
std::string number_of(EVP_PKEY* key, const char* name, int bytes_least) {
    BIGNUM* number = nullptr;
    VERIFY(EVP_PKEY_get_bn_param(key, name, &number) == 1);
    const int size = std::max(BN_num_bytes(number), bytes_least);
    std::string bytes(static_cast<std::size_t>(size), '\0');
    BN_bn2binpad(number, reinterpret_cast<unsigned char*>(bytes.data()), size);
    BN_free(number);
    return to_base64_url(bytes);
}

/// R and S of a signature in DER, side by side (RFC 7518, 3.4).
std::string joined_halves(const std::string& der) {
    const auto* at = reinterpret_cast<const unsigned char*>(der.data());
    ECDSA_SIG* signature = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size()));
    VERIFY(signature != nullptr);
    std::array<unsigned char, 2 * half_bytes> bytes{};
    BN_bn2binpad(ECDSA_SIG_get0_r(signature), bytes.data(), half_bytes);
    BN_bn2binpad(ECDSA_SIG_get0_s(signature), bytes.data() + half_bytes, half_bytes);
    ECDSA_SIG_free(signature);
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

SigningKey::SigningKey(SigningKind kind, std::string id)
    : kind_(kind),
      id_(std::move(id)),
      key_(kind == SigningKind::rsa ? EVP_RSA_gen(modulus_bits) : EVP_EC_gen("P-256"),
           EVP_PKEY_free) {
    if (!key_) {
        throw Error(Reason::no_randomness, "identity: OpenSSL makes no key");
    }
}

nlohmann::json SigningKey::public_half() const {
    nlohmann::json half = {{"kid", id_}, {"use", "sig"}, {"alg", algorithm()}};
    switch (kind_) {
        case SigningKind::rsa:
            half["kty"] = "RSA";
            half["n"] = number_of(key_.get(), OSSL_PKEY_PARAM_RSA_N, 1);
            half["e"] = number_of(key_.get(), OSSL_PKEY_PARAM_RSA_E, 1);
            break;
        case SigningKind::ec:
            half["kty"] = "EC";
            half["crv"] = "P-256";
            half["x"] = number_of(key_.get(), OSSL_PKEY_PARAM_EC_PUB_X, half_bytes);
            half["y"] = number_of(key_.get(), OSSL_PKEY_PARAM_EC_PUB_Y, half_bytes);
            break;
    }
    return half;
}

std::string SigningKey::public_pem() const {
    BIO* bio = BIO_new(BIO_s_mem());
    VERIFY(bio != nullptr && PEM_write_bio_PUBKEY(bio, key_.get()) == 1);
    char* bytes = nullptr;
    const long size = BIO_get_mem_data(bio, &bytes);
    std::string pem(bytes, static_cast<std::size_t>(size));
    BIO_free_all(bio);
    return pem;
}

std::string SigningKey::sign(const std::string& text) const {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                          EVP_MD_CTX_free);
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
    std::size_t size = 0;
    VERIFY(EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) == 1 &&
           EVP_DigestSign(context.get(), nullptr, &size, bytes, text.size()) == 1);
    std::string signature(size, '\0');
    VERIFY(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                          bytes, text.size()) == 1);
    signature.resize(size);
    return kind_ == SigningKind::ec ? joined_halves(signature) : signature;
}

std::string hmac_sha256(const std::string& secret, const std::string& text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned size = 0;
    HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
         reinterpret_cast<const unsigned char*>(text.data()), text.size(), bytes.data(), &size);
    return {reinterpret_cast<const char*>(bytes.data()), size};
}

}  // namespace indgang::identity
