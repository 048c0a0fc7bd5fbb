// SPDX-License-Identifier: MPL-2.0
// An installation whose senders and case system speak TLS, with certificates on both sides.
#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <iterator>
#include <memory>

#include "adapters/http/client.h"
#include "adapters/http/server.h"
#include "schemas/error/error.h"
#include "tests/adapters/http/certificates.h"
#include "tests/flow/installation.h"

namespace indgang::flow {
namespace {

class SecureHouse : public ::testing::Test {
  protected:
    SecureHouse()
        : authority_(house_.folder(), "authority"),
          service_(authority_.issue("service", "127.0.0.1")),
          sender_(authority_.issue("sender", "sender")),
          cases_(case_system(), [this](const http::ServerRequest& request) {
              if (request.method == "PUT" || request.method == "POST") {
                  ++cases_made_;
              }
              http::ServerResponse made;
              made.status = 201;
              made.body = R"({"case_number":"2026-000001"})";
              return made;
          }) {}

    [[nodiscard]] http::ServerSettings case_system() const {
        http::ServerSettings settings;
        settings.tls = authority_.issue("cases", "127.0.0.1");
        settings.tls.trusted = authority_.trusted();
        return settings;
    }
    [[nodiscard]] std::string destination(const http::TlsFiles& who) const {
        return "[casequeue]\nurl = \"https://127.0.0.1:" + std::to_string(cases_.port()) +
               "\"\ntrusted = \"" + authority_.trusted().string() + "\"\ncertificate = \"" +
               who.certificate.string() + "\"\nkey = \"" + who.key.string() + "\"\n";
    }
    [[nodiscard]] http::Client sender() const {
        http::ClientSettings settings;
        settings.base_url = "https" + house_.service_url().substr(std::string("http").size());
        settings.tls = {sender_.certificate, sender_.key, authority_.trusted()};
        return http::Client(settings);
    }
    /// Starts a service that only senders with a certificate reach.
    [[nodiscard]] std::unique_ptr<fault::Process> serving(const std::string& casequeue) const {
        house_.configure_destinations("[service.tls]\ncertificate = \"" +
                                      service_.certificate.string() + "\"\nkey = \"" +
                                      service_.key.string() + "\"\nclients = \"" +
                                      authority_.trusted().string() + "\"\n" + casequeue);
        auto process = std::make_unique<fault::Process>(
            fault::Command{{std::string(INDGANG_BUILD_DIR) + "/indgang", "serve", "--config",
                            (house_.folder() / "indgang.toml").string()},
                           house_.folder() / "service.log"});
        EXPECT_TRUE(wait_until([&] { return asked("/livez") == 200; }));
        return process;
    }
    [[nodiscard]] int asked(const std::string& path) const {
        try {
            http::Request request;
            request.method = "GET";
            request.path = path;
            return sender().send(request).status;
        } catch (const Error&) {
            return 0;
        }
    }
    void post_one() const {
        http::Request request;
        request.path = "/v1/applications";
        request.body = bytes_of(sample("xml/boligstoette-single.xml"));
        EXPECT_EQ(sender().send(request).status, 201);
    }
    [[nodiscard]] std::string state() const {
        const auto items = house_.indgang({"queue", "list", "--json"}).json().at("items");
        return items.empty() ? "" : items.at(0).at("state").get<std::string>();
    }
    [[nodiscard]] std::string log() const {
        std::ifstream file(house_.folder() / "service.log");
        return {std::istreambuf_iterator<char>(file), {}};
    }

    Installation house_;
    http::Authority authority_;
    http::TlsFiles service_;
    http::TlsFiles sender_;
    std::atomic<int> cases_made_{0};
    http::Server cases_;  // last: it ends first
};

TEST_F(SecureHouse, DeliversFromASenderToACaseSystem) {
    const auto service = serving(destination(authority_.issue("us", "indgang")));
    post_one();
    EXPECT_TRUE(wait_until([&] { return cases_made_ > 0; })) << log();
}

TEST_F(SecureHouse, WaitsWhileTheCaseSystemDoesNotTrustItAndGoesOnByItself) {
    const http::Authority stranger(house_.folder(), "stranger");
    auto us = stranger.issue("us", "indgang");
    const auto service = serving(destination(us));
    post_one();
    EXPECT_TRUE(wait_until([&] { return state() == "ready"; })) << log();
    EXPECT_EQ(asked("/readyz"), 200);  // it takes in what it cannot deliver yet
    EXPECT_EQ(cases_made_, 0);
    us = authority_.issue("us", "indgang");  // the administrator puts the right files there
    EXPECT_TRUE(wait_until([&] { return cases_made_ > 0; })) << log();
}

}  // namespace
}  // namespace indgang::flow
