// SPDX-License-Identifier: MPL-2.0
#include "pipeline/watching/traffic.h"

#include <algorithm>
#include <optional>

namespace indgang::watching {
namespace {

/// The next piece of a path, which begins with a slash; the path goes on behind it.
std::string_view next_piece(std::string_view& path) {
    path.remove_prefix(1);
    const auto piece = path.substr(0, path.find('/'));
    path.remove_prefix(piece.size());
    return piece;
}

/// How many characters of the path the pattern says itself; nothing: it does not fit.
std::optional<std::size_t> said_of(std::string_view pattern, std::string_view path) {
    std::size_t said = 0;
    while (!pattern.empty() && path.starts_with('/')) {
        const auto wanted = next_piece(pattern);
        if (wanted.starts_with('{') && pattern.empty()) {
            return path.size() > 1 ? std::optional(said) : std::nullopt;
        }
        const auto given = next_piece(path);
        if (wanted.starts_with('{') ? given.empty() : given != wanted) {
            return std::nullopt;
        }
        said += wanted.starts_with('{') ? 0 : wanted.size() + 1;
    }
    return pattern.empty() && path.empty() ? std::optional(said) : std::nullopt;
}

std::size_t number_of_class(int status) {
    constexpr int hundred = 100, first = 2, last = 5;
    const int leading = status / hundred;
    return leading < first || leading > last ? Traffic::classes.size() - 1
                                             : static_cast<std::size_t>(leading - first);
}

}  // namespace

Traffic::Traffic(std::span<const std::string_view> routes)
    : routes_(routes.begin(), routes.end()), requests_(routes.size() + 2) {
    routes_.emplace_back(other_route);
    routes_.emplace_back(malformed_route);
}

std::size_t Traffic::number_of_route(const http::Exchange& exchange) const {
    const std::size_t other = routes_.size() - 2;
    if (exchange.path.empty()) {
        return other + 1;
    }
    std::optional<std::size_t> most;
    std::size_t found = other;
    for (std::size_t i = 0; i < other; ++i) {
        const auto said = said_of(routes_[i], exchange.path);
        if (said && (!most || *said > *most)) {
            most = said;
            found = i;
        }
    }
    return found;
}

const std::string& Traffic::route_of(const http::Exchange& exchange) const {
    return routes_[number_of_route(exchange)];
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
