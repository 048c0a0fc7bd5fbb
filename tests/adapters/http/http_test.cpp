// SPDX-License-Identifier: MPL-2.0
#include <Poco/Exception.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/StreamSocket.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <thread>
#include <vector>

#include "adapters/http/client.h"
#include "adapters/http/server.h"
#include "schemas/error/error.h"

namespace indgang::http {
namespace {

using Poco::Net::SocketAddress;
using Poco::Net::StreamSocket;

ServerResponse echo(const ServerRequest& request) {
    ServerResponse response;
    response.content_type = "text/plain";
    response.body = request.method + " " + request.path + " " + std::string(text_of(request.body));
    return response;
}

Client client_of(int port, int timeout_ms = 2000) {
    ClientSettings settings;
    settings.base_url = "http://127.0.0.1:" + std::to_string(port);
    settings.timeout_ms = timeout_ms;
    return Client(settings);
}

Request post(const std::string& path, const std::string& body) {
    Request request;
    request.path = path;
    request.body = bytes_of(body);
    return request;
}

/// What the server answers to bytes that no HTTP library would send, until it closes.
std::string raw_exchange(int port, const std::string& sent) {
    StreamSocket socket(SocketAddress("127.0.0.1", static_cast<Poco::UInt16>(port)));
    socket.setReceiveTimeout(Poco::Timespan(3, 0));
    socket.sendBytes(sent.data(), static_cast<int>(sent.size()));
    std::string answer;
    std::vector<char> buffer(4096);
    try {
        int got = 0;
        while ((got = socket.receiveBytes(buffer.data(), static_cast<int>(buffer.size()))) > 0) {
            answer.append(buffer.data(), static_cast<std::size_t>(got));
        }
    } catch (const Poco::Exception&) {
        answer += "<reset>";
    }
    return answer;
}

struct Connection {
    std::vector<std::string> answers;
};

/// A server of one canned conversation: for each connection, reads a request and says the answer.
class CannedServer {
  public:
    explicit CannedServer(std::vector<Connection> connections)
        : socket_(SocketAddress("127.0.0.1", 0)),
          thread_([this, all = std::move(connections)] { serve(all); }) {}
    ~CannedServer() { thread_.join(); }
    [[nodiscard]] int port() const { return socket_.address().port(); }
    [[nodiscard]] int requests() const { return requests_; }

  private:
    void serve(const std::vector<Connection>& connections) {
        for (const auto& connection : connections) {
            if (!socket_.poll(Poco::Timespan(5, 0), Poco::Net::Socket::SELECT_READ)) {
                return;
            }
            auto peer = socket_.acceptConnection();
            peer.setReceiveTimeout(Poco::Timespan(2, 0));
            for (const auto& answer : connection.answers) {
                if (!read_request(peer)) {
                    break;
                }
                peer.sendBytes(answer.data(), static_cast<int>(answer.size()));
            }
        }
    }
    bool read_request(StreamSocket& peer) {
        std::string seen;
        char buffer[4096];
        while (seen.find("\r\n\r\n!") == std::string::npos) {  // each test's body is "!"
            int got = 0;
            try {
                got = peer.receiveBytes(buffer, sizeof(buffer));
            } catch (const Poco::Exception&) {
                return false;
            }
            if (got <= 0) {
                return false;
            }
            seen.append(buffer, static_cast<std::size_t>(got));
        }
        ++requests_;
        return true;
    }

