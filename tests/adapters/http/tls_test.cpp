// SPDX-License-Identifier: MPL-2.0
#include "adapters/http/tls.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <fstream>
#include <mutex>
#include <thread>
#include <vector>

#include "adapters/http/client.h"
#include "adapters/http/server.h"
#include "schemas/error/error.h"
#include "tests/adapters/http/certificates.h"
#include "tests/adapters/http/raw_peer.h"

namespace indgang::http {
namespace {

ServerResponse echo(const ServerRequest& request) {
    ServerResponse response;
    response.body = text_of(request.body);
    return response;
}

Request post(const std::string& body) {
    Request request;
    request.path = "/";
    request.body = bytes_of(body);
    return request;
}

class Tls : public testing::Test {
  protected:
    Tls() {
        std::filesystem::create_directory(folder_);
        authority_.emplace(folder_, "authority");
    }
    ~Tls() override { std::filesystem::remove_all(folder_); }
    Tls(const Tls&) = delete;
    Tls& operator=(const Tls&) = delete;

    [[nodiscard]] ServerSettings secure() const {
        ServerSettings settings;
        settings.tls = authority_->issue("server", "127.0.0.1");
        return settings;
    }
    [[nodiscard]] ClientSettings trusting(const Server& server) const {
        ClientSettings settings;
        settings.base_url = "https://127.0.0.1:" + std::to_string(server.port());
        settings.tls.trusted = authority_->trusted();
        settings.timeout_ms = 3'000;
        return settings;
    }
    static Reason why_not(const ClientSettings& settings) {
        Client client(settings);
        try {
            (void)client.send(post("x"));
        } catch (const Error& error) {
            return error.why();
        }
        ADD_FAILURE() << "it should have been refused";
        return Reason::http_unavailable;
    }

