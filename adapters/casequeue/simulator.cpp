// SPDX-License-Identifier: MPL-2.0
#include "adapters/casequeue/simulator.h"

#include <charconv>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

#include "adapters/casequeue/case_book.h"
#include "adapters/http/server.h"
#include "schemas/error/error.h"

namespace indgang::casequeue {
namespace {

using http::ServerRequest;
using http::ServerResponse;
using nlohmann::json;

constexpr int ok = 200;
constexpr int created = 201;
constexpr int no_content = 204;
constexpr int bad_request = 400;
constexpr int not_found = 404;
constexpr int not_allowed = 405;
constexpr int unprocessable = 422;
constexpr int server_error = 500;
constexpr int unavailable = 503;
constexpr std::int64_t cases_per_answer = 10'000;
constexpr std::size_t key_bytes = 255;

enum class Fault { none, refuse, stall, cut_before, cut_after, fail_after };

// splitmix64: a good scatter of the counter, the same on every machine.
double share_of(std::uint64_t seed, std::uint64_t count) {
    auto z = seed + count * 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30u)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27u)) * 0x94d049bb133111ebu;
    z ^= z >> 31u;
    constexpr double steps = 9007199254740992.0;  // 2^53, what a double can tell apart
    return static_cast<double>(z >> 11u) / steps;
}

Fault fault_at(const CaseSystemSimulator::Faults& faults, double share) {
    const std::pair<double, Fault> kinds[] = {
        {faults.refuse, Fault::refuse},         {faults.stall, Fault::stall},
        {faults.cut_before, Fault::cut_before}, {faults.cut_after, Fault::cut_after},
        {faults.fail_after, Fault::fail_after},
    };
    for (const auto& [part, fault] : kinds) {
        if (share < part) {
            return fault;
        }
        share -= part;
    }
    return Fault::none;
}

ServerResponse answer(int status, const json& body) {
    return {.status = status, .body = body.dump()};
}
ServerResponse problem(int status, std::string_view title) {
    ServerResponse response = answer(status, {{"status", status}, {"title", title}});
    response.content_type = "application/problem+json";
    return response;
}

std::int64_t number_of(const ServerRequest& request, const std::string& name,
                       std::int64_t otherwise) {
    const auto found = request.query.find(name);
    if (found == request.query.end()) {
        return otherwise;
    }
    std::int64_t number = otherwise;
    std::from_chars(found->second.data(), found->second.data() + found->second.size(), number);
    return number;
}

// The digests of `documents`; nothing when the body is no case.
std::optional<std::vector<Digest>> documents_of(std::string_view body) {
    const auto parsed = json::parse(body, nullptr, false);
    if (!parsed.is_object() || parsed.value("format", json()) != "indgang-case/1" ||
        !parsed.contains("application") || !parsed.contains("documents") ||
        !parsed["documents"].is_array()) {
        return std::nullopt;
    }
    std::vector<Digest> digests;
    for (const auto& document : parsed["documents"]) {
        const auto name = document.is_object() ? document.value("digest", json()) : json();
        const auto digest =
            name.is_string() ? Digest::parse(name.get<std::string>()) : std::nullopt;
        if (!digest) {
            return std::nullopt;
        }
        digests.push_back(*digest);
    }
    return digests;
}

std::optional<CaseSystemSimulator::Faults> parse_faults(std::string_view body) {
    const auto parsed = json::parse(body, nullptr, false);
    if (!parsed.is_object()) {
        return std::nullopt;
    }
    CaseSystemSimulator::Faults faults;
    for (const auto& [name, share] : parsed.items()) {
        double* const place = name == "refuse"       ? &faults.refuse
                              : name == "stall"      ? &faults.stall
                              : name == "cut_before" ? &faults.cut_before
                              : name == "cut_after"  ? &faults.cut_after
                              : name == "fail_after" ? &faults.fail_after
                                                     : nullptr;
        if (place == nullptr || !share.is_number()) {
            return std::nullopt;
        }
        *place = share.get<double>();
    }
    return faults;
}

}  // namespace

struct CaseSystemSimulator::State {
    explicit State(const Settings& given)
        : settings(given),
          book(given.folder,
               given.keys_checked ? CaseBook::Keys::checked : CaseBook::Keys::ignored),
          faults(given.faults) {}

