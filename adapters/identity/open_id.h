// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/http/tls.h"
#include "adapters/identity/identity.h"
#include "schemas/core/random.h"
#include "schemas/core/time.h"

namespace indgang::identity {

/// The identity provider of an organisation, and what its tokens say.
struct ProviderSettings {
    std::string issuer;  ///< "https://login.example.dk/realms/office"; http only of this machine
    std::string client_id;
    std::filesystem::path
        client_secret_file;          ///< one line; empty: a public client, with PKCE alone
    std::string user_claim = "sub";  ///< what becomes Identity::user
    /// A claim with texts: a member of the token by its name, else by a path with full stops
    /// ("realm_access.roles").
    std::string roles_claim = "groups";
    std::map<std::string, std::string> roles;  ///< a group of the claim to a role of `role_names`
    std::string units_claim;  ///< empty: everybody is of all units; else nobody is without any
    std::string all_units;    ///< the text in that claim that means all; empty: none does
    std::vector<std::string> scopes = {"openid", "profile"};
    int timeout_ms = 5000;  ///< for each exchange with the provider
    http::TlsFiles tls;
};

/// What the settings say that they cannot say, in a sentence; nothing: all is well.
[[nodiscard]] std::optional<std::string> trouble_in(const ProviderSettings& settings);

/// Logging in by OpenID Connect: authorisation code with PKCE (S256), state and nonce.
///
/// What the provider says of itself is kept for an hour, its keys too; a token with an unknown key
/// has them read again, at most once a minute. Its keys hold for RS256 or ES256 and for nothing
/// else.
/// Threads: any number.
/// Source:  OpenID Connect Core 1.0 (3.1), Discovery 1.0 (4), RP-Initiated Logout 1.0; RFC 7636;
///          RFC 9700.
class OpenIdProvider {
  public:
    /// Errors: bad_input provider_invalid.
    OpenIdProvider(ProviderSettings settings, Clock clock, IdSource ids);
    ~OpenIdProvider();

    /// A login that is under way. It belongs to the session of one browser and is good for one
    /// `finish`; all but `url` are kept from everybody.
    struct Begun {
        std::string url;  ///< where the browser goes
        std::string state;
        std::string nonce;
        std::string verifier;
    };
    /// Errors: unavailable provider_unavailable, provider_nonsense; internal tls_peer_untrusted,
    ///         tls_files_unusable.
    [[nodiscard]] Begun begin(const std::string& redirect_uri);

    /// Takes:  what the browser came back with. That its state is `begun.state` the caller has
    ///         compared; `redirect_uri` is that of `begin`.
    /// Errors: refused token_refused, whose message names the claim (iss, aud, azp, exp, iat, nbf,
    ///         nonce, sub, alg, kid, crit, signature, token, or one of the settings) and never its
    ///         value; refused code_refused; internal provider_refused; and as `begin`.
    [[nodiscard]] Identity finish(const Begun& begun, const std::string& redirect_uri,
                                  const std::string& code);

    /// Where the browser goes to log out at the provider, too, and then to `redirect_uri`. Nothing:
    /// the provider has no such place. It holds nothing of the person.
    /// Errors: as `begin`.
    [[nodiscard]] std::optional<std::string> logout_url(const std::string& redirect_uri);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace indgang::identity
