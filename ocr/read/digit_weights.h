// SPDX-License-Identifier: MPL-2.0
// Written by ocr/models/train/field_calibration.py of 6197 fields by hand and 2722 in print.
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

constexpr DigitModel hand_digit_model = {0.2840, {0.5800, 0.3830}, 0.99968};
constexpr DigitModel print_digit_model = {2.8652, {0.5800, 0.3830}, 0.99927};

}  // namespace indgang::ocr
