// SPDX-License-Identifier: MPL-2.0
#include "pipeline/watching/request_log.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "pipeline/watching/traffic.h"
#include "schemas/core/random.h"
#include "schemas/error/error.h"

namespace indgang::watching {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

const UtcTime noon =
    std::chrono::sys_days(std::chrono::year(2026) / 11 / 22) + std::chrono::hours(12);

http::Exchange exchange_of(const std::string& path) {
    http::Exchange exchange;
    exchange.method = "GET";
    exchange.path = path;
    exchange.peer = "127.0.0.1";
    exchange.status = 200;
    exchange.bytes_in = 90;
    exchange.bytes_out = 300;
    exchange.took = std::chrono::microseconds(1'250);
    exchange.is_answered = true;
    return exchange;
}

/// As the service writes it.
std::string line_of(const http::Exchange& exchange) {
    return request_line(exchange, Traffic().route_of(exchange), noon);
}

TEST(RequestLine, SaysWhatHappened) {
    const auto line = json::parse(line_of(exchange_of("/v1/arrivals/abc")));
    EXPECT_EQ(line, (json{{"time", "2026-11-22T12:00:00.000Z"},
                          {"method", "GET"},
                          {"route", "/v1/arrivals/{id}"},
                          {"status", 200},
                          {"answered", true},
                          {"bytes_in", 90},
                          {"bytes_out", 300},
                          {"milliseconds", 1.25},
                          {"peer", "127.0.0.1"}}));
}

TEST(RequestLine, HoldsNothingThatTheSenderWrote) {
    for (const std::string path :
         {"/v1/arrivals/6101551234", "/6101551234", "/v1/applications/610155-1234",
          "/v1/arrivals/\x1b[2J", "/v1/applications\n6101551234"}) {
        auto exchange = exchange_of(path);
        exchange.method = "610155-1234\x1b";
        exchange.request_id = "610155-1234";
        const auto line = line_of(exchange);
        EXPECT_EQ(line.find("1234"), std::string::npos) << line;
        EXPECT_EQ(line.find('\x1b'), std::string::npos) << line;
        EXPECT_EQ(line.find('\n'), std::string::npos) << line;
    }
}

TEST(RequestLine, TakesRequestIdsThatOnlyMachinesMake) {
    const auto id_in = [](const std::string& id) {
        auto exchange = exchange_of("/livez");
        exchange.request_id = id;
        return json::parse(line_of(exchange)).value("request_id", "none");
    };
    const std::string uuid = "01234567-89ab-cdef-0123-456789ABCDEF";
    EXPECT_EQ(id_in(uuid), uuid);
    EXPECT_EQ(id_in(std::string(32, 'a')), std::string(32, 'a'));
    for (const std::string other :
         {"", "6101551234", "610155-1234", "Anna-Hansen-610155-1234-xxxxxxxxxxxx",
          "01234567-89ab-cdef-0123-456789ABCDE\x1b", "abcdef0123456789\n"}) {
        EXPECT_EQ(id_in(other), "none") << other;
    }
    EXPECT_EQ(id_in(std::string(15, 'a')), "none");
    EXPECT_EQ(id_in(std::string(65, 'a')), "none");
}

TEST(RequestLine, TellsOfARequestThatWasNone) {
    http::Exchange exchange;
    exchange.status = 400;
    const auto line = json::parse(line_of(exchange));
    EXPECT_EQ(line.at("route"), "malformed");
    EXPECT_EQ(line.at("method"), "");
    EXPECT_EQ(line.at("answered"), false);
}

class RequestLogFile : public testing::Test {
  protected:
    RequestLogFile() { fs::create_directory(folder_); }
    ~RequestLogFile() override { fs::remove_all(folder_); }
    RequestLogFile(const RequestLogFile&) = delete;
    RequestLogFile& operator=(const RequestLogFile&) = delete;
    static int lines_of(const fs::path& file) {
        std::ifstream in(file);
        int lines = 0;
        for (std::string line; std::getline(in, line);) {
            EXPECT_TRUE(json::accept(line)) << line;
            ++lines;
        }
        return lines;
    }
    fs::path folder_ = fs::temp_directory_path() / ("indgang-log-" + random_ids()());
    fs::path file_ = folder_ / "requests.log";
};

TEST_F(RequestLogFile, AppendsToWhatIsThere) {
    for (int start = 0; start < 2; ++start) {
        RequestLog log(file_, [] { return noon; });
        log.note(exchange_of("/livez"), "/livez");
    }
    EXPECT_EQ(lines_of(file_), 2);
}

TEST_F(RequestLogFile, WritesAtTheStartOfAFileThatWasTruncated) {
    RequestLog log(file_, [] { return noon; });
    log.note(exchange_of("/livez"), "/livez");
    fs::resize_file(file_, 0);
    log.note(exchange_of("/livez"), "/livez");
    EXPECT_EQ(lines_of(file_), 1);
}

TEST_F(RequestLogFile, SaysWhichFileItCannotOpen) {
    try {
        RequestLog log(folder_ / "absent" / "requests.log", [] { return noon; });
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.reason(), "configuration_invalid");
        EXPECT_NE(std::string(error.what()).find("absent"), std::string::npos);
    }
}

TEST_F(RequestLogFile, CountsTheLinesThatTheDiskDoesNotTake) {
    RequestLog log("/dev/full", [] { return noon; });
    log.note(exchange_of("/livez"), "/livez");
    EXPECT_EQ(log.lost(), 1);
    EXPECT_FALSE(log.is_well());
}

TEST(Traffic, CountsByRouteAndOutcome) {
    Traffic traffic;
    traffic.note(exchange_of("/livez"));
    auto dropped = exchange_of("/v1/applications");
    dropped.status = 0;
    traffic.note(dropped);
    EXPECT_EQ(traffic.requests(3, 0), 1);  // /livez, 2xx
    EXPECT_EQ(traffic.requests(0, 4), 1);  // /v1/applications, none
    EXPECT_EQ(traffic.bytes_in(), 180);
    EXPECT_EQ(traffic.took(0), 2);
}

TEST(Traffic, PutsABucketsEndIntoTheBucket) {
    Traffic traffic;
    auto exchange = exchange_of("/livez");
    exchange.took = std::chrono::milliseconds(20);
    traffic.note(exchange);
    exchange.took = std::chrono::seconds(11);
    traffic.note(exchange);
    EXPECT_EQ(traffic.took(1), 1);
    EXPECT_EQ(traffic.took(Traffic::buckets_seconds.size()), 1);
}

TEST(Traffic, KnowsItsRoutes) {
    const Traffic traffic;
    for (const auto route : intake_routes) {
        std::string path(route);
        if (const auto open = path.find('{'); open != std::string::npos) {
            path = path.substr(0, open) + "x";
        }
        EXPECT_EQ(traffic.route_of(exchange_of(path)), route);
    }
    EXPECT_EQ(traffic.route_of(exchange_of("/v1/arrivals/")), "other");
    EXPECT_EQ(traffic.route_of(exchange_of("/v1/applications/x/y")), "/v1/applications/{id}");
    EXPECT_EQ(traffic.route_of(exchange_of("/metrics")), "other");
    EXPECT_EQ(traffic.route_of(exchange_of("")), "malformed");
}

TEST(Traffic, OfSeveralRoutesTakesTheOneThatSaysMost) {
    constexpr std::array<std::string_view, 6> routes = {"/",
                                                        "/tasks",
                                                        "/tasks/{id}",
                                                        "/tasks/next",
                                                        "/tasks/{id}/entries/{key}",
                                                        "/tasks/{id}/close"};
    const Traffic traffic(routes);
    const auto of = [&](const std::string& path) { return traffic.route_of(exchange_of(path)); };
    EXPECT_EQ(of("/"), "/");
    EXPECT_EQ(of("/tasks"), "/tasks");
    EXPECT_EQ(of("/tasks/"), "other");
    EXPECT_EQ(of("/tasks/next"), "/tasks/next");
    EXPECT_EQ(of("/tasks/abc-1"), "/tasks/{id}");
    EXPECT_EQ(of("/tasks/abc-1/close"), "/tasks/{id}/close");
    EXPECT_EQ(of("/tasks/abc-1/entries/6101551234"), "/tasks/{id}/entries/{key}");
    EXPECT_EQ(of("/tasksx"), "other");
    EXPECT_EQ(of("tasks"), "other");
}

}  // namespace
}  // namespace indgang::watching
