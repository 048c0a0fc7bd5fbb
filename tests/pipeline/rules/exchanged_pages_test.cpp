// SPDX-License-Identifier: MPL-2.0
#include <gtest/gtest.h>

#include "tests/pipeline/rules/cases.h"

namespace indgang::rules::cases {
namespace {

constexpr int identity_page = 1, dwelling_page = 2;

/// Page 1 has the address, page 2 the dwelling.
FormDefinition form() {
    FormDefinition form = form_with({{"dwelling_agrees",
                                      {{"street", {"vejnavn"}},
                                       {"house_number", {"husnummer"}},
                                       {"postcode", {"postnummer"}},
                                       {"area", {"areal"}},
                                       {"rooms", {"vaerelser"}}},
                                      {{"area_tolerance_m2", "2"}}}});
    for (const char* id : {"vejnavn", "husnummer", "postnummer"}) {
        form.zones.push_back({id, "", form::Capture::line, identity_page, {}});
    }
    for (const char* id : {"areal", "vaerelser"}) {
        form.zones.push_back({id, "", form::Capture::comb, dwelling_page, {}});
    }
    return form;
}

/// An application for number `house` in which `area` stands; the register has `registered`.
InquiredRecord inquired(int ordinal, const std::string& house, const std::string& area,
                        const std::string& registered) {
    ApplicationRecord record = scanned({{"vejnavn", "Ridehusgade"},
                                        {"husnummer", house},
                                        {"postnummer", "5000"},
                                        {"areal", area},
                                        {"vaerelser", "2"}});
    record.ordinal = ordinal;
    record.pages = {{3 * ordinal, identity_page, {}, ""}, {3 * ordinal + 1, dwelling_page, {}, ""}};
    InquiredRecord all{record, {}};
    for (const record::Question& question : questions(form(), record)) {
        all.answers.push_back({question,
                               {facts({{"boligareal", registered}, {"vaerelser", "2"}})},
                               std::nullopt,
                               "bbr/test",
                               *parse_utc("2026-11-22T10:00:01.000Z")});
    }
    return all;
}

Lines exchanged(const InquiredRecord& one, const InquiredRecord& other) {
    Lines lines;
    for (const Finding& finding : exchanged_pages(form(), one, other)) {
        lines.push_back(finding.rule + " " + finding.fields.at(0) + " " +
                        finding.evidence.at("page_in_batch") + " " +
                        finding.evidence.at("fits_application"));
    }
    return lines;
}

TEST(ExchangedPages, AreDoubtedOnBothSides) {
    const auto one = inquired(1, "49", "48", "62"), other = inquired(2, "7", "62", "48");
    EXPECT_EQ(exchanged(one, other), Lines{"exchanged_page areal 4 2"});
    EXPECT_EQ(exchanged(other, one), Lines{"exchanged_page areal 7 1"});
}

TEST(ExchangedPages, AreNoneWhereEachFitsItsOwn) {
    const auto one = inquired(1, "49", "62", "62"), other = inquired(2, "7", "48", "48");
    EXPECT_EQ(exchanged(one, other), Lines{});
}

/// An honest person differs from BBR; that a neighbour's flat has that size is chance.
TEST(ExchangedPages, AreNoneWhereOnlyOneFitsTheOther) {
    const auto one = inquired(1, "49", "48", "62"), other = inquired(2, "7", "62", "62");
    EXPECT_EQ(exchanged(one, other), Lines{});
    EXPECT_EQ(exchanged(other, one), Lines{});
}

TEST(ExchangedPages, AreNoneWhereNeitherFits) {
    const auto one = inquired(1, "49", "48", "62"), other = inquired(2, "7", "90", "75");
    EXPECT_EQ(exchanged(one, other), Lines{});
}

TEST(ExchangedPages, ThatAPersonLetPassAreARemark) {
    auto one = inquired(1, "49", "48", "62");
    const auto other = inquired(2, "7", "62", "48");
    one.record.findings.push_back({std::string(record::passed_by_person),
                                   Severity::remark,
                                   {},
                                   {{"finding", "exchanged_page:areal"}, {"by", "op-7"}}});
    auto judged = validate(form(), one);
    add_findings(judged, exchanged_pages(form(), one, other));
    EXPECT_EQ(judged.findings.back().rule, "exchanged_page");
    EXPECT_EQ(judged.findings.back().severity, Severity::remark);
}

}  // namespace
}  // namespace indgang::rules::cases
