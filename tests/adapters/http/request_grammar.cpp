// SPDX-License-Identifier: MPL-2.0
// Streams of requests as a client may send them, a proxy may pass them on and an attacker may build
// them. At every place where parsers are known to differ stands a list of oddities; the places are
// those of the grammar of RFC 9112, and the oddities those that smuggled requests in the past
// (bare LF, obs-fold, two lengths, a length with a sign, names that end in a blank, encodings
// behind other encodings, chunk sizes beyond 64 bits, ...). Besides, single bytes are hurt
// anywhere.
//
// How often a place is odd is drawn for each stream, so that some have one oddity, which says most
// about a difference, and some have many, which find what nobody thought of.
#include "tests/adapters/http/request_grammar.h"

#include <algorithm>
#include <array>
#include <random>
#include <utility>

namespace indgang::http {
namespace {

using namespace std::string_view_literals;

/// Texts with | between them; none of them holds one.
using Choices = std::string_view;

constexpr double header_weight = 0.4, framing_weight = 4;

class Writer {
  public:
    Writer(std::uint64_t seed, double oddity) : random_(seed), oddity_(oddity) {}

    void write_requests();
    RequestStream take() { return std::move(stream_); }

  private:
    struct Framing {
        std::string headers, body;
    };

    std::size_t below(std::size_t limit) { return static_cast<std::size_t>(random_() % limit); }
    bool happens(double share) {
        constexpr std::size_t fine = 1u << 20;
        return static_cast<double>(below(fine)) < share * static_cast<double>(fine);
    }
    std::string_view any(Choices choices);
    /// `usual`, or one of the oddities of this place, in which # stands for `usual`.
    std::string place(std::string_view name, std::string_view usual, Choices odd,
                      double weight = 1);
    /// A place of which each header has one: odd less often, as there are many headers.
    std::string header_place(std::string_view name, std::string_view usual, Choices odd) {
        return place(name, usual, odd, header_weight);
    }
    /// A place that says where a body ends, which is odd more often than others.
    std::string framing_place(std::string_view name, std::string_view usual, Choices odd) {
        return place(name, usual, odd, framing_weight);
    }
    void note(std::string_view name, std::string_view bytes);

    std::string request();
    std::string request_line(std::string_view method);
    std::string hosts();
    std::string other_header(Choices names);
    std::string connection();
    std::string header(std::string_view name, std::string_view value);
    std::string eol(std::string_view name, double weight = 1);
    std::string text(std::size_t most);
    Framing framing(std::string_view method);
    Framing with_length();
    Framing chunked();
    std::string chunk(const std::string& data);
    void hurt_a_byte(std::string& bytes);

