// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

/// The keys that a provider signs tokens with.
namespace indgang::identity {

struct PublicKey {
    std::string id;         ///< "kid"
    std::string algorithm;  ///< "RS256" or "ES256": the only one that it is good for
    std::string pem;
};

inline constexpr std::size_t keys_most = 100;

/// The keys of a JSON Web Key Set that sign by RS256 (2048 to 8192 bits) or ES256 and have an id.
/// Others are left out, whatever is the matter with them: a provider may have keys for other
/// purposes, and a token that was signed with one of them is refused for its kid.
/// Source: RFC 7517, sections 4 and 5; RFC 7518, sections 3 and 6.
[[nodiscard]] std::vector<PublicKey> keys_of(const nlohmann::json& key_set);

/// Whether `token`, three parts with full stops between them, was signed with the key.
[[nodiscard]] bool is_signed_with(const PublicKey& key, const std::string& token);

}  // namespace indgang::identity
