// SPDX-License-Identifier: MPL-2.0
// The sender behaves as senders should: it sends with a key, and sends the same again with the same
// key until it has an acknowledgement. Bodies are released a few per kill, so that each kill meets
// work under way and not an idle program. A killed program is started again at once; one in eight
// times the next kill does not wait until it is ready, so that recovery itself is killed too.
// Waiting is for what happens outside this process, so it polls; nothing is judged by the clock
// but the limit of the whole run.
#include "tests/fault/kill_driver.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <random>
#include <thread>

#include "adapters/http/client.h"
#include "schemas/core/digest.h"
#include "schemas/error/error.h"

namespace indgang::fault {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr int ok = 200;
constexpr int created = 201;
constexpr int senders = 4;
constexpr milliseconds poll_every{10};
constexpr milliseconds look_every{250};
constexpr int answer_ms = 3000;
constexpr int impatient_of = 8;

std::optional<http::Response> answer_to(http::Client& client, const http::Request& request) {
    try {
        return client.send(request);
    } catch (const Error&) {
        return std::nullopt;  // killed while it answered, or not yet there
    }
}

std::optional<json> get(http::Client& client, const std::string& path) {
    http::Request request;
    request.method = "GET";
    request.path = path;
    const auto response = answer_to(client, request);
    if (!response || response->status != ok) {
        return std::nullopt;
    }
    auto parsed = json::parse(response->body, nullptr, false);
    return parsed.is_discarded() ? json(json::object()) : parsed;
}

/// Sends bodies in several threads as they are released.
class Senders {
  public:
    Senders(const KillPlan& plan, steady_clock::time_point end)
        : plan_(plan), end_(end), arrivals_(plan.bodies.size()) {
        for (int sender = 0; sender < senders; ++sender) {
            const auto& service =
                plan_.services[static_cast<std::size_t>(sender) % plan_.services.size()];
            threads_.emplace_back([this, &service] { send_all(service.url); });
        }
    }
    ~Senders() {
        is_stopped_ = true;
        finish();
    }
    Senders(const Senders&) = delete;
    Senders& operator=(const Senders&) = delete;

    void release(std::size_t bodies) { released_ = bodies; }
    /// Returns when every body is acknowledged or the time is over.
    void finish() {
        release(plan_.bodies.size());
        for (auto& thread : threads_) {
            if (thread.joinable()) {
                thread.join();
            }
        }
    }
    [[nodiscard]] int posts() const { return posts_; }
    /// The acknowledged arrivals, without their cases; read after finish().
    [[nodiscard]] std::vector<Acknowledged> acknowledged() const {
        std::vector<Acknowledged> found;
        for (std::size_t i = 0; i < arrivals_.size(); ++i) {
            if (!arrivals_[i].empty()) {
                found.push_back({arrivals_[i],
                                 {},
                                 plan_.has_copies ? std::string()
                                                  : Digest::of(view_of(plan_.bodies[i])).hex()});
            }
        }
        return found;
    }

  private:
    [[nodiscard]] bool goes_on() const { return !is_stopped_ && steady_clock::now() < end_; }
    void send_all(const std::string& url) {
        http::Client client({.base_url = url, .timeout_ms = answer_ms});
        for (auto next = next_++; next < plan_.bodies.size(); next = next_++) {
            while (next >= released_ && goes_on()) {
                std::this_thread::sleep_for(poll_every);
            }
            while (goes_on() && !send(client, next)) {
                std::this_thread::sleep_for(poll_every);
            }
        }
    }
    bool send(http::Client& client, std::size_t number) {
        http::Request request;
        request.path = "/v1/applications";
        request.content_type = plan_.content_type;
        request.headers["Idempotency-Key"] = "kill-" + std::to_string(number);
        request.body = bytes_of(plan_.bodies[number]);
        ++posts_;
        const auto response = answer_to(client, request);
        if (!response || (response->status != ok && response->status != created)) {
            return false;
        }
        const auto receipt = json::parse(response->body, nullptr, false);
        if (!receipt.is_object() || !receipt.contains("arrival")) {
            return false;
        }
        arrivals_[number] = receipt["arrival"].get<std::string>();
        return true;
    }

