// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>

#include "schemas/record/json_node.h"
#include "schemas/record/record.h"

/// The pieces that more than one document is made of. `parse_*` throw as JsonNode does.
namespace indgang::record {

[[nodiscard]] Json json_of(const BoxPx& box);  ///< [x, y, width, height]
[[nodiscard]] BoxPx parse_box(const JsonNode& node);

[[nodiscard]] Json json_of(const std::vector<Candidate>& candidates);
[[nodiscard]] std::vector<Candidate> parse_candidates(const JsonNode& node);

[[nodiscard]] Json json_of(const std::vector<Finding>& findings);
[[nodiscard]] std::vector<Finding> parse_findings(const JsonNode& node);

/// Adds "kind" and "value" to an object, and reads them from it.
void put_value(Json& object, const Value& value);
[[nodiscard]] Value parse_value_members(const JsonNode& node);

[[nodiscard]] ApplicationRecord parse_record(const JsonNode& node);

[[nodiscard]] Json json_of(const std::vector<Answer>& answers);
[[nodiscard]] std::vector<Answer> parse_answers(const JsonNode& node);

template <typename Text>
[[nodiscard]] Json array_of_strings(const Text& texts) {
    Json array = Json::array();
    for (const std::string& text : texts) {
        array.push_back(text);
    }
    return array;
}
[[nodiscard]] std::vector<std::string> parse_strings(const JsonNode& node);

}  // namespace indgang::record
