// SPDX-License-Identifier: MPL-2.0
#include "adapters/identity/local_accounts.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <system_error>

#include "schemas/core/descriptor.h"
#include "schemas/core/random.h"
#include "schemas/error/error.h"
#include "schemas/error/verify.h"

namespace indgang::identity {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t longest_user = 64;
constexpr mode_t owner_reads_and_writes = 0600;

struct Account {
    Person person;
    std::string hash;
};

[[noreturn]] void fail(const std::filesystem::path& file, const std::string& seen) {
    throw Error(Reason::accounts_broken, "accounts: '" + file.string() + "': " + seen);
}

void start_sodium() {
    VERIFY(sodium_init() >= 0);
}

std::string hash_of(std::string_view password) {
    start_sodium();
    std::array<char, crypto_pwhash_STRBYTES> hash{};
    const int result = crypto_pwhash_str_alg(
        hash.data(), password.data(), password.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
        crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13);
    if (result != 0) {
        throw Error(Reason::accounts_broken, "accounts: no memory for a password");
    }
    return hash.data();
}

bool fits(const std::string& hash, std::string_view password) {
    start_sodium();
    return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

/// What an unknown user's password is held against, so that asking takes as long as for a known one.
const std::string& nobodys_hash() {
    static const std::string hash = hash_of(random_ids()());
    return hash;
}

std::vector<Account> read(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
        if (!std::filesystem::exists(file)) {
            return {};
        }
        fail(file, "it cannot be read");
    }
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    try {
        std::vector<Account> accounts;
        for (const auto& entry : ordered_json::parse(text).at("accounts")) {
            accounts.push_back({{entry.at("user").get<std::string>(),
                                 entry.at("name").get<std::string>(),
                                 entry.at("roles").get<std::vector<std::string>>(),
                                 entry.at("units").get<std::vector<std::string>>()},
                                entry.at("password").get<std::string>()});
        }
        return accounts;
    } catch (const nlohmann::json::exception&) {
        fail(file, "it holds no accounts");  // what JSON says could hold a hash
    }
}

/// A reader sees the old file or the new one, whole.
void write(const std::filesystem::path& file, const std::vector<Account>& accounts) {
    auto list = ordered_json::array();
    for (const auto& [person, hash] : accounts) {
        list.push_back({{"user", person.user},
                        {"name", person.name},
                        {"roles", person.roles},
                        {"units", person.units},
                        {"password", hash}});
    }
    const auto text = ordered_json{{"accounts", list}}.dump(2) + "\n";
    const auto unfinished = file.string() + ".new";
    const Descriptor descriptor(::open(unfinished.c_str(),
                                       O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC,
                                       owner_reads_and_writes));
    const bool is_written =
        descriptor.is_open() && ::fchmod(descriptor.number(), owner_reads_and_writes) == 0 &&
        ::write(descriptor.number(), text.data(), text.size()) == std::ssize(text) &&
        ::fsync(descriptor.number()) == 0 && ::rename(unfinished.c_str(), file.c_str()) == 0;
    if (!is_written) {
        throw Error(Reason::disk_error, "accounts: '" + file.string() +
                                            "': " + std::generic_category().message(errno));
    }
}

bool is_user(const std::string& user) {
    return !user.empty() && user.size() <= longest_user &&
           user.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789._-") == std::string::npos;
}

auto find(std::vector<Account>& accounts, const std::string& user) {
    return std::ranges::find_if(accounts,
                                [&](const Account& each) { return each.person.user == user; });
}

}  // namespace

std::optional<Person> LocalAccounts::check(const std::string& user, std::string_view password) {
    const std::lock_guard lock(mutex_);
    auto accounts = read(file_);
    const auto account = find(accounts, user);
    const bool is_known = account != accounts.end();
    const bool is_right = fits(is_known ? account->hash : nobodys_hash(), password);
    return is_known && is_right ? std::optional(account->person) : std::nullopt;
}

std::vector<Person> LocalAccounts::all() const {
    const std::lock_guard lock(mutex_);
    std::vector<Person> persons;
    for (auto& account : read(file_)) {
        persons.push_back(std::move(account.person));
    }
    return persons;
}

void LocalAccounts::put(const Person& person, std::string_view password) {
    if (!is_user(person.user)) {
        throw Error(Reason::account_malformed,
                    "accounts: a user id has up to 64 of a-z, 0-9, '.', '_' and '-'");
    }
    if (password.size() < shortest_password) {
        throw Error(Reason::account_malformed, "accounts: a password has at least " +
                                                   std::to_string(shortest_password) +
                                                   " characters");
    }
    const std::lock_guard lock(mutex_);
    auto accounts = read(file_);
    const auto account = find(accounts, person.user);
    if (account == accounts.end()) {
        accounts.push_back({person, hash_of(password)});
    } else {
        *account = {person, hash_of(password)};
    }
    std::ranges::sort(accounts, {}, [](const Account& each) { return each.person.user; });
    write(file_, accounts);
}

void LocalAccounts::remove(const std::string& user) {
    const std::lock_guard lock(mutex_);
    auto accounts = read(file_);
    const auto account = find(accounts, user);
    if (account == accounts.end()) {
        throw Error(Reason::no_such_account, "accounts: there is no account '" + user + "'");
    }
    accounts.erase(account);
    write(file_, accounts);
}

}  // namespace indgang::identity
