// SPDX-License-Identifier: MPL-2.0
#include "ocr/ink/form_overlay.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "tests/ocr/blank/drawn_print.h"

namespace indgang::ocr {
namespace {

constexpr int width_px = 53, height_px = 31, shift_most = 9;

std::vector<std::uint8_t> noise() {
    drawn::Dice dice(5);
    std::vector<std::uint8_t> row(static_cast<std::size_t>(width_px * height_px));
    std::generate(row.begin(), row.end(),
                  [&] { return static_cast<std::uint8_t>(dice.below(256)); });
    return row;
}

std::vector<InkPoint> points(int count) {
    drawn::Dice dice(6);
    std::vector<InkPoint> all;
    for (int i = 0; i < count; ++i) {
        all.push_back({static_cast<std::int16_t>(dice.below(width_px)),
                       static_cast<std::int16_t>(dice.below(height_px))});
    }
    return all;
}

/// As the header says it, shift by shift; ink beyond 128 adds nothing.
ShiftPx plain_best(const FormOverlay& overlay, const std::vector<InkPoint>& print, ShiftPx around,
                   int reach, double gain) {
    const auto score = [&](ShiftPx shift) {
        double sum = 0;
        for (const InkPoint& each : print) {
            sum += std::min(overlay.row_ink(each.x + shift.x, each.y + shift.y), 128);
        }
        return sum;
    };
    ShiftPx best = around;
    double limit = score(around) * gain;
    for (int y = around.y - reach; y <= around.y + reach; ++y) {
        for (int x = around.x - reach; x <= around.x + reach; ++x) {
            if (score({x, y}) > limit) {
                limit = score({x, y});
                best = {x, y};
            }
        }
    }
    return best;
}

TEST(FormOverlay, SeesTheFirstAndTheLastColumn) {
    for (const auto& [column, shift] : {std::pair{0, -3}, {width_px - 1, 3}}) {
        std::vector<std::uint8_t> row(static_cast<std::size_t>(width_px * height_px), 0);
        std::vector<InkPoint> print;
        for (int y = 0; y < height_px; ++y) {
            row[static_cast<std::size_t>(y * width_px + column)] = 255;
            print.push_back(
                {static_cast<std::int16_t>(column - shift), static_cast<std::int16_t>(y)});
        }
        const FormOverlay overlay(width_px, height_px, row, shift_most);
        EXPECT_EQ(overlay.best_shift(print, {}, 4, 1), (ShiftPx{shift, 0})) << column;
    }
}

TEST(FormOverlay, IsPaperBeyondTheRow) {
    const auto row = noise();
    const FormOverlay overlay(width_px, height_px, row, shift_most);
    EXPECT_EQ(overlay.row_ink(0, 0), row.front());
    EXPECT_EQ(overlay.row_ink(0, 1), row[width_px]);
    EXPECT_EQ(overlay.row_ink(width_px - 1, height_px - 1), row.back());
    EXPECT_EQ(overlay.row_ink(-1, 5), 0);
    EXPECT_EQ(overlay.row_ink(5, -1), 0);
    EXPECT_EQ(overlay.row_ink(width_px, 5), 0);
    EXPECT_EQ(overlay.row_ink(5, height_px), 0);
}

TEST(FormOverlay, FindsTheShiftThatPointByPointFinds) {
    const auto row = noise();
    const FormOverlay overlay(width_px, height_px, row, shift_most);
    // More points than are summed at once, and shifts of more than one block of lines.
    for (const int count : {1, 7, 60, 511, 512, 1100}) {
        const auto print = points(count);
        for (const int reach : {0, 1, 2, 5, 6, 8, 9}) {
            EXPECT_EQ(overlay.best_shift(print, {}, reach, 1),
                      plain_best(overlay, print, {}, reach, 1))
                << count << " " << reach;
        }
        for (const ShiftPx around : {ShiftPx{3, -2}, {-7, 7}, {7, -7}}) {
            EXPECT_EQ(overlay.best_shift(print, around, 2, 1.03),
                      plain_best(overlay, print, around, 2, 1.03));
        }
    }
}

TEST(FormOverlay, StaysWhereAnotherShiftGainsTooLittle) {
    std::vector<std::uint8_t> row(static_cast<std::size_t>(width_px * height_px), 0);
    row[10 * width_px + 20] = 100;
    row[10 * width_px + 21] = 103;
    const FormOverlay overlay(width_px, height_px, row, shift_most);
    const std::vector<InkPoint> print{{20, 10}};
    EXPECT_EQ(overlay.best_shift(print, {}, 2, 1.02), (ShiftPx{1, 0}));
    EXPECT_EQ(overlay.best_shift(print, {}, 2, 1.04), ShiftPx{});
}

TEST(MarkForm, MarksPrintAndTwoPixelsAroundItWhereItWasLaid) {
    InkPicture picture;
    picture.width = 80;
    picture.height = 20;
    picture.form = picture.near_form = BitRows(80, 20);
    mark_form(picture, {{{{10, 5}}, {3, -2}}, {{{0, 19}}, {-2, 0}}, {{{79, 0}}, {0, -2}}});
    for (int y = 0; y < 20; ++y) {
        for (int x = 0; x < 80; ++x) {
            const auto distance = [&](int u, int v) {
                return std::max(std::abs(x - u), std::abs(y - v));
            };
            const int from = std::min({distance(13, 3), distance(-2, 19), distance(79, -2)});
            EXPECT_EQ(picture.form.at(x, y), from <= 1) << x << ", " << y;
            EXPECT_EQ(picture.near_form.at(x, y), from <= 2) << x << ", " << y;
        }
    }
}

}  // namespace
}  // namespace indgang::ocr
