// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <leptonica/allheaders.h>

#include <cstdint>
#include <memory>
#include <vector>

namespace indgang::ocr {

struct PixDeleter {
    void operator()(Pix* pix) const { pixDestroy(&pix); }
};
using PixPtr = std::unique_ptr<Pix, PixDeleter>;

/// A page that is upright within a few degrees, as `normalise` leaves it.
///
/// `pix` has depth 1 (1 = ink) or 8 (0 = black, 255 = white, contrast already stretched) and no
/// colour map. `dpi` is known and plausible (70..1200). `turned_quarters` says how often the scan
/// was turned clockwise by 90 degrees to get here: the transform back to the scan. Where the file
/// does not say a plausible dpi, `dpi` is guessed from the size and `is_dpi_said` is false.
struct PageImage {
    PixPtr pix;
    double dpi = 0;
    int turned_quarters = 0;
    bool is_dpi_said = false;
};

/// A small upright piece of a page: 8-bit grey, row by row, 0 = black, 255 = white, no padding.
struct GreyPatch {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> pixels;

    [[nodiscard]] std::uint8_t at(int x, int y) const {
        return pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                      static_cast<std::size_t>(x)];
    }
};

}  // namespace indgang::ocr
