// SPDX-License-Identifier: MPL-2.0
// What is open, what a person let pass, and what is said once.
#include <gtest/gtest.h>

#include "tests/pipeline/rules/cases.h"

namespace indgang::rules::cases {
namespace {

/// Two errors of the record, one of which somebody may have let pass.
record::SettledRecord with_passed(const std::vector<Finding>& passed) {
    ApplicationRecord record = record_of({});
    record.findings = {{"missing_page", Severity::error, {}, {}},
                       {"signature_missing", Severity::error, {"underskrift"}, {}}};
    record.findings.insert(record.findings.end(), passed.begin(), passed.end());
    return settled(form_with({}), record, {});
}

Finding passed(const std::string& reason) {
    return {std::string(record::passed_by_person), Severity::remark, {}, {{"finding", reason}}};
}

TEST(PassedFindings, AreRemarksAndNoOthers) {
    const auto one = with_passed({passed("signature_missing:underskrift")});
    EXPECT_EQ(one.reasons, Lines{"missing_page"});
    EXPECT_EQ(findings(one.validated)[1], "remark signature_missing underskrift");
    EXPECT_EQ(
        with_passed({passed("missing_page"), passed("signature_missing:underskrift")}).outcome,
        Outcome::accepted_with_remarks);
}

TEST(PassedFindings, AreNamedWhole) {
    EXPECT_EQ(with_passed({passed("signature_missing")}).reasons.size(), 2u);
    EXPECT_EQ(with_passed({passed("missing_page:underskrift")}).reasons.size(), 2u);
}

TEST(PassedFindings, AreNamedByAPersonOnly) {
    EXPECT_EQ(with_passed({{"page_dropped", Severity::remark, {}, {{"finding", "missing_page"}}}})
                  .reasons.size(),
              2u);
    EXPECT_EQ(with_passed({{std::string(record::passed_by_person), Severity::remark, {}, {}}})
                  .reasons.size(),
              2u);
}

TEST(Reasons, AreSaidOnce) {
    ApplicationRecord record = record_of({});
    record.findings = {{"doubled_page", Severity::doubt, {}, {{"page", "1"}}},
                       {"doubled_page", Severity::doubt, {}, {{"page", "2"}}}};
    EXPECT_EQ(settled(form_with({}), record, {}).reasons, Lines{"doubled_page"});
}

/// A person settles one question, the page; what it held is asked about when no page will come.
TEST(Reasons, OfAMissingPageAreOne) {
    ApplicationRecord record = scanned({{"bemaerkning", "x"}});
    FieldValue& field = field_of(record, "bemaerkning");
    field.value.reset();
    field.is_accepted = false;
    field.raw.clear();
    field.doubt = "page_missing";
    record.findings = {{"missing_page", Severity::error, {}, {}}};
    EXPECT_EQ(settled(form_with({}), record, {}).reasons, Lines{"missing_page"});
    record.findings.push_back(passed("missing_page"));
    EXPECT_EQ(settled(form_with({}), record, {}).reasons, Lines{"page_missing:bemaerkning"});
}

TEST(OpenFields, AreThoseOfWhichSomethingStandsThere) {
    ApplicationRecord record = scanned({{"bemaerkning", "x"}});
    FieldValue& field = field_of(record, "bemaerkning");
    field.is_accepted = false;
    field.raw.clear();  // a value without a text
    EXPECT_EQ(settled(form_with({}), record, {}).outcome, Outcome::parked);
    field.raw = "//";  // a text without a value
    field.value.reset();
    EXPECT_EQ(settled(form_with({}), record, {}).outcome, Outcome::parked);
    field.raw.clear();
    field.doubt = "page_missing";
    EXPECT_EQ(settled(form_with({}), record, {}).outcome, Outcome::parked);
    field.doubt.clear();
    EXPECT_EQ(settled(form_with({}), record, {}).outcome, Outcome::accepted);
}

TEST(Verdicts, KeepTheWordOfTheFirstPersonAsked) {
    const auto known_as = [](const std::string& cpr) {
        return RuleBinding{"person_known", {{"cpr", {cpr}}, {"first_name", {"fornavn"}}}, {}};
    };
    const Register two{
        {{applicant, {person(applicant)}}, {partner, {person(partner, {{"fornavn", "Kirstine"}})}}},
        {},
        {}};
    const auto judged =
        judge(form_with({known_as("cpr"), known_as("partner_cpr")}),
              record_of({{"cpr", applicant}, {"partner_cpr", partner}, {"fornavn", "Wxyz"}}), two);
    ASSERT_EQ(agreement(judged, "fornavn"), "differs");
    for (const record::Verdict& verdict : judged.verdicts) {
        EXPECT_TRUE(verdict.field != "fornavn" || verdict.registered == "Åge");
    }
}

const RuleBinding receipt{"date_not_after_receipt", {{"date", {"til"}}}, {}};

TEST(DateNotAfterReceipt, SaysNothingWithoutADate) {
    EXPECT_EQ(findings(judge(form_with({receipt}), record_of({}), {})), Lines{});
}

TEST(DateNotAfterReceipt, KnowsThatSummerTimeIsTwoHoursAhead) {
    ApplicationRecord record = record_of({{"til", "2026-07-01"}});
    record.received_at = *parse_utc("2026-06-30T21:59:59.000Z");
    EXPECT_EQ(findings(judge(form_with({receipt}), record, {})),
              Lines{"error date_after_receipt til"});
    record.received_at = *parse_utc("2026-06-30T22:00:00.000Z");
    EXPECT_EQ(findings(judge(form_with({receipt}), record, {})), Lines{});
}

}  // namespace
}  // namespace indgang::rules::cases
