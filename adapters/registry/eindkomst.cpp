// SPDX-License-Identifier: MPL-2.0
// eIndkomst hands out what employers sent in, "ubearbejdet": an employer that corrects a payslip
// sends the same report again with field 011 = "T" (tilbagefoersel) and then the right one as "I".
// Adding everything counts a corrected month twice or three times, which is why the sums are made
// here, once, and no rule ever sees a report. Amounts are summed in oere; nothing is rounded.
#include "adapters/registry/eindkomst.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "adapters/registry/wire.h"
#include "schemas/error/reason.h"
#include "schemas/register/income_month.h"
#include "schemas/register/words.h"

namespace indgang::registry {
namespace {

constexpr std::string_view name = registers::income_register;
constexpr int longest_months = 36;  // larger questions are rejected by the register

constexpr std::string_view field_kind = "011";  // I: report, T: reversal
constexpr std::string_view field_a_income_with_am = "057";
constexpr std::string_view field_a_income = "058";
constexpr std::string_view field_a_tax = "059";
constexpr std::string_view field_am = "060";

struct Sums {
    std::int64_t a_income_oere = 0;
    std::int64_t am_oere = 0;
    std::int64_t a_tax_oere = 0;
};

std::chrono::year_month month_of(const Date& date) {
    return date.day().year() / date.day().month();
}

std::chrono::year_month parsed_month(const std::string& text) {
    const auto first = Date::parse_iso(text + "-01");
    if (!first || text.size() != std::string_view("2026-01").size()) {
        throw nonsense(name, "a report without a month");
    }
    return month_of(*first);
}

std::string text_of_month(std::chrono::year_month month) {
    const auto first =
        Date::of(static_cast<int>(month.year()), static_cast<unsigned>(month.month()), 1);
    return first->iso().substr(0, std::string_view("2026-01").size());
}

std::int64_t oere_of(const std::string& text) {
    const auto amount = Amount::parse_decimal(text);
    if (!amount) {
        throw nonsense(name, "a field that is no amount");
    }
    return amount->oere();
}

/// Adds one report to the sums of its month, or takes it off when it is a reversal.
void add_report(Sums& sums, const nlohmann::json& report) {
    Sums own;
    std::string kind;
    for (const auto& field : array_at(report, "felter", name)) {
        if (!field.is_object()) {
            throw nonsense(name, "felter holds something else than fields");
        }
        const auto number = text_at(field, "felt", name);
        const auto content = text_at(field, "indhold", name);
        if (number == field_kind) {
            kind = content;
        } else if (number == field_a_income_with_am || number == field_a_income) {
            own.a_income_oere += oere_of(content);
        } else if (number == field_a_tax) {
            own.a_tax_oere += oere_of(content);
        } else if (number == field_am) {
            own.am_oere += oere_of(content);
        }  // the other 130 fields are no income of the person
    }
    if (kind != "I" && kind != "T") {
        throw nonsense(name, "a report that is neither report nor reversal");
    }
    const std::int64_t sign = kind == "I" ? 1 : -1;
    sums.a_income_oere += sign * own.a_income_oere;
    sums.am_oere += sign * own.am_oere;
    sums.a_tax_oere += sign * own.a_tax_oere;
}

Amount amount_of(std::int64_t oere) {
    const auto amount = Amount::of_oere(oere);
    if (!amount) {
        throw nonsense(name, "a sum beyond all amounts");
    }
    return *amount;
}

std::vector<record::Facts> rows_of(const nlohmann::json& wire, const CprNumber& asked,
                                   std::chrono::year_month from, std::chrono::year_month to) {
    const auto about = CprNumber::parse(text_at(wire, "personnummer", name));
    if (!about || *about != asked) {
        throw wrong_subject(name);
    }
    std::map<std::chrono::year_month, Sums> months;
    for (const auto& report : array_at(wire, "indberetninger", name)) {
        if (!report.is_object()) {
            throw nonsense(name, "indberetninger holds something else than reports");
        }
        const auto month = parsed_month(text_at(report, "maaned", name));
        if (month < from || month > to) {
            throw nonsense(name, "a month that was not asked for");
        }
        add_report(months[month], report);
    }
    std::vector<record::Facts> rows;
    for (const auto& [month, sums] : months) {
        rows.push_back(registers::facts_of(
            registers::IncomeMonth{.first_day = *Date::parse_iso(text_of_month(month) + "-01"),
                                   .a_income = amount_of(sums.a_income_oere),
                                   .am_contribution = amount_of(sums.am_oere),
                                   .a_tax = amount_of(sums.a_tax_oere)}));
    }
    return rows;
}

class Eindkomst : public Registry {
  public:
    Eindkomst(http::ClientSettings settings, Clock clock)
        : client_(std::move(settings)), clock_(std::move(clock)) {}

    record::Answer ask(const record::Question& question) override {
        const auto* cpr = required_key(question, registers::words::cpr).cpr();
        const auto* from = required_key(question, registers::words::from).date();
        const auto* to = required_key(question, registers::words::to).date();
        if (cpr == nullptr || from == nullptr || to == nullptr || *to < *from ||
            (month_of(*to) - month_of(*from)).count() >= longest_months) {
            throw Error(Reason::registry_key_kind,
                        "eindkomst: keys are no person and period of at most 36 months");
        }
        const auto wire = ask_wire(client_, name, "/eindkomst/income",
                                   {{"personnummer", cpr->digits()},
                                    {"fra", text_of_month(month_of(*from))},
                                    {"til", text_of_month(month_of(*to))},
                                    {"formaal", question.purpose}});
        record::Answer answer;
        answer.question = question;
        answer.source = "eindkomst/json-1";
        answer.at = clock_();
        if (const auto* unknown = std::get_if<record::Unknown>(&wire)) {
            answer.unknown = *unknown;
        } else {
            answer.rows =
                rows_of(std::get<nlohmann::json>(wire), *cpr, month_of(*from), month_of(*to));
        }
        return answer;
    }

  private:
    http::Client client_;
    Clock clock_;
};

}  // namespace

std::unique_ptr<Registry> create_eindkomst(http::ClientSettings settings, Clock clock) {
    return std::make_unique<Eindkomst>(std::move(settings), std::move(clock));
}

}  // namespace indgang::registry
