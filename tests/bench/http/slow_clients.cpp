// SPDX-License-Identifier: MPL-2.0
// Good requests beside clients that hold connections. Half of the good ones come on connections of
// their own, half on kept ones: a front may fail the one sort and not the other. The slow clients
// come from 250 addresses, so that a limit per address alone does not help; only one arm lets them
// come from one. They come back when they are thrown out, so their number holds.
#include <algorithm>
#include <memory>
#include <vector>

#include "tests/bench/cpu_clock.h"
#include "tests/bench/http/arms.h"
#include "tests/bench/http/loop.h"

namespace indgang::bench {
namespace {

constexpr const char* post_head = "POST /v1/applications HTTP/1.1\r\nHost: indgang\r\n";
constexpr std::size_t slow_body_bytes = 100;  // a second

CrowdSettings dripping(const HttpScale& scale) {
    return {.name = "dripping",
            .connections = scale.dripping,
            .opening = std::string(post_head) + "X-Drip: ",
            .piece = "a"};
}

CrowdSettings idle(const HttpScale& scale) {
    return {.name = "idle", .connections = scale.idle};
}

CrowdSettings slow_bodies(const HttpScale& scale) {
    return {.name = "slow_bodies",
            .connections = scale.slow_bodies,
            .opening = std::string(post_head) + "Content-Length: 1000000\r\n\r\n<",
            .piece = std::string(slow_body_bytes, ' ')};
}

/// Ask for more than all buffers on the way hold, and read none of it.
CrowdSettings slow_readers(const HttpScale& scale) {
    constexpr int asked = 500;
    std::string opening;
    for (int i = 0; i < asked; ++i) {
        opening += "GET /v1/applications/none HTTP/1.1\r\nHost: indgang\r\n\r\n";
    }
    return {.name = "slow_readers",
            .connections = scale.slow_readers,
            .opening = opening,
            .reads = false};
}

}  // namespace

nlohmann::ordered_json beside(const Service& service, const std::string& arm,
                              std::vector<CrowdSettings> crowds, const HttpScale& scale,
                              const NextRequest& next, Tally& tally) {
    constexpr double patience_s = 15;
    constexpr int most_connections = 4000;  // each late request of the arm may hold one
    Loop loop;
    std::vector<std::unique_ptr<Crowd>> there;
    for (auto& settings : crowds) {
        settings.port = service.port();
        there.push_back(std::make_unique<Crowd>(loop, settings, scale.ramp_s));
    }
    loop.run_until(wall_seconds() + (crowds.empty() ? 0 : scale.ramp_s));
    std::vector<std::unique_ptr<Poster>> posters;
    for (const bool keeps : {true, false}) {
        posters.push_back(std::make_unique<Poster>(loop,
                                                   PosterSettings{.port = service.port(),
                                                                  .rate = scale.good_rate / 2,
                                                                  .connections = most_connections,
                                                                  .keeps = keeps},
                                                   next));
        posters.back()->start(scale.arm_s);
    }
    loop.run_until(wall_seconds() + scale.arm_s / 2);
    nlohmann::ordered_json held;
    for (const auto& crowd : there) {
        held[crowd->name()] = {{"connected", crowd->connected()}};
    }
    const auto threads = service.threads(), open_files = service.open_files();
    const double rss = service.rss_mib();
    loop.run_until(wall_seconds() + scale.arm_s + patience_s, [&] {
        return std::all_of(posters.begin(), posters.end(),
                           [](const auto& poster) { return poster->is_done(); });
    });
    tally = {};
    nlohmann::ordered_json row{{"arm", arm}};
    for (const auto& poster : posters) {
        tally += poster->tally();
    }
    row.update(tally.row());
    row["p99_ms_kept"] = posters[0]->tally().row()["p99_ms"];
    row["p99_ms_fresh"] = posters[1]->tally().row()["p99_ms"];
    for (const auto& crowd : there) {
        held[crowd->name()]["closed"] = crowd->closed();
    }
    if (!there.empty()) {
        row["slow"] = held;
    }
    row.update({{"service_threads", threads},
                {"service_open_files", open_files},
                {"service_rss_mib", rss}});
    return row;
}

nlohmann::ordered_json measure_idle(const XmlOptions& options, const HttpScale& scale,
                                    const NextRequest& next) {
    // The service may close what idles too long, and it takes a moment until it is there again.
    constexpr double mostly = 0.75;
    const Service service(options);
    Tally tally;
    auto rows = nlohmann::ordered_json::array();
    rows.push_back(beside(service, "before_idle", {}, scale, next, tally));
    const std::vector<CrowdSettings> crowds{
        {.name = "silent", .connections = scale.many_idle / 2},
        {.name = "answered_once",
         .connections = scale.many_idle - scale.many_idle / 2,
         .opening = "GET /v1/applications/none HTTP/1.1\r\nHost: indgang\r\n\r\n"}};
    rows.push_back(beside(service, "many_idle", crowds, scale, next, tally));
    int connected = 0;
    for (const auto& crowd : rows[1]["slow"]) {
        connected += crowd["connected"].get<int>();
    }
    return {{"idle_5000_ok", tally.failures() == 0 && connected >= mostly * scale.many_idle},
            {"idle_5000_connected", connected},
            {"idle_5000_rss_rise_mib",
             rows[1]["service_rss_mib"].get<double>() - rows[0]["service_rss_mib"].get<double>()},
            {"idle_arms", rows}};
}

nlohmann::ordered_json measure_slow_clients(const XmlOptions& options, const HttpScale& scale,
                                            const NextRequest& next) {
    constexpr double nearly_all = 0.99, warming_s = 0.5;
    const Service service(options);
    auto rows = nlohmann::ordered_json::array();
    Tally tally;
    auto warming = scale;
    warming.arm_s = warming_s;
    (void)beside(service, "warming", {}, warming, next, tally);  // the workers start
    rows.push_back(beside(service, "undisturbed", {}, scale, next, tally));
    const double undisturbed = tally.quantile_ms(nearly_all);

    const std::vector<CrowdSettings> all{dripping(scale), idle(scale), slow_bodies(scale)};
    auto one_address = all;
    for (auto& crowd : one_address) {
        crowd.addresses = 1;
    }
    int failed = 0;
    double worst = 0;
    const auto add = [&](const std::string& arm, const std::vector<CrowdSettings>& crowds) {
        rows.push_back(beside(service, arm, crowds, scale, next, tally));
    };
    const auto count = [&](const std::string& arm, const std::vector<CrowdSettings>& crowds) {
        add(arm, crowds);
        failed += tally.failures();
        worst = std::max(worst, tally.quantile_ms(nearly_all));
    };
    for (const auto& crowd : all) {
        count(crowd.name, {crowd});
    }
    count("together", all);
    count("together_from_one_address", one_address);
    add("slow_readers", {slow_readers(scale)});
    return {{"slow_clients_failed", failed},
            {"slow_clients_p99_ms", worst},
            {"undisturbed_p99_ms", undisturbed},
            {"arms", rows}};
}

}  // namespace indgang::bench
