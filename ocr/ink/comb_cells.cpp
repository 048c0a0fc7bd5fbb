// SPDX-License-Identifier: MPL-2.0
#include "ocr/ink/comb_cells.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include "ocr/image/zone.h"
#include "ocr/ink/ink_limits.h"
#include "schemas/core/limits.h"
#include "schemas/error/error.h"

namespace indgang::ocr {
namespace {

void check_count(std::size_t cells) {
    if (cells < 1 || cells > static_cast<std::size_t>(indgang::limits::comb_cells)) {
        throw Error(Reason::comb_cells, "comb: " + std::to_string(cells) + " cells, at most " +
                                            std::to_string(indgang::limits::comb_cells) +
                                            " can be read");
    }
}

}  // namespace

std::vector<CleanCell> clean_cells(const PageImage& page, const MmToPx& to_page,
                                   const BlankForm& blank, std::span<const BoxMm> cells,
                                   int faint_ink) {
    check_count(cells.size());
    double top = cells.front().y, bottom = top, right = cells.front().x;
    for (const BoxMm& cell : cells) {
        top = std::min(top, cell.y);
        bottom = std::max(bottom, cell.y + cell.height);
        right = std::max(right, cell.x + cell.width);
    }
    const double left = cells.front().x;
    const BoxMm zone{left - limits::comb_margin_mm, top - limits::comb_margin_mm,
                     right - left + 2 * limits::comb_margin_mm,
                     bottom - top + 2 * limits::comb_margin_mm};
    const GreyPatch row = sample_zone(page, to_page, zone, limits::comb_px_per_mm);
    const auto print =
        blank.zones != nullptr
            ? blank.zones->zone(blank.page, blank.to_page, zone, limits::comb_px_per_mm)
            : std::make_shared<const BlankZone>(
                  print_of(sample_zone(blank.page, blank.to_page, zone, limits::comb_px_per_mm)));
    std::vector<BoxPx> boxes;
    const auto px = [](double mm) {
        return static_cast<int>(std::lround(mm * limits::comb_px_per_mm));
    };
    for (const BoxMm& cell : cells) {
        const int x = px(cell.x - zone.x), y = px(cell.y - zone.y);
        boxes.push_back(
            {x, y, px(cell.x + cell.width - zone.x) - x, px(cell.y + cell.height - zone.y) - y});
    }
    return clean_comb(row, *print, boxes, limits::comb_px_per_mm, faint_ink);
}

}  // namespace indgang::ocr
