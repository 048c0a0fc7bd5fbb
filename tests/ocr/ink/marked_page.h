// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <utility>

#include "ocr/ink/zone_ink.h"

namespace indgang::ocr::marked {

/// A pixel of the page is one of the patches that readers take: 1 mm2 is 144 of them.
constexpr int px_per_mm = 12;
constexpr double dpi = px_per_mm * mm_per_inch;

/// A page of 60 x 60 mm with one printed box, on its blank and on the page.
class MarkedPage {
  public:
    enum class Lines { on_both, on_blank, on_none };

    /// The lines, 0.25 mm wide, are the outermost pixels of the box.
    explicit MarkedPage(const BoxMm& box, Lines lines = Lines::on_both) : box_(box) {
        blank_.image = white();
        page_ = white();
        to_page_.a = to_page_.e = blank_.to_image.a = blank_.to_image.e = px_per_mm;
        if (lines != Lines::on_none) {
            print(blank_.image);
        }
        if (lines == Lines::on_both) {
            print(page_);
        }
        blank_.print = PrintMask(blank_.image, blank_.to_image, {});
    }

    /// Black ink from so many pixels right of and below the corner of the box.
    MarkedPage& draw(int x, int y, int width, int height) & {
        fill(page_, {px(box_.x) + x, px(box_.y) + y, width, height}, 0);
        return *this;
    }
    MarkedPage draw(int x, int y, int width, int height) && {
        draw(x, y, width, height);
        return std::move(*this);
    }
    MarkedPage shade(int x, int y, int width, int height, int grey) && {
        fill(page_, {px(box_.x) + x, px(box_.y) + y, width, height}, grey);
        return std::move(*this);
    }

    template <class Read>
    [[nodiscard]] auto read(Read read) const {
        const AddedInk added(page_, to_page_, blank_);
        return read(PageOnBlank{page_, to_page_, blank_, added}, box_);
    }

  private:
    static PageImage white() {
        PageImage page{PixPtr(pixCreate(60 * px_per_mm, 60 * px_per_mm, 8)), dpi, 0};
        pixSetAll(page.pix.get());
        return page;
    }
    static int px(double mm) { return static_cast<int>(mm * px_per_mm + 0.5); }
    static void fill(PageImage& page, const BoxPx& box, int grey) {
        for (int y = box.y; y < box.y + box.height; ++y) {
            for (int x = box.x; x < box.x + box.width; ++x) {
                pixSetPixel(page.pix.get(), x, y, static_cast<l_uint32>(grey));
            }
        }
    }
    void print(PageImage& page) const {
        constexpr int line = 3, grey = 60;
        const BoxPx box{px(box_.x), px(box_.y), px(box_.width), px(box_.height)};
        fill(page, {box.x, box.y, box.width, line}, grey);
        fill(page, {box.x, box.y + box.height - line, box.width, line}, grey);
        fill(page, {box.x, box.y, line, box.height}, grey);
        fill(page, {box.x + box.width - line, box.y, line, box.height}, grey);
    }

    BoxMm box_;
    PageImage page_;
    BlankPage blank_;
    MmToPx to_page_;
};

}  // namespace indgang::ocr::marked
