// SPDX-License-Identifier: MPL-2.0
// `indgang account` as an administrator uses it: from a script, and at a terminal.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pty.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace indgang::program {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr auto executable = INDGANG_BUILD_DIR "/indgang";

class Accounts : public ::testing::Test {
  protected:
    Accounts() {
        std::string name = (std::filesystem::temp_directory_path() / "indgang-XXXXXX").string();
        EXPECT_NE(::mkdtemp(name.data()), nullptr);
        folder = name;
        std::ofstream(folder / "indgang.toml") << "[store]\nfolder = \"var\"\n";
    }
    ~Accounts() override {
        std::error_code ignored;
        std::filesystem::remove_all(folder, ignored);
    }
    /// The exit code; what was written to both outputs is in `said`.
    int indgang(const std::string& arguments, const std::string& in = "") {
        std::ofstream(folder / "in") << in;
        const auto line = std::string(executable) + " --config " +
                          (folder / "indgang.toml").string() + " account " + arguments + " < " +
                          (folder / "in").string() + " 2>&1";
        said.clear();
        FILE* pipe = ::popen(line.c_str(), "r");
        std::array<char, 4096> piece{};
        while (const auto count = std::fread(piece.data(), 1, piece.size(), pipe)) {
            said.append(piece.data(), count);
        }
        return WEXITSTATUS(::pclose(pipe));
    }
    nlohmann::json listed() {
        EXPECT_EQ(indgang("list --json"), 0);
        return nlohmann::json::parse(said).at("accounts");
    }
    /// At a terminal: types the lines, each after the program asked for it.
    int at_terminal(const std::vector<std::string>& arguments,
                    const std::vector<std::string>& typed) {
        int terminal = -1;
        const pid_t child = ::forkpty(&terminal, nullptr, nullptr, nullptr);
        if (child == 0) {
            const auto configuration = (folder / "indgang.toml").string();
            std::vector<const char*> all = {executable, "--config", configuration.c_str(),
                                            "account"};
            for (const auto& argument : arguments) {
                all.push_back(argument.c_str());
            }
            all.push_back(nullptr);
            ::execv(executable, const_cast<char**>(all.data()));
            ::_exit(127);
        }
        said.clear();
        std::array<char, 4096> piece{};
        std::size_t next = 0, seen = 0;
        for (ssize_t count = 0; (count = ::read(terminal, piece.data(), piece.size())) > 0;) {
            said.append(piece.data(), static_cast<std::size_t>(count));
            if (next < typed.size() && said.find(": ", seen) != std::string::npos) {
                seen = said.size();
                wait_until_silent(terminal);
                EXPECT_EQ(::write(terminal, typed[next].data(), typed[next].size()),
                          static_cast<ssize_t>(typed[next].size()));
                ++next;
            }
        }
        int status = -1;
        ::waitpid(child, &status, 0);
        ::close(terminal);
        return WEXITSTATUS(status);
    }
    /// The prompt comes before the terminal is told to show nothing.
    static void wait_until_silent(int terminal) {
        constexpr int tries = 1000, pause_us = 1000;
        termios state{};
        for (int time = 0; time < tries; ++time) {
            if (::tcgetattr(terminal, &state) == 0 && (state.c_lflag & ECHO) == 0) {
                return;
            }
            ::usleep(pause_us);
        }
        ADD_FAILURE() << "the terminal shows what is typed";
    }

    std::filesystem::path folder;
    std::string said;
};

TEST_F(Accounts, TakeThePasswordFromStdin) {
    EXPECT_EQ(indgang("add op1 --role operator verifier --unit nord --name 'Opdigtet Person'",
                      "korrekt hest batteri\n"),
              0)
        << said;
    const auto accounts = listed();
    ASSERT_EQ(accounts.size(), 1u);
    EXPECT_EQ(accounts[0], (nlohmann::json{{"user", "op1"},
                                           {"name", "Opdigtet Person"},
                                           {"roles", {"operator", "verifier"}},
                                           {"units", {"nord"}}}));
}

