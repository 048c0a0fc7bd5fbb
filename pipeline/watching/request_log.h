// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <string>
#include <string_view>

#include "adapters/http/server.h"
#include "schemas/core/descriptor.h"
#include "schemas/core/time.h"

namespace indgang::watching {

/// One request in one line of JSON, without a line end: no path, no query, no header and no body,
/// because a sender may write a CPR number into any of them. A request id stands there only when it
/// is a UUID or 16 to 64 hexadecimal digits, which is what machines make; any other is left out.
/// Takes: `route`, as Traffic::route_of.
[[nodiscard]] std::string request_line(const http::Exchange& exchange, std::string_view route,
                                       UtcTime now);

/// Appends a line for each request to a file. A line is one write at the end of the file, so
/// several processes may share it, and logrotate may copy and truncate it. A file that was renamed
/// or removed is made anew within a second.
///
/// Threads: any number.
class RequestLog {
  public:
    /// Errors: bad_input configuration_invalid (the file cannot be opened), with the path.
    RequestLog(std::filesystem::path file, Clock clock);

    /// A line that the disk does not take is lost and counted: no request fails for its log.
    void note(const http::Exchange& exchange, std::string_view route) noexcept;
    [[nodiscard]] std::int64_t lost() const { return lost_; }
    /// Whether the last line was written.
    [[nodiscard]] bool is_well() const { return is_well_; }

  private:
    [[nodiscard]] bool open();
    void look_for_file();

    const std::filesystem::path file_;
    const Clock clock_;
    std::mutex mutex_;  // protects the two below
    Descriptor descriptor_;
    std::chrono::steady_clock::time_point looked_at_;
    std::atomic<std::int64_t> lost_{0};
    std::atomic<bool> is_well_{true};
};

}  // namespace indgang::watching
