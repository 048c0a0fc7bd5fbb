// SPDX-License-Identifier: MPL-2.0
#include "pipeline/service/intake_server.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <utility>

#include "adapters/http/message/request_head.h"
#include "adapters/http/response_text.h"

#include "pipeline/watching/health_answer.h"
#include "schemas/core/harmless_text.h"
#include "schemas/error/error.h"

namespace indgang::service {
namespace {

using http::ServerRequest;
using http::ServerResponse;
using nlohmann::ordered_json;

constexpr int ok = 200, created = 201, bad_request = 400, not_found = 404, not_allowed = 405,
              too_large = 413, unsupported = 415, unprocessable = 422, too_many = 429, broken = 500,
              unavailable = 503, disk_trouble = 507;
constexpr std::size_t longest_key = 255;
constexpr const char* retry_after_s = "10";
constexpr std::size_t small_bodies_bytes = 128u << 20;  // of all that are under way
constexpr int listed_applications = 10'000;  // of one arrival; a batch of 2,000 pages has fewer

ServerResponse json_response(int status, const ordered_json& body) {
    ServerResponse response;
    response.status = status;
    // What others named may be no UTF-8; it must not turn an answer into a failure.
    response.body =
        harmless_json(body.dump(-1, ' ', false, ordered_json::error_handler_t::replace));
    response.headers["Cache-Control"] = "no-store";
    return response;
}

/// `reason` is the stable code for machines.
ServerResponse problem(int status, std::string_view reason, const std::string& title) {
    auto response = http::problem(status, title, reason);
    response.headers["Cache-Control"] = "no-store";
    return response;
}

ServerResponse problem_of(const Error& error) {
    switch (error.kind()) {
        case ErrorKind::bad_input:
            return problem(bad_request, error.reason(), "The application cannot be taken");
        case ErrorKind::not_found:
            return problem(not_found, error.reason(), "There is no such thing");
        case ErrorKind::limit:
            return problem(too_large, error.reason(), "Too large");
        case ErrorKind::conflict:
            return problem(unprocessable, error.reason(),
                           "This Idempotency-Key came before with another body");
        case ErrorKind::unavailable:
        case ErrorKind::refused:
            return problem(unavailable, error.reason(), "Try again later");
        case ErrorKind::internal:
            return error.why() == Reason::disk_full || error.why() == Reason::disk_error
                       ? problem(disk_trouble, error.reason(), "The disk takes nothing now")
                       : problem(broken, error.reason(), "The installation is broken");
    }
    return problem(broken, error.reason(), "The installation is broken");
}

bool is_key(const std::string& key) {
    return key.size() <= longest_key &&
           std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c <= '~'; });
}

/// What follows `prefix` in the path, if it is an id: nothing else may go to the store.
std::string id_after(std::string_view prefix, const std::string& path) {
    const auto id = path.starts_with(prefix) ? path.substr(prefix.size()) : std::string();
    const bool is_id = id.size() <= longest_key && std::all_of(id.begin(), id.end(), [](char c) {
                           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                                  (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
                       });
    return is_id ? id : std::string();
}

std::string header_of(const ServerRequest& request, const std::string& name) {
    const auto found = request.headers.find(name);
    return found == request.headers.end() ? std::string() : found->second;
}

/// The bytes of a body are stored as they are, so what wraps them is refused before they come.
bool is_wrapped(const ServerRequest& request) {
    constexpr std::array<std::string_view, 5> plain = {"", "identity", "binary", "8bit", "7bit"};
    const auto is_plain = [&](const std::string& name) {
        return std::ranges::find(plain, http::lower_case(header_of(request, name))) != plain.end();
    };
    const auto type = http::lower_case(header_of(request, "content-type"));
    return !is_plain("content-encoding") || !is_plain("content-transfer-encoding") ||
           type.starts_with("multipart/");
}

/// The fields of a web page's form: "file=%3C...". curl calls each body so that is given without a
/// type, so it is the bytes that decide.
bool is_form_of_a_page(const ServerRequest& request, BytesView head) {
    const auto type = http::lower_case(header_of(request, "content-type"));
    const auto name = text_of(head).substr(0, text_of(head).find('='));
    return type.starts_with("application/x-www-form-urlencoded") && name.size() < head.size() &&
           std::ranges::all_of(name, [](char c) {
               constexpr std::string_view others = "_.%+*-[]";
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      others.find(c) != std::string_view::npos;
           });
}

/// The same of bytes whose sender says nothing of it: gzip, the first boundary of a multipart body,
/// base64. Nothing that is read begins so.
bool looks_wrapped(BytesView head) {
    constexpr std::size_t looked_at = 4096, least = 64;
    const std::string_view text = text_of(head).substr(0, looked_at);
    const bool is_base64 = text.size() >= least && std::ranges::all_of(text, [](char c) {
                               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                                      (c >= '0' && c <= '9') || c == '+' || c == '/' || c == '=' ||
                                      c == '\r' || c == '\n';
                           });
    return text.starts_with("\x1f\x8b") || text.starts_with("--") || is_base64;
}

ServerResponse wrapped() {
    auto response = problem(unsupported, code_of(Reason::body_encoded),
                            "Send the bytes of the one file as they are");
    response.headers["Accept-Encoding"] = "identity";
    return response;
}

ordered_json summary_of(const store::Item& item) {
    return {{"application", item.id},
            {"ordinal", item.ordinal},
            {"form", item.form},
            {"version", item.version},
            {"state", store::name_of(item.state)},
            {"reason", item.reason},
            {"case_number", item.case_number}};
}

ordered_json feed_summary(const store::Arrival& arrival, const store::FeedCounts& counts) {
    return {{"arrival", arrival.id},
            {"digest", arrival.content.digest.hex()},
            {"received_at", format_utc(arrival.received_at)},
            {"type", arrival.content.type},
            {"state", store::name_of(arrival.state)},
            {"reason", arrival.reason},
            {"place", arrival.place},
            {"applications", counts.parts},
            {"unread", counts.open},
            {"taken", counts.taken},
            {"cases", counts.delivered},
            {"refused", counts.refused},
            {"passed_over", counts.passed_over},
            {"no_application_found", counts.empty},
            {"parts", "/v1/arrivals/" + arrival.id + "/parts"}};
}

/// The number in `text`; nothing: it is none.
std::optional<std::int64_t> number_in(const std::string& text) {
    std::int64_t number = 0;
    const auto* end = text.data() + text.size();
    const auto [rest, trouble] = std::from_chars(text.data(), end, number);
    return trouble == std::errc() && rest == end && number >= 0 ? std::optional(number)
                                                                : std::nullopt;
}

}  // namespace

