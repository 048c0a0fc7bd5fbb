// SPDX-License-Identifier: MPL-2.0
// Written by ocr/models/train/field_calibration.py of 6225 fields by hand and 2694 in print.
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

constexpr DigitModel hand_digit_model = {1.2331, {0.2398, 0.5238}, 0.99968};
constexpr DigitModel print_digit_model = {2.4865, {0.9979, 0.0000}, 0.99926};

}  // namespace indgang::ocr
