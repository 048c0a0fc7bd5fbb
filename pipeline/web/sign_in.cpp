// SPDX-License-Identifier: MPL-2.0
#include "pipeline/web/sign_in.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>
#include <variant>

#include "schemas/error/error.h"

namespace indgang::web {
namespace {

using nlohmann::json;

constexpr int unauthorised = 401, too_many = 429;

}  // namespace

std::optional<SignedIn> signed_in(const identity::Identity& person, const Units& units) {
    SignedIn in;
    in.actor.user = person.user;
    in.name = person.name;
    for (const auto role : desk::roles()) {
        if (std::ranges::find(person.roles, desk::name_of(role)) != person.roles.end()) {
            in.roles.push_back(role);
        }
    }
    if (in.roles.empty()) {
        return std::nullopt;
    }
    in.actor.role = in.roles.front();
    if (!person.units.empty()) {
        in.actor.forms.emplace();
        for (const auto& unit : person.units) {
            if (const auto found = units.find(unit); found != units.end()) {
                in.actor.forms->insert(in.actor.forms->end(), found->second.begin(),
                                       found->second.end());
            }
        }
    }
    return in;
}

std::string cookie_for(const std::string& token) {
    return std::string(session_cookie) + "=" + token + "; Path=/; Secure; HttpOnly; SameSite=Lax" +
           (token.empty() ? "; Max-Age=0" : "");
}

http::ServerResponse SignIn::ask_again(const Visit& visit, const std::string& problem,
                                       int status) const {
    json model{{"providers",
                {{"has_accounts", true},
                 {"has_provider", provider_ != nullptr},
                 {"provider_href", "/login/provider"}}},
               {"user", visit.answer("user")}};
    if (!problem.empty()) {
        model["problem"] = {{"text", problem}};
    }
    return frame_->page(visit, "login", visit.word("login.title"), std::move(model), status);
}

http::ServerResponse SignIn::ask(Visit& visit) {
    return visit.session.person ? Frame::go_to("/") : ask_again(visit, "", 200);
}

http::ServerResponse SignIn::check(Visit& visit) {
    const auto result =
        accounts_->check(visit.answer("user"), visit.answer("password"), visit.request->peer);
    if (const auto* wait = std::get_if<identity::TooManyTries>(&result)) {
        auto response = ask_again(
            visit, visit.word("login.too_many") + " " + std::to_string(wait->wait.count()) + " s.",
            too_many);
        response.headers["Retry-After"] = std::to_string(wait->wait.count());
        return response;
    }
    const auto* person = std::get_if<identity::Identity>(&result);
    if (person == nullptr) {
        say_("desk: a wrong user or password, " + std::to_string(accounts_->wrong_tries()) +
             " since the start");
        return ask_again(visit, visit.word("login.wrong"), unauthorised);
    }
    return welcome(visit, *person);
}

http::ServerResponse SignIn::welcome(const Visit& visit, const identity::Identity& person) {
    auto in = signed_in(person, *units_);
    if (!in) {
        return ask_again(visit, visit.word("login.no_role"), unauthorised);
    }
    const auto wanted = visit.session.wanted.empty() ? std::string("/") : visit.session.wanted;
    const auto token = sessions_->sign_in(visit.token, std::move(*in));
    auto response = Frame::go_to(wanted);
    response.headers["Set-Cookie"] = cookie_for(token);
    return response;
}

http::ServerResponse SignIn::go_to_provider(Visit& visit) {
    if (provider_ == nullptr) {
        throw Error(Reason::no_such_path, "desk: there is no provider");
    }
    auto begun = provider_->begin(url_ + "/login/back");
    auto response = Frame::go_to(begun.url);
    sessions_->change(visit.token, [&](Session& session) { session.login = std::move(begun); });
    return response;
}

http::ServerResponse SignIn::come_back(Visit& visit) {
    const auto begun = visit.session.login;
    // Good for one answer, whatever it is.
    sessions_->change(visit.token, [](Session& session) { session.login.reset(); });
    if (provider_ == nullptr || !begun || visit.query("state") != begun->state ||
        visit.query("code").empty()) {
        return ask_again(visit, visit.word("login.provider_said_no"), unauthorised);
    }
    try {
        return welcome(visit, provider_->finish(*begun, url_ + "/login/back", visit.query("code")));
    } catch (const Error& error) {
        // Names the claim, and never its value.
        say_("desk: a login at the provider failed: " + std::string(error.what()));
        return ask_again(visit, visit.word("login.provider_said_no"), unauthorised);
    }
}

http::ServerResponse SignIn::end(Visit& visit) {
    sessions_->end(visit.token);
    auto response = Frame::go_to("/login");
    response.headers["Set-Cookie"] = cookie_for("");
    return response;
}

http::ServerResponse SignIn::change_role(Visit& visit) {
    const auto role = desk::role_of(visit.answer("role"));
    sessions_->change(visit.token, [&](Session& session) {
        if (role && session.person &&
            std::ranges::find(session.person->roles, *role) != session.person->roles.end()) {
            session.person->actor.role = *role;
        }
    });
    return Frame::go_to("/");
}

http::ServerResponse SignIn::change_language(Visit& visit) {
    const auto language = visit.answer("language");
    sessions_->change(visit.token,
                      [&](Session& session) { session.language = language == "en" ? "en" : "da"; });
    return Frame::go_to("/");
}

}  // namespace indgang::web
