// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <span>

#include "ocr/comb/comb_reader.h"
#include "ocr/image/page_image.h"
#include "ocr/net/character_net.h"
#include "schemas/core/geometry.h"
#include "schemas/record/reading.h"
#include "schemas/values/value.h"

namespace indgang::ocr {

/// Whether a comb of this kind holds words: text, name, street, house_number, floor, door, city.
[[nodiscard]] bool is_of_letters(ValueKind kind);

/// Reads a comb of block capitals, handwritten or printed: A to Z, Æ, Ø, Å, hyphen and full stop;
/// names and cities hold no digits, the other kinds do.
///
/// Takes:   as read_comb; a kind that is_of_letters; `net` of docs/formats/character_net.md with
///          the classes of ocr/models/letters.bin.
/// Gives:   a reading without field and box. The texts are in capitals, as written; an empty cell
///          between two filled ones is a blank. Letters that look alike (O and Ø, A and Å, 0 and
///          O) each keep their share: no reading is taken for another. Doubts: "struck_out", and
///          "unusual_letter" where a mark by itself stands above a letter that has none, or two
///          above an Å. A mark that touches its letter is not seen.
/// Errors:  as read_comb.
/// Threads: any.
/// Source:  ocr/models/letters.md has the measured error and the calibration.
[[nodiscard]] record::FieldReading read_letters(const PageImage& page, const MmToPx& to_page,
                                                const BlankForm& blank,
                                                std::span<const BoxMm> cells, ValueKind kind,
                                                const CharacterNet& net,
                                                int faint_ink = usual_faint_ink);

}  // namespace indgang::ocr
