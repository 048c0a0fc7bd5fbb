// SPDX-License-Identifier: MPL-2.0
#include "ocr/decode/picture/checked.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "ocr/image/colour_ink.h"
#include "schemas/core/limits.h"
#include "schemas/error/verify.h"

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

bool is_beyond_colours(std::uint64_t width, std::uint64_t height) {
    return width * height > colour_pixels_most;
}

Error too_large_in_colours(const std::string& kind, std::uint64_t width, std::uint64_t height,
                           int page) {
    return {Reason::image_too_large,
            "scan: " + kind + ": " + std::to_string(width) + " x " + std::to_string(height) +
                " px need more memory than a page may take; at most " +
                std::to_string(colour_pixels_most) + " pixels of this kind",
            place_of(page)};
}

namespace {

PixPtr must_have(Pix* pix, int page) {
    if (pix == nullptr) {
        throw Error(Reason::page_too_large, "scan: no memory for the page", place_of(page));
    }
    return PixPtr(pix);
}

}  // namespace

GreyBands::GreyBands(int width, int height, int rows, Alpha alpha, int page)
    : page_(must_have(pixCreate(width, height, 8), page)),
      band_(must_have(pixCreate(width, std::min(rows, height), 32), page)),
      alpha_(alpha),
      number_(page) {}

l_uint32* GreyBands::row(int y) {
    VERIFY(y >= band_at_ && y < pixGetHeight(page_.get()));
    while (y >= band_at_ + pixGetHeight(band_.get())) {
        flush();
    }
    return pixGetData(band_.get()) +
           static_cast<std::ptrdiff_t>(y - band_at_) * pixGetWpl(band_.get());
}

void GreyBands::flush() {
    constexpr int with_alpha = 4;
    PixPtr opaque;
    if (alpha_ == Alpha::is_over_white) {
        pixSetSpp(band_.get(), with_alpha);
        opaque = must_have(pixRemoveAlpha(band_.get()), number_);
    }
    const PixPtr grey = must_have(
        grey_with_colours(opaque ? *opaque : *band_, PaperColour::none).release(), number_);
    const int rows = std::min(pixGetHeight(band_.get()), pixGetHeight(page_.get()) - band_at_);
    pixRasterop(page_.get(), 0, band_at_, pixGetWidth(page_.get()), rows, PIX_SRC, grey.get(), 0,
                0);
    band_at_ += pixGetHeight(band_.get());
}

PixPtr GreyBands::finish() {
    while (band_at_ < pixGetHeight(page_.get())) {
        flush();
    }
    return std::move(page_);
}

}  // namespace indgang::ocr