    std::mt19937_64 random_;
    double oddity_;
    RequestStream stream_;
};

std::string hex(std::size_t number) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    do {
        text.insert(text.begin(), digits[number % digits.size()]);
        number /= digits.size();
    } while (number > 0);
    return text;
}

std::string_view Writer::any(Choices choices) {
    const auto count = static_cast<std::size_t>(std::count(choices.begin(), choices.end(), '|'));
    for (auto left = below(count + 1); left > 0; --left) {
        choices.remove_prefix(choices.find('|') + 1);
    }
    return choices.substr(0, choices.find('|'));
}

std::string Writer::place(std::string_view name, std::string_view usual, Choices odd,
                          double weight) {
    if (!happens(weight * oddity_)) {
        return std::string(usual);
    }
    std::string chosen(any(odd));
    note(name, chosen);
    for (auto at = chosen.find('#'); at != std::string::npos;
         at = chosen.find('#', at + usual.size())) {
        chosen.replace(at, 1, usual);
    }
    return chosen;
}

void Writer::note(std::string_view name, std::string_view bytes) {
    constexpr std::size_t most = 40;
    stream_.oddities.push_back(std::string(name) + " \"" + printable(bytes, most) + "\"");
}

std::string Writer::eol(std::string_view name, double weight) {
    return place(name, "\r\n", "\n|\r|\r\r\n|\n\r\n|\r\n\r\n||\0\r\n|\r \n| \r\n|\r\n |\x0b\r\n"sv,
                 weight);
}

std::string Writer::request_line(std::string_view method) {
    std::string line =
        place("before the request", "", "\r\n|\n|\r\n\r\n| |\t|\0|\r|0\r\n|\r\n |\xef\xbb\xbf"sv);
    line += place("method", method,
                  "get|Post|GE T|P\0ST||PO\tST|(GET)|G-T|G_T|M1|GET\x80|G!T|CONNECT|TRACE|PRI|"
                  "LONGERTHANANYMETHODTHATANYBODYKNOWS|#,|\"#\"|#\x7f|#:|@#"sv);
    line += place("before the target", " ", "  |\t| \t||\x0b|\x0c|\r|\xa0|\0| \r\n "sv);
    // In the list of targets an ! stands for the #, which has a meaning of its own here.
    auto target =
        place("target", any("/|/v1/applications|/a%20b?x=1&y=%C3%A5|/a/b.c;d=e?f"),
              "*|http://x/abs?q=1|http://y/abs|https://x/|http:/x|//double//slash|/%zz|/%0|"
              "/%00|/a!b|#!|/\x80\xff|/a b||/a\tb|?q|/a?b?c|relative|/a\\b|/%2e%2e/%2e%2e/x|"
              "/../../x|/a/../b|/a/./b|/?a=%zz|/<x>\"{}^`|/a\0b|x:80|/\x7f|/\x01|# #|\\#|"
              "ftp://x/|http://|http://x|HTTP://X/a|http://x:1/a|http://u@x/a"sv);
    std::replace(target.begin(), target.end(), '!', '#');
    line += target;
    line += place("after the target", " ", "  |\t| \t||\x0b|\r|\r\n|\0| \r\n "sv);
    line += place("version", "HTTP/1.1",
                  "HTTP/1.0|HTTP/0.9|HTTP/2.0|HTTP/1.2|HTTP/01.1|http/1.1|#x|HTTP /1.1|HTTP/1,1||"
                  "HTTP/1.10|HTTP/1.|HTTP/11|HTTPS/1.1|HTTP/3.0|# x|#\0|HTTP/-1.1|ICY/1.1|# |#\t|"
                  "HTTP/1.01|HTTP/0.1|HTTP/1.1.1|HTTP/10.1"sv);
    return line + eol("end of the request line");
}

std::string Writer::text(std::size_t most) {
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz <>/\r\n0123456789";
    std::string made;
    for (std::size_t left = below(most + 1); left > 0; --left) {
        made += letters[below(letters.size())];
    }
    return made;
}

std::string Writer::header(std::string_view name, std::string_view value) {
    std::string line = header_place("before a name", "", " |\t|\0|\x0b|\r|:|\r\n"sv);
    line += name;
    line += header_place("before a colon", "", " |\t|\0|\x0b|\xa0|_|\r\n |x|\r"sv);
    line += header_place("colon", ":", "|::|=|;|:\0|: :"sv);
    line += header_place("after a colon", any(" ||  "),
                         "\t| \t |\x0b|\x0c|\r\n |\r\n\t|\n |\xa0|\0|\r|\x01"sv);
    line += value;
    line += header_place("after a value", any("||| "),
                         "\t|\t |\x0b|\x0c|\r\n |\r\n x|\0|,|;|\x7f|\xa0|\r|\x01|\r\n\tx|\n x"sv);
    return line + eol("end of a header", header_weight);
}

std::string Writer::hosts() {
    const auto value = place("host", any("x|indgang.example:8100|127.0.0.1"),
                             "|a b|x/y|x,y|x@y|\x01|x:y|x:|..|x:99999|[::1]|[|x\0|\x80|x?y|a\\b|X|"
                             "x.|.|#!y|x%20|\"x\"|x:80:80|::1|<x>"sv);
    const auto line = header("Host", value);
    const auto count = place("hosts", "1", "0|2|3");
    std::string lines;
    for (char left = count[0]; left > '0'; --left) {
        lines += left == count[0] ? line : header("Host", any("x|y"));
    }
    return lines;
}

std::string Writer::other_header(Choices names) {
    constexpr std::size_t short_value = 30, long_value = 3000;
    constexpr double half = 0.5;
    const auto name = place("name", any(names),
                            "|X A|X\x80|X\0|X(|X_Y|\x7f|X/|X\"|Content-Lengt|Content\x0b-Length|#,|"
                            "X@|[X]|{X}|X=|\xc3\xa5"sv);
    auto value =
        place("value", any("a||text/xml; charset=\"utf-8\"|k-1"),
              "a\x01|a\0b|\x7f|\xff\xfe|a\rb|a\nb|a\r\nb|a\x0b|\x1b[31m|#\r\n\r\n|\r\n #"sv);
    if (happens(oddity_)) {
        value.append(happens(half) ? short_value : long_value, 'v');
        note("long value", std::to_string(value.size()));
    }
    return header(name, value);
}

std::string Writer::connection() {
    return place("connection", "",
                 "Connection: close\r\n|Connection: keep-alive\r\n|Connection: close, x\r\n|"
                 "Connection: x, close\r\n|Connection: Upgrade\r\nUpgrade: h2c\r\n|"
                 "Expect: 100-continue\r\n|Expect: x\r\n|Connection: Content-Length\r\n|"
                 "Connection: Transfer-Encoding\r\n|no colon\r\n|: x\r\n|Connection: CLOSE\r\n|"
                 "Connection: keep-alive\r\nConnection: close\r\n|Connection: closed\r\n|"
                 "TE: trailers\r\n|Trailer: X-Sum\r\n|Connection:\r\n");
}

/// A body whose length is said before it.
Writer::Framing Writer::with_length() {
    constexpr std::size_t most_bytes = 60, last_of_64_bits = 16;
    constexpr double half = 0.5;
    Framing framing;
    framing.body = text(most_bytes);
    const auto right = std::to_string(framing.body.size());
    const auto wrong = std::to_string(framing.body.size() + 1 + below(3));
    const auto beyond =
        "184467440737095516" + std::to_string(framing.body.size() + last_of_64_bits);
    auto value =
        framing_place("length", right,
                      "+#|-#|0x#|#.0|# #|#,#|#, #|#;|'#'|| |#\x0b|\x0b#|#e0|\xd9\xa5|"
                      "99999999999999999999|beyond 64 bits|9223372036854775808|4294967301|#\r\n #|"
                      "#\r\n 0|0000#|00000000000000000000000#|0|2147483649|1048577|#\0|#\t#|-0|+0|"
                      "#_0|#,|,#|# ,|0#|#\xa0|#,0|#a|\"#\""sv);
    value = value == "beyond 64 bits" ? beyond : value;
    const auto name =
        framing_place("length's name", "Content-Length",
                      "content-length|CONTENT-LENGTH|Content_Length|Content Length|#\t|\"#\"|"
                      "X-#|#s|Content-Length\0"sv);
    framing.headers = header(name, value);
    if (happens(oddity_)) {
        const auto& second = happens(half) ? right : wrong;
        note("second length", second);
        framing.headers += header("Content-Length", second);
    }
    if (happens(oddity_)) {
        const auto coding = any("chunked|identity|x|chunked\x0b|");
        note("encoding beside a length", coding);
        framing.headers += header("Transfer-Encoding", coding);
    }
    framing.body = framing_place(
        "body", framing.body, "x#|#x|#\r\n|#0\r\n\r\n|#GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n");
    return framing;
}

std::string Writer::chunk(const std::string& data) {
    constexpr std::size_t digits_of_64_bits = 16, most_zeros = 20;
    constexpr double sometimes = 0.2;
    const auto digits = hex(data.size());
    auto size = std::string(happens(sometimes) ? below(most_zeros) : 0, '0') + digits;
    if (happens(sometimes)) {
        std::transform(size.begin(), size.end(), size.begin(),
                       [](char c) { return c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c; });
    }
    auto chunk = framing_place(
        "chunk size", size,
        "|0x#|+#|-#| #|\t#|# #|g|#g|FFFFFFFFFFFFFFFF|beyond 64 bits|7FFFFFFFFFFFFFFF|"
        "8000000000000000|10000000#|FFFFFFFFFFFFFFFE|fffffffffffffffff|#.|#,|'#'|\x0b#|"
        "#\0|00000000000000000000000000000000000000#|1000000|#\r|#_|\xa0#|x#|#h|\n#"sv);
    if (chunk == "beyond 64 bits") {
        chunk = "1" + std::string(digits_of_64_bits - digits.size(), '0') + digits;
    }
    chunk += place("chunk extension", any("|||;a|;a=b|;a=\"b;c\""),
                   " |\t| ;a|; a = b|;|;;|;a=|;a=\"|;a=\"\\\"\"|;a\rb|;a\nb|;\n|;a\0|;\x01| x|=|"
                   ";a=\"\r\n\"|;\x80|\x0b|;\r|;a\r\r|,a"sv);
    chunk += eol("end of a chunk size");
    chunk += data;
    return chunk + framing_place("end of a chunk", "\r\n",
                                 "|\n|\r|x\r\n|\r\n\r\n|\r\r\n|  \r\n|x|\n\n|\rx");
}

Writer::Framing Writer::chunked() {
    constexpr std::size_t most_chunks = 3, most_bytes = 40;
    constexpr double sometimes = 0.2;
    Framing framing;
    const auto coding =
        framing_place("encoding", any("chunked|chunked|Chunked|CHUNKED"),
                      "chunked, chunked|gzip, chunked|chunked, gzip|identity|chunked;q=1|"
                      "xchunked|#\x0b|\x0b#|chunk|\"chunked\"|#,|,#||identity, chunked|"
                      "chunked identity|\0#|#\0|chun\r\n ked|#\xa0|deflate|#\x7f|#\r\n |# x|#x|"
                      "chunked\tx|#, identity|chun ked"sv);
    const auto name =
        framing_place("encoding's name", "Transfer-Encoding",
                      "transfer-encoding|Transfer_Encoding|Transfer Encoding|#\x0b|X-#|#s|#\t");
    framing.headers = header(name, coding);
    if (happens(oddity_)) {
        const auto second = any("chunked|identity|gzip|x");
        note("second encoding", second);
        framing.headers += header("Transfer-Encoding", second);
    }
    if (happens(oddity_)) {
        const auto length = any("0|5|300|x");
        note("length beside an encoding", length);
        framing.headers += header("Content-Length", length);
    }
    for (std::size_t left = below(most_chunks + 1); left > 0; --left) {
        std::string data = text(most_bytes) + "x";  // none of 0 bytes: it would be the last
        data = place("chunk", data, "#\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n");
        framing.body += chunk(data);
    }
    framing.body +=
        framing_place("last chunk", any("0|0|0|00|00000000000|0;a=b"),
                      "|0 | 0|0x0|-0|+0|0;|0\x0b|0g|0000000000000000000000000000000000000000|0,|"
                      "0\t|0\n|0 ;a|0\r"sv);
    framing.body += eol("end of the last chunk");
    if (happens(sometimes)) {
        const auto trailer = place("trailer", any("X-Sum|Digest"),
                                   "Content-Length|Transfer-Encoding|Host||X Y|Connection|Expect");
        framing.body += header(trailer, any("1|chunked|close"));
    }
    framing.body += eol("end of the trailers");
    return framing;
}

Writer::Framing Writer::framing(std::string_view method) {
    constexpr std::size_t sorts = 5, lengths = 2;
    constexpr double rarely = 0.1;
    const bool has_mostly_none = method == "GET" || method == "HEAD";
    const auto sort = below(sorts);
    if (has_mostly_none ? !happens(rarely) : sort == 0) {
        return {has_mostly_none ? "" : "Content-Length: 0\r\n", ""};
    }
    return sort <= lengths ? with_length() : chunked();
}

std::string Writer::request() {
    constexpr double half = 0.5, mostly = 0.7;
    const auto method = any("POST|POST|POST|GET|HEAD|PUT|DELETE|OPTIONS");
    const auto [headers, body] = framing(method);
    std::string bytes = request_line(method);
    const bool is_host_first = happens(mostly);
    bytes += is_host_first ? hosts() : "";
    // No name twice: most must not be.
    bytes += happens(half) ? other_header("X-A|Accept|User-Agent") : "";
    bytes += happens(half) ? other_header("X-B|Idempotency-Key|Content-Type") : "";
    bytes += headers;
    bytes += is_host_first ? "" : hosts();
    bytes += connection();
    return bytes + eol("end of the headers") + body;
}

void Writer::hurt_a_byte(std::string& bytes) {
    const auto at = below(bytes.size());
    const auto odd = any("\r|\n|\0| |\t|:|;|,|0|\x0b|\x80|\xff|\r\n"sv);
    const auto way = any("put in|in place of a byte|left out");
    note(way, way == "left out" ? std::string_view(bytes).substr(at, 1) : odd);
    bytes.replace(at, way == "put in" ? 0 : 1, way == "left out" ? "" : odd);
}

void Writer::write_requests() {
    for (auto left = any("1|1|1|1|1|1|1|2|2|3")[0]; left > '0'; --left) {
        stream_.bytes += request();
    }
    if (happens(oddity_)) {
        hurt_a_byte(stream_.bytes);
    }
    stream_.bytes +=
        "GET " + std::string(last_path) + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
}

RequestStream written(std::uint64_t number, double oddity) {
    Writer writer(number, oddity);
    writer.write_requests();
    return writer.take();
}

}  // namespace

RequestStream request_stream(std::uint64_t number) {
    // Of the places of a stream, some 25: with these shares mostly one, a few, or many are odd.
    constexpr std::array oddities{0.0, 0.02, 0.04, 0.04, 0.08};
    return written(number, oddities[number % oddities.size()]);
}

RequestStream regular_stream(std::uint64_t number) {
    return written(number, 0);
}

std::string printable(std::string_view bytes, std::size_t most) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const char c : bytes.substr(0, most)) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '\r' || c == '\n' || c == '\t') {
            text += c == '\r' ? "\\r" : c == '\n' ? "\\n" : "\\t";
        } else if (c == '\\' || c == '"') {
            text += std::string("\\") + c;
        } else if (byte >= ' ' && byte <= '~') {
            text += c;
        } else {
            text +=
                std::string("\\x") + digits[byte / digits.size()] + digits[byte % digits.size()];
        }
    }
    return bytes.size() > most ? text + "..." + std::to_string(bytes.size()) + " bytes" : text;
}

}  // namespace indgang::http
