// SPDX-License-Identifier: MPL-2.0
// A table is read as a whole before its rows are read: what counts is how many lines somebody
// filled in, and a line that is lost, or made of dirt, is worse than a digit that is.
//
// A row is told by the largest piece of ink that hangs together within its boxes, once the printed
// form, streaks and the boxes' own lines are taken away. A speck of dirt or of a fax has less than
// 0.12 mm2; the smallest thing that somebody writes, a thin 1 or a cross, has more than 1 mm2.
// Between the two nobody can tell from ink alone, and the row is in doubt; so is one with no more
// than the single dots that a scan of one bit keeps of a pencil.
//
// Who takes a line back draws a stroke through it, from field to field. Writing stays in its field,
// so ink that goes on across the gaps between the fields, over more than half of the row, is that
// stroke, whether it is straight, a zigzag or a large X. A table of one column has no gaps: there
// the field's own reader has to doubt what it sees.
//
// Who runs out of rows writes on below the last one. The space down to the next place to write, or
// the next 30 mm, is searched for ink that the blank does not have, in squares of 1 mm: squares
// with ink that are together as wide as a short word, and higher than a stroke, are writing.
// Descenders are narrower, specks and streaks make no such clusters.
//
// The probability is that of all rows together: each row's own, one that nobody can see for the row
// behind the last one, and hardly any for those behind it, which nobody fills in while that is
// free.
#include "ocr/read/row_reader.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include "ocr/account/account_limits.h"
#include "ocr/ink/comb_cells.h"
#include "ocr/ink/new_ink.h"
#include "ocr/read/read_limits.h"

namespace indgang::ocr {
namespace {

/// The zones of one row on the page.
struct Row {
    int number = 0;
    std::vector<const form::Zone*> zones;
};

struct RowInk {
    double largest_mm2 = 0;  ///< of the pieces that hang together
    double all_mm2 = 0;
    double hanging_mm2 = 0;      ///< of descenders of the row above, not in the others
    bool may_hold_more = false;  ///< more single dots than paper has, or its lines are hidden

