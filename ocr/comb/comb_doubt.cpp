// SPDX-License-Identifier: MPL-2.0
// A net says which digit a cell holds. It does not say whether the writer meant that digit for this
// cell, nor whether a sign between the cells changes the number. Geometry does:
//
// Corrections. Who strikes a digit writes the right one above it, and where rows of combs stand
// close, it ends up in the lower half of the comb above. People hit the middle of a comb within
// half a millimetre to one; a character whose middle is further off, or that sticks out of its row
// as no other one does, may belong to the other comb, so that both are doubted. A speck of the
// scanner lies anywhere in a cell and is no character.
//
// Decimals. An amount in whole kroner is often written with øre: "8450,00" is 845000 to the net.
// The comma stands at the lower end of the wall before the last two digits, on the printed line and
// mostly touching a digit, so that it is no piece by itself, and a small one goes when the line is
// taken out. So the walls of the comb are compared with each other as they are: the one with the
// comma has more ink at its foot than the others have. A comma that touches nothing, a full stop
// between thousands and a dash behind are small pieces on the line where the digits stand.
//
// Signs. A single 1 is what a dash or a tick for "none" looks like, two strokes side by side in one
// cell are a ditto mark. People begin an amount in the first cell or end it in the last; one or two
// characters that stand at neither end may be a correction of the row above or below.
//
// Strokes between the parts of a date. "12/02/20" and "1/1/2020" fill the eight cells of a date as
// well as its digits do, and a stroke is a 1 to the net: 12102120 and 11112020. A date that could
// be written so is asked about, whatever its day: of those that people write without strokes that
// is one in two hundred (11 and 21 November).
//
// The comb itself. Where a page is laid on the form half a cell off, the walls of an empty comb
// stand in the middle of its cells and are ones to the net, each as high as the comb, to a pixel.
// No hand writes a row of digits so.
//
// All limits are set by hand, between what forged pages with and without such signs show
// (tests/ocr/comb/comb_doubt_test.cpp); the bench's conditions comma and struck measure them.
#include "ocr/comb/comb_doubt.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <string>
#include <vector>

#include "ocr/comb/comb_limits.h"
#include "schemas/values/date.h"

