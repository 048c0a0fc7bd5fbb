// SPDX-License-Identifier: MPL-2.0
#include "adapters/registry/simulator.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>

#include "adapters/http/server.h"
#include "adapters/registry/simulated_registers.h"
#include "schemas/core/bytes.h"
#include "schemas/error/error.h"

namespace indgang::registry {
namespace {

using nlohmann::json;
using Reply = SimulatedRegisters::Reply;

struct FaultName {
    Fault fault;
    std::string_view name;
};
constexpr std::array<FaultName, 8> fault_names = {{{Fault::none, "none"},
                                                   {Fault::down, "down"},
                                                   {Fault::stall, "stall"},
                                                   {Fault::wrong_person, "wrong_person"},
                                                   {Fault::cut_off, "cut_off"},
                                                   {Fault::rate_limited, "rate_limited"},
                                                   {Fault::forbidden, "forbidden"},
                                                   {Fault::nonsense, "nonsense"}}};

struct Register {
    std::string_view name;
    std::string_view path;
    Reply (SimulatedRegisters::*answer)(const json& question, bool is_about_other) const;
};
constexpr std::array<Register, 4> registers = {
    {{"cpr", "/cpr/person", &SimulatedRegisters::person},
     {"eindkomst", "/eindkomst/income", &SimulatedRegisters::income},
     {"bbr", "/bbr/dwelling", &SimulatedRegisters::dwelling},
     {"cvr", "/cvr/company", &SimulatedRegisters::company}}};

bool is_register(std::string_view name) {
    return std::any_of(registers.begin(), registers.end(),
                       [&](const Register& r) { return r.name == name; });
}

http::ServerResponse response_of(const Reply& reply) {
    http::ServerResponse response;
    response.status = reply.status;
    response.body = reply.body.dump();
    return response;
}

}  // namespace

std::string_view name_of(Fault fault) {
    return std::find_if(fault_names.begin(), fault_names.end(),
                        [&](const FaultName& f) { return f.fault == fault; })
        ->name;
}

std::optional<Fault> fault_of(std::string_view name) {
    const auto found = std::find_if(fault_names.begin(), fault_names.end(),
                                    [&](const FaultName& f) { return f.name == name; });
    return found == fault_names.end() ? std::nullopt : std::optional(found->fault);
}

struct RegistrySimulator::State {
    explicit State(Settings chosen)
        : settings(std::move(chosen)), known(settings.persons_file), faults(settings.faults) {
        for (const auto& [name, fault] : faults) {
            if (!is_register(name)) {
                throw Error(Reason::registry_unknown,
                            "simulator: there is no register '" + name + "'");
            }
        }
        http::ServerSettings server_settings;
        server_settings.port = settings.port;
        server_settings.keep_alive_ms = 15'000;  // as real registers do; tests reuse connections
        server = std::make_unique<http::Server>(
            server_settings,
            [this](const http::ServerRequest& request) { return handle(request); });
    }
    ~State() {
        {
            const std::lock_guard lock(mutex);
            is_stopping = true;
        }
        changed.notify_all();
        server.reset();
    }
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    http::ServerResponse handle(const http::ServerRequest& request);
    http::ServerResponse answer(const Register& asked, const json& question);
    http::ServerResponse control(const http::ServerRequest& request);
    /// Waits as long as the register stalls; the fault that holds then.
    Fault fault_after_stall(const std::string& name);
    [[nodiscard]] json faults_json() const;

    Settings settings;
    SimulatedRegisters known;
    std::condition_variable changed;
    mutable std::mutex mutex;  // protects what stands below, the server aside
    std::map<std::string, Fault> faults;
    std::map<std::string, int> counts;
    bool is_stopping = false;
    std::unique_ptr<http::Server> server;
};

Fault RegistrySimulator::State::fault_after_stall(const std::string& name) {
    std::unique_lock lock(mutex);
    ++counts[name];
    changed.wait_for(lock, std::chrono::milliseconds(settings.longest_stall_ms),
                     [&] { return is_stopping || faults[name] != Fault::stall; });
    return faults[name];
}

http::ServerResponse RegistrySimulator::State::answer(const Register& asked, const json& question) {
    http::ServerResponse response;
    switch (const auto fault = fault_after_stall(std::string(asked.name))) {
        case Fault::none:
        case Fault::wrong_person:
            return response_of((known.*asked.answer)(question, fault == Fault::wrong_person));
        case Fault::down:
            response.status = 503;
            return response;
        case Fault::rate_limited:
            response.status = 429;
            response.headers["Retry-After"] = "1";
            return response;
        case Fault::forbidden:
            response.status = 403;
            return response;
        case Fault::nonsense:
            response.content_type = "text/html";
            response.body = "<html><body>Velkommen</body></html>";
            return response;
        case Fault::stall:  // longer than the longest stall
        case Fault::cut_off:
            response.cut_off = true;
            return response;
    }
    return response;
}

json RegistrySimulator::State::faults_json() const {
    const std::lock_guard lock(mutex);
    json body = json::object();
    for (const auto& known_register : registers) {
        const auto found = faults.find(std::string(known_register.name));
        body[std::string(known_register.name)] =
            name_of(found == faults.end() ? Fault::none : found->second);
    }
    return body;
}

http::ServerResponse RegistrySimulator::State::control(const http::ServerRequest& request) {
    if (request.path == "/simulator/counts") {
        const std::lock_guard lock(mutex);
        return response_of({200, json(counts)});
    }
    if (request.method != "POST") {
        return response_of({200, faults_json()});
    }
    const auto wanted = json::parse(text_of(request.body), nullptr, false);
    if (!wanted.is_object()) {
        return response_of({400, {{"reason", "no_json_object"}}});
    }
    std::map<std::string, Fault> chosen;
    for (const auto& [name, fault] : wanted.items()) {
        const auto parsed = fault.is_string() ? fault_of(fault.get<std::string>()) : std::nullopt;
        if (!is_register(name) || !parsed) {
            return response_of({400, {{"reason", "unknown_register_or_fault"}}});
        }
        chosen.insert_or_assign(name, *parsed);
    }
    {
        const std::lock_guard lock(mutex);
        for (const auto& [name, fault] : chosen) {
            faults.insert_or_assign(name, fault);
        }
    }
    changed.notify_all();
    return response_of({200, faults_json()});
}

http::ServerResponse RegistrySimulator::State::handle(const http::ServerRequest& request) {
    if (request.path.starts_with("/simulator/")) {
        return control(request);
    }
    for (const auto& known_register : registers) {
        if (request.path == known_register.path) {
            const auto question = json::parse(text_of(request.body), nullptr, false);
            if (request.method != "POST" || !question.is_object()) {
                return response_of({400, {{"reason", "malformed_question"}}});
            }
            return answer(known_register, question);
        }
    }
    return response_of({404, {{"reason", "no_such_path"}}});
}

RegistrySimulator::RegistrySimulator(Settings settings)
    : state_(std::make_unique<State>(std::move(settings))) {}

RegistrySimulator::~RegistrySimulator() = default;

int RegistrySimulator::port() const {
    return state_->server->port();
}

void RegistrySimulator::set_fault(const std::string& registry, Fault fault) {
    {
        const std::lock_guard lock(state_->mutex);
        state_->faults.insert_or_assign(registry, fault);
    }
    state_->changed.notify_all();
}

int RegistrySimulator::questions(const std::string& registry) const {
    const std::lock_guard lock(state_->mutex);
    const auto found = state_->counts.find(registry);
    return found == state_->counts.end() ? 0 : found->second;
}

}  // namespace indgang::registry
