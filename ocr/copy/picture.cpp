// SPDX-License-Identifier: MPL-2.0
#include "ocr/copy/picture.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <utility>

#include "schemas/error/error.h"

namespace indgang::ocr {
namespace {

Error no_memory() {
    return {Reason::page_too_large, "picture: no memory"};
}

PixPtr cut_out(const PixPtr& page, const BoxPx& box) {
    const int left = std::max(box.x, 0), top = std::max(box.y, 0);
    const int right = std::min(box.x + box.width, pixGetWidth(page.get()));
    const int bottom = std::min(box.y + box.height, pixGetHeight(page.get()));
    if (left >= right || top >= bottom) {
        throw Error(Reason::no_such_page, "picture: the box lies outside of the page");
    }
    const std::unique_ptr<Box, void (*)(Box*)> part(
        boxCreate(left, top, right - left, bottom - top), [](Box* each) { boxDestroy(&each); });
    PixPtr cut(pixClipRectangle(page.get(), part.get(), nullptr));
    if (!cut) {
        throw no_memory();
    }
    return cut;
}

/// Strokes of a 1-bit page stay to be seen when it is made smaller, as grey.
PixPtr made_smaller(PixPtr picture, int most_width_px) {
    const int width = pixGetWidth(picture.get());
    if (most_width_px <= 0 || width <= most_width_px) {
        return picture;
    }
    const auto scale = static_cast<float>(most_width_px) / static_cast<float>(width);
    PixPtr smaller(pixGetDepth(picture.get()) == 1 ? pixScaleToGray(picture.get(), scale)
                                                   : pixScale(picture.get(), scale, scale));
    if (!smaller) {
        throw no_memory();
    }
    return smaller;
}

}  // namespace

Bytes draw_picture(ScanFile& file, const PictureOrder& order) {
    auto page = file.page(1);
    auto picture = std::move(page.pix);
    if (order.box) {
        picture = cut_out(picture, *order.box);
    }
    picture = made_smaller(std::move(picture), order.most_width_px);
    l_uint8* data = nullptr;
    std::size_t size = 0;
    if (pixWriteMem(&data, &size, picture.get(), IFF_PNG) != 0 || data == nullptr) {
        throw no_memory();
    }
    Bytes png(data, data + size);
    lept_free(data);
    return png;
}

}  // namespace indgang::ocr
