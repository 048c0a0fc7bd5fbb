// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <openssl/evp.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

/// The keys of the simulated provider.
namespace indgang::identity {

enum class SigningKind { rsa, ec };

/// A private key and what a key set says of its public half.
class SigningKey {
  public:
    /// Made anew. Errors: internal no_randomness.
    SigningKey(SigningKind kind, std::string id);

    [[nodiscard]] const std::string& id() const { return id_; }
    [[nodiscard]] const char* algorithm() const {
        return kind_ == SigningKind::rsa ? "RS256" : "ES256";
    }
    /// As a key set has it.
    [[nodiscard]] nlohmann::json public_half() const;
    [[nodiscard]] std::string public_pem() const;
    /// RS256: PKCS #1; ES256: R and S, 32 bytes each.
    [[nodiscard]] std::string sign(const std::string& text) const;

  private:
    SigningKind kind_;
    std::string id_;
    std::shared_ptr<EVP_PKEY> key_;
};

/// HMAC with SHA-256.
[[nodiscard]] std::string hmac_sha256(const std::string& secret, const std::string& text);

}  // namespace indgang::identity
