// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/identity/person.h"

namespace indgang::identity {

/// Accounts of one machine that has no provider of identities: a file for the owner alone, with
/// passwords as Argon2id hashes.
///
/// The file is read again when it changes, so an account that is taken away is of no use at once.
/// Threads: any number; one password is checked at a time, because each needs 64 MiB.
/// Source:  RFC 9106, section 4 (the second recommended choice).
class LocalAccounts {
  public:
    explicit LocalAccounts(std::filesystem::path file) : file_(std::move(file)) {}

    /// Gives:  nothing when there is no such account or the password is another; both take the same
    ///         time.
    /// Errors: internal (accounts_broken: the file cannot be read).
    [[nodiscard]] std::optional<Person> check(const std::string& user, std::string_view password);

    /// The accounts by user id. Errors: as above.
    [[nodiscard]] std::vector<Person> all() const;
    /// Adds an account, or gives one that is there another password, roles and units.
    /// Errors: bad_input (account_malformed: a user id of other than a-z, 0-9, ".", "_", "-", or a
    ///         password below `shortest_password`); internal (accounts_broken, disk_error).
    void put(const Person& person, std::string_view password);
    /// Errors: not_found (no_such_account); as above.
    void remove(const std::string& user);

    static constexpr std::size_t shortest_password = 12;  ///< characters; length beats rules

  private:
    std::filesystem::path file_;
    mutable std::mutex mutex_;  // of the file, and of the memory that a check needs
};

}  // namespace indgang::identity
