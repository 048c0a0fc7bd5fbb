// SPDX-License-Identifier: MPL-2.0
#include "adapters/identity/local_accounts.h"

#include <algorithm>
#include <utility>

#include "adapters/identity/accounts_file.h"
#include "adapters/identity/password.h"
#include "schemas/error/error.h"

namespace indgang::identity {
namespace {

// 128 MiB and two cores at most; who waits as the sixteenth waits for about a second.
constexpr int hashes_at_once = 2, hashes_waiting_most = 16;

auto found_in(std::vector<Account>& accounts, const std::string& user) {
    return std::ranges::find(accounts, user,
                             [](const Account& account) { return account.identity.user; });
}

auto found_or_refused(std::vector<Account>& accounts, const std::string& user) {
    const auto found = found_in(accounts, user);
    if (found == accounts.end()) {
        throw Error(Reason::no_such_account, "identity: there is no account of that user");
    }
    return found;
}

void check_new(const Identity& identity) {
    if (!is_user_id(identity.user)) {
        throw Error(Reason::not_a_user_id,
                    "identity: a user id is 1 to 64 of a-z, 0-9, '.', '_', '@' and '-'");
    }
    if (!is_name(identity.name)) {
        throw Error(Reason::not_utf8, "identity: the name is no line of text, or is too long");
    }
    std::string known;
    for (const std::string_view name : role_names()) {
        known += (known.empty() ? "" : ", ") + std::string(name);
    }
    if (identity.roles.empty() || !std::ranges::all_of(identity.roles, is_role)) {
        throw Error(Reason::no_such_role, "identity: a role is one of " + known);
    }
    if (!std::ranges::all_of(identity.units, is_unit)) {
        throw Error(Reason::not_a_unit, "identity: a unit is one line of at most 64 bytes");
    }
}

/// Sorted, each once.
std::vector<std::string> as_set(std::vector<std::string> texts) {
    std::ranges::sort(texts);
    texts.erase(std::ranges::unique(texts).begin(), texts.end());
    return texts;
}

}  // namespace

LocalAccounts::LocalAccounts(std::filesystem::path file, Clock clock)
    : file_(std::move(file)),
      clock_(std::move(clock)),
      room_(hashes_at_once, hashes_waiting_most) {}

Login LocalAccounts::check(const std::string& user, const std::string& password,
                           const std::string& address) {
    auto accounts = read_accounts(file_);
    // What is no user id is nobody's: it would only fill the throttle's memory.
    const std::string counted = is_user_id(user) ? user : std::string();
    const auto wait = throttle_.begin(counted, address, clock_());
    if (wait.count() > 0) {
        return TooManyTries{wait};
    }
    const auto place = room_.enter();
    if (!place) {
        throttle_.withdraw(counted);
        return TooManyTries{};
    }
    const auto account = found_in(accounts, user);
    const bool is_known = account != accounts.end();
    const bool is_right = matches(is_known ? account->hash : nobodys_hash(), password);
    if (!is_known || !is_right) {
        throttle_.wrong(address, clock_());
        ++wrong_tries_;
        return WrongPassword{};
    }
    throttle_.right(counted, address);
    return account->identity;
}

std::optional<Identity> LocalAccounts::find(const std::string& user) const {
    auto accounts = read_accounts(file_);
    const auto account = found_in(accounts, user);
    return account == accounts.end() ? std::nullopt : std::optional(account->identity);
}

std::vector<Identity> LocalAccounts::list() const {
    std::vector<Identity> identities;
    for (Account& account : read_accounts(file_)) {
        identities.push_back(std::move(account.identity));
    }
    std::ranges::sort(identities, {}, &Identity::user);
    return identities;
}

void LocalAccounts::add(const Identity& identity, const std::string& password) {
    check_new(identity);
    Account account{identity, hash_of(password)};
    account.identity.roles = as_set(std::move(account.identity.roles));
    account.identity.units = as_set(std::move(account.identity.units));
    const AccountsLock lock(file_);
    auto accounts = read_accounts(file_);
    if (found_in(accounts, identity.user) != accounts.end()) {
        throw Error(Reason::account_exists, "identity: there is an account of that user already");
    }
    accounts.push_back(std::move(account));
    write_accounts(file_, accounts);
}

void LocalAccounts::remove(const std::string& user) {
    const AccountsLock lock(file_);
    auto accounts = read_accounts(file_);
    accounts.erase(found_or_refused(accounts, user));
    write_accounts(file_, accounts);
}

void LocalAccounts::set_password(const std::string& user, const std::string& password) {
    auto hash = hash_of(password);
    const AccountsLock lock(file_);
    auto accounts = read_accounts(file_);
    found_or_refused(accounts, user)->hash = std::move(hash);
    write_accounts(file_, accounts);
}

}  // namespace indgang::identity
