// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstdint>
#include <string>

#include "ocr/ink/zone_ink.h"

namespace indgang::ocr {

/// The ink of digits printed by Leptonica's own typeface, enlarged to 5 mm.
inline WriterInk printed(const std::string& text, int apart_px = 0) {
    constexpr int size_pt = 20, width = 900, height = 120;
    L_BMF* font = bmfCreate(nullptr, size_pt);
    const PixPtr page(pixCreate(width, height, 8));
    pixSetAll(page.get());
    int x = 40;
    for (const char c : text) {
        const PixPtr small(pixCreate(60, 60, 8));
        pixSetAll(small.get());
        l_int32 used = 0, is_too_long = 0;
        pixSetTextline(small.get(), font, std::string(1, c).c_str(), 0, 10, 45, &used,
                       &is_too_long);
        constexpr float larger = 1.6F;
        const PixPtr large(pixScale(small.get(), larger, larger));
        const int wide = static_cast<int>(static_cast<float>(used) * larger);
        pixRasterop(page.get(), x, 10, wide + 16, 96, PIX_SRC & PIX_DST, large.get(), 16, 0);
        x += wide + 6 + apart_px;
    }
    bmfDestroy(&font);
    WriterInk ink;
    ink.patch = {width, height, {}};
    for (int y = 0; y < height; ++y) {
        for (int column = 0; column < width; ++column) {
            l_uint32 value = 0;
            pixGetPixel(page.get(), column, y, &value);
            ink.patch.pixels.push_back(static_cast<std::uint8_t>(value));
        }
    }
    ink.box = {18, 18, width - 36, height - 36};
    return ink;
}

}  // namespace indgang::ocr
