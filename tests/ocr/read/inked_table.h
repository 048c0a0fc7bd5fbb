// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "ocr/read/row_reader.h"

namespace indgang::ocr::inked {

using form::Capture;

constexpr int px_per_mm = 12, square_px = 4;
constexpr double width_mm = 120, height_mm = 150;

/// Ink of a zone: boxes of pixels within it.
inline WriterInk ink_of(const BoxMm& zone, const std::vector<BoxPx>& inked) {
    const auto px = [](double mm) { return static_cast<int>(std::lround(mm * ink_px_per_mm)); };
    WriterInk ink;
    const int margin = px(ink_margin_mm);
    ink.box = {margin, margin, px(zone.width), px(zone.height)};
    ink.patch = {ink.box.width + 2 * margin, ink.box.height + 2 * margin, {}};
    ink.patch.pixels.assign(static_cast<std::size_t>(ink.patch.width * ink.patch.height), 255);
    for (const BoxPx& each : inked) {
        for (int y = 0; y < each.height; ++y) {
            for (int x = 0; x < each.width; ++x) {
                const int at = (margin + each.y + y) * ink.patch.width + margin + each.x + x;
                ink.patch.pixels[static_cast<std::size_t>(at)] = 0;
            }
        }
    }
    return ink;
}

/// A table on a form without any print, whose ink is given pixel by pixel or drawn in squares of a
/// third of a millimetre.
class Table {
  public:
    Table() {
        form::PageLayout layout;
        layout.width_mm = width_mm;
        layout.height_mm = height_mm;
        form_.pages = {layout};
        blank_.image = white();
        blank_.to_image = to_page_;
        blank_.print = PrintMask(blank_.image, blank_.to_image, {});
    }
    Table& field(int row, const BoxMm& box, const std::vector<BoxPx>& inked = {},
                 Capture capture = Capture::line) {
        form::Field field;
        field.id = "f" + std::to_string(form_.fields.size());
        field.table = row > 0 ? "rows" : "";
        field.row = row;
        field.capture = capture;
        form_.fields.push_back(field);
        form_.zones.push_back({field.id, "", capture, 1, box});
        inked_.push_back(inked);
        return *this;
    }
    /// A comb of cells, whose ink is on the page.
    Table& comb(int row, const BoxMm& box, int cells) {
        field(row, box, {}, Capture::comb);
        form_.zones.back().cells = cells;
        return *this;
    }
    /// Ink on the page, in squares.
    Table& draw(double x, double y, double width, double height) {
        const auto square = [](double mm) { return static_cast<int>(std::lround(mm * 3)); };
        for (int row = square(y) * square_px; row < square(y + height) * square_px; ++row) {
            for (int at = square(x) * square_px; at < square(x + width) * square_px; ++at) {
                pixSetPixel(page_.pix.get(), at, row, 0);
            }
        }
        return *this;
    }
    [[nodiscard]] record::TableReading read(const std::set<std::size_t>& hidden = {},
                                            const std::set<int>& typed = {}) const {
        std::map<const form::Zone*, WriterInk> inks;
        std::vector<const form::Zone*> hidden_zones;
        for (std::size_t i = 0; i < form_.zones.size(); ++i) {
            // As for lines of text only; of combs and marks the page is looked at.
            if (form_.zones[i].capture != Capture::comb && !inked_[i].empty()) {
                inks.emplace(&form_.zones[i], ink_of(form_.zones[i].box, inked_[i]));
            }
            if (hidden.contains(i)) {
                hidden_zones.push_back(&form_.zones[i]);
            }
        }
        const AddedInk added(page_, to_page_, blank_);
        return read_rows({page_, to_page_, blank_, added}, form_, {"rows", 1, 1}, inks,
                         hidden_zones, typed);
    }

  private:
    static PageImage white() {
        PageImage page{PixPtr(pixCreate(static_cast<int>(width_mm) * px_per_mm,
                                        static_cast<int>(height_mm) * px_per_mm, 8)),
                       px_per_mm * mm_per_inch, 0};
        pixSetAll(page.pix.get());
        return page;
    }

    PageImage page_ = white();
    MmToPx to_page_{px_per_mm, 0, 0, 0, px_per_mm, 0};
    BlankPage blank_;
    form::FormDefinition form_;
    std::vector<std::vector<BoxPx>> inked_;
};

enum class Seen { nothing, doubtful, filled };
inline Seen seen(const record::TableReading& reading) {
    EXPECT_TRUE(reading.struck_out.empty());
    return !reading.filled.empty()     ? Seen::filled
           : !reading.doubtful.empty() ? Seen::doubtful
                                       : Seen::nothing;
}

}  // namespace indgang::ocr::inked
