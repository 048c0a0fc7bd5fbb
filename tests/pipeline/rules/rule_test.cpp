// SPDX-License-Identifier: MPL-2.0
#include "pipeline/rules/rule.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/pipeline/rules/cases.h"

namespace indgang::rules::cases {
namespace {

TEST(Rules, StandInTheTableOnce) {
    std::set<std::string_view> names;
    for (const Rule& rule : rules()) {
        EXPECT_TRUE(names.insert(rule.name).second) << rule.name;
        EXPECT_EQ(find_rule(rule.name), &rule);
    }
    EXPECT_EQ(names.size(), 23u);
    EXPECT_EQ(find_rule("no_such_rule"), nullptr);
}

TEST(Rules, AskNothingWhenTheyAreBoundToNothing) {
    for (const Rule& rule : rules()) {
        RuleBinding binding{std::string(rule.name), {}, {}};
        EXPECT_TRUE(questions(form_with({binding}), record_of({})).empty()) << rule.name;
    }
}

RuleBinding sum() {
    return {"sum_within", {{"parts", {"varme", "vand"}}, {"total", {"husleje"}}}, {}};
}

Lines problems(const RuleBinding& binding) {
    return binding_problems(form_with({binding}));
}

TEST(CheckBindings, TakesWhatFits) {
    EXPECT_EQ(problems(sum()), Lines{});
    EXPECT_EQ(problems({"income_agrees",
                        {{"cpr", {"cpr"}}, {"amount", {"indkomst"}}},
                        {{"months", "3"}, {"compare", "sum"}, {"tolerance_percent", "5"}}}),
              Lines{});
}

TEST(CheckBindings, NamesEachProblem) {
    EXPECT_EQ(problems({"sum_withn", {}, {}}),
              Lines{"rule sum_withn: there is no such rule; did you mean 'sum_within'?"});
    RuleBinding binding = sum();
    binding.fields.erase("total");
    EXPECT_EQ(problems(binding), Lines{"rule sum_within: the role total is missing"});
    binding = sum();
    binding.fields["totals"] = {"husleje"};
    EXPECT_EQ(problems(binding),
              Lines{"rule sum_within: there is no role totals; did you mean 'total'?"});
    binding = sum();
    binding.fields["total"] = {"lejen"};
    EXPECT_EQ(problems(binding), Lines{"rule sum_within: the role total names no field: lejen"});
    binding = sum();
    binding.fields["total"] = {"fra"};
    EXPECT_EQ(problems(binding),
              Lines{"rule sum_within: the role total takes amount, and fra is date"});
    binding = sum();
    binding.fields["total"] = {"husleje", "varme"};
    EXPECT_EQ(problems(binding), Lines{"rule sum_within: the role total takes one field only"});
    binding = sum();
    binding.fields["parts"] = {};
    EXPECT_EQ(problems(binding), Lines{"rule sum_within: the role parts takes a field"});
    binding = sum();
    binding.settings["slack"] = "1";
    EXPECT_EQ(problems(binding), Lines{"rule sum_within: there is no setting slack"});
}

TEST(CheckBindings, ChecksSettings) {
    const auto income = [](std::map<std::string, std::string> settings) {
        return problems(
            {"income_agrees", {{"cpr", {"cpr"}}, {"amount", {"indkomst"}}}, std::move(settings)});
    };
    EXPECT_EQ(
        income({{"months", "0"}, {"compare", "sum"}}),
        Lines{"rule income_agrees: the setting months is no number in its range: from 1 to 36"});
    EXPECT_EQ(income({{"months", "3x"}, {"compare", "sum"}}).size(), 1u);
    EXPECT_EQ(income({{"months", "3"}, {"compare", "mean"}}),
              Lines{"rule income_agrees: the setting compare is one of sum monthly_mean"});
    EXPECT_EQ(income({{"months", "3"}}),
              Lines{"rule income_agrees: the setting compare is missing"});
}

/// Two rules look at the same person: what one cannot compare takes nothing from what the other
/// found, whichever is judged first.
TEST(Validate, ADifferenceOutweighsAConfirmationAndBothOutweighSilence) {
    const auto dwelling = [](const std::string& tolerance) {
        return RuleBinding{"dwelling_agrees",
                           {{"street", {"vejnavn"}},
                            {"house_number", {"husnummer"}},
                            {"postcode", {"postnummer"}},
                            {"area", {"areal"}}},
                           {{"area_tolerance_m2", tolerance}}};
    };
    const auto record = record_of(
        {{"vejnavn", "Ridehusgade"}, {"husnummer", "49"}, {"postnummer", "5000"}, {"areal", "65"}});
    Register known;
    known.dwelling = {facts({{"boligareal", "62"}})};
    const RuleBinding strict = dwelling("1"), lenient = dwelling("10");
    for (const auto& bindings : {std::vector{strict, lenient}, std::vector{lenient, strict}}) {
        EXPECT_EQ(agreement(judge(form_with(bindings), record, known), "areal"), "differs");
    }
    // Of two answers of one register, the one that knows nothing is put first, then last.
    RuleBinding elsewhere = lenient;
    elsewhere.fields["floor"] = {"etage"};
    auto upstairs = record;
    field_of(upstairs, "etage").value = value(ValueKind::floor, "2");
    for (const auto& bindings :
         {std::vector{elsewhere, lenient}, std::vector{lenient, elsewhere}}) {
        const FormDefinition form = form_with(bindings);
        InquiredRecord inquired{upstairs, {}};
        for (const record::Question& question : questions(form, upstairs)) {
            const bool is_elsewhere = question.key.contains("etage");
            inquired.answers.push_back(
                {question, is_elsewhere ? std::vector<Facts>{} : known.dwelling,
                 is_elsewhere ? std::optional(record::Unknown::no_such_address) : std::nullopt,
                 "bbr/test", *parse_utc("2026-11-22T10:00:01.000Z")});
        }
        EXPECT_EQ(agreement(validate(form, std::move(inquired)), "areal"), "confirmed");
    }
}

TEST(Validate, KeepsTheFindingsOfTheRecord) {
    ApplicationRecord record = record_of({});
    record.findings = {{"missing_page", Severity::error, {}, {{"page", "2"}}}};
    const auto settled_record = settled(form_with({}), record, {});
    EXPECT_EQ(findings(settled_record.validated), Lines{"error missing_page"});
    EXPECT_EQ(settled_record.reasons, Lines{"missing_page"});
}

TEST(Validate, SaysTheSameThingOnce) {
    const RuleBinding signed_by{"signed", {{"signature", {"underskrift"}}}, {}};
    EXPECT_EQ(findings(judge(form_with({signed_by, signed_by}), scanned({}), {})).size(), 1u);
}

TEST(Validate, DoubtsAFormWithAnUnknownRule) {
    EXPECT_EQ(findings(judge(form_with({{"no_such_rule", {}, {}}}), record_of({}), {})),
              Lines{"doubt unknown_rule"});
}

TEST(Settle, AcceptsARecordWithoutDoubt) {
    EXPECT_EQ(settled(form_with({}), record_of({{"bemaerkning", "x"}}), {}).outcome,
              Outcome::accepted);
}

TEST(Settle, ParksADoubtfulTextThatNoRegisterKnows) {
    ApplicationRecord record = scanned({{"bemaerkning", "x"}});
    make_doubtful(record, "bemaerkning");
    const auto settled_record = settled(form_with({}), record, {});
    EXPECT_EQ(settled_record.outcome, Outcome::parked);
    EXPECT_EQ(settled_record.reasons, Lines{"low_probability:bemaerkning"});
}

TEST(Settle, ParksAValueThatNobodyAccepted) {
    ApplicationRecord record = scanned({{"bemaerkning", "x"}});
    field_of(record, "bemaerkning").is_accepted = false;
    EXPECT_EQ(settled(form_with({}), record, {}).reasons, Lines{"not_accepted:bemaerkning"});
}

TEST(Settle, LeavesAnEmptyFieldAlone) {
    ApplicationRecord record = scanned({});
    field_of(record, "bemaerkning").is_accepted = false;
    EXPECT_EQ(settled(form_with({}), record, {}).outcome, Outcome::accepted);
}

TEST(Settle, NamesTheGravestReasonFirst) {
    ApplicationRecord record = scanned({{"bemaerkning", "x"}, {"cpr", "0101061234"}});
    make_doubtful(record, "bemaerkning");
    const RuleBinding signed_by{"signed", {{"signature", {"underskrift"}}}, {}};
    EXPECT_EQ(settled(form_with({signed_by}), record, {}).reasons,
              (Lines{"signature_missing:underskrift", "cpr_check_digit:cpr",
                     "low_probability:bemaerkning"}));
}

TEST(Settle, IsNotLiftedByOneRegisterWhenAnotherDiffers) {
    ApplicationRecord record = scanned({{"areal", "65"}});
    make_doubtful(record, "areal");
    record::ValidatedRecord validated{{record, {}}, {}, {}};
    validated.verdicts = {{"areal", Agreement::confirmed, "bbr", "65", {}}};
    EXPECT_EQ(settle(form_with({}), validated).outcome, Outcome::accepted);
    validated.verdicts.push_back({"areal", Agreement::differs, "other", "95", {}});
    EXPECT_EQ(settle(form_with({}), validated).outcome, Outcome::parked);
}

}  // namespace
}  // namespace indgang::rules::cases
