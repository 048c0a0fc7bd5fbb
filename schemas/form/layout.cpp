// SPDX-License-Identifier: MPL-2.0
//
// A form's rows become boxes in millimetres. The idea is that of a typewriter with a grid: sections
// follow each other down the page, a row has twelve columns, a comb takes the columns that its
// cells need and what is left goes to the fields of free writing. Nothing is optimised and nothing
// moves when another row changes its words, except downwards; a page that overflows is the
// designer's to mend, since only he knows what belongs together. Text is measured by a built-in
// table of widths and not by the installed fonts, because the places to write are part of a form
// that citizens hold in their hands: they must be the same on every machine.
#include "schemas/form/layout.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "schemas/form/expand.h"
#include "schemas/form/layout_measures.h"
#include "schemas/form/text_width.h"

namespace indgang::form {

using namespace measures;
namespace {

Text printed_label(const Field& field, const Text& label) {
    return field.kind == ValueKind::date && !label.da.empty()
               ? Text{label.da + " (DDMMÅÅÅÅ)", label.in(Language::english) + " (DDMMYYYY)"}
               : label;
}

/// Of its cells, and of the unit behind them.
double comb_width_mm(const Field& field) {
    const auto& unit = field.terms.unit.da;
    return field.cells * cell_mm +
           (unit.empty() ? 0 : unit_gap_mm + text_width_mm(unit, label_pt, false));
}

/// What is printed small below a label.
double help_mm(const FlowItem& item, double width) {
    return line_height_mm(help_pt) * lines_needed(item.under.da, help_pt, false, width);
}

bool is_single_mark(const Field& field) {
    return field.capture == Capture::mark && field.choices.size() == 1;
}

class Layouter {
  public:
    Layouter(FormDefinition& form, const FormSource& source, Problems& problems)
        : form_(form), source_(source), problems_(problems) {}

    /// `name` stands before the heading: "A" or "1".
    void section(const FlowSection& section, const std::string& name);
    void finish();

  private:
    [[nodiscard]] PageLayout& page() { return form_.pages.back(); }
    [[nodiscard]] int page_number() const { return static_cast<int>(form_.pages.size()); }
    [[nodiscard]] const Field& field(const FlowItem& item) const {
        return form_.fields[item.field];
    }
    void text(Print::Role role, const BoxMm& box, const Text& words, double size_pt,
              bool is_bold = false, Print::Align align = Print::Align::left, double room_mm = 0) {
        page().prints.push_back({role, box, words, size_pt, is_bold, align, room_mm});
    }
    void zone(const FlowItem& item, const std::string& choice, const BoxMm& box) {
        const auto& of = field(item);
        const BoxMm place{rounded(box.x), rounded(box.y), rounded(box.width), rounded(box.height)};
        zones_.push_back({item.field, {of.id, choice, of.capture, page_number(), place, of.cells}});
    }
    void start_page();
    void heading(const SectionSource& section, const std::string& name);
    void boxes_row(const FlowRow& row);
    void ledger_row(const FlowRow& row, const std::vector<double>& starts, double width);
    void place_fixed(const FlowItem& item);
    [[nodiscard]] std::vector<int> spans(const FlowRow& row, const std::vector<FlowItem>& items);
    [[nodiscard]] double marks(const FlowItem& item, double x, double y, double width);
    void unit(const Field& field, const BoxMm& box);
    [[nodiscard]] double marks_width(const Field& field) const;
    [[nodiscard]] double single_mark(const FlowItem& item, double x, double y, double width);
    [[nodiscard]] double box(const FlowItem& item, double x, double y, double width);

