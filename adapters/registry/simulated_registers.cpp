// SPDX-License-Identifier: MPL-2.0
#include "adapters/registry/simulated_registers.h"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <utility>

#include "schemas/error/error.h"
#include "schemas/values/address.h"
#include "schemas/values/danish_text.h"
#include "schemas/values/date.h"

namespace indgang::registry {
namespace {

using nlohmann::json;

constexpr int bad_request = 400, not_found = 404;
constexpr std::size_t cpr_house_digits = 3, cpr_floor_digits = 2, cpr_door_digits = 4;

SimulatedRegisters::Reply unknown(const char* reason) {
    return {not_found, {{"reason", reason}}};
}
SimulatedRegisters::Reply malformed() {
    return {bad_request, {{"reason", "malformed_question"}}};
}

std::string text_of_member(const json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// "12B" -> "012B", "3" -> "03": as CPR writes the parts of an address. Words stay.
std::string padded(const std::string& text, std::size_t width) {
    const auto digits = std::min(text.find_first_not_of("0123456789"), text.size());
    return digits == 0 || digits >= width ? text : std::string(width - digits, '0') + text;
}

Address address_of(const json& object) {
    Address address;
    address.street = text_of_member(object, "vejnavn");
    address.house_number = text_of_member(object, "husnummer");
    address.floor = text_of_member(object, "etage");
    address.door = text_of_member(object, "doer");
    address.postcode = text_of_member(object, "postnummer");
    return normalised(address);
}

std::string house_of(const Address& address) {
    return folded(address.street) + "|" + address.house_number + "|" + address.postcode;
}

json cpr_address(const json& dwelling, const std::string& moved_in) {
    return {{"vejnavn", dwelling.at("vejnavn")},
            {"husnummer", padded(dwelling.at("husnummer").get<std::string>(), cpr_house_digits)},
            {"etage", padded(dwelling.at("etage").get<std::string>(), cpr_floor_digits)},
            {"sidedoer", padded(dwelling.at("doer").get<std::string>(), cpr_door_digits)},
            {"postnummer", dwelling.at("postnummer")},
            {"postdistrikt", dwelling.at("bynavn")},
            {"kommunekode", dwelling.value("kommunekode", "")},
            {"tilflytningsdato", moved_in}};
}

json wire_unit(const json& unit) {
    return {{"id", unit.at("id")},
            {"status", unit.at("status")},
            {"enh020EnhedensAnvendelse", unit.at("anvendelse")},
            {"enh027ArealTilBeboelse", unit.at("areal")},
            {"enh031AntalVaerelser", unit.at("vaerelser")},
            {"enh032Toiletforhold", unit.at("toilet")},
            {"enh033Badeforhold", unit.at("bad")},
            {"enh034Koekkenforhold", unit.at("koekken")}};
}

/// "2026-12" -> "2027-01"; empty when it is no month.
std::string month_after(const std::string& month) {
    const auto first = Date::parse_iso(month + "-01");
    if (!first) {
        return {};
    }
    const auto next = first->day().year() / first->day().month() + std::chrono::months(1);
    return Date::of(static_cast<int>(next.year()), static_cast<unsigned>(next.month()), 1)
        .value_or(*first)
        .iso()
        .substr(0, month.size());
}

/// Adds a report to `reports`, or what came of it by then when it comes anew each month, so that
/// the samples grow no older. "2026-09": text order is the order of time.
void add_reports(const json& report, const std::string& from, const std::string& to,
                 json& reports) {
    json fields = json::array({{{"felt", "011"}, {"indhold", report.at("type")}}});
    for (const auto& [number, content] : report.at("felter").items()) {
        fields.push_back({{"felt", number}, {"indhold", content}});
    }
    const bool comes_anew = report.value("hver_maaned", false);
    for (auto month = report.at("maaned").get<std::string>(); !month.empty() && month <= to;
         month = comes_anew ? month_after(month) : std::string()) {
        if (month >= from) {
            reports.push_back({{"maaned", month}, {"felter", fields}});
        }
    }
}

}  // namespace

SimulatedRegisters::SimulatedRegisters(const std::filesystem::path& persons_file) {
    std::ifstream in(persons_file);
    const auto file = json::parse(in, nullptr, false);
    const auto broken = [&](const std::string& why) {
        return Error(Reason::persons_file_broken,
                     "simulator: " + persons_file.string() + ": " + why);
    };
    if (!in || !file.is_object()) {
        throw broken("cannot be read as JSON");
    }
    try {
        if (file.at("format") != "registers 1") {
            throw broken("its format is not 'registers 1'");
        }
        for (const auto& dwelling : file.at("dwellings")) {
            const auto id = dwelling.at("id").get<std::string>();
            dwellings_.emplace(id, dwelling);
            houses_[house_of(address_of(dwelling))].push_back(id);
        }
        for (const auto& person : file.at("persons")) {
            persons_.emplace(person.at("cpr").get<std::string>(), person);
        }
        for (const auto& company : file.value("companies", json::array())) {
            companies_.emplace(company.at("cvr").get<std::string>(), company);
        }
    } catch (const json::exception&) {
        throw broken("a member is missing or of the wrong type");
    }
}

const json* SimulatedRegisters::find_person(const json& question, bool is_about_other) const {
    auto found = persons_.find(text_of_member(question, "personnummer"));
    if (found != persons_.end() && is_about_other) {
        ++found;
        found = found == persons_.end() ? persons_.begin() : found;
    }
    return found == persons_.end() ? nullptr : &found->second;
}

SimulatedRegisters::Reply SimulatedRegisters::person(const json& question,
                                                     bool is_about_other) const {
    const auto* person = find_person(question, is_about_other);
    if (person == nullptr) {
        return unknown("no_such_person");
    }
    json body = {{"personnummer", person->at("cpr")},
                 {"gaeldendePersonnummer", person->at("gaeldende_cpr")},
                 {"status", person->at("status")},
                 {"navn",
                  {{"fornavn", person->at("fornavn")},
                   {"mellemnavn", person->at("mellemnavn")},
                   {"efternavn", person->at("efternavn")}}},
                 {"civilstand",
                  {{"kode", person->at("civilstand")}, {"aegtefaelle", person->at("aegtefaelle")}}},
                 {"adresse", nullptr},
                 {"adressebeskyttet", person->at("adressebeskyttet")}};
    const auto home = dwellings_.find(person->at("bolig").get<std::string>());
    if (home != dwellings_.end()) {
        body["adresse"] =
            cpr_address(home->second, person->at("tilflytningsdato").get<std::string>());
    }
    return {200, body};
}

SimulatedRegisters::Reply SimulatedRegisters::income(const json& question,
                                                     bool is_about_other) const {
    const auto from = text_of_member(question, "fra"), to = text_of_member(question, "til");
    if (from.empty() || to < from) {
        return malformed();
    }
    const auto* person = find_person(question, is_about_other);
    if (person == nullptr) {
        return unknown("no_such_person");
    }
    json reports = json::array();
    for (const auto& report : person->at("indberetninger")) {
        add_reports(report, from, to, reports);
    }
    return {200, {{"personnummer", person->at("cpr")}, {"indberetninger", reports}}};
}

SimulatedRegisters::Reply SimulatedRegisters::dwelling(const json& question,
                                                       bool is_about_other) const {
    const auto wire = question.find("adresse");
    if (wire == question.end() || !wire->is_object()) {
        return malformed();
    }
    const auto asked = address_of(*wire);
    const auto house = houses_.find(house_of(asked));
    if (house == houses_.end()) {
        return unknown("no_such_address");
    }
    for (const auto& id : house->second) {
        const auto& dwelling = dwellings_.at(id);
        if (address_of(dwelling) != asked && !is_same_dwelling(address_of(dwelling), asked)) {
            continue;
        }
        json units = json::array();
        for (const auto& unit : dwelling.at("enheder")) {
            units.push_back(wire_unit(unit));
        }
        const auto& first = dwellings_.begin()->second;
        const auto& other = first.at("id") == id ? dwellings_.rbegin()->second : first;
        const auto& about = is_about_other ? other : dwelling;
        json address = {{"vejnavn", about.at("vejnavn")},
                        {"husnummer", about.at("husnummer")},
                        {"etage", about.at("etage")},
                        {"doer", about.at("doer")},
                        {"postnummer", about.at("postnummer")}};
        return {200, {{"adresse", address}, {"enheder", units}}};
    }
    return unknown(asked.floor.empty() && asked.door.empty() ? "ambiguous_address"
                                                             : "no_such_address");
}

SimulatedRegisters::Reply SimulatedRegisters::company(const json& question,
                                                      bool is_about_other) const {
    const auto number = text_of_member(question, "cvrnummer");
    if (number.empty()) {
        return malformed();
    }
    const auto about = is_about_other ? "other than " + number : number;
    const auto found = companies_.find(number);
    if (found == companies_.end()) {
        return {200, {{"cvrnummer", about}, {"virksomhed", nullptr}}};
    }
    const auto& company = found->second;
    return {200,
            {{"cvrnummer", about},
             {"virksomhed",
              {{"navn", company.at("navn")},
               {"startdato", company.value("startdato", "")},
               {"ophoersdato", company.value("ophoersdato", "")}}}}};
}

}  // namespace indgang::registry
