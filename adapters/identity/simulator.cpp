// SPDX-License-Identifier: MPL-2.0
#include "adapters/identity/simulator.h"

#include <condition_variable>
#include <mutex>
#include <utility>

#include "adapters/http/server.h"
#include "adapters/identity/simulated_provider.h"

namespace indgang::identity {
namespace {

using nlohmann::json;

constexpr std::chrono::seconds longest_stall{60};
constexpr int bad_request = 400, not_found = 404, down = 503;

http::ServerResponse told(int status, const json& body) {
    http::ServerResponse response;
    response.status = status;
    response.body = body.dump();
    return response;
}

}  // namespace

struct IdentitySimulator::State {
    explicit State(Settings given) : settings(std::move(given)) {}

    [[nodiscard]] http::ServerResponse handle(const http::ServerRequest& request);
    [[nodiscard]] http::ServerResponse control(const http::ServerRequest& request);
    bool lie(const json& said);

    const Settings settings;
    std::string issuer;
    std::mutex mutex;
    std::condition_variable has_changed;
    std::unique_ptr<SimulatedProvider> provider;  ///< guarded by mutex
    bool is_ending = false;                       ///< guarded by mutex
    std::unique_ptr<http::Server> server;         ///< last: its threads use all of the above
};

bool IdentitySimulator::State::lie(const json& said) {
    auto lies = lies_of(said);
    if (lies) {
        const std::lock_guard lock(mutex);
        provider->lie(std::move(*lies));
        has_changed.notify_all();
    }
    return lies.has_value();
}

http::ServerResponse IdentitySimulator::State::control(const http::ServerRequest& request) {
    const std::string way = request.method + " " + request.path;
    if (way == "POST /simulator/lies") {
        const bool is_taken = lie(json::parse(text_of(request.body), nullptr, false));
        return is_taken ? told(200, json::object()) : told(bad_request, {{"error", "unknown_lie"}});
    }
    const std::lock_guard lock(mutex);
    if (way == "POST /simulator/keys") {
        provider->make_keys();
        return told(200, json::object());
    }
    if (way == "GET /simulator/counts") {
        return told(200, provider->counts());
    }
    return told(not_found, {{"error", "no_such_path"}});
}

http::ServerResponse IdentitySimulator::State::handle(const http::ServerRequest& request) {
    if (request.path.starts_with("/simulator/")) {
        return control(request);
    }
    std::unique_lock lock(mutex);
    const std::string fault = provider ? provider->fault() : "down";
    if (fault == "down") {
        return told(down, {{"error", "temporarily_unavailable"}});
    }
    if (fault == "nonsense") {
        http::ServerResponse page;
        page.content_type = "text/html";
        page.body = "<p>502</p>";
        return page;
    }
    if (fault == "stall") {
        has_changed.wait_for(lock, longest_stall,
                             [&] { return is_ending || provider->fault() != "stall"; });
    }
    auto response = provider->answer(request);
    response.cut_off = fault == "cut_off";
    return response;
}

IdentitySimulator::IdentitySimulator(Settings settings)
    : state_(std::make_unique<State>(std::move(settings))) {
    State& state = *state_;
    const std::lock_guard lock(state.mutex);  // nobody is answered before the port is known
    state.server = std::make_unique<http::Server>(
        http::ServerSettings{.port = state.settings.port},
        [&state](const http::ServerRequest& request) { return state.handle(request); });
    state.issuer = "http://127.0.0.1:" + std::to_string(state.server->port());
    state.provider = std::make_unique<SimulatedProvider>(state.settings, state.issuer);
}

IdentitySimulator::~IdentitySimulator() {
    const std::lock_guard lock(state_->mutex);
    state_->is_ending = true;
    state_->has_changed.notify_all();
}

int IdentitySimulator::port() const {
    return state_->server->port();
}

std::string IdentitySimulator::issuer() const {
    return state_->issuer;
}

bool IdentitySimulator::lie(const std::string& lies) {
    return state_->lie(json::parse(lies, nullptr, false));
}

void IdentitySimulator::make_keys() {
    const std::lock_guard lock(state_->mutex);
    state_->provider->make_keys();
}

int IdentitySimulator::asked(const std::string& what) const {
    const std::lock_guard lock(state_->mutex);
    const auto& counts = state_->provider->counts();
    const auto found = counts.find(what);
    return found == counts.end() ? 0 : found->second;
}

}  // namespace indgang::identity
