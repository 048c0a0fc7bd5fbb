// SPDX-License-Identifier: MPL-2.0
// Written by ocr/models/train/field_calibration.py of 4068 fields. Figures: ocr/models/digits.md.
#pragma once

#include <array>

#include "ocr/read/digit_field.h"

namespace indgang::ocr {

struct DigitModel {
    double bias;
    std::array<double, digit_features> weights;
    double most;  ///< no probability is above
};

constexpr DigitModel digit_model = {0.7172, {0.2619, 0.5966}, 0.99951};

}  // namespace indgang::ocr
