// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>

#include "schemas/record/reading.h"

namespace indgang::ocr {

constexpr double line_inset_mm = 0.8;  ///< away from printed lines, where emptiness is looked for

/// The reading of a place without any ink. Its probability is set by hand.
[[nodiscard]] record::FieldReading empty_reading(std::string reader);

/// Whether a reading says that nothing is written: no text, or no signature. One without
/// candidates, which could not be read, says so too.
[[nodiscard]] bool is_nothing(const record::FieldReading& reading);

}  // namespace indgang::ocr
