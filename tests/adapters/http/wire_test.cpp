// SPDX-License-Identifier: MPL-2.0
// Bytes on the wire whose framing is regular but rare, cut off, or made to deceive: a body is taken
// whole or not at all, and no byte of a body is ever taken for a request.
#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "tests/adapters/http/exchange.h"
#include "tests/adapters/http/request_grammar.h"

namespace indgang::http {
namespace {

constexpr Quiet quiet{50};

const std::string chunked_post =
    "POST /v1/applications HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
const std::string smuggled =
    "POST /v1/applications HTTP/1.1\r\nHost: x\r\nIdempotency-Key: s\r\nContent-Length: "
    "4\r\n\r\n<b/>";

std::string hex_with_zeros(std::size_t number, std::size_t digits) {
    constexpr std::string_view all = "0123456789abcdef";
    std::string text;
    for (; number > 0 || text.size() < digits; number /= all.size()) {
        text.insert(text.begin(), all[number % all.size()]);
    }
    return text;
}

std::string chunk(const std::string& data, std::size_t digits = 1) {
    return hex_with_zeros(data.size(), digits) + "\r\n" + data + "\r\n";
}

TEST(Wire, TakesTheWholeOfABodyWhoseChunkSizesBeginWithZeros) {
    RecordingServer server;
    for (const std::size_t digits : {1u, 8u, 10u, 16u}) {
        const auto verdict = server.exchange(
            chunked_post + chunk("<a>", digits) + chunk("</a>", digits) + "0\r\n\r\n", quiet);
        ASSERT_EQ(verdict.given.size(), 1u) << digits << ": " << printable(verdict.answers);
        EXPECT_EQ(verdict.given[0].body, "<a></a>");
    }
}

TEST(Wire, TakesTheWholeOfABodyWithExtensionsAndTrailers) {
    RecordingServer server;
    const auto verdict = server.exchange(
        chunked_post + "3;a=b;c=\"d;e\"\r\n<a>\r\n4;x\r\n</a>\r\n0;last\r\nX-Sum: 1\r\n\r\n",
        quiet);
    ASSERT_EQ(verdict.given.size(), 1u) << printable(verdict.answers);
    EXPECT_EQ(verdict.given[0].body, "<a></a>");
}

TEST(Wire, KeepsNothingOfAChunkThatIsShorterThanItSays) {
    RecordingServer server;
    const auto verdict = server.exchange(chunked_post + "8\r\n<a>0\r\n\r\n", quiet);
    EXPECT_TRUE(verdict.given.empty());
    EXPECT_FALSE(verdict.answers.starts_with("HTTP/1.1 2")) << printable(verdict.answers);
}

TEST(Wire, KeepsNothingOfABodyThatIsCutOffAnywhere) {
    RecordingServer server;
    const auto chunks = chunked_post + chunk("<a>") + chunk("</a>") + "0\r\n\r\n";
    const std::string lengths = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 7\r\n\r\n<a></a>";
    for (const auto& whole : {chunks, lengths}) {
        ASSERT_EQ(server.exchange(whole, quiet).given.size(), 1u);
        for (std::size_t bytes = 0; bytes < whole.size(); ++bytes) {
            const auto verdict = server.exchange(whole.substr(0, bytes), Quiet{0});
            EXPECT_TRUE(verdict.given.empty()) << printable(whole.substr(0, bytes));
        }
    }
}

TEST(Wire, TakesNoBytesOfABodyForARequest) {
    RecordingServer server;
    for (const std::size_t digits : {1u, 10u, 16u}) {
        const auto body = "\r\n" + smuggled + "\r\n0\r\n\r\n";
        const auto verdict = server.exchange(
            chunked_post + chunk("<a/>", digits) + chunk(body, digits) + "0\r\n\r\n", quiet);
        ASSERT_EQ(verdict.given.size(), 1u) << digits;
        EXPECT_EQ(verdict.given[0].body, "<a/>" + body);
    }
}

TEST(Wire, TakesNothingAfterARequestThatItRefused) {
    RecordingServer server;
    for (const char* head :
         {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: "
          "chunked\r\n\r\n0\r\n\r\n",
          "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +3\r\n\r\nabc",
          "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 0\r\n\r\nabc",
          "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1g\r\n",
          "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: "
          "chunked\r\n\r\n10000000000000003\r\nabc\r\n",
          "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
          "POST / HTTP/1.1\r\nHost: x\r\nContent-Length : 0\r\n\r\n",
          "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n X: y\r\n\r\n",
          "POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n",
          "POST / HTTP/2.0\r\nHost: x\r\nContent-Length: 0\r\n\r\n"}) {
        const auto verdict = server.exchange(head + smuggled, quiet);
        EXPECT_TRUE(verdict.given.empty()) << printable(head);
        EXPECT_TRUE(verdict.has_ended) << printable(head);
        EXPECT_TRUE(verdict.answers.starts_with("HTTP/1.1 4") ||
                    verdict.answers.starts_with("HTTP/1.1 5"))
            << printable(head) << ": " << printable(verdict.answers);
    }
}

/// Requests that were answered 201 for a part of the body, or whose rest was taken for a request.
TEST(Wire, OfTheCasesBesideTheProjectTakesEachWholeOrNot) {
    struct Case {
        const char* name;
        std::size_t body_bytes;  ///< 0: nothing may be taken
    };
    constexpr std::array cases{Case{"http-chunk-leading-zeros.raw", 0x12c + 0x265},
                               Case{"http-cut-body-201.raw", 0},
                               Case{"http-smuggled-post.raw", 0x391 + 0x3f5}};
    const auto folder = std::filesystem::path(INDGANG_SOURCE_DIR) / "../shared/cases/wire";
    if (!std::filesystem::exists(folder)) {
        GTEST_SKIP() << "NOT TESTED: no ../shared/cases/wire beside the project";
    }
    RecordingServer server;
    for (const auto& [name, body_bytes] : cases) {
        std::ifstream in(folder / name, std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(in), {}};
        const auto verdict = server.exchange(bytes, quiet);
        std::size_t given_bytes = 0;
        for (const auto& request : verdict.given) {
            given_bytes += request.body.size();
        }
        EXPECT_EQ(verdict.given.size(), body_bytes > 0 ? 1u : 0u) << name;
        EXPECT_EQ(given_bytes, body_bytes) << name;
    }
}

}  // namespace
}  // namespace indgang::http