    Settings settings;
    CaseBook book;
    std::mutex mutex;  ///< of the members below
    Faults faults;
    std::uint64_t requests = 0;
    bool is_stopping = false;
    std::condition_variable stopping;
    std::unique_ptr<http::Server> server;  ///< last: it ends first

    ServerResponse handle(const ServerRequest& request);
    ServerResponse take_with_fault(const ServerRequest& request);
    ServerResponse take(const ServerRequest& request);
    ServerResponse take_case(const ServerRequest& request);
    ServerResponse take_addition(const ServerRequest& request);
    ServerResponse answer_to(const CaseBook::Entry& entry) const;
    ServerResponse take_document(const ServerRequest& request);
    ServerResponse show(const ServerRequest& request);

    Fault next_fault() {
        const std::lock_guard lock(mutex);
        return fault_at(faults, share_of(settings.seed, ++requests));
    }
    void stall() {
        std::unique_lock lock(mutex);
        stopping.wait_for(lock, std::chrono::milliseconds(settings.stall_ms),
                          [this] { return is_stopping; });
    }
};

namespace {

constexpr std::string_view documents_path = "/documents/";
constexpr std::string_view case_path = "/cases/";
constexpr std::string_view additions_path = "/documents";

bool is_of_additions(std::string_view path) {
    return path.starts_with(case_path) && path.ends_with(additions_path) &&
           path.size() > case_path.size() + additions_path.size();
}

std::string case_number_in(std::string_view path) {
    path.remove_prefix(case_path.size());
    path.remove_suffix(additions_path.size());
    return std::string(path);
}

// The digest of an addition's document; nothing when the body is none.
std::optional<Digest> added_document(std::string_view body) {
    const auto parsed = json::parse(body, nullptr, false);
    if (!parsed.is_object() || parsed.value("format", json()) != "indgang-addition/1" ||
        !parsed.contains("document") || !parsed["document"].is_object()) {
        return std::nullopt;
    }
    const auto digest = parsed["document"].value("digest", json());
    return digest.is_string() ? Digest::parse(digest.get<std::string>()) : std::nullopt;
}

std::optional<Digest> digest_in(std::string_view path) {
    return Digest::parse(path.substr(documents_path.size()));
}

}  // namespace

ServerResponse CaseSystemSimulator::State::handle(const ServerRequest& request) {
    if (request.method == "POST" && request.path == "/simulator/faults") {
        const auto asked = parse_faults(text_of(request.body));
        if (!asked) {
            return problem(bad_request, "no faults");
        }
        const std::lock_guard lock(mutex);
        faults = *asked;
        return {.status = no_content, .body = {}};
    }
    if (request.method == "POST" || request.method == "PUT") {
        return take_with_fault(request);
    }
    if (request.method == "GET" || request.method == "HEAD") {
        return show(request);
    }
    return problem(not_allowed, "method not allowed");
}

ServerResponse CaseSystemSimulator::State::take_with_fault(const ServerRequest& request) {
    ServerResponse cut;
    cut.cut_off = true;
    switch (next_fault()) {
        case Fault::refuse:
            return problem(unavailable, "come back later");
        case Fault::stall:
            stall();
            return cut;
        case Fault::cut_before:
            return cut;
        case Fault::cut_after:
            (void)take(request);
            return cut;
        case Fault::fail_after:
            (void)take(request);
            return problem(server_error, "something broke");
        case Fault::none:
            return take(request);
    }
    return problem(server_error, "no such fault");
}

ServerResponse CaseSystemSimulator::State::take(const ServerRequest& request) {
    if (request.method == "POST" && request.path == "/cases") {
        return take_case(request);
    }
    if (request.method == "POST" && is_of_additions(request.path)) {
        return take_addition(request);
    }
    if (request.method == "PUT" && request.path.starts_with(documents_path)) {
        return take_document(request);
    }
    return problem(not_found, "nothing here");
}

ServerResponse CaseSystemSimulator::State::take_case(const ServerRequest& request) {
    const auto header = request.headers.find("idempotency-key");
    const std::string key = header == request.headers.end() ? "" : header->second;
    if ((settings.keys_checked && key.empty()) || key.size() > key_bytes) {
        return problem(bad_request, "a case needs an Idempotency-Key");
    }
    const auto documents = documents_of(text_of(request.body));
    if (!documents) {
        return problem(bad_request, "not a case of format indgang-case/1");
    }
    return answer_to(book.enter(key, std::string(text_of(request.body)), *documents));
}

