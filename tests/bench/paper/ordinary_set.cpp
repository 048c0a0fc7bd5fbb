// SPDX-License-Identifier: MPL-2.0
// The set "ordinary": what mail does to forms that the other sets do not show. Every field of every
// page counts, also those that nothing was done to: a digit written above a struck one falls into
// the comb above, and what is read there is as wrong as what is read in the struck one.
#include "tests/bench/paper/ordinary_set.h"

#include <algorithm>
#include <numeric>
#include <string_view>

#include "ocr/comb/letter_reader.h"
#include "tests/bench/folder.h"
#include "tests/bench/paper/held_out.h"
#include "tests/bench/shares.h"
#include "tests/forge/scan/scan_writer.h"
#include "tests/forge/sheet/batch.h"
#include "tests/forge/sheet/ordinary.h"

namespace indgang::bench {
namespace {

namespace fs = std::filesystem;

bool has_words_in_combs(const form::FormDefinition& form) {
    return std::any_of(form.fields.begin(), form.fields.end(), [](const form::Field& field) {
        return field.capture == form::Capture::comb && ocr::is_of_letters(field.kind);
    });
}

/// The shipped forms and those with words in combs, the ones with fewest pages first.
std::vector<const form::FormDefinition*> forms_for(const Forgery& from,
                                                   const form::FormCatalogue& forms,
                                                   forge::Condition condition) {
    std::vector<const form::FormDefinition*> chosen;
    for (const form::FormDefinition& form : forms.all()) {
        const bool is_shipped = from.shipped->find(form.key) != nullptr;
        if ((is_shipped || has_words_in_combs(form)) && forge::suits(form, condition)) {
            chosen.push_back(&form);
        }
    }
    std::stable_sort(chosen.begin(), chosen.end(), [](const auto* a, const auto* b) {
        return a->pages.size() < b->pages.size();
    });
    return chosen;
}

/// Shares no seed with the other sets of the bench.
unsigned seed_of(const Forgery& from, forge::Condition condition, unsigned number) {
    constexpr unsigned first = 1'000'000, of_seed = 1'000'000, of_set = 500'000,
                       of_condition = 1'000;
    return first + from.seed * of_seed + of_set + static_cast<unsigned>(condition) * of_condition +
           number;
}

struct Turn {
    unsigned round = 0;  ///< of all forms
    unsigned grade = 0;
};

/// Forms and grades take turns so that each form comes in each grade, and few applications are in
/// many grades.
unsigned grade_number(forge::Condition condition, unsigned number, std::size_t forms) {
    const std::string_view grades = forge::trait_of(condition).grades;
    const auto count = static_cast<std::size_t>(1 + std::count(grades.begin(), grades.end(), ' '));
    return number + number / static_cast<unsigned>(std::lcm(forms, count));
}

nlohmann::json plan_of(const Forgery& from, const form::FormDefinition& form,
                       forge::Condition condition, const Turn& turn, unsigned seed) {
    forge::Dice dice(seed);
    const bool is_of_print =
        condition == forge::Condition::typefaces ||
        (condition == forge::Condition::foreign_letters && turn.round % 2 == 0);
    const std::string by_hand = !has_words_in_combs(form) ? "digits"
                                : from.letters != nullptr ? "people"
                                                          : "written";
    const std::vector<std::string> typefaces =
        condition == forge::Condition::typefaces ? ordinary_typefaces() : held_out_typefaces();
    const std::string& family =
        typefaces[static_cast<std::size_t>(dice.below(static_cast<int>(typefaces.size())))];
    const nlohmann::json sheet = {{"form", form.key.form},
                                  {"version", form.key.version},
                                  {"script", is_of_print ? "typed" : by_hand},
                                  {"family", family},
                                  {"condition", forge::trait_of(condition).name},
                                  {"values", held_out_answers(form, Answers::usual, dice)}};
    return {{"seed", seed},
            {"grade", forge::name_of(forge::grade_for(condition, turn.grade))},
            {"sheets", {sheet}}};
}

ForgedScan write(const forge::Batch& batch, const fs::path& folder, unsigned seed) {
    constexpr int jpeg_quality = 60;  // what phones send on
    const bool has_one_bit = pixGetDepth(batch.pages().at(0).get()) == 1;
    ForgedScan scan;
    scan.files = forge::write_scan(
        batch.pages(), folder / (std::to_string(seed) + (has_one_bit ? ".tif" : ".jpg")),
        jpeg_quality);
    scan.truth = batch.truth();
    scan.pages = static_cast<int>(batch.pages().size());
    return scan;
}

nlohmann::json counts_json(const FieldCounts& counts) {
    return {counts.fields, counts.right, counts.accepted, counts.wrong_accepted};
}

FieldCounts counts_from(const nlohmann::json& json) {
    return {json.at(0), json.at(1), json.at(2), json.at(3)};
}

nlohmann::ordered_json counts_figures(const FieldCounts& counts) {
    return {{"fields", counts.fields},
            {"right", counts.right},
            {"accepted", counts.accepted},
            {"wrong_accepted", counts.wrong_accepted}};
}

}  // namespace

void FieldCounts::add(const accuracy::FieldSight& sight) {
    fields += 1;
    right += sight.is_right ? 1 : 0;
    accepted += sight.is_accepted ? 1 : 0;
    wrong_accepted += sight.is_accepted && !sight.is_right ? 1 : 0;
}

FieldCounts& FieldCounts::operator+=(const FieldCounts& other) {
    fields += other.fields;
    right += other.right;
    accepted += other.accepted;
    wrong_accepted += other.wrong_accepted;
    return *this;
}

OrdinaryReading& OrdinaryReading::operator+=(const OrdinaryReading& other) {
    all += other.all;
    touched += other.touched;
    pages += other.pages;
    pages_right += other.pages_right;
    misses.insert(misses.end(), other.misses.begin(), other.misses.end());
    return *this;
}

void add_application(OrdinaryReading& to, const accuracy::Score& score,
                     const nlohmann::json& truth) {
    const nlohmann::json& damaged = truth.at("applications").at(0).at("damaged");
    for (const accuracy::FieldSight& sight : score.sights) {
        to.all.add(sight);
        if (damaged.contains(sight.field)) {
            to.touched.add(sight);
        }
    }
    to.pages += score.pages;
    to.pages_right += score.pages_right;
    for (accuracy::Miss miss : score.misses) {
        const std::string done = damaged.value(miss.field, "");
        miss.field += done.empty() ? "" : " (" + done + ")";
        to.misses.push_back(std::move(miss));
    }
}

OrdinaryReading read_ordinary(const Forgery& from, const form::FormCatalogue& forms,
                              const fs::path& models, forge::Condition condition, int pages) {
    const Folder folder;
    accuracy::PaperPath path(forms, models);
    const auto chosen = forms_for(from, forms, condition);
    OrdinaryReading all;
    for (unsigned number = 0; all.pages < pages; ++number) {
        const form::FormDefinition& form = *chosen.at(number % chosen.size());
        const Turn turn{number / static_cast<unsigned>(chosen.size()),
                        grade_number(condition, number, chosen.size())};
        const unsigned seed = seed_of(from, condition, number);
        const forge::Batch batch = forge::batch_of(
            forms, plan_of(from, form, condition, turn, seed), from.digits, from.letters);
        const ForgedScan scan = write(batch, folder.path(), seed);
        add_application(all, accuracy::score(forms, read_scan(path, scan), scan.truth), scan.truth);
        for (const fs::path& file : scan.files) {
            fs::remove(file);
        }
    }
    return all;
}

nlohmann::json to_json(const OrdinaryReading& reading) {
    nlohmann::json misses = nlohmann::json::array();
    for (const accuracy::Miss& miss : reading.misses) {
        misses.push_back({miss.field, miss.written, miss.read, miss.is_accepted});
    }
    return {{"all", counts_json(reading.all)},
            {"touched", counts_json(reading.touched)},
            {"pages", reading.pages},
            {"pages_right", reading.pages_right},
            {"misses", std::move(misses)}};
}

OrdinaryReading ordinary_reading_from(const nlohmann::json& json) {
    OrdinaryReading reading{counts_from(json.at("all")),
                            counts_from(json.at("touched")),
                            json.at("pages"),
                            json.at("pages_right"),
                            {}};
    for (const auto& miss : json.at("misses")) {
        reading.misses.push_back({miss[0], miss[1], miss[2], miss[3]});
    }
    return reading;
}

nlohmann::ordered_json ordinary_figures(const OrdinaryReadings& readings) {
    nlohmann::ordered_json json;
    Share wrong;
    for (const forge::ConditionTrait& trait : forge::all_conditions()) {
        const auto found = readings.find(std::string(trait.name));
        if (found == readings.end()) {
            continue;
        }
        const OrdinaryReading& reading = found->second;
        nlohmann::ordered_json figures = counts_figures(reading.all);
        figures["touched"] = counts_figures(reading.touched);
        figures["pages"] = reading.pages;
        figures["pages_right"] = reading.pages_right;
        json["ordinary"][found->first] = std::move(figures);
        wrong += {reading.all.wrong_accepted, reading.all.accepted};
    }
    json["ordinary_wrong_accepted_share"] = wrong.value();
    return json;
}

}  // namespace indgang::bench
