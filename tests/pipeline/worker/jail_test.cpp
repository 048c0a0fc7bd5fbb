// SPDX-License-Identifier: MPL-2.0
// Hostile code runs inside of a worker's walls, and inside of a program that it starts, and tries
// every door. The same doors are open without the walls, or the test would prove nothing.
#include "pipeline/worker/jail.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <functional>
#include <iomanip>
#include <iostream>
#include <map>
#include <sstream>

#include "schemas/core/descriptor.h"
#include "schemas/error/error.h"
#include "tests/pipeline/store/folder.h"
#include "tests/pipeline/worker/doors/doors.h"

namespace indgang::worker {
namespace {

namespace fs = std::filesystem;
using doors::Outside;

/// What a child process writes to its standard output.
std::string said_by_child(const std::function<void()>& act) {
    std::array<int, 2> ends{};
    EXPECT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
    Descriptor out(ends[0]), in(ends[1]);
    // What waits to be written is ours, not the child's: a pipe's is written late.
    std::cout.flush();
    const pid_t child = ::fork();
    if (child == 0) {
        ::dup2(in.number(), STDOUT_FILENO);
        try {
            act();
        } catch (const Error& error) {
            std::cout << "trouble " << error.what() << std::endl;
        }
        std::cout.flush();
        ::_exit(0);
    }
    in.reset();
    std::string said;
    std::array<char, 4096> piece{};
    for (ssize_t got = 0; (got = ::read(out.number(), piece.data(), piece.size())) > 0;) {
        said.append(piece.data(), static_cast<std::size_t>(got));
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return said;
}

/// By name whether it was open.
std::map<std::string, bool> tried(const std::string& said) {
    std::map<std::string, bool> doors;
    std::istringstream lines(said);
    for (std::string line; std::getline(lines, line);) {
        if (line.size() > 2 && (line[0] == '0' || line[0] == '1')) {
            doors[line.substr(2)] = line[0] == '1';
        }
    }
    return doors;
}

class Jail : public testing::Test {
  protected:
    Jail() {
        fs::create_directory(secrets());
        fs::create_directory(scratch());
        std::ofstream(secrets() / "store.sqlite") << "secret";
        sockaddr_in here{};
        here.sin_family = AF_INET;
        here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof(here);
        auto* const address = reinterpret_cast<sockaddr*>(&here);
        EXPECT_EQ(::bind(listener_.number(), address, size), 0);
        EXPECT_EQ(::listen(listener_.number(), 5), 0);
        EXPECT_EQ(::getsockname(listener_.number(), address, &size), 0);
        outside_ = {(secrets() / "store.sqlite").string(), secrets().string(), scratch().string(),
                    ntohs(here.sin_port), ::getpid()};
    }
    [[nodiscard]] fs::path secrets() const { return folder_.path() / "secrets"; }
    [[nodiscard]] fs::path scratch() const { return folder_.path() / "scratch"; }
    [[nodiscard]] JailSettings settings() const {
        return {.readable = {},
                .writable = {scratch()},
                .programs = {INDGANG_HOSTILE_CHILD},
                .memory_bytes = std::int64_t{1} << 30};
    }
    void try_doors() const {
        for (const auto& door : doors::try_all(outside_)) {
            std::cout << (door.is_open ? 1 : 0) << ' ' << door.name << '\n';
        }
    }
    void become_child() const {
        auto arguments = doors::arguments_of(outside_);
        arguments.insert(arguments.begin(), INDGANG_HOSTILE_CHILD);
        std::vector<char*> pointers;
        for (auto& argument : arguments) {
            pointers.push_back(argument.data());
        }
        pointers.push_back(nullptr);
        ::execv(INDGANG_HOSTILE_CHILD, pointers.data());
        std::cout << "trouble the child does not start" << std::endl;
    }

    store::Folder folder_;
    Descriptor listener_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    Outside outside_;
};

/// A sanitizer reserves more address space than a worker may have, so that nothing limits it then.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool has_sanitizer = true;
#else
constexpr bool has_sanitizer = false;
#endif

TEST_F(Jail, EveryDoorIsShut) {
    const auto without = tried(said_by_child([&] { try_doors(); }));
    const auto worker = tried(said_by_child([&] {
        enter_jail(settings());
        try_doors();
    }));
    const auto child = tried(said_by_child([&] {
        enter_jail(settings());
        become_child();
    }));
    constexpr int wide = 42;
    std::cout << std::left << std::setw(wide) << "door" << std::setw(10) << "worker"
              << "child\n";
    int open = 0;
    for (const auto& [door, is_open] : without) {
        if (has_sanitizer && (door == "take more memory" || door == "raise its limits")) {
            continue;
        }
        ASSERT_TRUE(worker.contains(door) && child.contains(door)) << door;
        std::cout << std::setw(wide) << door << std::setw(10) << (worker.at(door) ? "OPEN" : "shut")
                  << (child.at(door) ? "OPEN" : "shut") << '\n';
        EXPECT_FALSE(worker.at(door)) << door;
        EXPECT_FALSE(child.at(door)) << door;
        open += is_open ? 1 : 0;
    }
    EXPECT_GE(without.size(), 30U);
    EXPECT_GE(open, 15) << "without the walls these doors are open";
}

TEST_F(Jail, LeavesOpenWhatAWorkerNeeds) {
    std::ofstream(folder_.path() / "form.toml") << "form";
    auto with_forms = settings();
    with_forms.readable = {folder_.path() / "form.toml"};
    const Descriptor handed(::open(outside_.secret.c_str(), O_RDONLY | O_CLOEXEC));
    const auto said = said_by_child([&] {
        enter_jail(with_forms);
        std::string text(6, ' ');
        std::cout << std::ifstream(folder_.path() / "form.toml").rdbuf() << '\n';
        std::cout << ::pread(handed.number(), text.data(), text.size(), 0) << text << '\n';
        std::ofstream(scratch() / "own") << "x";
        std::cout << fs::file_size(scratch() / "own") << fs::remove(scratch() / "own") << '\n';
    });
    EXPECT_EQ(said, "form\n6secret\n11\n");
}

/// From now on the system answers these calls as one that does not have them.
void take_away(const std::vector<std::string>& calls) {
    ASSERT_EQ(::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), 0);
    const scmp_filter_ctx filter = ::seccomp_init(SCMP_ACT_ALLOW);
    for (const auto& call : calls) {
        const int number = ::seccomp_syscall_resolve_name(call.c_str());
        ASSERT_EQ(::seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), number, 0), 0) << call;
    }
    ASSERT_EQ(::seccomp_load(filter), 0);
    ::seccomp_release(filter);
}

