// SPDX-License-Identifier: MPL-2.0
// How many durable posts a second, and how long each takes at half of that. In the open loop a
// request that finds all connections busy waits for one, and that time is its own: a service that
// stands still for a moment is seen by all requests of that moment, not by sixteen.
#include <algorithm>
#include <stdexcept>
#include <vector>

#include "tests/bench/cpu_clock.h"
#include "tests/bench/http/arms.h"
#include "tests/bench/http/loop.h"

namespace indgang::bench {
namespace {

constexpr int connections = 16;
constexpr double patience_s = 15;

struct Round {
    Tally tally;
    double per_second = 0;
};

Round post(const Service& service, double rate, double seconds, const NextRequest& next) {
    Loop loop;
    Poster poster(loop, {.port = service.port(), .rate = rate, .connections = connections}, next);
    poster.start(seconds);
    loop.run_until(wall_seconds() + seconds + patience_s, [&] { return poster.is_done(); });
    return {poster.tally(), poster.answered_per_second()};
}

int good(const Tally& tally) {
    return static_cast<int>(tally.ms.size()) - tally.failures();
}

}  // namespace

nlohmann::ordered_json measure_posts(const XmlOptions& options, const HttpScale& scale,
                                     const NextRequest& next) {
    constexpr double warming_s = 0.5, nearly_all = 0.99;
    const Service service(options);
    int answered = good(post(service, 0, warming_s, next).tally);
    auto rows = nlohmann::ordered_json::array();
    std::vector<double> rates;
    const auto add = [&](const std::string& arm, double rate, double seconds) {
        service.wait_until_read();
        Round round = post(service, rate, seconds, next);
        nlohmann::ordered_json row{{"arm", arm}, {"answered_per_second", round.per_second}};
        row.update(round.tally.row());
        rows.push_back(row);
        answered += good(round.tally);
        return round;
    };
    for (int i = 0; i < scale.rounds; ++i) {
        rates.push_back(add("closed_loop", 0, scale.closed_loop_s).per_second);
    }
    std::sort(rates.begin(), rates.end());
    const double rate = rates[rates.size() / 2];
    if (rate <= 0) {
        throw std::runtime_error("no post was answered");
    }
    const Round half = add("open_loop_at_half", rate / 2, scale.open_loop_s);
    return {{"posts_per_second_16", rate},
            {"p99_ms_at_half", half.tally.quantile_ms(nearly_all)},
            {"posts_answered", answered},
            {"posts_stored", service.arrivals()},
            {"posts_arms", rows}};
}

}  // namespace indgang::bench
