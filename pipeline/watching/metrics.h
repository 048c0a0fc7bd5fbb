// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "adapters/http/server.h"
#include "pipeline/crew/dependencies.h"
#include "pipeline/store/store.h"
#include "pipeline/watching/clock_watch.h"
#include "pipeline/watching/folder_book.h"
#include "pipeline/watching/health.h"
#include "pipeline/watching/traffic.h"
#include "schemas/core/time.h"

namespace indgang::watching {

/// What was read since the start, and by which worker processes.
struct WorkCounts {
    std::int64_t pages = 0;
    std::int64_t documents = 0;
    std::int64_t workers_started = 0;
    std::int64_t workers_died = 0;
    std::int64_t workers_slow = 0;
};

/// All that metrics are made of. References outlive whoever keeps it; functions may be called by
/// any thread.
struct MetricsSources {
    const store::Store& store;
    Health& health;
    const Traffic& traffic;
    const Traffic* desk;  ///< nullptr: there is no desk
    const ClockWatch& clock_watch;
    const FolderBook& folders;
    std::filesystem::path store_folder;
    std::function<http::ServerCounts()> server;
    std::function<std::vector<crew::DependencyState>()> dependencies;
    std::function<WorkCounts()> work;
    std::function<std::int64_t()> lost_log_lines;
};

/// The text format of Prometheus (version 0.0.4). Labels are words of ours and names of the
/// configuration: nothing that came from outside. Costs the same however much the store holds; what
/// waits costs as Store::oldest.
/// Source: docs/operations/watching.md has every name.
[[nodiscard]] std::string metrics_text(const MetricsSources& sources, UtcTime now);

}  // namespace indgang::watching
