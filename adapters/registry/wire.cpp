// SPDX-License-Identifier: MPL-2.0
#include "adapters/registry/wire.h"

#include <algorithm>
#include <array>

#include "schemas/error/reason.h"

namespace indgang::registry {
namespace {

// Only these words of a register are believed: a 404 without one is a wrong address or a proxy, and
// must not turn every citizen into a person that does not exist.
constexpr std::array believed = {record::Unknown::no_such_person, record::Unknown::no_such_address,
                                 record::Unknown::ambiguous_address};

constexpr int ok = 200, unauthorized = 401, forbidden = 403, not_found = 404, timeout = 408,
              conflict = 409, too_early = 425, too_many = 429, first_server_error = 500;

std::string status_text(std::string_view registry, int status) {
    return std::string(registry) + ": answered with status " + std::to_string(status);
}

nlohmann::json parsed(const std::string& body) {
    return nlohmann::json::parse(body, nullptr, false);  // discarded instead of an exception
}

}  // namespace

Error nonsense(std::string_view registry, std::string_view what) {
    return {Reason::registry_nonsense,
            std::string(registry) + ": answer is not as agreed: " + std::string(what)};
}

Error wrong_subject(std::string_view registry) {
    return {Reason::registry_wrong_person,
            std::string(registry) + ": answer is not about what was asked"};
}

std::variant<nlohmann::json, record::Unknown> ask_wire(http::Client& client,
                                                       std::string_view registry,
                                                       std::string_view path,
                                                       const nlohmann::json& question) {
    http::Request request;
    request.path = path;
    request.body = bytes_of(question.dump());
    request.headers["Accept"] = "application/json";
    http::Response response;
    try {
        response = client.send(request);
    } catch (const Error& error) {
        throw Error(Reason::registry_unavailable, std::string(registry) + ": " + error.what());
    }
    const int status = response.status;
    if (status == ok) {
        auto answer = parsed(response.body);
        if (!answer.is_object()) {
            throw nonsense(registry, "no JSON object");
        }
        return answer;
    }
    if (status == not_found) {
        const auto answer = parsed(response.body);
        if (answer.is_object() && answer.contains("reason") && answer["reason"].is_string()) {
            const auto unknown =
                record::parse_unknown(answer["reason"].get_ref<const std::string&>());
            if (unknown && std::ranges::find(believed, *unknown) != believed.end()) {
                return *unknown;
            }
        }
        throw nonsense(registry, "404 without a known reason");
    }
    if (status == unauthorized || status == forbidden) {
        throw Error(Reason::registry_refused, status_text(registry, status));
    }
    if (status == timeout || status == conflict || status == too_early || status == too_many ||
        status >= first_server_error) {
        throw Error(
            status == too_many ? Reason::registry_rate_limited : Reason::registry_unavailable,
            status_text(registry, status));
    }
    throw Error(Reason::registry_rejected_question, status_text(registry, status));
}

const Value& required_key(const record::Question& question, std::string_view name) {
    const auto found = question.key.find(std::string(name));
    if (found == question.key.end()) {
        throw Error(Reason::registry_key_missing,
                    question.registry + ": question without the key " + std::string(name));
    }
    return found->second;
}

std::string text_at(const nlohmann::json& object, const char* name, std::string_view registry) {
    const auto found = object.find(name);
    if (found == object.end() || found->is_null()) {
        return {};
    }
    if (!found->is_string()) {
        throw nonsense(registry, std::string(name) + " is no text");
    }
    return found->get<std::string>();
}

const nlohmann::json& object_at(const nlohmann::json& object, const char* name,
                                std::string_view registry) {
    const auto found = object.find(name);
    if (found == object.end() || !found->is_object()) {
        throw nonsense(registry, std::string(name) + " is no object");
    }
    return *found;
}

const nlohmann::json& array_at(const nlohmann::json& object, const char* name,
                               std::string_view registry) {
    const auto found = object.find(name);
    if (found == object.end() || !found->is_array()) {
        throw nonsense(registry, std::string(name) + " is no array");
    }
    return *found;
}

std::optional<Value> checked(ValueKind kind, std::string_view text, const char* name,
                             std::string_view registry) {
    if (text.empty()) {
        return std::nullopt;
    }
    auto value = parse_value(kind, text, Notation::xml);
    if (const auto* trouble = std::get_if<ValueTrouble>(&value)) {
        throw nonsense(registry, std::string(name) + ": " + trouble->reason);
    }
    return std::get<Value>(std::move(value));
}

std::optional<Value> value_at(const nlohmann::json& object, const char* name, ValueKind kind,
                              std::string_view registry) {
    return checked(kind, text_at(object, name, registry), name, registry);
}

std::string canonical(const std::optional<Value>& value) {
    return value ? value->canonical() : std::string();
}

}  // namespace indgang::registry
