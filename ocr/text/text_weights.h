// SPDX-License-Identifier: MPL-2.0
// Written by ocr/models/train/text_calibration.py of 3671 fields, 3320 more
// for scale, shift and the highest probability. Figures: ocr/models/text.md.
#pragma once

#include <array>
#include <cstddef>

#include "ocr/text/text_probability.h"

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
constexpr double certain_by_one = 0.992, certain_by_two = 0.992;
constexpr TextModel<first_features> print_one_look = {
    11.8929,
    {
     -2.6384, -3.2840, -2.4008, 0.0000, -3.6524, -3.7674, -0.4526, -0.1645, -0.2385, -0.2245,
     1.2193, 0.0000, 0.0000, 0.0000, 0.0000, -2.5759, 0.9571, 0.3188, -0.3233},
    1.0000, -0.1902, 0.99966};
constexpr TextModel<second_features> print_two_looks = {
    10.4117,
    {
     -1.0125, -2.7609, -2.3382, 0.0000, -3.9077, -3.6742, -0.4146, 0.2747, -0.2604, -0.2135,
     1.3841, 0.0000, 0.0000, 0.0000, 0.0000, -2.5623, 0.8704, 0.1541, -0.0993, 0.0000, -2.3777,
     0.0000, -0.3196, 0.2236, -1.2361, 0.7338},
    0.9669, -0.0222, 0.99966};
constexpr TextModel<all_features> print_all_looks = {
    10.5573,
    {
     -0.7353, -2.0031, -3.1718, 0.0000, -4.2218, -3.2971, -0.3517, 0.1156, -0.3218, -0.2550,
     1.8269, 0.0000, 0.0000, 0.0000, 0.0000, -2.1190, 0.0309, 0.5559, -0.8799, -1.6660, 0.0000,
     -0.6449, -0.0520, -0.5097, -1.4751, 0.0000, 0.0000, -0.3419},
    1.0000, -0.1442, 0.99966};
constexpr TextModel<first_features> hand_one_look = {
    12.2403,
    {
     0.3133, -3.5041, -4.0689, 0.0000, -1.4619, -3.9748, -1.1075, -0.6726, -0.0305, 0.0000,
     0.6653, -0.2082, 0.0000, 0.0000, 0.0000, 0.0000, 0.0022, 0.4612, 0.0598},
    1.0000, 0.0000, 0.99831};
constexpr TextModel<second_features> hand_two_looks = {
    11.7129,
    {
     0.3963, -2.7812, -3.5058, 0.0000, -1.3143, -3.8796, -0.7886, -0.5969, -0.0551, 0.0000,
     0.7352, -0.3456, 0.0000, 0.0000, 0.0000, 0.0000, -0.1604, 0.5002, 0.2232, -0.1798,
     -2.2749, -0.5973, -0.0648, -0.4054, 0.8018, -0.9336},
    0.9833, 0.0108, 0.99831};
constexpr TextModel<all_features> hand_all_looks = {
    9.5889,
    {
     0.5288, -2.6540, -4.2298, 0.0000, -1.8427, -3.2434, -0.4298, -0.5771, 0.0000, -0.2963,
     0.4794, -0.1512, 0.0000, 0.0000, 0.0000, 0.0000, -0.7892, 0.6455, 0.6125, -0.7127, 0.0000,
     -0.3766, 0.0751, -0.0831, -1.0107, -0.0521, 0.0000, -0.1711},
    0.9771, 0.0393, 0.99831};
// clang-format on

}  // namespace indgang::ocr
