// SPDX-License-Identifier: MPL-2.0
// The front of `indgang serve` as a process, against one client of its own that holds thousands of
// connections in one thread: what good requests feel of slow clients, how many posts a second, what
// idle connections and large uploads cost. Every post is a new application of another person,
// stored durably before it is answered, and read and settled by the service on the same cores.
#include <sys/resource.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "schemas/form/definition.h"
#include "tests/bench/bench.h"
#include "tests/bench/hardware.h"
#include "tests/bench/http/arms.h"
#include "tests/bench/xml/xml_documents.h"

namespace indgang::bench {
namespace {

constexpr std::size_t quick_upload_bytes = 2'000'000;

HttpScale scale_of(HttpSize size) {
    if (size == HttpSize::whole) {
        return {};
    }
    return {.dripping = 16,
            .idle = 16,
            .slow_bodies = 8,
            .slow_readers = 4,
            .many_idle = 60,
            .uploads = 8,
            .upload_bytes = quick_upload_bytes,
            .good_rate = 40,
            .arm_s = 0.4,
            .ramp_s = 0.1,
            .closed_loop_s = 0.3,
            .rounds = 1,
            .open_loop_s = 0.4};
}

/// As many open files as the system allows, for this process and the service that it starts.
/// Gives: how many that are.
rlim_t raise_open_files(const HttpScale& scale) {
    constexpr rlim_t spare = 6000;  // good requests that are late, and what the service has open
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    const auto needed =
        spare + static_cast<rlim_t>(
                    std::max(scale.many_idle, scale.dripping + scale.idle + scale.slow_bodies));
    if (scale.dripping > HttpScale{}.slow_bodies && limit.rlim_cur < needed) {
        throw std::runtime_error("needs " + std::to_string(needed) +
                                 " open files, the system allows " +
                                 std::to_string(limit.rlim_cur) + " (ulimit -Hn)");
    }
    return limit.rlim_cur;
}

NextRequest good_requests(const XmlOptions& options) {
    constexpr int different = 200;
    auto few = options;
    few.documents = different;
    const auto catalogue = form::FormCatalogue::load({options.forms});
    auto documents = std::make_shared<const std::vector<Document>>(make_documents(catalogue, few));
    const auto last = std::make_shared<int>(0);  // of all copies: no document is sent twice
    return [documents, last] {
        const int number = (*last)++;
        const auto& document = (*documents)[static_cast<std::size_t>(number) % documents->size()];
        const std::string xml = numbered(document, number);
        return "POST /v1/applications HTTP/1.1\r\nHost: indgang\r\nContent-Type: "
               "application/xml\r\nContent-Length: " +
               std::to_string(xml.size()) + "\r\n\r\n" + xml;
    };
}

}  // namespace

nlohmann::ordered_json http_bench(const XmlOptions& options, HttpSize size,
                                  const std::string& part) {
    const HttpScale scale = scale_of(size);
    const auto open_files = raise_open_files(scale);
    const auto next = good_requests(options);
    nlohmann::ordered_json figures;
    using Part = std::pair<const char*, decltype(&measure_posts)>;
    for (const auto& [name, measure] :
         {Part("slow", &measure_slow_clients), Part("posts", &measure_posts),
          Part("idle", &measure_idle), Part("uploads", &measure_uploads)}) {
        if (part.empty() || part == name) {
            figures.update(measure(options, scale, next));
        }
    }
    figures["setup"] = {{"good_requests_per_second", scale.good_rate},
                        {"seconds_an_arm", scale.arm_s},
                        {"open_files_allowed", open_files},
                        {"hardware", hardware()}};
    return figures;
}

}  // namespace indgang::bench
