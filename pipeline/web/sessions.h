// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "adapters/identity/open_id.h"
#include "pipeline/desk/permission.h"
#include "schemas/core/random.h"
#include "schemas/core/time.h"

namespace indgang::web {

/// Who is signed in.
struct SignedIn {
    desk::Actor actor;
    std::string name;                 ///< for his own screen alone
    bool is_of_this_machine = false;  ///< by an account of it, which may be taken away
    std::vector<desk::Role> roles;    ///< that he may take; actor.role is one of them
};

/// Why a person must see a whole application.
struct GivenReason {
    std::string application;
    std::string purpose;
};

/// One browser. What it says of itself is its token, and nothing else.
struct Session {
    std::string csrf;  ///< that a request comes from a page of this session
    std::optional<SignedIn> person;
    std::string language = "da";
    std::optional<identity::OpenIdProvider::Begun> login;  ///< at the provider, under way
    std::string wanted;             ///< the path that was asked for before signing in
    std::set<std::string> skipped;  ///< applications that the person has left for others
    std::string purpose;            ///< why the person looks for others; said in a search
    std::string settled;            ///< the application that the person settled or closed last
    UtcTime settled_at{};
    /// Of who sees snippets alone, the newest last, at most `most_reasons`.
    std::vector<GivenReason> reasons;
    void give_reason(GivenReason reason);
    UtcTime vouched{};  ///< when the account was last looked for
    UtcTime began{};
    UtcTime last{};
};

/// How long a session lives: without a request, and at most.
inline constexpr std::chrono::minutes idle_session{30};
inline constexpr std::chrono::hours longest_session{12};
/// Of a browser that nobody signed in with.
inline constexpr std::chrono::minutes idle_stranger{10};
/// A person has so many applications open at a time, or gives his reason anew.
inline constexpr std::size_t most_reasons = 16;
/// So long somebody whose account is taken away may still go on.
inline constexpr std::chrono::seconds vouched_for{30};

/// The sessions of the desk, in memory: after a restart everybody signs in again, and what was said
/// at the desk stands in the store. Strangers beyond `most_strangers` lose the oldest of them, so
/// that nobody fills the memory without signing in. Threads: any number.
class Sessions {
  public:
    static constexpr std::size_t most_strangers = 10'000;

    Sessions(Clock clock, IdSource tokens) : clock_(std::move(clock)), tokens_(std::move(tokens)) {}

    /// Gives: the session of a token; nothing: there is none, or it is over.
    [[nodiscard]] std::optional<Session> find(const std::string& token);
    /// Gives: the token of a new session of nobody.
    [[nodiscard]] std::string begin();
    /// Gives: a new token: the one before signing in may be known to others.
    [[nodiscard]] std::string sign_in(const std::string& token, SignedIn person);
    void change(const std::string& token, const std::function<void(Session&)>& change);
    void end(const std::string& token);

  private:
    [[nodiscard]] bool is_over(const Session& session, UtcTime now) const;
    void make_room(UtcTime now);

    Clock clock_;
    IdSource tokens_;
    std::mutex mutex_;
    std::map<std::string, Session> sessions_;  ///< by token
};

}  // namespace indgang::web
