// SPDX-License-Identifier: MPL-2.0
// What people and registers know of a field says what stands in its cells, if the field holds what
// was written. That is not always so: a person may give the right CPR number where a wrong one was
// written. A misreading is mostly one cell; a comb of which the net reads two cells surely as
// something else is taken for another value and teaches nothing.
#include "pipeline/stages/verified_cells.h"

#include <algorithm>
#include <variant>

#include "ocr/comb/letter_reader.h"

namespace indgang::stages {
namespace {

constexpr float sure = 0.95F;
constexpr std::size_t contradictions_most = 1;

/// As the comb has it; empty if it has not only digits.
std::string digits_of(const Value& value) {
    std::string text = value.canonical();
    if (const Date* date = value.date()) {
        const std::string iso = date->iso();  // YYYY-MM-DD
        text = iso.substr(8, 2) + iso.substr(5, 2) + iso.substr(0, 4);
    }
    const bool is_all_digits =
        std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    return is_all_digits ? text : std::string();
}

/// The first of the cells with ink, if these are one piece of as many as there are digits.
std::optional<std::size_t> place_of(std::span<const ocr::CleanCell> cells, std::size_t digits) {
    const auto has_ink = [](const ocr::CleanCell& cell) { return cell.has_ink; };
    const auto begin = std::find_if(cells.begin(), cells.end(), has_ink);
    const auto end = std::find_if_not(begin, cells.end(), has_ink);
    const bool is_one_piece = std::none_of(end, cells.end(), has_ink);
    if (!is_one_piece || static_cast<std::size_t>(end - begin) != digits) {
        return std::nullopt;
    }
    return static_cast<std::size_t>(begin - cells.begin());
}

}  // namespace

bool is_comb_of_digits(const form::Field& field) {
    return field.capture == form::Capture::comb && !ocr::is_of_letters(field.kind);
}

std::map<std::string, std::string> verified_combs(const form::FormDefinition& form,
                                                  const record::ApplicationRecord& record,
                                                  std::span<const record::Verdict> verdicts) {
    std::map<std::string, std::string> combs;
    if (record.source != record::Source::paper) {
        return combs;
    }
    for (const record::FieldValue& value : record.fields) {
        const form::Field* field = form.field(value.field);
        const bool is_corrected = std::holds_alternative<record::Corrected>(value.provenance);
        const bool is_confirmed =
            std::any_of(verdicts.begin(), verdicts.end(), [&](const record::Verdict& verdict) {
                return verdict.field == value.field &&
                       verdict.agreement == record::Agreement::confirmed;
            });
        if (field == nullptr || !is_comb_of_digits(*field) || !value.value ||
            (!is_corrected && !is_confirmed)) {
            continue;
        }
        if (std::string digits = digits_of(*value.value); !digits.empty()) {
            combs[value.field] = std::move(digits);
        }
    }
    return combs;
}

std::vector<ocr::VerifiedTile> verified_tiles(std::span<const ocr::CleanCell> cells,
                                              std::string_view text, const ocr::CharacterNet& net,
                                              const std::string& group) {
    const auto place = place_of(cells, text.size());
    if (!place || text.empty()) {
        return {};
    }
    std::vector<ocr::VerifiedTile> tiles;
    std::vector<ocr::CharacterTile> pictures;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto label =
            std::find(net.classes().begin(), net.classes().end(), std::string(1, text[i]));
        if (label == net.classes().end()) {
            return {};
        }
        pictures.push_back(cells[*place + i].tile);
        tiles.push_back(
            {pictures.back(), static_cast<std::size_t>(label - net.classes().begin()), group});
    }
    const std::vector<float> said = net.probabilities(pictures);
    std::size_t contradictions = 0;
    for (std::size_t i = 0; i < tiles.size(); ++i) {
        const std::span<const float> own =
            std::span(said).subspan(i * net.classes().size(), net.classes().size());
        const auto best = std::max_element(own.begin(), own.end());
        const bool is_other = static_cast<std::size_t>(best - own.begin()) != tiles[i].label;
        contradictions += is_other && *best >= sure ? 1 : 0;
    }
    if (contradictions > contradictions_most) {
        return {};
    }
    return tiles;
}

}  // namespace indgang::stages
