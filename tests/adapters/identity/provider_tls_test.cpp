// SPDX-License-Identifier: MPL-2.0
// A provider over TLS, as all but that of tests are.
#include <stdlib.h>

#include <filesystem>

#include "adapters/http/server.h"
#include "tests/adapters/http/certificates.h"
#include "tests/adapters/identity/provider_fixture.h"

namespace indgang::identity {
namespace {

class ProviderTls : public ::testing::Test {
  protected:
    ProviderTls() : folder(temporary_folder()), authority(folder, "Opdigtet autoritet") {
        server = std::make_unique<http::Server>(
            http::ServerSettings{.tls = authority.issue("provider", "127.0.0.1")},
            [this](const http::ServerRequest&) {
                const auto& url = settings.issuer;
                return http::ServerResponse{
                    .body = nlohmann::json{{"issuer", url},
                                           {"authorization_endpoint", url + "/authorize"},
                                           {"token_endpoint", url + "/token"},
                                           {"jwks_uri", url + "/keys"}}
                                .dump()};
            });
        settings = {.issuer = "https://127.0.0.1:" + std::to_string(server->port()),
                    .client_id = "indgang",
                    .roles = {{"operator", "operator"}},
                    .timeout_ms = 60'000};
    }
    ~ProviderTls() override {
        server.reset();
        std::error_code ignored;
        std::filesystem::remove_all(folder, ignored);
    }
    static std::filesystem::path temporary_folder() {
        std::string name = (std::filesystem::temp_directory_path() / "indgang-XXXXXX").string();
        EXPECT_NE(::mkdtemp(name.data()), nullptr);
        return name;
    }
    std::string outcome() const {
        OpenIdProvider provider(settings, system_clock(), random_ids());
        try {
            (void)provider.begin(redirect_uri);
        } catch (const Error& error) {
            return error.reason();
        }
        return "begun";
    }

    std::filesystem::path folder;
    http::Authority authority;
    ProviderSettings settings;
    std::unique_ptr<http::Server> server;
};

TEST_F(ProviderTls, IsBelievedByTheAuthorityThatTheSettingsName) {
    settings.tls.trusted = authority.trusted();
    EXPECT_EQ(outcome(), "begun");
}

TEST_F(ProviderTls, IsNotBelievedByAnotherAuthority) {
    EXPECT_EQ(outcome(), "tls_peer_untrusted");
}

}  // namespace
}  // namespace indgang::identity