    FormDefinition& form_;
    const FormSource& source_;
    Problems& problems_;
    double y_ = top_mm;
    double mark_drop_ = mark_drop_mm;                  ///< of the row that is being laid out
    std::vector<std::pair<std::size_t, Zone>> zones_;  ///< with the field's place in the form
};

void Layouter::start_page() {
    form_.pages.push_back(framed_page());
    y_ = top_mm;
    if (page_number() == 1) {
        y_ = print_masthead(page(), source_, y_, problems_);
    }
}

void Layouter::section(const FlowSection& section, const std::string& name) {
    const auto& source = *section.source;
    while (page_number() < source.page) {
        start_page();
    }
    heading(source, name);
    const std::size_t columns =
        section.rows.empty() ? 1 : std::max<std::size_t>(1, section.rows.front().columns.size());
    for (const auto& row : section.rows) {
        if (!source.is_ledger) {
            boxes_row(row);
            continue;
        }
        const auto count = static_cast<double>(std::max(columns, row.columns.size()));
        const double width = (width_mm - (count - 1) * ledger_gap_mm) / count;
        std::vector<double> starts;
        for (std::size_t i = 0; i < row.columns.size(); ++i) {
            starts.push_back(left_mm + static_cast<double>(i) * (width + ledger_gap_mm));
        }
        ledger_row(row, starts, width);
    }
    y_ += section_gap_mm;
    if (y_ - section_gap_mm - row_gap_mm > bottom_mm) {
        problems_.add(source.at, "page " + std::to_string(source.page) + " is too full: \"" +
                                     source.title.da + "\" ends " +
                                     std::to_string(static_cast<int>(y_ - bottom_mm)) +
                                     " mm below the last line");
    }
}

void Layouter::heading(const SectionSource& section, const std::string& name) {
    constexpr double drop_mm = 1.1;
    constexpr double after_mm = 1.3;
    text(Print::Role::bar, {left_mm, y_, width_mm, bar_mm}, {}, 0);
    y_ += drop_mm;
    text(Print::Role::heading, {left_mm, y_, width_mm, line_height_mm(heading_pt)},
         {name + "   " + section.title.da, name + "   " + section.title.in(Language::english)},
         heading_pt, true);
    y_ += line_height_mm(heading_pt) + after_mm;
    const Text note = with_conditions(section.note, section.shown_when, section.required_when);
    if (!note.da.empty()) {
        y_ = print_paragraph(page(), note, {left_mm, y_}, width_mm) + after_mm;
    }
    for (const auto& text_name : section.texts) {
        if (const auto found = source_.texts.find(text_name); found != source_.texts.end()) {
            y_ = print_paragraph(page(), found->second, {left_mm, y_}, width_mm) + after_mm;
        }
    }
    if (!section.columns.empty()) {
        const auto count = static_cast<double>(section.columns.size());
        const double width = (width_mm - (count - 1) * ledger_gap_mm) / count;
        double x = left_mm;
        for (const auto& column : section.columns) {
            text(Print::Role::label, {x, y_, width, line_height_mm(ledger_pt)}, column.label,
                 ledger_pt, true, Print::Align::right);
            x += width + ledger_gap_mm;
        }
        y_ += line_height_mm(ledger_pt) + after_mm;
    }
}

std::vector<int> Layouter::spans(const FlowRow& row, const std::vector<FlowItem>& items) {
    constexpr int short_span = 2;
    constexpr int least_flexible = 2;
    std::vector<int> spans;
    int used = 0, flexible = 0;
    for (const auto& item : items) {
        const auto& of = field(item);
        int span = item.source->span;
        if (span == 0 && of.capture == Capture::comb) {
            span = short_span;
            while (span < grid_columns && span_mm(span) < comb_width_mm(of)) {
                ++span;
            }
        } else if (span == 0 && (of.kind == ValueKind::house_number ||
                                 of.kind == ValueKind::floor || of.kind == ValueKind::door)) {
            span = short_span;
        }
        if (of.capture == Capture::comb && span_mm(span) < comb_width_mm(of)) {
            problems_.add(row.at, "'" + of.id + "' needs more columns for its cells");
        }
        used += span;
        flexible += span == 0 ? 1 : 0;
        spans.push_back(span);
    }
    int rest = grid_columns - used;
    if (rest < flexible * least_flexible) {
        problems_.add(row.at,
                      "a row needs " + std::to_string(used + flexible * least_flexible) +
                          " columns, but the grid has 12; move a field to a row of its own");
        rest = std::max(rest, flexible);
    }
    for (auto& span : spans) {
        if (span == 0) {
            span = (rest + flexible - 1) / flexible;
            rest -= span;
            --flexible;
        }
    }
    return spans;
}

void Layouter::boxes_row(const FlowRow& row) {
    std::vector<FlowItem> items;
    for (const auto& item : row.columns.front()) {
        if (item.source->places.empty()) {
            items.push_back(item);
        } else {
            place_fixed(item);
        }
    }
    if (items.empty()) {
        return;
    }
    const bool only_marks = std::all_of(items.begin(), items.end(), [&](const FlowItem& item) {
        return field(item).capture == Capture::mark;
    });
    mark_drop_ = only_marks ? lone_mark_drop_mm : mark_drop_mm;
    if (row.starts_next_person) {
        y_ += person_gap_mm;
    }
    const auto widths = spans(row, items);
    const double line = line_height_mm(label_pt);
    double band = 0;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (!is_single_mark(field(items[i]))) {
            const auto words = printed_label(field(items[i]), items[i].label);
            const double width = span_mm(widths[i]);
            band = std::max(band, line * lines_needed(words.da, label_pt, false, width) +
                                      help_mm(items[i], width));
        }
    }
    const double box_y = y_ + band + (band > 0 ? label_gap_mm : 0);
    double height = 0;
    int column = 0;
    const auto begin = static_cast<std::ptrdiff_t>(page().prints.size());
    for (std::size_t i = 0; i < items.size(); ++i) {
        const double x = left_mm + column * (column_mm + gap_mm);
        const double width = span_mm(widths[i]);
        const auto words = printed_label(field(items[i]), items[i].label);
        if (is_single_mark(field(items[i]))) {
            height = std::max(height, single_mark(items[i], x, box_y, width));
        } else {
            const double text_mm = line * lines_needed(words.da, label_pt, false, width);
            const double under_mm = help_mm(items[i], width);
            const double top = y_ + band - text_mm - under_mm;
            if (!words.da.empty()) {
                text(Print::Role::label, {x, top, width, text_mm}, words, label_pt);
            }
            if (under_mm > 0) {
                text(Print::Role::note, {x, top + text_mm, width, under_mm}, items[i].under,
                     help_pt);
            }
            height = std::max(height, box(items[i], x, box_y, width));
        }
        column += widths[i];
    }
    if (row.number > 0) {
        text(Print::Role::label,
             {left_mm - number_width_mm, box_y + (height - line) / 2, number_width_mm, line},
             {std::to_string(row.number), {}}, label_pt);
        // It is read before what stands in the row.
        std::rotate(page().prints.begin() + begin, page().prints.end() - 1, page().prints.end());
    }
    y_ = box_y + height + (row.number > 0 ? table_row_gap_mm : row_gap_mm);
}

/// One box for the field, at most `width` wide. Gives its height.
double Layouter::box(const FlowItem& item, double x, double y, double width) {
    const auto& of = field(item);
    BoxMm box{x, y, width, line_height};
    switch (of.capture) {
        case Capture::comb:
            box.width = of.cells * cell_mm;
            box.height = comb_height_mm;
            unit(of, box);
            break;
        case Capture::line:
            break;
        case Capture::block:
            box.height = item.source->lines * block_line_mm;
            break;
        case Capture::mark:
        case Capture::bubble:
            return marks(item, x, y, width);
        case Capture::signature:
            box.height = signature_mm;
            break;
    }
    zone(item, "", box);
    return box.height;
}

/// Behind the box, at half its height.
void Layouter::unit(const Field& of, const BoxMm& box) {
    const auto& words = of.terms.unit;
    if (!words.da.empty()) {
        const double line = line_height_mm(label_pt);
        text(Print::Role::label,
             {box.x + box.width + unit_gap_mm, box.y + (box.height - line) / 2,
              text_width_mm(words.da, label_pt, false) + 1, line},
             words, label_pt);
    }
}

double Layouter::marks_width(const Field& of) const {
    double width = 0;
    for (const auto& choice : of.choices) {
        const double wanted =
            mark_mm + mark_text_gap_mm + text_width_mm(choice.label.da, choice_pt, false);
        width += of.kind == ValueKind::yes_no ? yes_no_pitch_mm : wanted + choice_gap_mm;
    }
    return width;
}

/// Boxes with their words from left to right, in as many lines as they take. Gives the height.
double Layouter::marks(const FlowItem& item, double x, double y, double width) {
    const auto& of = field(item);
    double at = x;
    double line_y = y;
    const auto width_of = [](const Choice& choice) {
        return mark_mm + mark_text_gap_mm + text_width_mm(choice.label.da, choice_pt, false);
    };
    for (auto choice_at = of.choices.begin(); choice_at != of.choices.end(); ++choice_at) {
        const auto& choice = *choice_at;
        const double wanted = width_of(choice);
        if (at > x && at + wanted > x + width) {
            at = x;
            line_y += mark_pitch_mm;
        }
        const double pitch =
            of.kind == ValueKind::yes_no ? yes_no_pitch_mm : wanted + choice_gap_mm;
        const auto next = std::next(choice_at);
        const bool is_last = next == of.choices.end() || at + pitch + width_of(*next) > x + width;
        const double room =
            (is_last ? x + width : at + pitch - mark_text_gap_mm) - at - mark_mm - mark_text_gap_mm;
        zone(item, choice.key, {at, line_y + mark_drop_, mark_mm, mark_mm});
        const double text_y = line_y + mark_drop_ + (mark_mm - line_height_mm(choice_pt)) / 2;
        text(Print::Role::label,
             {at + mark_mm + mark_text_gap_mm, text_y, wanted - mark_mm - mark_text_gap_mm + 1,
              line_height_mm(choice_pt)},
             choice.label, choice_pt, false, Print::Align::left, room);
        at += pitch;
    }
    return line_y - y + mark_drop_ + mark_mm;
}

/// A declaration: one box and the whole label beside it. Gives the height.
double Layouter::single_mark(const FlowItem& item, double x, double y, double width) {
    constexpr double text_gap_mm = 2.2;
    zone(item, field(item).choices.front().key, {x, y, mark_mm, mark_mm});
    const double room = width - mark_mm - text_gap_mm;
    const double height =
        line_height_mm(choice_pt) * lines_needed(item.label.da, choice_pt, false, room);
    const double drop = std::max(0.0, (mark_mm - line_height_mm(choice_pt)) / 2);
    text(Print::Role::label, {x + mark_mm + text_gap_mm, y + drop, room, height}, item.label,
         choice_pt);
    const double under_mm = help_mm(item, room);
    if (under_mm > 0) {
        text(Print::Role::note, {x + mark_mm + text_gap_mm, y + drop + height, room, under_mm},
             item.under, help_pt);
    }
    return std::max(mark_mm, height + drop + under_mm);
}

void Layouter::ledger_row(const FlowRow& row, const std::vector<double>& starts, double width) {
    constexpr double text_gap_mm = 1.6;
    constexpr double least_line_mm = 15;
    const double line = line_height_mm(ledger_pt);
    double height = comb_height_mm;
    bool has_room = true;  // for labels, as far as was told
    mark_drop_ = mark_drop_mm;
    for (std::size_t c = 0; c < row.columns.size(); ++c) {
        const auto& items = row.columns[c];
        // From right to left: what has a width of its own stands at the right edge.
        double right = starts[c] + width;
        for (auto item = items.rbegin(); item != items.rend(); ++item) {
            const auto& of = field(*item);
            const bool is_first = std::next(item) == items.rend();
            const double words = text_width_mm(item->label.da, ledger_pt, false);
            double box_width = 0;
            if (of.capture == Capture::comb) {
                box_width = comb_width_mm(of);
            } else if (of.capture == Capture::mark) {
                box_width = marks_width(of);
            } else {
                box_width = right - starts[c] - (words > 0 ? words + text_gap_mm : 0);
            }
            const double x = right - box_width;
            if (x < starts[c] || (of.capture == Capture::line && box_width < least_line_mm) ||
                of.capture == Capture::block || of.capture == Capture::signature) {
                problems_.add(row.at, "'" + of.id + "' does not fit into the ledger's column");
            }
            (void)box(*item, x, y_, box_width);
            const double room = x - starts[c] - text_gap_mm;
            if (is_first && has_room && words > room && room < least_label_mm &&
                of.capture == Capture::comb) {
                problems_.add(row.at, "'" + of.id +
                                          "' leaves no room for its label; put fewer fields into "
                                          "the row");
                has_room = false;
            }
            if (!item->label.da.empty() && is_first) {
                const double text_mm = line * lines_needed(item->label.da, ledger_pt, false, room);
                const double under_mm = help_mm(*item, room);
                const double top = y_ + std::max(0.0, (comb_height_mm - text_mm - under_mm) / 2);
                height = std::max(height, text_mm + under_mm);
                text(Print::Role::label, {starts[c], top, room, text_mm}, item->label, ledger_pt);
                if (under_mm > 0) {
                    text(Print::Role::note, {starts[c], top + text_mm, room, under_mm}, item->under,
                         help_pt);
                }
            }
            right = x - text_gap_mm;
        }
    }
    y_ += height + ledger_row_gap_mm;
}

void Layouter::place_fixed(const FlowItem& item) {
    for (const auto& [choice, box] : item.source->places) {
        zone(item, choice, box);
        zones_.back().second.gap_mm = item.source->gap_mm;
    }
}

void Layouter::finish() {
    print_frame(form_, source_);
    std::stable_sort(zones_.begin(), zones_.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    for (auto& [field, zone] : zones_) {
        form_.zones.push_back(std::move(zone));
    }
}

}  // namespace

void lay_out(FormDefinition& form, const FormSource& source,
             const std::vector<FlowSection>& sections, Problems& problems) {
    Layouter layouter(form, source, problems);
    char letter = 'A';
    int number = 0;
    for (const auto& section : sections) {
        layouter.section(section,
                         source.is_numbered ? std::to_string(++number) : std::string(1, letter));
        letter = letter == 'Z' ? 'A' : static_cast<char>(letter + 1);
    }
    layouter.finish();
}

}  // namespace indgang::form
