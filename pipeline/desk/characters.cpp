// SPDX-License-Identifier: MPL-2.0
// A reading of a comb is a few texts with their probabilities. What the likely ones have otherwise
// than the best one tells which characters are in doubt: a character is as sure as all texts
// together that have it at its place. Once the doubtful ones are known, only texts remain that
// differ elsewhere, and what is not listed; where these weigh more than the form lets pass unseen,
// the characters alone do not settle the field.
#include "pipeline/desk/characters.h"

#include <algorithm>
#include <variant>

#include "pipeline/desk/readings.h"
#include "schemas/core/divide_comb.h"
#include "schemas/core/utf8.h"

namespace indgang::desk {
namespace {

/// What others say of a character below this is no doubt of it.
constexpr double least_doubt = 0.005;

using Characters = std::vector<std::string>;

struct Doubt {
    std::vector<int> places;
    std::vector<double> rivals;  ///< of each place of the text: the share of those who differ there
    double rest = 1;             ///< what is left of the doubt when these places are known
};

Doubt doubt_of(const Characters& text, int first_cell,
               const std::vector<record::Candidate>& candidates) {
    Doubt doubt;
    doubt.rivals.assign(text.size(), 0);
    std::vector<std::pair<Characters, double>> same_cells;
    for (const auto& candidate : candidates) {
        auto other = characters_of(candidate.text);
        if (candidate.first_cell == first_cell && other.size() == text.size()) {
            same_cells.emplace_back(std::move(other), candidate.probability);
        }
    }
    for (const auto& [other, probability] : same_cells) {
        for (std::size_t i = 0; i < text.size(); ++i) {
            doubt.rivals[i] += other[i] != text[i] ? probability : 0;
        }
    }
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (doubt.rivals[i] >= least_doubt) {
            doubt.places.push_back(static_cast<int>(i));
        }
    }
    for (const auto& [other, probability] : same_cells) {
        bool differs_elsewhere = false;
        for (std::size_t i = 0; i < text.size(); ++i) {
            differs_elsewhere |= other[i] != text[i] && doubt.rivals[i] < least_doubt;
        }
        doubt.rest -= differs_elsewhere ? 0 : probability;
    }
    return doubt;
}

/// A tick is there or not; that another box is meant is another doubt.
Doubt doubt_of_tick(const std::string& choice, const std::vector<record::Candidate>& candidates) {
    Doubt doubt{{0}, {0}, 1};
    for (const auto& candidate : candidates) {
        doubt.rivals.front() += candidate.text.empty() ? candidate.probability : 0;
        doubt.rest -=
            candidate.text.empty() || candidate.text == choice ? candidate.probability : 0;
    }
    if (doubt.rivals.front() < least_doubt) {
        doubt.places.clear();
    }
    return doubt;
}

const form::Zone* zone_of(const form::FormDefinition& form, const std::string& field,
                          const std::string& choice) {
    const auto found = std::ranges::find_if(form.zones, [&](const auto& zone) {
        return zone.field == field && (choice.empty() || zone.choice == choice);
    });
    return found == form.zones.end() ? nullptr : &*found;
}

/// Nothing where not every character of the reading has a cell of its own.
std::optional<int> first_cell_of(const record::FieldValue& value) {
    const auto read = std::ranges::find(value.candidates, value.raw, &record::Candidate::text);
    return read != value.candidates.end() ? read->first_cell : std::nullopt;
}

bool is_doubt_of_characters(const std::string& doubt) {
    return doubt == "low_probability" || doubt == "unclear_mark";
}

}  // namespace

std::vector<DoubtfulCharacter> doubtful_characters(const Task& task, const Question& question) {
    const auto* value = task.settled.validated.inquired.record.field(question.field);
    const auto* field = task.form != nullptr ? task.form->field(question.field) : nullptr;
    if (value == nullptr || field == nullptr || question.turn != Turn::only ||
        !is_doubt_of_characters(value->doubt) || value->raw.empty() ||
        !std::holds_alternative<record::Scanned>(value->provenance) ||
        !is_seen_in_snippet(task, question)) {
        return {};
    }
    const bool is_mark = field->capture == form::Capture::mark;
    const bool is_comb = field->capture == form::Capture::comb;
    const auto* zone = zone_of(*task.form, field->id, is_mark ? value->raw : std::string());
    const auto page = place_of(task.readings, field->id).value().page;
    const auto& match = task.readings[static_cast<std::size_t>(page)].match;
    const auto text = is_mark ? Characters{tick} : characters_of(value->raw);
    const auto first_cell = is_mark ? 0 : first_cell_of(*value);
    if ((!is_mark && !is_comb) || zone == nullptr || !match || !first_cell ||
        static_cast<std::size_t>(*first_cell) + text.size() >
            static_cast<std::size_t>(is_mark ? 1 : field->cells)) {
        return {};
    }
    const auto doubt = is_mark ? doubt_of_tick(value->raw, value->candidates)
                               : doubt_of(text, *first_cell, value->candidates);
    if (doubt.rest > 1 - task.form->accept_probability) {
        return {};
    }
    const auto cells =
        is_mark ? std::vector{zone->box} : divide_comb(zone->box, zone->cells, zone->gap_mm);
    std::vector<DoubtfulCharacter> all;
    for (const int place : doubt.places) {
        const auto at = static_cast<std::size_t>(place);
        const auto& cell = cells[static_cast<std::size_t>(*first_cell) + at];
        all.push_back({place, text[at], 1 - doubt.rivals[at], page, match->to_page(cell)});
    }
    return all;
}

std::string with_character(const Task& task, const Question& question, const std::string& value,
                           int place, const std::string& text) {
    const auto* field = task.form != nullptr ? task.form->field(question.field) : nullptr;
    if (field != nullptr && field->capture == form::Capture::mark) {
        return text == tick ? value : std::string();
    }
    auto all = characters_of(value);
    if (static_cast<std::size_t>(place) < all.size()) {
        all[static_cast<std::size_t>(place)] = text;
    }
    std::string whole;
    for (const auto& each : all) {
        whole += each;
    }
    return whole;
}

}  // namespace indgang::desk
