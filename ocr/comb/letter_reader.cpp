// SPDX-License-Identifier: MPL-2.0
#include "ocr/comb/letter_reader.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ocr/comb/comb_limits.h"
#include "ocr/comb/letter_field.h"
#include "schemas/error/verify.h"

namespace indgang::ocr {

namespace {

bool is_letter(const std::string& character) {
    constexpr std::string_view others = "0123456789-.";
    return others.find(character.front()) == std::string_view::npos;
}

/// Whether a mark stands above what is read as a letter without one. The net knows no É, Ö or Ñ and
/// takes each for the letter below it, and an Ä for an Å, whose ring is one mark.
bool has_unread_mark(const CleanCell& clean, const CellReading& cell) {
    if (cell.candidates.empty() || cell.empty_probability > limits::likely ||
        !is_letter(cell.candidates.front().text)) {
        return false;
    }
    return clean.marks_above > (cell.candidates.front().text == "Å" ? 1 : 0);
}

std::string doubt_of(std::span<const CleanCell> clean, const CombReading& comb) {
    bool has_mark = false;
    for (std::size_t i = 0; i < clean.size(); ++i) {
        if (comb.cells[i].reject_probability > limits::likely) {
            return "struck_out";
        }
        has_mark = has_mark || has_unread_mark(clean[i], comb.cells[i]);
    }
    return has_mark ? "unusual_letter" : "";
}

}  // namespace

bool is_of_letters(ValueKind kind) {
    constexpr std::array kinds{ValueKind::text,         ValueKind::name,  ValueKind::street,
                               ValueKind::house_number, ValueKind::floor, ValueKind::door,
                               ValueKind::city};
    return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

record::FieldReading read_letters(const PageImage& page, const MmToPx& to_page,
                                  const BlankForm& blank, std::span<const BoxMm> cells,
                                  ValueKind kind, const CharacterNet& net, int faint_ink) {
    VERIFY(is_of_letters(kind));
    const std::vector<CleanCell> clean = clean_cells(page, to_page, blank, cells, faint_ink);
    CombReading comb = read_cells(clean, net, alphabet_of(kind));
    record::FieldReading reading;
    reading.reader = "letters/" + net.version();
    reading.doubt = doubt_of(clean, comb);
    reading.candidates = read_letter_field(std::move(comb), kind).candidates;
    return reading;
}

}  // namespace indgang::ocr
