// SPDX-License-Identifier: MPL-2.0
// When a field is asked for and when it is required, of XML and paper alike.
#include <gtest/gtest.h>

#include "tests/pipeline/rules/cases.h"

namespace indgang::rules::cases {
namespace {

using form::Condition;
using When = Condition::Test;

const Condition lives_together{"civilstand", When::is_one_of, {"gift", "samlevende"}, {}};

form::FieldTerms& terms_of(FormDefinition& form, const std::string& id) {
    const auto found = std::find_if(form.fields.begin(), form.fields.end(),
                                    [&](const form::Field& field) { return field.id == id; });
    VERIFY(found != form.fields.end());
    return found->terms;
}

FormDefinition required_when(const Condition& condition) {
    FormDefinition form = form_with({});
    terms_of(form, "partner_cpr").required_when = {condition};
    return form;
}

FormDefinition shown_when(std::vector<Condition> conditions, bool is_required) {
    FormDefinition form = form_with({});
    terms_of(form, "partner_cpr").shown_when = std::move(conditions);
    for (auto& field : form.fields) {
        field.is_required = is_required && field.id == "partner_cpr";
    }
    return form;
}

Lines found(const FormDefinition& form, const ApplicationRecord& record) {
    return findings(judge(form, record, {}));
}

const Lines missing{"error required_missing partner_cpr"};
const Lines unasked{"remark not_asked_for partner_cpr"};

TEST(RequiredWhen, FindsWhatIsMissingInXmlAndOnPaper) {
    const auto form = required_when(lives_together);
    EXPECT_EQ(found(form, record_of({{"civilstand", "samlevende"}})), missing);
    EXPECT_EQ(found(form, scanned({{"civilstand", "gift"}})), missing);
}

TEST(RequiredWhen, SaysNothingInOtherCases) {
    const auto form = required_when(lives_together);
    EXPECT_EQ(found(form, record_of({{"civilstand", "enlig"}})), Lines{});
    EXPECT_EQ(found(form, record_of({})), Lines{});
    EXPECT_EQ(found(form, record_of({{"civilstand", "gift"}, {"partner_cpr", partner}})).size(),
              found(form_with({}), record_of({{"partner_cpr", partner}})).size());
}

TEST(RequiredWhen, KnowsWhatIsNoneOfSomeChoices) {
    const auto form = required_when({"civilstand", When::is_none_of, {"enlig"}, {}});
    EXPECT_EQ(found(form, record_of({{"civilstand", "gift"}})), missing);
    EXPECT_EQ(found(form, record_of({{"civilstand", "enlig"}})), Lines{});
    EXPECT_EQ(found(form, record_of({})), Lines{});
}

TEST(RequiredWhen, KnowsWhetherSomethingStandsThere) {
    const auto answered = required_when({"fra", When::is_answered, {}, {}});
    EXPECT_EQ(found(answered, record_of({{"fra", "2026-01-01"}})), missing);
    EXPECT_EQ(found(answered, record_of({})), Lines{});
    const auto empty = required_when({"fra", When::is_empty, {}, {}});
    EXPECT_EQ(found(empty, record_of({})), missing);
    EXPECT_EQ(found(empty, record_of({{"fra", "2026-01-01"}})), Lines{});
}

TEST(RequiredWhen, IsSoWhenOneOfItsConditionsHolds) {
    auto form = required_when(lives_together);
    terms_of(form, "partner_cpr").required_when.push_back({"fra", When::is_answered, {}, {}});
    EXPECT_EQ(found(form, record_of({{"fra", "2026-01-01"}})), missing);
    EXPECT_EQ(found(form, record_of({{"civilstand", "gift"}})), missing);
    EXPECT_EQ(found(form, record_of({})), Lines{});
}

TEST(RequiredWhen, LeavesAFieldThatCouldNotBeReadToItsDoubt) {
    ApplicationRecord record = scanned({{"civilstand", "gift"}});
    make_doubtful(record, "partner_cpr", "cpr_wrong_length");
    EXPECT_EQ(found(required_when(lives_together), record), Lines{});
}

TEST(Conditions, OnAFieldThatCouldNotBeReadAreNotKnown) {
    ApplicationRecord record = scanned({});
    make_doubtful(record, "fra", "no_such_date");
    EXPECT_EQ(found(required_when({"fra", When::is_empty, {}, {}}), record), Lines{});
    EXPECT_EQ(found(shown_when({{"fra", When::is_answered, {}, {}}}, true), record), Lines{});
    field_of(record, "partner_cpr").value = value(ValueKind::cpr, partner);
    const auto said = found(shown_when({{"fra", When::is_answered, {}, {}}}, true), record);
    EXPECT_EQ(std::count(said.begin(), said.end(), unasked.front()), 0);
}

TEST(ShownWhen, TakesTheRequirementAwayWhereItDoesNotHold) {
    const auto form = shown_when({lives_together}, true);
    EXPECT_EQ(found(form, record_of({{"civilstand", "gift"}})), missing);
    EXPECT_EQ(found(form, record_of({{"civilstand", "enlig"}})), Lines{});
}

TEST(ShownWhen, NeedsAllOfItsConditions) {
    const auto form = shown_when({lives_together, {"fra", When::is_answered, {}, {}}}, true);
    EXPECT_EQ(found(form, record_of({{"civilstand", "gift"}})), Lines{});
    EXPECT_EQ(found(form, record_of({{"civilstand", "gift"}, {"fra", "2026-01-01"}})), missing);
}

TEST(ShownWhen, RemarksAnAnswerThatNobodyAskedFor) {
    FormDefinition form = form_with({});
    terms_of(form, "bemaerkning").shown_when = {lives_together};
    const Lines remark{"remark not_asked_for bemaerkning"};
    EXPECT_EQ(found(form, record_of({{"civilstand", "enlig"}, {"bemaerkning", "x"}})), remark);
    EXPECT_EQ(found(form, scanned({{"civilstand", "enlig"}, {"bemaerkning", "x"}})), remark);
    EXPECT_EQ(found(form, record_of({{"civilstand", "gift"}, {"bemaerkning", "x"}})), Lines{});
    terms_of(form, "toilet").shown_when = {lives_together};
    EXPECT_EQ(found(form, record_of({{"toilet", "nej"}})), Lines{});
    EXPECT_EQ(found(form, record_of({{"toilet", "ja"}})), Lines{"remark not_asked_for toilet"});
}

TEST(Purpose, IsTheKleNumberOfTheDayOfReceipt) {
    FormDefinition form = form_with({{"person_known", {{"cpr", {"cpr"}}}, {}}});
    form.kle = form::DatedWord();
    form.kle.add(std::nullopt, "32.18.00");
    form.kle.add(Date::of(2026, 11, 23), "32.18.04");
    ApplicationRecord record = record_of({{"cpr", applicant}});
    ASSERT_FALSE(questions(form, record).empty());
    EXPECT_EQ(questions(form, record).front().purpose, "32.18.00");
    record.received_at = *parse_utc("2026-11-22T23:30:00.000Z");  // the 23rd in Denmark
    EXPECT_EQ(questions(form, record).front().purpose, "32.18.04");
}

}  // namespace
}  // namespace indgang::rules::cases
