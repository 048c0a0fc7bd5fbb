// SPDX-License-Identifier: MPL-2.0
// By TLS, too, an exchange ends at its deadline, on whichever side the bytes come in drops: each
// drop is a record of its own, so that it is TLS that has something to do each time.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <thread>

#include "adapters/http/client.h"
#include "adapters/http/server.h"
#include "adapters/http/tls.h"
#include "schemas/core/descriptor.h"
#include "schemas/error/error.h"
#include "tests/adapters/http/certificates.h"

namespace indgang::http {
namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

struct SslDeleter {
    void operator()(SSL* ssl) const { SSL_free(ssl); }
};

sockaddr_in loopback(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

/// Sends `head`, then a byte each 20 ms, until the other side hangs up or ten seconds are over.
/// Gives how long it went on.
Steady::duration drip(SSL* ssl, const std::string& head) {
    const auto begun = Steady::now();
    EXPECT_GT(SSL_write(ssl, head.data(), static_cast<int>(head.size())), 0);
    while (SSL_write(ssl, "x", 1) > 0 && Steady::now() - begun < 10s) {
        std::this_thread::sleep_for(20ms);
    }
    return Steady::now() - begun;
}

class TlsDrip : public testing::Test {
  protected:
    TlsDrip() {
        std::filesystem::create_directory(folder_);
        authority_.emplace(folder_, "authority");
    }
    ~TlsDrip() override { std::filesystem::remove_all(folder_); }
    TlsDrip(const TlsDrip&) = delete;
    TlsDrip& operator=(const TlsDrip&) = delete;

    /// How long a server with this deadline lets a client of it drip behind `head`.
    [[nodiscard]] Steady::duration let_drip(const std::string& head) const {
        ServerSettings settings;
        settings.tls = authority_->issue("server", "127.0.0.1");
        settings.receive_timeout_ms = 300;
        const Server server(settings, [](const ServerRequest&) { return ServerResponse{}; });
        const Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        const auto to = loopback(server.port());
        EXPECT_EQ(::connect(socket.number(), reinterpret_cast<const sockaddr*>(&to), sizeof(to)),
                  0);
        TlsFiles files;
        files.trusted = authority_->trusted();
        const auto context = client_context(files);
        const std::unique_ptr<SSL, SslDeleter> ssl(SSL_new(context.get()));
        SSL_set_fd(ssl.get(), socket.number());
        EXPECT_EQ(SSL_connect(ssl.get()), 1);
        return drip(ssl.get(), head);
    }

    std::filesystem::path folder_ =
        std::filesystem::temp_directory_path() / ("tls-drip-" + std::to_string(::getpid()));
    std::optional<Authority> authority_;
};

TEST_F(TlsDrip, OfAHeadEndsAtTheServersDeadline) {
    EXPECT_LT(let_drip("GET / HTTP/1.1\r\nX: "), 5s);
}

TEST_F(TlsDrip, OfABodyEndsAtTheServersDeadline) {
    EXPECT_LT(let_drip("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n"), 5s);
}

TEST_F(TlsDrip, OfAnAnswerEndsAtTheClientsDeadline) {
    const Descriptor listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    auto own = loopback(0);
    socklen_t size = sizeof(own);
    ASSERT_EQ(::bind(listener.number(), reinterpret_cast<const sockaddr*>(&own), sizeof(own)), 0);
    ASSERT_EQ(::listen(listener.number(), 1), 0);
    ASSERT_EQ(::getsockname(listener.number(), reinterpret_cast<sockaddr*>(&own), &size), 0);
    const auto context = server_context(authority_->issue("server", "127.0.0.1"));
    std::thread dripping([&] {
        const Descriptor peer(::accept4(listener.number(), nullptr, nullptr, SOCK_CLOEXEC));
        const std::unique_ptr<SSL, SslDeleter> ssl(SSL_new(context.get()));
        SSL_set_fd(ssl.get(), peer.number());
        EXPECT_EQ(SSL_accept(ssl.get()), 1);
        (void)drip(ssl.get(), "HTTP/1.1 200 OK\r\nX: ");
    });
    ClientSettings settings;
    settings.base_url = "https://127.0.0.1:" + std::to_string(ntohs(own.sin_port));
    settings.tls.trusted = authority_->trusted();
    settings.timeout_ms = 300;
    Request request;
    request.method = "GET";
    request.path = "/";
    const auto begun = Steady::now();
    try {
        (void)Client(settings).send(request);
        ADD_FAILURE() << "it never ended";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::unavailable);
    }
    EXPECT_LT(Steady::now() - begun, 5s);
    dripping.join();
}

}  // namespace
}  // namespace indgang::http
