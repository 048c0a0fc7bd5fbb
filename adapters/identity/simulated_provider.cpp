// SPDX-License-Identifier: MPL-2.0
#include "adapters/identity/simulated_provider.h"

#include <algorithm>
#include <array>
#include <utility>

#include "adapters/http/message/request_head.h"
#include "adapters/identity/provider_wire.h"
#include "adapters/identity/token/base64_url.h"
#include "schemas/core/xml_escape.h"

namespace indgang::identity {
namespace {

using nlohmann::json;
using Query = std::map<std::string, std::string>;

constexpr std::chrono::seconds code_lives{60}, token_lives{300};
constexpr std::size_t logins_most = 1000;
constexpr int ok = 200, found = 302, bad_request = 400, unauthorized = 401, not_found = 404;

constexpr std::array<const char*, 3> auth_methods = {"client_secret_basic", "client_secret_post",
                                                     "none"};

struct Person {
    std::string_view user;
    std::string_view name;
    std::string_view role;
    std::string_view unit;
};
constexpr std::array<Person, 8> people = {{{"op1", "Opdigtet Operatør", "operator", "nord"},
                                           {"ve1", "Vera Ikkevirkelig", "verifier", "nord"},
                                           {"sb1", "Sagbehandler Påfund", "case_worker", "nord"},
                                           {"kc1", "Kirsten Kunpåprøve", "contact_centre", "nord"},
                                           {"le1", "Leder Opfundet", "manager", "*"},
                                           {"fd1", "Formgiver Fiktiv", "designer", "*"},
                                           {"ad1", "Admin Tænktperson", "administrator", "*"},
                                           {"re1", "Revisor Eksempel", "auditor", "*"}}};

const Person* person_of(std::string_view user) {
    const auto person = std::ranges::find(people, user, &Person::user);
    return person == people.end() ? nullptr : &*person;
}

std::string at(const Query& query, const std::string& name) {
    const auto value = query.find(name);
    return value == query.end() ? std::string() : value->second;
}

/// Browsers are taken back to this machine alone.
bool is_of_this_machine(const std::string& url) {
    constexpr std::array<std::string_view, 6> starts = {
        "http://127.0.0.1:",  "http://localhost:",  "http://[::1]:",
        "https://127.0.0.1:", "https://localhost:", "https://[::1]:"};
    return is_safe_url(url) && std::ranges::any_of(starts, [&](std::string_view start) {
               return url.starts_with(start);
           });
}

http::ServerResponse json_answer(int status, const json& body) {
    http::ServerResponse response;
    response.status = status;
    response.headers["Cache-Control"] = "no-store";
    response.body = body.dump();
    return response;
}

http::ServerResponse page(int status, const std::string& title, const std::string& inside) {
    http::ServerResponse response;
    response.status = status;
    response.content_type = "text/html; charset=utf-8";
    response.headers["Cache-Control"] = "no-store";
    response.headers["Content-Security-Policy"] =
        "default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
    response.body = "<!DOCTYPE html>\n<html lang=\"da\">\n<head><title>" + title +
                    "</title><meta name=\"viewport\" content=\"width=device-width\"></head>\n"
                    "<body><main>\n<h1>" +
                    title + "</h1>\n" + inside + "</main></body>\n</html>\n";
    return response;
}

http::ServerResponse refusal(const std::string& what) {
    return page(bad_request, "Testlogin: afvist", "<p>" + escape_xml(what) + "</p>\n");
}

http::ServerResponse redirect(const std::string& url) {
    http::ServerResponse response;
    response.status = found;
    response.content_type = "text/plain";
    response.headers["Location"] = url;
    response.headers["Cache-Control"] = "no-store";
    return response;
}

/// What is wrong with a request to log in; "": nothing.
std::string trouble_in(const Query& query, const std::string& client_id) {
    if (at(query, "client_id") != client_id) {
        return "client_id is unknown";
    }
    if (!is_of_this_machine(at(query, "redirect_uri"))) {
        return "redirect_uri is not of this machine";
    }
    if (at(query, "response_type") != "code") {
        return "response_type is not code";
    }
    if ((" " + at(query, "scope") + " ").find(" openid ") == std::string::npos) {
        return "scope lacks openid";
    }
    if (at(query, "code_challenge_method") != "S256" || at(query, "code_challenge").empty()) {
        return "PKCE with S256 is wanted";
    }
    return at(query, "state").empty() ? "state is missing" : "";
}

json merged(json original, const json& patch) {
    if (patch.is_object()) {
        original.merge_patch(patch);
    }
    return original;
}

std::string encoded(const json& object) {
    return to_base64_url(object.dump());
}

}  // namespace

std::optional<Lies> lies_of(const json& said) {
    constexpr std::array<std::string_view, 6> signed_how = {"rsa",  "ec",     "foreign",
                                                            "none", "secret", "damaged"};
    constexpr std::array<std::string_view, 5> faults = {"none", "down", "stall", "cut_off",
                                                        "nonsense"};
    if (!said.is_object()) {
        return std::nullopt;
    }
    Lies lies;
    const std::map<std::string, json*> patches = {{"header", &lies.header},
                                                  {"claims", &lies.claims},
                                                  {"discovery", &lies.discovery},
                                                  {"keys", &lies.keys},
                                                  {"answer", &lies.answer}};
    for (const auto& [name, value] : said.items()) {
        const auto patch = patches.find(name);
        const auto word = value.is_string() ? value.get<std::string>() : std::string();
        if (patch != patches.end() && value.is_object()) {
            *patch->second = value;
        } else if (name == "signed" && std::ranges::find(signed_how, word) != signed_how.end()) {
            lies.signed_how = word;
        } else if (name == "fault" && std::ranges::find(faults, word) != faults.end()) {
            lies.fault = word;
        } else {
            return std::nullopt;
        }
    }
    return lies;
}

SimulatedProvider::SimulatedProvider(const IdentitySimulatorSettings& settings, std::string issuer)
    : settings_(settings), issuer_(std::move(issuer)) {
    make_keys();
}

void SimulatedProvider::make_keys() {
    keys_.clear();
    keys_.emplace_back(SigningKind::rsa, ids_());
    keys_.emplace_back(SigningKind::ec, ids_());
}

http::ServerResponse SimulatedProvider::discovery() {
    ++counts_["discovery"];
    const json said = {{"issuer", issuer_},
                       {"authorization_endpoint", issuer_ + "/authorize"},
                       {"token_endpoint", issuer_ + "/token"},
                       {"jwks_uri", issuer_ + "/keys"},
                       {"end_session_endpoint", issuer_ + "/logout"},
                       {"response_types_supported", {"code"}},
                       {"subject_types_supported", {"public"}},
                       {"id_token_signing_alg_values_supported", {"RS256", "ES256"}},
                       {"code_challenge_methods_supported", {"S256"}},
                       {"token_endpoint_auth_methods_supported", auth_methods}};
    return json_answer(ok, merged(said, lies_.discovery));
}

http::ServerResponse SimulatedProvider::key_set() {
    ++counts_["keys"];
    json said = {{"keys", json::array()}};
    for (const SigningKey& key : keys_) {
        said["keys"].push_back(key.public_half());
    }
    return json_answer(ok, merged(said, lies_.keys));
}

http::ServerResponse SimulatedProvider::choice(const Query& query) const {
    if (const auto trouble = trouble_in(query, settings_.client_id); !trouble.empty()) {
        return refusal(trouble);
    }
    std::string list = "<p>Opdigtede personer. Ingen har en adgangskode.</p>\n<ul>\n";
    for (const Person& person : people) {
        auto chosen = query;
        chosen["user"] = person.user;
        list += "<li><a href=\"/login?" + escape_xml(query_of(chosen)) + "\">" +
                std::string(person.user) + "</a> " + std::string(person.name) + " (" +
                std::string(person.role) + ")</li>\n";
    }
    return page(ok, "Testlogin", list + "</ul>\n");
}

http::ServerResponse SimulatedProvider::log_in(const Query& query) {
    auto trouble = trouble_in(query, settings_.client_id);
    const Person* person = person_of(at(query, "user"));
    if (trouble.empty() && person == nullptr) {
        trouble = "user is unknown";
    }
    if (!trouble.empty()) {
        return refusal(trouble);
    }
    if (logins_.size() >= logins_most) {
        logins_.clear();
    }
    const auto code = ids_();
    logins_[code] = {std::string(person->user), at(query, "redirect_uri"), at(query, "nonce"),
                     at(query, "code_challenge"), settings_.clock()};
    return redirect(
        with_query(at(query, "redirect_uri"), {{"code", code}, {"state", at(query, "state")}}));
}

bool SimulatedProvider::is_client(const http::ServerRequest& request, const Query& form) const {
    if (settings_.client_secret.empty()) {
        return at(form, "client_id") == settings_.client_id;
    }
    // A secret is taken only in the ways that are told.
    constexpr auto methods = "token_endpoint_auth_methods_supported";
    const json taken = lies_.discovery.is_object() && lies_.discovery.contains(methods)
                           ? lies_.discovery[methods]
                           : json(auth_methods);
    const auto takes = [&](const char* method) {
        return std::find(taken.begin(), taken.end(), json(method)) != taken.end();
    };
    const auto header = request.headers.find("authorization");
    const auto basic = "Basic " + to_base64(escape_query(settings_.client_id) + ":" +
                                            escape_query(settings_.client_secret));
    return (takes("client_secret_basic") && header != request.headers.end() &&
            header->second == basic) ||
           (takes("client_secret_post") && at(form, "client_id") == settings_.client_id &&
            at(form, "client_secret") == settings_.client_secret);
}

std::string SimulatedProvider::id_token(const Login& login) const {
    const Person& person = *person_of(login.user);
    const auto now = std::chrono::floor<std::chrono::seconds>(settings_.clock());
    const json claims = {{"iss", issuer_},
                         {"sub", person.user},
                         {"aud", settings_.client_id},
                         {"exp", (now + token_lives).time_since_epoch().count()},
                         {"iat", now.time_since_epoch().count()},
                         {"nonce", login.nonce},
                         {"name", person.name},
                         {"groups", {person.role}},
                         {"units", {person.unit}}};
    const std::string& how = lies_.signed_how;
    const SigningKey& key = keys_[how == "ec" || how == "foreign" ? 1 : 0];
    json header = {{"alg", key.algorithm()}, {"kid", key.id()}, {"typ", "JWT"}};
    if (how == "none" || how == "secret") {
        header["alg"] = how == "none" ? "none" : "HS256";
    }
    const auto text =
        encoded(merged(header, lies_.header)) + "." + encoded(merged(claims, lies_.claims));
    if (how == "none") {
        return text + ".";
    }
    if (how == "secret") {
        return text + "." + to_base64_url(hmac_sha256(key.public_pem(), text));
    }
    auto signature =
        how == "foreign" ? SigningKey(SigningKind::ec, key.id()).sign(text) : key.sign(text);
    if (how == "damaged") {
        signature.front() = static_cast<char>(signature.front() ^ 1);
    }
    return text + "." + to_base64_url(signature);
}

http::ServerResponse SimulatedProvider::token(const http::ServerRequest& request) {
    ++counts_["token"];
    const auto form = http::parse_query(text_of(request.body));
    if (!form || at(*form, "grant_type") != "authorization_code") {
        return json_answer(bad_request, {{"error", "unsupported_grant_type"}});
    }
    if (!is_client(request, *form)) {
        return json_answer(unauthorized, {{"error", "invalid_client"}});
    }
    // A code is gone with the first who brings it, whether or not the rest is right.
    const auto login = logins_.extract(at(*form, "code"));
    if (!login || settings_.clock() - login.mapped().at > code_lives ||
        login.mapped().redirect_uri != at(*form, "redirect_uri") ||
        login.mapped().challenge != sha256_base64_url(at(*form, "code_verifier"))) {
        return json_answer(bad_request, {{"error", "invalid_grant"}});
    }
    const json said = {{"token_type", "Bearer"},
                       {"access_token", ids_()},
                       {"expires_in", token_lives.count()},
                       {"id_token", id_token(login.mapped())}};
    return json_answer(ok, merged(said, lies_.answer));
}

http::ServerResponse SimulatedProvider::log_out(const Query& query) {
    const auto target = at(query, "post_logout_redirect_uri");
    return is_of_this_machine(target) ? redirect(target)
                                      : page(ok, "Testlogin", "<p>Du er logget ud.</p>\n");
}

http::ServerResponse SimulatedProvider::answer(const http::ServerRequest& request) {
    const std::string way = request.method + " " + request.path;
    if (way == "GET /.well-known/openid-configuration") {
        return discovery();
    }
    if (way == "GET /keys") {
        return key_set();
    }
    if (way == "GET /authorize") {
        return choice(request.query);
    }
    if (way == "GET /login") {
        return log_in(request.query);
    }
    if (way == "POST /token") {
        return token(request);
    }
    if (way == "GET /logout") {
        return log_out(request.query);
    }
    return json_answer(not_found, {{"error", "no_such_path"}});
}

}  // namespace indgang::identity
