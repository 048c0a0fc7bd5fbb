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
#include "schemas/values/address.h"

namespace indgang::registry {
namespace {

constexpr std::string_view name = "bbr";
constexpr std::string_view status_in_use =
    "6";  // BBR lifecycle "opfoert"; others do not exist (yet)

/// Our key and the wire's name of an address part.
struct Part {
    const char* key;
    const char* wire;
    std::string Address::*member;
    bool is_required;
};
constexpr std::array<Part, 5> parts = {{{"vejnavn", "vejnavn", &Address::street, true},
                                        {"husnummer", "husnummer", &Address::house_number, true},
                                        {"etage", "etage", &Address::floor, false},
                                        {"doer", "doer", &Address::door, false},
                                        {"postnummer", "postnummer", &Address::postcode, true}}};

Address asked_address(const record::Question& question) {
    Address address;
    for (const auto& part : parts) {
        if (part.is_required || question.key.count(part.key) > 0) {
            address.*part.member = required_key(question, part.key).canonical();
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

void put_count(record::Facts& facts, const char* fact, const nlohmann::json& unit,
               const char* member) {
    const auto found = unit.find(member);
    if (found == unit.end() || found->is_null()) {
        return;
    }
    if (!found->is_number_integer()) {
        throw nonsense(name, std::string(member) + " is no whole number");
    }
    const auto count = found->get<std::int64_t>();
    if (count >= 0) {
        facts.insert_or_assign(fact, Value::of_count(count));
    }
}

/// BBR code lists: Toiletforhold T "vandskyllende toiletter i boligenheden"; Badeforhold V
/// "badevaerelser i enheden"; Koekkenforhold E "eget koekken (med afloeb og kogeinstallation)".
void put_own(record::Facts& facts, const char* fact, const nlohmann::json& unit, const char* member,
             std::string_view own_code) {
    const auto code = text_at(unit, member, name);
    if (!code.empty()) {
        facts.insert_or_assign(fact, Value::of_yes_no(code == own_code));
    }
}

record::Facts facts_of(const nlohmann::json& unit) {
    record::Facts facts;
    put_fact(facts, "enhed", ValueKind::text, text_at(unit, "id", name), name);
    put_count(facts, "boligareal", unit, "enh027ArealTilBeboelse");
    put_count(facts, "vaerelser", unit, "enh031AntalVaerelser");
    put_own(facts, "toilet", unit, "enh032Toiletforhold", "T");
    put_own(facts, "bad", unit, "enh033Badeforhold", "V");
    put_own(facts, "koekken", unit, "enh034Koekkenforhold", "E");
    put_fact(facts, "anvendelse", ValueKind::text, text_at(unit, "enh020EnhedensAnvendelse", name),
             name);
    return facts;
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
            rows.push_back(facts_of(unit));
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
        if (const auto* unknown = std::get_if<Unknown>(&wire)) {
            answer.unknown_reason = unknown->reason;
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
