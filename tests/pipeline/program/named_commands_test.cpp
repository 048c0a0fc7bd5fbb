// SPDX-License-Identifier: MPL-2.0
// A message that names a command which is not there sends a person astray at the worst moment.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/program/command_line.h"
#include "schemas/error/reason.h"

namespace indgang::program {
namespace {

namespace fs = std::filesystem;

/// As people type: "`indgang queue list --batch ID`" without the quotes and the program's name.
struct Named {
    std::string command;
    std::string where;
};

/// Every command of this program that a text has in backticks.
void add_named(std::string_view text, const std::string& where, std::vector<Named>& all) {
    constexpr std::string_view start = "`indgang ";
    for (auto at = text.find(start); at != std::string_view::npos; at = text.find(start, at)) {
        at += start.size();
        all.push_back({std::string(text.substr(at, text.find('`', at) - at)), where});
    }
}

/// A source with its texts that go on in the next line put together.
std::string joined(const fs::path& file) {
    std::ifstream in(file);
    const std::string source{std::istreambuf_iterator<char>(in), {}};
    std::string text;
    for (std::size_t i = 0; i < source.size(); ++i) {
        if (source[i] == '"') {
            const auto next = source.find_first_not_of(" \n", i + 1);
            const bool goes_on = next != std::string::npos && source[next] == '"' && next > i + 1;
            if (goes_on) {
                i = next;
                continue;
            }
        }
        text += source[i];
    }
    return text;
}

std::vector<Named> all_named() {
    std::vector<Named> all;
    for (const ReasonGroup& group : reason_groups()) {
        for (const ReasonRow& row : group.rows) {
            add_named(row.means, std::string(row.code), all);
            add_named(row.next, std::string(row.code), all);
        }
    }
    for (const char* root : {"adapters", "ocr", "pipeline", "schemas"}) {
        for (const auto& entry :
             fs::recursive_directory_iterator(fs::path(INDGANG_SOURCE_DIR) / root)) {
            const auto ending = entry.path().extension();
            if (ending == ".cpp" || ending == ".h") {
                add_named(joined(entry.path()), entry.path().filename().string(), all);
            }
        }
    }
    return all;
}

/// Nothing: it has none of this name.
CLI::App* subcommand(CLI::App& app, const std::string& name) {
    for (CLI::App* each : app.get_subcommands([](const CLI::App*) { return true; })) {
        if (each->get_name() == name) {
            return each;
        }
    }
    return nullptr;
}

/// What is wrong with a command; empty: nothing. Words that are neither a subcommand nor a switch
/// stand for what a person puts there; behind `"` the source goes on with a value.
std::string trouble_of(const std::string& command, CLI::App& program) {
    CLI::App* app = &program;
    std::istringstream words(command);
    std::string word;
    while (words >> word && word.front() != '"' && word.front() != '<') {
        word = word.substr(0, word.find('"'));
        if (word.starts_with("-")) {
            bool is_known = false;
            for (CLI::App* at = app; at != nullptr; at = at->get_parent()) {
                is_known = is_known || at->get_option_no_throw(word) != nullptr;
            }
            if (!is_known) {
                return app->get_name() + " has no switch " + word;
            }
            continue;
        }
        if (auto* inner = subcommand(*app, word)) {
            app = inner;
        } else if (app->get_require_subcommand_min() > 0) {
            return app->get_name() + " has no command " + word;
        }
    }
    return {};
}

TEST(NamedCommands, AreThereWithTheirSwitches) {
    CLI::App app{"", "indgang"};
    Options options;
    Command chosen;
    add_commands(app, options, chosen);
    const auto all = all_named();
    ASSERT_GT(all.size(), 50U);
    for (const auto& [command, where] : all) {
        EXPECT_EQ(trouble_of(command, app), "") << "`indgang " << command << "` in " << where;
    }
    EXPECT_EQ(trouble_of("queue list --arrival ID", app), "list has no switch --arrival");
    EXPECT_EQ(trouble_of("queue show ID", app), "queue has no command show");
}

/// With the program's name, or nobody looks for them here.
TEST(NamedCommands, BeginWithTheNameOfTheProgram) {
    for (const ReasonGroup& group : reason_groups()) {
        for (const ReasonRow& row : group.rows) {
            for (const char* group_name : {"`queue ", "`record ", "`form ", "`model "}) {
                EXPECT_EQ(row.next.find(group_name), std::string_view::npos) << row.code;
            }
        }
    }
}

}  // namespace
}  // namespace indgang::program
