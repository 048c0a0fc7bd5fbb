// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/identity/token/public_key.h"
#include "schemas/core/time.h"
#include "schemas/error/error.h"

/// What a token must say before anybody is believed to be somebody.
namespace indgang::identity {

struct ExpectedToken {
    std::string issuer;
    std::string client;
    std::string nonce;
    UtcTime now;
};

/// Finds the provider's key of an id; nothing: it has none.
using KeySource = std::function<std::optional<PublicKey>(const std::string& id)>;

/// Clocks of others may differ from ours by this much.
inline constexpr std::chrono::seconds clock_leeway{60};

/// token_refused. Takes: the claim's name, and what is the matter without its value.
[[nodiscard]] Error token_refused(std::string_view claim, std::string_view what);

/// Gives:  the claims of an ID token, all of which hold for us, now, for this login.
/// Errors: refused token_refused, which names the claim; what `key_of` throws.
/// Source: OpenID Connect Core 1.0, 3.1.3.7; RFC 7515, 4.1.11; RFC 8725, 3.
[[nodiscard]] nlohmann::json checked_claims(const std::string& token, const ExpectedToken& expected,
                                            const KeySource& key_of);

}  // namespace indgang::identity
