// SPDX-License-Identifier: MPL-2.0
#include "ocr/decode/picture/checked.h"

#include "schemas/core/limits.h"

namespace indgang::ocr {

std::uint64_t big_endian(BytesView bytes, std::size_t at, std::size_t length) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < length; ++i) {
        value = value << 8U | bytes[at + i];
    }
    return value;
}

std::string place_of(int page) {
    return "page " + std::to_string(page);
}

Error broken_image(Reason reason, const std::string& what, int page) {
    return {reason, "scan: " + what, place_of(page)};
}

void check_page_size(std::uint64_t width, std::uint64_t height, int page) {
    const std::string seen = std::to_string(width) + " x " + std::to_string(height) + " px";
    constexpr auto side = static_cast<std::uint64_t>(limits::page_side_px);
    constexpr auto side_min = static_cast<std::uint64_t>(limits::page_side_min_px);
    constexpr auto pixels = static_cast<std::uint64_t>(limits::page_pixels);
    if (width > side || height > side || width * height > pixels) {
        throw Error(Reason::image_too_large, "scan: the page claims " + seen, place_of(page));
    }
    if (width < side_min || height < side_min) {
        throw broken_image(Reason::image_empty, "the page claims " + seen, page);
    }
}

PixPtr plain_pix(PixPtr pix, int page) {
    if (!pix) {
        throw broken_image(Reason::image_broken, "the pixels do not decode", page);
    }
    check_page_size(static_cast<std::uint64_t>(pixGetWidth(pix.get())),
                    static_cast<std::uint64_t>(pixGetHeight(pix.get())), page);
    constexpr int samples_with_alpha = 4;
    if (pixGetSpp(pix.get()) == samples_with_alpha) {
        pix.reset(pixRemoveAlpha(pix.get()));
    }
    if (pix && pixGetColormap(pix.get()) != nullptr) {
        pix.reset(pixRemoveColormap(pix.get(), REMOVE_CMAP_BASED_ON_SRC));
    }
    const int depth = pix ? pixGetDepth(pix.get()) : 0;
    constexpr int depth_grey_16 = 16;
    if (depth == 2 || depth == 4 || depth == depth_grey_16) {
        pix.reset(pixConvertTo8(pix.get(), 0));
    }
    const int now = pix ? pixGetDepth(pix.get()) : 0;
    constexpr int depth_colour = 32;
    if (now != 1 && now != 8 && now != depth_colour) {
        throw broken_image(Reason::image_broken, "pixels of depth " + std::to_string(depth), page);
    }
    return pix;
}

}  // namespace indgang::ocr
