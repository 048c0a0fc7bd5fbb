// SPDX-License-Identifier: MPL-2.0
#include "adapters/identity/token/public_key.h"

#include <Poco/Crypto/ECKey.h>
#include <Poco/Crypto/RSAKey.h>
#include <Poco/Exception.h>
#include <Poco/JWT/Signer.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>

#include <memory>
#include <optional>
#include <sstream>

#include "adapters/identity/token/base64_url.h"

namespace indgang::identity {
namespace {

using nlohmann::json;

constexpr int modulus_bits_least = 2048, modulus_bits_most = 8192;
constexpr std::size_t exponent_bytes_most = 8, coordinate_bytes = 32;

template <auto free>
struct Free {
    template <typename T>
    void operator()(T* object) const {
        free(object);
    }
};
using KeyPtr = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using KeyContextPtr = std::unique_ptr<EVP_PKEY_CTX, Free<EVP_PKEY_CTX_free>>;
using NumberPtr = std::unique_ptr<BIGNUM, Free<BN_free>>;
using BuilderPtr = std::unique_ptr<OSSL_PARAM_BLD, Free<OSSL_PARAM_BLD_free>>;
using ParametersPtr = std::unique_ptr<OSSL_PARAM, Free<OSSL_PARAM_free>>;
using BioPtr = std::unique_ptr<BIO, Free<BIO_free_all>>;

std::string text_at(const json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::optional<std::string> bytes_at(const json& object, const char* name) {
    return from_base64_url(text_at(object, name));
}

NumberPtr number_of(const std::string& bytes) {
    return NumberPtr(BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes.data()),
                               static_cast<int>(bytes.size()), nullptr));
}

KeyPtr key_from(const char* type, OSSL_PARAM_BLD* builder) {
    const ParametersPtr parameters(OSSL_PARAM_BLD_to_param(builder));
    const KeyContextPtr context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
    EVP_PKEY* key = nullptr;
    const bool is_made =
        parameters && context && EVP_PKEY_fromdata_init(context.get()) == 1 &&
        EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) == 1;
    KeyPtr made(is_made ? key : nullptr);
    const KeyContextPtr check(made ? EVP_PKEY_CTX_new(made.get(), nullptr) : nullptr);
    return check && EVP_PKEY_public_check(check.get()) == 1 ? std::move(made) : nullptr;
}

KeyPtr rsa_key_of(const json& key) {
    const auto modulus = bytes_at(key, "n"), exponent = bytes_at(key, "e");
    if (!modulus || !exponent || modulus->size() * 8 > modulus_bits_most ||
        exponent->size() > exponent_bytes_most) {
        return nullptr;
    }
    const auto n = number_of(*modulus), e = number_of(*exponent);
    const BuilderPtr builder(OSSL_PARAM_BLD_new());
    if (!n || !e || !builder || BN_num_bits(n.get()) < modulus_bits_least ||
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) != 1 ||
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) != 1) {
        return nullptr;
    }
    return key_from("RSA", builder.get());
}

KeyPtr ec_key_of(const json& key) {
    const auto x = bytes_at(key, "x"), y = bytes_at(key, "y");
    if (!x || !y || x->size() != coordinate_bytes || y->size() != coordinate_bytes) {
        return nullptr;
    }
    const std::string point = '\x04' + *x + *y;  // SEC 1, 2.3.3: uncompressed
    const BuilderPtr builder(OSSL_PARAM_BLD_new());
    if (!builder ||
        OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1",
                                        0) != 1 ||
        OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                         point.size()) != 1) {
        return nullptr;
    }
    return key_from("EC", builder.get());
}

std::string pem_of(EVP_PKEY* key) {
    const BioPtr bio(BIO_new(BIO_s_mem()));
    if (!bio || PEM_write_bio_PUBKEY(bio.get(), key) != 1) {
        return {};
    }
    char* bytes = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &bytes);
    return {bytes, static_cast<std::size_t>(size)};
}

/// Whether the key is there to check signatures (RFC 7517, 4.2 and 4.3).
bool is_for_signatures(const json& key) {
    const auto operations = key.find("key_ops");
    const bool may_verify =
        operations == key.end() ||
        (operations->is_array() &&
         std::find(operations->begin(), operations->end(), json("verify")) != operations->end());
    return may_verify && (!key.contains("use") || text_at(key, "use") == "sig");
}

std::optional<PublicKey> key_of(const json& key) {
    if (!key.is_object() || !is_for_signatures(key)) {
        return std::nullopt;
    }
    PublicKey made;
    made.id = text_at(key, "kid");
    const std::string type = text_at(key, "kty");
    KeyPtr usable;
    if (type == "RSA") {
        made.algorithm = "RS256";
        usable = rsa_key_of(key);
    } else if (type == "EC" && text_at(key, "crv") == "P-256") {
        made.algorithm = "ES256";
        usable = ec_key_of(key);
    }
    const bool is_of_algorithm = !key.contains("alg") || text_at(key, "alg") == made.algorithm;
    if (!usable || made.id.empty() || !is_of_algorithm) {
        return std::nullopt;
    }
    made.pem = pem_of(usable.get());
    return made.pem.empty() ? std::nullopt : std::optional(std::move(made));
}

}  // namespace

std::vector<PublicKey> keys_of(const json& key_set) {
    std::vector<PublicKey> keys;
    const auto listed = key_set.find("keys");
    if (listed == key_set.end() || !listed->is_array()) {
        return keys;
    }
    for (const json& each : *listed) {
        auto key = keys.size() < keys_most ? key_of(each) : std::nullopt;
        if (key) {
            keys.push_back(std::move(*key));
        }
    }
    return keys;
}

bool is_signed_with(const PublicKey& key, const std::string& token) {
    try {
        std::istringstream pem(key.pem);
        Poco::JWT::Signer signer;
        if (key.algorithm == "RS256") {
            signer.setRSAKey(new Poco::Crypto::RSAKey(&pem));  // shared pointers of Poco
        } else {
            signer.setECKey(new Poco::Crypto::ECKey(&pem));
        }
        signer.setAlgorithms({key.algorithm});
        Poco::JWT::Token verified;
        return signer.tryVerify(token, verified);
    } catch (const Poco::Exception&) {
        return false;
    }
}

}  // namespace indgang::identity