    std::filesystem::path folder_ =
        std::filesystem::temp_directory_path() / ("tls-" + std::to_string(::getpid()));
    std::optional<Authority> authority_;
};

TEST_F(Tls, CarriesARequestThereAndBackAndKeepsTheConnection) {
    const Server server(secure(), echo);
    Client client(trusting(server));
    std::string body;
    for (int i = 0; i < 1'000'000; ++i) {
        body += static_cast<char>(i * 7919);
    }
    EXPECT_TRUE(client.send(post(body)).body == body);
    EXPECT_EQ(client.send(post("again")).body, "again");
}

TEST_F(Tls, TrustsNobodyWhoseCertificateIsOfAnotherAuthorityOrName) {
    const Authority other(folder_, "other");
    const Server server(secure(), echo);
    auto settings = trusting(server);
    settings.tls.trusted = other.trusted();
    EXPECT_EQ(why_not(settings), Reason::tls_peer_untrusted);

    ServerSettings misnamed;
    misnamed.tls = authority_->issue("misnamed", "cpr.example.dk");
    const Server wrong(misnamed, echo);
    EXPECT_EQ(why_not(trusting(wrong)), Reason::tls_peer_untrusted);
}

TEST_F(Tls, TakesOnlyClientsOfTheAuthorityWhereOneIsNamed) {
    const Authority other(folder_, "other");
    auto mutual = secure();
    mutual.tls.trusted = authority_->trusted();
    const Server server(mutual, echo);
    EXPECT_EQ(why_not(trusting(server)), Reason::tls_peer_untrusted);
    auto settings = trusting(server);
    const auto foreign = other.issue("foreign", "client");
    settings.tls.certificate = foreign.certificate;
    settings.tls.key = foreign.key;
    EXPECT_EQ(why_not(settings), Reason::tls_peer_untrusted);
    const auto own = authority_->issue("client", "client");
    settings.tls.certificate = own.certificate;
    settings.tls.key = own.key;
    Client client(settings);
    EXPECT_EQ(client.send(post("x")).body, "x");
    EXPECT_EQ(client.send(post("y")).body, "y");
}

TEST_F(Tls, SpeaksNothingOlderThanTls12) {
    const Server server(secure(), echo);
    const RawPeer peer(server.port());
    // A hello of TLS 1.1: version 3.2 in record and message, a random number, one cipher suite.
    std::string hello("\x03\x02", 2);
    hello += std::string(32, 'r') + std::string("\0\0\x02\xC0\x13\x01\0", 7);
    const auto size = static_cast<char>(hello.size());
    const std::string message = std::string("\x01\0\0", 3) + size + hello;
    peer.send(std::string("\x16\x03\x01\0", 4) + static_cast<char>(message.size()) + message);
    EXPECT_TRUE(const_cast<RawPeer&>(peer).receive_all().ends_with("<closed>"));
}

TEST_F(Tls, SaysSoItselfWhateverTheMachineAllows) {
    const auto server = server_context(authority_->issue("server", "127.0.0.1"));
    EXPECT_EQ(SSL_CTX_get_min_proto_version(server.get()), TLS1_2_VERSION);
    EXPECT_EQ(SSL_CTX_get_min_proto_version(client_context({}).get()), TLS1_2_VERSION);
}

TEST_F(Tls, AnswersNothingInPlainWords) {
    const Server server(secure(), echo);
    RawPeer peer(server.port());
    peer.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(peer.receive_all().find("HTTP/1.1"), std::string::npos);
}

TEST_F(Tls, IsNotHeldUpByHalfHandshakesAndEndsThem) {
    auto settings = secure();
    settings.threads = 2;
    settings.receive_timeout_ms = 800;
    const Server server(settings, echo);
    std::vector<RawPeer> peers;
    for (int i = 0; i < 100; ++i) {
        peers.emplace_back(server.port()).send(std::string("\x16\x03\x01\x02\0\x01", 6));
    }
    Client client(trusting(server));
    EXPECT_EQ(client.send(post("x")).body, "x");
    EXPECT_TRUE(peers[0].is_closed_within(3'000));
}

TEST_F(Tls, ReadsItsCertificateAgainAndLosesNoConnection) {
    const Server server(secure(), echo);
    Client early(trusting(server));
    EXPECT_EQ(early.send(post("x")).body, "x");
    // The same files, of another authority: who trusts that one is answered by new connections.
    const Authority other(folder_, "other");
    (void)other.issue("server", "127.0.0.1");
    auto settings = trusting(server);
    settings.tls.trusted = other.trusted();
    const auto start = std::chrono::steady_clock::now();
    std::string answer;
    while (answer.empty() && std::chrono::steady_clock::now() - start < std::chrono::seconds(10)) {
        try {
            answer = Client(settings).send(post("new")).body;
        } catch (const Error&) {
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
    }
    EXPECT_EQ(answer, "new");
    EXPECT_EQ(early.send(post("y")).body, "y");
}

TEST_F(Tls, KeepsTheOldCertificateWhileTheNewOneIsOfNoUseAndSaysSo) {
    std::mutex mutex;
    std::vector<std::string> told;
    auto settings = secure();
    settings.on_trouble = [&](const std::string& message) {
        const std::lock_guard lock(mutex);
        told.push_back(message);
    };
    const Server server(settings, echo);
    std::ofstream(settings.tls.certificate) << "not a certificate";
    const auto count = [&] {
        const std::lock_guard lock(mutex);
        return told.size();
    };
    const auto start = std::chrono::steady_clock::now();
    while (count() == 0 && std::chrono::steady_clock::now() - start < std::chrono::seconds(10)) {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    ASSERT_EQ(count(), 1U);
    EXPECT_NE(told[0].find("server.pem"), std::string::npos);
    EXPECT_EQ(Client(trusting(server)).send(post("x")).body, "x");
}

TEST_F(Tls, SaysWhichFileIsOfNoUse) {
    const auto why = [](const TlsFiles& files) -> std::string {
        try {
            (void)server_context(files);
        } catch (const Error& error) {
            EXPECT_EQ(error.why(), Reason::tls_files_unusable);
            return error.what();
        }
        return "";
    };
    const auto good = authority_->issue("good", "a");
    const auto other = authority_->issue("other", "a");
    EXPECT_EQ(why(good), "");
    EXPECT_NE(why({good.certificate, other.key, {}}).find("other.key"), std::string::npos);
    EXPECT_NE(why({folder_ / "absent.pem", good.key, {}}).find("absent.pem"), std::string::npos);
    EXPECT_NE(why({good.certificate, good.key, folder_ / "none.pem"}).find("none.pem"),
              std::string::npos);
    EXPECT_NE(why({good.certificate, {}, {}}), "");
}

}  // namespace
}  // namespace indgang::http
