// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "adapters/http/server.h"
#include "adapters/identity/simulator.h"
#include "adapters/identity/token/signing_key.h"
#include "schemas/core/random.h"

/// Inside of adapters/identity: what the simulated provider answers. One thread at a time.
namespace indgang::identity {

/// How it lies: the members of `POST /simulator/lies`.
struct Lies {
    nlohmann::json header, claims, discovery, keys, answer;  ///< null: nothing is changed
    std::string signed_how = "rsa";
    std::string fault = "none";
};
/// Nothing: an unknown word.
[[nodiscard]] std::optional<Lies> lies_of(const nlohmann::json& said);

class SimulatedProvider {
  public:
    SimulatedProvider(const IdentitySimulatorSettings& settings, std::string issuer);

    void lie(Lies lies) { lies_ = std::move(lies); }
    [[nodiscard]] const std::string& fault() const { return lies_.fault; }
    void make_keys();
    [[nodiscard]] const std::map<std::string, int>& counts() const { return counts_; }

    [[nodiscard]] http::ServerResponse answer(const http::ServerRequest& request);

  private:
    using Query = std::map<std::string, std::string>;
    /// A login whose code was given out; it is good for one token.
    struct Login {
        std::string user;
        std::string redirect_uri;
        std::string nonce;
        std::string challenge;
        UtcTime at{};
    };

    [[nodiscard]] http::ServerResponse discovery();
    [[nodiscard]] http::ServerResponse key_set();
    [[nodiscard]] http::ServerResponse choice(const Query& query) const;
    [[nodiscard]] http::ServerResponse log_in(const Query& query);
    [[nodiscard]] http::ServerResponse token(const http::ServerRequest& request);
    [[nodiscard]] static http::ServerResponse log_out(const Query& query);
    [[nodiscard]] bool is_client(const http::ServerRequest& request, const Query& form) const;
    [[nodiscard]] std::string id_token(const Login& login) const;

    const IdentitySimulatorSettings& settings_;
    std::string issuer_;
    IdSource ids_ = random_ids();
    Lies lies_;
    std::vector<SigningKey> keys_;         ///< RS256, ES256
    std::map<std::string, Login> logins_;  ///< by code
    std::map<std::string, int> counts_;
};

}  // namespace indgang::identity
