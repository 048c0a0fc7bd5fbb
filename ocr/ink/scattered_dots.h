// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <span>

#include "ocr/image/bit_rows.h"
#include "ocr/image/square_map.h"
#include "schemas/core/geometry.h"

namespace indgang::ocr {

/// Squares too pale to be visible one by one (SquareMap::dot_ink), and how many of them lie side by
/// side on the bare paper of this page.
class ScatteredDots {
  public:
    ScatteredDots() = default;
    /// Takes:   the squares of a page; those that are no bare paper (print, visible ink).
    /// Threads: any.
    ScatteredDots(const SquareMap& squares, BitRows covered);

    /// The squares of bare paper that hold a dot.
    [[nodiscard]] const BitRows& squares() const { return dots_; }
    /// Whether some of these points, middles of such squares on the form, lie closer together than
    /// those of bare paper, in the place of half a character.
    [[nodiscard]] bool are_many(std::span<const PointMm> dots) const;

    /// Whether most of the bare paper of a scan of one bit holds no dot at all. Never of a grey
    /// scan: it keeps what is pale, so that its clean paper is clean.
    [[nodiscard]] bool is_paper_clean() const { return is_paper_clean_; }
    /// Whether the bare paper of a scan of one bit holds dots, so that some of them meet. Never of
    /// a grey scan, nor of a page without bare paper.
    [[nodiscard]] bool is_paper_dotted() const { return is_paper_dotted_; }

  private:
    BitRows dots_;
    bool is_paper_clean_ = false;
    bool is_paper_dotted_ = false;
    int many_ = 0;  ///< in a window; 0: the page has none that mean anything
};

}  // namespace indgang::ocr
