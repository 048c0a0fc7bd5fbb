// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>
#include <vector>

#include "schemas/record/json_node.h"
#include "schemas/record/json_writer.h"
#include "schemas/record/record.h"

/// The pieces that more than one document is made of. `parse_*` throw as JsonNode does.
namespace indgang::record {

/// The members "page" and, of a half, "half" of an object.
void write_place_members(JsonWriter& out, const PagePlace& place);
[[nodiscard]] PagePlace parse_place_members(const JsonNode& node);

void write(JsonWriter& out, const BoxPx& box);  ///< [x, y, width, height]
[[nodiscard]] BoxPx parse_box(const JsonNode& node);

void write(JsonWriter& out, const Candidate& candidate);
void write(JsonWriter& out, const std::vector<Candidate>& candidates);
[[nodiscard]] std::vector<Candidate> parse_candidates(const JsonNode& node);

/// Rows of a table: from 1, ascending.
void write(JsonWriter& out, const std::vector<int>& rows);
[[nodiscard]] std::vector<int> parse_rows(const JsonNode& node);

void write(JsonWriter& out, const Finding& finding);
void write(JsonWriter& out, const std::vector<Finding>& findings);
[[nodiscard]] std::vector<Finding> parse_findings(const JsonNode& node);

/// The members "kind" and "value" of an object.
void write_value_members(JsonWriter& out, const Value& value);
[[nodiscard]] Value parse_value_members(const JsonNode& node);

void write(JsonWriter& out, const ApplicationRecord& record);
[[nodiscard]] ApplicationRecord parse_record(const JsonNode& node);

void write(JsonWriter& out, const std::vector<Answer>& answers);
[[nodiscard]] std::vector<Answer> parse_answers(const JsonNode& node);

void write(JsonWriter& out, const std::vector<std::string>& texts);
[[nodiscard]] std::vector<std::string> parse_strings(const JsonNode& node);

}  // namespace indgang::record
