// SPDX-License-Identifier: MPL-2.0
// Ink is counted on a page of a quarter or an eighth of its size, where specks are gone, and piece
// by piece from above: nearly every page shows enough of it in the first piece. An empty back costs
// 2 ms.
#include "ocr/match/empty_page.h"

#include <algorithm>

#include "schemas/core/error.h"
#include "schemas/core/geometry.h"

namespace indgang::ocr {

namespace {

/// Scanners draw edges and shadows here.
constexpr double edge_mm = 8;
/// A note of one word has 10 mm2 of ink; specks smaller than 0.2 mm are not counted.
constexpr double blank_ink_most_mm2 = 4;

PixPtr must_have(Pix* pix) {
    if (pix == nullptr) {
        throw Error(ErrorKind::internal, "image_not_converted", "match: no memory for a page");
    }
    return PixPtr(pix);
}

/// The ink of some rows at half the size `halvings` times: each step keeps a pixel if two of its
/// four are ink.
PixPtr ink_of_rows(Pix& page, int top, int rows, int halvings) {
    constexpr int dark_below = 128;
    BOX* box = boxCreate(0, top, pixGetWidth(&page), rows);
    PixPtr ink(pixClipRectangle(&page, box, nullptr));
    boxDestroy(&box);
    ink = must_have(ink.release());
    if (pixGetDepth(ink.get()) == 8) {
        ink = must_have(pixThresholdToBinary(ink.get(), dark_below));
    }
    for (int i = 0; i < halvings; ++i) {
        ink = must_have(pixReduceRankBinary2(ink.get(), 2, nullptr));
    }
    return ink;
}

}  // namespace

bool is_almost_empty(const PageImage& page) {
    double scale = page.dpi / mm_per_inch;
    int halvings = 0;
    constexpr double scale_enough = 4;
    for (; scale > scale_enough; scale /= 2) {
        ++halvings;
    }
    const int edge = static_cast<int>(edge_mm * scale);
    const int page_rows = pixGetHeight(page.pix.get());
    const int width = (pixGetWidth(page.pix.get()) >> halvings) - 2 * edge;
    const int bottom = (page_rows >> halvings) - edge;
    if (width < 1 || bottom - edge < 1) {
        return false;
    }
    // Piece by piece, since the first shows ink on nearly every page.
    const int piece_rows = 16 << halvings;
    double count = 0;
    for (int top = edge << halvings; top < bottom << halvings; top += piece_rows) {
        const int rows = std::min(piece_rows, (bottom << halvings) - top);
        const PixPtr ink = ink_of_rows(*page.pix, top, rows, halvings);
        BOX* inner = boxCreate(edge, 0, width, rows >> halvings);
        l_int32 here = 0;
        pixCountPixelsInRect(ink.get(), inner, &here, nullptr);
        boxDestroy(&inner);
        count += here;
        if (count > blank_ink_most_mm2 * scale * scale) {
            return false;
        }
    }
    return true;
}

}  // namespace indgang::ocr
