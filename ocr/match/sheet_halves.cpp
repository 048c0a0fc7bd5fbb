// SPDX-License-Identifier: MPL-2.0
// Two A4 pages come as one picture when a folded A3 form is flattened on the glass, or when two
// sheets lie side by side on a large scanner. A sheet that is cut wrongly costs a person's time, a
// page that is overlooked costs an applicant money; so the cut is made on evidence only. The form's
// own size is the measure: a registered page says how many pixels a millimetre has, and with that
// whether it fills the picture (a page, perhaps an A3 form), lies across its middle (a photo with
// room around it) or lies within one half. Only then, or where no page was found on what may be
// such a sheet, the halves are matched as pages of their own, and they must prove to be pages: a
// picture stays whole if none of its halves is one. A phone says no dpi and a photo may show
// anything beside the page, so a photo is parted only if both halves are pages of forms.
//
// An A4 scan that says its dpi costs two comparisons; what is parted is matched three times.
#include "ocr/match/sheet_halves.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <utility>

#include "ocr/decode/scan.h"
#include "ocr/match/match_limits.h"
#include "ocr/match/sheet_lie.h"
#include "schemas/error/verify.h"

namespace indgang::ocr {

namespace {

/// Takes: a page of kind form, of a form of the catalogue.
Extent extent_of_page(const form::FormCatalogue& catalogue, const MatchedPage& page) {
    VERIFY(page.match);
    const form::FormDefinition* form = catalogue.find(page.match->form);
    VERIFY(form != nullptr);
    const form::PageLayout& layout = form->pages[static_cast<std::size_t>(page.match->page - 1)];
    return extent_of(page.match->to_page, layout.width_mm, layout.height_mm,
                     pixGetWidth(page.image.pix.get()), pixGetHeight(page.image.pix.get()));
}

/// Whether a half is a page of a form that lies on this half.
bool is_page(const form::FormCatalogue& catalogue, const MatchedPage& half) {
    return half.kind == record::PageKind::form &&
           is_within(extent_of_page(catalogue, half), {0, 0, 1, 1}, limits::page_of_half_room);
}

}  // namespace

std::vector<PageOfSheet> match_sheet(Matcher& matcher, PageImage&& picture) {
    VERIFY(picture.pix && picture.turned_quarters == 0);
    std::vector<PageOfSheet> found;
    const int width = pixGetWidth(picture.pix.get()), height = pixGetHeight(picture.pix.get());
    const auto said_dpi = picture.is_dpi_said ? std::optional(picture.dpi) : std::nullopt;
    SeenSheet sheet;
    sheet.size = sheet_size_of(width, height, said_dpi);
    sheet.is_one_bit = pixGetDepth(picture.pix.get()) == 1;
    const PageImage kept{PixPtr(pixClone(picture.pix.get())), picture.dpi, 0, picture.is_dpi_said};
    found.push_back({Half::whole, matcher.match(std::move(picture))});
    if (sheet.size == SheetSize::one_page) {
        return found;
    }
    const MatchedPage& page = found.front().page;
    sheet.kind = page.kind;
    sheet.has_trouble = !page.trouble.empty();
    if (page.match) {
        Pix* upright = page.image.pix.get();
        sheet.lie = lie_of(extent_of_page(matcher.catalogue(), page),
                           pixGetWidth(upright) > pixGetHeight(upright));
    }
    if (!may_be_two_pages(sheet)) {
        return found;
    }
    const bool is_wide = width > height;
    std::vector<PageOfSheet> halves;
    int pages = 0;
    std::optional<int> turned;
    for (const Half half :
         is_wide ? std::array{Half::left, Half::right} : std::array{Half::top, Half::bottom}) {
        halves.push_back({half, matcher.match(part_of(kept, half))});
        if (is_page(matcher.catalogue(), halves.back().page)) {
            ++pages;
            turned = turned ? turned : halves.back().page.image.turned_quarters;
        }
    }
    if (pages < proven_halves_least(sheet)) {
        return found;
    }
    if (is_read_backwards(is_wide, *turned)) {
        std::reverse(halves.begin(), halves.end());
    }
    return halves;
}

}  // namespace indgang::ocr
