// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>
#include <vector>

/// What hostile code would try from inside a worker, or from inside a program that it starts.
namespace indgang::worker::doors {

/// Where the doors lead.
struct Outside {
    std::string secret;       ///< a file that everybody may read by its mode
    std::string secret_path;  ///< the folder that it is in
    std::string scratch;      ///< the worker's own folder
    int tcp_port = 0;         ///< somebody listens there
    int process = 0;          ///< of the same user
};

struct Door {
    std::string name;
    bool is_open = false;
};

/// Tries them all. Threads: any.
[[nodiscard]] std::vector<Door> try_all(const Outside& outside);

[[nodiscard]] std::vector<std::string> arguments_of(const Outside& outside);
[[nodiscard]] Outside outside_of(char** arguments);

}  // namespace indgang::worker::doors
