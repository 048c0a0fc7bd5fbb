// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/bench/bench.h"
#include "tests/bench/http/crowd.h"
#include "tests/bench/http/poster.h"
#include "tests/bench/http/service.h"

/// What is done to the service, one thing at a time; each gives its figures.
namespace indgang::bench {

/// How much; what `--quick` makes small.
struct HttpScale {
    int dripping = 2000, idle = 2000, slow_bodies = 500, slow_readers = 500;
    int many_idle = 5000;
    int uploads = 100;
    std::size_t upload_bytes = 100'000'000;
    double good_rate = 200;    ///< requests a second beside slow clients
    double arm_s = 12;         ///< how long good requests are sent in each arm
    double ramp_s = 2;         ///< how long slow clients take to come
    double closed_loop_s = 5;  ///< of each of the rounds
    int rounds = 3;            ///< of the closed loop; the one in the middle counts
    double open_loop_s = 12;
};

/// One arm: the crowds come, then good requests are sent, half of them on connections of their own
/// and half on kept ones; `tally` gets what became of them.
///
/// Gives: a row with "arm", those of Tally::row, of each crowd how many connections were there in
///        the middle and how many the service closed, and what the service had open then.
[[nodiscard]] nlohmann::ordered_json beside(const Service& service, const std::string& arm,
                                            std::vector<CrowdSettings> crowds,
                                            const HttpScale& scale, const NextRequest& next,
                                            Tally& tally);

/// Good requests alone, then beside dripping headers, idle connections and slow bodies, each alone,
/// all together, all together from the address of one peer; and beside peers that never read.
///
/// Gives: "slow_clients_failed" (all arms but the last), "slow_clients_p99_ms" (of the worst of
///        these), "undisturbed_p99_ms", "arms": their rows.
[[nodiscard]] nlohmann::ordered_json measure_slow_clients(const XmlOptions& options,
                                                          const HttpScale& scale,
                                                          const NextRequest& next);

/// Sixteen connections that are kept, each with its next document as soon as there is an answer;
/// then as many at fixed points in time, at half that rate. The service reads and settles what it
/// takes in meanwhile, on the same cores.
///
/// Gives: "posts_per_second_16", "p99_ms_at_half" and their rows; "posts_answered" well in all, and
///        "posts_stored", as many or a few more (stored, and the answer came too late).
[[nodiscard]] nlohmann::ordered_json measure_posts(const XmlOptions& options,
                                                   const HttpScale& scale, const NextRequest& next);

/// Connections that say nothing, half of them after one request that was answered.
///
/// Gives: "idle_5000_ok" (all were there and every good request was answered),
///        "idle_5000_rss_rise_mib", and a row.
[[nodiscard]] nlohmann::ordered_json measure_idle(const XmlOptions& options, const HttpScale& scale,
                                                  const NextRequest& next);

/// Scans of 100 MB sent at once, their bytes in turn, and good requests beside them. After the head
/// of a TIFF a scan is filler, which no worker takes long for.
///
/// Gives: "rss_mib_100_uploads" (most memory of the service itself), "uploads_taken", their row and
///        that of the good requests.
[[nodiscard]] nlohmann::ordered_json measure_uploads(const XmlOptions& options,
                                                     const HttpScale& scale,
                                                     const NextRequest& next);

}  // namespace indgang::bench
