// SPDX-License-Identifier: MPL-2.0
#include "ocr/comb/letter_reader.h"

#include <algorithm>
#include <array>
#include <utility>

#include "ocr/comb/comb_limits.h"
#include "ocr/comb/letter_field.h"
#include "schemas/error/verify.h"

namespace indgang::ocr {

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
    CombReading comb =
        read_cells(clean_cells(page, to_page, blank, cells, faint_ink), net, alphabet_of(kind));
    const bool is_struck = std::any_of(
        comb.cells.begin(), comb.cells.end(),
        [](const CellReading& cell) { return cell.reject_probability > limits::likely; });
    record::FieldReading reading;
    reading.reader = "letters/" + net.version();
    reading.candidates = read_letter_field(std::move(comb), kind).candidates;
    reading.doubt = is_struck ? "struck_out" : "";
    return reading;
}

}  // namespace indgang::ocr
