// SPDX-License-Identifier: MPL-2.0
// Written by ocr/models/train/field_calibration.py of 6102 fields. Figures: ocr/models/digits.md.
#pragma once

#include <array>

#include "ocr/read/digit_field.h"

namespace indgang::ocr {

struct DigitModel {
    double bias;
    std::array<double, digit_features> weights;
    double most;  ///< no probability is above
};

constexpr DigitModel digit_model = {1.2429, {0.2324, 0.5231}, 0.99967};

}  // namespace indgang::ocr
