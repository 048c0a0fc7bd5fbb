// SPDX-License-Identifier: MPL-2.0
// Accounts of people who log in at this machine. A password is never an argument: arguments are
// shown to everybody on the machine and stay in the shell's history.
#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "adapters/identity/local_accounts.h"
#include "pipeline/program/commands.h"
#include "schemas/error/error.h"

namespace indgang::program {
namespace {

using Json = nlohmann::ordered_json;

constexpr int interrupt_check_ms = 100;
constexpr std::size_t line_bytes_most = 4096;  // longer than any password that is taken

/// Nothing is shown of what is typed, as long as it lives.
class SilentTerminal {
  public:
    SilentTerminal() {
        if (::tcgetattr(STDIN_FILENO, &before_) == 0) {
            termios silent = before_;
            silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
            is_silent_ = ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0;
        }
    }
    ~SilentTerminal() {
        if (is_silent_) {
            ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
            std::cerr << std::endl;
        }
    }
    SilentTerminal(const SilentTerminal&) = delete;
    SilentTerminal& operator=(const SilentTerminal&) = delete;

    [[nodiscard]] bool is_silent() const { return is_silent_; }

  private:
    termios before_{};
    bool is_silent_ = false;
};

/// The next line of stdin, without its end; nothing when the person interrupts.
std::optional<std::string> next_line() {
    std::string line;
    while (line.size() <= line_bytes_most) {
        pollfd waiting{STDIN_FILENO, POLLIN, 0};
        if (::poll(&waiting, 1, interrupt_check_ms) <= 0) {
            if (is_interrupted()) {
                return std::nullopt;
            }
            continue;
        }
        char byte = 0;
        if (::read(STDIN_FILENO, &byte, 1) != 1 || byte == '\n') {
            break;
        }
        line += byte;
    }
    if (!line.empty() && line.back() == '\r') {
        line.pop_back();
    }
    return line;
}

/// Nothing when the person interrupts.
std::optional<std::string> asked_for(const char* prompt) {
    std::cerr << prompt << std::flush;
    const SilentTerminal terminal;
    return terminal.is_silent() ? next_line() : std::nullopt;
}

/// The first line of stdin; asked for twice where stdin is a terminal. Nothing: interrupted.
/// Errors: bad_input password_not_repeated.
std::optional<std::string> password_of_person() {
    if (::isatty(STDIN_FILENO) == 0) {
        return next_line();
    }
    auto first = asked_for("Password: ");
    const auto second = first ? asked_for("The same again: ") : std::nullopt;
    if (second && first != second) {
        throw Error(Reason::password_not_repeated,
                    "account: the password was not the same the second time");
    }
    return second;
}

identity::LocalAccounts accounts_of(const configuration::Configuration& configuration) {
    return {configuration.accounts_file(), system_clock()};
}

console::ExitCode with_password(const std::function<void(const std::string&)>& act) {
    const auto password = password_of_person();
    if (!password) {
        return console::ExitCode::interrupted;
    }
    act(*password);
    return console::ExitCode::done;
}

std::string joined(const std::vector<std::string>& texts) {
    std::string all;
    for (const std::string& text : texts) {
        all += (all.empty() ? "" : ", ") + text;
    }
    return all;
}

console::ExitCode list_accounts(const configuration::Configuration& configuration, bool is_json) {
    const auto identities = accounts_of(configuration).list();
    if (is_json) {
        Json list{{"accounts", Json::array()}};
        for (const auto& each : identities) {
            list["accounts"].push_back({{"user", each.user},
                                        {"name", each.name},
                                        {"roles", each.roles},
                                        {"units", each.units}});
        }
        std::cout << list.dump(2) << "\n";
        return console::ExitCode::done;
    }
    console::Table table({"user", "roles", "units", "name"});
    for (const auto& each : identities) {
        table.row({each.user, joined(each.roles), each.units.empty() ? "all" : joined(each.units),
                   each.name});
    }
    std::cout << table.text();
    return console::ExitCode::done;
}

struct AccountOptions {
    identity::Identity identity;
    bool is_json = false;
};

}  // namespace

void add_accounts(CLI::App& app, const std::function<configuration::Configuration()>& load,
                  std::function<console::ExitCode()>& chosen) {
    const auto options = std::make_shared<AccountOptions>();  // owned by the commands
    auto* account =
        app.add_subcommand("account", "Who may log in at this machine")->require_subcommand(1);
    const auto command = [&](const std::string& name, const std::string& description, auto run) {
        auto* added = account->add_subcommand(name, description);
        added->callback([&chosen, load, options, run] {
            chosen = [load, options, run] { return run(load(), *options); };
        });
        return added;
    };
    const auto add_user = [&](CLI::App* to) {
        to->add_option("user", options->identity.user, "The user id")->required();
    };
    auto* add = command("add", "Add a person; the password comes from stdin or is asked for",
                        [](const auto& configuration, const AccountOptions& o) {
                            return with_password([&](const std::string& password) {
                                accounts_of(configuration).add(o.identity, password);
                            });
                        });
    add_user(add);
    std::string roles;
    for (const std::string_view role : identity::role_names()) {
        roles += (roles.empty() ? "" : ", ") + std::string(role);
    }
    add->add_option("--role", options->identity.roles, roles)->required();
    add->add_option("--unit", options->identity.units, "Of the organisation; none: of all");
    add->add_option("--name", options->identity.name, "For the person's own screen");
    add_user(command("password", "Give a person a new password, from stdin or asked for",
                     [](const auto& configuration, const AccountOptions& o) {
                         return with_password([&](const std::string& password) {
                             accounts_of(configuration).set_password(o.identity.user, password);
                         });
                     }));
    add_user(command("remove", "Remove a person",
                     [](const auto& configuration, const AccountOptions& o) {
                         accounts_of(configuration).remove(o.identity.user);
                         return console::ExitCode::done;
                     }));
    command("list", "List the people", [](const auto& configuration, const AccountOptions& o) {
        return list_accounts(configuration, o.is_json);
    })->add_flag("--json", options->is_json, "As JSON");
}

}  // namespace indgang::program
