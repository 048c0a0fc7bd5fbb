// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tests/adapters/http/exchange.h"
#include "tests/adapters/http/request_grammar.h"

namespace indgang::http {

/// One of the two that are compared. Called by several threads at once, each with its own number.
using Party = std::function<Verdict(std::size_t thread, std::string_view bytes, Quiet quiet)>;

constexpr std::size_t comparing_threads = 6;

struct Difference {
    RequestStream stream;
    Verdict peers, own;
    std::string what;  ///< "took what nginx refused", "another body", ...
};

struct Comparison {
    std::vector<Difference> differences;  ///< that no allowance covers
    std::map<std::string, int> allowed;   ///< how often, by the name of each
    std::vector<Difference> stricter;     ///< taken by the peer to its end, and here not
    int streams = 0;
    int taken_by_both = 0;    ///< to the end of the stream
    int refused_by_peer = 0;  ///< not taken to its end
};

/// Gives both parties the streams 0, 1, 2, ..., each on a connection of its own, and holds what
/// they made of them against each other: `own` must take no request that `peer` refused, and those
/// that it takes must have the same methods, paths and bodies. To refuse more is no difference.
///
/// What nginx refuses and RFC 9112 allows is in a table in differential.cpp, with the reason.
[[nodiscard]] Comparison compare(const Party& peer, const Party& own, int streams,
                                 const std::function<RequestStream(std::uint64_t)>& stream_of);

/// How many of which kind, and the simplest of them with their bytes, for people.
[[nodiscard]] std::string told(std::vector<Difference> differences);

}  // namespace indgang::http
