// SPDX-License-Identifier: MPL-2.0
#include "adapters/http/message/request_head.h"

#include <gtest/gtest.h>

namespace indgang::http {
namespace {

using Read = std::variant<RequestHead, Refusal>;

Read read(const std::string& lines) {
    return parse_request_head(lines + "\r\n");
}
Read get(const std::string& target) {
    return read("GET " + target + " HTTP/1.1\r\nHost: a\r\n");
}
Read post_with(const std::string& fields) {
    return read("POST / HTTP/1.1\r\nHost: a\r\n" + fields);
}
int status_of(const Read& result) {
    const auto* refusal = std::get_if<Refusal>(&result);
    return refusal == nullptr ? 200 : refusal->status;
}

TEST(RequestHead, HasMethodPathQueryAndFieldsInLowerCase) {
    const auto head =
        std::get<RequestHead>(read("PUT /a%20b?x=%C3%A5+y&z HTTP/1.1\r\nHost: a.dk:8100\r\nX-One:  "
                                   "1\t\r\nContent-Length: 7\r\n"));
    EXPECT_EQ(head.method, "PUT");
    EXPECT_EQ(head.path, "/a%20b");
    EXPECT_EQ(head.query.at("x"), "å y");
    EXPECT_EQ(head.query.at("z"), "");
    EXPECT_EQ(head.headers.at("x-one"), "1");
    EXPECT_EQ(head.body_bytes, 7U);
    EXPECT_TRUE(head.keeps_alive);
}

TEST(RequestHead, TakesTheWholeAddressAsAProxySendsIt) {
    const auto head = std::get<RequestHead>(get("HTTP://a.dk:80/p?q=1"));
    EXPECT_EQ(head.path, "/p");
    EXPECT_EQ(head.query.at("q"), "1");
    EXPECT_EQ(std::get<RequestHead>(get("http://a.dk")).path, "/");
    EXPECT_EQ(std::get<RequestHead>(get("http://a.dk?q=1")).path, "/");
}

TEST(RequestHead, JoinsAFieldThatComesTwiceAndMayTo) {
    EXPECT_EQ(std::get<RequestHead>(read("GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\nx: 2\r\n"))
                  .headers.at("x"),
              "1, 2");
}

TEST(RequestHead, KnowsAChunkedBody) {
    const auto head = std::get<RequestHead>(post_with("Transfer-Encoding: Chunked\r\n"));
    EXPECT_FALSE(head.body_bytes.has_value());
}

TEST(RequestHead, ClosesWhereTheSenderDoes) {
    const auto keeps = [](const std::string& version, const std::string& connection) {
        return std::get<RequestHead>(read("GET / " + version + "\r\nHost: a\r\n" + connection))
            .keeps_alive;
    };
    EXPECT_TRUE(keeps("HTTP/1.1", ""));
    EXPECT_FALSE(keeps("HTTP/1.1", "Connection: x, Close\r\n"));
    EXPECT_FALSE(keeps("HTTP/1.0", ""));
    EXPECT_TRUE(keeps("HTTP/1.0", "Connection: keep-alive\r\n"));
    EXPECT_FALSE(keeps("HTTP/1.0", "Connection: close, keep-alive\r\n"));
    EXPECT_FALSE(keeps("HTTP/1.1", "Connection: keep-alive\r\nConnection: close\r\n"));
}

TEST(RequestHead, LetsTheBodyComeOnlyForTheExpectationThatThereIs) {
    const auto expecting = [](const std::string& value) {
        return post_with("Content-Length: 1\r\nExpect: " + value + "\r\n");
    };
    EXPECT_TRUE(std::get<RequestHead>(expecting("100-Continue")).expects_continue);
    EXPECT_EQ(status_of(expecting("200-ok")), 417);
}

TEST(RequestHead, RefusesARequestLineOfAnyOtherShape) {
    for (const char* line : {"GET /", "GET  / HTTP/1.1", "GET / HTTP/1.1 ", " GET / HTTP/1.1",
                             "GET\t/ HTTP/1.1", "get / HTTP/1.1", "G\xC3\x86T / HTTP/1.1",
                             "GET / http/1.1", "GET / HTTP/1.1x", "GET / HTTP/11", "GET / HTTP/1,1",
                             "ABCDEFGHIJKLMNOPQ / HTTP/1.1", " / HTTP/1.1", "GET"}) {
        EXPECT_EQ(status_of(read(std::string(line) + "\r\nHost: a\r\n")), 400) << line;
    }
    for (const char* version : {"HTTP/2.0", "HTTP/1.2", "HTTP/0.9"}) {
        EXPECT_EQ(status_of(read("GET / " + std::string(version) + "\r\nHost: a\r\n")), 505);
    }
}

TEST(RequestHead, RefusesPathsThatOthersUnderstandDifferently) {
    for (const char* target :
         {"a",    "*",        "//..",      "/../a",       "/a/..", "/a/%2e%2E/b", "/%",
          "/%2",  "/%2g",     "/a%00",     "/a\\b",       "/a#b",  "/a\"b",       "/\xC3\xA6",
          "/a|b", "ftp://a/", "http:///a", "http://a b/", "/?%zz", "/?a=\"",      "http://a..b/"}) {
        EXPECT_EQ(status_of(get(target)), 400) << target;
    }
    EXPECT_EQ(status_of(get("/a..b/...")), 200);
}

TEST(RequestHead, RefusesFieldsThatOthersUnderstandDifferently) {
    for (const std::string fields :
         {"X : 1\r\n", " X: 1\r\n", "X: 1\r\n folded\r\n", "X\r\n", ": 1\r\n", "X\xC3\x86: 1\r\n",
          "X: a\x01z\r\n", "X: a\rb\r\n", "X: a\x7fz\r\n"}) {
        EXPECT_EQ(status_of(read("GET / HTTP/1.1\r\nHost: a\r\n" + fields)), 400) << fields;
    }
}

TEST(RequestHead, RefusesAHostThatIsMissingTwiceOrMalformed) {
    EXPECT_EQ(status_of(read("GET / HTTP/1.1\r\n")), 400);
    EXPECT_EQ(status_of(read("GET / HTTP/1.0\r\n")), 200);
    EXPECT_EQ(status_of(read("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n")), 400);
    for (const char* host : {"", "a/b", "a b", "a..b", ".a", "a:x", "a:123456", "[::1", "[]", "[x]",
                             "[::1]x", "a@b"}) {
        EXPECT_EQ(status_of(read("GET / HTTP/1.1\r\nHost: " + std::string(host) + "\r\n")), 400)
            << host;
    }
    for (const char* host : {"a-b.dk", "127.0.0.1:8100", "[::1]", "[::1]:8100", "a_b"}) {
        EXPECT_EQ(status_of(read("GET / HTTP/1.1\r\nHost: " + std::string(host) + "\r\n")), 200)
            << host;
    }
}

TEST(RequestHead, RefusesEveryLengthThatIsNotOneNumber) {
    for (const char* length :
         {"", "+1", "-1", "1,1", "1, 1", "0x1", "1 1", "1a", "99999999999999999999"}) {
        EXPECT_EQ(status_of(post_with("Content-Length: " + std::string(length) + "\r\n")), 400)
            << length;
    }
    EXPECT_EQ(status_of(post_with("Content-Length: 1\r\nContent-Length: 1\r\n")), 400);
    EXPECT_EQ(status_of(post_with("Content-Length: 1\r\nTransfer-Encoding: chunked\r\n")), 400);
    EXPECT_EQ(status_of(post_with("")), 411);
}

TEST(RequestHead, RefusesEveryEncodingOfTheTransferButChunked) {
    for (const char* encoding : {"gzip", "chunked, chunked", "gzip, chunked", "identity", ""}) {
        EXPECT_EQ(status_of(post_with("Transfer-Encoding: " + std::string(encoding) + "\r\n")), 501)
            << encoding;
    }
    EXPECT_EQ(status_of(post_with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n")),
              400);
    EXPECT_EQ(status_of(read("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n")), 400);
}

TEST(RequestHead, CountsItsFields) {
    std::string fields;
    for (std::size_t i = 1; i < head_fields; ++i) {
        fields += "X: 1\r\n";
    }
    EXPECT_EQ(status_of(read("GET / HTTP/1.1\r\nHost: a\r\n" + fields)), 200);
    EXPECT_EQ(status_of(read("GET / HTTP/1.1\r\nHost: a\r\nY: 1\r\n" + fields)), 431);
}

}  // namespace
}  // namespace indgang::http
