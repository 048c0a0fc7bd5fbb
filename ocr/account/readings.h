// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>
#include <vector>

#include "schemas/form/definition.h"
#include "schemas/record/reading.h"

namespace indgang::ocr {

/// The reading of a place without any ink. Its probability is set by hand.
[[nodiscard]] record::FieldReading empty_reading(std::string reader);

/// Whether a reading says that nothing is written: no text, or no signature. One without
/// candidates, which could not be read, says so too.
[[nodiscard]] bool is_nothing(const record::FieldReading& reading);

/// The reader of the rows of a table.
constexpr const char* row_reader_name = "rows/1";

/// Whether the row is empty or struck out: the table's reader looked at it as a whole, and a doubt
/// in one of its fields would make it a row.
[[nodiscard]] bool is_of_empty_row(const record::FieldReading& reading);

/// The reading of a field; null where there is none.
[[nodiscard]] record::FieldReading* reading_of(std::vector<record::FieldReading>& readings,
                                               const std::string& field);

/// Gives a field's reading a doubt, unless it has one or is of an empty row.
void doubt_reading(std::vector<record::FieldReading>& readings, const std::string& field,
                   const char* why);

/// Whether a zone is ticked or painted, not written in.
[[nodiscard]] bool is_mark(const form::Zone& zone);
/// Whether a field is written in without cells.
[[nodiscard]] bool is_text(form::Capture capture);

/// How far the end of a stroke may reach out of a box that it belongs to.
[[nodiscard]] double overshoot_mm(form::Capture capture);

}  // namespace indgang::ocr
