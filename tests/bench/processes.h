// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace indgang::bench {

using Job = std::function<nlohmann::json()>;

/// Runs each job in a process of its own, a copy of this one, at most `at_once` at a time. What a
/// job changes in memory is lost; only what it gives comes back.
///
/// Takes:  no other thread may run in this process, nor may Pango have been used in it.
/// Gives:  what the jobs give, in their order.
/// Errors: std::runtime_error (a job failed; what it said stands on standard error).
[[nodiscard]] std::vector<nlohmann::json> run_apart(const std::vector<Job>& jobs, int at_once);

/// What a command cost, by what the kernel charges it and the children it waited for.
struct CommandRun {
    double cpu_seconds = 0;
    double wall_seconds = 0;
    double rss_mib = 0;  ///< the most that it, or one of the children it waited for, held at once
    std::string output;  ///< standard output
};
/// Runs a command as it comes, with OMP_THREAD_LIMIT=1: Tesseract's threads spin else.
/// Errors: std::runtime_error (no such command, it failed).
[[nodiscard]] CommandRun run_command(const std::vector<std::string>& command);

}  // namespace indgang::bench
