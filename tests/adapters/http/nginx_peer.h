// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "tests/adapters/http/exchange.h"
#include "tests/fault/process.h"

namespace indgang::http {

/// nginx as a proxy, a process of its own in a temporary folder, before backends that write down
/// what they are given. It speaks over sockets that are files, so it takes no port.
class NginxPeer {
  public:
    /// $INDGANG_NGINX, the one that `./run test` has unpacked, or that of the system.
    [[nodiscard]] static std::optional<std::filesystem::path> program();

    /// With so many entrances, each with a backend of its own. Comes back when it answers.
    /// Errors: std::runtime_error (it does not start; with what it said).
    NginxPeer(const std::filesystem::path& program, std::size_t entrances);
    ~NginxPeer();
    NginxPeer(const NginxPeer&) = delete;
    NginxPeer& operator=(const NginxPeer&) = delete;

    /// One at a time on each entrance.
    [[nodiscard]] Verdict exchange(std::size_t entrance, std::string_view bytes, Quiet quiet);

  private:
    class Backend;
    std::filesystem::path folder_;
    std::vector<std::unique_ptr<Backend>> backends_;
    std::unique_ptr<fault::Process> process_;
};

}  // namespace indgang::http
