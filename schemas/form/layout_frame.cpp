// SPDX-License-Identifier: MPL-2.0
// What stands around the sections of a form: marks and code, title and foot, who asks and by when.
#include <algorithm>
#include <string>
#include <utility>

#include "schemas/form/layout.h"
#include "schemas/form/layout_measures.h"
#include "schemas/form/text_width.h"

namespace indgang::form {

using namespace measures;

namespace {

/// Lines below each other. Gives where they end.
double print_lines(PageLayout& page, PointMm at, double width_mm,
                   const std::vector<std::string>& lines) {
    for (const auto& line : lines) {
        at.y = print_paragraph(page, {line, {}}, at, width_mm);
    }
    return at.y;
}

/// Who asks at the left, where the form is sent in the middle, and at the right a place that stays
/// white: an authority prints its logo there.
double print_authority(PageLayout& page, const AuthoritySource& authority, double y,
                       Problems& problems) {
    const double name_mm = line_height_mm(name_pt);
    const double width = address_left_mm - gap_mm;
    page.prints.push_back({Print::Role::note,
                           {left_mm, y, width, name_mm},
                           {authority.name, {}},
                           name_pt,
                           true,
                           Print::Align::left});
    double end = print_lines(page, {left_mm, y + name_mm}, width, authority.sender);
    if (!authority.return_address.empty()) {
        const double left = left_mm + address_left_mm;
        const double below =
            print_paragraph(page, {"Sendes til:", "Send to:"}, {left, y}, address_width_mm);
        end = std::max(
            end, print_lines(page, {left, below}, address_width_mm, authority.return_address));
    }
    const double room_mm = measures::width_mm - address_left_mm - address_width_mm - gap_mm;
    if (authority.logo_width_mm > room_mm) {
        problems.add(authority.at, "authority: beside the addresses a logo has at most " +
                                       std::to_string(static_cast<int>(room_mm)) + " mm of width");
    }
    return std::max(end, y + authority.logo_height_mm) + masthead_gap_mm;
}

}  // namespace

PageLayout framed_page() {
    PageLayout page;
    page.code = code_box;
    const double right = page.width_mm - square_edge_mm - square_mm;
    const double low = page.height_mm - square_edge_mm - square_mm;
    for (const double y : {square_edge_mm, low}) {
        for (const double x : {square_edge_mm, right}) {
            page.marks.push_back({x, y, square_mm, square_mm});
        }
    }
    return page;
}

double print_masthead(PageLayout& page, const FormSource& source, double y, Problems& problems) {
    if (source.authority) {
        y = print_authority(page, *source.authority, y, problems);
    }
    if (!source.deadline.da.empty()) {
        y = print_paragraph(page, source.deadline, {left_mm, y}, width_mm) + masthead_gap_mm;
    }
    return y;
}

double print_paragraph(PageLayout& page, const Text& words, const PointMm& at, double width_mm) {
    const double height =
        lines_needed(words.da, label_pt, false, width_mm) * line_height_mm(label_pt);
    page.prints.push_back({Print::Role::note,
                           {at.x, at.y, width_mm, height},
                           words,
                           label_pt,
                           false,
                           Print::Align::left});
    return at.y + height;
}

void print_frame(FormDefinition& form, const FormSource& source) {
    const auto pages = std::to_string(form.pages.size());
    for (std::size_t i = 0; i < form.pages.size(); ++i) {
        auto& prints = form.pages[i].prints;
        const auto number = std::to_string(i + 1);
        const Text side{"Side " + number + " af " + pages, "Page " + number + " of " + pages};
        prints.push_back({Print::Role::title, title_box, source.title,
                          i == 0 ? title_pt : later_title_pt, true, Print::Align::left});
        if (i == 0 && !source.intro.da.empty()) {
            prints.push_back(
                {Print::Role::note, intro_box, source.intro, label_pt, false, Print::Align::left});
        }
        const BoxMm footer{footer_left_mm, footer_y_mm, footer_width_mm, line_height_mm(footer_pt)};
        prints.push_back({Print::Role::note,
                          footer,
                          {source.key.form + " · udgave " + source.key.version,
                           source.key.form + " · edition " + source.key.version},
                          footer_pt,
                          false,
                          Print::Align::left});
        if (source.has_required_marks) {
            prints.push_back({Print::Role::note,
                              footer,
                              {"* skal udfyldes", "* must be filled in"},
                              footer_pt,
                              false,
                              Print::Align::centre});
        }
        prints.push_back({Print::Role::note, footer, side, footer_pt, false, Print::Align::right});
    }
}

}  // namespace indgang::form
