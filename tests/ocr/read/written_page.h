// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cmath>
#include <stdexcept>
#include <string>
#include <utility>

#include "ocr/match/matcher.h"
#include "schemas/core/geometry.h"
#include "tests/ocr/match/scanned.h"

namespace indgang::ocr::written {

[[nodiscard]] inline const form::FormCatalogue& catalogue() {
    static const form::FormCatalogue all =
        form::FormCatalogue::load({std::string(INDGANG_SOURCE_DIR) + "/schemas/forms",
                                   std::string(INDGANG_SOURCE_DIR) + "/tests/forms"});
    return all;
}

[[nodiscard]] inline BlankPages& blanks() {
    static BlankPages pages(catalogue());
    return pages;
}

/// A copy of a blank page, to be written on in mm.
class Paper {
  public:
    Paper(form::FormKey form, int page, form::Language language = form::Language::danish)
        : form_(std::move(form)), page_(page) {
        const BlankPage& blank = blanks().blank(form_, page_, language);
        image_.pix.reset(pixCopy(nullptr, blank.image.pix.get()));
        image_.dpi = blank.image.dpi;
    }

    [[nodiscard]] const form::Zone& zone(const std::string& field,
                                         const std::string& choice = "") const {
        for (const form::Zone& zone : catalogue().find(form_)->zones) {
            if (zone.field == field && zone.choice == choice) {
                return zone;
            }
        }
        throw std::runtime_error("the form has no " + field + " " + choice);
    }

    void stroke(PointMm from, PointMm to, double pen_mm = 0.45) {
        const double scale = image_.dpi / mm_per_inch;
        pixRenderLine(image_.pix.get(), static_cast<int>(from.x * scale),
                      static_cast<int>(from.y * scale), static_cast<int>(to.x * scale),
                      static_cast<int>(to.y * scale), static_cast<int>(pen_mm * scale),
                      L_CLEAR_PIXELS);
    }

    /// With a pen of this grey, as it is after the contrast was stretched.
    void pale_stroke(PointMm from, PointMm to, int grey, double pen_mm = 0.45) {
        const double scale = image_.dpi / mm_per_inch;
        const auto level = static_cast<l_uint8>(grey);
        pixRenderLineArb(image_.pix.get(), static_cast<int>(from.x * scale),
                         static_cast<int>(from.y * scale), static_cast<int>(to.x * scale),
                         static_cast<int>(to.y * scale), static_cast<int>(pen_mm * scale), level,
                         level, level);
    }

    void ring(PointMm middle, double radius_mm) {
        constexpr int parts = 24;
        const auto at = [&](int i) {
            const double turn = 2 * M_PI * i / parts;
            return PointMm{middle.x + radius_mm * std::cos(turn),
                           middle.y + radius_mm * std::sin(turn)};
        };
        for (int i = 0; i < parts; ++i) {
            stroke(at(i), at(i + 1));
        }
    }

    void cross(const BoxMm& box) {
        stroke({box.x + 0.6, box.y + 0.6}, {box.x + box.width - 0.6, box.y + box.height - 0.6});
        stroke({box.x + box.width - 0.6, box.y + 0.6}, {box.x + 0.6, box.y + box.height - 0.6});
    }

    void strike_out(const BoxMm& box) {
        cross(box);
        for (int i = 0; i < 7; ++i) {
            const double y = box.y + 0.3 + i * (box.height - 0.6) / 6;
            stroke({box.x - 1.2, y}, {box.x + box.width + 1.2, y}, 0.55);
        }
    }

    void scribble(const BoxMm& box) {
        for (int i = 0; i < 8; ++i) {
            stroke({box.x + 3 + 4.0 * i, box.y + 3}, {box.x + 7 + 4.0 * i, box.y + 9});
        }
    }

    /// Prints with Leptonica's own typeface, which has no Danish letters.
    void print(const BoxMm& box, const std::string& text) {
        constexpr int size_pt = 18;
        L_BMF* font = bmfCreate(nullptr, size_pt);
        const double scale = image_.dpi / mm_per_inch;
        l_int32 width = 0, is_too_long = 0;
        PixPtr line(pixCreate(1200, 60, 8));
        pixSetAll(line.get());
        pixSetTextline(line.get(), font, text.c_str(), 0, 10, 45, &width, &is_too_long);
        bmfDestroy(&font);
        pixRasterop(image_.pix.get(), static_cast<int>((box.x + 0.8) * scale),
                    static_cast<int>((box.y + 1) * scale),
                    static_cast<int>((box.width - 1.6) * scale), 60, PIX_MASK, line.get(), 0, 0);
    }

    [[nodiscard]] PageImage& image() { return image_; }

    /// As if it had been scanned without any loss.
    [[nodiscard]] MatchedPage matched() {
        MatchedPage page;
        page.image = {PixPtr(pixCopy(nullptr, image_.pix.get())), image_.dpi, 0};
        page.kind = record::PageKind::form;
        page.match = record::FormMatch{form_,
                                       page_,
                                       static_cast<int>(catalogue().find(form_)->pages.size()),
                                       blanks().blank(form_, page_).to_image,
                                       0,
                                       "page_code"};
        return page;
    }

    [[nodiscard]] MatchedPage scanned_as(const scanned::Lie& lie) {
        Matcher matcher(catalogue(), blanks());
        return matcher.match(
            scanned::bitonal(scanned::scan(image_, blanks().blank(form_, page_).to_image, lie)));
    }

  private:
    form::FormKey form_;
    int page_;
    PageImage image_;
};

}  // namespace indgang::ocr::written
