// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace indgang::http {

/// What one client sends on one connection, and what is odd about it.
struct RequestStream {
    std::string bytes;
    std::vector<std::string> oddities;  ///< such as: chunk size "+5"; none: as RFC 9112 has it
};

/// Up to three requests in a row and one at the end that closes the connection, by the grammar of
/// RFC 9112, with oddities at every place that a parser may take differently: the same number gives
/// the same stream. One in five has none.
[[nodiscard]] RequestStream request_stream(std::uint64_t number);
/// One without any.
[[nodiscard]] RequestStream regular_stream(std::uint64_t number);

/// The path of the request at the end of each stream.
constexpr std::string_view last_path = "/the-end";

/// In ASCII, with escapes as in C++, at most so many bytes of it.
[[nodiscard]] std::string printable(std::string_view bytes, std::size_t most = 2000);

}  // namespace indgang::http