    Poco::Net::ServerSocket socket_;
    std::atomic<int> requests_{0};
    std::thread thread_;
};

ErrorKind kind_of_trouble(Client& client, const Request& request) {
    try {
        (void)client.send(request);
    } catch (const Error& error) {
        return error.kind();
    }
    ADD_FAILURE() << "the exchange should have failed";
    return ErrorKind::internal;
}

TEST(Http, CarriesMethodPathAndBodyThereAndBack) {
    const Server server({}, echo);
    auto client = client_of(server.port());
    const auto response = client.send(post("/a/b", "hej"));
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, "POST /a/b hej");
}

TEST(Http, GivesHeaderNamesInLowerCase) {
    const Server server({}, [](const ServerRequest& request) {
        ServerResponse response;
        response.headers["X-Seen"] = request.headers.at("idempotency-key");
        return response;
    });
    auto client = client_of(server.port());
    auto request = post("/", "");
    request.headers["Idempotency-Key"] = "k1";
    EXPECT_EQ(client.send(request).headers.at("x-seen"), "k1");
}

TEST(Http, DecodesTheQueryAndLeavesThePath) {
    const Server server({}, [](const ServerRequest& request) {
        ServerResponse response;
        response.body = request.path + "|" + request.query.at("a");
        return response;
    });
    auto client = client_of(server.port());
    auto request = post("/x%20y?a=%C3%A5+b", "");
    EXPECT_EQ(client.send(request).body, "/x%20y|å b");
}

TEST(Http, CarriesAMillionBytesUnchanged) {
    const Server server({}, [](const ServerRequest& request) {
        ServerResponse response;
        response.body = text_of(request.body);
        return response;
    });
    auto client = client_of(server.port());
    std::string body;
    for (int i = 0; i < 1'000'000; ++i) {
        body += static_cast<char>(i * 7919);
    }
    EXPECT_TRUE(client.send(post("/", body)).body == body);
}

TEST(HttpClient, UsesOneConnectionForManyRequests) {
    CannedServer server({Connection{{"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na",
                                     "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nb"}}});
    auto client = client_of(server.port());
    EXPECT_EQ(client.send(post("/", "!")).body, "a");
    EXPECT_EQ(client.send(post("/", "!")).body, "b");
}

TEST(HttpClient, FindsAKeptAliveConnectionDeadAndOpensAnother) {
    CannedServer server({Connection{{"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na"}},
                         Connection{{"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nb"}}});
    auto client = client_of(server.port());
    EXPECT_EQ(client.send(post("/", "!")).body, "a");
    auto request = post("/", "!");
    request.headers["Idempotency-Key"] = "k";
    EXPECT_EQ(client.send(request).body, "b");
}

TEST(HttpClient, NeverRepeatsOnAFreshConnection) {
    CannedServer server({Connection{{""}}});
    auto client = client_of(server.port());
    auto request = post("/", "!");
    request.headers["Idempotency-Key"] = "k";
    EXPECT_EQ(kind_of_trouble(client, request), ErrorKind::unavailable);
    EXPECT_EQ(server.requests(), 1);
}

TEST(HttpClient, TakesAnAnswerCutOffInItsBodyForNoAnswer) {
    CannedServer server({Connection{{"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"}}});
    auto client = client_of(server.port());
    EXPECT_EQ(kind_of_trouble(client, post("/", "!")), ErrorKind::unavailable);
}

TEST(HttpClient, TakesAChunkedAnswerWithoutItsEndForNoAnswer) {
    CannedServer server(
        {Connection{{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"}}});
    auto client = client_of(server.port());
    EXPECT_EQ(kind_of_trouble(client, post("/", "!")), ErrorKind::unavailable);
}

TEST(HttpClient, ReadsAChunkedAnswer) {
    CannedServer server(
        {Connection{{"HTTP/1.1 200 OK\r\nTransfer-Encoding: "
                     "chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"}}});
    auto client = client_of(server.port());
    EXPECT_EQ(client.send(post("/", "!")).body, "abcde");
}

TEST(HttpClient, RefusesAnAnswerBeyondItsLimit) {
    const Server server({}, [](const ServerRequest&) {
        ServerResponse response;
        response.body.assign(5000, 'x');
        return response;
    });
    ClientSettings settings;
    settings.base_url = "http://127.0.0.1:" + std::to_string(server.port());
    settings.answer_bytes = 1000;
    Client client(settings);
    EXPECT_EQ(kind_of_trouble(client, post("/", "")), ErrorKind::limit);
}

TEST(HttpClient, EndsAStalledExchangeAtItsDeadline) {
    std::promise<void> free;
    const auto released = free.get_future().share();
    const Server server({}, [released](const ServerRequest&) {
        released.wait();
        return ServerResponse{};
    });
    auto client = client_of(server.port(), 100);
    EXPECT_EQ(kind_of_trouble(client, post("/", "")), ErrorKind::unavailable);
    free.set_value();
}

TEST(HttpClient, EndsADrippingAnswerAtItsDeadline) {
    Poco::Net::ServerSocket listener(SocketAddress("127.0.0.1", 0));
    std::thread dripping([&listener] {
        auto peer = listener.acceptConnection();
        const std::string head = "HTTP/1.1 200 OK\r\nX: ";
        try {
            peer.sendBytes(head.data(), static_cast<int>(head.size()));
            while (!peer.poll(Poco::Timespan(0, 20'000), Poco::Net::Socket::SELECT_ERROR)) {
                peer.sendBytes("x", 1);  // each byte would start a time-out anew
            }
        } catch (const Poco::Exception&) {
            return;  // the client hung up, as it should
        }
    });
    const auto start = std::chrono::steady_clock::now();
    auto client = client_of(listener.address().port(), 200);
    EXPECT_EQ(kind_of_trouble(client, post("/", "")), ErrorKind::unavailable);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(2));
    dripping.join();
}

TEST(HttpClient, NamesTheServerButNoBodyInItsError) {
    auto client = client_of(1, 500);
    try {
        (void)client.send(post("/cpr/person", "6101551234"));
        FAIL();
    } catch (const Error& error) {
        const std::string message = error.what();
        EXPECT_NE(message.find("127.0.0.1:1/cpr/person"), std::string::npos) << message;
        EXPECT_EQ(message.find("6101551234"), std::string::npos);
    }
}

TEST(HttpServer, AnswersHandlerTroubleWithoutDetails) {
    const Server server(
        {}, [](const ServerRequest&) -> ServerResponse { throw std::runtime_error("secret"); });
    auto client = client_of(server.port());
    const auto response = client.send(post("/", ""));
    EXPECT_EQ(response.status, 500);
    EXPECT_EQ(response.body.find("secret"), std::string::npos);
}

TEST(HttpServer, RefusesALongBodyByItsLengthBeforeReading) {
    std::atomic<int> calls{0};
    ServerSettings settings;
    settings.body_bytes = 100;
    const Server server(settings, [&calls](const ServerRequest&) {
        ++calls;
        return ServerResponse{};
    });
    const auto answer =
        raw_exchange(server.port(), "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 101\r\n\r\n");
    EXPECT_EQ(answer.substr(0, 12), "HTTP/1.1 413");
    EXPECT_EQ(calls, 0);
}

TEST(HttpServer, CountsAChunkedBodyWhileReading) {
    ServerSettings settings;
    settings.body_bytes = 10;
    const Server server(settings, echo);
    const auto answer = raw_exchange(
        server.port(),
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n12345678\r\n8\r\n"
        "12345678\r\n0\r\n\r\n");
    EXPECT_EQ(answer.substr(0, 12), "HTTP/1.1 413");
}

TEST(HttpServer, RefusesLengthTogetherWithTransferEncoding) {
    const Server server({}, echo);
    const auto answer = raw_exchange(server.port(),
                                     "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n"
                                     "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    EXPECT_EQ(answer.substr(0, 12), "HTTP/1.1 400");
}

TEST(HttpServer, RefusesTwoLengths) {
    const Server server({}, echo);
    const auto answer = raw_exchange(
        server.port(),
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab");
    EXPECT_EQ(answer.substr(0, 12), "HTTP/1.1 400");
}

TEST(HttpServer, RefusesAPostWithoutLength) {
    const Server server({}, echo);
    EXPECT_EQ(raw_exchange(server.port(), "POST / HTTP/1.1\r\nHost: a\r\n\r\n").substr(0, 12),
              "HTTP/1.1 411");
}

TEST(HttpServer, ClosesOnAnEndlessHeader) {
    const Server server({}, echo);
    const std::string endless = "GET / HTTP/1.1\r\n" + std::string(200'000, 'x');
    const auto answer = raw_exchange(server.port(), endless);
    EXPECT_EQ(answer.find(" 200 "), std::string::npos);
}

TEST(HttpServer, ClosesOnADrippingHeaderAtTheDeadline) {
    ServerSettings settings;
    settings.receive_timeout_ms = 150;
    const Server server(settings, echo);
    StreamSocket socket(SocketAddress("127.0.0.1", static_cast<Poco::UInt16>(server.port())));
    socket.sendBytes("GET / HTTP/1.1\r\nX: ", 19);
    const auto start = std::chrono::steady_clock::now();
    try {
        while (!socket.poll(Poco::Timespan(0, 20'000), Poco::Net::Socket::SELECT_READ)) {
            socket.sendBytes("x", 1);
            ASSERT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(3));
        }
    } catch (const Poco::Exception&) {
        SUCCEED() << "closed while dripping";
    }
}

TEST(HttpServer, ClosesOnADrippingBodyAtTheDeadline) {
    ServerSettings settings;
    settings.receive_timeout_ms = 150;
    std::atomic<int> calls{0};
    const Server server(settings, [&calls](const ServerRequest&) {
        ++calls;
        return ServerResponse{};
    });
    const auto start = std::chrono::steady_clock::now();
    (void)raw_exchange(server.port(),
                       "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(2));
    EXPECT_EQ(calls, 0);
}

TEST(HttpServer, AnswersWhileManySocketsAreSilent) {
    const Server server({}, echo);
    std::vector<StreamSocket> silent;
    for (int i = 0; i < 200; ++i) {
        silent.emplace_back(SocketAddress("127.0.0.1", static_cast<Poco::UInt16>(server.port())));
    }
    auto client = client_of(server.port(), 900);
    EXPECT_EQ(client.send(post("/", "x")).status, 200);
}

TEST(HttpServer, CutsOffWhenASimulatorWants) {
    const Server server({}, [](const ServerRequest&) {
        ServerResponse response;
        response.cut_off = true;
        return response;
    });
    auto client = client_of(server.port());
    EXPECT_EQ(kind_of_trouble(client, post("/", "")), ErrorKind::unavailable);
}

TEST(HttpServer, SaysThatItsAddressIsInUse) {
    const Server server({}, echo);
    ServerSettings settings;
    settings.port = server.port();
    try {
        const Server second(settings, echo);
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::unavailable);
    }
}

TEST(HttpServer, RunsHandlersInManyThreadsAtOnce) {
    std::promise<void> both;
    const auto met = both.get_future().share();
    std::atomic<int> inside{0};
    const Server server({}, [&](const ServerRequest&) {
        if (++inside == 2) {
            both.set_value();
        }
        met.wait_for(std::chrono::seconds(2));
        return ServerResponse{};
    });
    const auto send = [&server] {
        auto client = client_of(server.port(), 1500);
        return client.send(post("/", "")).status;
    };
    auto first = std::async(std::launch::async, send);
    auto second = std::async(std::launch::async, send);
    EXPECT_EQ(first.get(), 200);
    EXPECT_EQ(second.get(), 200);
}

}  // namespace
}  // namespace indgang::http
