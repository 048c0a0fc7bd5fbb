// SPDX-License-Identifier: MPL-2.0
// Somebody else's blank comes as a scan, a photo or a drawing. It is brought to what a drawn blank
// is: upright, white paper, millimetres times one scale. What a scanner left at the edges is no
// print and goes: it would be looked for on every page. A coarse picture is drawn larger, so that
// everything that counts in pixels (white points beside printed ones, a pixel of slack) has room.
#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>

#include "ocr/decode/scan.h"
#include "ocr/place/blank_pages.h"
#include "ocr/place/place_limits.h"
#include "ocr/place/straighten.h"
#include "schemas/core/limits.h"
#include "schemas/error/error.h"
#include "schemas/error/verify.h"

namespace indgang::ocr {

namespace {

[[noreturn]] void refuse(const form::FormDefinition& form, int page, Reason reason,
                         const std::string& what) {
    throw Error(
        reason,
        "form " + form.key.form + ": the blank of page " + std::to_string(page) + " " + what,
        form.folder.string());
}

PixPtr checked(Pix* pix) {
    if (pix == nullptr) {
        throw Error(Reason::image_not_converted, "match: no memory for a blank");
    }
    return PixPtr(pix);
}

PageImage load_picture(const form::FormDefinition& form, int number,
                       const form::BlankPicture& blank) {
    std::error_code trouble;
    const auto size = std::filesystem::file_size(blank.file, trouble);
    std::ifstream file(blank.file, std::ios::binary);
    if (trouble || !file) {
        refuse(form, number, Reason::blank_broken, "cannot be opened");
    }
    if (size > indgang::limits::arrival_bytes) {
        refuse(form, number, Reason::blank_broken, "is larger than 100 MB");
    }
    const Bytes bytes{std::istreambuf_iterator<char>(file), {}};
    try {
        const auto scan = open_scan(bytes, std::filesystem::temp_directory_path());
        if (blank.page > scan->pages()) {
            refuse(form, number, Reason::blank_broken,
                   "is page " + std::to_string(blank.page) + " of a file with " +
                       std::to_string(scan->pages()));
        }
        return normalise(scan->page(blank.page));
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::internal) {
            throw;
        }
        refuse(form, number, Reason::blank_broken, std::string("cannot be read: ") + error.what());
    }
}

/// What is dark and hangs together with the picture's edge: a scanner's lid, a desk.
void clear_edges(Pix& picture) {
    constexpr int neighbours = 8;
    const PixPtr ink = checked(pixThresholdToBinary(&picture, limits::blank_dark_below));
    const PixPtr edges = checked(pixExtractBorderConnComps(ink.get(), neighbours));
    const PixPtr rim =
        checked(pixDilateBrick(nullptr, edges.get(), limits::blank_rim_px, limits::blank_rim_px));
    constexpr l_uint32 white = 255;
    pixSetMasked(&picture, rim.get(), white);
}

/// Where the form lies on the picture.
PageShape shape_of(const form::FormDefinition& form, int number, const PageImage& picture) {
    const form::PageLayout& layout = form.pages[static_cast<std::size_t>(number - 1)];
    const double width = pixGetWidth(picture.pix.get()), height = pixGetHeight(picture.pix.get());
    if (layout.blank->corners) {
        const auto& seen = *layout.blank->corners;
        const std::array corners = {Sighting{{0, 0}, seen[0]},
                                    Sighting{{layout.width_mm, 0}, seen[1]},
                                    Sighting{{layout.width_mm, layout.height_mm}, seen[2]},
                                    Sighting{{0, layout.height_mm}, seen[3]}};
        const auto shape = PageShape::through(corners);
        if (!shape) {
            refuse(form, number, Reason::blank_proportions,
                   "has 'corners_px' that are no view of a sheet of paper");
        }
        return *shape;
    }
    MmToPx to_picture;
    to_picture.a = width / layout.width_mm;
    to_picture.e = height / layout.height_mm;
    if (to_picture.a > to_picture.e * limits::blank_stretch_most ||
        to_picture.e > to_picture.a * limits::blank_stretch_most) {
        refuse(form, number, Reason::blank_proportions,
               "has " + std::to_string(static_cast<int>(width)) + " x " +
                   std::to_string(static_cast<int>(height)) + " pixels and the page " +
                   std::to_string(std::lround(layout.width_mm)) + " x " +
                   std::to_string(std::lround(layout.height_mm)) +
                   " mm: 'size_mm' must have the picture's proportions");
    }
    return PageShape(to_picture);
}

void forget(Pix& picture, const BoxMm& box, double scale) {
    pixRasterop(&picture, static_cast<int>(std::floor(box.x * scale)),
                static_cast<int>(std::floor(box.y * scale)),
                static_cast<int>(std::ceil(box.width * scale)),
                static_cast<int>(std::ceil(box.height * scale)), PIX_SET, nullptr, 0, 0);
}

}  // namespace

BlankPage load_blank(const form::FormDefinition& form, int number) {
    VERIFY(number >= 1 && static_cast<std::size_t>(number) <= form.pages.size());
    const form::PageLayout& layout = form.pages[static_cast<std::size_t>(number - 1)];
    VERIFY(layout.blank);
    PageImage picture = load_picture(form, number, *layout.blank);
    PageShape shape = shape_of(form, number, picture);
    const double found_dpi =
        px_per_mm(flat_fit(shape, layout.width_mm, layout.height_mm)) * mm_per_inch;
    const double dpi = std::clamp(found_dpi, limits::blank_dpi_least, limits::blank_dpi_most);
    // To be mixed from four pixels, a picture must not have many more than are wanted.
    const double factor = std::min(1.0, dpi / found_dpi);
    picture.pix = scaled_grey(*picture.pix, factor);
    shape = shape.scaled(factor);
    clear_edges(*picture.pix);

    BlankPage blank;
    blank.to_image.a = blank.to_image.e = dpi / mm_per_inch;
    blank.image.dpi = dpi;
    blank.image.pix =
        straighten(*picture.pix, shape, blank.to_image,
                   static_cast<int>(std::lround(layout.width_mm * blank.to_image.a)),
                   static_cast<int>(std::lround(layout.height_mm * blank.to_image.a)));
    for (const BoxMm& box : layout.blank->varies) {
        forget(*blank.image.pix, box, blank.to_image.a);
    }
    for (const form::Zone* zone : form.zones_on(number)) {
        if (layout.blank->is_filled) {
            forget(*blank.image.pix, zone->box, blank.to_image.a);
        }
    }
    blank.anchors = anchors_of(blank.image, blank.to_image);
    blank.print = PrintMask(blank.image, blank.to_image, layout.blank->varies);
    if (blank.anchors.size() < limits::blank_anchors_least) {
        refuse(form, number, Reason::blank_empty, "has too little print to find a page by");
    }
    return blank;
}

}  // namespace indgang::ocr
