// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace indgang::fault {

/// A program with its arguments, to be started again and again.
struct Command {
    std::vector<std::string> arguments;  ///< the program's path first
    std::filesystem::path log;           ///< gets what it prints, appended
};

/// A running program. It dies with this object, and with the test if that dies.
class Process {
  public:
    /// Errors: internal (cannot be started).
    explicit Process(const Command& command);
    ~Process();
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    /// SIGKILL to the program itself; returns when it is gone. Its children get no signal.
    void kill();
    /// Whether it ended by itself, which nobody asked of it.
    [[nodiscard]] bool has_ended();
    [[nodiscard]] pid_t id() const { return process_; }  ///< 0: it is gone

  private:
    pid_t process_ = 0;
};

/// A port that nobody listens on at this moment, and that no other test is given while this process
/// runs.
[[nodiscard]] int free_port();

}  // namespace indgang::fault