namespace indgang::ocr {
namespace {

bool is_filled(const CellReading& cell) {
    return cell.empty_probability < limits::likely;
}

bool is_zero(const CellReading& cell) {
    return !cell.candidates.empty() && cell.candidates.front().text == "0";
}

bool is_one(const CellReading& cell) {
    return !cell.candidates.empty() && cell.candidates.front().text == "1";
}

/// The middle one of the comb's walls. Takes: at least two cells.
double usual_wall_foot_mm2(std::span<const CleanCell> clean) {
    std::vector<double> feet;
    std::transform(clean.begin(), clean.end() - 1, std::back_inserter(feet),
                   [](const CleanCell& cell) { return cell.wall_foot_mm2; });
    const auto middle = feet.begin() + static_cast<std::ptrdiff_t>(feet.size() / 2);
    std::nth_element(feet.begin(), middle, feet.end());
    return *middle;
}

bool has_decimal_mark(std::span<const CleanCell> clean, const CombReading& comb) {
    if (std::any_of(clean.begin(), clean.end(),
                    [](const CleanCell& cell) { return cell.has_low_sign; })) {
        return true;
    }
    std::size_t end = comb.cells.size();
    while (end > 0 && !is_filled(comb.cells[end - 1])) {
        --end;
    }
    if (end < limits::decimals + 1 || !is_filled(comb.cells[end - limits::decimals - 1]) ||
        !is_filled(comb.cells[end - limits::decimals])) {
        return false;
    }
    const bool are_zeros =
        is_zero(comb.cells[end - 1]) && is_zero(comb.cells[end - limits::decimals]);
    return clean[end - limits::decimals - 1].wall_foot_mm2 - usual_wall_foot_mm2(clean) >=
           (are_zeros ? limits::comma_before_zeros_mm2 : limits::comma_mm2);
}

/// What the cells say that are filled. Takes: cells that are filled follow each other.
std::string digits_of(const CombReading& comb) {
    std::string digits;
    for (const CellReading& cell : comb.cells) {
        if (is_filled(cell) && !cell.candidates.empty()) {
            digits += cell.candidates.front().text;
        }
    }
    return digits;
}

int number_in(const std::string& digits, std::size_t from, std::size_t count) {
    int number = 0;
    std::from_chars(digits.data() + from, digits.data() + from + count, number);
    return number;
}

/// Whether day, month and year with a 1 between them are a date, too.
bool may_have_strokes(const std::string& digits) {
    constexpr int century = 2000;
    for (const std::size_t day : {1, 2}) {
        for (const std::size_t month : {1, 2}) {
            for (const std::size_t year : {2, 4}) {
                const std::size_t second = day + 1 + month;
                if (digits.size() != second + 1 + year || digits[day] != '1' ||
                    digits[second] != '1') {
                    continue;
                }
                const int said = number_in(digits, second + 1, year);
                if (Date::of(year == 2 ? century + said : said,
                             static_cast<unsigned>(number_in(digits, day + 1, month)),
                             static_cast<unsigned>(number_in(digits, 0, day)))) {
                    return true;
                }
            }
        }
    }
    return false;
}

/// Whether the ink of a tile parts into two strokes side by side.
bool are_two_strokes(const CharacterTile& tile) {
    int strokes = 0, stroke = 0;
    for (int x = 0; x <= tile_side_px; ++x) {
        int column = 0;
        for (int y = 0; x < tile_side_px && y < tile_side_px; ++y) {
            column += tile.pixels[static_cast<std::size_t>(y * tile_side_px + x)];
        }
        if (column < limits::column_least) {
            strokes += stroke >= limits::stroke_least ? 1 : 0;
            stroke = 0;
        } else {
            stroke += column;
        }
    }
    return strokes > 1;
}

/// Whether all ink in the cells is as high as the comb and begins and ends with it.
bool are_own_lines(std::span<const CleanCell> clean, double height_mm) {
    std::size_t filled = 0, lines = 0;
    for (const CleanCell& cell : clean) {
        const double below = cell.top_mm + cell.height_mm - height_mm;
        const bool is_line = std::abs(cell.top_mm) <= limits::line_end_most_mm &&
                             std::abs(below) <= limits::line_end_most_mm;
        filled += cell.has_ink ? 1 : 0;
        lines += cell.has_ink && is_line ? 1 : 0;
    }
    return filled >= limits::lines_least && lines == filled;
}

/// Takes: an amount's cells, of which those that are filled follow each other.
bool has_lone_character(const CombReading& comb) {
    std::size_t first = comb.cells.size(), filled = 0;
    for (std::size_t i = 0; i < comb.cells.size(); ++i) {
        if (is_filled(comb.cells[i])) {
            first = std::min(first, i);
            ++filled;
        }
    }
    if (filled == 0) {
        return false;
    }
    const bool is_at_end = first == 0 || first + filled == comb.cells.size();
    const bool is_adrift = filled <= limits::lone_most &&
                           comb.cells.size() >= limits::lone_of_cells_least && !is_at_end;
    return is_adrift || (filled == 1 && is_one(comb.cells[first]));
}

/// Whether one character sticks out of the comb, and much further than half of them do.
bool has_outlier(std::vector<double> out_mm) {
    if (out_mm.empty()) {
        return false;
    }
    const double most = *std::max_element(out_mm.begin(), out_mm.end());
    const auto middle = out_mm.begin() + static_cast<std::ptrdiff_t>(out_mm.size() / 2);
    std::nth_element(out_mm.begin(), middle, out_mm.end());
    return most >= limits::out_least_mm && most - *middle >= limits::beyond_others_mm;
}

}  // namespace

Misplaced find_misplaced(std::span<const CleanCell> clean, double height_mm) {
    std::vector<double> above, below;  // how far each character sticks out of the comb
    Misplaced misplaced;
    for (const CleanCell& cell : clean) {
        if (cell.has_ink && std::max(cell.width_mm, cell.height_mm) >= limits::character_least_mm) {
            above.push_back(-cell.top_mm);
            below.push_back(cell.top_mm + cell.height_mm - height_mm);
            const double off = (below.back() - above.back()) / 2;
            misplaced.is_above = misplaced.is_above || off < -limits::misplaced_mm;
            misplaced.is_below = misplaced.is_below || off > limits::misplaced_mm;
        }
    }
    misplaced.is_above = misplaced.is_above || has_outlier(above);
    misplaced.is_below = misplaced.is_below || has_outlier(below);
    return misplaced;
}

std::string comb_doubt(std::span<const CleanCell> clean, const CombReading& comb, ValueKind kind,
                       double height_mm) {
    if (are_own_lines(clean, height_mm)) {
        return std::string(fit_off);
    }
    bool has_begun = false, has_paused = false;
    for (std::size_t i = 0; i < comb.cells.size(); ++i) {
        const CellReading& cell = comb.cells[i];
        if (cell.reject_probability > limits::likely) {
            return "struck_out";
        }
        // Without printed cells each stroke is a cell of its own.
        if (!clean.empty() && is_filled(cell) && is_one(cell) && are_two_strokes(clean[i].tile)) {
            return "lone_character";
        }
        if (is_filled(cell) && has_paused) {
            return "gap_in_comb";
        }
        has_begun = has_begun || is_filled(cell);
        has_paused = has_paused || (has_begun && !is_filled(cell));
    }
    const Misplaced misplaced = find_misplaced(clean, height_mm);
    if (misplaced.is_above || misplaced.is_below) {
        return "misplaced";
    }
    if (kind == ValueKind::date && may_have_strokes(digits_of(comb))) {
        return "date_strokes";
    }
    if (kind != ValueKind::amount || clean.empty()) {
        return "";
    }
    // Where no digit stands there is nothing that a sign could change: what ink there is, is the
    // account's to explain.
    if (!has_begun) {
        return "";
    }
    if (clean.front().before_mm2 >= limits::minus_mm2) {
        return "writing_beside";
    }
    if (has_decimal_mark(clean, comb)) {
        return "decimal_mark";
    }
    return has_lone_character(comb) ? "lone_character" : "";
}

}  // namespace indgang::ocr
