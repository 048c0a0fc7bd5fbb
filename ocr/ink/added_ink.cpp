// SPDX-License-Identifier: MPL-2.0
// Who reads only where the form has a place to write takes a circle around a box for no answer and
// a struck digit for the one that stands. So the page is compared with its blank as a whole: each
// square that is visible (square_map.h) and not near print of the blank is ink that was added, and
// whoever reads the page must be able to say what it is.
//
// Squares instead of pixels, because what a person sees is no smaller than a pen is wide, and
// because there are sixteen times fewer. The page is not turned or scaled for it: each visible
// square, and on a form these are one in ten, is looked up in the mask of the print.
//
// Over print a stroke is seen by what it adds: in a window of 2 mm the page has clearly more ink
// than the blank has anywhere within half a millimetre of there, set right for how bold this scan
// makes all print (the upper quarter of the windows).
#include "ocr/ink/added_ink.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include "ocr/ink/ink_limits.h"
#include "ocr/ink/line_removal.h"
#include "schemas/error/verify.h"

namespace indgang::ocr {
namespace {

MmToPx from_squares(const MmToPx& to_page, int side_px) {
    const double determinant = to_page.a * to_page.e - to_page.b * to_page.d;
    VERIFY(determinant != 0);
    MmToPx back;
    back.a = to_page.e / determinant * side_px;
    back.b = -to_page.b / determinant * side_px;
    back.d = -to_page.d / determinant * side_px;
    back.e = to_page.a / determinant * side_px;
    back.c = (to_page.b * to_page.f - to_page.e * to_page.c) / determinant;
    back.f = (to_page.d * to_page.c - to_page.a * to_page.f) / determinant;
    return back;
}

}  // namespace

AddedInk::AddedInk(const PageImage& page, const MmToPx& to_page, const BlankPage& blank,
                   std::span<const BoxMm> places)
    : squares_(SquareMap::of(page)),
      to_page_(to_page),
      to_form_(from_squares(to_page, squares_.side_px())),
      square_mm2_(std::abs(to_form_.a * to_form_.e - to_form_.b * to_form_.d)),
      added_(squares_.columns(), squares_.rows()) {
    for (int row = 0; row < squares_.rows(); ++row) {
        for (int column = 0; column < squares_.columns(); ++column) {
            if (squares_.is_visible(column, row) &&
                !blank.print.is_near_print(middle_of(column, row))) {
                added_.set(column, row);
            }
        }
    }
    find_dots(blank);
    add_ink_over_print(blank, places);
    Pix* form = blank.image.pix.get();
    take_out_lines(pixGetWidth(form) / blank.to_image.a, pixGetHeight(form) / blank.to_image.e);
}

void AddedInk::find_dots(const BlankPage& blank) {
    BitRows covered = added_;
    for (int row = 0; row < squares_.rows(); ++row) {
        for (int column = 0; column < squares_.columns(); ++column) {
            if (squares_.ink(column, row) >= squares_.dot_ink() &&
                blank.print.is_near_print(middle_of(column, row))) {
                covered.set(column, row);
            }
        }
    }
    dots_ = ScatteredDots(squares_, std::move(covered));
}

BitRows AddedInk::squares_near(std::span<const BoxMm> places, double distance_mm) const {
    BitRows near(squares_.columns(), squares_.rows());
    for (const BoxMm& place : places) {
        const BoxMm box{place.x - distance_mm, place.y - distance_mm, place.width + 2 * distance_mm,
                        place.height + 2 * distance_mm};
        const BoxPx about = squares_about(box);
        for (int row = about.y; row < about.y + about.height; ++row) {
            for (int column = about.x; column < about.x + about.width; ++column) {
                if (is_in(box, middle_of(column, row))) {
                    near.set(column, row);
                }
            }
        }
    }
    return near;
}

std::vector<int> AddedInk::sums_of_blocks(int side) const {
    const int columns = squares_.columns() / side, rows = squares_.rows() / side;
    std::vector<int> sums(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows), 0);
    for (int row = 0; row < rows * side; ++row) {
        int* sum = &sums[static_cast<std::size_t>(row / side) * static_cast<std::size_t>(columns)];
        for (int block = 0; block < columns; ++block) {
            for (int column = block * side; column < (block + 1) * side; ++column) {
                sum[block] += squares_.ink(column, row);
            }
        }
    }
    return sums;
}

