// SPDX-License-Identifier: MPL-2.0
#include "pipeline/web/frame.h"

#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "pipeline/desk/permission.h"

namespace indgang::web {
namespace {

using nlohmann::json;

constexpr int see_other = 303, unauthorised = 401, forbidden = 403, not_found = 404,
              not_allowed = 405, conflict = 409, changed = 412, too_large = 413,
              unprocessable = 422, broken = 500, unavailable = 503;

/// Where one can go, and who may.
struct Way {
    std::string_view href;
    std::string_view word;
    desk::Act act;
};
constexpr std::array<Way, 8> ways = {{{"/tasks", "nav.tasks", desk::Act::correct},
                                      {"/snippets", "nav.snippets", desk::Act::correct},
                                      {"/groups", "nav.groups", desk::Act::correct},
                                      {"/arrivals", "nav.arrivals", desk::Act::mail},
                                      {"/search", "nav.search", desk::Act::search},
                                      {"/apply", "nav.apply", desk::Act::apply},
                                      {"/access", "nav.access", desk::Act::audit},
                                      {"/figures", "nav.figures", desk::Act::correct}}};

json nav_of(const Visit& visit) {
    auto nav = json::array();
    for (const auto& way : ways) {
        const bool is_shut = visit.is_private && way.href == "/tasks";
        if (desk::may(visit.actor.role, way.act) && !is_shut) {
            nav.push_back({{"href", way.href},
                           {"label", visit.word(std::string(way.word))},
                           {"is_current", visit.request->path.starts_with(way.href)}});
        }
    }
    return nav;
}

http::ServerResponse answer(int status, std::string body, const std::string& content_type) {
    http::ServerResponse response;
    response.status = status;
    response.body = std::move(body);
    response.content_type = content_type;
    response.headers["Cache-Control"] = "no-store";
    return response;
}

}  // namespace

std::string words_of(const Words& words, const Error& error) {
    if (const auto own = words.find("problem." + error.reason())) {
        return *own;
    }
    if (const auto value = words.find("value." + error.reason())) {
        return *value;
    }
    return words.of("problem." + std::string(name_of(error.kind())));
}

int Frame::status_of(const Error& error) {
    switch (error.why()) {
        case Reason::not_signed_in:
            return unauthorised;
        case Reason::method_not_allowed:
            return not_allowed;
        case Reason::changed_meanwhile:
            return changed;
        case Reason::held_by_another:
            return conflict;
        default:
            break;
    }
    switch (error.kind()) {
        case ErrorKind::bad_input:
            return unprocessable;
        case ErrorKind::not_found:
            return not_found;
        case ErrorKind::limit:
            return too_large;
        case ErrorKind::conflict:
            return conflict;
        case ErrorKind::refused:
            return forbidden;
        case ErrorKind::unavailable:
            return unavailable;
        case ErrorKind::internal:
            return broken;
    }
    return broken;
}

void Frame::guard(http::ServerResponse& response) const {
    const auto& hashes = pages_->style_hashes();
    response.headers["Content-Security-Policy"] =
        "default-src 'none'; script-src 'self'; style-src 'self'" +
        (hashes.empty() ? std::string() : " " + hashes) +
        "; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'";
    response.headers["X-Content-Type-Options"] = "nosniff";
    response.headers["X-Frame-Options"] = "DENY";
    response.headers["Referrer-Policy"] = "same-origin";
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin";
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin";
    response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
}

http::ServerResponse Frame::page(const Visit& visit, const std::string& name,
                                 const std::string& title, nlohmann::json model, int status) const {
    const auto& person = visit.session.person;
    model["lang"] = visit.session.language;
    model["title"] = title;
    model["v"] = pages_->version();
    model["csrf"] = visit.session.csrf;
    model["is_signed_in"] = person.has_value();
    model["words_json"] = pages_->script_words(visit.session.language);
    if (person) {
        model["user_name"] = person->name.empty() ? person->actor.user : person->name;
        model["role_label"] = visit.word("role." + std::string(desk::name_of(person->actor.role)));
        model["nav"] = nav_of(visit);
        model["other_lang"] = visit.session.language == "da" ? "en" : "da";
        model["has_roles"] = person->roles.size() > 1;
        auto roles = nlohmann::json::array();
        for (const auto role : person->roles) {
            roles.push_back({{"value", desk::name_of(role)},
                             {"label", visit.word("role." + std::string(desk::name_of(role)))},
                             {"is_chosen", role == person->actor.role}});
        }
        model["roles"] = std::move(roles);
    }
    return answer(status, pages_->render(name, model), "text/html; charset=utf-8");
}

http::ServerResponse Frame::json(const nlohmann::json& body, int status) {
    return answer(status, body.dump(-1, ' ', false, json::error_handler_t::replace),
                  "application/json");
}

http::ServerResponse Frame::file(const Bytes& bytes, const std::string& content_type) {
    return answer(200, std::string(bytes.begin(), bytes.end()), content_type);
}

http::ServerResponse Frame::go_to(const std::string& path) {
    auto response = answer(see_other, {}, "text/plain; charset=utf-8");
    response.headers["Location"] = path;
    return response;
}

http::ServerResponse Frame::why_page(const Visit& visit, const std::string& href) const {
    return page(visit, "why", visit.word("case.title"),
                {{"href", href}, {"purposes", purposes(*visit.words, "")}});
}

http::ServerResponse Frame::trouble_page(const Visit& visit, const Error& error) const {
    const int status = status_of(error);
    nlohmann::json model{{"status", status},
                         {"heading", visit.word("problem.heading_" + std::to_string(status))},
                         {"text", words_of(*visit.words, error)},
                         {"code", error.reason()},
                         {"saved", visit.word("problem.saved")},
                         {"next", nlohmann::json::array()}};
    model["next"].push_back({{"href", "/"}, {"label", visit.word("problem.to_start")}});
    return page(visit, "problem", visit.word("problem.title"), std::move(model), status);
}

http::ServerResponse Frame::trouble_json(const Visit& visit, const Error& error,
                                         nlohmann::json more) {
    more["title"] = visit.word("problem.heading_" + std::to_string(status_of(error)));
    more["detail"] = words_of(*visit.words, error);
    more["code"] = error.reason();
    if (!error.place().empty()) {
        more["place"] = error.place();
    }
    auto response = json(more, status_of(error));
    response.content_type = "application/problem+json";
    return response;
}

}  // namespace indgang::web
