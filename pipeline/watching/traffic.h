// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string_view>

#include "adapters/http/server.h"

namespace indgang::watching {

/// The routes of the intake, and what is none: the only names that requests have in logs and
/// metrics, because a path holds what its sender wants.
inline constexpr std::array<std::string_view, 7> routes = {
    "/v1/applications",
    "/v1/arrivals/{id}",
    "/v1/applications/{id}",
    "/livez",
    "/readyz",
    "other",      ///< a path that the intake does not have
    "malformed",  ///< no head came whole
};
[[nodiscard]] std::string_view route_of(const http::Exchange& exchange);
/// The method when it is one of HTTP's, else "other"; "" when no head came whole.
[[nodiscard]] std::string_view method_of(const http::Exchange& exchange);

/// Counts requests by route and outcome. Threads: any number.
class Traffic {
  public:
    /// Of answers: 100s never are. "none": the connection ended before there was one.
    static constexpr std::array<std::string_view, 5> classes = {"2xx", "3xx", "4xx", "5xx", "none"};
    /// Upper ends in seconds; above the last one comes what took longer.
    static constexpr std::array<double, 6> buckets_seconds = {0.005, 0.02, 0.1, 0.5, 2, 10};

    void note(const http::Exchange& exchange);

    [[nodiscard]] std::int64_t requests(std::size_t route, std::size_t outcome) const {
        return requests_[route][outcome];
    }
    /// How many took at most as long as the bucket's end, and longer than the one before.
    [[nodiscard]] std::int64_t took(std::size_t bucket) const { return took_[bucket]; }
    [[nodiscard]] double took_seconds() const;
    [[nodiscard]] std::int64_t bytes_in() const { return bytes_in_; }
    [[nodiscard]] std::int64_t bytes_out() const { return bytes_out_; }

  private:
    using Count = std::atomic<std::int64_t>;
    std::array<std::array<Count, classes.size()>, routes.size()> requests_{};
    std::array<Count, buckets_seconds.size() + 1> took_{};
    Count took_us_{0}, bytes_in_{0}, bytes_out_{0};
};

}  // namespace indgang::watching