void AddedInk::add_ink_over_print(const BlankPage& blank, std::span<const BoxMm> places) {
    // Windows lie half over each other, so that each is four blocks.
    const int side = limits::print_window_squares, step = side / 2;
    const double side_mm = side * std::sqrt(square_mm2_);
    struct Window {
        int column, row;
        double seen_mm2, print_mm2;
    };
    std::vector<Window> windows;
    std::vector<double> gains;
    constexpr double full_ink = 255;
    const BitRows near_place = squares_near(places, side_mm / 2);
    const std::vector<int> blocks = sums_of_blocks(step);
    const int block_columns = squares_.columns() / step;
    // A window can not hold more print than its area: there each print has something of its own.
    for (int row = 0; row + side <= squares_.rows(); row += step) {
        for (int column = 0; column + side <= squares_.columns(); column += step) {
            const PointMm middle = middle_of(column + side / 2, row + side / 2);
            if (near_place.at(column + side / 2, row + side / 2) ||
                !blank.print.is_near_print(middle)) {
                continue;
            }
            const int* upper =
                &blocks[static_cast<std::size_t>(row / step * block_columns + column / step)];
            const int* lower = upper + block_columns;
            const double seen =
                (upper[0] + upper[1] + lower[0] + lower[1]) * square_mm2_ / full_ink;
            const double print = blank.print.most_ink_mm2(middle, side_mm);
            if (print >= limits::window_print_least_mm2 && print <= side_mm * side_mm) {
                gains.push_back(seen / print);
                windows.push_back({column, row, seen, print});
            }
        }
    }
    if (gains.size() < limits::gain_windows_least) {
        return;
    }
    const auto upper =
        gains.begin() + static_cast<std::ptrdiff_t>(gains.size() * limits::gain_quarters / 4);
    std::nth_element(gains.begin(), upper, gains.end());
    const double gain = std::clamp(*upper, limits::gain_least, limits::gain_most);
    const auto has_surplus = [&](const Window& window) {
        const double print = gain * window.print_mm2;
        return window.seen_mm2 >=
               print + std::max(limits::surplus_mm2, limits::surplus_share * print);
    };
    std::erase_if(windows, [&](const Window& window) { return !has_surplus(window); });
    const auto is_next = [&](const Window& a, const Window& b) {
        const int dx = std::abs(a.column - b.column), dy = std::abs(a.row - b.row);
        return dx <= step && dy <= step && dx + dy > 0;
    };
    for (const Window& window : windows) {
        if (std::count_if(windows.begin(), windows.end(), [&](const Window& other) {
                return is_next(window, other);
            }) < limits::surplus_neighbours_least) {
            continue;
        }
        for (int y = window.row; y < window.row + side; ++y) {
            for (int x = window.column; x < window.column + side; ++x) {
                if (squares_.is_visible(x, y)) {
                    added_.set(x, y);
                }
            }
        }
    }
}

void AddedInk::take_out_lines(double width_mm, double height_mm) {
    const double rim_mm = limits::sheet_rim_mm;
    std::vector<PointMm> points;
    added_.for_each([&](int column, int row) {
        const PointMm middle = middle_of(column, row);
        if (middle.x > rim_mm && middle.y > rim_mm && middle.x < width_mm - rim_mm &&
            middle.y < height_mm - rim_mm) {
            points.push_back(middle);
        }
    });
    lines_ = find_lines(points, width_mm, height_mm);
    if (lines_.empty()) {
        return;
    }
    BitRows rest(added_.width(), added_.height());
    added_.for_each([&](int column, int row) {
        const PointMm middle = middle_of(column, row);
        if (std::none_of(lines_.begin(), lines_.end(),
                         [&](const PageLine& line) { return line.is_on(middle); })) {
            rest.set(column, row);
        }
    });
    added_ = std::move(rest);
}

bool AddedInk::has_line_through(const BoxMm& box) const {
    return std::any_of(lines_.begin(), lines_.end(),
                       [&](const PageLine& line) { return has_line_through(box, line); });
}

bool AddedInk::has_line_through(const BoxMm& box, const PageLine& line) {
    const double from = line.is_upright ? box.x : box.y;
    const double to = from + (line.is_upright ? box.width : box.height);
    const double way = line.is_upright ? box.y + box.height / 2 : box.x + box.width / 2;
    const double at = line.offset_mm + line.slope * way;
    return at >= from && at <= to;
}

int AddedInk::faint_ink(const BoxMm& box) const {
    if (area_mm2(box) < limits::pale_character_mm2) {
        return usual_faint_ink;
    }
    return std::clamp(limits::faint_by_visible * squares_.visible_ink(), limits::faintest_ink,
                      usual_faint_ink);
}

std::pair<int, int> AddedInk::square_at(const PointMm& point) const {
    const PointPx on_page = to_page_(point);
    return {static_cast<int>(std::floor(on_page.x / squares_.side_px())),
            static_cast<int>(std::floor(on_page.y / squares_.side_px()))};
}

bool AddedInk::is_at(const PointMm& point) const {
    const auto [column, row] = square_at(point);
    return column >= 0 && row >= 0 && column < squares_.columns() && row < squares_.rows() &&
           added_.at(column, row);
}

bool AddedInk::is_dark_near(const PointMm& point) const {
    const auto [column, row] = square_at(point);
    const int reach = limits::dark_near_squares;
    for (int y = std::max(row - reach, 0); y <= std::min(row + reach, squares_.rows() - 1); ++y) {
        for (int x = std::max(column - reach, 0);
             x <= std::min(column + reach, squares_.columns() - 1); ++x) {
            if (squares_.is_visible(x, y)) {
                return true;
            }
        }
    }
    return false;
}

