// SPDX-License-Identifier: MPL-2.0
#include "adapters/registry/cvr.h"

#include <string_view>
#include <utility>

#include "adapters/registry/wire.h"
#include "schemas/error/reason.h"
#include "schemas/register/company.h"
#include "schemas/register/words.h"

namespace indgang::registry {
namespace {

constexpr std::string_view name = registers::company_register;

std::optional<Date> date_at(const nlohmann::json& wire, const char* member) {
    const auto value = value_at(wire, member, ValueKind::date, name);
    return value ? std::optional(*value->date()) : std::nullopt;
}

/// Nothing: there is no company of that number. That must be said: a member that is missing is an
/// answer that is not as agreed, and must not make every employer unknown.
std::optional<registers::Company> company_of(const nlohmann::json& wire, const std::string& asked) {
    if (text_at(wire, "cvrnummer", name) != asked) {
        throw wrong_subject(name);
    }
    if (const auto found = wire.find("virksomhed"); found != wire.end() && found->is_null()) {
        return std::nullopt;
    }
    const auto& company = object_at(wire, "virksomhed", name);
    return registers::Company{.number = asked,
                              .name = canonical(value_at(company, "navn", ValueKind::name, name)),
                              .started = date_at(company, "startdato"),
                              .ceased = date_at(company, "ophoersdato")};
}

class Cvr : public Registry {
  public:
    Cvr(http::ClientSettings settings, Clock clock)
        : client_(std::move(settings)), clock_(std::move(clock)) {}

    record::Answer ask(const record::Question& question) override {
        const auto& key = required_key(question, registers::words::cvr);
        if (key.kind() != ValueKind::cvr) {
            throw Error(Reason::registry_key_kind, "cvr: the key is no CVR number");
        }
        const auto number = key.canonical();
        const auto wire = ask_wire(client_, name, "/cvr/company",
                                   {{"cvrnummer", number}, {"formaal", question.purpose}});
        record::Answer answer;
        answer.question = question;
        answer.source = "cvr/json-1";
        answer.at = clock_();
        if (const auto* unknown = std::get_if<record::Unknown>(&wire)) {
            answer.unknown = *unknown;
        } else if (const auto company = company_of(std::get<nlohmann::json>(wire), number)) {
            answer.rows.push_back(registers::facts_of(*company));
        }
        return answer;
    }

  private:
    http::Client client_;
    Clock clock_;
};

}  // namespace

std::unique_ptr<Registry> create_cvr(http::ClientSettings settings, Clock clock) {
    return std::make_unique<Cvr>(std::move(settings), std::move(clock));
}

}  // namespace indgang::registry
