// SPDX-License-Identifier: MPL-2.0
// Poco reads heads in a forgiving way: it takes bare line feeds and folded lines, counts fields and
// not bytes, and leaves what frames the body to its streams. A forgiving reader behind a strict
// proxy, or the other way round, is what smuggling needs (RFC 9112, 11.2), so this one accepts one
// spelling of everything. It is held against nginx on generated requests.
#include "adapters/http/message/request_head.h"

#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

namespace indgang::http {

std::string lower_case(std::string_view text) {
    std::string lower(text);
    for (auto& c : lower) {
        if (c >= 'A' && c <= 'Z') {
            c = static_cast<char>(c - 'A' + 'a');
        }
    }
    return lower;
}

namespace {

constexpr std::string_view line_end = "\r\n";
constexpr std::size_t longest_method = 16;
constexpr int hexadecimal = 16;
constexpr std::size_t escape_digits = 2;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_hexadecimal(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool is_one_of(char c, std::string_view all) {
    return all.find(c) != std::string_view::npos;
}
/// RFC 9110, 5.6.2: the characters of names and words.
bool is_token(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return is_digit(c) || is_letter(c) || is_one_of(c, "!#$%&'*+-.^_`|~");
    });
}

std::string_view without_blanks(std::string_view text) {
    const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && is_blank(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && is_blank(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

/// Takes the first line off `bytes`; nothing when no line ends in it.
std::optional<std::string_view> take_line(std::string_view& bytes) {
    const auto end = bytes.find(line_end);
    if (end == std::string_view::npos) {
        return std::nullopt;
    }
    const auto line = bytes.substr(0, end);
    bytes.remove_prefix(end + line_end.size());
    return line;
}

/// The character that "%41" stands for; nothing when the two digits are none.
std::optional<char> escaped(std::string_view digits) {
    unsigned value = 0;
    const auto two = digits.substr(0, escape_digits);
    if (two.size() < escape_digits || !std::ranges::all_of(two, is_hexadecimal)) {
        return std::nullopt;
    }
    std::from_chars(two.data(), two.data() + two.size(), value, hexadecimal);
    return static_cast<char>(value);
}

/// RFC 3986, 3.3: what a path and a query consist of. A NUL and a way up are refused here, so that
/// no route has to think of them.
bool is_path(std::string_view path) {
    const bool is_spelt = std::ranges::all_of(path, [](char c) {
        return is_digit(c) || is_letter(c) || is_one_of(c, "-._~!$&'()*+,;=:@/%");
    });
    const auto plain = unescape(path, false);
    if (!is_spelt || !path.starts_with('/') || !plain || plain->find('\0') != std::string::npos) {
        return false;
    }
    const auto closed = *plain + "/";
    return closed.find("/../") == std::string::npos;
}

bool is_query(std::string_view query) {
    return std::ranges::all_of(query, [](char c) {
        return is_digit(c) || is_letter(c) || is_one_of(c, "-._~!$&'()*+,;=:@/?%");
    });
}

bool is_port(std::string_view text) {
    constexpr std::size_t longest_port = 5;
    return text.size() <= longest_port && std::ranges::all_of(text, is_digit);
}

/// A name or an address, and a port if one is said. RFC 9112, 3.2: "A server MUST respond with a
/// 400 (Bad Request) status code to any [...] request message that contains [...] a Host header
/// field with an invalid field value."
bool is_host(std::string_view text) {
    if (text.starts_with('[')) {
        const auto end = text.find(']');
        const auto address = text.substr(1, end == std::string_view::npos ? end : end - 1);
        const auto rest = end == std::string_view::npos ? "!" : text.substr(end + 1);
        return !address.empty() && std::ranges::all_of(address, [](char c) {
            return is_hexadecimal(c) || is_one_of(c, ":.");
        }) && (rest.empty() || (rest.front() == ':' && is_port(rest.substr(1))));
    }
    const auto colon = std::min(text.find(':'), text.size());
    const auto name = text.substr(0, colon);
    return !name.empty() && !name.starts_with('.') && name.find("..") == std::string_view::npos &&
           std::ranges::all_of(
               name, [](char c) { return is_digit(c) || is_letter(c) || is_one_of(c, "-._"); }) &&
           (colon == text.size() || is_port(text.substr(colon + 1)));
}

/// Of "http://host/path?query" what the own server is asked for (RFC 9112, 3.2.2).
std::optional<std::string> origin_form(std::string_view target) {
    if (target.starts_with('/')) {
        return std::string(target);
    }
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (lower_case(target.substr(0, scheme.size())) == scheme) {
            const auto rest = target.substr(scheme.size());
            const auto end = std::min(rest.find_first_of("/?"), rest.size());
            if (!is_host(rest.substr(0, end))) {
                return std::nullopt;
            }
            const std::string tail(rest.substr(end));
            return tail.starts_with('/') ? tail : "/" + tail;
        }
    }
    return std::nullopt;
}

std::optional<Refusal> read_target(std::string_view target, RequestHead& head) {
    const auto origin = origin_form(target);
    if (!origin) {
        return Refusal{400, "the target is no path"};
    }
    const auto mark = std::min(origin->find('?'), origin->size());
    head.path = origin->substr(0, mark);
    const auto query = std::string_view(*origin).substr(std::min(mark + 1, origin->size()));
    if (!is_path(head.path)) {
        return Refusal{400, "the path is malformed"};
    }
    auto decoded = is_query(query) ? parse_query(query) : std::nullopt;
    if (!decoded) {
        return Refusal{400, "the query is malformed"};
    }
    head.query = std::move(*decoded);
    return std::nullopt;
}

/// "POST /v1/applications HTTP/1.1"; `is_1_1` says whether the sender speaks 1.1.
std::optional<Refusal> read_request_line(std::string_view line, RequestHead& head, bool& is_1_1) {
    const auto first = line.find(' '), last = line.rfind(' ');
    if (first == std::string_view::npos || first == last) {
        return Refusal{400, "the request line is malformed"};
    }
    head.method = line.substr(0, first);
    const auto target = line.substr(first + 1, last - first - 1);
    const auto version = line.substr(last + 1);
    // RFC 9112, 2.3: "HTTP-version is case-sensitive".
    constexpr std::size_t version_size = 8;
    if (version.size() != version_size || !version.starts_with("HTTP/") || !is_digit(version[5]) ||
        version[6] != '.' || !is_digit(version[7])) {
        return Refusal{400, "the version is malformed"};
    }
    is_1_1 = version == "HTTP/1.1";
    if (!is_1_1 && version != "HTTP/1.0") {
        return Refusal{505, "HTTP/1.1 is spoken here"};
    }
    const bool is_method =
        head.method.size() <= longest_method && !head.method.empty() &&
        std::ranges::all_of(head.method, [](char c) { return c >= 'A' && c <= 'Z'; });
    if (!is_method) {
        return Refusal{400, "the method is malformed"};
    }
    return read_target(target, head);
}

/// RFC 9112, 6.3: "If a message is received with both a Transfer-Encoding and a Content-Length
/// header field [...] might indicate an attempt to perform request smuggling [...] and ought to be
/// handled as an error."
std::optional<Refusal> read_framing(RequestHead& head, bool is_1_1) {
    const auto length = head.headers.find("content-length");
    const auto encoding = head.headers.find("transfer-encoding");
    const bool has_length = length != head.headers.end(),
               is_encoded = encoding != head.headers.end();
    if (is_encoded) {
        if (has_length || !is_1_1) {
            return Refusal{400, "the length is ambiguous"};
        }
        if (lower_case(encoding->second) != "chunked") {
            return Refusal{501, "the transfer encoding is unknown"};
        }
        head.body_bytes.reset();
        return std::nullopt;
    }
    if (!has_length) {
        head.body_bytes = 0;
        const bool has_body =
            head.method == "POST" || head.method == "PUT" || head.method == "PATCH";
        return has_body ? std::optional(Refusal{411, "the length is missing"}) : std::nullopt;
    }
    std::size_t bytes = 0;
    const auto& text = length->second;
    const auto* last = text.data() + text.size();
    const auto [end, error] = std::from_chars(text.data(), last, bytes);
    if (error != std::errc() || end != last) {
        return Refusal{400, "the length is malformed"};
    }
    head.body_bytes = bytes;
    return std::nullopt;
}

/// RFC 9112, 9.3: what Connection says, else what the version does.
void read_connection(RequestHead& head, bool is_1_1) {
    head.keeps_alive = is_1_1;
    std::string_view options;
    if (const auto found = head.headers.find("connection"); found != head.headers.end()) {
        options = found->second;
    }
    while (!options.empty()) {
        const auto end = std::min(options.find(','), options.size());
        const auto option = lower_case(without_blanks(options.substr(0, end)));
        options.remove_prefix(std::min(end + 1, options.size()));
        if (option == "close") {
            head.keeps_alive = false;
            return;
        }
        head.keeps_alive = head.keeps_alive || option == "keep-alive";
    }
}

std::optional<Refusal> read_expectation(RequestHead& head, bool is_1_1) {
    const auto found = head.headers.find("expect");
    if (found == head.headers.end() || !is_1_1) {
        return std::nullopt;  // RFC 9110, 10.1.1: one of HTTP/1.0 is ignored
    }
    if (lower_case(found->second) != "100-continue") {
        return Refusal{417, "the expectation is unknown"};
    }
    head.expects_continue = true;
    return std::nullopt;
}

std::optional<Refusal> read_host(const RequestHead& head, bool is_1_1) {
    const auto found = head.headers.find("host");
    const bool has_host = found != head.headers.end();
    if ((!has_host && is_1_1) || (has_host && !is_host(found->second))) {
        return Refusal{400, "the host is missing or malformed"};
    }
    return std::nullopt;
}

/// Fields that say one thing: two of them say two, and readers choose differently.
bool is_single(std::string_view name) {
    return name == "host" || name == "content-length" || name == "transfer-encoding" ||
           name == "expect" || name == "content-type" || name == "authorization";
}

}  // namespace

std::optional<std::string> unescape(std::string_view text, bool plus_is_blank) {
    std::string plain;
    while (!text.empty()) {
        auto c = text.front();
        text.remove_prefix(1);
        if (c == '%') {
            const auto meant = escaped(text);
            if (!meant) {
                return std::nullopt;
            }
            c = *meant;
            text.remove_prefix(escape_digits);
        } else if (c == '+' && plus_is_blank) {
            c = ' ';
        }
        plain += c;
    }
    return plain;
}

std::optional<std::map<std::string, std::string>> parse_query(std::string_view text) {
    std::map<std::string, std::string> query;
    while (!text.empty()) {
        const auto part = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(text.size(), part.size() + 1));
        const auto equals = std::min(part.find('='), part.size());
        const auto name = unescape(part.substr(0, equals), true);
        const auto value = unescape(part.substr(std::min(equals + 1, part.size())), true);
        if (!name || !value) {
            return std::nullopt;
        }
        if (!name->empty()) {
            query.insert_or_assign(*name, *value);
        }
    }
    return query;
}

std::variant<std::map<std::string, std::string>, Refusal> parse_fields(std::string_view bytes) {
    std::map<std::string, std::string> fields;
    std::size_t count = 0;
    while (true) {
        const auto line = take_line(bytes);
        if (!line) {
            return Refusal{400, "a line does not end"};
        }
        if (line->empty()) {
            return bytes.empty() ? decltype(parse_fields({}))(std::move(fields))
                                 : Refusal{400, "something follows the empty line"};
        }
        if (++count > head_fields) {
            return Refusal{431, "there are too many fields"};
        }
        const auto colon = std::min(line->find(':'), line->size());
        const auto name = lower_case(line->substr(0, colon));
        // A name begins in the first column: a folded line is refused with it.
        if (colon == line->size() || !is_token(name)) {
            return Refusal{400, "a field is malformed"};
        }
        const auto value = without_blanks(line->substr(colon + 1));
        const bool is_text = std::ranges::all_of(value, [](char c) {
            return c == '\t' || (static_cast<unsigned char>(c) >= ' ' && c != '\x7f');
        });
        if (!is_text) {
            return Refusal{400, "a field holds a control character"};
        }
        const auto [place, is_new] = fields.try_emplace(name, value);
        if (!is_new) {
            if (is_single(name)) {
                return Refusal{400, "a field came twice"};
            }
            place->second += ", ";
            place->second += value;
        }
    }
}

std::variant<RequestHead, Refusal> parse_request_head(std::string_view bytes) {
    RequestHead head;
    bool is_1_1 = false;
    const auto line = take_line(bytes);
    if (!line) {
        return Refusal{400, "the request line does not end"};
    }
    if (const auto refusal = read_request_line(*line, head, is_1_1)) {
        return *refusal;
    }
    auto fields = parse_fields(bytes);
    if (const auto* refusal = std::get_if<Refusal>(&fields)) {
        return *refusal;
    }
    head.headers = std::move(std::get<0>(fields));
    read_connection(head, is_1_1);
    for (const auto& refusal :
         {read_host(head, is_1_1), read_framing(head, is_1_1), read_expectation(head, is_1_1)}) {
        if (refusal) {
            return *refusal;
        }
    }
    return head;
}

}  // namespace indgang::http
