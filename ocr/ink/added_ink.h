// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <span>
#include <utility>
#include <vector>

#include "ocr/blank/blank_page.h"
#include "ocr/image/bit_rows.h"
#include "ocr/image/page_image.h"
#include "ocr/image/square_map.h"
#include "ocr/ink/page_lines.h"
#include "ocr/ink/scattered_dots.h"
#include "schemas/core/geometry.h"

namespace indgang::ocr {

/// Ink that hangs together, as squares of a page.
struct AddedPiece {
    std::vector<PointMm> squares;  ///< their middles on the form
    BoxMm box;                     ///< around the squares, on the form
    double area_mm2 = 0;           ///< of the squares
    double ink_mm2 = 0;            ///< the same if the ink were black: less where it is pale
    double solid_mm2 = 0;          ///< of those with ink a millimetre away on all four sides
};

/// All that a page shows and its blank does not have, in squares of a third of a millimetre: what
/// somebody wrote, and what fell on the paper or came from the scanner. Within
/// PrintMask::near_mm of print it is in it only where there is clearly more ink than the print has.
/// Lines from edge to edge are not in it.
class AddedInk {
  public:
    /// Takes:   a page and where the form lies on it, off by at most 0.3 mm; the places to write on
    ///          it: print next to these is crossed by writing in them, so that more ink than print
    ///          has says nothing there.
    /// Threads: any.
    AddedInk(const PageImage& page, const MmToPx& to_page, const BlankPage& blank,
             std::span<const BoxMm> places = {});

    /// Whether the square around a point on the form is added ink.
    [[nodiscard]] bool is_at(const PointMm& point) const;
    /// Whether the page shows any ink, printed or added, within a millimetre, each way, of a point
    /// on the form. Nothing is shown beyond the page.
    [[nodiscard]] bool is_dark_near(const PointMm& point) const;
    /// Of the squares whose middle lies in a box on the form.
    [[nodiscard]] double area_mm2(const BoxMm& box) const;
    /// The largest area that hangs together within the box.
    [[nodiscard]] double largest_mm2(const BoxMm& box) const;
    /// The pieces of the squares that `is_wanted(PointMm)`; squares one apart hang together.
    template <class Wanted>
    [[nodiscard]] std::vector<AddedPiece> pieces(const Wanted& is_wanted) const {
        BitRows wanted(added_.width(), added_.height());
        added_.for_each([&](int column, int row) {
            if (is_wanted(middle_of(column, row))) {
                wanted.set(column, row);
            }
        });
        return pieces_of(std::move(wanted));
    }
    [[nodiscard]] const std::vector<PageLine>& lines() const { return lines_; }
    /// Whether such a line goes through a box on the form.
    [[nodiscard]] bool has_line_through(const BoxMm& box) const;
    [[nodiscard]] static bool has_line_through(const BoxMm& box, const PageLine& line);
    /// Whether a box on the form has more single dots than this page's paper: writing so pale that
    /// a scan of one bit kept hardly any of it, or that grain hides in each single square.
    [[nodiscard]] bool has_scattered_dots(const BoxMm& box) const;
    /// Whether the paper of a scan of one bit has hardly any dots of its own.
    [[nodiscard]] bool is_paper_clean() const { return dots_.is_paper_clean(); }
    /// Whether it has some, as a fax.
    [[nodiscard]] bool is_paper_dotted() const { return dots_.is_paper_dotted(); }
    /// The ink of a pixel, of 255, that may be of a stroke in a box on the form: see remove_form.
    /// Less than usual where there is as much added ink as a pale character has; dirt has less.
    [[nodiscard]] int faint_ink(const BoxMm& box) const;

  private:
    void find_dots(const BlankPage& blank);
    void add_ink_over_print(const BlankPage& blank, std::span<const BoxMm> places);
    void take_out_lines(double width_mm, double height_mm);
    /// The squares whose middles lie in one of the places, or at most so far from one each way.
    [[nodiscard]] BitRows squares_near(std::span<const BoxMm> places, double distance_mm) const;
    /// The ink of blocks of side x side squares, row by row; rests at the edges are left out.
    [[nodiscard]] std::vector<int> sums_of_blocks(int side) const;
    /// Column and row of the square around a point on the form; it may lie beyond the page.
    [[nodiscard]] std::pair<int, int> square_at(const PointMm& point) const;
    [[nodiscard]] PointMm middle_of(int column, int row) const;
    [[nodiscard]] BoxPx squares_about(const BoxMm& box) const;
    [[nodiscard]] std::vector<AddedPiece> pieces_of(BitRows wanted) const;

    SquareMap squares_;
    MmToPx to_page_;
    MmToPx to_form_;  ///< from squares to form mm
    double square_mm2_ = 0;
    BitRows added_;
    std::vector<PageLine> lines_;
    ScatteredDots dots_;
};

}  // namespace indgang::ocr
