// SPDX-License-Identifier: MPL-2.0
// What each HTTP status of a register means: whether to ask again, and whose fault it is.
#include <gtest/gtest.h>

#include <string>

#include "adapters/http/server.h"
#include "adapters/registry/wire.h"
#include "schemas/error/error.h"

namespace indgang::registry {
namespace {

/// "unavailable registry_unavailable", or "answer".
std::string outcome(int status, const std::string& body = "{}") {
    const http::Server server({}, [&](const http::ServerRequest&) {
        http::ServerResponse response;
        response.status = status;
        response.body = body;
        return response;
    });
    http::ClientSettings settings;
    settings.base_url = "http://127.0.0.1:" + std::to_string(server.port());
    http::Client client(settings);
    try {
        const auto answer = ask_wire(client, "cpr", "/cpr/person", nlohmann::json::object());
        const auto* unknown = std::get_if<record::Unknown>(&answer);
        return unknown == nullptr ? "answer" : "unknown " + std::string(name_of(*unknown));
    } catch (const Error& error) {
        return std::string(name_of(error.kind())) + " " + error.reason();
    }
}

TEST(WireStatus, OfAServerThatIsBusyOrDownIsAskedAgainLater) {
    for (const int status : {408, 409, 425, 500, 502, 503, 599}) {
        EXPECT_EQ(outcome(status), "unavailable registry_unavailable") << status;
    }
    EXPECT_EQ(outcome(429), "unavailable registry_rate_limited");
}

TEST(WireStatus, OfARefusalIsNotAskedAgain) {
    EXPECT_EQ(outcome(401), "internal registry_refused");
    EXPECT_EQ(outcome(403), "internal registry_refused");
}

TEST(WireStatus, OfAQuestionThatIsWrongIsOurDefect) {
    for (const int status : {400, 402, 405, 407, 410, 422, 424, 426, 428, 430, 499}) {
        EXPECT_EQ(outcome(status), "refused registry_rejected_question") << status;
    }
}

TEST(WireStatus, OfSuccessIsAnAnswerWhenItIsAnObject) {
    EXPECT_EQ(outcome(200), "answer");
    EXPECT_EQ(outcome(200, "[]"), "unavailable registry_nonsense");
}

TEST(WireStatus, OfNothingFoundIsUnknownOnlyWithAKnownReason) {
    EXPECT_EQ(outcome(404, R"({"reason": "no_such_person"})"), "unknown no_such_person");
    EXPECT_EQ(outcome(404, R"({"reason": "moved"})"), "unavailable registry_nonsense");
    EXPECT_EQ(outcome(404, R"({"reason": "register_not_configured"})"),
              "unavailable registry_nonsense")
        << "that is ours to say";
    EXPECT_EQ(outcome(404), "unavailable registry_nonsense");
}

}  // namespace
}  // namespace indgang::registry
