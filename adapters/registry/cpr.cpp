// SPDX-License-Identifier: MPL-2.0
#include "adapters/registry/cpr.h"

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "adapters/registry/wire.h"
#include "schemas/values/address.h"
#include "schemas/values/civil_status.h"

namespace indgang::registry {
namespace {

constexpr std::string_view name = "cpr";
constexpr std::array statuses = {"01", "03", "05", "07", "20", "30", "50", "60", "70", "80", "90"};

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

std::string status_of(const std::string& code) {
    for (const auto* status : statuses) {
        if (code == status) {
            return code;
        }
    }
    throw nonsense(name, "unknown status code");
}

/// CPR writes "012B", "03", "tv"; the project compares "12B", "3", "tv".
void put_address(record::Facts& facts, const nlohmann::json& wire) {
    Address written;
    written.street = text_at(wire, "vejnavn", name);
    written.house_number = text_at(wire, "husnummer", name);
    written.floor = text_at(wire, "etage", name);
    written.door = text_at(wire, "sidedoer", name);
    written.postcode = text_at(wire, "postnummer", name);
    written.city = text_at(wire, "postdistrikt", name);
    const auto address = normalised(written);
    put_fact(facts, "vejnavn", ValueKind::street, address.street, name);
    put_fact(facts, "husnummer", ValueKind::house_number, address.house_number, name);
    put_fact(facts, "etage", ValueKind::floor, address.floor, name);
    put_fact(facts, "doer", ValueKind::door, address.door, name);
    put_fact(facts, "postnummer", ValueKind::postcode, address.postcode, name);
    put_fact(facts, "bynavn", ValueKind::city, address.city, name);
    put_fact(facts, "tilflytningsdato", ValueKind::date, text_at(wire, "tilflytningsdato", name),
             name);
}

record::Facts facts_of(const nlohmann::json& wire, const CprNumber& asked) {
    const auto about = CprNumber::parse(text_at(wire, "personnummer", name));
    if (!about || *about != asked) {
        throw wrong_subject(name);
    }
    record::Facts facts;
    facts.insert_or_assign("cpr", Value::of(asked));
    put_fact(facts, "gaeldende_cpr", ValueKind::cpr, text_at(wire, "gaeldendePersonnummer", name),
             name);
    facts.try_emplace("gaeldende_cpr", Value::of(asked));
    put_fact(facts, "status", ValueKind::text, status_of(text_at(wire, "status", name)), name);
    const auto& names = object_at(wire, "navn", name);
    put_fact(facts, "fornavn", ValueKind::name, text_at(names, "fornavn", name), name);
    put_fact(facts, "mellemnavn", ValueKind::name, text_at(names, "mellemnavn", name), name);
    put_fact(facts, "efternavn", ValueKind::name, text_at(names, "efternavn", name), name);
    const auto& civil = object_at(wire, "civilstand", name);
    put_fact(facts, "civilstand", ValueKind::text,
             name_of(status_of_code(text_at(civil, "kode", name))), name);
    put_fact(facts, "aegtefaelle_cpr", ValueKind::cpr, text_at(civil, "aegtefaelle", name), name);
    if (wire.contains("adresse") && !wire["adresse"].is_null()) {
        put_address(facts, object_at(wire, "adresse", name));
    }
    const auto protection = wire.find("adressebeskyttet");
    if (protection == wire.end() || !protection->is_boolean()) {
        // Never assumed: a protected address that is taken for an open one does harm.
        throw nonsense(name, "adressebeskyttet is missing");
    }
    facts.insert_or_assign("adressebeskyttet", Value::of_yes_no(protection->get<bool>()));
    return facts;
}

class Cpr : public Registry {
  public:
    Cpr(http::ClientSettings settings, Clock clock)
        : client_(std::move(settings)), clock_(std::move(clock)) {}

    record::Answer ask(const record::Question& question) override {
        const auto* cpr = required_key(question, "cpr").cpr();
        if (cpr == nullptr) {
            throw Error(ErrorKind::internal, "registry_key_kind", "cpr: the key is no CPR number");
        }
        const auto wire =
            ask_wire(client_, name, "/cpr/person",
                     {{"personnummer", cpr->digits()}, {"formaal", question.purpose}});
        record::Answer answer;
        answer.question = question;
        answer.source = "cpr/json-1";
        answer.at = clock_();
        if (const auto* unknown = std::get_if<Unknown>(&wire)) {
            answer.unknown_reason = unknown->reason;
        } else {
            answer.rows.push_back(facts_of(std::get<nlohmann::json>(wire), *cpr));
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
