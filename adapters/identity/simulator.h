// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <memory>
#include <string>

#include "schemas/core/time.h"

namespace indgang::identity {

struct IdentitySimulatorSettings {
    int port = 0;  ///< 0: a free one
    Clock clock;   ///< what tokens say of time
    std::string client_id = "indgang";
    std::string client_secret;  ///< empty: a public client
};

/// An identity provider of one port of 127.0.0.1: eight invented people, one of each role, who need
/// no password. The page that a login leads to has a link for each of them.
///
/// Each person has a group in the claim "groups", named as the role, and in the claim "units"
/// "nord" (operator, verifier, case_worker, contact_centre) or "*", which stands for all. Keys are
/// made at the start. It takes back a browser only to this machine.
///
/// It lies on demand. `POST /simulator/lies` with any of these, which hold until the next:
///   "header", "claims", "discovery", "keys", "answer": merged into what it says of that (RFC 7396:
///       null takes a member away); "answer" is that of the token endpoint;
///   "signed": "rsa" (as it should), "ec", "foreign" (another's key under the id of "ec"), "none",
///   "secret" (HS256 with
///       the public key as the secret), "damaged";
///   "fault": "none", "down" (503), "stall", "cut_off", "nonsense".
/// `POST /simulator/keys` makes new keys; `GET /simulator/counts` tells how often it was asked for
/// "discovery", "keys" and "token".
/// Threads: any number.
/// Source:  docs/formats/accounts.md#the-test-provider
class IdentitySimulator {
  public:
    using Settings = IdentitySimulatorSettings;

    /// Listens when the constructor returns. Errors: unavailable http_listen_failed.
    explicit IdentitySimulator(Settings settings);
    ~IdentitySimulator();
    [[nodiscard]] int port() const;
    [[nodiscard]] std::string issuer() const;  ///< "http://127.0.0.1:8104"
    /// As POST /simulator/lies; false: the text is no JSON object or holds an unknown word.
    bool lie(const std::string& lies);
    void make_keys();
    [[nodiscard]] int asked(const std::string& what) const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace indgang::identity
