// SPDX-License-Identifier: MPL-2.0
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <future>
#include <thread>
#include <vector>

#include "adapters/http/server.h"
#include "schemas/error/error.h"
#include "tests/adapters/http/raw_peer.h"

namespace indgang::http {
namespace {

ServerResponse echo(const ServerRequest& request) {
    ServerResponse response;
    response.body = request.method + " " + request.path + " " + std::string(text_of(request.body));
    return response;
}

const std::string post = "POST / HTTP/1.1\r\nHost: a\r\n";
const std::string get = "GET /here HTTP/1.1\r\nHost: a\r\n\r\n";
const std::string good_answer = "GET /here ";

std::string status_line(const std::string& answer) {
    return answer.substr(0, 12);
}

class Front : public testing::Test {
  protected:
    Front() {
        folder_ = std::filesystem::temp_directory_path() / ("front-" + std::to_string(::getpid()));
        std::filesystem::create_directory(folder_);
    }
    ~Front() override { std::filesystem::remove_all(folder_); }
    Front(const Front&) = delete;
    Front& operator=(const Front&) = delete;

    Server serving(ServerSettings settings, Handler handler = echo) const {
        return {std::move(settings), std::move(handler)};
    }
    void expect_good_answer(const Server& server) const {
        RawPeer peer(server.port());
        peer.send(get);
        EXPECT_NE(peer.receive_until(good_answer).find(good_answer), std::string::npos);
    }

