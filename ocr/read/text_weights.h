// SPDX-License-Identifier: MPL-2.0
// Written by ocr/models/train/text_calibration.py of 3671 fields, 3120 more
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
constexpr double certain_by_one = 0.995, certain_by_two = 0.993;
constexpr TextModel<first_features> print_one_look = {
    12.1335,
    {
     -2.7446, -3.2109, -2.5061, 0.0000, -3.6696, -2.5642, -0.5110, 0.5280, -0.2406, -0.2234,
     1.2548, 0.0000, 0.0000, 0.0000, 0.0000, -2.5363, 1.0462, 0.3075, -0.4583},
    1.0000, -0.1574, 0.99964};
constexpr TextModel<second_features> print_two_looks = {
    10.5275,
    {
     -1.0637, -2.6439, -2.4724, 0.0000, -3.9477, -2.3106, -0.5121, 0.9552, -0.2742, -0.2150,
     1.4368, 0.0000, 0.0000, 0.0000, 0.0000, -2.5234, 1.0123, 0.1184, -0.3579, 0.0000, -2.3719,
     0.0000, -0.2559, 0.2746, -1.3383, 0.8270},
    0.9716, -0.0255, 0.99964};
constexpr TextModel<all_features> print_all_looks = {
    10.5630,
    {
     -0.7329, -1.9073, -3.2802, 0.0000, -4.2357, -2.0948, -0.4379, 0.8497, -0.3194, -0.2710,
     1.9186, -0.2235, 0.0000, 0.0000, 0.0000, -2.1649, 0.1795, 0.5086, -1.1347, -1.6296,
     0.0000, -0.5927, 0.0074, -0.5252, -1.3685, 0.0000, 0.0000, -0.3345},
    1.0000, -0.1116, 0.99964};
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
