// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "pipeline/watching/metrics.h"
#include "schemas/core/time.h"

namespace indgang::watching {

struct WatchServerSettings {
    std::string address = "127.0.0.1";
    int port = 8108;  ///< 0: a free one
    /// What the administrator should know of, without personal data. May be left out.
    std::function<void(const std::string&)> on_trouble;
};

/// The port for who watches the service; the intake's clients have no business there.
///
///   GET /livez    the process answers
///   GET /readyz   all that is wrong, each with its reason, since when, and what to do: 503 when
///                 nothing can be taken in durably, else 200
///   GET /metrics  for Prometheus
///
/// It has threads of its own, so it answers while the intake is flooded. No answer holds anything
/// of an application.
/// Threads: its own.
/// Source:  docs/operations/watching.md
class WatchServer {
  public:
    /// Listens when the constructor returns. Errors: unavailable (address in use).
    WatchServer(const WatchServerSettings& settings, MetricsSources sources, Clock clock);
    ~WatchServer();
    [[nodiscard]] int port() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace indgang::watching