    const KillPlan& plan_;
    steady_clock::time_point end_;
    std::atomic<bool> is_stopped_ = false;
    std::atomic<std::size_t> released_ = 0;
    std::atomic<std::size_t> next_ = 0;
    std::atomic<int> posts_ = 0;
    std::vector<std::string> arrivals_;  ///< by body; each written by one thread
    std::vector<std::thread> threads_;
};

/// A program that is up, or being brought up.
class Subject {
  public:
    Subject(const Server& server, std::string path)
        : command_(server.command),
          client_({.base_url = server.url, .timeout_ms = answer_ms}),
          path_(std::move(path)) {
        process_ = std::make_unique<Process>(command_);
    }
    void kill_and_start() {
        process_.reset();
        process_ = std::make_unique<Process>(command_);
    }
    void await_ready(steady_clock::time_point end) {
        while (!get(client_, path_)) {
            if (process_->has_ended()) {
                throw Error(Reason::worker_died, "test: a program ended by itself",
                            command_.log.string());
            }
            if (steady_clock::now() >= end) {
                return;
            }
            std::this_thread::sleep_for(poll_every);
        }
    }
    http::Client& client() { return client_; }

  private:
    Command command_;
    http::Client client_;
    std::string path_;
    std::unique_ptr<Process> process_;
};

/// Fills in the cases of each.
void look_at(http::Client& service, std::vector<Acknowledged>& acknowledged,
             std::vector<std::string>& unfinished) {
    unfinished.clear();
    for (auto& one : acknowledged) {
        one.case_numbers.clear();
        const auto arrival = get(service, "/v1/arrivals/" + one.arrival).value_or(json::object());
        for (const auto& application : arrival.value("applications", json::array())) {
            const auto number = application.value("case_number", json());
            if (number.is_string() && !number.get<std::string>().empty()) {
                one.case_numbers.push_back(number.get<std::string>());
            }
        }
        if (one.case_numbers.empty()) {
            unfinished.push_back(arrival.dump());
        }
    }
}

// What is left goes on only by a person: waiting longer changes nothing.
bool is_stuck(const std::string& arrival) {
    const auto seen = json::parse(arrival, nullptr, false);
    const auto state = seen.value("state", "");
    if (state == "rejected" || state == "quarantined") {
        return true;
    }
    const auto applications = seen.value("applications", json::array());
    return !applications.empty() &&
           std::all_of(applications.begin(), applications.end(), [](const auto& application) {
               const auto at = application.value("state", "");
               return at == "parked" || at == "dead";
           });
}

Cases cases_of(http::Client& casequeue) {
    Cases cases;
    for (const auto& one :
         get(casequeue, "/cases").value_or(json::object()).value("cases", json::array())) {
        cases[one.value("case_number", "")] = one.value("documents", std::vector<std::string>{});
    }
    return cases;
}

using Additions = std::map<std::string, std::vector<std::string>>;

Additions additions_of(http::Client& casequeue, const std::vector<std::string>& cases) {
    Additions additions;
    for (const auto& number : cases) {
        additions[number] = get(casequeue, "/cases/" + number + "/documents")
                                .value_or(json::object())
                                .value("documents", std::vector<std::string>{});
    }
    return additions;
}

/// How far the case system has got; nothing while it is down.
std::optional<std::int64_t> progress_of(http::Client& casequeue) {
    const auto ledger = get(casequeue, "/ledger");
    return ledger ? std::optional(ledger->value("cases", std::int64_t{0}) +
                                  ledger->value("additions", std::int64_t{0}))
                  : std::nullopt;
}

/// Takes: a case system that is up; when it is started again it has forgotten it.
void lose_answers(http::Client& casequeue, double share) {
    http::Request request;
    request.path = "/simulator/faults";
    request.content_type = "application/json";
    request.body = bytes_of(json{{"cut_after", share}}.dump());
    (void)answer_to(casequeue, request);
}

/// Until a case or a copy has come, or `patience` is over: a life of random length that ends before
/// anything was done would end each claim of the same work, which then is taken for poison.
void await_progress(http::Client& casequeue, std::int64_t& seen) {
    constexpr std::chrono::seconds patience{15};
    const auto until = steady_clock::now() + patience;
    while (steady_clock::now() < until) {
        const auto now = progress_of(casequeue);
        if (now && *now != seen) {
            seen = *now;
            return;
        }
        std::this_thread::sleep_for(milliseconds(1));
    }
}

/// Waits until each case has its copy or the time is over.
Additions await_copies(http::Client& casequeue, const std::vector<std::string>& cases,
                       steady_clock::time_point end) {
    auto additions = additions_of(casequeue, cases);
    while (count_copies(additions).lost > 0 && steady_clock::now() < end) {
        std::this_thread::sleep_for(look_every);
        additions = additions_of(casequeue, cases);
    }
    return additions;
}

}  // namespace

