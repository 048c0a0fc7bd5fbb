// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "adapters/http/server.h"
#include "adapters/identity/identity.h"
#include "adapters/identity/local_accounts.h"
#include "adapters/identity/open_id.h"
#include "pipeline/web/frame.h"
#include "pipeline/web/sessions.h"
#include "pipeline/web/visit.h"

namespace indgang::web {

/// Which forms a unit of the organisation works on.
using Units = std::map<std::string, std::vector<std::string>>;

/// Gives: what the person may do here; nothing: he has no role of the desk. A unit that is not in
/// the list has no forms.
[[nodiscard]] std::optional<SignedIn> signed_in(const identity::Identity& person,
                                                const Units& units);

/// Signing in and out. Threads: any number.
class SignIn {
  public:
    /// Takes: accounts of this machine; `provider`, or nullptr: there is none; `url`, where
    /// browsers find the site.
    SignIn(const Frame& frame, Sessions& sessions, identity::LocalAccounts& accounts,
           identity::OpenIdProvider* provider, std::string url, const Units& units,
           std::function<void(const std::string&)> say)
        : frame_(&frame),
          sessions_(&sessions),
          accounts_(&accounts),
          provider_(provider),
          url_(std::move(url)),
          units_(&units),
          say_(std::move(say)) {}

    [[nodiscard]] http::ServerResponse ask(Visit& visit);
    [[nodiscard]] http::ServerResponse check(Visit& visit);
    /// To the provider, and back from it.
    [[nodiscard]] http::ServerResponse go_to_provider(Visit& visit);
    [[nodiscard]] http::ServerResponse come_back(Visit& visit);
    [[nodiscard]] http::ServerResponse end(Visit& visit);
    /// Another role of the same person.
    [[nodiscard]] http::ServerResponse change_role(Visit& visit);
    [[nodiscard]] http::ServerResponse change_language(Visit& visit);

  private:
    [[nodiscard]] http::ServerResponse ask_again(const Visit& visit, const std::string& problem,
                                                 int status) const;

    /// Begins the session of a person for whom somebody vouches.
    [[nodiscard]] http::ServerResponse welcome(const Visit& visit,
                                               const identity::Identity& person);

    const Frame* frame_;
    Sessions* sessions_;
    identity::LocalAccounts* accounts_;
    identity::OpenIdProvider* provider_;
    std::string url_;
    const Units* units_;
    std::function<void(const std::string&)> say_;
};

/// "__Host-indgang=TOKEN; ...": what a browser keeps of the session. Empty token: it forgets it.
[[nodiscard]] std::string cookie_for(const std::string& token);

}  // namespace indgang::web
