// SPDX-License-Identifier: MPL-2.0
#include "adapters/identity/provider_wire.h"

#include <Poco/Exception.h>
#include <Poco/URI.h>

#include <algorithm>
#include <array>
#include <fstream>

#include "adapters/identity/token/base64_url.h"

namespace indgang::identity {
namespace {

using nlohmann::json;

constexpr int ok = 200, bad_request = 400, unauthorized = 401, forbidden = 403, timeout = 408,
              too_many = 429, first_server_error = 500;
constexpr std::size_t answer_bytes = 1u << 20, secret_bytes_most = 4096;

// What a provider may say of a request for a token (RFC 6749, 5.2), and who has to mend it.
constexpr std::array<std::string_view, 4> faults_of_ours = {
    "invalid_client", "unauthorized_client", "unsupported_grant_type", "invalid_scope"};

Error nonsense(std::string_view what) {
    return {Reason::provider_nonsense,
            "identity: the provider's answer is not as agreed: " + std::string(what)};
}

/// Discarded instead of an exception.
json parsed(const std::string& body) {
    return json::parse(body, nullptr, false);
}

std::string url_at(const json& object, const char* name) {
    const auto found = object.find(name);
    if (found == object.end() || !found->is_string() || !is_safe_url(found->get<std::string>())) {
        throw nonsense(std::string(name) + " is no https address");
    }
    return found->get<std::string>();
}

/// Whether the list `name`, or what it is when it is not there, holds the word.
bool has_word(const json& object, const char* name, const char* word, bool when_absent) {
    const auto found = object.find(name);
    if (found == object.end() || !found->is_array()) {
        return when_absent;
    }
    return std::find(found->begin(), found->end(), json(word)) != found->end();
}

std::string secret_in(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::string secret;
    std::getline(in, secret);
    while (!secret.empty() && (secret.back() == '\r' || secret.back() == ' ')) {
        secret.pop_back();
    }
    if (secret.empty() || secret.size() > secret_bytes_most) {
        throw Error(Reason::provider_refused, "identity: there is no secret in " + file.string(),
                    file.string());
    }
    return secret;
}

[[noreturn]] void refuse(const http::Response& response) {
    const auto answer = parsed(response.body);
    const auto said = answer.is_object() && answer.contains("error") && answer["error"].is_string()
                          ? answer["error"].get<std::string>()
                          : std::string();
    const std::string status = " (status " + std::to_string(response.status) + ")";
    if (response.status == unauthorized || response.status == forbidden ||
        std::ranges::find(faults_of_ours, said) != faults_of_ours.end()) {
        throw Error(Reason::provider_refused,
                    "identity: the provider does not let this client in" + status);
    }
    if (response.status == bad_request && said == "invalid_grant") {
        throw Error(Reason::code_refused, "identity: the provider does not take the code" + status);
    }
    throw nonsense("to a code" + status);
}

}  // namespace

std::string escape_query(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF", unreserved = "-._~";
    std::string escaped;
    for (const char c : text) {
        const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                              (c >= '0' && c <= '9') ||
                              unreserved.find(c) != std::string_view::npos;
        const auto byte = static_cast<unsigned char>(c);
        escaped +=
            is_plain ? std::string(1, c) : std::string{'%', digits[byte / 16], digits[byte % 16]};
    }
    return escaped;
}

std::string query_of(const std::map<std::string, std::string>& values) {
    std::string query;
    for (const auto& [name, value] : values) {
        query += (query.empty() ? "" : "&") + escape_query(name) + "=" + escape_query(value);
    }
    return query;
}

std::string with_query(const std::string& url, const std::map<std::string, std::string>& values) {
    return url + (url.find('?') == std::string::npos ? "?" : "&") + query_of(values);
}

bool is_safe_url(const std::string& url) {
    if (std::ranges::any_of(url, [](char c) { return c <= ' ' || c > '~' || c == '"'; })) {
        return false;
    }
    try {
        const Poco::URI uri(url);
        const std::string& host = uri.getHost();
        const bool is_this_machine = host == "127.0.0.1" || host == "::1" || host == "localhost";
        return !host.empty() && uri.getUserInfo().empty() && url.find('#') == std::string::npos &&
               (uri.getScheme() == "https" || (uri.getScheme() == "http" && is_this_machine));
    } catch (const Poco::Exception&) {
        return false;
    }
}

http::Response ProviderWire::send(const std::string& url, http::Request request) const {
    const auto host = url.find("//") + 2;  // `is_safe_url`
    const auto path = std::min(url.find_first_of("/?", host), url.size());
    request.path = (path < url.size() && url[path] == '/' ? "" : "/") + url.substr(path);
    request.headers["Accept"] = "application/json";
    try {
        http::Client client({.base_url = url.substr(0, path),
                             .timeout_ms = settings_.timeout_ms,
                             .tls = settings_.tls,
                             .answer_bytes = answer_bytes});
        const auto response = client.send(request);
        if (response.status == timeout || response.status == too_many ||
            response.status >= first_server_error) {
            throw Error(
                Reason::provider_unavailable,
                "identity: the provider answered with status " + std::to_string(response.status));
        }
        return response;
    } catch (const Error& error) {
        switch (error.kind()) {
            case ErrorKind::unavailable:
                throw Error(Reason::provider_unavailable,
                            std::string("identity: the provider cannot be asked: ") + error.what());
            case ErrorKind::limit:
                throw nonsense("it is too long");
            case ErrorKind::bad_input:
            case ErrorKind::not_found:
            case ErrorKind::refused:
            case ErrorKind::conflict:
            case ErrorKind::internal:
                throw;
        }
        throw;
    }
}

json ProviderWire::get(const std::string& url, std::string_view what) const {
    http::Request request;
    request.method = "GET";
    const auto response = send(url, request);
    auto answer = parsed(response.body);
    if (response.status != ok || !answer.is_object()) {
        throw nonsense(std::string(what) + " with status " + std::to_string(response.status));
    }
    return answer;
}

Discovery ProviderWire::discover() const {
    // Discovery 1.0, 4.1: "If the Issuer value contains a path component, any terminating / MUST be
    // removed before appending /.well-known/openid-configuration."
    std::string url = settings_.issuer;
    while (url.ends_with('/')) {
        url.pop_back();
    }
    const auto said = get(url + "/.well-known/openid-configuration", "about itself");
    // 4.3: "The issuer value returned MUST be identical to the Issuer URL that was used as the
    // prefix".
    if (!said.contains("issuer") || said["issuer"] != json(settings_.issuer)) {
        throw nonsense("it is another issuer");
    }
    Discovery discovery;
    discovery.authorization_url = url_at(said, "authorization_endpoint");
    discovery.token_url = url_at(said, "token_endpoint");
    discovery.keys_url = url_at(said, "jwks_uri");
    if (said.contains("end_session_endpoint")) {
        discovery.end_session_url = url_at(said, "end_session_endpoint");
    }
    constexpr auto methods = "token_endpoint_auth_methods_supported";
    discovery.takes_secret_in_body = !has_word(said, methods, "client_secret_basic", true) &&
                                     has_word(said, methods, "client_secret_post", false);
    return discovery;
}

json ProviderWire::key_set(const Discovery& discovery) const {
    return get(discovery.keys_url, "about its keys");
}

std::string ProviderWire::token_for(const Discovery& discovery, const std::string& code,
                                    const std::string& verifier,
                                    const std::string& redirect_uri) const {
    std::map<std::string, std::string> form{{"grant_type", "authorization_code"},
                                            {"code", code},
                                            {"redirect_uri", redirect_uri},
                                            {"code_verifier", verifier},
                                            {"client_id", settings_.client_id}};
    http::Request request;
    request.content_type = "application/x-www-form-urlencoded";
    if (!settings_.client_secret_file.empty()) {
        const auto secret = secret_in(settings_.client_secret_file);
        if (discovery.takes_secret_in_body) {
            form["client_secret"] = secret;
        } else {
            // RFC 6749, 2.3.1: both are encoded as in a form before they are joined.
            request.headers["Authorization"] =
                "Basic " +
                to_base64(escape_query(settings_.client_id) + ":" + escape_query(secret));
        }
    }
    request.body = bytes_of(query_of(form));
    const auto response = send(discovery.token_url, request);
    if (response.status != ok) {
        refuse(response);
    }
    const auto answer = parsed(response.body);
    if (!answer.is_object() || !answer.contains("id_token") || !answer["id_token"].is_string()) {
        throw nonsense("to a code, without a token");
    }
    return answer["id_token"].get<std::string>();
}

}  // namespace indgang::identity
