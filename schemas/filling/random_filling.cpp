// SPDX-License-Identifier: MPL-2.0
// Invented persons. Values are made for each field by its kind and, where the kind says too little
// (a first name, the rent, one of its parts), by words in its id; then the form's own rules are
// applied, so that the answers could be a real person's.
#include <algorithm>
#include <array>
#include <variant>

#include "schemas/core/utf8.h"
#include "schemas/filling/filling.h"
#include "schemas/values/facets.h"

namespace indgang::filling {
namespace {

using Words = std::vector<std::string_view>;

const Words first_names = {"Åge",    "Mette",  "Jens",  "Sofie", "Bo",     "Kirsten", "Søren",
                           "Bjørk",  "Ågot",   "Lærke", "Niels", "Jørgen", "Hanne",   "Ægir",
                           "Øyvind", "Malthe", "Karen", "Asger", "Rasmus", "Solvej",  "Birthe",
                           "Inger",  "Torben", "Ditte", "Esben", "Grethe", "Viggo",   "Pernille"};
const Words middle_names = {"Holm", "Bjerg", "Østergaard", "Lund", "Kjær", "Ravn", "Dahl", "Skov"};
const Words last_names = {"Sørensen",    "Kjær",       "Østergård", "Nørgaard",    "Jørgensen",
                          "Hansen",      "Bjærgård",   "Rasmussen", "Ågård",       "Møller",
                          "Frederiksen", "Thygesen",   "Dam",       "Vestergaard", "Brøndum",
                          "Lynge",       "Kirkegaard", "Poulsen"};
const Words streets = {"Ridehusgade", "Ærøvej",        "Kongensgade", "Nørregade",
                       "Søndre Allé", "Åboulevarden",  "Skovbrynet",  "H.C. Andersens Vej",
                       "Møllebakken", "Østre Ringvej", "Kirkestræde", "Fasanvænget",
                       "Vestergade",  "Gl. Kongevej"};
struct Place {
    std::string_view postcode;
    std::string_view city;
};
constexpr std::array<Place, 9> places = {{{"5000", "Odense C"},
                                          {"5700", "Svendborg"},
                                          {"6700", "Esbjerg"},
                                          {"8000", "Aarhus C"},
                                          {"9000", "Aalborg"},
                                          {"4600", "Køge"},
                                          {"3700", "Rønne"},
                                          {"6200", "Aabenraa"},
                                          {"2300", "København S"}}};

std::string_view pick(const Words& words, Dice& dice) {
    return words[static_cast<std::size_t>(dice.below(static_cast<int>(words.size())))];
}

bool has(const std::string& id, std::string_view part) {
    return id.find(part) != std::string::npos;
}

std::string two_digits(int number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

std::string random_date(const std::string& id, Dice& dice) {
    const bool is_signing = has(id, "underskrift");
    const int year = is_signing ? 2026 : 2015 + dice.below(11);
    const int month = is_signing ? 10 : 1 + dice.below(12);
    return std::to_string(year) + "-" + two_digits(month) + "-" + two_digits(1 + dice.below(28));
}

std::string random_name(const std::string& id, Dice& dice) {
    if (has(id, "fornavn")) {
        return std::string(pick(first_names, dice));
    }
    if (has(id, "mellemnavn")) {
        return std::string(pick(middle_names, dice));
    }
    std::string last(pick(last_names, dice));
    if (dice.chance(0.15)) {
        last += "-" + std::string(pick(last_names, dice));
    }
    return has(id, "efternavn") ? last : std::string(pick(first_names, dice)) + " " + last;
}

std::string random_digits(int count, Dice& dice) {
    std::string digits = std::to_string(1 + dice.below(9));
    while (static_cast<int>(digits.size()) < count) {
        digits += static_cast<char>('0' + dice.below(10));
    }
    return digits;
}

std::string random_cvr(Dice& dice) {
    constexpr std::array<int, 7> weights = {2, 7, 6, 5, 4, 3, 2};
    while (true) {
        std::string digits = random_digits(7, dice);
        int sum = 0;
        for (std::size_t i = 0; i < weights.size(); ++i) {
            sum += weights[i] * (digits[i] - '0');
        }
        const int check = (11 - sum % 11) % 11;
        if (check < 10) {
            return digits + static_cast<char>('0' + check);
        }
    }
}

std::string random_amount(const std::string& id, Dice& dice) {
    if (has(id, "heraf")) {
        return std::to_string(100 + dice.below(900));
    }
    if (has(id, "maaned") || has(id, "husleje")) {
        return std::to_string(3200 + dice.below(9800));
    }
    return std::to_string(dice.chance(0.15) ? dice.below(1000) : 1000 + dice.below(89000));
}

std::string random_count(const std::string& id, Dice& dice) {
    return std::to_string(has(id, "areal") ? 38 + dice.below(110) : 1 + dice.below(5));
}

std::string random_words(const std::string& id, Dice& dice) {
    if (has(id, "begrundelse")) {
        return "Jeg søger om støtte til " +
               std::string(pick({"medicin", "tandlæge", "briller", "varme"}, dice));
    }
    if (has(id, "forsikring")) {
        return std::string(pick({"Indbo", "Ulykke", "Hund", "Bil"}, dice));
    }
    return std::string(pick({"Medicin", "Fodpleje", "Høreapparat", "Nye briller", "Flytning",
                             "Tandlæge", "Legat", "Lejeindtægt"},
                            dice));
}

std::string random_text(const form::Field& field, const Place& place, Dice& dice) {
    switch (field.kind) {
        case ValueKind::text:
            return random_words(field.id, dice);
        case ValueKind::name:
            return random_name(field.id, dice);
        case ValueKind::street:
            return std::string(pick(streets, dice));
        case ValueKind::house_number:
            return std::to_string(1 + dice.below(180)) +
                   std::string(pick({"", "", "", "A", "B", "C"}, dice));
        case ValueKind::floor:
            return std::string(pick({"st", "1", "2", "3", "4", "12"}, dice));
        case ValueKind::door:
            return std::string(pick({"tv", "th", "mf", "tv", "th"}, dice));
        case ValueKind::postcode:
            return std::string(place.postcode);
        case ValueKind::city:
            return std::string(place.city);
        case ValueKind::cpr:
            return has(field.id, "husstand") ? random_cpr(2018, 1990, dice)
                                             : random_cpr(1999, 1938, dice);
        case ValueKind::cvr:
            return random_cvr(dice);
        case ValueKind::phone:
            return std::to_string(2 + dice.below(8)) + random_digits(7, dice);
        case ValueKind::email:
            return std::string(pick({"kirsten", "soren.m", "mh", "post", "lone_k", "nn"}, dice)) +
                   std::to_string(dice.below(100)) + "@example." +
                   std::string(pick({"dk", "com", "org"}, dice));
        case ValueKind::amount:
            return random_amount(field.id, dice);
        case ValueKind::date:
            return random_date(field.id, dice);
        case ValueKind::count:
            return random_count(field.id, dice);
        case ValueKind::yes_no:
            return has(field.id, "erklaering") || dice.chance(0.6) ? "ja" : "nej";
        case ValueKind::choice:
            return field
                .choices[static_cast<std::size_t>(
                    dice.below(static_cast<int>(field.choices.size())))]
                .key;
        case ValueKind::bank_registration:
            return random_digits(4, dice);
        case ValueKind::bank_account:
            return random_digits(7 + dice.below(4), dice);
        case ValueKind::signature:
            return Value::of_signature(true).canonical();
        default:  // a kind that needs no invention yet
            return std::string(facets_of(field.kind).example);
    }
}

bool is_there(const form::FormDefinition& form, const form::Field& field, const Filling& filling) {
    return field.row == 0 ||
           std::any_of(form.fields.begin(), form.fields.end(), [&](const form::Field& other) {
               return other.table == field.table && other.row == field.row &&
                      filling.contains(other.id);
           });
}

/// Fields that a condition demands are filled; those whose condition does not hold are left empty.
/// A condition may hang on a field that another condition fills or empties.
void apply_conditions(const form::FormDefinition& form, const Filling& all, Filling& filling) {
    constexpr int longest_chain = 8;
    for (int turn = 0; turn < longest_chain; ++turn) {
        const Filling before = filling;
        for (const form::Field& field : form.fields) {
            const auto& terms = field.terms;
            const auto held = [&](const form::Condition& each) { return holds(each, filling); };
            const auto& required = terms.required_when;
            if (!std::all_of(terms.shown_when.begin(), terms.shown_when.end(), held)) {
                filling.erase(field.id);
            } else if (std::any_of(required.begin(), required.end(), held) &&
                       is_there(form, field, filling)) {
                // Where there is one box, a cross in it is the only answer that can be demanded.
                filling[field.id] =
                    field.choices.size() == 1 ? field.choices.front().key : all.at(field.id);
            } else if (!required.empty() && !field.is_required) {
                filling.erase(field.id);
            } else if (field.is_required && !terms.shown_when.empty() &&
                       is_there(form, field, filling)) {
                filling[field.id] = all.at(field.id);
            }
        }
        if (filling == before) {
            return;
        }
    }
}

void keep_sums(const form::RuleBinding& binding, Filling& filling) {
    const auto parts = binding.fields.find("parts");
    const auto total = binding.fields.find("total");
    if (parts == binding.fields.end() || total == binding.fields.end() ||
        !filling.contains(total->second.at(0))) {
        return;
    }
    const auto sum = Amount::parse_decimal(filling[total->second[0]]);
    const std::int64_t oere_per_krone = 100;
    const std::int64_t share =
        (sum ? sum->oere() : 0) / oere_per_krone / static_cast<int>(parts->second.size() + 1);
    for (const std::string& id : parts->second) {
        if (const auto part = filling.find(id); part != filling.end()) {
            const auto amount = Amount::parse_decimal(part->second);
            if (amount && amount->oere() / oere_per_krone > share) {
                part->second = std::to_string(share);
            }
        }
    }
}

void keep_order(const form::RuleBinding& binding, Filling& filling) {
    const auto earlier = binding.fields.find("earlier");
    const auto later = binding.fields.find("later");
    if (earlier == binding.fields.end() || later == binding.fields.end()) {
        return;
    }
    const auto a = filling.find(earlier->second.at(0));
    const auto b = filling.find(later->second.at(0));
    if (a != filling.end() && b != filling.end() && a->second > b->second) {
        std::swap(a->second, b->second);  // ISO dates sort as text
    }
}

/// A yes or no with one box on paper can only say yes.
void leave_out_unmarkable(const form::FormDefinition& form, Filling& filling) {
    std::erase_if(filling, [&](const auto& answer) {
        const auto has_box = [&](const form::Zone& zone) {
            return zone.field == answer.first && zone.choice == answer.second;
        };
        return form.field(answer.first)->capture == form::Capture::mark &&
               std::none_of(form.zones.begin(), form.zones.end(), has_box);
    });
}

/// As far as the form limits the value beyond its kind.
std::string limited(const form::Field& field, std::string text) {
    const auto& terms = field.terms;
    if (terms.pattern && !terms.pattern->matches(text)) {
        return terms.pattern->example();
    }
    if (terms.max_length > 0) {
        auto letters = characters_of(text);
        letters.resize(std::min(letters.size(), static_cast<std::size_t>(terms.max_length)));
        text.clear();
        for (const auto& letter : letters) {
            text += letter;
        }
        text.erase(text.find_last_not_of(' ') + 1);
    }
    const auto trouble = form::parse_field(field, text, Notation::xml);
    if (const auto* why = std::get_if<ValueTrouble>(&trouble)) {
        if (why->reason == "below_least") {
            return terms.least->canonical();
        }
        if (why->reason == "above_most") {
            return terms.most->canonical();
        }
    }
    return text;
}

/// Short enough for its comb. Words in a comb are in capitals where the value keeps its case.
std::string fitted(const form::Field& field, std::string text) {
    text = limited(field, std::move(text));
    if (field.capture != form::Capture::comb || field.kind == ValueKind::date) {
        return text;
    }
    if (!facets_of(field.kind).is_number && field.kind != ValueKind::floor &&
        field.kind != ValueKind::door) {
        text = capitals(text);
    }
    std::vector<std::string> cells = characters_of(text);
    cells.resize(std::min(cells.size(), static_cast<std::size_t>(field.cells)));
    while (!cells.empty() && cells.back() == " ") {
        cells.pop_back();
    }
    std::string result;
    for (const std::string& cell : cells) {
        result += cell;
    }
    return result;
}

}  // namespace

std::string random_cpr(int youngest_year, int oldest_year, Dice& dice) {
    constexpr std::array<int, 10> weights = {4, 3, 2, 7, 6, 5, 4, 3, 2, 1};
    constexpr int replacement_days = 60;
    const int year = oldest_year + dice.below(youngest_year - oldest_year + 1);
    const std::string birth = two_digits(replacement_days + 1 + dice.below(28)) +
                              two_digits(1 + dice.below(12)) + two_digits(year % 100);
    const bool should_pass = dice.chance(0.5);
    while (true) {
        // The seventh digit tells the century: 0..3 is 1900..1999, 4..9 with a low year is 2000.
        const int seventh = year >= 2000 ? 4 + dice.below(6) : dice.below(4);
        std::string digits = birth + std::to_string(seventh) + two_digits(dice.below(100)) +
                             std::to_string(dice.below(10));
        int sum = 0;
        for (std::size_t i = 0; i < weights.size(); ++i) {
            sum += weights[i] * (digits[i] - '0');
        }
        if ((sum % 11 == 0) == should_pass) {
            return digits;
        }
    }
}

Filling random_filling(const form::FormDefinition& form, Dice& dice) {
    const Place& place = places[static_cast<std::size_t>(dice.below(places.size()))];
    const int household = dice.below(3);
    const double generosity = dice.uniform(0.3, 0.8);
    Filling all, filling;
    for (const form::Field& field : form.fields) {
        all[field.id] = fitted(field, random_text(field, place, dice));
        const bool is_filled =
            field.row > 0 ? field.row <= household : field.is_required || dice.chance(generosity);
        if (is_filled) {
            filling[field.id] = all[field.id];
        }
    }
    // What one rule changes another asks about: a condition fills in a date that must be in order.
    Filling before;
    for (std::size_t round = 0; round <= form.rules.size() && filling != before; ++round) {
        before = filling;
        for (const form::RuleBinding& binding : form.rules) {
            if (binding.rule == "sum_within") {
                keep_sums(binding, filling);
            } else if (binding.rule == "date_order") {
                keep_order(binding, filling);
            }
        }
        apply_conditions(form, all, filling);
    }
    leave_out_unmarkable(form, filling);
    check_filling(form, filling);
    return filling;
}

void fill_rows(const form::FormDefinition& form, const std::string& table,
               const std::vector<int>& rows, Filling& filling, Dice& dice) {
    constexpr double optional_share = 0.8;
    const Place& place = places[static_cast<std::size_t>(dice.below(places.size()))];
    for (const form::Field& field : form.fields) {
        if (field.table != table) {
            continue;
        }
        filling.erase(field.id);
        const bool is_there = std::find(rows.begin(), rows.end(), field.row) != rows.end();
        if (is_there && (field.is_required || dice.chance(optional_share))) {
            filling[field.id] = fitted(field, random_text(field, place, dice));
        }
    }
    leave_out_unmarkable(form, filling);
}

}  // namespace indgang::filling
