// SPDX-License-Identifier: MPL-2.0
// What counts as what. "Right" is asked of fields in which something was written. "Accepted" is the
// share of these that stand without a person. An undetected error is a value that stands and is
// wrong, and an empty field in which something was read and accepted is one too; the many empty
// fields that were rightly found empty are left out below the line, since they would make every
// share look better than it is for somebody who fills in a form. Of handwritten digits only fields
// of 8 to 10 digits count: an amount of two digits is easy.
#include "tests/bench/paper/field_figures.h"

#include <functional>
#include <string_view>
#include <vector>

#include "ocr/comb/letter_reader.h"

namespace indgang::bench {
namespace {

using accuracy::FieldSight;
using Json = nlohmann::ordered_json;
using Which = std::function<bool(const FieldSight&)>;

bool is_line(const FieldSight& sight) {
    return sight.capture == form::Capture::line || sight.capture == form::Capture::block;
}

bool is_comb(const FieldSight& sight) {
    return sight.capture == form::Capture::comb;
}

bool is_long_comb(const FieldSight& sight) {
    constexpr int least = 8, most = 10;
    return is_comb(sight) && sight.cells >= least && sight.cells <= most &&
           (!sight.is_filled || sight.characters >= least);
}

/// The other numbers by hand: amounts, postcodes, counts.
bool is_short_comb(const FieldSight& sight) {
    return is_comb(sight) && !is_long_comb(sight);
}

bool is_letter_comb(const FieldSight& sight) {
    return is_comb(sight) && ocr::is_of_letters(sight.kind);
}

struct Measure {
    std::string_view name;
    std::string_view set;
    bool (*counts)(const FieldSight&);
};
/// A measure whose set is not in the bench gives null.
constexpr std::array<Measure, 4> measures = {
    {{"typed", "typed", [](const FieldSight& sight) { return is_line(sight) || is_comb(sight); }},
     {"digits", "digits", is_long_comb},
     {"short_digits", "digits", is_short_comb},
     {"letters", "letters", is_letter_comb}}};

struct Standing {
    Share right;     ///< of the filled fields
    Share accepted;  ///< of the filled fields
    Share wrong;     ///< of the accepted ones
};

Standing stand(const std::vector<FieldSight>& sights, const Which& counts) {
    Standing result;
    for (const FieldSight& sight : sights) {
        if (!counts(sight)) {
            continue;
        }
        const bool is_error = sight.is_accepted && !sight.is_right;
        if (sight.is_filled) {
            result.right += {sight.is_right ? 1 : 0, 1};
            result.accepted += {sight.is_accepted ? 1 : 0, 1};
        }
        if (is_error || (sight.is_filled && sight.is_accepted)) {
            result.wrong += {is_error ? 1 : 0, 1};
        }
    }
    return result;
}

const SetReading& reading_of(const SetReadings& sets, std::string_view set,
                             std::string_view grade) {
    static const SetReading none;
    const auto found = sets.find(std::string(set));
    if (found == sets.end() || !found->second.contains(std::string(grade))) {
        return none;
    }
    return found->second.at(std::string(grade));
}

void add_measures(Json& json, const SetReadings& sets) {
    for (const Measure& measure : measures) {
        const std::string name(measure.name);
        for (const ScanGrade& grade : scan_grades) {
            const std::string letter(grade.letter);
            const Standing at =
                stand(reading_of(sets, measure.set, grade.letter).sights, measure.counts);
            json[name + "_right"][letter] = at.right.value();
            json["accepted"][name][letter] = at.accepted.value();
            json["undetected_error"][name][letter] = at.wrong.value();
            json["counts"][name + "_filled"][letter] = at.right.whole;
            json["counts"][name + "_wrong"][letter] = at.right.whole - at.right.part;
            json["counts"][name + "_accepted"][letter] = at.accepted.part;
            json["counts"][name + "_undetected"][letter] = at.wrong.part;
            json["at_most_95"]["undetected_error"][name][letter] = at.wrong.at_most();
        }
    }
}

/// Marks of all sets together: a cross is a cross on a typed form as well.
void add_marks(Json& json, const SetReadings& sets) {
    constexpr double per = 10'000;
    for (const ScanGrade& grade : scan_grades) {
        const std::string letter(grade.letter);
        Share right, accepted, wrong;
        for (const auto& [name, by_grade] : sets) {
            for (const FieldSight& sight : reading_of(sets, name, grade.letter).sights) {
                if (sight.capture == form::Capture::mark) {
                    right += {sight.is_right ? 1 : 0, 1};
                    accepted += {sight.is_accepted ? 1 : 0, 1};
                    wrong += {sight.is_accepted && !sight.is_right ? 1 : 0, 1};
                }
            }
        }
        const Json share = wrong.value(), most = wrong.at_most();
        json["marks_wrong_accepted_per_10000"][letter] =
            share.is_null() ? share : Json(share.get<double>() * per);
        json["at_most_95"]["marks_wrong_accepted_per_10000"][letter] =
            most.is_null() ? most : Json(most.get<double>() * per);
        json["marks_right"][letter] = right.value();
        json["accepted"]["marks"][letter] = accepted.value();
        json["counts"]["mark_fields"][letter] = right.whole;
        json["counts"]["mark_fields_wrong_accepted"][letter] = wrong.part;
    }
}

void add_pages(Json& json, const SetReadings& sets) {
    for (const ScanGrade& grade : scan_grades) {
        Identified all;
        for (const auto& [name, by_grade] : sets) {
            const SetReading& reading = reading_of(sets, name, grade.letter);
            const bool is_of_shipped_forms = name != "letters";
            all += is_of_shipped_forms ? reading.identified : Identified{};
            if (reading.cpu_seconds > 0) {
                json["pages_per_cpu_second"][name][std::string(grade.letter)] =
                    reading.pages / reading.cpu_seconds;
            }
        }
        json["identified"][std::string(grade.letter)] = {
            {"right", Share{all.right, all.pages}.value()},
            {"pages", all.pages},
            {"foreign_pages", all.foreign},
            {"wrong_accepted", all.wrong_accepted},
            {"wrong_accepted_at_most_95",
             Share{all.wrong_accepted, all.pages + all.foreign}.at_most()},
            {"applications_right", Share{all.applications_right, all.applications}.value()},
            {"applications", all.applications}};
    }
}

struct Reader {
    std::string_view name;
    std::string_view set;
    bool (*counts)(const FieldSight&);
};
constexpr std::array<Reader, 5> readers = {
    {{"printed_lines", "typed", is_line},
     {"printed_combs", "typed", is_comb},
     {"handwritten_digits", "digits", is_comb},
     {"handwritten_letters", "letters", is_letter_comb},
     {"marks", "", [](const FieldSight& s) { return s.capture == form::Capture::mark; }}}};

void add_reliability(Json& json, const SetReadings& sets) {
    for (const Reader& reader : readers) {
        for (const ScanGrade& grade : scan_grades) {
            std::vector<Said> said;
            for (const auto& [name, by_grade] : sets) {
                if (!reader.set.empty() && reader.set != name) {
                    continue;
                }
                for (const FieldSight& sight : reading_of(sets, name, grade.letter).sights) {
                    if (reader.counts(sight) && !sight.reader.empty() &&
                        (sight.is_filled || sight.capture == form::Capture::mark)) {
                        said.push_back({sight.probability, sight.is_right});
                    }
                }
            }
            if (!said.empty()) {
                json["reliability"][std::string(reader.name)][std::string(grade.letter)] =
                    reliability(said);
            }
        }
    }
}

void add_kinds(Json& json, const SetReadings& sets) {
    for (const Measure& measure : measures) {
        for (const ScanGrade& grade : scan_grades) {
            std::map<std::string, Standing> by_kind;
            for (const FieldSight& sight : reading_of(sets, measure.set, grade.letter).sights) {
                if (measure.counts(sight)) {
                    const std::string kind(name_of(sight.kind));
                    const Standing one = stand({sight}, measure.counts);
                    by_kind[kind].right += one.right;
                    by_kind[kind].accepted += one.accepted;
                    by_kind[kind].wrong += one.wrong;
                }
            }
            for (const auto& [kind, at] : by_kind) {
                json["by_kind"][std::string(measure.name)][kind][std::string(grade.letter)] = {
                    {"n", at.right.whole},
                    {"right", at.right.value()},
                    {"accepted", at.accepted.value()},
                    {"undetected", at.wrong.part}};
            }
        }
    }
}

}  // namespace

Json field_figures(const SetReadings& sets) {
    Json json;
    add_measures(json, sets);
    add_marks(json, sets);
    add_pages(json, sets);
    add_reliability(json, sets);
    add_kinds(json, sets);
    return json;
}

}  // namespace indgang::bench
