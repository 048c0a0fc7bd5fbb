// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "adapters/identity/identity.h"
#include "schemas/core/descriptor.h"

/// Inside of adapters/identity: accounts as they stand on disk. docs/formats/accounts.md
namespace indgang::identity {

struct Account {
    Identity identity;
    std::string hash;  ///< of the password: `is_hash`
};

inline constexpr std::size_t accounts_most = 10'000;

/// Gives:  the accounts in the order of the file; none when there is no file.
/// Errors: internal accounts_invalid with every problem and its line, accounts_exposed (others than
///         the owner have a right to the file), accounts_unwritable (it cannot be read).
[[nodiscard]] std::vector<Account> read_accounts(const std::filesystem::path& file);

/// Writes the file anew for its owner alone and puts it in the place of the old one, so that who
/// reads finds either, whole, whatever happens in between. Makes the folder if it is missing.
/// Errors: internal accounts_unwritable.
void write_accounts(const std::filesystem::path& file, const std::vector<Account>& accounts);

/// Held from reading until writing, so that of two writers neither loses what the other wrote.
/// Waits for whoever holds it, in this process or another. Makes the folder if it is missing.
/// Errors: internal accounts_unwritable.
class AccountsLock {
  public:
    explicit AccountsLock(const std::filesystem::path& file);

  private:
    Descriptor lock_;  ///< of "<file>.lock", which stays
};

}  // namespace indgang::identity
