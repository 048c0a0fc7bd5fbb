// SPDX-License-Identifier: MPL-2.0
#include "tests/forge/sheet/side_by_side.h"

#include <algorithm>
#include <stdexcept>

namespace indgang::forge {
namespace {

ocr::PixPtr paper(int width, int height, const Pix& like) {
    Pix* model = const_cast<Pix*>(&like);  // Leptonica's getters may write
    ocr::PixPtr pix(pixCreate(width, height, pixGetDepth(model)));
    if (!pix) {
        throw std::runtime_error("no memory for a sheet");
    }
    pixSetBlackOrWhite(pix.get(), L_SET_WHITE);
    pixCopyResolution(pix.get(), model);
    return pix;
}

}  // namespace

ocr::PixPtr side_by_side(const Pix& left, const Pix& right, int turned_quarters, int gap_px) {
    Pix* one = const_cast<Pix*>(&left);
    Pix* two = const_cast<Pix*>(&right);
    const int left_px = pixGetWidth(one), right_px = pixGetWidth(two);
    const int height = std::max(pixGetHeight(one), pixGetHeight(two));
    ocr::PixPtr sheet = paper(left_px + gap_px + right_px, height, left);
    pixRasterop(sheet.get(), 0, 0, left_px, pixGetHeight(one), PIX_SRC, one, 0, 0);
    pixRasterop(sheet.get(), left_px + gap_px, 0, right_px, pixGetHeight(two), PIX_SRC, two, 0, 0);
    if (turned_quarters != 0) {
        sheet.reset(pixRotateOrth(sheet.get(), turned_quarters));
    }
    return sheet;
}

ocr::PixPtr empty_like(const Pix& page) {
    Pix* model = const_cast<Pix*>(&page);
    return paper(pixGetWidth(model), pixGetHeight(model), page);
}

}  // namespace indgang::forge
