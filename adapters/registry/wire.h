// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "adapters/http/client.h"
#include "schemas/error/error.h"
#include "schemas/record/record.h"

/// What the wires of all registers have in common: JSON over POST, strict reading of answers.
/// docs/formats/registers.md
namespace indgang::registry {

/// Asks and gives the answer's JSON object, or why the register does not know.
///
/// Errors: unavailable (no answer, 408, 409, 425, 429, 5xx, nonsense), refused (401, 403),
///         internal (other 4xx: our question is malformed).
[[nodiscard]] std::variant<nlohmann::json, record::Unknown> ask_wire(
    http::Client& client, std::string_view registry, std::string_view path,
    const nlohmann::json& question);

/// The register answered something that its wire does not allow; asking again may help.
[[nodiscard]] Error nonsense(std::string_view registry, std::string_view what);
/// The answer is about somebody or something that was not asked for.
[[nodiscard]] Error wrong_subject(std::string_view registry);

/// A key of the question. Error internal when it is missing: a rule is wrong.
[[nodiscard]] const Value& required_key(const record::Question& question, std::string_view name);

/// Members of an answer. Missing and null count as empty; another type than asked is nonsense.
[[nodiscard]] std::string text_at(const nlohmann::json& object, const char* name,
                                  std::string_view registry);
[[nodiscard]] const nlohmann::json& object_at(const nlohmann::json& object, const char* name,
                                              std::string_view registry);
[[nodiscard]] const nlohmann::json& array_at(const nlohmann::json& object, const char* name,
                                             std::string_view registry);

/// A member's text as a value of `kind`. Missing, null and empty count as nothing; what is no value
/// of its kind is nonsense.
[[nodiscard]] std::optional<Value> value_at(const nlohmann::json& object, const char* name,
                                            ValueKind kind, std::string_view registry);
/// `text`, which stands in the member `name`, likewise.
[[nodiscard]] std::optional<Value> checked(ValueKind kind, std::string_view text, const char* name,
                                           std::string_view registry);
/// The canonical text of a value, or "".
[[nodiscard]] std::string canonical(const std::optional<Value>& value);

}  // namespace indgang::registry
