// SPDX-License-Identifier: MPL-2.0
// Written by ocr/models/train/text_calibration.py of 3671 fields, 3320 more
// for scale, shift and the highest probability. Figures: ocr/models/text.md.
//
// Fitted while the witness was Tesseract's English network; with the Latin one they have not been
// fitted again. The weights of unexplained_marks, missing_marks and unknown_letters are set by
// hand.
#pragma once

#include <array>

#include "ocr/text/text_probability.h"

namespace indgang::ocr {

// clang-format off
inline constexpr auto print_one_look = std::to_array<FeatureWeight>({
    {"worst_symbol", -2.6384},
    {"worst_word", -3.2840},
    {"mean_symbol", -2.4008},
    {"changes", 0.0000},
    {"odd", -3.6524},
    {"not_of_kind", -3.7674},
    {"length", -0.4526},
    {"is_short", -0.1645},
    {"specks", -0.2385},
    {"email_confusable", -0.2245},
    {"is_email", 1.2193},
    {"short_confusable", 0.0000},
    {"touches_edge", 0.0000},
    {"unevenness_beyond", 0.0000},
    {"unevenness", 0.0000},
    {"page_unevenness", -2.5759},
    {"worst_symbol_squared", 0.9571},
    {"worst_word_squared", 0.3188},
    {"worst_by_mean", -0.3233},
    {"unexplained_marks", -3.0000},
    {"missing_marks", 0.0000},
});
static_assert(follow(print_one_look, {}));
inline constexpr auto print_two_looks = std::to_array<FeatureWeight>({
    {"worst_symbol", -1.0125},
    {"worst_word", -2.7609},
    {"mean_symbol", -2.3382},
    {"changes", 0.0000},
    {"odd", -3.9077},
    {"not_of_kind", -3.6742},
    {"length", -0.4146},
    {"is_short", 0.2747},
    {"specks", -0.2604},
    {"email_confusable", -0.2135},
    {"is_email", 1.3841},
    {"short_confusable", 0.0000},
    {"touches_edge", 0.0000},
    {"unevenness_beyond", 0.0000},
    {"unevenness", 0.0000},
    {"page_unevenness", -2.5623},
    {"worst_symbol_squared", 0.8704},
    {"worst_word_squared", 0.1541},
    {"worst_by_mean", -0.0993},
    {"unexplained_marks", -3.0000},
    {"missing_marks", 0.0000},
    {"second_disagreements", 0.0000},
    {"second_disagrees", -2.3777},
    {"second_symbol", 0.0000},
    {"second_word", -0.3196},
    {"symbol_if_disagrees", 0.2236},
    {"symbol_if_agrees", -1.2361},
    {"word_if_agrees", 0.7338},
});
static_assert(follow(print_two_looks, second_features));
inline constexpr auto print_all_looks = std::to_array<FeatureWeight>({
    {"worst_symbol", -0.7353},
    {"worst_word", -2.0031},
    {"mean_symbol", -3.1718},
    {"changes", 0.0000},
    {"odd", -4.2218},
    {"not_of_kind", -3.2971},
    {"length", -0.3517},
    {"is_short", 0.1156},
    {"specks", -0.3218},
    {"email_confusable", -0.2550},
    {"is_email", 1.8269},
    {"short_confusable", 0.0000},
    {"touches_edge", 0.0000},
    {"unevenness_beyond", 0.0000},
    {"unevenness", 0.0000},
    {"page_unevenness", -2.1190},
    {"worst_symbol_squared", 0.0309},
    {"worst_word_squared", 0.5559},
    {"worst_by_mean", -0.8799},
    {"unexplained_marks", -3.0000},
    {"missing_marks", 0.0000},
    {"looks_against", -1.6660},
    {"looks_disagreements", 0.0000},
    {"least_sure_word", -0.6449},
    {"word_if_unanimous", -0.0520},
    {"witness_disagreements", -0.5097},
    {"witness_disagrees", -1.4751},
    {"witness_symbol", 0.0000},
    {"witness_word", 0.0000},
    {"rings_among_specks", -0.3419},
    {"unknown_letters", 0.0000},
});
static_assert(follow(print_all_looks, all_features));
inline constexpr auto hand_one_look = std::to_array<FeatureWeight>({
    {"worst_symbol", 0.3133},
    {"worst_word", -3.5041},
    {"mean_symbol", -4.0689},
    {"changes", 0.0000},
    {"odd", -1.4619},
    {"not_of_kind", -3.9748},
    {"length", -1.1075},
    {"is_short", -0.6726},
    {"specks", -0.0305},
    {"email_confusable", 0.0000},
    {"is_email", 0.6653},
    {"short_confusable", -0.2082},
    {"touches_edge", 0.0000},
    {"unevenness_beyond", 0.0000},
    {"unevenness", 0.0000},
    {"page_unevenness", 0.0000},
    {"worst_symbol_squared", 0.0022},
    {"worst_word_squared", 0.4612},
    {"worst_by_mean", 0.0598},
    {"unexplained_marks", -3.0000},
    {"missing_marks", 0.0000},
});
static_assert(follow(hand_one_look, {}));
inline constexpr auto hand_two_looks = std::to_array<FeatureWeight>({
    {"worst_symbol", 0.3963},
    {"worst_word", -2.7812},
    {"mean_symbol", -3.5058},
    {"changes", 0.0000},
    {"odd", -1.3143},
    {"not_of_kind", -3.8796},
    {"length", -0.7886},
    {"is_short", -0.5969},
    {"specks", -0.0551},
    {"email_confusable", 0.0000},
    {"is_email", 0.7352},
    {"short_confusable", -0.3456},
    {"touches_edge", 0.0000},
    {"unevenness_beyond", 0.0000},
    {"unevenness", 0.0000},
    {"page_unevenness", 0.0000},
    {"worst_symbol_squared", -0.1604},
    {"worst_word_squared", 0.5002},
    {"worst_by_mean", 0.2232},
    {"unexplained_marks", -3.0000},
    {"missing_marks", 0.0000},
    {"second_disagreements", -0.1798},
    {"second_disagrees", -2.2749},
    {"second_symbol", -0.5973},
    {"second_word", -0.0648},
    {"symbol_if_disagrees", -0.4054},
    {"symbol_if_agrees", 0.8018},
    {"word_if_agrees", -0.9336},
});
static_assert(follow(hand_two_looks, second_features));
inline constexpr auto hand_all_looks = std::to_array<FeatureWeight>({
    {"worst_symbol", 0.5288},
    {"worst_word", -2.6540},
    {"mean_symbol", -4.2298},
    {"changes", 0.0000},
    {"odd", -1.8427},
    {"not_of_kind", -3.2434},
    {"length", -0.4298},
    {"is_short", -0.5771},
    {"specks", 0.0000},
    {"email_confusable", -0.2963},
    {"is_email", 0.4794},
    {"short_confusable", -0.1512},
    {"touches_edge", 0.0000},
    {"unevenness_beyond", 0.0000},
    {"unevenness", 0.0000},
    {"page_unevenness", 0.0000},
    {"worst_symbol_squared", -0.7892},
    {"worst_word_squared", 0.6455},
    {"worst_by_mean", 0.6125},
    {"unexplained_marks", -3.0000},
    {"missing_marks", 0.0000},
    {"looks_against", -0.7127},
    {"looks_disagreements", 0.0000},
    {"least_sure_word", -0.3766},
    {"word_if_unanimous", 0.0751},
    {"witness_disagreements", -0.0831},
    {"witness_disagrees", -1.0107},
    {"witness_symbol", -0.0521},
    {"witness_word", 0.0000},
    {"rings_among_specks", -0.1711},
    {"unknown_letters", 0.0000},
});
static_assert(follow(hand_all_looks, all_features));
inline constexpr TextCalibration tesseract_calibration = {
    {
        {11.8929, print_one_look, 1.0000, -0.1902, 0.99966},
        {10.4117, print_two_looks, 0.9669, -0.0222, 0.99966},
        {10.5573, print_all_looks, 1.0000, -0.1442, 0.99966},
    },
    {
        {12.2403, hand_one_look, 1.0000, 0.0000, 0.99831},
        {11.7129, hand_two_looks, 0.9833, 0.0108, 0.99831},
        {9.5889, hand_all_looks, 0.9771, 0.0393, 0.99831},
    },
    0.992, 0.992};
// clang-format on

}  // namespace indgang::ocr