/// A wall that cannot be built is no jail without that wall: nothing from outside may be parsed.
TEST_F(Jail, IsRefusedWhereTheSystemHasLess) {
    const std::vector<std::vector<std::string>> lacking = {
        {"landlock_create_ruleset"}, {"landlock_add_rule"}, {"landlock_restrict_self"}, {"capset"},
        {"prlimit64", "setrlimit"},  {"seccomp", "prctl"}};
    for (const auto& calls : lacking) {
        const auto said = said_by_child([&] {
            take_away(calls);
            try {
                enter_jail(settings());
                std::cout << "entered";
            } catch (const Error& error) {
                std::cout << error.reason();
            }
        });
        EXPECT_EQ(said, "worker_not_limited") << calls.front();
    }
}

TEST_F(Jail, EndsWithWhoMadeIt) {
    const auto said = said_by_child([&] {
        const pid_t worker = ::fork();
        if (worker == 0) {
            enter_jail(settings());
            ::pause();
            ::_exit(0);
        }
        std::cout << worker << std::endl;
        ::usleep(200'000);  // it has entered by then
    });
    const auto worker = std::stoi(said);
    for (int i = 0; i < 500 && ::kill(worker, 0) == 0; ++i) {
        ::usleep(10'000);
    }
    EXPECT_NE(::kill(worker, 0), 0);
}

}  // namespace
}  // namespace indgang::worker
