// SPDX-License-Identifier: MPL-2.0
#include "ocr/read/zone_ink.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "ocr/image/zone.h"
#include "ocr/match/affine_fit.h"
#include "ocr/match/ink_view.h"
#include "ocr/read/ink_components.h"
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

/// Ink of all components but rests of lines, per column, summed up from the left.
std::vector<std::int64_t> ink_up_to(const InkComponents& ink) {
    std::vector<std::int64_t> sums(static_cast<std::size_t>(ink.width) + 1, 0);
    for (const InkRun& run : ink.runs) {
        if (!ink.components[static_cast<std::size_t>(run.component)].is_line_rest) {
            for (int x = run.begin; x < run.end; ++x) {
                ++sums[static_cast<std::size_t>(x) + 1];
            }
        }
    }
    for (std::size_t x = 1; x < sums.size(); ++x) {
        sums[x] += sums[x - 1];
    }
    return sums;
}

/// Which components are the writer's: no rests of printed lines, and no specks. A thin "i" has
/// 0.5 mm2. What is smaller, as dots, full stops and the letters of very small print, has to stand
/// among other ink.
std::vector<bool> owned_components(const InkComponents& ink) {
    constexpr double letter_mm2 = 0.3, speck_mm2 = 0.05, among_mm2 = 0.5, near_mm = 1.2;
    constexpr double px_per_mm2 = ink_px_per_mm * ink_px_per_mm;
    const std::vector<std::int64_t> sums = ink_up_to(ink);
    const int near_px = to_px(near_mm);
    std::vector<bool> is_owned(ink.components.size(), false);
    for (const InkRun& run : ink.runs) {
        const InkComponent& whole = ink.components[static_cast<std::size_t>(run.component)];
        const auto pixels = static_cast<double>(whole.pixels);
        const auto left = static_cast<std::size_t>(std::max(0, run.begin - near_px));
        const auto right = static_cast<std::size_t>(std::min(run.end + near_px, ink.width));
        const auto around = static_cast<double>(sums[right] - sums[left]);
        if (!whole.is_line_rest &&
            (pixels >= letter_mm2 * px_per_mm2 ||
             (pixels >= speck_mm2 * px_per_mm2 && around >= among_mm2 * px_per_mm2))) {
            is_owned[static_cast<std::size_t>(run.component)] = true;
        }
    }
    return is_owned;
}

/// Adds a run with the grey rim of its stroke; a rim without a stroke is grain of the paper.
void add_run(const InkPicture& picture, const InkRun& run, GreyPatch& patch) {
    constexpr int rim = 2;
    for (int y = std::max(run.y - rim, 0); y <= std::min(run.y + rim, picture.height - 1); ++y) {
        for (int x = std::max(run.begin - rim, 0); x < std::min(run.end + rim, picture.width);
             ++x) {
            const bool is_own = y == run.y && x >= run.begin && x < run.end;
            if (is_own || picture.is_rim(x, y)) {
                patch.pixels[picture.at(x, y)] = static_cast<std::uint8_t>(
                    full_ink - std::lround(full_ink * picture.weight(x, y)));
            }
        }
    }
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
    const InkComponents components = find_components(picture, ink_px_per_mm);
    const std::vector<bool> is_owned = owned_components(components);
    std::int64_t dropped = 0, largest = 0;
    for (const InkRun& run : components.runs) {
        const auto index = static_cast<std::size_t>(run.component);
        if (is_owned[index]) {
            add_run(picture, run, ink.patch);
            largest = std::max(largest, components.components[index].pixels);
        } else if (!components.components[index].is_line_rest) {
            dropped += run.end - run.begin;
        }
    }
    constexpr double px_per_mm2 = ink_px_per_mm * ink_px_per_mm;
    ink.dropped_mm2 = static_cast<double>(dropped) / px_per_mm2;
    ink.largest_mm2 = static_cast<double>(largest) / px_per_mm2;
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
