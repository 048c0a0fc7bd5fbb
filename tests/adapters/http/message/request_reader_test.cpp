// SPDX-License-Identifier: MPL-2.0
#include "adapters/http/message/request_reader.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace indgang::http {
namespace {

struct Told {
    std::vector<std::string> requests;  ///< "METHOD path body"
    int refused = 0;                    ///< status
    bool operator==(const Told&) const = default;
};

/// Reads `sent` in pieces of `piece` bytes.
Told read(const std::string& sent, std::size_t piece = std::string::npos,
          RequestReader::Limits limits = {}) {
    RequestReader reader(limits);
    Told told;
    std::string body;
    for (std::size_t at = 0; at < sent.size();) {
        const auto part = std::string_view(sent).substr(at, piece);
        at += part.size();
        auto bytes = view_of(part);
        for (auto step = reader.next(bytes); step != RequestReader::Step::more;
             step = reader.next(bytes)) {
            if (step == RequestReader::Step::refused) {
                told.refused = reader.refusal().status;
                return told;
            }
            if (step == RequestReader::Step::piece) {
                body += text_of(reader.piece());
            }
            if (step == RequestReader::Step::whole) {
                told.requests.push_back(reader.head().method + " " + reader.head().path + " " +
                                        body);
                body.clear();
            }
        }
    }
    return told;
}

const std::string head = "POST /a HTTP/1.1\r\nHost: x\r\n";
const std::string chunked = head + "Transfer-Encoding: chunked\r\n\r\n";

TEST(RequestReader, GivesTheSameWhereverThePiecesEnd) {
    const std::string sent = "\r\nGET /g HTTP/1.1\r\nHost: x\r\n\r\n" + head +
                             "Content-Length: 5\r\n\r\nhello" + chunked +
                             "0003;a=b\r\nabc\r\n00A\r\n0123456789\r\n000\r\nX: y\r\n\r\n" + head +
                             "Content-Length: 0\r\n\r\n";
    const Told expected{{"GET /g ", "POST /a hello", "POST /a abc0123456789", "POST /a "}, 0};
    for (std::size_t piece = 1; piece < 40; ++piece) {
        EXPECT_EQ(read(sent, piece), expected) << piece;
    }
    EXPECT_EQ(read(sent), expected);
}

TEST(RequestReader, NeverReadsOnAfterARefusal) {
    RequestReader reader({});
    const std::string sent = "GET /g HTTP/9.9\r\n\r\nGET /g HTTP/1.1\r\nHost: x\r\n\r\n";
    auto bytes = view_of(sent);
    EXPECT_EQ(reader.next(bytes), RequestReader::Step::refused);
    EXPECT_EQ(reader.next(bytes), RequestReader::Step::refused);
}

TEST(RequestReader, RefusesAnotherProtocolAtItsFirstWrongByte) {
    for (const auto& sent : {std::string("\x16\x03\x01\x02\0", 5), std::string("GET / \n"),
                             std::string("GET /\rX"), std::string("\n")}) {
        EXPECT_EQ(read(sent).refused, 400) << sent;
    }
}

TEST(RequestReader, RefusesAHeadBeyondItsLimit) {
    RequestReader::Limits limits;
    limits.head_bytes = 100;
    EXPECT_EQ(read("GET /" + std::string(200, 'x'), 1, limits).refused, 431);
}

TEST(RequestReader, RefusesABodyByItsLengthAndAChunkedOneWhileItComes) {
    RequestReader::Limits limits;
    limits.body_bytes = 10;
    EXPECT_EQ(read(head + "Content-Length: 11\r\n\r\n", 1, limits).refused, 413);
    EXPECT_EQ(read(chunked + "8\r\n12345678\r\n3\r\nabc", 1, limits).refused, 413);
    EXPECT_EQ(read(chunked + "8\r\n12345678\r\n2\r\nab\r\n0\r\n\r\n", 1, limits).requests.size(),
              1U);
}

TEST(RequestReader, RefusesChunksThatOthersUnderstandDifferently) {
    for (const std::string body :
         {"-1\r\n", "+1\r\na", "0x1\r\na", "\r\n", "g\r\n", "1 \r\na", "1\na\n", "1\r\nab\r\n",
          "1\r\na\n0\r\n\r\n", "1\r\na\r\r\n", "10000000000000000\r\n", "1;\x01\r\na",
          "1;a\rb\r\na", " 1\r\na", "0\r\nX : y\r\n\r\n", "0\r\nX: y\n\r\n",
          "0\r\n folded\r\n\r\n"}) {
        EXPECT_EQ(read(chunked + body).refused, 400) << body;
        EXPECT_EQ(read(chunked + body, 1).refused, 400) << body;
    }
}

TEST(RequestReader, LimitsWhatFramesABody) {
    EXPECT_EQ(read(chunked + std::string(2'000, '0')).refused, 400);
    EXPECT_EQ(read(chunked + "0\r\n" + std::string(9'000, 'x')).refused, 431);
    std::string trailers = "0\r\n";
    for (int i = 0; i < 2'000; ++i) {
        trailers += "X: y\r\n";
    }
    EXPECT_EQ(read(chunked + trailers + "\r\n").refused, 431);
    std::string frames;
    for (int i = 0; i < 200; ++i) {
        frames += "1;" + std::string(1'000, 'x') + "\r\na\r\n";
    }
    EXPECT_EQ(read(chunked + frames + "0\r\n\r\n").refused, 400);
}

TEST(RequestReader, TakesABodyInChunksOfOneByte) {
    std::string frames;
    for (int i = 0; i < 100'000; ++i) {
        frames += "1\r\na\r\n";
    }
    EXPECT_EQ(read(chunked + frames + "0\r\n\r\n").requests.size(), 1U);
}

TEST(RequestReader, SaysWhatItWaitsFor) {
    RequestReader reader({});
    EXPECT_TRUE(reader.is_between());
    auto bytes = view_of("P");
    (void)reader.next(bytes);
    EXPECT_FALSE(reader.is_between());
    const std::string rest = "OST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nab";
    bytes = view_of(rest);
    EXPECT_EQ(reader.next(bytes), RequestReader::Step::head);
    EXPECT_EQ(reader.left(), 3U);
    EXPECT_TRUE(reader.is_in_body());
    EXPECT_EQ(reader.next(bytes), RequestReader::Step::piece);
    EXPECT_EQ(reader.left(), 1U);
    bytes = view_of("c");
    EXPECT_EQ(reader.next(bytes), RequestReader::Step::piece);
    EXPECT_EQ(reader.next(bytes), RequestReader::Step::whole);
    EXPECT_TRUE(reader.is_between());
    EXPECT_EQ(reader.left(), std::nullopt);
}

}  // namespace
}  // namespace indgang::http
