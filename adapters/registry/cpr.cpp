// SPDX-License-Identifier: MPL-2.0
#include "adapters/registry/cpr.h"

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "adapters/registry/wire.h"
#include "schemas/error/reason.h"
#include "schemas/register/person.h"
#include "schemas/register/words.h"
#include "schemas/values/address.h"

namespace indgang::registry {
namespace {

using registers::CivilStatus;
using registers::Person;

constexpr std::string_view name = registers::cpr_register;
struct CodeOfStatus {
    std::string_view code;
    CivilStatus status;
};
constexpr std::array<CodeOfStatus, 8> civil_codes = {{{"U", CivilStatus::unmarried},
                                                      {"G", CivilStatus::married},
                                                      {"F", CivilStatus::divorced},
                                                      {"E", CivilStatus::widowed},
                                                      {"P", CivilStatus::registered_partner},
                                                      {"O", CivilStatus::dissolved_partnership},
                                                      {"L", CivilStatus::surviving_partner},
                                                      {"D", CivilStatus::dead}}};

CivilStatus status_of_code(const std::string& code) {
    for (const CodeOfStatus& each : civil_codes) {
        if (each.code == code) {
            return each.status;
        }
    }
    throw nonsense(name, "unknown civil status code");
}

std::optional<CprNumber> number_at(const nlohmann::json& wire, const char* member) {
    const auto value = value_at(wire, member, ValueKind::cpr, name);
    return value ? std::optional(*value->cpr()) : std::nullopt;
}

/// CPR writes "012B", "03", "tv"; the project compares "12B", "3", "tv".
Address address_of(const nlohmann::json& wire) {
    constexpr struct {
        const char* member;
        std::string Address::*part;
    } parts[] = {{"vejnavn", &Address::street},      {"husnummer", &Address::house_number},
                 {"etage", &Address::floor},         {"sidedoer", &Address::door},
                 {"postnummer", &Address::postcode}, {"postdistrikt", &Address::city}};
    Address written;
    for (const auto& each : parts) {
        written.*each.part = text_at(wire, each.member, name);
    }
    Address address = normalised(written);
    for (const auto& each : registers::address_words()) {
        auto& part = address.*each.part;
        part = canonical(checked(each.kind, part, each.word, name));
    }
    return address;
}

/// CPR writes four digits, "0461"; the municipalities' own numbers have three.
std::string municipality_of(const nlohmann::json& wire) {
    auto code = text_at(wire, "kommunekode", name);
    if (code.starts_with('0')) {
        code.erase(0, 1);
    }
    if (!code.empty() && !registers::is_municipality(code)) {
        throw nonsense(name, "kommunekode is no municipality");
    }
    return code;
}

registers::Home home_of(const nlohmann::json& wire) {
    const auto protection = wire.find("adressebeskyttet");
    if (protection == wire.end() || !protection->is_boolean()) {
        // Never assumed: a protected address that is taken for an open one does harm.
        throw nonsense(name, "adressebeskyttet is missing");
    }
    const auto protects = protection->get<bool>() ? registers::Protection::name_and_address
                                                  : registers::Protection::none;
    if (!wire.contains("adresse") || wire["adresse"].is_null()) {
        return {protects, std::nullopt, std::nullopt};
    }
    const auto& written = object_at(wire, "adresse", name);
    const auto since = value_at(written, "tilflytningsdato", ValueKind::date, name);
    return {protects, address_of(written), since ? std::optional(*since->date()) : std::nullopt,
            municipality_of(written)};
}

Person person_of(const nlohmann::json& wire, const CprNumber& asked) {
    const auto about = CprNumber::parse(text_at(wire, "personnummer", name));
    if (!about || *about != asked) {
        throw wrong_subject(name);
    }
    Person person;
    person.number = asked;
    person.current = number_at(wire, "gaeldendePersonnummer");
    if (!person.current) {
        person.current = asked;
    }
    person.status = registers::person_status_of(text_at(wire, "status", name));
    if (!person.status) {
        throw nonsense(name, "unknown status code");
    }
    const auto& names = object_at(wire, "navn", name);
    const auto name_at = [&](const char* member) {
        return canonical(value_at(names, member, ValueKind::name, name));
    };
    person.name = {name_at("fornavn"), name_at("mellemnavn"), name_at("efternavn")};
    const auto& civil = object_at(wire, "civilstand", name);
    person.relations = {status_of_code(text_at(civil, "kode", name)),
                        number_at(civil, "aegtefaelle")};
    person.home = home_of(wire);
    return person;
}

class Cpr : public Registry {
  public:
    Cpr(http::ClientSettings settings, Clock clock)
        : client_(std::move(settings)), clock_(std::move(clock)) {}

    record::Answer ask(const record::Question& question) override {
        const auto* cpr = required_key(question, registers::words::cpr).cpr();
        if (cpr == nullptr) {
            throw Error(Reason::registry_key_kind, "cpr: the key is no CPR number");
        }
        const auto wire =
            ask_wire(client_, name, "/cpr/person",
                     {{"personnummer", cpr->digits()}, {"formaal", question.purpose}});
        record::Answer answer;
        answer.question = question;
        answer.source = "cpr/json-1";
        answer.at = clock_();
        if (const auto* unknown = std::get_if<record::Unknown>(&wire)) {
            answer.unknown = *unknown;
        } else {
            answer.rows.push_back(
                registers::facts_of(person_of(std::get<nlohmann::json>(wire), *cpr)));
        }
        return answer;
    }

  private:
    http::Client client_;
    Clock clock_;
};

}  // namespace

std::unique_ptr<Registry> create_cpr(http::ClientSettings settings, Clock clock) {
    return std::make_unique<Cpr>(std::move(settings), std::move(clock));
}

}  // namespace indgang::registry
