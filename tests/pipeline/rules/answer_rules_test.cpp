// SPDX-License-Identifier: MPL-2.0
#include <gtest/gtest.h>

#include "tests/pipeline/rules/cases.h"

namespace indgang::rules::cases {
namespace {

using Settings = std::map<std::string, std::string>;

Lines found(const RuleBinding& binding, const ApplicationRecord& record) {
    return findings(judge(form_with({binding}), record, {}));
}

RuleBinding which(Settings settings) {
    return {"answers_given", {{"fields", {"toilet", "bad", "bemaerkning"}}}, std::move(settings)};
}

TEST(AnswersGiven, CountsWhatIsChosen) {
    const auto one_of = which({{"least", "1"}, {"most", "1"}});
    EXPECT_EQ(found(one_of, record_of({{"toilet", "ja"}, {"bad", "nej"}})), Lines{});
    EXPECT_EQ(found(one_of, record_of({{"bemaerkning", "andet"}})), Lines{});
    EXPECT_EQ(found(one_of, record_of({{"toilet", "nej"}})),
              Lines{"error too_few_answers toilet bad bemaerkning"});
    EXPECT_EQ(found(one_of, record_of({{"toilet", "ja"}, {"bad", "ja"}})),
              Lines{"error too_many_answers toilet bad bemaerkning"});
}

TEST(AnswersGiven, AsksForOneAndTakesAnyNumberUnlessTold) {
    EXPECT_EQ(found(which({}), record_of({})).size(), 1U);
    EXPECT_EQ(
        found(which({}), record_of({{"toilet", "ja"}, {"bad", "ja"}, {"bemaerkning", "andet"}})),
        Lines{});
}

TEST(AnswersGiven, SaysNothingOfWhatCouldNotBeRead) {
    auto record = record_of({{"toilet", "nej"}});
    make_doubtful(record, "bad");
    EXPECT_EQ(found(which({}), record), Lines{});
}

const RuleBinding together{"answered_together", {{"fields", {"fra", "til", "husleje"}}}, {}};

TEST(AnsweredTogether, WantsAllOrNone) {
    EXPECT_EQ(found(together, record_of({})), Lines{});
    EXPECT_EQ(found(together,
                    record_of({{"fra", "2026-01-01"}, {"til", "2026-01-31"}, {"husleje", "100"}})),
              Lines{});
    EXPECT_EQ(found(together, record_of({{"til", "2026-01-31"}})),
              Lines{"error answered_in_part fra husleje"});
}

const RuleBinding adds_up{"sum_equals", {{"parts", {"varme", "vand"}}, {"total", {"husleje"}}}, {}};

TEST(SumEquals, LetsPeopleRoundByAKrone) {
    EXPECT_EQ(found(adds_up, record_of({{"varme", "300"}, {"vand", "201"}, {"husleje", "500"}})),
              Lines{});
    EXPECT_EQ(found(adds_up, record_of({{"varme", "300"}, {"vand", "201.01"}, {"husleje", "500"}})),
              Lines{"remark sum_differs varme vand husleje"});
    EXPECT_EQ(found(adds_up, record_of({{"varme", "299"}, {"vand", "199.99"}, {"husleje", "500"}})),
              Lines{"remark sum_differs varme vand husleje"});
}

TEST(SumEquals, IsAskedAboutWhereAMachineReadIt) {
    EXPECT_EQ(found(adds_up, scanned({{"varme", "300"}, {"husleje", "800"}})),
              Lines{"doubt sum_differs varme husleje"});
}

TEST(SumEquals, SaysNothingWithoutPartsOrTotal) {
    EXPECT_EQ(found(adds_up, record_of({{"husleje", "500"}})), Lines{});
    EXPECT_EQ(found(adds_up, record_of({{"varme", "500"}})), Lines{});
}

const RuleBinding first{"first_of_month", {{"date", {"fra"}}}, {}};

TEST(FirstOfMonth, TakesNoOtherDay) {
    EXPECT_EQ(found(first, record_of({{"fra", "2026-03-01"}})), Lines{});
    EXPECT_EQ(found(first, record_of({{"fra", "2026-03-31"}})),
              Lines{"error not_first_of_month fra"});
    EXPECT_EQ(found(first, record_of({})), Lines{});
}

RuleBinding within(Settings settings) {
    return {"filed_within", {{"event", {"fra"}}}, std::move(settings)};
}

ApplicationRecord received(const std::string& day, const std::string& event) {
    auto record = record_of({{"fra", event}});
    record.received_at = *parse_utc(day + "T12:00:00.000Z");
    return record;
}

TEST(FiledWithin, CountsDaysAndMonths) {
    const auto days = within({{"days", "30"}});
    EXPECT_EQ(found(days, received("2026-03-31", "2026-03-01")), Lines{});
    EXPECT_EQ(found(days, received("2026-04-01", "2026-03-01")), Lines{"remark filed_late fra"});
    const auto months = within({{"months", "2"}});
    EXPECT_EQ(found(months, received("2026-05-31", "2026-03-31")), Lines{});
    EXPECT_EQ(found(months, received("2026-06-01", "2026-03-31")), Lines{"remark filed_late fra"});
}

TEST(FiledWithin, OfAMonthWithoutThatDayTheLastDayCounts) {
    const auto month = within({{"months", "1"}});
    EXPECT_EQ(found(month, received("2026-02-28", "2026-01-31")), Lines{});
    EXPECT_EQ(found(month, received("2026-03-01", "2026-01-31")), Lines{"remark filed_late fra"});
}

RuleBinding aged(Settings settings) {
    return {"age_between", {{"cpr", {"cpr"}}, {"date", {"fra"}}}, std::move(settings)};
}

TEST(AgeBetween, CountsWholeYearsOnTheDate) {
    const auto adult = aged({{"least", "18"}});  // born 1 January 1955
    ASSERT_EQ(value(ValueKind::cpr, applicant).cpr()->birth_date().iso(), "1955-01-01");
    EXPECT_EQ(found(adult, record_of({{"cpr", applicant}, {"fra", "1973-01-01"}})), Lines{});
    EXPECT_EQ(found(adult, record_of({{"cpr", applicant}, {"fra", "1972-12-31"}})),
              Lines{"remark age_outside cpr"});
    const auto child = aged({{"most", "17"}});
    EXPECT_EQ(found(child, record_of({{"cpr", applicant}, {"fra", "1972-12-31"}})), Lines{});
    EXPECT_EQ(found(child, scanned({{"cpr", applicant}, {"fra", "1973-01-01"}})),
              (Lines{"doubt age_outside cpr", "doubt cpr_check_digit cpr"}));
}

TEST(AgeBetween, WithoutADateTheDayOfReceiptCounts) {
    const auto old = aged({{"least", "71"}});
    EXPECT_EQ(found(old, record_of({{"cpr", applicant}})), Lines{});  // received 2026-11-22
    EXPECT_EQ(found(aged({{"least", "72"}}), record_of({{"cpr", applicant}})),
              Lines{"remark age_outside cpr"});
}

/// The form by hand has two dates only, so the second period is of one day.
TEST(PeriodsApart, FindsADayInCommon) {
    FormDefinition form = form_with(
        {{"periods_apart", {{"from", {"a_fra", "b_fra"}}, {"to", {"a_til", "b_til"}}}, {}}});
    const auto judged = [&](const std::string& end, const std::string& begin) {
        ApplicationRecord record = record_of({});
        for (const auto& [id, day] : std::map<std::string, std::string>{{"a_fra", begin},
                                                                        {"a_til", "2026-03-31"},
                                                                        {"b_fra", "2026-01-01"},
                                                                        {"b_til", end}}) {
            record.fields.push_back(
                {id, value(ValueKind::date, day), day, record::Submitted{"/x"}, {}, true, ""});
        }
        return findings(judge(form, record, {}));
    };
    EXPECT_EQ(judged("2026-02-28", "2026-03-01"), Lines{});
    EXPECT_EQ(judged("2026-03-01", "2026-03-01"), Lines{"remark periods_overlap b_til a_fra"});
}

TEST(WeeksWithin, CountsBothEnds) {
    const RuleBinding weeks{"weeks_within", {{"from", {"fra"}}, {"to", {"til"}}}, {{"weeks", "2"}}};
    EXPECT_EQ(found(weeks, record_of({{"fra", "2026-03-02"}, {"til", "2026-03-15"}})), Lines{});
    EXPECT_EQ(found(weeks, record_of({{"fra", "2026-03-02"}, {"til", "2026-03-16"}})),
              Lines{"remark too_many_weeks fra"});
}

TEST(AnyRule, IsCheckedOnlyWhenItsConditionsHold) {
    using Test = form::Condition::Test;
    RuleBinding bound = first;
    bound.when = {{"toilet", Test::is_one_of, {"ja"}, {}}};
    EXPECT_EQ(found(bound, record_of({{"fra", "2026-03-31"}})), Lines{});
    EXPECT_EQ(found(bound, record_of({{"fra", "2026-03-31"}, {"toilet", "nej"}})), Lines{});
    EXPECT_EQ(found(bound, record_of({{"fra", "2026-03-31"}, {"toilet", "ja"}})).size(), 1U);
}

TEST(AnyRule, AsksNoRegisterWhenItsConditionsDoNotHold) {
    using Test = form::Condition::Test;
    RuleBinding bound{"lives_elsewhere", {{"cpr", {"cpr"}}, {"other", {"partner_cpr"}}}, {}};
    const auto record = record_of({{"cpr", applicant}, {"partner_cpr", partner}});
    EXPECT_EQ(questions(form_with({bound}), record).size(), 2U);
    bound.when = {{"toilet", Test::is_answered, {}, {}}};
    EXPECT_TRUE(questions(form_with({bound}), record).empty());
}

}  // namespace
}  // namespace indgang::rules::cases
