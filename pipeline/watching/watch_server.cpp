// SPDX-License-Identifier: MPL-2.0
#include "pipeline/watching/watch_server.h"

#include <utility>

#include "pipeline/watching/health_answer.h"
#include "schemas/error/error.h"

namespace indgang::watching {
namespace {

constexpr int threads = 2;  // a disk that hangs in /readyz leaves one for /livez
constexpr std::size_t body_bytes = 1'024, connections = 64;
constexpr int not_found = 404, not_allowed = 405;

http::ServerResponse plain(int status, std::string text) {
    http::ServerResponse response;
    response.status = status;
    response.content_type = "text/plain; charset=utf-8";
    response.body = std::move(text);
    return response;
}

}  // namespace

struct WatchServer::State {
    State(const WatchServerSettings& settings, MetricsSources chosen, Clock time)
        : sources(std::move(chosen)), clock(std::move(time)) {
        http::ServerSettings server_settings;
        server_settings.address = settings.address;
        server_settings.port = settings.port;
        server_settings.threads = threads;
        server_settings.body_bytes = body_bytes;
        server_settings.connections = connections;
        server_settings.on_trouble = settings.on_trouble;
        server = std::make_unique<http::Server>(
            server_settings,
            [this](const http::ServerRequest& request) { return answer(request); });
    }

    http::ServerResponse answer(const http::ServerRequest& request) {
        if (request.method != "GET" && request.method != "HEAD") {
            auto response = plain(not_allowed, "not with this method\n");
            response.headers["Allow"] = "GET, HEAD";
            return response;
        }
        if (request.path == "/livez") {
            return alive_answer();
        }
        if (request.path == "/readyz") {
            return full_readiness(sources.health.ailments());
        }
        if (request.path == "/metrics") {
            auto response = plain(200, metrics_text(sources, clock()));
            response.content_type = "text/plain; version=0.0.4; charset=utf-8";
            return response;
        }
        return plain(not_found, "/livez, /readyz and /metrics are here\n");
    }

    MetricsSources sources;
    Clock clock;
    std::unique_ptr<http::Server> server;  // last: its threads use all of the above
};

WatchServer::WatchServer(const WatchServerSettings& settings, MetricsSources sources, Clock clock)
    : state_(std::make_unique<State>(settings, std::move(sources), std::move(clock))) {}

WatchServer::~WatchServer() = default;

int WatchServer::port() const {
    return state_->server->port();
}

}  // namespace indgang::watching
