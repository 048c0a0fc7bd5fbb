// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/http/client.h"
#include "adapters/identity/open_id.h"
#include "schemas/error/error.h"

/// Inside of adapters/identity: what is said to a provider over HTTP, and what it says of itself.
namespace indgang::identity {

/// Percent-encoded as a value of a query or of a form: all but letters, digits, "-._~".
[[nodiscard]] std::string escape_query(std::string_view text);
/// "a=1&b=2", escaped.
[[nodiscard]] std::string query_of(const std::map<std::string, std::string>& values);
/// The query added to a URL, which may have one.
[[nodiscard]] std::string with_query(const std::string& url,
                                     const std::map<std::string, std::string>& values);

/// Whether what goes there is read by nobody else: https, or http of this machine, without a
/// fragment, a user or a blank.
[[nodiscard]] bool is_safe_url(const std::string& url);

/// What a provider says of itself. Source: OpenID Connect Discovery 1.0, 3.
struct Discovery {
    std::string authorization_url;
    std::string token_url;
    std::string keys_url;
    std::optional<std::string> end_session_url;
    bool takes_secret_in_body = false;  ///< and not in a header, as it should
};

/// Speaks to the provider of `settings`. One connection a call: people log in rarely.
/// Errors of all: unavailable provider_unavailable, provider_nonsense; internal tls_peer_untrusted,
///                tls_files_unusable.
/// Threads: any number.
class ProviderWire {
  public:
    explicit ProviderWire(const ProviderSettings& settings) : settings_(settings) {}

    [[nodiscard]] Discovery discover() const;
    [[nodiscard]] nlohmann::json key_set(const Discovery& discovery) const;
    /// Gives the ID token for a code.
    /// Errors: refused code_refused, internal provider_refused (the secret's file, too).
    [[nodiscard]] std::string token_for(const Discovery& discovery, const std::string& code,
                                        const std::string& verifier,
                                        const std::string& redirect_uri) const;

  private:
    [[nodiscard]] http::Response send(const std::string& url, http::Request request) const;
    [[nodiscard]] nlohmann::json get(const std::string& url, std::string_view what) const;

    const ProviderSettings& settings_;
};

}  // namespace indgang::identity
