// SPDX-License-Identifier: MPL-2.0
#include <gtest/gtest.h>

#include "tests/pipeline/rules/cases.h"

namespace indgang::rules::cases {
namespace {

using Values = std::map<std::string, std::string>;

Lines found(const RuleBinding& binding, const ApplicationRecord& record) {
    return findings(judge(form_with({binding}), record, {}));
}

const RuleBinding sum{"sum_within", {{"parts", {"varme", "vand"}}, {"total", {"husleje"}}}, {}};

TEST(SumWithin, TakesPartsUpToTheTotal) {
    EXPECT_EQ(found(sum, record_of({{"varme", "300"}, {"vand", "200.50"}, {"husleje", "500.50"}})),
              Lines{});
    EXPECT_EQ(found(sum, record_of({{"husleje", "500"}})), Lines{});
}

TEST(SumWithin, FindsPartsAboveTheTotal) {
    const auto judged =
        judge(form_with({sum}),
              record_of({{"varme", "300"}, {"vand", "200.51"}, {"husleje", "500.50"}}), {});
    EXPECT_EQ(findings(judged), Lines{"error sum_exceeds_total varme vand husleje"});
    EXPECT_EQ(judged.findings[0].evidence.at("sum"), "500.51");
    EXPECT_EQ(judged.findings[0].evidence.at("total"), "500.50");
}

TEST(SumWithin, SaysNothingWithoutATotal) {
    EXPECT_EQ(found(sum, record_of({{"varme", "300"}})), Lines{});
}

const RuleBinding same{"same_on_each_page", {{"fields", {"cpr", "partner_cpr"}}}, {}};

TEST(SameOnEachPage, DoubtsPagesOfTwoPeople) {
    EXPECT_EQ(found(same, record_of({{"cpr", applicant}, {"partner_cpr", partner}})),
              Lines{"doubt pages_contradict cpr partner_cpr"});
}

TEST(SameOnEachPage, TakesTheSameAndWhatIsLeftEmpty) {
    EXPECT_EQ(found(same, record_of({{"cpr", applicant}, {"partner_cpr", applicant}})), Lines{});
    EXPECT_EQ(found(same, record_of({{"partner_cpr", applicant}})), Lines{});
}

TEST(SameOnEachPage, ComparesNamesAsPeopleWriteThem) {
    const RuleBinding names{"same_on_each_page", {{"fields", {"fornavn", "mellemnavn"}}}, {}};
    EXPECT_EQ(found(names, record_of({{"fornavn", "Åge"}, {"mellemnavn", "ÅGE"}})), Lines{});
}

const RuleBinding order{"date_order", {{"earlier", {"fra"}}, {"later", {"til"}}}, {}};

TEST(DateOrder, FindsDatesInTheWrongOrder) {
    EXPECT_EQ(found(order, record_of({{"fra", "2026-02-02"}, {"til", "2026-02-01"}})),
              Lines{"error dates_wrong_order fra til"});
}

TEST(DateOrder, TakesTheSameDayAndMissingDates) {
    EXPECT_EQ(found(order, record_of({{"fra", "2026-02-01"}, {"til", "2026-02-01"}})), Lines{});
    EXPECT_EQ(found(order, record_of({{"fra", "2026-02-01"}})), Lines{});
    EXPECT_EQ(found(order, record_of({{"til", "2026-02-01"}})), Lines{});
}

const RuleBinding receipt{"date_not_after_receipt", {{"date", {"til"}}}, {}};

TEST(DateNotAfterReceipt, ComparesDaysInDenmark) {
    EXPECT_EQ(found(receipt, record_of({{"til", "2026-11-22"}})), Lines{});
    EXPECT_EQ(found(receipt, record_of({{"til", "2026-11-23"}})),
              Lines{"error date_after_receipt til"});
    ApplicationRecord late = record_of({{"til", "2026-11-23"}});
    late.received_at = *parse_utc("2026-11-22T23:00:00.000Z");  // midnight in Denmark
    EXPECT_EQ(found(receipt, late), Lines{});
    late.received_at = *parse_utc("2026-11-22T22:59:59.999Z");
    EXPECT_EQ(found(receipt, late).size(), 1u);
}

TEST(DateNotAfterReceipt, KnowsWhenSummerTimeBeginsAndEnds) {
    const auto is_next_day = [](const std::string& utc, const std::string& day) {
        ApplicationRecord record = record_of({{"til", day}});
        record.received_at = *parse_utc(utc);
        return found(receipt, record).empty();
    };
    EXPECT_FALSE(is_next_day("2026-03-28T22:30:00.000Z", "2026-03-29"));
    EXPECT_TRUE(is_next_day("2026-03-29T22:30:00.000Z", "2026-03-30"));
    EXPECT_TRUE(is_next_day("2026-10-24T22:30:00.000Z", "2026-10-25"));
    EXPECT_FALSE(is_next_day("2026-10-25T22:30:00.000Z", "2026-10-26"));
}

const RuleBinding declared{"declared", {{"declaration", {"erklaering"}}}, {}};

TEST(Declared, NeedsAYes) {
    EXPECT_EQ(found(declared, record_of({{"erklaering", "ja"}})), Lines{});
    EXPECT_EQ(found(declared, record_of({{"erklaering", "nej"}})),
              Lines{"error declaration_missing erklaering"});
    EXPECT_EQ(found(declared, record_of({})), Lines{"error declaration_missing erklaering"});
}

const RuleBinding signed_by{"signed", {{"signature", {"underskrift"}}, {"date", {"til"}}}, {}};

TEST(Signed, NeedsASignatureOnPaper) {
    EXPECT_EQ(found(signed_by, scanned({{"underskrift", "ja"}, {"til", "2026-11-01"}})), Lines{});
    EXPECT_EQ(found(signed_by, scanned({{"underskrift", "nej"}, {"til", "2026-11-01"}})),
              Lines{"error signature_missing underskrift"});
    EXPECT_EQ(found(signed_by, scanned({{"til", "2026-11-01"}})),
              Lines{"error signature_missing underskrift"});
}

TEST(Signed, RemarksAMissingDate) {
    EXPECT_EQ(found(signed_by, scanned({{"underskrift", "ja"}})),
              Lines{"remark signature_date_missing til"});
}

TEST(Signed, AsksNothingOfXml) {
    EXPECT_EQ(found(signed_by, record_of({})), Lines{});
}

TEST(Required, FindsEmptyRequiredFields) {
    FormDefinition form = form_with({});
    for (form::Field& field : form.fields) {
        field.is_required = field.id == "fornavn" || field.id == "underskrift";
    }
    EXPECT_EQ(findings(judge(form, record_of({}), {})), Lines{"error required_missing fornavn"});
    EXPECT_EQ(findings(judge(form, scanned({}), {})),
              (Lines{"error required_missing fornavn", "error required_missing underskrift"}));
    EXPECT_EQ(findings(judge(form, record_of({{"fornavn", "Åge"}}), {})), Lines{});
}

TEST(Required, LeavesAFieldThatCouldNotBeReadToItsDoubt) {
    FormDefinition form = form_with({});
    for (form::Field& field : form.fields) {
        field.is_required = field.id == "fra";
    }
    ApplicationRecord record = scanned({});
    make_doubtful(record, "fra", "no_such_date");
    field_of(record, "fra").raw = "31022026";
    const auto settled_record = settled(form, record, {});
    EXPECT_EQ(findings(settled_record.validated), Lines{});
    EXPECT_EQ(settled_record.reasons, Lines{"no_such_date:fra"});
}

}  // namespace
}  // namespace indgang::rules::cases
