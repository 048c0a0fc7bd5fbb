// SPDX-License-Identifier: MPL-2.0
#include "adapters/identity/accounts_file.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <optional>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

#include "adapters/identity/password.h"
#include "schemas/error/error.h"
#include "schemas/toml/table_reader.h"

namespace indgang::identity {
namespace {

constexpr std::size_t file_bytes_most = 16u << 20;  // more than `accounts_most` of the longest
constexpr mode_t for_owner_alone = 0600, folder_for_owner_alone = 0700;
constexpr mode_t of_others = 0077;

constexpr std::string_view heading =
    "# Accounts of the desk: who may log in at this machine. `indgang account` writes this file "
    "anew at\n# each change; comments do not stay. docs/formats/accounts.md\n";

Error trouble(const std::string& what, const std::filesystem::path& file, int number) {
    return {Reason::accounts_unwritable,
            "identity: cannot " + what + " " + file.string() + ": " +
                std::generic_category().message(number),
            file.string()};
}

/// The bytes of a file that is there; nothing when there is none.
std::optional<std::string> bytes_in(const std::filesystem::path& file) {
    const Descriptor opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (!opened.is_open()) {
        if (errno == ENOENT) {
            return std::nullopt;
        }
        throw trouble("read", file, errno);
    }
    struct stat state {};
    if (::fstat(opened.number(), &state) != 0) {
        throw trouble("read", file, errno);
    }
    if ((state.st_mode & of_others) != 0) {
        throw Error(Reason::accounts_exposed,
                    "identity: others than its owner have rights to " + file.string(),
                    file.string());
    }
    std::string bytes;
    std::string piece(64u << 10, '\0');
    while (true) {
        const auto count = ::read(opened.number(), piece.data(), piece.size());
        if (count < 0 && errno != EINTR) {
            throw trouble("read", file, errno);
        }
        if (count == 0) {
            return bytes;
        }
        bytes.append(piece, 0, static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
        if (bytes.size() > file_bytes_most) {
            throw Error(Reason::accounts_invalid,
                        "identity: " + file.string() + " is too long for a file of accounts",
                        file.string());
        }
    }
}

void check_list(TableReader& in, std::string_view key, const std::vector<std::string>& texts,
                bool (*is_right)(std::string_view), const std::string& what) {
    std::set<std::string> seen;
    for (const std::string& text : texts) {
        // Told without the text: a line that was shifted may hold anything.
        if (!is_right(text)) {
            in.complain(*in.node(key), "'" + std::string(key) + "' holds what is no " + what);
        } else if (!seen.insert(text).second) {
            in.complain(*in.node(key), "'" + std::string(key) + "' names a " + what + " twice");
        }
    }
}

Account read_account(TableReader& in) {
    Account account;
    Identity& identity = account.identity;
    identity.user = in.text("user", true);
    if (in.has("user") && !is_user_id(identity.user)) {
        in.complain(*in.node("user"), "'user' is no user id");
    }
    identity.name = in.text("name");
    if (!is_name(identity.name)) {
        in.complain(*in.node("name"), "'name' is too long, or has control characters");
    }
    identity.roles = in.texts("roles");
    check_list(in, "roles", identity.roles, is_role, "role");
    if (identity.roles.empty()) {
        in.complain("there is no role in 'roles'");
    }
    identity.units = in.texts("units");
    check_list(in, "units", identity.units, is_unit, "unit");
    account.hash = in.text("password", true);
    if (in.has("password") && !is_hash(account.hash)) {
        in.complain(*in.node("password"),
                    "'password' is not what `indgang account password` makes");
    }
    return account;
}

std::string toml_text(std::string_view text) {
    std::string written = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            written += '\\';
        }
        written += c;
    }
    return written + "\"";
}

std::string toml_list(const std::vector<std::string>& texts) {
    std::string written = "[";
    for (const std::string& text : texts) {
        written += (written.size() == 1 ? "" : ", ") + toml_text(text);
    }
    return written + "]";
}

std::string toml_of(const std::vector<Account>& accounts) {
    std::string text(heading);
    for (const Account& account : accounts) {
        text += "\n[[account]]\nuser = " + toml_text(account.identity.user) +
                "\nname = " + toml_text(account.identity.name) +
                "\nroles = " + toml_list(account.identity.roles) +
                "\nunits = " + toml_list(account.identity.units) +
                "\npassword = " + toml_text(account.hash) + "\n";
    }
    return text;
}

std::filesystem::path folder_of(const std::filesystem::path& file) {
    return file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
}

void make_folder(const std::filesystem::path& folder) {
    if (std::filesystem::exists(folder)) {
        return;
    }
    make_folder(folder_of(folder));
    if (::mkdir(folder.c_str(), folder_for_owner_alone) != 0 && errno != EEXIST) {
        throw trouble("make", folder, errno);
    }
}

/// A file beside the one that it will replace; gone with this object unless it did.
class NewFile {
  public:
    explicit NewFile(const std::filesystem::path& target)
        : target_(target), name_(target.string() + ".XXXXXX") {
        file_ = Descriptor(::mkostemp(name_.data(), O_CLOEXEC));  // mode 0600
        if (!file_.is_open()) {
            throw trouble("write beside", target, errno);
        }
    }
    ~NewFile() {
        if (!name_.empty()) {
            ::unlink(name_.c_str());
        }
    }
    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;

