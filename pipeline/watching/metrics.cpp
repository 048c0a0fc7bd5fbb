// SPDX-License-Identifier: MPL-2.0
#include "pipeline/watching/metrics.h"

#include <sys/statvfs.h>

#include <algorithm>
#include <array>
#include <map>

#include "pipeline/watching/metrics_writer.h"
#include "schemas/error/error.h"

namespace indgang::watching {
namespace {

/// A state or lane without any is a line with 0: a curve that ends looks like a machine that is
/// gone.
template <typename States>
void by_state(MetricsWriter& out, const States& states,
              const std::map<std::string, std::int64_t>& counts) {
    for (const auto state : states) {
        const std::string name(store::name_of(state));
        const auto found = counts.find(name);
        out.sample(found == counts.end() ? 0 : static_cast<double>(found->second),
                   {{"state", name}});
    }
}

/// Ages are never negative, whatever the clock does.
double age_of(const std::map<std::string, UtcTime>& oldest, const std::string& name, UtcTime now) {
    const auto found = oldest.find(name);
    return found == oldest.end() || found->second > now
               ? 0
               : std::chrono::duration<double>(now - found->second).count();
}

void add_store(MetricsWriter& out, const store::Store& store) {
    const auto ledger = store.ledger();
    out.family("indgang_arrivals", "gauge", "Files and posts by state.");
    by_state(out, store::arrival_states, ledger.arrivals);
    out.family("indgang_arrivals_without_application", "gauge",
               "Files and posts that were read and hold no application.");
    out.sample(static_cast<double>(ledger.arrivals_without_application));
    out.family("indgang_applications", "gauge", "Applications by state.");
    by_state(out, store::item_states, ledger.items);
    out.family("indgang_copies", "gauge", "Searchable copies by state.");
    by_state(out, store::copy_states, ledger.copies);
    out.family("indgang_cases", "gauge", "Applications with a case number.");
    out.sample(static_cast<double>(ledger.cases));
}

void add_ages(MetricsWriter& out, const MetricsSources& sources,
              const std::vector<crew::DependencyState>& dependencies, UtcTime now) {
    const auto oldest = sources.store.oldest();
    double open = 0;
    out.family("indgang_lane_oldest_seconds", "gauge",
               "Since when the oldest of a lane waits to be read; 0: there is none.");
    for (const std::string lane : {"documents", "scans", "feeds"}) {
        const double age = age_of(oldest.lanes, lane, now);
        open = std::max(open, age);
        out.sample(age, {{"lane", lane}});
    }
    out.family("indgang_application_oldest_seconds", "gauge",
               "How long ago the oldest application of a state came; 0: there is none.");
    for (const std::string state : {"recorded", "waiting", "parked", "ready", "dead"}) {
        const double age = age_of(oldest.items, state, now);
        const bool goes_on = state != "parked" && state != "dead";
        open = goes_on ? std::max(open, age) : open;
        out.sample(age, {{"state", state}});
    }
    out.family("indgang_arrival_oldest_seconds", "gauge",
               "How long ago the oldest file or post of a state came; 0: there is none.");
    out.sample(age_of(oldest.arrivals, "quarantined", now), {{"state", "quarantined"}});
    out.family("indgang_copy_oldest_seconds", "gauge",
               "How long ago the oldest application came whose copy is of a state; 0: none is.");
    for (const std::string state : {"wanted", "made", "failed"}) {
        out.sample(age_of(oldest.copies, state, now), {{"state", state}});
    }
    out.family("indgang_destination_oldest_seconds", "gauge",
               "How long ago the oldest application came that waits for a case system.");
    std::map<std::string, double> destinations;
    for (const auto& state : dependencies) {
        if (state.kind == crew::DependencyKind::casequeue) {
            destinations[state.name] = 0;
        }
    }
    for (const auto& [name, at] : oldest.destinations) {
        destinations[name] = age_of(oldest.destinations, name, now);
    }
    for (const auto& [name, age] : destinations) {
        out.sample(age, {{"destination", name}});
    }
    out.family(
        "indgang_oldest_open_seconds", "gauge",
        "Age of the oldest arrival or application that goes on by itself; 0: there is none.");
    out.sample(open);
}

/// A database that cannot be read leaves its own families out: the others say that it cannot.
void add_store_if_readable(MetricsWriter& out, const MetricsSources& sources,
                           const std::vector<crew::DependencyState>& dependencies, UtcTime now) {
    MetricsWriter own;
    try {
        add_store(own, sources.store);
        add_ages(own, sources, dependencies, now);
    } catch (const Error&) {  // Health names it
        return;
    }
    out.append(std::move(own));
}

void add_health(MetricsWriter& out, Health& health) {
    const auto ailments = health.ailments();
    out.family("indgang_ready", "gauge", "1: applications are taken in durably.");
    out.sample(std::ranges::none_of(ailments, &Ailment::blocks) ? 1 : 0);
    out.family("indgang_ailment", "gauge", "1 for each thing that is wrong now, as in /readyz.");
    for (const auto& ailment : ailments) {
        out.sample(1, {{"of", ailment.of},
                       {"reason", ailment.reason},
                       {"blocks", ailment.blocks ? "yes" : "no"}});
    }
}

void add_dependencies(MetricsWriter& out, const std::vector<crew::DependencyState>& states) {
    out.family("indgang_dependency_up", "gauge", "0: a register or case system is away.");
    for (const auto& state : states) {
        out.sample(state.is_up ? 1 : 0,
                   {{"kind", crew::name_of(state.kind)}, {"name", state.name}});
    }
    out.family("indgang_dependency_attempts_total", "counter",
               "Questions to registers and sendings to case systems, by what became of them.");
    for (const auto& state : states) {
        const auto kind = crew::name_of(state.kind);
        out.sample(static_cast<double>(state.answered),
                   {{"kind", kind}, {"name", state.name}, {"result", "answered"}});
        out.sample(static_cast<double>(state.failed),
                   {{"kind", kind}, {"name", state.name}, {"result", "failed"}});
    }
}

void add_work(MetricsWriter& out, const WorkCounts& work) {
    out.family("indgang_pages_read_total", "counter", "Pages of scans that were read.");
    out.sample(static_cast<double>(work.pages));
    out.family("indgang_documents_read_total", "counter", "Scans and documents read to their end.");
    out.sample(static_cast<double>(work.documents));
    out.family("indgang_workers_started_total", "counter", "Worker processes that were started.");
    out.sample(static_cast<double>(work.workers_started));
    out.family("indgang_workers_lost_total", "counter",
               "Worker processes that ended by what they read.");
    out.sample(static_cast<double>(work.workers_died), {{"reason", "worker_died"}});
    out.sample(static_cast<double>(work.workers_slow), {{"reason", "worker_slow"}});
}

/// Takes: `of`, "indgang_http" or "indgang_desk"; `whose`, for people.
void add_traffic(MetricsWriter& out, const Traffic& traffic, const std::string& of,
                 const std::string& whose) {
    out.family(of + "_requests_total", "counter", "Requests to the " + whose + ".");
    for (std::size_t route = 0; route < traffic.routes().size(); ++route) {
        for (std::size_t outcome = 0; outcome < Traffic::classes.size(); ++outcome) {
            out.sample(static_cast<double>(traffic.requests(route, outcome)),
                       {{"route", traffic.routes()[route]}, {"status", Traffic::classes[outcome]}});
        }
    }
    out.family(of + "_request_duration_seconds", "histogram",
               "From a request's first byte to the last byte of its answer.");
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < Traffic::buckets_seconds.size(); ++i) {
        sum += traffic.took(i);
        out.sample("_bucket", static_cast<double>(sum),
                   {{"le", number_text(Traffic::buckets_seconds[i])}});
    }
    sum += traffic.took(Traffic::buckets_seconds.size());
    out.sample("_bucket", static_cast<double>(sum), {{"le", "+Inf"}});
    out.sample("_sum", traffic.took_seconds());
    out.sample("_count", static_cast<double>(sum));
    out.family(of + "_received_bytes_total", "counter", "Heads and bodies that came.");
    out.sample(static_cast<double>(traffic.bytes_in()));
    out.family(of + "_sent_bytes_total", "counter", "Answers that were sent.");
    out.sample(static_cast<double>(traffic.bytes_out()));
}

void add_server(MetricsWriter& out, const http::ServerCounts& counts) {
    out.family("indgang_http_connections", "gauge", "Connections to the intake that are open.");
    out.sample(static_cast<double>(counts.connections));
    out.family("indgang_http_connections_most", "gauge", "Connections that may be open at once.");
    out.sample(static_cast<double>(counts.most_connections));
    out.family("indgang_http_body_bytes", "gauge", "Of bodies under way, by where they are kept.");
    out.sample(static_cast<double>(counts.body_bytes_in_memory), {{"kept", "memory"}});
    out.sample(static_cast<double>(counts.body_bytes_in_files), {{"kept", "files"}});
}

void add_folders(MetricsWriter& out, const std::map<std::string, FolderCounts>& folders) {
    out.family("indgang_folder_taken_total", "counter", "Files taken from a watched folder.");
    for (const auto& [folder, counts] : folders) {
        out.sample(static_cast<double>(counts.taken), {{"folder", folder}});
    }
    out.family("indgang_folder_rejected_total", "counter", "Files rejected in a watched folder.");
    for (const auto& [folder, counts] : folders) {
        for (const auto& [reason, files] : counts.rejected) {
            out.sample(static_cast<double>(files), {{"folder", folder}, {"reason", reason}});
        }
    }
    out.family("indgang_folder_waiting", "gauge",
               "Files of a watched folder that are not whole yet, or met a trouble.");
    for (const auto& [folder, counts] : folders) {
        out.sample(static_cast<double>(counts.waiting), {{"folder", folder}});
    }
    out.family("indgang_folder_troubles", "gauge",
               "Files of a watched folder that cannot be taken, by reason.");
    for (const auto& [folder, counts] : folders) {
        for (const auto& [reason, files] : counts.troubles) {
            out.sample(static_cast<double>(files), {{"folder", folder}, {"reason", reason}});
        }
    }
}

/// A disk that tells nothing leaves the line out: 0 would be an alarm of another kind.
void add_disk(MetricsWriter& out, const std::filesystem::path& folder) {
    struct statvfs disk {};
    out.family("indgang_store_free_bytes", "gauge", "Room on the disk of the store.");
    if (::statvfs(folder.c_str(), &disk) == 0) {
        out.sample(static_cast<double>(disk.f_bavail) * static_cast<double>(disk.f_frsize));
    }
}

void add_rest(MetricsWriter& out, const MetricsSources& sources, UtcTime now) {
    out.family("indgang_clock_jumps_total", "counter", "How often the time of day was set.");
    out.sample(static_cast<double>(sources.clock_watch.jumps()));
    out.family("indgang_clock_last_jump_seconds", "gauge",
               "How far the time of day was set last; ahead is positive.");
    out.sample(std::chrono::duration<double>(sources.clock_watch.last_jump()).count());
    out.family("indgang_clock_seconds", "gauge", "The time of day here, since 1970 (UTC).");
    out.sample(std::chrono::duration<double>(now.time_since_epoch()).count());
    out.family("indgang_request_log_lost_lines_total", "counter",
               "Lines of the request log that the disk did not take.");
    out.sample(static_cast<double>(sources.lost_log_lines()));
}

}  // namespace

std::string metrics_text(const MetricsSources& sources, UtcTime now) {
    MetricsWriter out;
    const auto dependencies = sources.dependencies();
    add_health(out, sources.health);
    add_store_if_readable(out, sources, dependencies, now);
    add_dependencies(out, dependencies);
    add_work(out, sources.work());
    add_traffic(out, sources.traffic, "indgang_http", "intake");
    if (sources.desk != nullptr) {
        add_traffic(out, *sources.desk, "indgang_desk", "desk's pages");
    }
    add_server(out, sources.server());
    add_folders(out, sources.folders.all());
    add_disk(out, sources.store_folder);
    add_rest(out, sources, now);
    return out.take();
}

}  // namespace indgang::watching
