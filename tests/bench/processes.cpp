// SPDX-License-Identifier: MPL-2.0
#include "tests/bench/processes.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <exception>
#include <fstream>
#include <iostream>
#include <map>
#include <stdexcept>
#include <string_view>

#include "tests/bench/cpu_clock.h"
#include "tests/bench/folder.h"

namespace indgang::bench {
namespace {

namespace fs = std::filesystem;

/// In the child: never comes back, and leaves open what the parent has open.
[[noreturn]] void run_job(const Job& job, const fs::path& answer) {
    int code = 1;
    try {
        std::ofstream out(answer);
        out << job().dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
        out.close();
        code = out.good() ? 0 : 1;
    } catch (const std::exception& error) {
        std::cerr << "indgang_bench: " << error.what() << "\n";
    }
    ::_exit(code);
}

void wait_for_one(std::map<pid_t, std::size_t>& running, bool& has_failed) {
    int status = 0;
    const pid_t child = ::waitpid(-1, &status, 0);
    if (running.erase(child) > 0) {
        has_failed = has_failed || !WIFEXITED(status) || WEXITSTATUS(status) != 0;
    }
}

std::vector<std::string> environment_with_one_thread() {
    std::vector<std::string> variables = {"OMP_THREAD_LIMIT=1"};
    for (char** variable = environ; *variable != nullptr; ++variable) {
        if (!std::string_view(*variable).starts_with("OMP_THREAD_LIMIT=")) {
            variables.emplace_back(*variable);
        }
    }
    return variables;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    for (std::string& text : texts) {
        pointers.push_back(text.data());
    }
    pointers.push_back(nullptr);
    return pointers;
}

std::string read_all(int from) {
    std::string text;
    constexpr std::size_t piece_bytes = 65536;
    std::array<char, piece_bytes> piece{};
    for (ssize_t got = 0; (got = ::read(from, piece.data(), piece.size())) > 0;) {
        text.append(piece.data(), static_cast<std::size_t>(got));
    }
    return text;
}

}  // namespace

std::vector<nlohmann::json> run_apart(const std::vector<Job>& jobs, int at_once) {
    const Folder folder;
    const auto answer = [&](std::size_t job) {
        return folder.path() / (std::to_string(job) + ".json");
    };
    std::map<pid_t, std::size_t> running;
    bool has_failed = false;
    for (std::size_t job = 0; job < jobs.size() && !has_failed; ++job) {
        if (static_cast<int>(running.size()) >= at_once) {
            wait_for_one(running, has_failed);
        }
        const pid_t child = ::fork();
        if (child == 0) {
            run_job(jobs[job], answer(job));
        }
        if (child < 0) {
            throw std::runtime_error("can not start a process");
        }
        running[child] = job;
    }
    while (!running.empty()) {
        wait_for_one(running, has_failed);
    }
    if (has_failed) {
        throw std::runtime_error("a part of the measurement failed");
    }
    std::vector<nlohmann::json> answers;
    for (std::size_t job = 0; job < jobs.size(); ++job) {
        std::ifstream in(answer(job));
        answers.push_back(nlohmann::json::parse(in));
    }
    return answers;
}

CommandRun run_command(const std::vector<std::string>& command) {
    std::vector<std::string> arguments = command, variables = environment_with_one_thread();
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        throw std::runtime_error("no pipe");
    }
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    pid_t child = 0;
    const double begin = wall_seconds();
    const int failed = ::posix_spawnp(&child, arguments[0].c_str(), &actions, nullptr,
                                      pointers_to(arguments).data(), pointers_to(variables).data());
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    CommandRun run;
    run.output = failed == 0 ? read_all(ends[0]) : "";
    ::close(ends[0]);
    int status = 0;
    rusage usage{};
    if (failed != 0 || ::wait4(child, &status, 0, &usage) != child || !WIFEXITED(status) ||
        WEXITSTATUS(status) != 0) {
        throw std::runtime_error("can not run " + command[0]);
    }
    run.cpu_seconds = seconds_of(usage);
    run.wall_seconds = wall_seconds() - begin;
    constexpr double kib_per_mib = 1024;
    run.rss_mib = static_cast<double>(usage.ru_maxrss) / kib_per_mib;
    return run;
}

}  // namespace indgang::bench
