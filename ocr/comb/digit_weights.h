// SPDX-License-Identifier: MPL-2.0
// Written by ocr/models/train/field_calibration.py of 6156 fields by hand and 4635 in print.
// Figures: ocr/models/digits.md.
#pragma once

#include <array>

#include "ocr/comb/digit_field.h"

namespace indgang::ocr {

struct DigitModel {
    double bias;
    std::array<double, digit_features> weights;
    double most;  ///< no probability is above
};

constexpr DigitModel hand_digit_model = {0.2267, {0.5793, 0.3995}, 0.99968};
constexpr DigitModel print_digit_model = {0.9729, {1.5770, 1.0876}, 0.99957};

}  // namespace indgang::ocr