TEST_F(Accounts, StandInTheStoresFolderForTheOwnerAlone) {
    ASSERT_EQ(indgang("add op1 --role auditor", "korrekt hest batteri"), 0) << said;
    struct stat state {};
    ASSERT_EQ(::stat((folder / "var" / "accounts.toml").c_str(), &state), 0);
    EXPECT_EQ(state.st_mode & 0777u, 0600u);
}

TEST_F(Accounts, StandWhereTheConfigurationSays) {
    std::ofstream(folder / "indgang.toml") << "[desk]\naccounts = \"people.toml\"\n";
    ASSERT_EQ(indgang("add op1 --role auditor", "korrekt hest batteri\n"), 0) << said;
    EXPECT_TRUE(std::filesystem::exists(folder / "people.toml"));
}

TEST_F(Accounts, AreListedForPeople) {
    ASSERT_EQ(indgang("add op1 --role auditor", "korrekt hest batteri\n"), 0);
    EXPECT_EQ(indgang("list"), 0);
    EXPECT_THAT(said, HasSubstr("op1"));
    EXPECT_THAT(said, HasSubstr("all"));
    EXPECT_THAT(said, Not(HasSubstr("argon2")));
}

TEST_F(Accounts, AreRemoved) {
    ASSERT_EQ(indgang("add op1 --role auditor", "korrekt hest batteri\n"), 0);
    EXPECT_EQ(indgang("remove op1"), 0);
    EXPECT_TRUE(listed().empty());
    EXPECT_EQ(indgang("remove op1"), 3);
    EXPECT_THAT(said, HasSubstr("no_such_account"));
}

TEST_F(Accounts, GetANewPassword) {
    ASSERT_EQ(indgang("add op1 --role auditor", "korrekt hest batteri\n"), 0);
    EXPECT_EQ(indgang("password op1", "et ganske andet ord\n"), 0) << said;
    EXPECT_EQ(indgang("password op2", "et ganske andet ord\n"), 3);
}

TEST_F(Accounts, TakeNoPasswordAsAnArgument) {
    EXPECT_EQ(indgang("password op1 'korrekt hest batteri'"), 2);
    EXPECT_EQ(indgang("add op1 --role auditor --password 'korrekt hest batteri'"), 2);
}

TEST_F(Accounts, TellWhatIsWrongWithAPerson) {
    EXPECT_EQ(indgang("add op1 --role boss", "korrekt hest batteri\n"), 3);
    EXPECT_THAT(said, HasSubstr("case_worker"));
    EXPECT_EQ(indgang("add 'Op 1' --role auditor", "korrekt hest batteri\n"), 3);
    EXPECT_EQ(indgang("add op1 --role auditor", "kort\n"), 3);
    EXPECT_EQ(indgang("add op1 --role auditor", ""), 3);
    EXPECT_EQ(indgang("add op1", "korrekt hest batteri\n"), 2);
}

TEST_F(Accounts, TellTheLineOfADamagedFile) {
    ASSERT_EQ(indgang("add op1 --role auditor", "korrekt hest batteri\n"), 0);
    std::ofstream(folder / "var" / "accounts.toml", std::ios::app) << "[[account]\n";
    EXPECT_EQ(indgang("list"), 4);
    EXPECT_THAT(said, HasSubstr("accounts.toml:10"));
}

TEST_F(Accounts, AskAtATerminalTwiceAndShowNothingOfIt) {
    const std::string password = "korrekt hest batteri\n";
    EXPECT_EQ(at_terminal({"add", "op1", "--role", "auditor"}, {password, password}), 0) << said;
    EXPECT_THAT(said, Not(HasSubstr("hest")));
    EXPECT_EQ(listed().size(), 1u);
}

TEST_F(Accounts, AreNotMadeWhenThePasswordsAreNotTheSame) {
    EXPECT_EQ(at_terminal({"add", "op1", "--role", "auditor"},
                          {"korrekt hest batteri\n", "et ganske andet ord\n"}),
              3);
    EXPECT_THAT(said, HasSubstr("password_not_repeated"));
    EXPECT_TRUE(listed().empty());
}

TEST_F(Accounts, AreNotMadeByWhoInterrupts) {
    EXPECT_EQ(at_terminal({"add", "op1", "--role", "auditor"}, {"\x03"}), 130);
    EXPECT_TRUE(listed().empty());
}

}  // namespace
}  // namespace indgang::program
