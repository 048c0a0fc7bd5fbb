// SPDX-License-Identifier: MPL-2.0
#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "tests/bench/cpu_clock.h"
#include "tests/bench/http/arms.h"
#include "tests/bench/http/loop.h"

namespace indgang::bench {
namespace {

constexpr int block_bits = 20;
constexpr std::size_t block_bytes = 1u << block_bits;

/// A TIFF whose directory has no entry, and a number that makes it different from all others.
std::string scan_head(int number) {
    using namespace std::string_view_literals;
    return std::string("II*\0\x08\0\0\0\0\0\0\0\0\0"sv) + std::to_string(number) + "\n";
}

/// No bytes that a disk or a file system could make smaller.
std::string filler() {
    constexpr std::uint64_t step = 6364136223846793005u, add = 1442695040888963407u;
    constexpr int top_byte = 56;
    std::string block(block_bytes, '\0');
    std::uint64_t state = 1;
    for (char& c : block) {
        state = state * step + add;
        c = static_cast<char>(state >> top_byte);
    }
    return block;
}

void check_room(const HttpScale& scale) {
    constexpr std::uintmax_t spare = 2;
    const auto needed = spare * static_cast<std::uintmax_t>(scale.uploads) * scale.upload_bytes;
    const auto there = std::filesystem::space(std::filesystem::temp_directory_path()).available;
    if (there < needed) {
        throw std::runtime_error("the uploads need " + std::to_string(needed >> block_bits) +
                                 " MiB of disk for temporary files, " +
                                 std::to_string(there >> block_bits) + " are free");
    }
}

}  // namespace

nlohmann::ordered_json measure_uploads(const XmlOptions& options, const HttpScale& scale,
                                       const NextRequest& next) {
    constexpr double patience_s = 600, beside_rate = 20, most_seconds = 600;
    constexpr int most_connections = 1000;
    constexpr int created = 201;
    check_room(scale);
    const std::string block = filler();
    const Service service(options);
    const double before = service.rss_mib();
    Loop loop;
    std::vector<std::unique_ptr<Wire>> wires;
    std::map<std::string, int> answers;
    int ended = 0;
    const auto count = [&](const std::string& what) {
        ++answers[what];
        ++ended;
    };
    const double begin = wall_seconds();
    double last = begin;
    for (int i = 0; i < scale.uploads; ++i) {
        const auto has_answer = std::make_shared<bool>(false);
        wires.push_back(std::make_unique<Wire>(loop, WireSettings{.port = service.port()},
                                               Wire::Events{[&, has_answer](int status) {
                                                                *has_answer = true;
                                                                last = wall_seconds();
                                                                count(std::to_string(status));
                                                            },
                                                            [&, has_answer] {
                                                                if (!*has_answer) {
                                                                    count("closed");
                                                                }
                                                            }}));
        const auto head = scan_head(i);
        wires.back()->send("POST /v1/applications HTTP/1.1\r\nHost: indgang\r\nContent-Length: " +
                           std::to_string(scale.upload_bytes) + "\r\n\r\n" + head);
        wires.back()->send_repeated(block, scale.upload_bytes - head.size());
    }
    Poster poster(loop,
                  {.port = service.port(),
                   .rate = beside_rate,
                   .connections = most_connections,
                   .keeps = false},
                  next);
    poster.start(most_seconds);
    loop.run_until(begin + patience_s, [&] { return ended == scale.uploads; });
    poster.stop();
    loop.run_until(wall_seconds() + patience_s, [&] { return poster.is_done(); });
    const double peak = service.peak_rss_mib();
    constexpr double megabyte = 1e6;
    const auto taken = answers[std::to_string(created)];
    nlohmann::ordered_json good{{"arm", "beside_uploads"}};
    good.update(poster.tally().row());
    return {{"rss_mib_100_uploads", peak},
            {"uploads_taken", taken},
            {"uploads",
             {{"sent", scale.uploads},
              {"bytes_each", scale.upload_bytes},
              {"answers", answers},
              {"unanswered", scale.uploads - ended},
              {"seconds", last - begin},
              {"mb_per_second", taken * static_cast<double>(scale.upload_bytes) / megabyte /
                                    std::max(last - begin, 1e-3)},
              {"rss_mib_before", before}}},
            {"beside_uploads", good}};
}

}  // namespace indgang::bench
