// SPDX-License-Identifier: MPL-2.0
// Written by ocr/models/train/text_calibration.py of 2631 fields, 2080 more
// for scale, shift and the highest probability. Figures: ocr/models/text.md.
#pragma once

#include <array>
#include <cstddef>

#include "ocr/read/text_probability.h"

namespace indgang::ocr {

template <std::size_t count>
struct TextModel {
    double bias;
    std::array<double, count> weights;
    double scale;
    double shift;
    double most;  ///< no probability is above
};

// clang-format off
constexpr double certain_probability = 0.997;
constexpr TextModel<first_features> print_one_reading = {
    10.5440,
    {
     -1.7099, -3.5807, -2.3956, 0.0000, -4.1929, -0.9274, -0.0572, 0.2844, 0.0000, -0.3311,
     1.7098, 0.0000, 0.0000, 0.0000, 0.0000, -2.6983, 0.7421, 0.3090, -0.3008},
    1.0000, -0.5368, 0.99944};
constexpr TextModel<first_features + second_features> print_two_readings = {
    11.1399,
    {
     -1.3850, -3.2521, -2.1253, 0.0000, -3.4569, -1.0148, 0.0394, 0.1168, -0.0521, -0.2797,
     1.8703, 0.0000, 0.0000, 0.0000, 0.0000, -1.9864, 0.5696, 0.2858, -0.1993, -0.7384,
     -2.1075, 0.0000, 0.0000, 0.4520, 0.1977, -0.3600},
    0.9763, -0.0019, 0.99944};
constexpr TextModel<first_features> hand_one_reading = {
    12.4951,
    {
     0.8966, -3.6785, -4.3550, -0.3732, -2.8335, -3.8158, -1.0824, -0.8965, -0.0414, -0.3134,
     0.7814, -0.1480, 0.0000, -0.0152, 0.0000, -0.1746, -0.0431, 0.3968, 0.3374},
    0.9988, 0.0281, 0.99826};
constexpr TextModel<first_features + second_features> hand_two_readings = {
    11.9145,
    {
     0.8178, -3.2212, -3.7660, -0.3674, -2.7055, -3.3711, -0.6960, -0.5596, -0.0682, -0.3029,
     0.5981, 0.0000, 0.0000, 0.0000, 0.0000, -0.1644, -0.0739, 0.3237, 0.2920, -0.4254,
     -1.0939, -0.2619, 0.0000, 0.2820, 2.0999, -0.9679},
    0.9721, 0.0338, 0.99826};
// clang-format on

}  // namespace indgang::ocr