    void add(const RowInk& other) {
        largest_mm2 = std::max(largest_mm2, other.largest_mm2);
        all_mm2 += other.all_mm2;
        hanging_mm2 += other.hanging_mm2;
        may_hold_more = may_hold_more || other.may_hold_more;
    }
};

BoxMm joined(const BoxMm& a, const BoxMm& b) {
    const double x = std::min(a.x, b.x), y = std::min(a.y, b.y);
    return {x, y, std::max(a.x + a.width, b.x + b.width) - x,
            std::max(a.y + a.height, b.y + b.height) - y};
}

BoxMm box_of(const std::vector<const form::Zone*>& zones) {
    BoxMm box = zones.front()->box;
    for (const form::Zone* zone : zones) {
        box = joined(box, zone->box);
    }
    return box;
}

std::vector<Row> rows_of(const form::FormDefinition& form, const form::Table& table) {
    std::vector<Row> rows;
    for (const form::Zone& zone : form.zones) {
        const form::Field* field = form.field(zone.field);
        if (field->table != table.id) {
            continue;
        }
        if (rows.empty() || rows.back().number != field->row) {
            rows.push_back({field->row, {}});
        }
        rows.back().zones.push_back(&zone);
    }
    return rows;
}

/// Pieces of ink within the printed lines of a zone.
RowInk pieces_in(const WriterInk& ink, double inset) {
    const int by = static_cast<int>(std::lround(inset * ink_px_per_mm));
    const BoxPx inside{ink.box.x + by, ink.box.y + by, ink.box.width - 2 * by,
                       ink.box.height - 2 * by};
    // What hangs down from the row above ends before the lower part of this one.
    RowInk found;
    constexpr double px_per_mm2 = ink_px_per_mm * ink_px_per_mm;
    for (const InkPiece& piece : find_pieces(ink.patch, inside)) {
        const bool hangs_down = piece.top <= 1 && piece.bottom < limits::lower_part * inside.height;
        const double mm2 = piece.pixels / px_per_mm2;
        found.add(hangs_down ? RowInk{0, 0, mm2, false} : RowInk{mm2, mm2, 0, false});
    }
    return found;
}

/// Whether there is any ink between the printed lines of a zone.
bool has_ink(const PageOnBlank& at, const form::Zone& zone, double inset) {
    if (zone.capture != form::Capture::comb) {
        return has_ink_inside(at, zone.box, inset);
    }
    const std::vector<BoxMm> cells = divide_comb(zone.box, zone.cells, zone.gap_mm);
    return std::any_of(cells.begin(), cells.end(),
                       [&](const BoxMm& cell) { return has_ink_inside(at, cell, inset); });
}

RowInk ink_in(const PageOnBlank& at, const Row& row,
              const std::map<const form::Zone*, WriterInk>& inks,
              std::span<const form::Zone* const> hidden) {
    RowInk found;
    for (const form::Zone* zone : row.zones) {
        const double inset =
            zone->capture == form::Capture::mark ? limits::mark_inset_mm : limits::line_inset_mm;
        if (const auto known = inks.find(zone); known != inks.end()) {
            found.add(pieces_in(known->second, inset));
        } else if (found.all_mm2 < limits::enough_ink_mm2 && has_ink(at, *zone, inset)) {
            found.add(pieces_in(take_ink(at, zone->box), inset));
        }
        found.may_hold_more = found.may_hold_more || at.added.has_scattered_dots(zone->box) ||
                              std::find(hidden.begin(), hidden.end(), zone) != hidden.end();
    }
    return found;
}

/// How likely somebody wrote in a row with this ink.
double written_probability(const RowInk& ink) {
    if (!ink.may_hold_more && ink.largest_mm2 < limits::row_dirt_mm2 &&
        ink.all_mm2 < limits::row_dirt_all_mm2) {
        return limits::written_if_dirt;
    }
    if (ink.largest_mm2 >= limits::row_writing_mm2) {
        return limits::written_if_writing;
    }
    const double share =
        std::log(std::max(ink.largest_mm2, limits::row_dirt_mm2) / limits::row_dirt_mm2) /
        std::log(limits::row_writing_mm2 / limits::row_dirt_mm2);
    return limits::written_from + (limits::written_to - limits::written_from) * share;
}

/// Zones of a row that stand side by side, from left to right.
std::vector<std::vector<BoxMm>> lines_of(const Row& row) {
    std::vector<std::vector<BoxMm>> lines;
    for (const form::Zone* zone : row.zones) {
        const double middle = zone->box.y + zone->box.height / 2;
        const auto line = std::find_if(lines.begin(), lines.end(), [&](const auto& boxes) {
            return middle > boxes.front().y && middle < boxes.front().y + boxes.front().height;
        });
        if (line == lines.end()) {
            lines.push_back({zone->box});
        } else {
            line->push_back(zone->box);
        }
    }
    for (auto& line : lines) {
        std::sort(line.begin(), line.end(),
                  [](const BoxMm& a, const BoxMm& b) { return a.x < b.x; });
    }
    return lines;
}

/// For each column between the first field of a line and its last, whether there is new ink. Within
/// fields the lines of a bent page, above and below, are left out.
std::vector<bool> profile_of(const PageOnBlank& at, const std::vector<BoxMm>& line,
                             const BoxMm& band) {
    std::vector<bool> columns = columns_with_new_ink(
        at,
        {band.x, band.y + limits::row_frame_mm, band.width, band.height - 2 * limits::row_frame_mm},
        limits::profile_mm);
    for (std::size_t i = 1; i < line.size(); ++i) {
        const double from = line[i - 1].x + line[i - 1].width;
        const std::vector<bool> gap = columns_with_new_ink(
            at, {from, band.y, std::max(0.0, line[i].x - from), band.height}, limits::profile_mm);
        const auto first = static_cast<std::size_t>((from - band.x) / limits::profile_mm);
        for (std::size_t c = 0; c < gap.size() && first + c < columns.size(); ++c) {
            columns[first + c] = columns[first + c] || gap[c];
        }
    }
    return columns;
}

/// Whether a stroke goes through the fields of a line and the gaps between them.
bool is_struck_out(const PageOnBlank& at, const std::vector<BoxMm>& line) {
    BoxMm band = line.front();
    for (const BoxMm& box : line) {
        band = joined(band, box);
    }
    const std::vector<bool> columns = profile_of(at, line, band);
    int gaps = 0, crossed = 0;
    for (std::size_t i = 1; i < line.size(); ++i) {
        const double from = line[i - 1].x + line[i - 1].width, to = line[i].x;
        if (to - from < limits::gap_least_mm) {
            continue;
        }
        const auto at_mm = [&](double x) {
            return columns.begin() + static_cast<std::ptrdiff_t>((x - band.x) / limits::profile_mm);
        };
        const auto begin = at_mm(from + limits::line_hidden_mm),
                   end = at_mm(to - limits::line_hidden_mm);
        const auto inked = static_cast<double>(std::count(begin, end, true));
        ++gaps;
        crossed += inked >= limits::gap_share * static_cast<double>(end - begin) ? 1 : 0;
    }
    const int pause = static_cast<int>(limits::pause_mm / limits::profile_mm);
    int longest = 0, begun = -1, last = 0;
    for (int i = 0; i < static_cast<int>(columns.size()); ++i) {
        if (!columns[static_cast<std::size_t>(i)]) {
            continue;
        }
        begun = begun < 0 || i - last > pause ? i : begun;
        last = i;
        longest = std::max(longest, i - begun + 1);
    }
    return gaps > 0 && crossed >= limits::gaps_share * gaps &&
           longest >= limits::stroke_share * static_cast<double>(columns.size());
}

/// The space below a table down to the next place to write; of no height when there is none.
BoxMm space_below(const form::FormDefinition& form, const form::Table& table,
                  const BoxMm& all_rows) {
    const double top = all_rows.y + all_rows.height;
    const auto& page = form.pages[static_cast<std::size_t>(table.page - 1)];
    double bottom = std::min(top + limits::deepest_mm, page.height_mm - limits::page_end_mm);
    for (const form::Zone* zone : form.zones_on(table.page)) {
        const bool is_beside = zone->box.x >= all_rows.x + all_rows.width ||
                               zone->box.x + zone->box.width <= all_rows.x;
        if (!is_beside && zone->box.y >= top) {
            bottom = std::min(bottom, zone->box.y);
        }
    }
    return {all_rows.x, top + limits::clear_mm, all_rows.width,
            std::max(0.0, bottom - top - 2 * limits::clear_mm)};
}

}  // namespace

record::TableReading read_rows(const PageOnBlank& at, const form::FormDefinition& form,
                               const form::Table& table,
                               const std::map<const form::Zone*, WriterInk>& inks,
                               std::span<const form::Zone* const> hidden,
                               const std::set<int>& typed) {
    record::TableReading reading;
    reading.table = table.id;
    reading.probability = 1;
    const std::vector<Row> rows = rows_of(form, table);
    BoxMm box = box_of(rows.front().zones);
    bool is_behind = false;
    for (const Row& row : rows) {
        box = joined(box, box_of(row.zones));
        const bool is_typed = typed.contains(row.number);
        const RowInk ink = is_typed ? RowInk{} : ink_in(at, row, inks, hidden);
        if (!is_typed && ink.all_mm2 <= 0 && ink.hanging_mm2 <= 0 && !ink.may_hold_more) {
            reading.probability *= 1 - (is_behind ? limits::unseen_further : limits::unseen_behind);
            is_behind = true;
            continue;
        }
        const auto lines = lines_of(row);
        const bool is_struck = std::any_of(
            lines.begin(), lines.end(), [&](const auto& line) { return is_struck_out(at, line); });
        const double written = is_typed ? 1 : written_probability(ink);
        is_behind = false;
        if (is_struck) {
            reading.struck_out.push_back(row.number);
        } else if (written >= limits::row_accepted) {
            reading.filled.push_back(row.number);
        } else if (written > 1 - limits::row_accepted) {
            reading.doubtful.push_back(row.number);
        }
        reading.probability *= is_struck ? 1 : std::max(written, 1 - written);
    }
    reading.box = at.to_page(box);
    reading.goes_on_below = has_writing(at, space_below(form, table, box));
    return reading;
}

}  // namespace indgang::ocr
