// SPDX-License-Identifier: MPL-2.0
// Whether a company is the one that an application names.
//
// A company's name is written in many ways ("Østerbro VVS", "ØSTERBRO V.V.S. APS"), and CVR has the
// one of its papers, so that another name is a remark and not more. A number that no company has is
// a slip of the pen or of the reading: modulus 11 lets one of eleven through.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "pipeline/rules/bound.h"
#include "pipeline/rules/families.h"
#include "schemas/register/company.h"
#include "schemas/register/words.h"
#include "schemas/values/danish_text.h"

namespace indgang::rules {
namespace {

using record::Agreement;
using record::Severity;
using registers::Company;

std::optional<record::Question> question(const FormDefinition& form, const RuleBinding& binding,
                                         const ApplicationRecord& record) {
    const Value* cvr = value_of(binding, record, "cvr");
    return cvr == nullptr
               ? std::nullopt
               : std::optional(registers::company_question(*cvr, purpose_of(form, record)));
}

/// The letters of a name, without what says of which kind the company is: "ApS", "A/S".
std::string core_of(std::string_view name) {
    constexpr std::array<std::string_view, 9> kinds = {"aps", "ivs", "amba", "fmba", "smba",
                                                       "a s", "i s", "k s",  "p s"};
    std::string core = folded(name);
    for (const auto kind : kinds) {
        const auto before = core.size() - std::min(core.size(), kind.size() + 1);
        if (core.size() > kind.size() && core.ends_with(kind) && core[before] == ' ') {
            core.resize(before);
        }
    }
    std::erase(core, ' ');
    return core;
}

/// Whether one of the names is the other, or goes on where it ends.
bool is_alike(std::string_view written, std::string_view registered) {
    const auto one = core_of(written), other = core_of(registered);
    return !one.empty() && !other.empty() && (one.starts_with(other) || other.starts_with(one));
}

void judge_name(Judgement& judgement, const RuleBinding& binding, const ApplicationRecord& record,
                const record::Answer& answer, const Company& company) {
    const Value* written = value_of(binding, record, "name");
    if (written == nullptr || company.name.empty()) {
        return;
    }
    const auto& field = id_of(binding, "name");
    const bool fits = is_alike(written->canonical(), company.name);
    judgement.verdicts.push_back(
        verdict(field, fits ? Agreement::confirmed : Agreement::differs, answer, company.name));
    if (!fits) {
        judgement.findings.push_back(finding("company_name_differs", Severity::remark, {field},
                                             {{"registered", company.name}}));
    }
}

Questions company_questions(const FormDefinition& form, const RuleBinding& binding,
                            const ApplicationRecord& record) {
    const auto asked = question(form, binding, record);
    return asked ? Questions{*asked} : Questions{};
}

Judgement judge_company_known(const FormDefinition& form, const RuleBinding& binding,
                              const InquiredRecord& inquired) {
    Judgement judgement;
    const auto& record = inquired.record;
    const auto asked = question(form, binding, record);
    if (!asked) {
        return judgement;
    }
    const auto& field = id_of(binding, "cvr");
    const auto* answer = find_answer(inquired, *asked);
    if (answer == nullptr || answer->unknown) {
        add_unknown(judgement, answer, {field});
        return judgement;
    }
    if (answer->rows.empty()) {
        const auto* written = record.field(field);
        const bool may_be_misread = written != nullptr && is_scanned(*written);
        judgement.verdicts.push_back(verdict(field, Agreement::differs, *answer));
        judgement.findings.push_back(finding(
            "company_unknown", may_be_misread ? Severity::doubt : Severity::remark, {field}));
        return judgement;
    }
    const auto company = registers::company_of(answer->rows.front());
    judgement.verdicts.push_back(verdict(field, Agreement::confirmed, *answer, company.number));
    judge_name(judgement, binding, record, *answer, company);
    const Value* day = value_of(binding, record, "day");
    const auto on =
        day != nullptr && day->date() != nullptr ? *day->date() : danish_day(record.received_at);
    if (!company.is_there_on(on)) {
        std::map<std::string, std::string> evidence{{"day", on.iso()}};
        if (company.ceased) {
            evidence.emplace("ceased", company.ceased->iso());
        }
        judgement.findings.push_back(
            finding("company_not_active", Severity::remark, {field}, std::move(evidence)));
    }
    return judgement;
}

}  // namespace

std::vector<Rule> company_rules() {
    return {
        {.name = "company_known",
         .what = "CVR knows the company, its name is the one that is written, and it is active.",
         .roles = {{.name = "cvr", .kinds = {ValueKind::cvr}},
                   {.name = "name",
                    .kinds = {ValueKind::name, ValueKind::text},
                    .is_optional = true},
                   {.name = "day", .kinds = {ValueKind::date}, .is_optional = true}},
         .findings = with_unknown({{"company_unknown", Effect::parks_on_paper},
                                   {"company_name_differs", Effect::remarks},
                                   {"company_not_active", Effect::remarks}}),
         .questions = company_questions,
         .judge = judge_company_known},
    };
}

}  // namespace indgang::rules
