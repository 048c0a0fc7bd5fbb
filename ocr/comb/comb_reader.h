// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ocr/image/page_image.h"
#include "ocr/ink/comb_cells.h"
#include "ocr/net/net_panel.h"
#include "schemas/core/geometry.h"

namespace indgang::ocr {

/// One character that a cell may hold, UTF-8.
struct CellCandidate {
    std::string text;
    double probability = 0;
    bool operator==(const CellCandidate&) const = default;
};

/// What one cell holds. The probabilities of the candidates, of "empty" and of "reject" (struck
/// out, overwritten, no character of the alphabet) sum to at most 1; what is left over is spread
/// over characters too unlikely to be listed. An empty cell has no candidates.
struct CellReading {
    std::vector<CellCandidate> candidates;  ///< best first
    double empty_probability = 0;
    double reject_probability = 0;
    double ink_mm2 = 0;
};

struct CombReading {
    std::vector<CellReading> cells;  ///< left to right
    /// How much the characters differ in height, as standard deviation, one of five or more left
    /// out: print has next to nothing. Nothing where fewer than three cells have ink.
    std::optional<double> unevenness_mm;
};

/// One reading of a whole field: the characters of its filled cells, joined.
///
/// `begin`..`end` are the filled cells; `begin == end` reads the field as empty (text "").
struct FieldCandidate {
    std::string text;
    double probability = 0;
    int begin = 0;
    int end = 0;
    bool operator==(const FieldCandidate&) const = default;
};

/// Odds as natural logarithms, -14 to 14.
[[nodiscard]] double log_odds(double probability);

/// As record::Candidate::first_cell.
[[nodiscard]] std::optional<int> first_cell_of(const FieldCandidate& candidate);

/// Which characters of a net a field may hold. What it may not hold is taken out of the
/// probabilities, and the rest shares them: as if the net had never heard of it.
enum class Alphabet {
    all,
    letters,  ///< no digits
};

/// Reads the characters of one comb field, handwritten or printed.
///
/// Takes:   as clean_cells; `net` for the alphabet of the field.
/// Gives:   one CellReading per cell, left to right.
/// Errors:  as clean_cells.
/// Threads: any.
/// Source:  ocr/models/digits.md, letters.md have the measured error and the calibration.
[[nodiscard]] CombReading read_comb(const PageImage& page, const MmToPx& to_page,
                                    const BlankForm& blank, std::span<const BoxMm> cells,
                                    const NetPanel& net, Alphabet alphabet = Alphabet::all);
/// The same for `cells` cells of equal width.
[[nodiscard]] CombReading read_comb(const PageImage& page, const MmToPx& to_page,
                                    const BlankForm& blank, const BoxMm& box, int cells,
                                    const NetPanel& net, Alphabet alphabet = Alphabet::all);

/// The same for cells that were cleaned before.
[[nodiscard]] CombReading read_cells(std::span<const CleanCell> clean, const NetPanel& net,
                                     Alphabet alphabet = Alphabet::all);

/// The shares of cells if as many are struck as people strike, not as many as the nets have seen:
/// one in a hundred instead of one in ten.
[[nodiscard]] CombReading as_people_strike(CombReading comb);

/// What an empty cell between two filled ones means.
enum class Gaps {
    are_doubt,   ///< numbers: mostly a character that was lost
    are_spaces,  ///< names: between words; several in a row are one blank
};

/// What the whole field may say.
///
/// The filled cells are taken as one piece, wherever it begins and ends (left- or right-aligned).
/// An empty cell inside the piece multiplies the reading by 0.02 if gaps are doubt. A struck cell
/// is part of no reading: its share is missing from the sum, which is how the caller sees it.
///
/// Gives:   up to `most` candidates, best first, different texts, probabilities sum to <= 1; a comb
///          with no cells gives none. `most` >= 1.
/// Threads: any.
[[nodiscard]] std::vector<FieldCandidate> join_cells(const CombReading& reading,
                                                     Gaps gaps = Gaps::are_doubt,
                                                     std::size_t most = 8);

}  // namespace indgang::ocr
