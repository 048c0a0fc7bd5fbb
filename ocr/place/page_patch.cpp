// SPDX-License-Identifier: MPL-2.0
#include "ocr/place/page_patch.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "ocr/image/ink_view.h"

namespace indgang::ocr {

namespace {

/// Ink of `step` pixels of one row, added to sums; the piece of the row lies on the page.
void add_row(const PageImage& page, int x, int y, int step, std::vector<int>& sums) {
    Pix* pix = page.pix.get();
    const l_uint32* row = pixGetData(pix) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(pix);
    const bool is_one_bit = pixGetDepth(pix) == 1;
    for (int& sum : sums) {
        for (int i = 0; i < step; ++i, ++x) {
            sum += is_one_bit ? GET_DATA_BIT(row, x) * InkView::full
                              : InkView::full - GET_DATA_BYTE(row, x);
        }
    }
}

/// The pixels of a part that lies on the page.
void copy_part(const PageImage& page, const BoxPx& part, GreyPatch& patch) {
    Pix* pix = page.pix.get();
    const bool is_one_bit = pixGetDepth(pix) == 1;
    patch.pixels.resize(static_cast<std::size_t>(patch.width) *
                        static_cast<std::size_t>(patch.height));
    std::uint8_t* to = patch.pixels.data();
    for (int y = part.y; y < part.y + patch.height; ++y) {
        const l_uint32* row = pixGetData(pix) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(pix);
        for (int x = part.x; x < part.x + patch.width; ++x) {
            const auto grey = is_one_bit ? (1U - GET_DATA_BIT(row, x)) * InkView::full
                                         : static_cast<unsigned>(GET_DATA_BYTE(row, x));
            *to++ = static_cast<std::uint8_t>(grey);
        }
    }
}

}  // namespace

GreyPatch averaged_part(const PageImage& page, const BoxPx& part, int step) {
    GreyPatch patch;
    patch.width = std::max(part.width, 0) / step;
    patch.height = std::max(part.height, 0) / step;
    if (step == 1) {
        copy_part(page, part, patch);
        return patch;
    }
    patch.pixels.reserve(static_cast<std::size_t>(patch.width) *
                         static_cast<std::size_t>(patch.height));
    for (int y = 0; y < patch.height; ++y) {
        std::vector<int> sums(static_cast<std::size_t>(patch.width), 0);
        for (int i = 0; i < step; ++i) {
            add_row(page, part.x, part.y + y * step + i, step, sums);
        }
        for (const int sum : sums) {
            patch.pixels.push_back(static_cast<std::uint8_t>(InkView::full - sum / (step * step)));
        }
    }
    return patch;
}

}  // namespace indgang::ocr