bool AddedInk::has_scattered_dots(const BoxMm& box) const {
    std::vector<PointMm> dots;
    const BoxPx about = squares_about(box);
    for (int row = about.y; row < about.y + about.height; ++row) {
        for (int column = about.x; column < about.x + about.width; ++column) {
            if (dots_.squares().at(column, row) && is_in(box, middle_of(column, row))) {
                dots.push_back(middle_of(column, row));
            }
        }
    }
    return dots_.are_many(dots);
}

PointMm AddedInk::middle_of(int column, int row) const {
    constexpr double half = 0.5;
    const PointPx middle = to_form_(PointMm{column + half, row + half});
    return {middle.x, middle.y};
}

BoxPx AddedInk::squares_about(const BoxMm& box) const {
    const BoxPx on_page = to_page_(box);
    const int side = squares_.side_px();
    const int left = std::clamp(on_page.x / side - 1, 0, squares_.columns());
    const int top = std::clamp(on_page.y / side - 1, 0, squares_.rows());
    const int right = std::clamp((on_page.x + on_page.width) / side + 2, 0, squares_.columns());
    const int bottom = std::clamp((on_page.y + on_page.height) / side + 2, 0, squares_.rows());
    return {left, top, std::max(right - left, 0), std::max(bottom - top, 0)};
}

double AddedInk::area_mm2(const BoxMm& box) const {
    const BoxPx about = squares_about(box);
    int seen = 0;
    for (int row = about.y; row < about.y + about.height; ++row) {
        if (added_.count(row, about.x, about.x + about.width) == 0) {
            continue;
        }
        for (int column = about.x; column < about.x + about.width; ++column) {
            seen += added_.at(column, row) && is_in(box, middle_of(column, row)) ? 1 : 0;
        }
    }
    return seen * square_mm2_;
}

double AddedInk::largest_mm2(const BoxMm& box) const {
    const BoxPx about = squares_about(box);
    BitRows inside(added_.width(), added_.height());
    for (int row = about.y; row < about.y + about.height; ++row) {
        for (int column = about.x; column < about.x + about.width; ++column) {
            if (added_.at(column, row) && is_in(box, middle_of(column, row))) {
                inside.set(column, row);
            }
        }
    }
    double largest = 0;
    for (const AddedPiece& piece : pieces_of(std::move(inside))) {
        largest = std::max(largest, piece.area_mm2);
    }
    return largest;
}

std::vector<AddedPiece> AddedInk::pieces_of(BitRows wanted) const {
    std::vector<AddedPiece> pieces;
    std::vector<std::pair<int, int>> open;
    const auto take = [&](int column, int row) {
        wanted.row(row)[column / BitRows::word_bits] &=
            ~(BitRows::Word{1} << (column % BitRows::word_bits));
        open.emplace_back(column, row);
    };
    const int reach = limits::bridged_squares + 1;
    // Squares in front of the one that is visited may be taken out before they are visited.
    const BitRows all = wanted;
    const auto is_solid = [&](int column, int row) {
        const int millimetre = limits::solid_arm_squares;
        return column >= millimetre && row >= millimetre && column + millimetre < all.width() &&
               row + millimetre < all.height() && all.at(column - millimetre, row) &&
               all.at(column + millimetre, row) && all.at(column, row - millimetre) &&
               all.at(column, row + millimetre);
    };
    all.for_each([&](int x, int y) {
        if (!wanted.at(x, y)) {
            return;
        }
        AddedPiece piece;
        double left = HUGE_VAL, top = HUGE_VAL, right = -HUGE_VAL, bottom = -HUGE_VAL, ink = 0;
        int solid = 0;
        take(x, y);
        for (std::size_t i = 0; i < open.size(); ++i) {
            const auto [column, row] = open[i];
            const PointMm middle = middle_of(column, row);
            piece.squares.push_back(middle);
            left = std::min(left, middle.x);
            right = std::max(right, middle.x);
            top = std::min(top, middle.y);
            bottom = std::max(bottom, middle.y);
            ink += squares_.ink(column, row);
            solid += is_solid(column, row) ? 1 : 0;
            for (int v = std::max(row - reach, 0); v <= std::min(row + reach, wanted.height() - 1);
                 ++v) {
                for (int u = std::max(column - reach, 0);
                     u <= std::min(column + reach, wanted.width() - 1); ++u) {
                    if (wanted.at(u, v)) {
                        take(u, v);
                    }
                }
            }
        }
        open.clear();
        constexpr double full_ink = 255;
        const double side = std::sqrt(square_mm2_);
        piece.box = {left - side / 2, top - side / 2, right - left + side, bottom - top + side};
        piece.area_mm2 = static_cast<double>(piece.squares.size()) * square_mm2_;
        piece.ink_mm2 = ink / full_ink * square_mm2_;
        piece.solid_mm2 = solid * square_mm2_;
        pieces.push_back(std::move(piece));
    });
    return pieces;
}

}  // namespace indgang::ocr