    std::filesystem::path folder_;
};

TEST_F(Front, IsNotHeldUpByHalfHeadsHalfBodiesAndSilence) {
    ServerSettings settings;
    settings.threads = 2;
    const auto server = serving(settings);
    std::vector<RawPeer> peers;
    for (int i = 0; i < 150; ++i) {
        peers.emplace_back(server.port());
        peers.emplace_back(server.port()).send("GET / HTTP/1.1\r\nX: ");
        peers.emplace_back(server.port()).send(post + "Content-Length: 10\r\n\r\nabc");
    }
    expect_good_answer(server);
}

TEST_F(Front, AnswersHalfAHeadAndHalfABodyWhenTheirTimeIsOver) {
    ServerSettings settings;
    settings.receive_timeout_ms = 100;
    const auto server = serving(settings);
    RawPeer head(server.port()), body(server.port());
    head.send("GET / HTTP/1.1\r\nX: ");
    body.send(post + "Content-Length: 10\r\n\r\nabc");
    EXPECT_EQ(status_line(head.receive_all()), "HTTP/1.1 408");
    EXPECT_EQ(status_line(body.receive_all()), "HTTP/1.1 408");
}

TEST_F(Front, GivesABodyTheTimeThatItsBytesEarn) {
    ServerSettings settings;
    settings.receive_timeout_ms = 300;
    const auto server = serving(settings);
    RawPeer peer(server.port());
    peer.send(post + "Content-Length: 16002\r\n\r\n" + std::string(16'000, 'x'));  // earns a second
    std::this_thread::sleep_for(std::chrono::milliseconds(700));
    peer.send("yz");
    EXPECT_EQ(status_line(peer.receive_until("yz")), "HTTP/1.1 200");
}

TEST_F(Front, ClosesWithoutAWordWhatNeverBegan) {
    ServerSettings settings;
    settings.keep_alive_ms = 50;
    const auto server = serving(settings);
    RawPeer peer(server.port()), used(server.port());
    used.send(get);
    (void)used.receive_until(good_answer);
    EXPECT_EQ(peer.receive_all(), "<closed>");
    EXPECT_EQ(used.receive_all(), "<closed>");
}

TEST_F(Front, AnswersPipelinedRequestsInTheirOrder) {
    const auto server = serving({});
    RawPeer peer(server.port());
    peer.send(post + "Content-Length: 1\r\n\r\n1" + post + "Transfer-Encoding: chunked\r\n\r\n" +
              "1\r\n2\r\n0\r\n\r\n" + post + "Connection: close\r\nContent-Length: 1\r\n\r\n3" +
              get);
    const auto answers = peer.receive_all();
    const auto first = answers.find("POST / 1"), second = answers.find("POST / 2"),
               third = answers.find("POST / 3");
    EXPECT_LT(first, second);
    EXPECT_LT(second, third);
    EXPECT_LT(third, answers.size());
    EXPECT_EQ(answers.find("/here"), std::string::npos);  // came after the last one
}

TEST_F(Front, TakesNothingForARequestAfterBadFraming) {
    std::atomic<int> calls{0};
    const auto server = serving({}, [&](const ServerRequest&) {
        ++calls;
        return ServerResponse{};
    });
    for (const std::string body :
         {"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
          "Transfer-Encoding: chunked\r\n\r\n8\r\n<a>0\r\n\r\n",
          "Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n",
          "Content-Length: 1\r\nContent-Length: 1\r\n\r\na"}) {
        RawPeer peer(server.port());
        peer.send(post + body + get);
        peer.send(get);
        const auto answer = peer.receive_all();
        EXPECT_EQ(status_line(answer), "HTTP/1.1 400") << body;
        EXPECT_EQ(answer.find("HTTP/1.1", 1), std::string::npos) << body;
    }
    EXPECT_EQ(calls, 0);
}

TEST_F(Front, ABodyThatEndsEarlyIsNoRequest) {
    std::atomic<int> calls{0};
    const auto server = serving({}, [&](const ServerRequest&) {
        ++calls;
        return ServerResponse{};
    });
    {
        RawPeer peer(server.port());
        peer.send(post + "Content-Length: 4\r\n\r\nabc");
    }
    expect_good_answer(serving({}));
    EXPECT_EQ(calls, 0);
}

TEST_F(Front, LetsABodyComeThatAsksBeforeItDoes) {
    const auto server = serving({});
    RawPeer peer(server.port());
    peer.send(post + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    EXPECT_EQ(peer.receive_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    peer.send("ab");
    EXPECT_EQ(status_line(peer.receive_until("POST / ab")), "HTTP/1.1 200");
}

TEST_F(Front, RefusesByTheHeadBeforeTheBodyComes) {
    ServerSettings settings;
    settings.body_bytes = 100;
    settings.check_head = [](const ServerRequest& request) {
        ServerResponse no;
        no.status = 415;
        return request.headers.contains("content-encoding") ? std::optional(no) : std::nullopt;
    };
    const auto server = serving(settings);
    const std::string asks = "Expect: 100-continue\r\n";
    for (const auto& [fields, status] :
         {std::pair("Content-Length: 101\r\n", "413"),
          std::pair("Content-Encoding: gzip\r\nContent-Length: 9\r\n", "415")}) {
        RawPeer peer(server.port());
        peer.send(post + asks + fields + "\r\n");
        const auto answer = peer.receive_all();
        EXPECT_EQ(status_line(answer), std::string("HTTP/1.1 ") + status);
        EXPECT_TRUE(answer.ends_with("<closed>"));
    }
}

TEST_F(Front, WritesALargeBodyToAFileWithoutAName) {
    ServerSettings settings;
    settings.room.folder = folder_;
    std::string body;
    for (int i = 0; i < 300'000; ++i) {
        body += static_cast<char>(i * 7919);
    }
    std::atomic<int> right{0};
    const auto server = serving(settings, [&](const ServerRequest& request) {
        std::string stored(body.size() + 1, '\0');
        if (request.stored && request.body.empty() &&
            request.stored->digest == Digest::of(view_of(body)) &&
            text_of(request.stored->head) == body.substr(0, request.stored->head.size()) &&
            ::pread(request.stored->file.number(), stored.data(), stored.size(), 0) ==
                static_cast<ssize_t>(body.size()) &&
            stored.substr(0, body.size()) == body && std::filesystem::is_empty(folder_)) {
            ++right;
        }
        return ServerResponse{};
    });
    RawPeer announced(server.port()), chunked(server.port());
    announced.send(post + "Content-Length: 300000\r\n\r\n" + body);
    chunked.send(post + "Transfer-Encoding: chunked\r\n\r\n493E0\r\n" + body + "\r\n0\r\n\r\n");
    EXPECT_EQ(status_line(announced.receive_until("\r\n\r\n")), "HTTP/1.1 200");
    EXPECT_EQ(status_line(chunked.receive_until("\r\n\r\n")), "HTTP/1.1 200");
    EXPECT_EQ(right, 2);
}

TEST_F(Front, SaysWhenThereIsNoRoomForABodyAndGivesTheRoomBack) {
    ServerSettings settings;
    settings.room.folder = folder_;
    settings.room.file_bytes = 300'000;
    const auto server = serving(settings);
    const std::string large = post + "Content-Length: 200000\r\n\r\n";
    {
        RawPeer first(server.port()), second(server.port());
        first.send(large + std::string(190'000, 'x'));
        while (!second.send("") || first.is_closed_within(50)) {
        }
        second.send(large);
        const auto answer = second.receive_all();
        EXPECT_EQ(status_line(answer), "HTTP/1.1 503");
        EXPECT_NE(answer.find("body_room_full"), std::string::npos);
        EXPECT_NE(answer.find("Retry-After: "), std::string::npos);
        first.send(std::string(10'000, 'x'));
        EXPECT_EQ(status_line(first.receive_until("\r\n\r\n")), "HTTP/1.1 200");
    }
    RawPeer third(server.port());
    third.send(large + std::string(200'000, 'x'));
    EXPECT_EQ(status_line(third.receive_until("\r\n\r\n")), "HTTP/1.1 200");
}

TEST_F(Front, LeavesRoomOnTheDisk) {
    ServerSettings settings;
    settings.room.folder = folder_;
    settings.room.free_bytes = std::size_t{1} << 60;
    const auto server = serving(settings);
    RawPeer peer(server.port());
    peer.send(post + "Content-Length: 200000\r\n\r\n");
    const auto answer = peer.receive_all();
    EXPECT_EQ(status_line(answer), "HTTP/1.1 507");
    EXPECT_NE(answer.find("disk_full"), std::string::npos);
}

TEST_F(Front, TakesTheOldestOfWhoHoldsMostWhenConnectionsRunOut) {
    ServerSettings settings;
    settings.connections = 10;
    const auto server = serving(settings);
    const RawPeer first(server.port(), "127.0.0.9");
    std::vector<RawPeer> greedy;
    for (int i = 0; i < 8; ++i) {
        greedy.emplace_back(server.port());
    }
    const RawPeer last(server.port(), "127.0.0.10");
    expect_good_answer(server);
    EXPECT_TRUE(greedy[0].is_closed_within(2'000));
    EXPECT_TRUE(first.is_quiet());
    EXPECT_TRUE(last.is_quiet());
    EXPECT_TRUE(greedy[7].is_quiet());
}

TEST_F(Front, TakesTheOldestOfThoseWhoSendABodyInDrops) {
    ServerSettings settings;
    settings.connections = 10;
    const auto server = serving(settings);
    std::vector<RawPeer> greedy;
    for (int i = 0; i < 10; ++i) {
        greedy.emplace_back(server.port(), "127.0.0.9")
            .send(post + "Content-Length: 10\r\n\r\nabc");
    }
    for (int i = 0; i < 20; ++i) {
        expect_good_answer(server);
    }
    EXPECT_TRUE(greedy[0].is_closed_within(2'000));
    // Who sends on is no older than his last byte.
    greedy[9].send("defghij");
    EXPECT_EQ(status_line(greedy[9].receive_until("\r\n\r\n")), "HTTP/1.1 200");
}

TEST_F(Front, KeepsNoRoomForBodiesThatAreOnlyAnnounced) {
    ServerSettings settings;
    settings.room.folder = folder_;
    settings.room.memory_bytes = 300'000;
    settings.room.file_bytes = 3'000'000;
    const auto server = serving(settings);
    std::vector<RawPeer> announcing;
    for (int i = 0; i < 10; ++i) {
        announcing.emplace_back(server.port()).send(post + "Content-Length: 60000\r\n\r\nabc");
        announcing.emplace_back(server.port()).send(post + "Content-Length: 2000000\r\n\r\n");
    }
    for (const std::size_t size : {10U, 1'000'000U}) {
        RawPeer good(server.port());
        good.send(post + "Content-Length: " + std::to_string(size) + "\r\n\r\n" +
                  std::string(size, 'x'));
        EXPECT_EQ(status_line(good.receive_until("\r\n\r\n")), "HTTP/1.1 200") << size;
    }
    // What can never have room is refused before it comes.
    RawPeer larger(server.port());
    larger.send(post + "Content-Length: 4000000\r\n\r\n");
    EXPECT_EQ(status_line(larger.receive_all()), "HTTP/1.1 503");
}

TEST_F(Front, WorksOnFewStoredBodiesAtOnceAndOnAllInTheEnd) {
    ServerSettings settings;
    settings.room.folder = folder_;
    settings.threads = 8;  // one of them for stored bodies
    std::promise<void> free;
    const auto released = free.get_future().share();
    std::atomic<int> inside{0}, most{0};
    const auto server = serving(settings, [&](const ServerRequest& request) {
        if (request.stored) {
            most = std::max(most.load(), ++inside);
            released.wait();
            --inside;
        }
        return echo(request);
    });
    std::vector<RawPeer> uploads;
    for (int i = 0; i < 12; ++i) {
        uploads.emplace_back(server.port())
            .send(post + "Content-Length: 100000\r\n\r\n" + std::string(100'000, 'x'));
    }
    while (inside == 0) {
        std::this_thread::yield();
    }
    expect_good_answer(server);
    free.set_value();
    for (auto& upload : uploads) {
        EXPECT_EQ(status_line(upload.receive_until("\r\n\r\n")), "HTTP/1.1 200");
    }
    EXPECT_EQ(most, 1);
}

TEST_F(Front, LetsOthersInBetweenWhoSendsManyRequestsAtOnce) {
    ServerSettings settings;
    settings.threads = 1;
    std::promise<void> come;
    const auto other_has_come = come.get_future().share();
    std::atomic<int> of_many{0}, before_other{-1};
    const auto server = serving(settings, [&](const ServerRequest& request) {
        if (request.path == "/many" && ++of_many == 1) {
            other_has_come.wait();
        } else if (request.path == "/here") {
            before_other = of_many.load();
        }
        return echo(request);
    });
    RawPeer many(server.port()), other(server.port());
    std::string requests;
    for (int i = 0; i < 100; ++i) {
        requests += "GET /many HTTP/1.1\r\nHost: a\r\n\r\n";
    }
    many.send(requests);
    other.send(get);
    come.set_value();
    (void)other.receive_until(good_answer);
    EXPECT_LT(before_other, 16);
}

TEST_F(Front, SendsALargeAnswerToWhoReadsSlowlyWithoutAThread) {
    ServerSettings settings;
    settings.threads = 1;
    const std::string large(20'000'000, 'x');
    const auto server = serving(settings, [&](const ServerRequest& request) {
        auto response = echo(request);
        response.body += request.path == "/large" ? large : "";
        return response;
    });
    RawPeer slow(server.port());
    slow.send("GET /large HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    (void)slow.receive_until("\r\n\r\n");
    expect_good_answer(server);
    EXPECT_GT(slow.receive_all().size(), large.size() - 10'000);
}

TEST_F(Front, StopsAtOnceWhoeverIsConnected) {
    std::vector<RawPeer> peers;
    {
        const auto server = serving({});
        for (int i = 0; i < 20; ++i) {
            peers.emplace_back(server.port()).send("GET / HTTP/1.1\r\nX: ");
        }
        expect_good_answer(server);
    }
    EXPECT_TRUE(peers[0].is_closed_within(100));
}

TEST_F(Front, ListensAtANameToo) {
    ServerSettings settings;
    settings.address = "localhost";
    expect_good_answer(serving(settings));
    settings.address = "no-such-host.invalid";
    try {
        (void)serving(settings);
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.why(), Reason::http_listen_failed);
        EXPECT_NE(std::string(error.what()).find("no such address"), std::string::npos);
    }
}

TEST_F(Front, HeadHasTheLengthAndNoBody) {
    const auto server = serving({});
    RawPeer peer(server.port());
    peer.send("HEAD /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    const auto answer = peer.receive_all();
    EXPECT_NE(answer.find("Content-Length: 8\r\n"), std::string::npos);
    EXPECT_TRUE(answer.ends_with("\r\n\r\n<closed>"));
}

TEST_F(Front, AHeaderOfAnAnswerIsOneLine) {
    const auto server = serving({}, [](const ServerRequest&) {
        ServerResponse response;
        response.headers["X"] = "a\r\nSet-Cookie: b";
        return response;
    });
    RawPeer peer(server.port());
    peer.send(get);
    EXPECT_NE(peer.receive_until("\r\n\r\n").find("X: a  Set-Cookie: b\r\n"), std::string::npos);
}

}  // namespace
}  // namespace indgang::http
