// SPDX-License-Identifier: MPL-2.0
#include "tests/bench/paper/held_out.h"

#include <algorithm>
#include <array>
#include <span>
#include <stdexcept>

#include "tests/forge/hand/hand.h"
#include "tests/forge/sheet/filling.h"

namespace indgang::bench {
namespace {

constexpr std::array<std::string_view, 36> first_names = {
    "Gitte",  "Ejvind",    "Rikke", "Troels",  "Signe", "Bjarne", "Anette", "Flemming",
    "Dorthe", "Sigurd",    "Lotte", "Kresten", "Trine", "Ejnar",  "Maren",  "Åse",
    "Gorm",   "Hjørdis",   "Kåre",  "Pelle",   "Helle", "Rune",   "Winnie", "Jeppe",
    "Xander", "Yvonne",    "Zoe",   "Hussein", "Amira", "Dagny",  "Ørjan",  "Sølvi",
    "Vagn",   "Charlotte", "Bruno", "Lilly"};
constexpr std::array<std::string_view, 33> last_names = {
    "Gregersen", "Bundgaard", "Hjorth",   "Nygård",     "Bøgh",     "Gade",      "Kofoed",
    "Sandager",  "Ørum",      "Ågesen",   "Vangsgaard", "Trærup",   "Meldgaard", "Rømer",
    "Damsgaard", "Uldall",    "Petersen", "Hougaard",   "Munk",     "Sjøgren",   "Elkjær",
    "Ottosen",   "Fabricius", "Dyhr",     "Westh",      "Blæsild",  "Kaas",      "Yding",
    "Terkelsen", "Hvid",      "Jepsen",   "Zeuthen",    "Lillegård"};
constexpr std::array<std::string_view, 28> streets = {"Skolegade",
                                                      "Brogade",
                                                      "Fjordvej",
                                                      "Ahornvej",
                                                      "Højdevangen",
                                                      "Kirkevænget",
                                                      "Gasværksvej",
                                                      "Ågade",
                                                      "Dalgas Avenue",
                                                      "P. Knudsens Gade",
                                                      "Sct. Jørgens Vej",
                                                      "Mågevej",
                                                      "Bakkedraget",
                                                      "Valmuevej",
                                                      "Ringgaden",
                                                      "Grønnegade",
                                                      "Jagtvej",
                                                      "Ørnevej",
                                                      "Kystvejen",
                                                      "Hvedemarken",
                                                      "Søtoften",
                                                      "Egernvej",
                                                      "Prins Valdemars Allé",
                                                      "Lyngbakken",
                                                      "Teglværksvej",
                                                      "Ternevej",
                                                      "Violvej",
                                                      "Danmarksgade"};
constexpr std::array<std::string_view, 36> cities = {
    "Aars",         "Hobro",      "Hadsten",       "Odder",       "Juelsminde", "Rudkøbing",
    "Marstal",      "Præstø",     "Sorø",          "Ringsted",    "Greve",      "Taastrup",
    "Glostrup",     "Gentofte",   "Vedbæk",        "Farum",       "Birkerød",   "Nexø",
    "Gudhjem",      "Sæby",       "Frederikshavn", "Brønderslev", "Nibe",       "Løgstør",
    "Hurup Thy",    "Ringkøbing", "Videbæk",       "Brande",      "Vamdrup",    "Christiansfeld",
    "Augustenborg", "Bov",        "Aalestrup",     "Bjerringbro", "Hammel",     "Risskov"};
constexpr std::array<std::string_view, 27> subjects = {
    "Parkering",      "Blomster",       "Gaver",         "Kørsel",
    "Støttestrømper", "Tandprotese",    "Vaskemaskine",  "Rengøring",
    "Zoneterapi",     "Psykolog",       "Aktieudbytte",  "Glasforsikring",
    "Retshjælp",      "Gravsten",       "Fjernvarme",    "Olie til fyr",
    "Feriepenge",     "Arv fra moster", "Efterløn",      "Honorar",
    "Underhold",      "Telefon",        "Åndedrætsværn", "Ortopædisk fodtøj",
    "Bompenge",       "Kiropraktor",    "Lønsikring"};
constexpr std::array<std::string_view, 7> reasons = {
    "Vaskemaskinen brændte sammen, og jeg har ingen opsparing",
    "Ortopædisk fodtøj efter operation i begge knæ",
    "Regningen fra fjernvarmen steg med en tredjedel",
    "Mit tilskud ophørte, da jeg fyldte 67 år",
    "Egenbetaling for tandprotese og to kroner",
    "Hjemmesygeplejersken foreslår støttestrømper",
    "Gebyr for kørsel frem og tilbage fra genoptræning"};
constexpr std::array<std::string_view, 6> hosts = {"brev.example.dk",    "kontor.example.com",
                                                   "havnen.example.org", "sol-vind.example.net",
                                                   "x1.example",         "bredgade.example"};
constexpr std::array<std::string_view, 7> typefaces = {
    "Carlito", "Caladea", "Courier Prime", "Lato", "Nimbus Sans", "Nimbus Roman", "P052"};
// Liberation Sans is not here: the readers of text were fitted on it.
constexpr std::array<std::string_view, 9> modern = {"Roboto",    "Open Sans",    "Inter",
                                                    "Noto Sans", "URW Gothic",   "Cantarell",
                                                    "Carlito",   "Nimbus Roman", "Courier Prime"};

template <std::size_t Count>
std::string pick(const std::array<std::string_view, Count>& words, forge::Dice& dice) {
    return std::string(words[static_cast<std::size_t>(dice.below(static_cast<int>(Count)))]);
}

bool has(std::string_view id, std::string_view part) {
    return id.find(part) != std::string_view::npos;
}

std::string last_name(forge::Dice& dice) {
    constexpr double double_share = 0.12;
    const std::string name = pick(last_names, dice);
    return dice.chance(double_share) ? name + "-" + pick(last_names, dice) : name;
}

std::string name_for(std::string_view id, forge::Dice& dice) {
    if (has(id, "fornavn")) {
        return pick(first_names, dice);
    }
    if (has(id, "mellemnavn")) {
        return pick(last_names, dice);
    }
    return has(id, "efternavn") ? last_name(dice) : pick(first_names, dice) + " " + last_name(dice);
}

std::string house_number(forge::Dice& dice) {
    constexpr std::string_view letters = "ABCDEFGHKLMNPRST";
    constexpr double letter_share = 0.3, high_share = 0.2;
    std::string number = std::to_string(1 + dice.below(dice.chance(high_share) ? 999 : 199));
    if (dice.chance(letter_share)) {
        number += letters[static_cast<std::size_t>(dice.below(static_cast<int>(letters.size())))];
    }
    return number;
}

/// ASCII small letters of a name: what an e-mail address has of it.
std::string plain(std::string_view name) {
    constexpr std::array<std::array<std::string_view, 2>, 7> other = {
        {{"æ", "ae"}, {"ø", "o"}, {"å", "aa"}, {"é", "e"}, {"Æ", "ae"}, {"Ø", "o"}, {"Å", "aa"}}};
    std::string result;
    for (const std::string& letter : characters_of(name)) {
        const auto found = std::find_if(other.begin(), other.end(),
                                        [&](const auto& pair) { return pair[0] == letter; });
        if (found != other.end()) {
            result += (*found)[1];
        } else if (letter.size() == 1) {
            result += letter[0] >= 'A' && letter[0] <= 'Z'
                          ? static_cast<char>(letter[0] - 'A' + 'a')
                          : letter[0];
        }
    }
    return result;
}

std::string email(forge::Dice& dice) {
    const std::string first = plain(pick(first_names, dice)), last = plain(pick(last_names, dice));
    const std::array<std::string, 6> locals = {
        first + "." + last,        first + "_" + last,
        first.substr(0, 1) + last, last + std::to_string(dice.below(100)),
        last + "-" + first,        first + std::to_string(dice.below(10))};
    return locals[static_cast<std::size_t>(dice.below(static_cast<int>(locals.size())))] + "@" +
           pick(hosts, dice);
}

/// Nothing for kinds that are not made of words.
std::string words_for(const form::Field& field, forge::Dice& dice) {
    constexpr std::array<std::string_view, 5> sides = {"tv", "th", "mf", "tv", "th"};
    constexpr int floors = 20, doors = 40;
    constexpr double side_share = 0.8, ground_share = 0.3;
    switch (field.kind) {
        case ValueKind::name:
            return name_for(field.id, dice);
        case ValueKind::street:
            return pick(streets, dice);
        case ValueKind::city:
            return pick(cities, dice);
        case ValueKind::text:
            return has(field.id, "begrundelse") ? pick(reasons, dice) : pick(subjects, dice);
        case ValueKind::email:
            return email(dice);
        case ValueKind::house_number:
            return house_number(dice);
        case ValueKind::floor:
            return dice.chance(ground_share) ? "st" : std::to_string(1 + dice.below(floors));
        case ValueKind::door:
            return dice.chance(side_share) ? pick(sides, dice)
                                           : std::to_string(1 + dice.below(doors));
        default:
            return "";
    }
}

std::vector<std::string> installed_of(std::span<const std::string_view> wanted) {
    std::vector<std::string> found = forge::installed_families({wanted.begin(), wanted.end()});
    if (found.empty()) {
        throw std::runtime_error(
            "no typeface that is held out is installed; tests/forge/packages.txt lists them");
    }
    return found;
}

}  // namespace

std::vector<std::string> held_out_typefaces() {
    return installed_of(typefaces);
}

std::vector<std::string> ordinary_typefaces() {
    return installed_of(modern);
}

std::vector<std::string_view> held_out_words() {
    std::vector<std::string_view> words;
    for (const std::span<const std::string_view> list :
         {std::span<const std::string_view>(first_names),
          std::span<const std::string_view>(last_names), std::span<const std::string_view>(streets),
          std::span<const std::string_view>(cities), std::span<const std::string_view>(subjects),
          std::span<const std::string_view>(reasons)}) {
        words.insert(words.end(), list.begin(), list.end());
    }
    return words;
}

nlohmann::json held_out_answers(const form::FormDefinition& form, Answers answers,
                                forge::Dice& dice) {
    constexpr int many_persons = 4;  // what the first leaves out the others answer
    forge::Filling filling = forge::random_filling(form, dice);
    for (int person = 1; answers == Answers::many && person < many_persons; ++person) {
        filling.merge(forge::random_filling(form, dice));
    }
    for (auto& [id, canonical] : filling) {
        const form::Field& field = *form.field(id);
        std::string words = field.capture == form::Capture::mark ? "" : words_for(field, dice);
        const auto room = static_cast<std::size_t>(field.cells);
        const bool is_comb = field.capture == form::Capture::comb;
        if (is_comb && field.kind != ValueKind::floor && field.kind != ValueKind::door) {
            words = forge::capitals(words);  // the value keeps its case
        }
        if (!words.empty() && (!is_comb || characters_of(words).size() <= room)) {
            canonical = std::move(words);
        }
    }
    forge::check_filling(form, filling);
    return filling;
}

}  // namespace indgang::bench