ServerResponse CaseSystemSimulator::State::take_addition(const ServerRequest& request) {
    const auto header = request.headers.find("idempotency-key");
    const std::string key = header == request.headers.end() ? "" : header->second;
    const auto document = added_document(text_of(request.body));
    if ((settings.keys_checked && key.empty()) || key.size() > key_bytes || !document) {
        return problem(bad_request, "not an addition of format indgang-addition/1 with a key");
    }
    return answer_to(book.add(key, case_number_in(request.path), *document));
}

ServerResponse CaseSystemSimulator::State::answer_to(const CaseBook::Entry& entry) const {
    switch (entry.kind) {
        case CaseBook::Entry::Kind::made:
            return answer(created, {{"case_number", entry.case_number}});
        case CaseBook::Entry::Kind::known:
            return answer(ok, {{"case_number", entry.case_number}});
        case CaseBook::Entry::Kind::other_payload:
            return problem(unprocessable, "the key came before with other bytes");
        case CaseBook::Entry::Kind::documents_missing:
            return problem(unprocessable, "a document of the case was not put");
        case CaseBook::Entry::Kind::no_case:
            return problem(not_found, "no such case");
    }
    return problem(server_error, "no such entry");
}

ServerResponse CaseSystemSimulator::State::take_document(const ServerRequest& request) {
    const auto digest = digest_in(request.path);
    if (!digest || Digest::of(request.body) != *digest) {
        return problem(unprocessable, "the bytes are not those of the digest");
    }
    const auto type = request.headers.find("content-type");
    book.put_document(*digest, type == request.headers.end() ? "" : type->second, request.body);
    return answer(created, {{"digest", digest->hex()}});
}

ServerResponse CaseSystemSimulator::State::show(const ServerRequest& request) {
    if (request.path.starts_with(documents_path)) {
        const auto digest = digest_in(request.path);
        const bool is_there = digest && book.has_document(*digest);
        return is_there ? answer(ok, {{"digest", digest->hex()}})
                        : problem(not_found, "no such document");
    }
    if (request.path == "/ledger") {
        const auto sums = book.sums();
        return answer(ok, {{"cases", sums.cases},
                           {"keys", sums.keys},
                           {"duplicates", sums.duplicates},
                           {"additions", sums.additions},
                           {"additions_twice", sums.additions_twice}});
    }
    if (request.path == "/cases") {
        auto listed = json::array();
        for (const auto& one : book.cases(number_of(request, "after", 0),
                                          number_of(request, "limit", cases_per_answer))) {
            listed.push_back({{"case_number", one.case_number},
                              {"idempotency_key", one.idempotency_key},
                              {"payload_digest", one.payload_digest},
                              {"documents", json::parse(one.documents)}});
        }
        return answer(ok, {{"cases", std::move(listed)}});
    }
    if (is_of_additions(request.path)) {
        return answer(ok, {{"documents", book.additions(case_number_in(request.path))}});
    }
    if (request.path.starts_with(case_path)) {
        const auto body = book.body_of(request.path.substr(case_path.size()));
        return body ? ServerResponse{.status = ok, .body = *body}
                    : problem(not_found, "no such case");
    }
    return problem(not_found, "nothing here");
}

CaseSystemSimulator::CaseSystemSimulator(Settings settings)
    : state_(std::make_unique<State>(settings)) {
    state_->server = std::make_unique<http::Server>(
        http::ServerSettings{.port = settings.port},
        [state = state_.get()](const ServerRequest& request) { return state->handle(request); });
}

CaseSystemSimulator::~CaseSystemSimulator() {
    const std::lock_guard lock(state_->mutex);
    state_->is_stopping = true;
    state_->stopping.notify_all();
}

int CaseSystemSimulator::port() const {
    return state_->server->port();
}

void CaseSystemSimulator::set_faults(const Faults& faults) {
    const std::lock_guard lock(state_->mutex);
    state_->faults = faults;
}

}  // namespace indgang::casequeue
