// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/http/server.h"

namespace indgang::watching {

/// The routes of the intake. Routes are the only names that requests have in logs and metrics,
/// because a path holds what its sender wants.
inline constexpr std::array<std::string_view, 5> intake_routes = {
    "/v1/applications", "/v1/arrivals/{id}", "/v1/applications/{id}", "/livez", "/readyz"};
/// What is of no route: another path, and a request of which no head came whole.
inline constexpr std::string_view other_route = "other", malformed_route = "malformed";

/// The method when it is one of HTTP's, else "other"; "" when no head came whole.
[[nodiscard]] std::string_view method_of(const http::Exchange& exchange);

/// Counts requests by route and outcome. Threads: any number.
class Traffic {
  public:
    /// Takes: patterns whose pieces in braces stand for anything, the last one also for several
    /// pieces. Of those that fit a path the one that says most of it is its route.
    explicit Traffic(std::span<const std::string_view> routes = intake_routes);

    /// Of answers: 100s never are. "none": the connection ended before there was one.
    static constexpr std::array<std::string_view, 5> classes = {"2xx", "3xx", "4xx", "5xx", "none"};
    /// Upper ends in seconds; above the last one comes what took longer.
    static constexpr std::array<double, 6> buckets_seconds = {0.005, 0.02, 0.1, 0.5, 2, 10};

    void note(const http::Exchange& exchange);

    /// Those of the constructor, then `other_route` and `malformed_route`.
    [[nodiscard]] const std::vector<std::string>& routes() const { return routes_; }
    [[nodiscard]] const std::string& route_of(const http::Exchange& exchange) const;
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
    [[nodiscard]] std::size_t number_of_route(const http::Exchange& exchange) const;

    std::vector<std::string> routes_;
    std::vector<std::array<Count, classes.size()>> requests_;
    std::array<Count, buckets_seconds.size() + 1> took_{};
    Count took_us_{0}, bytes_in_{0}, bytes_out_{0};
};

}  // namespace indgang::watching
