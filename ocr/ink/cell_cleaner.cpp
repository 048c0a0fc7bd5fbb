// SPDX-License-Identifier: MPL-2.0
// The problem: a cell of a comb holds a character, the printed box around it, tails of the
// neighbours, specks, and the character may stand on or across the lines. Most errors of reading
// cells are errors of this step, not of the net.
//
// The idea: the form is known. Its blank is laid over the row (shift by best coverage, for the row
// and then for each cell), and only what lies on the blank's ink can be form. Of that, ink stays
// - where it is clearly darker than the printed line (grey scans), or
// - where a stroke goes on beyond the line on both sides in some direction, or on one side by more
//   than a line's blur can reach (bitonal scans, where line and stroke have one colour).
// What stays falls into connected components. A component belongs to the cell that holds most of
// it, with all its overshoot; only if it reaches deep into a second cell are two characters
// touching, and then it is cut at the wall. So a neighbour's tail is never ink of this cell.
//
// Why this one: erasing a widened mask cuts each stroke that crosses it; inpainting guesses. The
// net is trained on tiles that this very code made of simulated scans (ocr/models/train), so what
// little remains of a line is known to it.
//
// Marks of other alphabets. A net that knows no É takes it for an E. Where the mark touches nothing
// it is a small piece right above the largest piece of the cell, and is counted as such; what it
// means is for the reader to say. A mark that hangs on its letter (a cedilla, dots drawn into an O)
// is not told from the letter.
//
// Cost, measured: see ocr/models/digits.md.
#include "ocr/ink/cell_cleaner.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "ocr/ink/cell_owners.h"
#include "ocr/ink/ink_components.h"
#include "ocr/ink/ink_limits.h"
#include "ocr/ink/line_removal.h"
#include "schemas/error/verify.h"

namespace indgang::ocr {
namespace {

constexpr double character_side_px = 20;  // of the tile

/// The ink of one cell as a picture of its own: weights 0..1 in a box of the patch.
struct CellInk {
    BoxPx box;
    std::vector<float> weight;
    std::int64_t pixels = 0;
};

struct Extent {
    int left = 1 << 30, top = 1 << 30, right = -1, bottom = -1;

