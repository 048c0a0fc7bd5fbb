// SPDX-License-Identifier: MPL-2.0
#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>
#include <vector>

#include "adapters/http/server.h"
#include "tests/adapters/http/raw_peer.h"

namespace indgang::http {
namespace {

/// A server that writes down its exchanges.
class Exchanges : public testing::Test {
  protected:
    void serve(ServerSettings settings = {}, Handler handler = {}) {
        settings.threads = 2;
        settings.on_exchange = [this](const Exchange& exchange) {
            const std::lock_guard lock(mutex_);
            seen_.push_back(exchange);
            came_.notify_all();
        };
        if (!handler) {
            handler = [](const ServerRequest& request) {
                ServerResponse response;
                response.body = text_of(request.body);
                return response;
            };
        }
        server_ = std::make_unique<Server>(settings, handler);
    }
    Exchange next() {
        std::unique_lock lock(mutex_);
        const bool has_come =
            came_.wait_for(lock, std::chrono::seconds(5), [this] { return seen_.size() > taken_; });
        return has_come ? seen_[taken_++] : Exchange{};
    }
    std::size_t count() {
        const std::lock_guard lock(mutex_);
        return seen_.size();
    }

    std::mutex mutex_;  // protects the three below
    std::condition_variable came_;
    std::vector<Exchange> seen_;
    std::size_t taken_ = 0;
    std::unique_ptr<Server> server_;  // last: its end tells of exchanges
};

TEST_F(Exchanges, TellWhatAnAnsweredRequestWas) {
    serve();
    RawPeer peer(server_->port());
    const std::string request =
        "POST /there?who=somebody HTTP/1.1\r\nHost: a\r\nX-Request-Id: id 1\r\n"
        "Content-Length: 3\r\n\r\nabc";
    peer.send(request);
    const auto answer = peer.receive_until("\r\n\r\nabc");
    const auto exchange = next();
    EXPECT_EQ(exchange.method, "POST");
    EXPECT_EQ(exchange.path, "/there");
    EXPECT_EQ(exchange.request_id, "id 1");
    EXPECT_EQ(exchange.peer, "127.0.0.1");
    EXPECT_EQ(exchange.status, 200);
    EXPECT_EQ(exchange.bytes_in, request.size());
    EXPECT_EQ(exchange.bytes_out, answer.size());
    EXPECT_TRUE(exchange.is_answered);
}

TEST_F(Exchanges, AreOneForEachOfSeveralRequestsOnAConnection) {
    serve();
    RawPeer peer(server_->port());
    const std::string one = "GET /one HTTP/1.1\r\nHost: a\r\n\r\n";
    const std::string other = "GET /other HTTP/1.1\r\nHost: a\r\n\r\n";
    peer.send(one + other);
    const auto first = next(), second = next();
    EXPECT_EQ(first.path, "/one");
    EXPECT_EQ(first.bytes_in, one.size());
    EXPECT_EQ(second.path, "/other");
    EXPECT_EQ(second.bytes_in, other.size());
}

TEST_F(Exchanges, TellOfWhatIsRefusedWithoutTheHandler) {
    ServerSettings settings;
    settings.body_bytes = 10;
    serve(settings);
    RawPeer malformed(server_->port());
    malformed.send("GET / HTTP/1.1\nHost: a\n\n");
    EXPECT_EQ(next().status, 400);
    RawPeer large(server_->port());
    large.send("POST /large HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n");
    const auto too_large = next();
    EXPECT_EQ(too_large.status, 413);
    EXPECT_TRUE(too_large.is_answered);
}

TEST_F(Exchanges, TellOfAHeadThatComesTooSlowly) {
    ServerSettings settings;
    settings.receive_timeout_ms = 100;
    serve(settings);
    RawPeer peer(server_->port());
    peer.send("GET / HT");
    const auto exchange = next();
    EXPECT_EQ(exchange.status, 408);
    EXPECT_EQ(exchange.method, "");
    EXPECT_EQ(exchange.bytes_in, 8u);
}

TEST_F(Exchanges, TellOfAnAnswerToTheHeadAlone) {
    ServerSettings settings;
    settings.check_head = [](const ServerRequest&) {
        ServerResponse response;
        response.status = 415;
        return std::optional(response);
    };
    serve(settings);
    RawPeer peer(server_->port());
    peer.send("POST /head HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n");
    const auto exchange = next();
    EXPECT_EQ(exchange.status, 415);
    EXPECT_EQ(exchange.path, "/head");
}

TEST_F(Exchanges, TellOfAConnectionThatEndsBeforeItsAnswer) {
    serve({}, [](const ServerRequest&) {
        ServerResponse response;
        response.cut_off = true;
        return response;
    });
    RawPeer peer(server_->port());
    peer.send("GET /gone HTTP/1.1\r\nHost: a\r\n\r\n");
    const auto exchange = next();
    EXPECT_EQ(exchange.path, "/gone");
    EXPECT_EQ(exchange.status, 0);
    EXPECT_FALSE(exchange.is_answered);
}

TEST_F(Exchanges, DoNotTakeContinueForAnAnswer) {
    serve();
    RawPeer peer(server_->port());
    peer.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
    (void)peer.receive_until("100 Continue\r\n\r\n");
    EXPECT_EQ(count(), 0u);
    peer.send("abc");
    EXPECT_EQ(next().status, 200);
    EXPECT_EQ(count(), 1u);
}

TEST_F(Exchanges, AreNoneWhereNothingWasAsked) {
    serve();
    {
        RawPeer silent(server_->port()), blank(server_->port());
        blank.send("\r\n");
        RawPeer peer(server_->port());
        peer.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        EXPECT_EQ(next().status, 200);
    }
    server_.reset();
    EXPECT_EQ(count(), 1u);
}

TEST_F(Exchanges, AreCountedBesideConnections) {
    serve();
    RawPeer peer(server_->port());
    peer.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    (void)next();
    EXPECT_EQ(server_->counts().connections, 1u);
    EXPECT_GT(server_->counts().most_connections, 1u);
    EXPECT_EQ(server_->counts().body_bytes_in_memory, 0u);
}

}  // namespace
}  // namespace indgang::http
