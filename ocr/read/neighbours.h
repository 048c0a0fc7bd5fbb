// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <span>
#include <vector>

#include "ocr/read/reader.h"
#include "schemas/record/reading.h"

namespace indgang::ocr {

/// Doubts readings whose writing may belong to the field beside them: a character or a mark between
/// two boxes, and what stands in the box next to a struck value. Readings that have a doubt keep
/// it, and rows that are empty stay so. Takes: the page's zones to write in, and their readings.
void doubt_neighbours(std::span<const LeaningZone> leaning,
                      std::span<const form::Zone* const> zones,
                      std::vector<record::FieldReading>& fields);

}  // namespace indgang::ocr
