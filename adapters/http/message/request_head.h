// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace indgang::http {

/// A request that is answered before anybody works on it, and after which the connection closes.
struct Refusal {
    int status = 400;
    const char* title = "";  ///< for people; holds nothing of the request
};

/// Everything before the body of a request, and how the body is framed.
struct RequestHead {
    std::string method;
    std::string path;                          ///< as sent: percent-encoded, without the query
    std::map<std::string, std::string> query;  ///< decoded; of a name that comes twice the last
    std::map<std::string, std::string>
        headers;                            ///< names in lower case; of several: joined by ", "
    std::optional<std::size_t> body_bytes;  ///< nothing: the body is chunked
    bool keeps_alive = true;                ///< the sender may send another request after it
    bool expects_continue = false;          ///< the sender waits for 100 before the body
};

constexpr std::size_t head_fields = 100;

/// Reads a head, with the empty line at its end.
///
/// What RFC 9112 leaves to the server is refused, because two readers that understand the same
/// bytes differently are how requests are smuggled: line feeds without carriage returns, folded
/// lines, blanks before a colon, control characters, Content-Length beside Transfer-Encoding,
/// lengths that are lists or signed, hosts twice, and paths that climb by "..".
/// Gives:  the head; 400, 411 (a POST without a length), 417, 431 (more than `head_fields`), 501
///         (an encoding of the transfer other than chunked), 505.
/// Source: RFC 9112, sections 2 to 6; RFC 9110, section 5.
[[nodiscard]] std::variant<RequestHead, Refusal> parse_request_head(std::string_view bytes);

/// The lines "Name: value" up to an empty line, as of a head or after the last chunk.
/// Gives:  names in lower case; 400, 431.
[[nodiscard]] std::variant<std::map<std::string, std::string>, Refusal> parse_fields(
    std::string_view bytes);

/// Of ASCII letters; names of fields are the same in any case.
[[nodiscard]] std::string lower_case(std::string_view text);

/// Decodes "%C3%A6"; nothing when an escape is broken. What comes out may hold any byte.
[[nodiscard]] std::optional<std::string> unescape(std::string_view text, bool plus_is_blank);
/// Decodes "a=1&b=%20"; nothing when an escape is broken.
[[nodiscard]] std::optional<std::map<std::string, std::string>> parse_query(std::string_view text);

}  // namespace indgang::http
