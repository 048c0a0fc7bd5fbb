// SPDX-License-Identifier: MPL-2.0
#include "pipeline/program/page_pictures.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>

#include "ocr/decode/scan.h"
#include "schemas/error/error.h"

namespace indgang::program {

namespace {

struct Colour {
    l_uint8 red, green, blue;
};
constexpr Colour box_colour = {220, 30, 30}, mark_colour = {20, 90, 220}, text_colour = {0, 120, 0};

struct FontDeleter {
    void operator()(L_BMF* font) const { bmfDestroy(&font); }
};
using FontPtr = std::unique_ptr<L_BMF, FontDeleter>;

void frame(Pix& picture, const BoxMm& box, double scale, const Colour& colour) {
    constexpr int line_px = 2;
    BOX* around = boxCreate(static_cast<int>(std::lround(box.x * scale)),
                            static_cast<int>(std::lround(box.y * scale)),
                            static_cast<int>(std::lround(box.width * scale)),
                            static_cast<int>(std::lround(box.height * scale)));
    pixRenderBoxArb(&picture, around, line_px, colour.red, colour.green, colour.blue);
    boxDestroy(&around);
}

void write(Pix& picture, L_BMF* font, const std::string& text, int x, int y) {
    l_uint32 value = 0;
    composeRGBPixel(text_colour.red, text_colour.green, text_colour.blue, &value);
    constexpr int room_px = 2;
    pixSetTextline(&picture, font, text.c_str(), value, std::max(0, x), std::max(room_px, y),
                   nullptr, nullptr);
}

Bytes png_of(Pix& picture) {
    l_uint8* data = nullptr;
    std::size_t size = 0;
    if (pixWriteMemPng(&data, &size, &picture, 0) != 0 || data == nullptr) {
        throw Error(Reason::image_not_encoded, "a page cannot be written as PNG");
    }
    Bytes bytes(data, data + size);
    lept_free(data);
    return bytes;
}

/// A page that was scanned askew, with its lines level: places to write are measured along them.
ocr::PixPtr straightened(Pix& page) {
    constexpr int ink_below = 128;
    constexpr float sure_least = 2.5F, askew_least_degrees = 0.05F;
    const ocr::PixPtr grey(pixConvertTo8(&page, 0));
    const ocr::PixPtr ink(pixThresholdToBinary(grey.get(), ink_below));
    l_float32 degrees = 0, sure = 0;
    const bool is_found = pixFindSkew(ink.get(), &degrees, &sure) == 0 && sure >= sure_least;
    if (!is_found || std::abs(degrees) < askew_least_degrees) {
        return ocr::PixPtr(pixClone(&page));
    }
    constexpr double half_turn = 180;
    return ocr::PixPtr(pixRotate(grey.get(), static_cast<float>(degrees * M_PI / half_turn),
                                 L_ROTATE_AREA_MAP, L_BRING_IN_WHITE, 0, 0));
}

}  // namespace

Bytes draw_zones(const form::FormDefinition& form, int page, const ocr::BlankPage& blank) {
    constexpr int font_pt = 6;
    const double scale = ocr::px_per_mm(blank.to_image);
    const ocr::PixPtr picture(pixConvertTo32(blank.image.pix.get()));
    const FontPtr font(bmfCreate(nullptr, font_pt));
    if (!picture || !font) {
        throw Error(Reason::image_not_converted, "match: no memory for a page");
    }
    std::string last;
    for (const form::Zone* zone : form.zones_on(page)) {
        const bool is_mark = !zone->choice.empty();
        frame(*picture, zone->box, scale, is_mark ? mark_colour : box_colour);
        const bool has_cells = !is_mark && zone->cells > 1;
        const double cell =
            has_cells ? (zone->box.width - (zone->cells - 1) * zone->gap_mm) / zone->cells : 0;
        for (int i = 0; has_cells && i < zone->cells; ++i) {
            frame(*picture,
                  {zone->box.x + i * (cell + zone->gap_mm), zone->box.y, cell, zone->box.height},
                  scale, box_colour);
        }
        const int x = static_cast<int>(zone->box.x * scale);
        const int y = static_cast<int>(zone->box.y * scale);
        constexpr int above_px = 4, line_px = 16, beside_px = 1;
        if (is_mark) {
            write(*picture, font.get(), zone->choice, x + beside_px,
                  y + static_cast<int>(zone->box.height * scale));
        }
        // A field's id once, above its first box.
        if (zone->field != last) {
            write(*picture, font.get(), zone->field, x, y - (is_mark ? line_px / 2 : above_px));
            last = zone->field;
        }
    }
    return png_of(*picture);
}

void save_scan(BytesView pdf, const std::filesystem::path& file) {
    constexpr int ink_below = 128;
    const auto scan = ocr::open_scan(pdf, std::filesystem::temp_directory_path());
    // Each page is added to the file that the first one makes.
    for (int number = 1; number <= scan->pages(); ++number) {
        const auto page = scan->page(number);
        const ocr::PixPtr grey(pixConvertTo8(page.pix.get(), 0));
        const ocr::PixPtr ink(pixThresholdToBinary(grey.get(), ink_below));
        pixSetResolution(ink.get(), static_cast<int>(std::lround(page.dpi)),
                         static_cast<int>(std::lround(page.dpi)));
        if (pixWriteTiff(file.c_str(), ink.get(), IFF_TIFF_G4, number == 1 ? "w" : "a") != 0) {
            throw Error(Reason::store_unwritable, "cannot write " + file.string());
        }
    }
}

std::vector<BlankDraft> outline(BytesView blank) {
    constexpr double mm_per_inch = 25.4;
    const auto scan = ocr::open_scan(blank, std::filesystem::temp_directory_path());
    std::vector<BlankDraft> pages;
    for (int number = 1; number <= scan->pages(); ++number) {
        auto page = ocr::normalise(scan->page(number));
        page.pix = straightened(*page.pix);
        const double width = pixGetWidth(page.pix.get()) / page.dpi * mm_per_inch;
        const double height = pixGetHeight(page.pix.get()) / page.dpi * mm_per_inch;
        pages.push_back({{"side-" + std::to_string(number) + ".png", width, height,
                          ocr::find_places(page, width, height)},
                         png_of(*page.pix)});
    }
    return pages;
}

}  // namespace indgang::program