struct IntakeServer::State {
    State(const IntakeServerSettings& settings, Door opened, watching::Health& its_health)
        : door(std::move(opened)),
          health(its_health),
          budget(settings.of_a_sender, [this](const std::string& id) {
              const auto arrival = door.store.arrival(id);
              return arrival && arrival->state == store::ArrivalState::received;
          }) {
        http::ServerSettings server_settings;
        server_settings.address = settings.address;
        server_settings.port = settings.port;
        server_settings.body_bytes = settings.body_bytes;
        server_settings.room.folder = door.blobs.folder_of_unnamed();
        server_settings.room.memory_bytes = small_bodies_bytes;
        server_settings.tls = settings.tls;
        server_settings.on_trouble = settings.on_trouble;
        server_settings.on_exchange = settings.on_exchange;
        server_settings.check_head = [this](const ServerRequest& request) {
            return check_head(request);
        };
        server = std::make_unique<http::Server>(
            server_settings, [this](const ServerRequest& request) { return handle(request); });
    }

    ServerResponse handle(const ServerRequest& request);
    ServerResponse route(const ServerRequest& request);
    [[nodiscard]] std::optional<ServerResponse> check_head(const ServerRequest& request);
    ServerResponse take(const ServerRequest& request);
    ServerResponse show_arrival(const std::string& id) const;
    ServerResponse show_parts(const std::string& id, const ServerRequest& request) const;
    ServerResponse show_application(const std::string& id) const;

    Door door;
    watching::Health& health;
    SenderBudget budget;
    std::unique_ptr<http::Server> server;  // last: its threads use all of the above
};

/// What can be refused without the body is, so that nobody sends 100 MB for nothing.
std::optional<ServerResponse> IntakeServer::State::check_head(const ServerRequest& request) {
    if (request.path != "/v1/applications" || request.method != "POST") {
        const bool may_have_body = request.method != "GET" && request.method != "HEAD";
        return may_have_body ? std::optional(handle(request)) : std::nullopt;
    }
    if (!is_key(header_of(request, "idempotency-key"))) {
        return problem(bad_request, code_of(Reason::key_malformed),
                       "The Idempotency-Key cannot be taken");
    }
    if (!budget.has_room(request.peer)) {
        auto response = problem(too_many, code_of(Reason::body_room_full),
                                "Too much that you sent waits to be read");
        response.headers["Retry-After"] = retry_after_s;
        return response;
    }
    return is_wrapped(request) ? std::optional(wrapped()) : std::nullopt;
}

ServerResponse IntakeServer::State::take(const ServerRequest& request) {
    const BytesView head = request.stored ? BytesView(request.stored->head) : request.body;
    if (looks_wrapped(head) || is_form_of_a_page(request, head)) {
        return wrapped();
    }
    const auto key = header_of(request, "idempotency-key");
    const auto digest = request.stored ? request.stored->digest : Digest::of(request.body);
    const auto receipt = request.stored ? take_in(door, *request.stored, "http", "", key)
                                        : take_in(door, request.body, "http", "", key);
    if (!receipt.was_known) {
        budget.took(request.peer, receipt.arrival,
                    static_cast<std::int64_t>(request.stored ? request.stored->size_bytes
                                                             : request.body.size()));
    }
    auto response =
        json_response(receipt.was_known ? ok : created, {{"arrival", receipt.arrival},
                                                         {"digest", digest.hex()},
                                                         {"received_at", format_utc(receipt.at)}});
    response.headers["Location"] = "/v1/arrivals/" + receipt.arrival;
    return response;
}

