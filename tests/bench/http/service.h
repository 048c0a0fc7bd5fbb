// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "tests/bench/bench.h"
#include "tests/bench/folder.h"
#include "tests/fault/process.h"

namespace indgang::bench {

/// `indgang serve` as a process of its own, on a new store and a free port of loopback, with one
/// worker per core, no registers and no case system. It ends with this object.
class Service {
  public:
    /// Comes back when it listens. Errors: std::runtime_error (it does not).
    explicit Service(const XmlOptions& options);

    [[nodiscard]] int port() const { return port_; }
    /// Memory of the service alone, without its workers, as the kernel counts it: now, and at most
    /// since it began.
    [[nodiscard]] double rss_mib() const { return status_mib("VmRSS:"); }
    [[nodiscard]] double peak_rss_mib() const { return status_mib("VmHWM:"); }
    [[nodiscard]] int threads() const;
    [[nodiscard]] int open_files() const;  ///< descriptors that it has open
    /// What it has stored durably.
    [[nodiscard]] int arrivals() const;
    /// Waits until everything that was taken in has been read.
    /// Errors: std::runtime_error (it takes longer than five minutes).
    void wait_until_read() const;

  private:
    [[nodiscard]] double status(const std::string& key) const;
    [[nodiscard]] double status_mib(const std::string& key) const;

    Folder folder_;
    std::unique_ptr<fault::Process> process_;
    int port_ = 0;
};

}  // namespace indgang::bench