KillResult run_kills(const KillPlan& plan) {
    const auto start = steady_clock::now();
    const auto end = start + plan.at_most;
    KillResult result;
    Subject casequeue(plan.casequeue, "/ledger");
    std::vector<std::unique_ptr<Subject>> services;
    for (const auto& service : plan.services) {
        services.push_back(std::make_unique<Subject>(service, "/livez"));
    }
    const auto await_all = [&] {
        casequeue.await_ready(end);
        for (const auto& service : services) {
            service->await_ready(end);
        }
    };
    await_all();

    std::mt19937_64 random(plan.seed);
    const auto below = [&random](int limit) {
        return static_cast<int>(random() % static_cast<std::uint64_t>(limit));
    };
    Senders sending(plan, end);
    std::int64_t progress = 0;
    for (int kill = 0; kill < plan.kills && steady_clock::now() < end; ++kill) {
        sending.release(plan.bodies.size() * (static_cast<std::size_t>(kill) + 1) /
                        static_cast<std::size_t>(plan.kills));
        const bool is_casequeue = below(3) < plan.casequeue_kills_of_three;
        const bool is_impatient = below(impatient_of) == 0;
        milliseconds life(below(static_cast<int>(plan.longest_life.count())));
        auto& service =
            *services[static_cast<std::size_t>(below(static_cast<int>(services.size())))];
        auto& subject = is_casequeue ? casequeue : service;
        if (!is_impatient) {
            subject.await_ready(end);
        }
        // An impatient kill meets a program that is starting, which has forgotten what to lose.
        if (plan.lost_answers > 0 && !is_impatient) {
            casequeue.await_ready(end);
            lose_answers(casequeue.client(), plan.lost_answers);
        }
        if (plan.has_copies && !is_impatient) {
            await_progress(casequeue.client(), progress);
            // Half of them at once, while the service does not know yet that its copy is there.
            life = below(2) == 0 ? milliseconds(0) : life;
        }
        std::this_thread::sleep_for(life);
        subject.kill_and_start();
        ++(is_casequeue ? result.casequeue_kills : result.service_kills);
    }
    await_all();
    if (plan.lost_answers > 0) {
        lose_answers(casequeue.client(), plan.lost_answers);
    }
    sending.finish();

    auto acknowledged = sending.acknowledged();
    do {
        std::this_thread::sleep_for(look_every);
        look_at(services.front()->client(), acknowledged, result.unfinished);
    } while (!std::all_of(result.unfinished.begin(), result.unfinished.end(), is_stuck) &&
             steady_clock::now() < end);
    const auto cases = cases_of(casequeue.client());
    result.joined = join(acknowledged, cases);
    if (plan.has_copies) {
        // A case that was doubled has no application and gets no copy.
        std::vector<std::string> owned;
        for (const auto& one : acknowledged) {
            owned.insert(owned.end(), one.case_numbers.begin(), one.case_numbers.end());
        }
        result.copied = count_copies(await_copies(casequeue.client(), owned, end));
    }
    result.acknowledged = static_cast<int>(acknowledged.size());
    result.posts = sending.posts();
    result.cases = static_cast<int>(cases.size());
    result.is_out_of_time = steady_clock::now() >= end;
    result.seconds = std::chrono::duration<double>(steady_clock::now() - start).count();
    return result;
}

}  // namespace indgang::fault
