// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "adapters/identity/hash_room.h"
#include "adapters/identity/identity.h"
#include "adapters/identity/throttle.h"
#include "schemas/core/time.h"

namespace indgang::identity {

/// User or password is wrong; which of them is not told.
struct WrongPassword {};
/// Nothing was looked at. The same person may try again after `wait`, at least 1 s.
struct TooManyTries {
    std::chrono::seconds wait{1};
};
using Login = std::variant<Identity, WrongPassword, TooManyTries>;

/// People of one machine that has no identity provider, in a file for its owner alone.
///
/// The file is read at each call, so that what `indgang account` changes holds from the next one
/// on; the sessions that were begun before are the caller's (`find`).
/// Threads: any number; and any number of processes may write.
/// Source:  docs/formats/accounts.md
class LocalAccounts {
  public:
    /// Takes: a file that need not be there yet: then there are no accounts.
    LocalAccounts(std::filesystem::path file, Clock clock);

    /// Takes: what somebody typed, of any bytes and length; `address` of the other side, numeric,
    ///        or empty. A user who is not known takes as long as a wrong password. When many try at
    ///        once, two are looked at, sixteen wait, and the others are told to come again.
    /// Errors: internal accounts_invalid with the line, accounts_exposed, accounts_unwritable,
    ///         password_not_hashed.
    [[nodiscard]] Login check(const std::string& user, const std::string& password,
                              const std::string& address);

    /// Nothing: there is no such account (any more).
    /// Errors: as `check`.
    [[nodiscard]] std::optional<Identity> find(const std::string& user) const;
    /// By user id. Errors: as `check`.
    [[nodiscard]] std::vector<Identity> list() const;

    /// Errors: bad_input not_a_user_id, no_such_role, not_a_unit, not_utf8 (the name is too long,
    /// too), account_exists,
    ///         password_too_short, not_utf8; limit password_too_long; and as `check`.
    void add(const Identity& identity, const std::string& password);
    /// Errors: not_found no_such_account; as `check`.
    void remove(const std::string& user);
    /// Errors: not_found no_such_account; of the password as `add`; as `check`.
    void set_password(const std::string& user, const std::string& password);

    /// Tries that proved wrong since this object was made.
    [[nodiscard]] std::uint64_t wrong_tries() const { return wrong_tries_; }

  private:
    std::filesystem::path file_;
    Clock clock_;
    Throttle throttle_;
    HashRoom room_;
    std::atomic<std::uint64_t> wrong_tries_ = 0;
};

}  // namespace indgang::identity
