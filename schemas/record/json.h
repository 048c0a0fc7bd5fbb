// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/record/reading.h"
#include "schemas/record/record.h"

/// The one JSON writing of readings and records. Formats: docs/formats/record.md, reading.md.
/// `parse_*` throw Error bad_input with a JSON pointer as the place.
namespace indgang::record {

[[nodiscard]] std::string to_json(const PageReading& reading);
[[nodiscard]] PageReading parse_page_reading(std::string_view json);

[[nodiscard]] std::string to_json(const ApplicationRecord& record);
[[nodiscard]] ApplicationRecord parse_application_record(std::string_view json);

[[nodiscard]] std::string to_json(const InquiredRecord& record);
[[nodiscard]] InquiredRecord parse_inquired_record(std::string_view json);

/// What is delivered and shown: values with provenance, register verdicts, findings, outcome.
[[nodiscard]] std::string to_json(const SettledRecord& record);
[[nodiscard]] SettledRecord parse_settled_record(std::string_view json);

/// As trees, for documents that are built of trees. They cost many times what the text does.
[[nodiscard]] nlohmann::ordered_json json_of(const Candidate& candidate);
[[nodiscard]] nlohmann::ordered_json json_of(const Finding& finding);
[[nodiscard]] nlohmann::ordered_json json_of(const ApplicationRecord& record);
[[nodiscard]] nlohmann::ordered_json json_of(const SettledRecord& record);

}  // namespace indgang::record
