// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>
#include <vector>

#include "ocr/account/ink_account.h"

// Strokes beside and in the boxes of a form without any print, so that each limit of what is told
// is met exactly: 60 x 60 mm, three squares of ink to a millimetre.
namespace indgang::ocr::drawn_form {

constexpr int page_px_per_mm = 12, square_px = 4;
constexpr double side_mm = 60;

using form::Capture;

/// A page with one box and what was read in it.
class Drawn {
  public:
    Drawn(Capture capture, const BoxMm& box, const std::string& text, int cells = 0) {
        page_ = white();
        blank_.image = white();
        blank_.to_image = to_page_;
        blank_.print = PrintMask(blank_.image, blank_.to_image, {});
        form::PageLayout layout;
        layout.width_mm = layout.height_mm = side_mm;
        form_.pages = {layout};
        add(capture, box, text, cells);
    }
    Drawn& add(Capture capture, const BoxMm& box, const std::string& text, int cells = 0) {
        form::Field field;
        field.id = "f" + std::to_string(form_.fields.size());
        field.capture = capture;
        field.cells = cells;
        form_.fields.push_back(field);
        form_.zones.push_back({field.id, "", capture, 1, box, cells});
        record::FieldReading reading;
        reading.field = field.id;
        reading.candidates = {{text, 0.99}};
        readings_.push_back(reading);
        return *this;
    }
    /// Ink in whole squares, as a third of a millimetre each way.
    Drawn& draw(int column, int row, int width, int height, int grey = 0) {
        for (int y = row * square_px; y < (row + height) * square_px; ++y) {
            for (int x = column * square_px; x < (column + width) * square_px; ++x) {
                pixSetPixel(page_.pix.get(), x, y, static_cast<l_uint32>(grey));
            }
        }
        return *this;
    }
    /// As a scan of one bit.
    Drawn& in_black_and_white() {
        constexpr int middle_grey = 128;
        page_.pix.reset(pixThresholdToBinary(page_.pix.get(), middle_grey));
        return *this;
    }
    std::vector<record::Trace> tell() {
        const AddedInk added(page_, to_page_, blank_);
        return account_for_ink({page_, to_page_, blank_, added}, form_, 1, {}, readings_);
    }
    /// What is doubted of a field when all is told.
    std::string doubt(std::size_t field = 0) {
        static_cast<void>(tell());
        return readings_[field].doubt;
    }
    record::FieldReading& reading(std::size_t field = 0) { return readings_[field]; }

  private:
    static PageImage white() {
        constexpr int side_px = static_cast<int>(side_mm) * page_px_per_mm;
        PageImage page{PixPtr(pixCreate(side_px, side_px, 8)), page_px_per_mm * mm_per_inch, 0};
        pixSetAll(page.pix.get());
        return page;
    }

    PageImage page_;
    MmToPx to_page_{page_px_per_mm, 0, 0, 0, page_px_per_mm, 0};
    BlankPage blank_;
    form::FormDefinition form_;
    std::vector<record::FieldReading> readings_;
};

/// From 20 to 40 mm across and from 20 to 26 mm down: squares 60 to 119 and 60 to 77.
constexpr BoxMm box{20, 20, 20, 6};

inline Drawn comb(const std::string& text) {
    return {Capture::comb, box, text, 4};
}

}  // namespace indgang::ocr::drawn_form
