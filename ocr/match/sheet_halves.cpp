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
#include <cmath>
#include <utility>

#include "ocr/decode/scan.h"
#include "schemas/error/verify.h"

namespace indgang::ocr {

namespace {

/// What the picture's size says before it is looked at.
enum class Size { one_page, unknown, two_pages };

Size size_of(const PageImage& picture) {
    const double width = pixGetWidth(picture.pix.get()), height = pixGetHeight(picture.pix.get());
    const double longer = std::max(width, height), shorter = std::min(width, height);
    // Two A4 pages are as long as A3 (1.414); scanners for it also give 11 x 17 inches (1.545).
    constexpr double ratio_least = 1.3, ratio_most = 1.65;
    // A half that is read at all has 70 dpi.
    constexpr double short_least_px = 800;
    if (longer < ratio_least * shorter || longer > ratio_most * shorter ||
        shorter < short_least_px) {
        return Size::one_page;
    }
    if (!picture.is_dpi_said) {
        return Size::unknown;
    }
    // The glass may be a little smaller than the sheet; legal paper is 356 mm long.
    constexpr double long_least_mm = 385, short_least_mm = 270;
    const double mm_per_px = mm_per_inch / picture.dpi;
    const bool is_a3 = longer * mm_per_px >= long_least_mm && shorter * mm_per_px >= short_least_mm;
    return is_a3 ? Size::two_pages : Size::one_page;
}

/// A page on a picture: its corners' extent as shares of the picture's sides.
struct Extent {
    double left = 1e9, top = 1e9, right = -1e9, bottom = -1e9;

    [[nodiscard]] double width() const { return right - left; }
    [[nodiscard]] double height() const { return bottom - top; }
    [[nodiscard]] bool is_within(double from_x, double from_y, double to_x, double to_y,
                                 double room) const {
        return left >= from_x - room && top >= from_y - room && right <= to_x + room &&
               bottom <= to_y + room;
    }
};

/// Takes: a page of kind form, of a form of the catalogue.
Extent extent_of(const form::FormCatalogue& catalogue, const MatchedPage& page) {
    VERIFY(page.match);
    const form::FormDefinition* form = catalogue.find(page.match->form);
    VERIFY(form != nullptr);
    const form::PageLayout& layout = form->pages[static_cast<std::size_t>(page.match->page - 1)];
    const double width = pixGetWidth(page.image.pix.get());
    const double height = pixGetHeight(page.image.pix.get());
    Extent extent;
    for (const PointMm corner :
         {PointMm{0, 0}, PointMm{layout.width_mm, 0}, PointMm{0, layout.height_mm},
          PointMm{layout.width_mm, layout.height_mm}}) {
        const PointPx at = page.match->to_page(corner);
        extent.left = std::min(extent.left, at.x / width);
        extent.right = std::max(extent.right, at.x / width);
        extent.top = std::min(extent.top, at.y / height);
        extent.bottom = std::max(extent.bottom, at.y / height);
    }
    return extent;
}

/// How a page of a form lies on a picture.
enum class Lie {
    fills,        ///< it is the picture, or lies across its middle
    half,         ///< it lies within a half
    exactly_half  ///< and fills it
};

Lie lie_of(const Extent& extent, bool is_wide) {
    constexpr double room = 0.03;  // 13 mm along A3, 9 mm across
    const bool is_in_half =
        is_wide ? extent.is_within(0, 0, 0.5, 1, room) || extent.is_within(0.5, 0, 1, 1, room)
                : extent.is_within(0, 0, 1, 0.5, room) || extent.is_within(0, 0.5, 1, 1, room);
    if (!is_in_half) {
        return Lie::fills;
    }
    const double along = is_wide ? extent.width() : extent.height();
    const double across = is_wide ? extent.height() : extent.width();
    constexpr double along_off_most = 0.02, across_off_most = 0.05;
    const bool is_exact =
        std::abs(along - 0.5) <= along_off_most && std::abs(across - 1) <= across_off_most;
    return is_exact ? Lie::exactly_half : Lie::half;
}

/// What was found on the picture as a whole.
struct Whole {
    Size size = Size::unknown;
    bool is_one_bit = false;
    std::optional<Lie> lie;  ///< of a page of a form
};

bool may_be_two_pages(const Whole& whole, const MatchedPage& page) {
    switch (page.kind) {
        case record::PageKind::form:
            return whole.lie != Lie::fills;
        case record::PageKind::blank:
        case record::PageKind::unreadable:
            return false;
        case record::PageKind::separator:
            return whole.size == Size::two_pages;
        case record::PageKind::attachment:
            break;
    }
    // A photo of a letter is not worth two more searches; one with a code that fits nothing is.
    return whole.size == Size::two_pages || whole.is_one_bit || !page.trouble.empty();
}

/// Whether a half is a page of a form that lies on this half.
bool is_page(const form::FormCatalogue& catalogue, const MatchedPage& half) {
    constexpr double room = 0.08;  // a sheet that lies askew or off the middle
    return half.kind == record::PageKind::form &&
           extent_of(catalogue, half).is_within(0, 0, 1, 1, room);
}

/// Whether the second half comes first: by how the first page found lies.
bool is_read_backwards(bool is_wide, int turned_quarters) {
    // A tall picture that is turned clockwise to be read has its lower half on the left.
    return is_wide ? turned_quarters == 2 : turned_quarters == 1;
}

}  // namespace

std::vector<PageOfSheet> match_sheet(Matcher& matcher, PageImage&& picture) {
    VERIFY(picture.pix && picture.turned_quarters == 0);
    std::vector<PageOfSheet> found;
    Whole whole{size_of(picture), pixGetDepth(picture.pix.get()) == 1, {}};
    const PageImage kept{PixPtr(pixClone(picture.pix.get())), picture.dpi, 0, picture.is_dpi_said};
    found.push_back({Half::whole, matcher.match(std::move(picture))});
    if (whole.size == Size::one_page) {
        return found;
    }
    const MatchedPage& page = found.front().page;
    if (page.match) {
        Pix* upright = page.image.pix.get();
        whole.lie = lie_of(extent_of(matcher.catalogue(), page),
                           pixGetWidth(upright) > pixGetHeight(upright));
    }
    if (!may_be_two_pages(whole, page)) {
        return found;
    }
    const bool is_wide = pixGetWidth(kept.pix.get()) > pixGetHeight(kept.pix.get());
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
    const bool is_large =
        whole.size == Size::two_pages || (whole.is_one_bit && whole.lie == Lie::exactly_half);
    if (pages < (is_large ? 1 : 2)) {
        return found;
    }
    if (is_read_backwards(is_wide, *turned)) {
        std::reverse(halves.begin(), halves.end());
    }
    return halves;
}

}  // namespace indgang::ocr
