// SPDX-License-Identifier: MPL-2.0
// Written by ocr/models/train/field_calibration.py of fields: 2483 (letter).
// Figures: ocr/models/letters.md.
#pragma once

#include "ocr/comb/letter_field.h"

namespace indgang::ocr {

constexpr LetterModel letter_model = {0.2837, {0.9995, 1.4825}, 0.99920};

}  // namespace indgang::ocr
