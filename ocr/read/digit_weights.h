// SPDX-License-Identifier: MPL-2.0
// Written by ocr/models/train/field_calibration.py of 5997 fields by hand and 2922 in print.
// Figures: ocr/models/digits.md.
#pragma once

#include <array>

#include "ocr/read/digit_field.h"

namespace indgang::ocr {

struct DigitModel {
    double bias;
    std::array<double, digit_features> weights;
    double most;  ///< no probability is above
};

constexpr DigitModel hand_digit_model = {0.2555, {0.5893, 0.3808}, 0.99967};
constexpr DigitModel print_digit_model = {3.4943, {0.0000, 0.6106}, 0.99932};

}  // namespace indgang::ocr
