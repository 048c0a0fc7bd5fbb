// SPDX-License-Identifier: MPL-2.0
// Written by ocr/models/train/field_calibration.py of fields: 2496 (letter).
// Figures: ocr/models/letters.md.
#pragma once

#include "ocr/comb/letter_field.h"

namespace indgang::ocr {

constexpr LetterModel letter_model = {-0.0471, {0.9389, 0.6982}, 0.99920};

}  // namespace indgang::ocr
