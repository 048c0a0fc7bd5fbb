// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ocr/net/character_net.h"
#include "ocr/net/tune_net.h"
#include "schemas/form/definition.h"
#include "schemas/record/record.h"

namespace indgang::stages {

/// Whether a comb of this kind is read with the net of digits.
[[nodiscard]] bool is_comb_of_digits(const form::Field& field);

/// The digits that stand in the combs of which a person gave the value or a register confirmed it,
/// by field: "01032026" for a date. Fields of the paper form only; values that are not written in
/// digits alone are left out.
/// Takes:   `verdicts` of the same record, or none when it is not settled.
[[nodiscard]] std::map<std::string, std::string> verified_combs(
    const form::FormDefinition& form, const record::ApplicationRecord& record,
    std::span<const record::Verdict> verdicts);

/// The tiles of one comb with what stands in them, for learning.
///
/// Gives:   nothing where the cells and `text` can not be brought together (more or fewer cells
/// with
///          ink than digits), and nothing where the net reads two cells or more surely as others:
///          then the person gave another value than the one that was written.
[[nodiscard]] std::vector<ocr::VerifiedTile> verified_tiles(std::span<const ocr::CleanCell> cells,
                                                            std::string_view text,
                                                            const ocr::CharacterNet& net,
                                                            const std::string& group);

}  // namespace indgang::stages
