// SPDX-License-Identifier: MPL-2.0
#include "pipeline/watching/watch_server.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "adapters/http/client.h"
#include "tests/pipeline/watching/watched.h"

namespace indgang::watching {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

class WatchServerTest : public testing::Test {
  protected:
    WatchServerTest() {
        http::ClientSettings client;
        client.base_url = "http://127.0.0.1:" + std::to_string(server_.port());
        client_.emplace(client);
    }
    http::Response get(const std::string& path, const std::string& method = "GET") {
        http::Request request;
        request.method = method;
        request.path = path;
        return client_->send(request);
    }

    Watched watched_;
    WatchServer server_{{.port = 0}, watched_.sources(), [this] { return watched_.at.now; }};
    std::optional<http::Client> client_;
};

TEST_F(WatchServerTest, IsAliveAndReady) {
    EXPECT_EQ(get("/livez").status, 200);
    const auto answer = get("/readyz");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(json::parse(answer.body), (json{{"status", "ready"}, {"troubles", json::array()}}));
}

TEST_F(WatchServerTest, NamesWhatIsWrongBesideAndStaysReady) {
    watched_.health.tell("folder /srv/scans", "folder_missing");
    const auto answer = get("/readyz");
    EXPECT_EQ(answer.status, 200);
    const auto body = json::parse(answer.body);
    EXPECT_EQ(body.at("status"), "ready, with troubles");
    ASSERT_EQ(body.at("troubles").size(), 1u);
    const auto& trouble = body.at("troubles")[0];
    EXPECT_EQ(trouble.at("of"), "folder /srv/scans");
    EXPECT_EQ(trouble.at("reason"), "folder_missing");
    EXPECT_EQ(trouble.at("since"), "2026-11-22T00:00:00.000Z");
    EXPECT_EQ(trouble.at("blocks"), false);
    EXPECT_EQ(trouble.at("means"), "The folder to watch does not exist.");
    EXPECT_NE(trouble.at("next"), "");
}

TEST_F(WatchServerTest, IsNotReadyWhenTheDiskTakesNothing) {
    std::filesystem::remove(watched_.probe);
    const auto answer = get("/readyz");
    EXPECT_EQ(answer.status, 503);
    const auto body = json::parse(answer.body);
    EXPECT_EQ(body.at("status"), "not ready");
    EXPECT_EQ(body.at("troubles")[0].at("reason"), "disk_not_writable");
    EXPECT_EQ(body.at("troubles")[0].at("blocks"), true);
}

TEST_F(WatchServerTest, HasNothingElse) {
    EXPECT_EQ(get("/v1/applications").status, 404);
    EXPECT_EQ(get("/").status, 404);
    EXPECT_EQ(get("/metrics", "POST").status, 405);
}

TEST_F(WatchServerTest, GivesMetricsAsPrometheusWantsThem) {
    const auto answer = get("/metrics");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.headers.at("content-type"), "text/plain; version=0.0.4; charset=utf-8");
    EXPECT_NE(answer.body.find("\nindgang_ready 1\n"), std::string::npos) << answer.body;
}

class Metrics : public testing::Test {
  protected:
    [[nodiscard]] std::string text() { return metrics_text(watched_.sources(), watched_.at.now); }
    void expect_line(const std::string& line) {
        const auto all = text();
        EXPECT_NE(all.find("\n" + line + "\n"), std::string::npos) << line << "\n" << all;
    }
    Watched watched_;
};

TEST_F(Metrics, CountByState) {
    watched_.receive("<a/>", "xml");
    watched_.at.now += 90s;
    expect_line(R"(indgang_arrivals{state="received"} 1)");
    expect_line("indgang_arrivals_without_application 0");
    expect_line(R"(indgang_applications{state="parked"} 0)");
    expect_line("indgang_oldest_open_seconds 90");
}

TEST_F(Metrics, TellTheDesksRequestsByRouteAndNothingElseOfThem) {
    EXPECT_EQ(text().find("indgang_desk"), std::string::npos) << "there is no desk";
    constexpr std::array<std::string_view, 2> routes = {"/tasks", "/tasks/{id}"};
    watched_.desk.emplace(routes);
    http::Exchange exchange;
    exchange.path = "/tasks/6101551234";
    exchange.status = 503;
    exchange.bytes_in = 7;
    watched_.desk->note(exchange);
    expect_line(R"(indgang_desk_requests_total{route="/tasks/{id}",status="5xx"} 1)");
    expect_line(R"(indgang_desk_requests_total{route="/tasks",status="2xx"} 0)");
    expect_line("indgang_desk_request_duration_seconds_count 1");
    expect_line("indgang_desk_received_bytes_total 7");
    EXPECT_EQ(text().find("6101551234"), std::string::npos);
}

TEST_F(Metrics, TellTheAgeOfTheOldestOfEachLane) {
    watched_.receive("scan", "tiff");
    watched_.at.now += 60s;
    watched_.receive("<a/>", "xml");
    watched_.at.now += 30s;
    expect_line(R"(indgang_lane_oldest_seconds{lane="scans"} 90)");
    expect_line(R"(indgang_lane_oldest_seconds{lane="documents"} 30)");
    expect_line(R"(indgang_lane_oldest_seconds{lane="feeds"} 0)");
    expect_line(R"(indgang_arrival_oldest_seconds{state="quarantined"} 0)");
    expect_line(R"(indgang_copy_oldest_seconds{state="wanted"} 0)");
}

TEST_F(Metrics, KnowNoNegativeAgeWhenTheClockWasSetBack) {
    watched_.receive("<a/>", "xml");
    watched_.at.now -= 24h;
    expect_line("indgang_oldest_open_seconds 0");
}

