// SPDX-License-Identifier: MPL-2.0
#include <gtest/gtest.h>

#include <ostream>

#include "tests/pipeline/rules/cases.h"

namespace indgang::rules::cases {
namespace {

FormDefinition form(const std::string& compare = "monthly_mean") {
    return form_with({{"income_agrees",
                       {{"cpr", {"cpr"}}, {"amount", {"indkomst"}}},
                       {{"months", "3"}, {"compare", compare}, {"tolerance_percent", "5"}}}});
}

ApplicationRecord declares(const std::string& amount) {
    return record_of({{"cpr", applicant}, {"indkomst", amount}});
}

Register earned(const std::map<std::string, std::string>& months) {
    Register known;
    for (const auto& [month, amount] : months) {
        known.income.push_back(facts({{"maaned", month}, {"a_indkomst", amount}}));
    }
    return known;
}

const std::map<std::string, std::string> steady{
    {"2026-08-01", "20000"}, {"2026-09-01", "20000"}, {"2026-10-01", "20000"}};

TEST(IncomeAgrees, AsksForTheWholeMonthsBeforeReceipt) {
    const auto asked = questions(form(), declares("20000"));
    ASSERT_EQ(asked.size(), 1u);
    EXPECT_EQ(asked[0].registry, "eindkomst");
    EXPECT_EQ(asked[0].key.at("fra").canonical(), "2026-08-01");
    EXPECT_EQ(asked[0].key.at("til").canonical(), "2026-10-31");
}

struct Received {
    const char* at;
    const char* from;
    const char* to;
    friend void PrintTo(const Received& received, std::ostream* out) { *out << received.at; }
};

/// A month that employers still may report is not compared: its pay would be missing.
class IncomeAsksForReportedMonths : public testing::TestWithParam<Received> {};

TEST_P(IncomeAsksForReportedMonths, OfThree) {
    ApplicationRecord record = declares("20000");
    record.received_at = *parse_utc(GetParam().at);
    const auto asked = questions(form(), record);
    EXPECT_EQ(asked[0].key.at("fra").canonical(), GetParam().from);
    EXPECT_EQ(asked[0].key.at("til").canonical(), GetParam().to);
}
INSTANTIATE_TEST_SUITE_P(
    Days, IncomeAsksForReportedMonths,
    testing::Values(
        Received{"2026-12-01T12:00:00.000Z", "2026-08-01", "2026-10-31"},
        Received{"2026-12-10T12:00:00.000Z", "2026-08-01", "2026-10-31"},  // a Thursday
        Received{"2026-12-11T12:00:00.000Z", "2026-09-01", "2026-11-30"},
        Received{"2027-01-18T12:00:00.000Z", "2026-09-01", "2026-11-30"},  // the 17th is a Sunday
        Received{"2027-01-19T12:00:00.000Z", "2026-10-01", "2026-12-31"},
        Received{"2026-10-12T12:00:00.000Z", "2026-06-01", "2026-08-31"},  // the 10th a Saturday
        Received{"2026-10-13T12:00:00.000Z", "2026-07-01", "2026-09-30"},
        Received{"2027-02-28T12:00:00.000Z", "2026-11-01", "2027-01-31"},
        Received{"2026-12-10T23:30:00.000Z", "2026-09-01", "2026-11-30"},    // the 11th in Denmark
        Received{"2026-06-10T22:30:00.000Z", "2026-03-01", "2026-05-31"}));  // in summer time

TEST(IncomeAgrees, ConfirmsTheMeanOfTheMonths) {
    const auto judged = judge(form(), declares("20000"), earned(steady));
    EXPECT_EQ(agreement(judged, "indkomst"), "confirmed");
    EXPECT_EQ(findings(judged), Lines{});
}

TEST(IncomeAgrees, ConfirmsTheSumOfTheMonths) {
    EXPECT_EQ(agreement(judge(form("sum"), declares("60000"), earned(steady)), "indkomst"),
              "confirmed");
    EXPECT_EQ(agreement(judge(form("sum"), declares("20000"), earned(steady)), "indkomst"),
              "differs");
}

TEST(IncomeAgrees, CountsAMonthWithoutReportAsNothing) {
    const auto judged = judge(form(), declares("20000"), earned({{"2026-09-01", "60000"}}));
    EXPECT_EQ(agreement(judged, "indkomst"), "confirmed");
}

TEST(IncomeAgrees, LeavesOutMonthsThatWereNotAskedFor) {
    auto months = steady;
    months["2026-11-01"] = "900000";
    months["2026-07-01"] = "900000";
    EXPECT_EQ(agreement(judge(form(), declares("20000"), earned(months)), "indkomst"), "confirmed");
}

TEST(IncomeAgrees, ToleratesThePercentage) {
    const auto at = [](const std::string& amount) {
        return agreement(judge(form(), declares(amount), earned(steady)), "indkomst");
    };
    EXPECT_EQ(at("21000"), "confirmed");
    EXPECT_EQ(at("19000"), "confirmed");
    EXPECT_EQ(at("21000.01"), "differs");
    EXPECT_EQ(at("18999.99"), "differs");
}

TEST(IncomeAgrees, RemarksAnotherIncome) {
    const auto record = settled(form(), declares("30000"), earned(steady));
    EXPECT_EQ(findings(record.validated), Lines{"remark income_differs indkomst"});
    EXPECT_EQ(record.validated.findings[0].evidence.at("registered"), "20000");
    EXPECT_EQ(record.outcome, Outcome::accepted_with_remarks);
}

TEST(IncomeAgrees, TakesNoReportsForNoIncome) {
    EXPECT_EQ(agreement(judge(form(), declares("0"), earned({})), "indkomst"), "confirmed");
    EXPECT_EQ(agreement(judge(form(), declares("1"), earned({})), "indkomst"), "differs");
}

TEST(IncomeAgrees, RemarksThatTheRegisterDoesNotKnow) {
    Register silent;
    silent.unknown = record::Unknown::no_such_person;
    const auto judged = judge(form(), declares("20000"), silent);
    EXPECT_EQ(agreement(judged, "indkomst"), "unknown");
    EXPECT_EQ(findings(judged), Lines{"remark person_unknown indkomst"});
}

TEST(IncomeAgrees, AsksNothingWithoutAmountOrNumber) {
    EXPECT_TRUE(questions(form(), record_of({{"cpr", applicant}})).empty());
    EXPECT_TRUE(questions(form(), record_of({{"indkomst", "5"}})).empty());
    EXPECT_EQ(findings(judge(form(), record_of({}), {})), Lines{});
}

}  // namespace
}  // namespace indgang::rules::cases
