// SPDX-License-Identifier: MPL-2.0
//
// A page is drawn by one function onto a cairo context whose unit is the point; whether that is a
// PDF or a picture is the caller's matter, so the blank that scans are compared with is the blank
// that was printed. Nothing here decides where something stands: layout.cpp did.
//
// Two things keep the picture the same from run to run: text is laid out without hinting and with
// unrounded positions, so it does not depend on the resolution, and the QR code is one path filled
// once, so that neighbouring modules leave no seam.
#include "schemas/paper/paper.h"

#include <ZXing/BarcodeFormat.h>
#include <ZXing/BitMatrix.h>
#include <ZXing/MultiFormatWriter.h>
#include <cairo/cairo-pdf.h>
#include <cairo/cairo.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "schemas/error/error.h"
#include "schemas/error/verify.h"
#include "schemas/paper/page_code.h"
#include "schemas/paper/reading_order.h"
#include "schemas/paper/tagged_pdf.h"

namespace indgang::paper {
namespace {

constexpr double pt_per_inch = 72;
constexpr double pt_per_mm = pt_per_inch / mm_per_inch;
constexpr double frame_mm = 0.2;  ///< thin enough to be taken off a scan, seen at 200 dpi
constexpr double mark_frame_mm = 0.25;
constexpr int qr_level_quartile = 6;  ///< zxing's scale 0..8: a quarter of the code may be lost
constexpr const char* font_family = "Liberation Sans, Arial, Helvetica, sans-serif";
/// The same form gives the same bytes, so the file carries no time of its making.
constexpr const char* no_date = "1970-01-01T00:00:00Z";

struct Destroy {
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
    void operator()(cairo_t* context) const { cairo_destroy(context); }
    void operator()(cairo_font_options_t* options) const { cairo_font_options_destroy(options); }
    void operator()(PangoLayout* layout) const { g_object_unref(layout); }
    void operator()(PangoFontDescription* font) const { pango_font_description_free(font); }
};
using SurfacePtr = std::unique_ptr<cairo_surface_t, Destroy>;
using ContextPtr = std::unique_ptr<cairo_t, Destroy>;
using FontOptionsPtr = std::unique_ptr<cairo_font_options_t, Destroy>;
using LayoutPtr = std::unique_ptr<PangoLayout, Destroy>;
using FontPtr = std::unique_ptr<PangoFontDescription, Destroy>;

void add_box(cairo_t* cairo, const BoxMm& box) {
    cairo_rectangle(cairo, box.x * pt_per_mm, box.y * pt_per_mm, box.width * pt_per_mm,
                    box.height * pt_per_mm);
}

/// A frame whose outer edges are the box's.
void add_frame(cairo_t* cairo, const BoxMm& box, double line_mm) {
    add_box(cairo, {box.x, box.y, box.width, line_mm});
    add_box(cairo, {box.x, box.y + box.height - line_mm, box.width, line_mm});
    add_box(cairo, {box.x, box.y, line_mm, box.height});
    add_box(cairo, {box.x + box.width - line_mm, box.y, line_mm, box.height});
}

void draw_zone(cairo_t* cairo, const Zone& zone) {
    const bool is_mark = zone.capture == Capture::mark;
    add_frame(cairo, zone.box, is_mark ? mark_frame_mm : frame_mm);
    const double cell = zone.cells > 0 ? zone.box.width / zone.cells : 0;
    for (int i = 1; i < zone.cells; ++i) {
        add_box(cairo,
                {zone.box.x + i * cell - frame_mm / 2, zone.box.y, frame_mm, zone.box.height});
    }
    cairo_fill(cairo);
}

void draw_code(cairo_t* cairo, const PageCode& code, const BoxMm& box) {
    ZXing::MultiFormatWriter writer(ZXing::BarcodeFormat::QRCode);
    writer.setEccLevel(qr_level_quartile).setMargin(0);
    const auto modules = writer.encode(format_page_code(code), 0, 0);
    const double side = box.width / modules.width();
    for (int y = 0; y < modules.height(); ++y) {
        for (int x = 0; x < modules.width(); ++x) {
            if (modules.get(x, y)) {
                add_box(cairo, {box.x + x * side, box.y + y * side, side, side});
            }
        }
    }
    cairo_fill(cairo);
}

/// The title is one; on later pages it only says which form that page is of.
const char* tag_of(Print::Role role, int page) {
    switch (role) {
        case Print::Role::title:
            return page == 1 ? "H1" : "P";
        case Print::Role::heading:
            return "H2";
        case Print::Role::label:
        case Print::Role::note:
        case Print::Role::bar:
            return "P";
    }
    return "P";
}

PangoAlignment alignment_of(Print::Align align) {
    switch (align) {
        case Print::Align::left:
            return PANGO_ALIGN_LEFT;
        case Print::Align::centre:
            return PANGO_ALIGN_CENTER;
        case Print::Align::right:
            return PANGO_ALIGN_RIGHT;
    }
    return PANGO_ALIGN_LEFT;
}

/// Draws a text into its box. Where another font than the measured one is installed, the text is
/// made smaller until it fits, so that it never runs into a place to write.
void draw_text(cairo_t* cairo, const Print& print, Language language, const char* tag) {
    constexpr double smaller = 0.96;
    constexpr int attempts = 12;
    constexpr double tolerance = 1.06;
    const LayoutPtr layout(pango_cairo_create_layout(cairo));
    pango_context_set_round_glyph_positions(pango_layout_get_context(layout.get()), FALSE);
    const FontPtr font(pango_font_description_from_string(font_family));
    pango_font_description_set_weight(font.get(),
                                      print.is_bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    const double width_mm =
        language == Language::danish ? print.box.width : std::max(print.box.width, print.room_mm);
    pango_layout_set_width(layout.get(), static_cast<int>(width_mm * pt_per_mm * PANGO_SCALE));
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(layout.get(), alignment_of(print.align));
    const auto& text = print.text.in(language);
    pango_layout_set_text(layout.get(), text.c_str(), static_cast<int>(text.size()));
    double size_pt = print.size_pt;
    for (int i = 0; i < attempts; ++i, size_pt *= smaller) {
        pango_font_description_set_absolute_size(font.get(), size_pt * PANGO_SCALE);
        pango_layout_set_font_description(layout.get(), font.get());
        PangoRectangle logical;
        pango_layout_get_extents(layout.get(), nullptr, &logical);
        if (logical.height <= print.box.height * pt_per_mm * PANGO_SCALE * tolerance) {
            break;
        }
    }
    cairo_tag_begin(cairo, tag, nullptr);
    cairo_move_to(cairo, print.box.x * pt_per_mm, print.box.y * pt_per_mm);
    pango_cairo_show_layout(cairo, layout.get());
    cairo_new_path(cairo);
    cairo_tag_end(cairo, tag);
}

void draw_words(cairo_t* cairo, const PageLayout& page, int number, Language language) {
    bool is_in_section = false;
    for (const Print* print : reading_order(page)) {
        if (print->role == Print::Role::heading) {
            if (is_in_section) {
                cairo_tag_end(cairo, "Sect");
            }
            cairo_tag_begin(cairo, "Sect", nullptr);
            is_in_section = true;
        }
        if (print->text.da.empty()) {
            add_box(cairo, print->box);
            cairo_fill(cairo);
        } else {
            draw_text(cairo, *print, language, tag_of(print->role, number));
        }
    }
    if (is_in_section) {
        cairo_tag_end(cairo, "Sect");
    }
}

void draw_page(cairo_t* cairo, const FormDefinition& form, int number, const std::string& set,
               Language language) {
    const FontOptionsPtr options(cairo_font_options_create());
    cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_GRAY);
    cairo_set_font_options(cairo, options.get());
    cairo_set_source_rgb(cairo, 0, 0, 0);

    const auto& page = form.pages[static_cast<std::size_t>(number - 1)];
    for (const auto& mark : page.marks) {
        add_box(cairo, mark);
    }
    cairo_fill(cairo);
    draw_code(cairo, {form.key, number, static_cast<int>(form.pages.size()), set, language},
              page.code);
    draw_words(cairo, page, number, language);
    for (const auto& zone : form.zones) {
        if (zone.page == number) {
            draw_zone(cairo, zone);
        }
    }
}

/// All pages of the form, one after the other.
void draw_print(cairo_t* cairo, cairo_surface_t* surface, const FormDefinition& form,
                const std::string& set, Language language) {
    VERIFY(set.empty() || is_set(set));
    for (std::size_t i = 0; i < form.pages.size(); ++i) {
        cairo_pdf_surface_set_size(surface, form.pages[i].width_mm * pt_per_mm,
                                   form.pages[i].height_mm * pt_per_mm);
        const auto label = std::to_string(i + 1);
        cairo_pdf_surface_set_page_label(surface, label.c_str());
        draw_page(cairo, form, static_cast<int>(i + 1), set, language);
        cairo_show_page(cairo);
    }
}

void check(cairo_status_t status, const char* doing) {
    if (status != CAIRO_STATUS_SUCCESS) {
        throw Error(Reason::drawing_failed,
                    std::string("paper: ") + doing + ": " + cairo_status_to_string(status));
    }
}

cairo_status_t append(void* to, const unsigned char* data, unsigned int size) {
    auto& bytes = *static_cast<Bytes*>(to);
    bytes.insert(bytes.end(), data, data + size);
    return CAIRO_STATUS_SUCCESS;
}

}  // namespace

Bytes render_pdf(const FormDefinition& form, const std::vector<std::string>& sets,
                 Language language) {
    if (std::any_of(form.pages.begin(), form.pages.end(),
                    [](const PageLayout& page) { return page.blank.has_value(); })) {
        throw Error(Reason::form_foreign,
                    "paper: form " + form.key.form +
                        " is printed by somebody else; its pages are the pictures in its folder");
    }
    Bytes bytes;
    const auto& first = form.pages.front();
    const SurfacePtr surface(cairo_pdf_surface_create_for_stream(
        append, &bytes, first.width_mm * pt_per_mm, first.height_mm * pt_per_mm));
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE,
                                   form.title.in(language).c_str());
    const auto subject = form.key.form + " " + form.key.version;
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_SUBJECT, subject.c_str());
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATOR, "Indgang");
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATE_DATE, no_date);
    {
        const ContextPtr cairo(cairo_create(surface.get()));
        cairo_tag_begin(cairo.get(), "Document", nullptr);
        for (std::size_t print = 0; print < std::max<std::size_t>(sets.size(), 1); ++print) {
            draw_print(cairo.get(), surface.get(), form, sets.empty() ? std::string() : sets[print],
                       language);
        }
        cairo_tag_end(cairo.get(), "Document");
        check(cairo_status(cairo.get()), "drawing a PDF");
    }
    cairo_surface_finish(surface.get());
    check(cairo_surface_status(surface.get()), "writing a PDF");
    return tagged_pdf(bytes, form.title.in(language), language);
}

