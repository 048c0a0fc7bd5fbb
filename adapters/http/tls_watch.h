// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "adapters/http/tls.h"

namespace indgang::http {

/// The context of a server's new connections, made again when one of its files changes. While the
/// new files cannot be used the old ones hold.
class TlsWatch {
  public:
    /// Errors: internal tls_files_unusable. `on_trouble` may be empty.
    TlsWatch(TlsFiles files, std::function<void(const std::string&)> on_trouble);
    [[nodiscard]] bool is_on() const { return !files_.certificate.empty(); }
    [[nodiscard]] TlsContextPtr context() const;  ///< any thread
    /// Looks at the files, at most once a second. One thread.
    void look();

  private:
    using Stamp = std::vector<std::filesystem::file_time_type>;
    [[nodiscard]] Stamp stamp() const;

    TlsFiles files_;
    std::function<void(const std::string&)> on_trouble_;
    Stamp stamp_;
    std::chrono::steady_clock::time_point looked_at_;
    mutable std::mutex mutex_;  // protects the context
    TlsContextPtr context_;
};

}  // namespace indgang::http
