// SPDX-License-Identifier: MPL-2.0
#include "ocr/read/zone_ink.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "ocr/image/zone.h"
#include "ocr/match/affine_fit.h"
#include "ocr/match/ink_view.h"
#include "ocr/read/line_removal.h"

namespace indgang::ocr {

namespace {

constexpr int full_ink = 255;

int to_px(double mm) {
    return static_cast<int>(std::lround(mm * ink_px_per_mm));
}

/// The blank is laid on piece by piece, so that a wide box may be bent a little.
std::vector<BoxPx> pieces_of(const BoxPx& box) {
    constexpr double piece_mm = 8;
    const int count = std::max(1, static_cast<int>(box.width / (piece_mm * ink_px_per_mm)));
    std::vector<BoxPx> pieces;
    for (int i = 0; i < count; ++i) {
        const int x = box.x + box.width * i / count;
        pieces.push_back({x, box.y, box.x + box.width * (i + 1) / count - x, box.height});
    }
    return pieces;
}

}  // namespace

double WriterInk::ink_mm2(const BoxPx& part) const {
    std::int64_t sum = 0;
    for (int y = std::max(part.y, 0); y < std::min(part.y + part.height, patch.height); ++y) {
        for (int x = std::max(part.x, 0); x < std::min(part.x + part.width, patch.width); ++x) {
            sum += full_ink - patch.at(x, y);
        }
    }
    return static_cast<double>(sum) / full_ink / (ink_px_per_mm * ink_px_per_mm);
}

BoxPx WriterInk::extent(const BoxPx& part) const {
    int left = patch.width, right = -1, top = patch.height, bottom = -1;
    for (int y = std::max(part.y, 0); y < std::min(part.y + part.height, patch.height); ++y) {
        for (int x = std::max(part.x, 0); x < std::min(part.x + part.width, patch.width); ++x) {
            if (patch.at(x, y) < full_ink / 2) {
                left = std::min(left, x);
                right = std::max(right, x);
                top = std::min(top, y);
                bottom = y;
            }
        }
    }
    return right < 0 ? BoxPx{} : BoxPx{left, top, right - left + 1, bottom - top + 1};
}

WriterInk take_ink(const PageOnBlank& at, const BoxMm& box) {
    const BoxMm zone{box.x - ink_margin_mm, box.y - ink_margin_mm, box.width + 2 * ink_margin_mm,
                     box.height + 2 * ink_margin_mm};
    const GreyPatch page = sample_zone(at.page, at.to_page, zone, ink_px_per_mm);
    const GreyPatch blank = sample_zone(at.blank.image, at.blank.to_image, zone, ink_px_per_mm);
    WriterInk ink;
    ink.box = {to_px(ink_margin_mm), to_px(ink_margin_mm), to_px(box.width), to_px(box.height)};
    const InkPicture picture = remove_form(page, blank, pieces_of(ink.box), ink_px_per_mm);
    ink.patch.width = picture.width;
    ink.patch.height = picture.height;
    ink.patch.pixels.assign(picture.ink.size(), full_ink);
    for (int y = 0; y < picture.height; ++y) {
        for (int x = 0; x < picture.width; ++x) {
            if (picture.is_kept(x, y) || picture.is_rim(x, y)) {
                ink.patch.pixels[picture.at(x, y)] = static_cast<std::uint8_t>(
                    full_ink - std::lround(full_ink * picture.weight(x, y)));
            }
        }
    }
    return ink;
}

bool has_ink_inside(const PageOnBlank& at, const BoxMm& box, double inset_mm) {
    const InkView ink(at.page);
    const double step_mm = 1 / px_per_mm(at.to_page);
    // A dot of a pen has 0.1 mm2; a speck of a scanner less.
    constexpr double ink_least_mm2 = 0.05;
    const int least = std::max(1, static_cast<int>(ink_least_mm2 / (step_mm * step_mm)));
    int seen = 0;
    for (double y = box.y + inset_mm; y < box.y + box.height - inset_mm; y += step_mm) {
        for (double x = box.x + inset_mm; x < box.x + box.width - inset_mm; x += step_mm) {
            const PointPx point = at.to_page(PointMm{x, y});
            const bool is_dark = ink.is_dark(static_cast<int>(std::floor(point.x)),
                                             static_cast<int>(std::floor(point.y)));
            if (is_dark && ++seen >= least) {
                return true;
            }
        }
    }
    return false;
}

}  // namespace indgang::ocr
