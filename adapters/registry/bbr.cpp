// SPDX-License-Identifier: MPL-2.0
// Of 3,024 real units that were looked at, 22 have a negative area, 11 no rooms, 164 no code of
// use, and one address in ten carries more than one unit. So nothing here calls a unit wrong: what
// cannot be a fact is left out, and all units of an address are given; the rule judges.
#include "adapters/registry/bbr.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "adapters/registry/wire.h"
#include "schemas/register/dwelling.h"
#include "schemas/register/words.h"
#include "schemas/values/address.h"

namespace indgang::registry {
namespace {

constexpr std::string_view name = registers::dwelling_register;
constexpr std::string_view status_in_use =
    "6";  // BBR lifecycle "opfoert"; others do not exist (yet)

/// The wire's name of an address part.
struct Part {
    const char* wire;
    std::string Address::*member;
};
constexpr std::array<Part, 5> parts = {{{"vejnavn", &Address::street},
                                        {"husnummer", &Address::house_number},
                                        {"etage", &Address::floor},
                                        {"doer", &Address::door},
                                        {"postnummer", &Address::postcode}}};

Address asked_address(const record::Question& question) {
    Address address;
    for (const auto& each : registers::address_words()) {
        if (each.is_asked && (each.is_needed || question.key.contains(each.word))) {
            address.*each.part = required_key(question, each.word).canonical();
        }
    }
    return normalised(address);
}

nlohmann::json wire_of(const Address& address) {
    nlohmann::json wire = nlohmann::json::object();
    for (const auto& part : parts) {
        if (!(address.*part.member).empty()) {
            wire[part.wire] = address.*part.member;
        }
    }
    return wire;
}

/// Nothing for a number that cannot be: real data has negative areas.
std::optional<std::int64_t> count_at(const nlohmann::json& unit, const char* member) {
    const auto found = unit.find(member);
    if (found == unit.end() || found->is_null()) {
        return std::nullopt;
    }
    if (!found->is_number_integer()) {
        throw nonsense(name, std::string(member) + " is no whole number");
    }
    const auto count = found->get<std::int64_t>();
    return count >= 0 ? std::optional(count) : std::nullopt;
}

/// BBR code lists: Toiletforhold T "vandskyllende toiletter i boligenheden"; Badeforhold V
/// "badevaerelser i enheden"; Koekkenforhold E "eget koekken (med afloeb og kogeinstallation)".
std::optional<bool> has_own(const nlohmann::json& unit, const char* member,
                            std::string_view own_code) {
    const auto code = text_at(unit, member, name);
    return code.empty() ? std::nullopt : std::optional(code == own_code);
}

registers::Dwelling dwelling_of(const nlohmann::json& unit) {
    return {.unit = canonical(value_at(unit, "id", ValueKind::text, name)),
            .area_m2 = count_at(unit, "enh027ArealTilBeboelse"),
            .rooms = count_at(unit, "enh031AntalVaerelser"),
            .toilet = has_own(unit, "enh032Toiletforhold", "T"),
            .bath = has_own(unit, "enh033Badeforhold", "V"),
            .kitchen = has_own(unit, "enh034Koekkenforhold", "E"),
            .use = canonical(value_at(unit, "enh020EnhedensAnvendelse", ValueKind::text, name))};
}

std::vector<record::Facts> rows_of(const nlohmann::json& wire, const Address& asked) {
    Address about;
    const auto& echoed = object_at(wire, "adresse", name);
    for (const auto& part : parts) {
        about.*part.member = text_at(echoed, part.wire, name);
    }
    if (!is_same_dwelling(about, asked)) {
        throw wrong_subject(name);
    }
    std::vector<record::Facts> rows;
    for (const auto& unit : array_at(wire, "enheder", name)) {
        if (!unit.is_object()) {
            throw nonsense(name, "enheder holds something else than units");
        }
        if (text_at(unit, "status", name) == status_in_use) {
            rows.push_back(registers::facts_of(dwelling_of(unit)));
        }
    }
    return rows;
}

class Bbr : public Registry {
  public:
    Bbr(http::ClientSettings settings, Clock clock)
        : client_(std::move(settings)), clock_(std::move(clock)) {}

    record::Answer ask(const record::Question& question) override {
        const auto address = asked_address(question);
        const auto wire = ask_wire(client_, name, "/bbr/dwelling", {{"adresse", wire_of(address)}});
        record::Answer answer;
        answer.question = question;
        answer.source = "bbr/json-1";
        answer.at = clock_();
        if (const auto* unknown = std::get_if<record::Unknown>(&wire)) {
            answer.unknown = *unknown;
        } else {
            answer.rows = rows_of(std::get<nlohmann::json>(wire), address);
        }
        return answer;
    }

  private:
    http::Client client_;
    Clock clock_;
};

}  // namespace

std::unique_ptr<Registry> create_bbr(http::ClientSettings settings, Clock clock) {
    return std::make_unique<Bbr>(std::move(settings), std::move(clock));
}

}  // namespace indgang::registry