TEST_F(Metrics, HaveALineForEachRegisterAndCaseSystem) {
    watched_.dependencies = {
        {crew::DependencyKind::registry, "cpr", false, "registry_unavailable", {}, 7, 5},
        {crew::DependencyKind::casequeue, "odense", true, "", {}, 3, 0}};
    expect_line(R"(indgang_dependency_up{kind="registry",name="cpr"} 0)");
    expect_line(R"(indgang_dependency_up{kind="casequeue",name="odense"} 1)");
    expect_line(
        R"(indgang_dependency_attempts_total{kind="registry",name="cpr",result="failed"} 5)");
    expect_line(R"(indgang_destination_oldest_seconds{destination="odense"} 0)");
    expect_line(
        R"(indgang_ailment{of="register cpr",reason="registry_unavailable",blocks="no"} 1)");
}

TEST_F(Metrics, SayWhetherTheServiceIsReady) {
    expect_line("indgang_ready 1");
    std::filesystem::remove(watched_.probe);
    watched_.at.now += 1s;
    expect_line("indgang_ready 0");
    expect_line(R"(indgang_ailment{of="disk",reason="disk_not_writable",blocks="yes"} 1)");
}

TEST_F(Metrics, CountRequestsByRouteAndStatus) {
    http::Exchange exchange;
    exchange.method = "POST";
    exchange.path = "/v1/applications";
    exchange.status = 201;
    exchange.took = 30ms;
    watched_.traffic.note(exchange);
    expect_line(R"(indgang_http_requests_total{route="/v1/applications",status="2xx"} 1)");
    expect_line(R"(indgang_http_requests_total{route="malformed",status="4xx"} 0)");
    expect_line(R"(indgang_http_request_duration_seconds_bucket{le="0.02"} 0)");
    expect_line(R"(indgang_http_request_duration_seconds_bucket{le="0.1"} 1)");
    expect_line(R"(indgang_http_request_duration_seconds_bucket{le="+Inf"} 1)");
    expect_line("indgang_http_request_duration_seconds_sum 0.03");
    expect_line("indgang_http_request_duration_seconds_count 1");
}

TEST_F(Metrics, CountWhatFoldersTookAndWhatTheyCannotTake) {
    watched_.folders.note("/srv/in", {2, {{"arrival_empty", 1}}, 3, {{"file_unreadable", 3}}});
    watched_.folders.note("/srv/in", {1, {{"arrival_empty", 1}}, 0, {}});
    expect_line(R"(indgang_folder_taken_total{folder="/srv/in"} 3)");
    expect_line(R"(indgang_folder_rejected_total{folder="/srv/in",reason="arrival_empty"} 2)");
    expect_line(R"(indgang_folder_waiting{folder="/srv/in"} 0)");
    EXPECT_EQ(text().find("indgang_folder_troubles{"), std::string::npos);
    watched_.folders.note("/srv/in", {0, {}, 0, {{"folder_missing", 1}}});
    expect_line(R"(indgang_folder_troubles{folder="/srv/in",reason="folder_missing"} 1)");
}

TEST_F(Metrics, EscapeTheNamesOfTheConfiguration) {
    watched_.folders.note("/srv/\"in\"\\\n\x1b", {});
    expect_line(R"(indgang_folder_taken_total{folder="/srv/\"in\"\\\n?"} 0)");
}

/// Every sample stands below its family's HELP and TYPE, once.
TEST_F(Metrics, AreInTheFormatOfPrometheus) {
    std::istringstream lines(text());
    std::string family, type;
    std::map<std::string, int> families;
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string mark, what, name;
        if (line.starts_with("# HELP ")) {
            words >> mark >> what >> family;
            EXPECT_EQ(++families[family], 1) << line;
            continue;
        }
        if (line.starts_with("# TYPE ")) {
            words >> mark >> what >> name >> type;
            EXPECT_EQ(name, family);
            const bool is_total = name.ends_with("_total");
            EXPECT_EQ(is_total, type == "counter") << line;
            continue;
        }
        EXPECT_TRUE(line.starts_with(family)) << line;
        name = line.substr(0, line.find_first_of("{ "));
        const auto suffix = name.substr(family.size());
        EXPECT_TRUE(suffix.empty() || type == "histogram") << line;
    }
    EXPECT_GT(families.size(), 25u);
}

TEST_F(Metrics, TellHowMuchRoomTheDiskHas) {
    const auto all = text();
    const std::string name = "\nindgang_store_free_bytes ";
    const auto at = all.find(name);
    ASSERT_NE(at, std::string::npos);
    EXPECT_GT(std::stod(all.substr(at + name.size())), 1e6);
}

TEST_F(Metrics, LeaveOutTheStoreWhenItCannotBeReadAndSaySo) {
    watched_.break_store();
    const auto all = text();
    EXPECT_EQ(all.find("indgang_arrivals"), std::string::npos);
    EXPECT_NE(all.find("indgang_ready 0\n"), std::string::npos) << all;
    EXPECT_NE(all.find("indgang_http_connections 0\n"), std::string::npos) << all;
}

TEST(NumberText, IsShort) {
    EXPECT_EQ(number_text(0), "0");
    EXPECT_EQ(number_text(-3), "-3");
    EXPECT_EQ(number_text(0.005), "0.005");
    EXPECT_EQ(number_text(1'764'465'720), "1764465720");
    EXPECT_EQ(number_text(1'764'465'720.125), "1764465720.125");
}

}  // namespace
}  // namespace indgang::watching
