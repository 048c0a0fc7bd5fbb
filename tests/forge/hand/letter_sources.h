// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>
#include <vector>

#include "tests/forge/cells/comb_sketch.h"
#include "tests/forge/hand/letter_faces.h"
#include "tests/forge/hand/letter_hand.h"

namespace indgang::forge {

/// Whose letters the rows of cell_forge are written with. Not moved: the choices point into it.
class LetterSources {
  public:
    /// Takes:   a folder of handwriting fonts; `strokes` a file of load_stroke_letters or "", of
    ///          which the writers with an "even" or "odd" number are used, and nobody else; else
    ///          `drawn_share` of the rows are written by hands made up by program.
    /// Errors:  std::runtime_error (no such data).
    LetterSources(const std::string& fonts, const std::string& strokes, const std::string& writers,
                  double drawn_share, std::uint64_t seed);
    LetterSources(const LetterSources&) = delete;
    LetterSources& operator=(const LetterSources&) = delete;

    /// The writers of one kind.
    [[nodiscard]] const std::vector<GlyphChoice>& pick(Dice& dice) const;

  private:
    double drawn_share_;
    GlyphSet people_, faces_, bent_faces_, hands_;
    std::vector<GlyphChoice> people_choices_, face_choices_, bent_choices_, hand_choices_;
};

}  // namespace indgang::forge