    void add(int x0, int x1, int y) {
        left = std::min(left, x0);
        right = std::max(right, x1 - 1);
        top = std::min(top, y);
        bottom = std::max(bottom, y);
    }
    [[nodiscard]] bool is_empty() const { return right < left; }
    [[nodiscard]] int width() const { return right - left + 1; }
    [[nodiscard]] int height() const { return bottom - top + 1; }
    /// Below 0 where they overlap.
    [[nodiscard]] int gap_to(const Extent& other) const {
        return std::max(
            {other.left - right, left - other.right, other.top - bottom, top - other.bottom});
    }
    void add(const Extent& other) {
        left = std::min(left, other.left);
        right = std::max(right, other.right);
        top = std::min(top, other.top);
        bottom = std::max(bottom, other.bottom);
    }
};

struct Part {
    int component = 0;
    bool is_cut = false;
    Extent extent;
    std::int64_t pixels = 0;
};

std::vector<Part> parts_of(const InkComponents& ink, const std::vector<int>& whole,
                           const std::vector<int>& cut, int wall_left, int wall_right) {
    std::vector<Part> parts;
    for (const int id : whole) {
        parts.push_back({id, false, {}, 0});
    }
    for (const int id : cut) {
        parts.push_back({id, true, {}, 0});
    }
    for (Part& part : parts) {
        const InkComponent& component = ink.components[static_cast<std::size_t>(part.component)];
        for (int r = component.first_run; r >= 0; r = ink.runs[static_cast<std::size_t>(r)].next) {
            const InkRun& run = ink.runs[static_cast<std::size_t>(r)];
            const int begin = part.is_cut ? std::max(run.begin, wall_left) : run.begin;
            const int end = part.is_cut ? std::min(run.end, wall_right) : run.end;
            if (begin < end) {
                part.extent.add(begin, end, run.y);
                part.pixels += end - begin;
            }
        }
    }
    std::erase_if(parts, [](const Part& part) { return part.pixels == 0; });
    return parts;
}

/// Takes away what is small and far from the character.
void drop_outliers(std::vector<Part>& parts, double px_per_mm) {
    if (parts.size() < 2) {
        return;
    }
    std::stable_sort(parts.begin(), parts.end(),
                     [](const Part& a, const Part& b) { return a.pixels > b.pixels; });
    Extent all = parts.front().extent;
    const double small_px = limits::outlier_mm2 * px_per_mm * px_per_mm;
    const int gap_px = static_cast<int>(std::lround(limits::outlier_gap_mm * px_per_mm));
    if (static_cast<double>(parts.front().pixels) < limits::outlier_main_least * small_px) {
        return;
    }
    std::size_t kept = 1;
    for (std::size_t i = 1; i < parts.size(); ++i) {
        if (static_cast<double>(parts[i].pixels) >= small_px ||
            parts[i].extent.gap_to(all) <= gap_px) {
            all.add(parts[i].extent);
            parts[kept++] = parts[i];
        }
    }
    parts.resize(kept);
}

CellInk draw_parts(const InkComponents& ink, const InkPicture& picture,
                   const std::vector<Part>& parts, int wall_left, int wall_right) {
    CellInk cell;
    Extent all;
    for (const Part& part : parts) {
        all.add(part.extent);
        cell.pixels += part.pixels;
    }
    if (all.is_empty()) {
        return cell;
    }
    // One pixel more on each side: the grey rim of a stroke lies below the threshold.
    const int left = std::max(all.left - 1, 0);
    const int top = std::max(all.top - 1, 0);
    const int right = std::min(all.right + 2, picture.width);
    const int bottom = std::min(all.bottom + 2, picture.height);
    cell.box = {left, top, right - left, bottom - top};
    cell.weight.assign(
        static_cast<std::size_t>(cell.box.width) * static_cast<std::size_t>(cell.box.height), 0.0F);
    for (const Part& part : parts) {
        const InkComponent& component = ink.components[static_cast<std::size_t>(part.component)];
        for (int r = component.first_run; r >= 0; r = ink.runs[static_cast<std::size_t>(r)].next) {
            const InkRun& run = ink.runs[static_cast<std::size_t>(r)];
            const int begin = part.is_cut ? std::max(run.begin, wall_left) : run.begin;
            const int end = part.is_cut ? std::min(run.end, wall_right) : run.end;
            if (begin >= end) {
                continue;
            }
            for (int y = std::max(run.y - 1, top); y < std::min(run.y + 2, bottom); ++y) {
                for (int x = std::max(begin - 1, left); x < std::min(end + 1, right); ++x) {
                    const bool is_rim = y != run.y || x < begin || x >= end;
                    if (is_rim && !picture.is_rim(x, y)) {
                        continue;
                    }
                    cell.weight[static_cast<std::size_t>(y - top) *
                                    static_cast<std::size_t>(cell.box.width) +
                                static_cast<std::size_t>(x - left)] = picture.weight(x, y);
                }
            }
        }
    }
    return cell;
}

/// 20 px of the longer side, area-averaged, centre of mass in the middle of the tile.
CharacterTile normalise(const CellInk& ink, double px_per_mm) {
    double mass = 0, sum_x = 0, sum_y = 0;
    for (int y = 0; y < ink.box.height; ++y) {
        for (int x = 0; x < ink.box.width; ++x) {
            const double w =
                ink.weight[static_cast<std::size_t>(y) * static_cast<std::size_t>(ink.box.width) +
                           static_cast<std::size_t>(x)];
            mass += w;
            sum_x += w * (x + 0.5);
            sum_y += w * (y + 0.5);
        }
    }
    CharacterTile tile;
    if (mass <= 0) {
        return tile;
    }
    const double side = std::max({static_cast<double>(std::max(ink.box.width, ink.box.height) - 2),
                                  limits::magnified_least_mm * px_per_mm, character_side_px});
    const double scale = character_side_px / side;
    const double off_x = tile_side_px / 2.0 - scale * sum_x / mass;
    const double off_y = tile_side_px / 2.0 - scale * sum_y / mass;
    std::array<float, static_cast<std::size_t>(tile_side_px * tile_side_px)> sums{};
    for (int y = 0; y < ink.box.height; ++y) {
        const double y0 = off_y + scale * y;
        const int row = static_cast<int>(std::floor(y0));
        const double below = std::max(0.0, y0 + scale - (row + 1));
        for (int x = 0; x < ink.box.width; ++x) {
            const float w =
                ink.weight[static_cast<std::size_t>(y) * static_cast<std::size_t>(ink.box.width) +
                           static_cast<std::size_t>(x)];
            if (w <= 0) {
                continue;
            }
            const double x0 = off_x + scale * x;
            const int column = static_cast<int>(std::floor(x0));
            const double right = std::max(0.0, x0 + scale - (column + 1));
            for (int j = 0; j < 2; ++j) {
                for (int i = 0; i < 2; ++i) {
                    const int ty = row + j;
                    const int tx = column + i;
                    const double area =
                        (j == 0 ? scale - below : below) * (i == 0 ? scale - right : right);
                    if (tx >= 0 && ty >= 0 && tx < tile_side_px && ty < tile_side_px) {
                        sums[static_cast<std::size_t>(ty * tile_side_px + tx)] +=
                            w * static_cast<float>(area);
                    }
                }
            }
        }
    }
    auto sorted = sums;
    std::nth_element(sorted.begin(), sorted.begin() + limits::tile_gain_pixels, sorted.end(),
                     std::greater<>());
    const float top = std::max(sorted[limits::tile_gain_pixels], 0.05F);
    const float gain = std::clamp(1.0F / top, 1.0F, limits::tile_gain_most);
    for (std::size_t i = 0; i < sums.size(); ++i) {
        tile.pixels[i] =
            static_cast<std::uint8_t>(std::lround(std::min(1.0F, sums[i] * gain) * 255.0F));
    }
    return tile;
}

CleanCell finish(const CellInk& ink, const BoxPx& box, double px_per_mm) {
    CleanCell cell;
    cell.ink_mm2 = static_cast<double>(ink.pixels) / (px_per_mm * px_per_mm);
    if (cell.ink_mm2 < limits::character_least_mm2) {
        return cell;
    }
    cell.has_ink = true;
    cell.width_mm = (ink.box.width - 2) / px_per_mm;
    cell.height_mm = (ink.box.height - 2) / px_per_mm;
    cell.top_mm = (ink.box.y + 1 - box.y) / px_per_mm;
    cell.tile = normalise(ink, px_per_mm);
    return cell;
}

/// All ink about the lower end of the wall between two cells, the print's own with it, in mm2 of
/// black: a comma mostly stands on the wall, where it cannot be parted from it.
double wall_foot_ink_mm2(const InkPicture& picture, const BoxPx& left, const BoxPx& right,
                         double px_per_mm) {
    constexpr double full_ink = 255;
    const auto to_px = [&](double mm) { return static_cast<int>(std::lround(mm * px_per_mm)); };
    const int wall = (left.x + left.width + right.x + 1) / 2, foot = left.y + left.height;
    const int first_x = std::max(wall - to_px(limits::foot_beside_mm), 0);
    const int end_x = std::min(wall + to_px(limits::foot_beside_mm), picture.width);
    std::int64_t ink = 0;
    for (int y = std::max(foot - to_px(limits::foot_up_mm), 0);
         y < std::min(foot + to_px(limits::foot_down_mm), picture.height); ++y) {
        for (int x = first_x; x < end_x; ++x) {
            ink += picture.ink[picture.at(x, y)];
        }
    }
    return static_cast<double>(ink) / full_ink / (px_per_mm * px_per_mm);
}

/// Ink of a writer right before the row, at half its height, in mm2.
double ink_before_mm2(const InkPicture& picture, const BoxPx& first, double px_per_mm) {
    const auto to_px = [&](double mm) { return static_cast<int>(std::lround(mm * px_per_mm)); };
    int pixels = 0;
    for (int y = std::max(first.y + static_cast<int>(limits::before_top_share * first.height), 0);
         y < std::min(first.y + static_cast<int>(limits::before_bottom_share * first.height),
                      picture.height);
         ++y) {
        pixels += picture.kept.count(y, std::max(first.x - to_px(limits::before_from_mm), 0),
                                     std::max(first.x - to_px(limits::before_to_mm), 0));
    }
    return pixels / (px_per_mm * px_per_mm);
}

Extent extent_of(const InkComponents& ink, const InkComponent& component) {
    Extent extent;
    for (int r = component.first_run; r >= 0; r = ink.runs[static_cast<std::size_t>(r)].next) {
        const InkRun& run = ink.runs[static_cast<std::size_t>(r)];
        extent.add(run.begin, run.end, run.y);
    }
    return extent;
}

/// For each cell whether a small piece of ink stands low in it, see CleanCell::has_low_sign.
std::vector<bool> find_low_signs(const InkComponents& ink, std::span<const BoxPx> cells,
                                 double px_per_mm) {
    std::vector<bool> has_sign(cells.size(), false);
    for (const InkComponent& component : ink.components) {
        const double mm2 = static_cast<double>(component.pixels) / (px_per_mm * px_per_mm);
        if (component.is_line_rest || mm2 < limits::low_sign_least_mm2 ||
            mm2 > limits::low_sign_most_mm2) {
            continue;
        }
        const Extent extent = extent_of(ink, component);
        const int cell = cell_at(cells, (extent.left + extent.right) / 2);
        if (cell < 0 || cell >= static_cast<int>(cells.size())) {
            continue;
        }
        const BoxPx& box = cells[static_cast<std::size_t>(cell)];
        const bool is_low = extent.top >= box.y + limits::low_sign_top_least * box.height &&
                            extent.bottom >= box.y + limits::low_sign_bottom_least * box.height &&
                            extent.top <= box.y + box.height;
        if (is_low && extent.bottom - extent.top + 1 <= limits::low_sign_height_most * box.height) {
            has_sign[static_cast<std::size_t>(cell)] = true;
        }
    }
    return has_sign;
}

/// Whether a piece of ink stands above a letter and is neither dirt nor a stroke of it.
bool is_mark_above(const Extent& piece, double piece_px, const Part& letter, double px_per_mm) {
    const double least_px = limits::above_piece_least_mm2 * px_per_mm * px_per_mm;
    const double most_px = limits::above_ink_most * static_cast<double>(letter.pixels);
    const int least_side = std::min(piece.width(), piece.height());
    if (piece_px < least_px || piece_px > most_px ||
        least_side < limits::above_thin_mm * px_per_mm ||
        piece.width() > limits::above_width_most * letter.extent.width()) {
        return false;
    }
    // A tilde may reach down between the stems of its N, and dots stand beside the top of an A.
    const int middle_x = (piece.left + piece.right) / 2, middle_y = (piece.top + piece.bottom) / 2;
    return middle_x >= letter.extent.left && middle_x <= letter.extent.right &&
           middle_y <= letter.extent.top &&
           letter.extent.top - piece.bottom <= limits::above_gap_most_mm * px_per_mm;
}

/// How many marks stand above the letter of a cell, see CleanCell::marks_above. Pieces are looked
/// at that no cell owns, too: a mark may lie on the line above the cell and beyond it.
///
/// Takes: the ids of the components whose middle column is the cell's; what the cell owns.
int count_marks_above(const InkComponents& ink, std::span<const int> in_columns,
                      const std::vector<Part>& parts, double px_per_mm) {
    const auto letter =
        std::max_element(parts.begin(), parts.end(),
                         [](const Part& a, const Part& b) { return a.pixels < b.pixels; });
    if (letter == parts.end() ||
        letter->extent.height() < limits::marked_letter_least_mm * px_per_mm) {
        return 0;
    }
    int marks = 0;
    double marks_px = 0;
    for (const int id : in_columns) {
        const InkComponent& component = ink.components[static_cast<std::size_t>(id)];
        const auto pixels = static_cast<double>(component.pixels);
        if (id != letter->component && !component.is_line_rest &&
            is_mark_above(extent_of(ink, component), pixels, *letter, px_per_mm)) {
            ++marks;
            marks_px += pixels;
        }
    }
    return marks_px >= limits::above_least_mm2 * px_per_mm * px_per_mm ? marks : 0;
}

/// The ids of the components whose middle column lies in each cell.
std::vector<std::vector<int>> by_columns(const InkComponents& ink, std::span<const BoxPx> cells) {
    std::vector<std::vector<int>> ids(cells.size());
    for (std::size_t id = 0; id < ink.components.size(); ++id) {
        const Extent extent = extent_of(ink, ink.components[id]);
        const int cell = cell_at(cells, (extent.left + extent.right) / 2);
        if (cell >= 0 && cell < static_cast<int>(cells.size())) {
            ids[static_cast<std::size_t>(cell)].push_back(static_cast<int>(id));
        }
    }
    return ids;
}

}  // namespace

std::vector<CleanCell> clean_comb(const GreyPatch& row, const BlankZone& blank,
                                  std::span<const BoxPx> cells, double px_per_mm, int faint_ink) {
    VERIFY(!cells.empty());
    const InkPicture picture = remove_form(row, blank, cells, px_per_mm, faint_ink);
    std::vector<BoxPx> moved(cells.begin(), cells.end());
    for (std::size_t i = 0; i < moved.size(); ++i) {
        moved[i].x += picture.shifts[i].x;
        moved[i].y += picture.shifts[i].y;
    }
    const InkComponents ink = find_components(picture, px_per_mm);
    const Ownership owned = share_out(ink, moved, px_per_mm);
    const std::vector<bool> low_signs = find_low_signs(ink, moved, px_per_mm);
    const std::vector<std::vector<int>> in_columns = by_columns(ink, moved);
    std::vector<CleanCell> result;
    result.reserve(cells.size());
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const int wall_left =
            i == 0 ? 0 : (moved[i - 1].x + moved[i - 1].width + moved[i].x + 1) / 2;
        const int wall_right = i + 1 == cells.size()
                                   ? row.width
                                   : (moved[i].x + moved[i].width + moved[i + 1].x + 1) / 2;
        std::vector<Part> parts =
            parts_of(ink, owned.whole[i], owned.cut[i], wall_left, wall_right);
        const int marks_above = count_marks_above(ink, in_columns[i], parts, px_per_mm);
        drop_outliers(parts, px_per_mm);
        result.push_back(
            finish(draw_parts(ink, picture, parts, wall_left, wall_right), moved[i], px_per_mm));
        result.back().has_low_sign = low_signs[i];
        result.back().marks_above = marks_above;
        result.back().before_mm2 = i == 0 ? ink_before_mm2(picture, moved[i], px_per_mm) : 0;
        if (i + 1 < cells.size()) {
            result.back().wall_foot_mm2 =
                wall_foot_ink_mm2(picture, moved[i], moved[i + 1], px_per_mm);
        }
    }
    return result;
}

CleanCell clean_single(const GreyPatch& character, double px_per_mm) {
    const std::array all{BoxPx{0, 0, character.width, character.height}};
    return clean_comb(character, {character.width, character.height, {}, {}}, all, px_per_mm)
        .front();
}

}  // namespace indgang::ocr