Raster render_page(const FormDefinition& form, int page, double dpi, const std::string& set,
                   Language language) {
    constexpr double least_dpi = 50;
    constexpr double most_dpi = 1200;
    constexpr int white = 255;
    VERIFY(page >= 1 && page <= static_cast<int>(form.pages.size()));
    VERIFY(dpi >= least_dpi && dpi <= most_dpi);
    const auto& layout = form.pages[static_cast<std::size_t>(page - 1)];
    VERIFY(!layout.blank && (set.empty() || is_set(set)));
    Raster raster;
    raster.dpi = dpi;
    raster.width = static_cast<int>(std::lround(layout.width_mm * dpi / mm_per_inch));
    raster.height = static_cast<int>(std::lround(layout.height_mm * dpi / mm_per_inch));
    // Ink on a transparent sheet: one byte a pixel, and all that is drawn is black.
    const SurfacePtr surface(
        cairo_image_surface_create(CAIRO_FORMAT_A8, raster.width, raster.height));
    check(cairo_surface_status(surface.get()), "making a picture");
    {
        const ContextPtr cairo(cairo_create(surface.get()));
        cairo_scale(cairo.get(), dpi / pt_per_inch, dpi / pt_per_inch);
        draw_page(cairo.get(), form, page, set, language);
        check(cairo_status(cairo.get()), "drawing a picture");
    }
    cairo_surface_flush(surface.get());
    const auto* ink = cairo_image_surface_get_data(surface.get());
    const auto stride = static_cast<std::size_t>(cairo_image_surface_get_stride(surface.get()));
    const auto width = static_cast<std::size_t>(raster.width);
    raster.pixels.resize(width * static_cast<std::size_t>(raster.height));
    for (std::size_t y = 0; y < static_cast<std::size_t>(raster.height); ++y) {
        for (std::size_t x = 0; x < width; ++x) {
            raster.pixels[y * width + x] = static_cast<std::uint8_t>(white - ink[y * stride + x]);
        }
    }
    return raster;
}

}  // namespace indgang::paper
