// SPDX-License-Identifier: MPL-2.0
// The order is that of trust: first by which key, then whether it was signed with it, and only then
// what is said. Each check below is the one place that keeps a forged, stolen or old token out.
#include "adapters/identity/token/token.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "adapters/identity/token/base64_url.h"

namespace indgang::identity {
namespace {

using nlohmann::json;

/// The three parts of a token, undecoded.
std::array<std::string, 3> parts_of(const std::string& token) {
    const auto first = token.find('.'), last = token.rfind('.');
    if (first == std::string::npos || first == last || token.find('.', first + 1) != last) {
        throw token_refused("token", "it has not three parts");
    }
    return {token.substr(0, first), token.substr(first + 1, last - first - 1),
            token.substr(last + 1)};
}

json object_in(const std::string& part, std::string_view what) {
    const auto bytes = from_base64_url(part);
    json object = bytes ? json::parse(*bytes, nullptr, false) : json(json::value_t::discarded);
    if (!object.is_object()) {
        throw token_refused("token", std::string(what) + " is no JSON object");
    }
    return object;
}

/// The member's text, which must be there.
std::string text_of_claim(const json& claims, const char* name) {
    const auto found = claims.find(name);
    if (found == claims.end()) {
        throw token_refused(name, "it is missing");
    }
    if (!found->is_string()) {
        throw token_refused(name, "it is no text");
    }
    return found->get<std::string>();
}

/// Seconds since 1970; nothing when it is not there.
std::optional<double> moment_of(const json& claims, const char* name) {
    const auto found = claims.find(name);
    if (found == claims.end()) {
        return std::nullopt;
    }
    if (!found->is_number() || !std::isfinite(found->get<double>())) {
        throw token_refused(name, "it is no moment");
    }
    return found->get<double>();
}

double required_moment(const json& claims, const char* name) {
    const auto moment = moment_of(claims, name);
    if (!moment) {
        throw token_refused(name, "it is missing");
    }
    return *moment;
}

PublicKey key_for(const json& header, const KeySource& key_of) {
    // RFC 7515, 4.1.11: "If any of the listed extension Header Parameters are not understood and
    // supported by the recipient, then the JWS is invalid."
    if (header.contains("crit")) {
        throw token_refused("crit", "it asks for what is not understood");
    }
    // RFC 8725, 3.1: "Libraries MUST enable the caller to specify a supported set of algorithms and
    // MUST NOT use any other algorithms". Neither none nor a secret of ours as a key.
    const auto algorithm = text_of_claim(header, "alg");
    if (algorithm != "RS256" && algorithm != "ES256") {
        throw token_refused("alg", "it is neither RS256 nor ES256");
    }
    const auto key = key_of(text_of_claim(header, "kid"));
    if (!key) {
        throw token_refused("kid", "the provider has no such key");
    }
    if (key->algorithm != algorithm) {
        throw token_refused("alg", "it is not that of the key");
    }
    return *key;
}

/// 3.1.3.7: "The Client MUST validate that the aud (audience) Claim contains its client_id value
/// [...]. The ID Token MUST be rejected if the ID Token does not list the Client as a valid
/// audience, or if it contains additional audiences not trusted by the Client." With several
/// audiences azp must say that it was issued to us.
void check_audience(const json& claims, const std::string& client) {
    const auto found = claims.find("aud");
    if (found == claims.end()) {
        throw token_refused("aud", "it is missing");
    }
    const json audiences = found->is_array() ? *found : json::array({*found});
    if (std::find(audiences.begin(), audiences.end(), json(client)) == audiences.end()) {
        throw token_refused("aud", "it does not name this client");
    }
    if (claims.contains("azp") || audiences.size() > 1) {
        if (text_of_claim(claims, "azp") != client) {
            throw token_refused("azp", "it is not this client");
        }
    }
}

void check_moments(const json& claims, UtcTime now) {
    const double at = std::chrono::duration<double>(now.time_since_epoch()).count();
    const auto leeway = static_cast<double>(clock_leeway.count());
    if (required_moment(claims, "exp") <= at - leeway) {
        throw token_refused("exp", "it has expired");
    }
    if (required_moment(claims, "iat") > at + leeway) {
        throw token_refused("iat", "it was issued in the future");
    }
    if (moment_of(claims, "nbf").value_or(at) > at + leeway) {
        throw token_refused("nbf", "it does not hold yet");
    }
}

}  // namespace

Error token_refused(std::string_view claim, std::string_view what) {
    return {Reason::token_refused, "identity: the provider's token is refused for " +
                                       std::string(claim) + ": " + std::string(what)};
}

json checked_claims(const std::string& token, const ExpectedToken& expected,
                    const KeySource& key_of) {
    const auto parts = parts_of(token);
    const auto key = key_for(object_in(parts[0], "its header"), key_of);
    if (!is_signed_with(key, token)) {
        throw token_refused("signature", "it is not by the provider's key");
    }
    auto claims = object_in(parts[1], "what it says");
    if (text_of_claim(claims, "iss") != expected.issuer) {
        throw token_refused("iss", "it is not the provider");
    }
    check_audience(claims, expected.client);
    check_moments(claims, expected.now);
    if (text_of_claim(claims, "nonce") != expected.nonce) {
        throw token_refused("nonce", "it is of another login");
    }
    if (text_of_claim(claims, "sub").empty()) {
        throw token_refused("sub", "it is empty");
    }
    return claims;
}

}  // namespace indgang::identity
