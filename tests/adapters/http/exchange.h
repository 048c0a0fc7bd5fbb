// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <chrono>
#include <filesystem>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/http/server.h"
#include "schemas/core/descriptor.h"

namespace indgang::http {

/// A request as the one saw it that it was given to.
struct Given {
    std::string method;
    std::string path;  ///< as sent, without the query
    std::string body;
    bool operator==(const Given&) const = default;
};

/// What became of what was sent on one connection.
struct Verdict {
    std::vector<Given> given;  ///< in order
    std::string answers;       ///< as they came
    bool has_ended = false;    ///< the other side closed the connection
};

/// How long nothing may come before this side says that it has no more to send.
using Quiet = std::chrono::milliseconds;

/// Sends bytes on a connected socket while it reads what is answered, then waits: for the end, or
/// until nothing comes for `quiet` and, after this side has closed its half, for the end again.
/// Gives: a Verdict without what was given.
[[nodiscard]] Verdict talk(const Descriptor& peer, std::string_view bytes, Quiet quiet);

/// A connected socket. Errors: std::runtime_error.
[[nodiscard]] Descriptor connect_to_port(int port);
[[nodiscard]] Descriptor connect_to_file(const std::filesystem::path& socket);

/// The server under test, with a handler that only writes down what it is given.
class RecordingServer {
  public:
    RecordingServer();
    /// One at a time.
    [[nodiscard]] Verdict exchange(std::string_view bytes, Quiet quiet);

  private:
    std::mutex mutex_;  // protects given_
    std::vector<Given> given_;
    Server server_;  // last: its threads use the above
};

}  // namespace indgang::http
