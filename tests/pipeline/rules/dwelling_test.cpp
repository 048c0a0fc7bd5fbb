// SPDX-License-Identifier: MPL-2.0
#include <gtest/gtest.h>

#include "tests/pipeline/rules/cases.h"

namespace indgang::rules::cases {
namespace {

FormDefinition form() {
    return form_with({{"dwelling_agrees",
                       {{"street", {"vejnavn"}},
                        {"house_number", {"husnummer"}},
                        {"floor", {"etage"}},
                        {"door", {"doer"}},
                        {"postcode", {"postnummer"}},
                        {"area", {"areal"}},
                        {"rooms", {"vaerelser"}},
                        {"toilet", {"toilet"}},
                        {"bath", {"bad"}},
                        {"kitchen", {"koekken"}}},
                       {{"area_tolerance_m2", "2"}, {"area_tolerance_percent", "5"}}}});
}

std::map<std::string, std::string> home(std::map<std::string, std::string> changed = {}) {
    std::map<std::string, std::string> values{
        {"vejnavn", "Ridehusgade"}, {"husnummer", "49"}, {"postnummer", "5000"}, {"areal", "65"},
        {"vaerelser", "2"},         {"toilet", "ja"},    {"bad", "ja"},          {"koekken", "ja"}};
    for (auto& [name, text] : changed) {
        values[name] = text;
    }
    std::erase_if(values, [](const auto& entry) { return entry.second.empty(); });
    return values;
}

Facts unit(std::map<std::string, std::string> changed = {}) {
    std::map<std::string, std::string> values{
        {"enhed", "e1"}, {"boligareal", "65"}, {"vaerelser", "2"},   {"toilet", "ja"},
        {"bad", "ja"},   {"koekken", "ja"},    {"anvendelse", "140"}};
    for (auto& [name, text] : changed) {
        values[name] = text;
    }
    return facts(values);
}

Register with(std::vector<Facts> units) {
    return {{}, {}, std::move(units)};
}

TEST(DwellingAgrees, ConfirmsAllAspects) {
    const auto judged = judge(form(), record_of(home()), with({unit()}));
    for (const auto* field : {"areal", "vaerelser", "toilet", "bad", "koekken"}) {
        EXPECT_EQ(agreement(judged, field), "confirmed") << field;
    }
    EXPECT_EQ(findings(judged), Lines{});
}

TEST(DwellingAgrees, AsksWithThePartsThatThereAre) {
    const auto asked = questions(form(), record_of(home({{"etage", "2"}})));
    ASSERT_EQ(asked.size(), 1u);
    EXPECT_EQ(asked[0].registry, "bbr");
    EXPECT_EQ(asked[0].key.size(), 4u);
    EXPECT_EQ(asked[0].key.at("etage").canonical(), "2");
    EXPECT_FALSE(asked[0].key.contains("doer"));
}

TEST(DwellingAgrees, AsksNothingWithoutAnAddress) {
    EXPECT_TRUE(questions(form(), record_of(home({{"postnummer", ""}}))).empty());
    EXPECT_EQ(findings(judge(form(), record_of(home({{"postnummer", ""}})), {})), Lines{});
}

TEST(DwellingAgrees, ToleratesAreasByTheLargerOfMetresAndPercent) {
    const auto at = [&](const std::string& declared, const std::string& registered) {
        return agreement(judge(form(), record_of(home({{"areal", declared}})),
                               with({unit({{"boligareal", registered}})})),
                         "areal");
    };
    EXPECT_EQ(at("22", "20"), "confirmed");
    EXPECT_EQ(at("23", "20"), "differs");
    EXPECT_EQ(at("105", "100"), "confirmed");
    EXPECT_EQ(at("95", "100"), "confirmed");
    EXPECT_EQ(at("106", "100"), "differs");
}

TEST(DwellingAgrees, RemarksDifferences) {
    const auto record =
        settled(form(), record_of(home({{"vaerelser", "3"}})), with({unit({{"koekken", "nej"}})}));
    EXPECT_EQ(findings(record.validated),
              (Lines{"remark rooms_differ vaerelser", "remark kitchen_differs koekken"}));
    EXPECT_EQ(record.validated.findings[0].evidence.at("registered"), "2");
    EXPECT_EQ(record.outcome, Outcome::accepted_with_remarks);
}

TEST(DwellingAgrees, TakesImpossibleNumbersForUnknown) {
    const auto judged = judge(form(), record_of(home()),
                              with({unit({{"boligareal", "-137"}, {"vaerelser", "0"}})}));
    EXPECT_EQ(agreement(judged, "areal"), "unknown");
    EXPECT_EQ(agreement(judged, "vaerelser"), "unknown");
    EXPECT_EQ(findings(judged), Lines{});
}

TEST(DwellingAgrees, ComparesTheUnitThatFitsBest) {
    const auto judged = judge(form(), record_of(home()),
                              with({unit({{"boligareal", "120"}, {"vaerelser", "5"}}), unit(),
                                    unit({{"boligareal", "30"}, {"vaerelser", "1"}})}));
    EXPECT_EQ(agreement(judged, "areal"), "confirmed");
    EXPECT_EQ(agreement(judged, "vaerelser"), "confirmed");
}

TEST(DwellingAgrees, TakesTheSumOfUnitsThatWereJoined) {
    const auto judged = judge(form(), record_of(home({{"areal", "110"}, {"vaerelser", "4"}})),
                              with({unit({{"boligareal", "60"}}), unit({{"boligareal", "50"}})}));
    EXPECT_EQ(agreement(judged, "areal"), "confirmed");
    EXPECT_EQ(agreement(judged, "vaerelser"), "confirmed");
}

TEST(DwellingAgrees, RemarksAnotherUse) {
    const auto judged = judge(form(), record_of(home()), with({unit({{"anvendelse", "510"}})}));
    EXPECT_EQ(findings(judged), Lines{"remark dwelling_for_another_use vejnavn"});
}

TEST(DwellingAgrees, RemarksAnAddressThatIsUnknown) {
    Register known;
    known.unknown = record::Unknown::ambiguous_address;
    const auto judged = judge(form(), record_of(home()), known);
    EXPECT_EQ(findings(judged),
              Lines{"remark register_unknown areal vaerelser toilet bad koekken"});
    EXPECT_EQ(judged.findings[0].evidence.at("reason"), "ambiguous_address");
    EXPECT_EQ(findings(judge(form(), record_of(home()), with({}))),
              Lines{"remark register_unknown areal vaerelser toilet bad koekken"});
}

TEST(DwellingAgrees, LiftsTheDoubtFromAnAreaThatFits) {
    ApplicationRecord record = scanned(home());
    make_doubtful(record, "areal");
    EXPECT_EQ(settled(form(), record, with({unit()})).outcome, Outcome::accepted);
    EXPECT_EQ(settled(form(), record, with({unit({{"boligareal", "95"}})})).outcome,
              Outcome::parked);
}

}  // namespace
}  // namespace indgang::rules::cases
