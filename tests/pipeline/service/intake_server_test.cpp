// SPDX-License-Identifier: MPL-2.0
#include "pipeline/service/intake_server.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <optional>

#include "adapters/http/client.h"
#include "schemas/error/error.h"
#include "tests/pipeline/service/installation.h"

namespace indgang::service {
namespace {

using nlohmann::json;

class Intake : public testing::Test {
  protected:
    Intake() { start({}); }
    void start(IntakeServerSettings settings) {
        settings.port = 0;
        server_ = std::make_unique<IntakeServer>(settings, at_.door, health_);
        http::ClientSettings client;
        client.base_url = "http://127.0.0.1:" + std::to_string(server_->port());
        client_.emplace(client);
    }
    http::Response post(const std::string& body, const std::string& key = "") {
        http::Request request;
        request.path = "/v1/applications";
        request.body = bytes_of(body);
        if (!key.empty()) {
            request.headers["Idempotency-Key"] = key;
        }
        return client_->send(request);
    }
    http::Response get(const std::string& path) {
        http::Request request;
        request.method = "GET";
        request.path = path;
        return client_->send(request);
    }
    std::string taken(const std::string& body) {
        return json::parse(post(body).body).at("arrival").get<std::string>();
    }

    Installation at_;
    watching::Health health_{{at_.folder, {}, {}}, at_.store, [this] { return at_.now; }};
    std::unique_ptr<IntakeServer> server_;
    std::optional<http::Client> client_;
};

TEST_F(Intake, StoresTheBytesBeforeItAnswers) {
    const auto response = post("<a/>");
    EXPECT_EQ(response.status, 201);
    const auto answer = json::parse(response.body);
    const auto digest = Digest::parse(answer.at("digest").get<std::string>());
    ASSERT_TRUE(digest.has_value());
    EXPECT_EQ(text_of(at_.blobs.get(*digest)), "<a/>");
    EXPECT_TRUE(at_.store.arrival(answer.at("arrival").get<std::string>()).has_value());
}

TEST_F(Intake, WakesTheRunner) {
    (void)post("<a/>");
    EXPECT_EQ(at_.woken, 1);
}

TEST_F(Intake, LetsTheBytesDecideTheType) {
    http::Request request;
    request.path = "/v1/applications";
    request.content_type = "image/tiff";
    request.body = bytes_of("<a/>");
    const auto answer = json::parse(client_->send(request).body);
    EXPECT_EQ(at_.store.arrival(answer.at("arrival").get<std::string>())->content.type, "xml");
}

TEST_F(Intake, AnswersTheSameBytesWithTheSameReceipt) {
    const auto first = post("<a/>"), second = post("<a/>");
    EXPECT_EQ(second.status, 200);
    EXPECT_EQ(json::parse(second.body), json::parse(first.body));
}

TEST_F(Intake, AnswersTheSameKeyWithTheSameReceipt) {
    const auto first = post("<a/>", "key-1"), second = post("<a/>", "key-1");
    EXPECT_EQ(second.status, 200);
    EXPECT_EQ(json::parse(second.body), json::parse(first.body));
}

TEST_F(Intake, RefusesAKeyThatComesWithOtherBytes) {
    (void)post("<a/>", "key-1");
    const auto response = post("<b/>", "key-1");
    EXPECT_EQ(response.status, 422);
    EXPECT_EQ(response.headers.at("content-type"), "application/problem+json");
    EXPECT_EQ(json::parse(response.body).at("reason"), "key_reused");
}

TEST_F(Intake, TakesTheSameBytesUnderTwoKeysForTwoSendings) {
    const auto first = post("<a/>", "key-1"), second = post("<a/>", "key-2");
    EXPECT_EQ(second.status, 201);
    EXPECT_NE(json::parse(first.body).at("arrival"), json::parse(second.body).at("arrival"));
}

TEST_F(Intake, RefusesAnEmptyBody) {
    EXPECT_EQ(post("").status, 400);
}

TEST_F(Intake, RefusesAnOverlongKey) {
    EXPECT_EQ(post("<a/>", std::string(300, 'k')).status, 400);
}

TEST_F(Intake, RefusesABodyBeyondTheLimit) {
    IntakeServerSettings settings;
    settings.body_bytes = 10;
    start(settings);
    EXPECT_EQ(post("<a>0123456789</a>").status, 413);
}

TEST_F(Intake, TakesALargeBodyAsTheFileItWasWrittenTo) {
    const std::string scan = "II*" + std::string(300'000, 'x');
    const auto response = post(scan, "key-1");
    EXPECT_EQ(response.status, 201);
    const auto answer = json::parse(response.body);
    const auto arrival = at_.store.arrival(answer.at("arrival").get<std::string>());
    ASSERT_TRUE(arrival.has_value());
    EXPECT_EQ(arrival->content.type, "tiff");
    EXPECT_EQ(answer.at("digest"), Digest::of(view_of(scan)).hex());
    EXPECT_EQ(text_of(at_.blobs.get(arrival->content.digest)), scan);
    EXPECT_EQ(post(scan, "key-1").status, 200);
    EXPECT_EQ(post(scan + "y", "key-1").status, 422);
    EXPECT_FALSE(at_.blobs.has(Digest::of(view_of(scan + "y"))));
    EXPECT_TRUE(std::filesystem::is_empty(at_.blobs.folder_of_unnamed()));
}

TEST_F(Intake, TakesNoMoreOfASenderThanMayWaitUnread) {
    IntakeServerSettings settings;
    settings.of_a_sender.arrivals = 2;
    start(settings);
    (void)post("<a/>", "k1");
    (void)post("<a/>", "k1");  // the same sending, which counts once
    const auto second = taken("<b/>");
    const auto refused = post("<c/>");
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(json::parse(refused.body).at("reason"), "body_room_full") << refused.body;
    EXPECT_EQ(refused.headers.at("retry-after"), "10");
    at_.store.reject_arrival(second, "xml_not_wellformed", "line 1", "of no form");
    EXPECT_EQ(post("<c/>").status, 201) << "one is read";
    EXPECT_EQ(post("<d/>").status, 429);
}

TEST_F(Intake, CountsTheBytesOfASenderToo) {
    IntakeServerSettings settings;
    settings.of_a_sender.bytes = 1'000;
    start(settings);
    EXPECT_EQ(post("<a>" + std::string(990, ' ') + "</a>").status, 201);
    EXPECT_EQ(post("<b/>").status, 201);
    EXPECT_EQ(post("<c/>").status, 429);
}

TEST_F(Intake, RefusesInWordsWhatWrapsTheBytes) {
    for (const auto& [name, value] : {std::pair("Content-Encoding", "gzip"),
                                      std::pair("Content-Transfer-Encoding", "base64")}) {
        http::Request request;
        request.path = "/v1/applications";
        request.headers[name] = value;
        request.body = bytes_of("<a/>");
        const auto response = client_->send(request);
        EXPECT_EQ(response.status, 415) << name;
        EXPECT_EQ(json::parse(response.body).at("reason"), "body_encoded");
    }
    http::Request parts;
    parts.path = "/v1/applications";
    parts.content_type = "multipart/form-data; boundary=x";
    parts.body = bytes_of("--x");
    EXPECT_EQ(client_->send(parts).status, 415);
    parts.content_type = "Multipart/Mixed; boundary=x";
    EXPECT_EQ(client_->send(parts).status, 415);
    parts.content_type = "application/x-www-form-urlencoded";
    parts.body = bytes_of("a=b");
    EXPECT_EQ(client_->send(parts).status, 415);
    // And what says nothing of it.
    for (const std::string& body :
         {std::string("--frame\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.4"),
          std::string("\x1f\x8b\x08 and so on"),
          std::string(
              "PD94bWwgdmVyc2lvbj0iMS4wIj8+PGEvPjw/eG1sIHZlcnNpb249IjEuMCI/Pjxh\r\nLz4=")}) {
        const auto response = post(body);
        EXPECT_EQ(response.status, 415) << body;
        EXPECT_EQ(json::parse(response.body).at("reason"), "body_encoded");
    }
    EXPECT_TRUE(at_.store.arrivals(10).empty());
    http::Request plain;
    plain.path = "/v1/applications";
    plain.headers["Content-Encoding"] = "identity";
    plain.body = bytes_of("<a/>");
    EXPECT_EQ(client_->send(plain).status, 201);
    // curl says so of each body that it is given no type for.
    plain.headers.clear();
    plain.content_type = "application/x-www-form-urlencoded";
    for (const char* body : {"<b x=\"1\"/>", "{\"form\":\"a=b\"}", "%PDF-1.4\n1=2"}) {
        plain.body = bytes_of(body);
        EXPECT_EQ(client_->send(plain).status, 201) << body;
    }
}

TEST_F(Intake, SaysThatTheDiskTakesNothing) {
    const auto stored = at_.folder / "blobs";
    std::filesystem::remove_all(stored);
    std::filesystem::create_symlink("/dev/full", stored);  // no folder: every write fails
    const auto response = post("<a>" + std::string(store::document_bytes, 'x') + "</a>");
    EXPECT_EQ(response.status, 507);
    EXPECT_EQ(response.headers.count("retry-after"), 1u);
    EXPECT_TRUE(at_.store.arrivals(10).empty());
}

TEST_F(Intake, ShowsAnArrivalWithItsApplications) {
    const auto id = taken("<a/>");
    (void)at_.store.claim_arrivals(1);
    const auto item = at_.store.add_item(id, {1, "boligstoette", "1", R"({"cpr":"6101551234"})"});
    const auto response = get("/v1/arrivals/" + id);
    EXPECT_EQ(response.status, 200);
    const auto answer = json::parse(response.body);
    EXPECT_EQ(answer.at("state"), "received");
    ASSERT_EQ(answer.at("applications").size(), 1u);
    EXPECT_EQ(answer.at("applications")[0].at("application"), item);
    EXPECT_EQ(answer.at("applications")[0].at("state"), "recorded");
}

TEST_F(Intake, ShowsNothingOfWhatAnApplicationSays) {
    const auto id = taken("<a/>");
    (void)at_.store.claim_arrivals(1);
    const auto item = at_.store.add_item(id, {1, "boligstoette", "1", R"({"cpr":"6101551234"})"});
    for (const auto& path : {"/v1/arrivals/" + id, "/v1/applications/" + item}) {
        EXPECT_EQ(get(path).body.find("6101551234"), std::string::npos) << path;
    }
}

TEST_F(Intake, ShowsWhyAnArrivalWasRejected) {
    const auto id = taken("<a/>");
    (void)at_.store.claim_arrivals(1);
    at_.store.reject_arrival(id, "xml_malformed", "line 1", "");
    const auto answer = json::parse(get("/v1/arrivals/" + id).body);
    EXPECT_EQ(answer.at("state"), "rejected");
    EXPECT_EQ(answer.at("reason"), "xml_malformed");
    EXPECT_EQ(answer.at("place"), "line 1");
}

TEST_F(Intake, ShowsAnApplication) {
    const auto id = taken("<a/>");
    (void)at_.store.claim_arrivals(1);
    const auto item = at_.store.add_item(id, {1, "sp501", "1", "{}"});
    const auto answer = json::parse(get("/v1/applications/" + item).body);
    EXPECT_EQ(answer.at("form"), "sp501");
    EXPECT_EQ(answer.at("arrival"), id);
}

TEST_F(Intake, KnowsNoStrangers) {
    EXPECT_EQ(get("/v1/arrivals/nobody").status, 404);
    EXPECT_EQ(get("/v1/applications/nobody-1").status, 404);
    EXPECT_EQ(get("/v1/arrivals/..%2f..%2fetc").status, 400);  // it climbs
    EXPECT_EQ(get("/").status, 404);
}

TEST_F(Intake, NamesTheMethodsThatItAllows) {
    const auto response = get("/v1/applications");
    EXPECT_EQ(response.status, 405);
    EXPECT_EQ(response.headers.at("allow"), "POST");
}

TEST_F(Intake, IsAliveAndReady) {
    EXPECT_EQ(get("/livez").status, 200);
    EXPECT_EQ(get("/readyz").status, 200);
}

TEST_F(Intake, IsAliveButNotReadyWhenTheDiskTakesNothing) {
    watching::Health health({at_.folder / "absent", {}, {}}, at_.store, [this] { return at_.now; });
    server_ = std::make_unique<IntakeServer>(IntakeServerSettings{.port = 0}, at_.door, health);
    http::ClientSettings client;
    client.base_url = "http://127.0.0.1:" + std::to_string(server_->port());
    client_.emplace(client);
    EXPECT_EQ(get("/livez").status, 200);
    const auto answer = get("/readyz");
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(json::parse(answer.body).at("reason"), "disk_not_writable");
}

TEST_F(Intake, IsReadyWhenOnlySomethingBesideIsWrongAndTellsItsClientsNothingOfIt) {
    health_.tell("folder /srv/scans", "folder_missing");
    const auto answer = get("/readyz");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, R"({"status":"ready"})");
}

TEST_F(Intake, HasNoMetrics) {
    EXPECT_EQ(get("/metrics").status, 404);
}

TEST_F(Intake, ShowsNoControlCharactersOfOthers) {
    const auto id = taken("<a/>");
    (void)at_.store.claim_arrivals(1);
    at_.store.reject_arrival(id, "xml_invalid", "/a/\u009b31m\u202e\x1b[2J", "");
    const auto body = get("/v1/arrivals/" + id).body;
    for (const auto* harm : {"\u009b", "\u202e", "\x1b"}) {
        EXPECT_EQ(body.find(harm), std::string::npos);
    }
    EXPECT_EQ(json::parse(body).at("place"), "/a/\u009b31m\u202e\x1b[2J");
}

}  // namespace
}  // namespace indgang::service