    void write(std::string_view bytes) {
        while (!bytes.empty()) {
            const auto count = ::write(file_.number(), bytes.data(), bytes.size());
            if (count < 0 && errno != EINTR) {
                throw trouble("write", target_, errno);
            }
            bytes.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
        }
    }
    void replace() {
        if (::fsync(file_.number()) != 0 || ::rename(name_.c_str(), target_.c_str()) != 0) {
            throw trouble("write", target_, errno);
        }
        name_.clear();
        const Descriptor folder(
            ::open(folder_of(target_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (!folder.is_open() || ::fsync(folder.number()) != 0) {
            throw trouble("write", target_, errno);
        }
    }

  private:
    const std::filesystem::path& target_;
    std::string name_;
    Descriptor file_;
};

}  // namespace

std::vector<Account> read_accounts(const std::filesystem::path& file) {
    std::vector<Account> accounts;
    const auto bytes = bytes_in(file);
    if (!bytes) {
        return accounts;
    }
    Problems problems(file.string());
    if (const auto root = parse_toml(*bytes, problems)) {
        TableReader reader(*root, "accounts", problems);
        std::set<std::string> users;
        each_table(reader, "account", "account", [&](TableReader& in) {
            accounts.push_back(read_account(in));
            if (!users.insert(accounts.back().identity.user).second) {
                in.complain("there is another account of the same user above");
            }
        });
        reader.done();
        if (accounts.size() > accounts_most) {
            problems.add({}, "there are more than " + std::to_string(accounts_most) + " accounts");
        }
    }
    if (problems.any()) {
        throw Error(Reason::accounts_invalid, problems.text(), problems.first_place());
    }
    return accounts;
}

void write_accounts(const std::filesystem::path& file, const std::vector<Account>& accounts) {
    make_folder(folder_of(file));
    NewFile fresh(file);
    fresh.write(toml_of(accounts));
    fresh.replace();
}

AccountsLock::AccountsLock(const std::filesystem::path& file) {
    make_folder(folder_of(file));
    const std::filesystem::path name = file.string() + ".lock";
    lock_ = Descriptor(::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, for_owner_alone));
    if (!lock_.is_open()) {
        throw trouble("open", name, errno);
    }
    while (::flock(lock_.number(), LOCK_EX) != 0) {
        if (errno != EINTR) {
            throw trouble("lock", name, errno);
        }
    }
}

}  // namespace indgang::identity