ServerResponse IntakeServer::State::show_arrival(const std::string& id) const {
    const auto arrival = id.empty() ? std::nullopt : door.store.arrival(id);
    if (!arrival) {
        return problem(not_found, code_of(Reason::no_such_arrival), "There is no such arrival");
    }
    auto applications = ordered_json::array();
    for (const auto& item : door.store.items({std::nullopt, id, listed_applications})) {
        applications.push_back(summary_of(item));
    }
    if (store::has_parts(arrival->content.type)) {
        return json_response(ok, feed_summary(*arrival, door.store.feed_counts(id)));
    }
    return json_response(ok, {{"arrival", arrival->id},
                              {"digest", arrival->content.digest.hex()},
                              {"received_at", format_utc(arrival->received_at)},
                              {"type", arrival->content.type},
                              {"pages", arrival->pages},
                              {"state", store::name_of(arrival->state)},
                              {"reason", arrival->reason},
                              {"place", arrival->place},
                              {"applications", applications}});
}

/// A page of what became of the applications of a feed.
ServerResponse IntakeServer::State::show_parts(const std::string& id,
                                               const ServerRequest& request) const {
    constexpr int parts_of_a_page = 1'000;
    const auto arrival = id.empty() ? std::nullopt : door.store.arrival(id);
    if (!arrival || !store::has_parts(arrival->content.type)) {
        return problem(not_found, code_of(Reason::no_such_arrival), "There is no such feed");
    }
    const auto asked = request.query.find("after");
    const auto after = asked == request.query.end() ? 0 : number_in(asked->second);
    if (!after) {
        return problem(not_found, code_of(Reason::no_such_path),
                       "After which part? A number is wanted");
    }
    auto parts = ordered_json::array();
    for (const auto& part : door.store.parts(id, *after, parts_of_a_page)) {
        parts.push_back({{"number", part.number},
                         {"line", part.line},
                         {"arrival", part.arrival},
                         {"came_before", part.came_before},
                         {"state", part.state},
                         {"reason", part.reason},
                         {"place", part.place},
                         {"case_number", part.case_number},
                         {"applications", part.applications}});
    }
    ordered_json page{{"arrival", id}};
    if (!parts.empty()) {
        page["next"] = "/v1/arrivals/" + id +
                       "/parts?after=" + std::to_string(parts.back()["number"].get<std::int64_t>());
    }
    page["parts"] = std::move(parts);
    return json_response(ok, page);
}

ServerResponse IntakeServer::State::show_application(const std::string& id) const {
    const auto item = id.empty() ? std::nullopt : door.store.item(id);
    if (!item) {
        return problem(not_found, code_of(Reason::no_such_application),
                       "There is no such application");
    }
    auto body = summary_of(*item);
    body["arrival"] = item->arrival;
    body["revision"] = item->revision;
    body["attempts"] = item->attempts;
    body["changed_at"] = format_utc(item->changed_at);
    return json_response(ok, body);
}

ServerResponse IntakeServer::State::route(const ServerRequest& request) {
    const auto& path = request.path;
    const bool is_post = request.method == "POST", is_intake = path == "/v1/applications";
    if (is_intake && is_post) {
        return take(request);
    }
    if (is_intake || is_post || (request.method != "GET" && request.method != "HEAD")) {
        auto response =
            problem(not_allowed, code_of(Reason::method_not_allowed), "Not with this method");
        response.headers["Allow"] = is_intake ? "POST" : "GET, HEAD";
        return response;
    }
    constexpr std::string_view parts = "/parts";
    if (path.starts_with("/v1/arrivals/") && path.ends_with(parts)) {
        return show_parts(id_after("/v1/arrivals/", path.substr(0, path.size() - parts.size())),
                          request);
    }
    if (path.starts_with("/v1/arrivals/")) {
        return show_arrival(id_after("/v1/arrivals/", path));
    }
    if (path.starts_with("/v1/applications/")) {
        return show_application(id_after("/v1/applications/", path));
    }
    if (path == "/livez") {
        return watching::alive_answer();
    }
    if (path == "/readyz") {
        return watching::short_readiness(health.ailments());
    }
    return problem(not_found, code_of(Reason::no_such_path), "There is nothing here");
}

ServerResponse IntakeServer::State::handle(const ServerRequest& request) {
    try {
        return route(request);
    } catch (const Error& error) {
        return problem_of(error);
    }
}

IntakeServer::IntakeServer(const IntakeServerSettings& settings, Door door,
                           watching::Health& health)
    : state_(std::make_unique<State>(settings, std::move(door), health)) {}

IntakeServer::~IntakeServer() = default;

http::ServerCounts IntakeServer::counts() const {
    return state_->server->counts();
}

int IntakeServer::port() const {
    return state_->server->port();
}

}  // namespace indgang::service
