// SPDX-License-Identifier: MPL-2.0
#include "pipeline/watching/traffic.h"

#include <algorithm>

namespace indgang::watching {
namespace {

constexpr std::size_t other_route = routes.size() - 2, malformed_route = routes.size() - 1;

std::size_t number_of_route(const http::Exchange& exchange) {
    const std::string_view path = exchange.path;
    if (path.empty()) {
        return malformed_route;
    }
    for (std::size_t i = 0; i < other_route; ++i) {
        const auto open = routes[i].find('{');
        const bool is_it = open == std::string_view::npos
                               ? path == routes[i]
                               : path.starts_with(routes[i].substr(0, open)) && path.size() > open;
        if (is_it) {
            return i;
        }
    }
    return other_route;
}

std::size_t number_of_class(int status) {
    constexpr int hundred = 100, first = 2, last = 5;
    const int leading = status / hundred;
    return leading < first || leading > last ? Traffic::classes.size() - 1
                                             : static_cast<std::size_t>(leading - first);
}

}  // namespace

std::string_view route_of(const http::Exchange& exchange) {
    return routes[number_of_route(exchange)];
}

std::string_view method_of(const http::Exchange& exchange) {
    constexpr std::array<std::string_view, 9> methods = {
        "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", ""};
    const auto* found = std::ranges::find(methods, exchange.method);
    return found == methods.end() ? "other" : *found;
}

void Traffic::note(const http::Exchange& exchange) {
    ++requests_[number_of_route(exchange)][number_of_class(exchange.status)];
    const double seconds = std::chrono::duration<double>(exchange.took).count();
    const auto bucket = std::ranges::lower_bound(buckets_seconds, seconds);
    ++took_[static_cast<std::size_t>(bucket - buckets_seconds.begin())];
    took_us_ += exchange.took.count();
    bytes_in_ += static_cast<std::int64_t>(exchange.bytes_in);
    bytes_out_ += static_cast<std::int64_t>(exchange.bytes_out);
}

double Traffic::took_seconds() const {
    return std::chrono::duration<double>(std::chrono::microseconds(took_us_)).count();
}

}  // namespace indgang::watching
