// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "ocr/ink/zone_ink.h"
#include "schemas/record/reading.h"

namespace indgang::ocr {

/// Candidates "present" and "absent"; doubt "unclear_signature".
/// Gives: a reading without field and box.
[[nodiscard]] record::FieldReading read_signature(const PageOnBlank& at, const BoxMm& box);

}  // namespace indgang::ocr
