// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string_view>

#include "ocr/ink/zone_ink.h"

namespace indgang::ocr::drawn {

/// A line of print as blocks: 'H' is a capital of 40 pixels, 'x' a small letter of 28, 'p' one that
/// reaches below the line; 'i' a stem with a dot, 'u' a small letter with two dots, 'o' one with a
/// ring's block, '/' one with an accent, '^' one with a caret, 'c' one with a tail; 'D' is a
/// capital with a bar that sticks out to the left, 'E' one with bars at its ends only, 'P' one that
/// reaches below the line. The box holds it all.
inline WriterInk line(std::string_view letters) {
    constexpr int width = 24, step = 34, cap = 40, small = 28, base = 70, left = 30, tall = 110;
    WriterInk ink;
    ink.patch.width = left * 2 + step * static_cast<int>(letters.size());
    ink.patch.height = tall;
    ink.patch.pixels.assign(static_cast<std::size_t>(ink.patch.width) * tall, 255);
    ink.box = {10, 10, ink.patch.width - 20, tall - 20};
    const auto fill = [&](int x, int y, int w, int h) {
        for (int row = y; row < y + h; ++row) {
            for (int column = x; column < x + w; ++column) {
                ink.patch.pixels[static_cast<std::size_t>(row * ink.patch.width + column)] = 0;
            }
        }
    };
    int x = left;
    for (const char letter : letters) {
        const int high = letter >= 'A' && letter <= 'Z' ? cap : small;
        const int wide = letter == 'i' ? 6 : width;
        fill(x, base - high, wide, high + (letter == 'p' || letter == 'P' ? 12 : 0));
        switch (letter) {
            case 'i':
                fill(x, base - 40, 6, 6);
                break;
            case 'u':
                fill(x + 3, base - 40, 6, 6);
                fill(x + 15, base - 40, 6, 6);
                break;
            case 'o':
                fill(x + 6, base - 43, 12, 12);
                break;
            case '/':
                for (int i = 0; i < 10; ++i) {
                    fill(x + 6 + i, base - 32 - i, 3, 2);
                }
                break;
            case '^':
                fill(x + 3, base - 38, 18, 5);
                break;
            case 'D':
                fill(x - 5, base - 22, 5, 5);
                break;
            case 'E':
                fill(x - 5, base - cap, 5, 5);
                fill(x - 5, base - 5, 5, 5);
                break;
            case 'c':
                fill(x + 9, base, 6, 10);
                break;
            default:
                break;
        }
        x += step;
    }
    return ink;
}

}  // namespace indgang::ocr::drawn
