// SPDX-License-Identifier: MPL-2.0
// Where a register's word stops to confirm: names, streets, units, months, addresses that are not
// there. Each limit is asked on both sides.
#include <gtest/gtest.h>

#include "tests/pipeline/rules/cases.h"

namespace indgang::rules::cases {
namespace {

const record::Verdict& verdict_of(const record::ValidatedRecord& judged, const std::string& field) {
    const auto found =
        std::find_if(judged.verdicts.begin(), judged.verdicts.end(),
                     [&](const record::Verdict& verdict) { return verdict.field == field; });
    VERIFY(found != judged.verdicts.end());
    return *found;
}

Register knows(const std::map<std::string, Facts>& persons) {
    Register known;
    for (const auto& [cpr, facts] : persons) {
        known.persons[cpr] = {facts};
    }
    return known;
}

const RuleBinding person_known{
    "person_known",
    {{"cpr", {"cpr"}}, {"first_name", {"fornavn"}}, {"last_name", {"efternavn"}}},
    {}};

std::string name_agrees(const std::string& first, const std::string& last) {
    std::map<std::string, std::string> values{
        {"cpr", applicant}, {"fornavn", first}, {"efternavn", last}};
    std::erase_if(values, [](const auto& entry) { return entry.second.empty(); });
    const auto known =
        knows({{applicant, person(applicant, {{"fornavn", "Gudrun"}, {"efternavn", "Holm"}})}});
    return agreement(judge(form_with({person_known}), record_of(values), known), "cpr");
}

TEST(NameDistance, LeavesAThirdOfTheLettersFree) {
    // "gudrun holm" has eleven letters with its blank.
    EXPECT_EQ(name_agrees("Gudxxx", "Holm"), "confirmed");
    EXPECT_EQ(name_agrees("Guxxxx", "Holm"), "unknown");
}

TEST(NameDistance, IsOfWhatWasDeclared) {
    const auto known = knows({{applicant, person(applicant)}});
    const auto last_only =
        judge(form_with({person_known}),
              record_of({{"cpr", applicant}, {"efternavn", "Sørensen-Bjærgård"}}), known);
    EXPECT_EQ(agreement(last_only, "cpr"), "confirmed");
    const auto none = judge(form_with({person_known}), record_of({{"cpr", applicant}}), known);
    EXPECT_EQ(agreement(none, "cpr"), "unknown");
    EXPECT_EQ(findings(none), Lines{});
}

Lines status(const std::string& code, const std::string& current) {
    const auto known =
        knows({{applicant, person(applicant, {{"status", code}, {"gaeldende_cpr", current}})}});
    return findings(judge(
        form_with({person_known}),
        record_of({{"cpr", applicant}, {"fornavn", "Åge"}, {"efternavn", "Sørensen-Bjærgård"}}),
        known));
}

TEST(PersonStatus, OfAChangedNumberIsSaidOnceAndHidesNoOther) {
    EXPECT_EQ(status("60", applicant), Lines{"remark number_changed cpr"});
    EXPECT_EQ(status("60", partner), Lines{"remark number_changed cpr"});
    EXPECT_EQ(status("90", partner), (Lines{"doubt person_dead cpr", "remark number_changed cpr"}));
    EXPECT_EQ(status("07", applicant), Lines{"remark person_not_resident cpr"});
}

const RuleBinding address{"address_agrees",
                          {{"cpr", {"cpr"}},
                           {"street", {"vejnavn"}},
                           {"house_number", {"husnummer"}},
                           {"floor", {"etage"}},
                           {"door", {"doer"}},
                           {"postcode", {"postnummer"}},
                           {"city", {"bynavn"}}},
                          {}};

record::ValidatedRecord lives_at(std::map<std::string, std::string> changed,
                                 std::map<std::string, std::string> registered = {}) {
    std::map<std::string, std::string> values{
        {"cpr", applicant}, {"vejnavn", "Ridehusgade"}, {"husnummer", "49"},   {"etage", "2"},
        {"doer", "th"},     {"postnummer", "5000"},     {"bynavn", "Odense C"}};
    for (auto& [name, text] : changed) {
        values[name] = text;
    }
    std::erase_if(values, [](const auto& entry) { return entry.second.empty(); });
    return judge(form_with({address}), record_of(values),
                 knows({{applicant, person(applicant, std::move(registered))}}));
}

TEST(StreetDistance, LeavesAThirdOfTheLettersFree) {
    EXPECT_EQ(agreement(lives_at({{"vejnavn", "Ridehusgxxx"}}), "vejnavn"), "confirmed");
    EXPECT_EQ(agreement(lives_at({{"vejnavn", "Ridehusxxxx"}}), "vejnavn"), "differs");
}

TEST(StreetDistance, IsOfCitiesTheSame) {
    const std::map<std::string, std::string> city{{"bynavn", "Frederiksbg"}};
    EXPECT_EQ(agreement(lives_at({{"bynavn", "Frederikxxx"}}, city), "bynavn"), "confirmed");
    EXPECT_EQ(agreement(lives_at({{"bynavn", "Frederixxxx"}}, city), "bynavn"), "differs");
}

TEST(AddressAgrees, SaysWhatIsRegisteredForEachPart) {
    EXPECT_EQ(verdict_of(lives_at({{"etage", "3"}}), "etage").registered, "2");
    EXPECT_EQ(verdict_of(lives_at({}), "vejnavn").registered, "Ridehusgade");
}

TEST(AddressAgrees, WritesAHouseWithoutFloorAsOneLine) {
    const auto judged = lives_at({{"husnummer", "50"}}, {{"etage", ""}, {"doer", ""}});
    EXPECT_EQ(judged.findings.at(0).evidence.at("registered"), "Ridehusgade 49, 5000 Odense C");
}

RuleBinding dwelling(std::map<std::string, std::string> settings = {}) {
    return {"dwelling_agrees",
            {{"street", {"vejnavn"}},
             {"house_number", {"husnummer"}},
             {"postcode", {"postnummer"}},
             {"area", {"areal"}},
             {"rooms", {"vaerelser"}},
             {"toilet", {"toilet"}},
             {"bath", {"bad"}},
             {"kitchen", {"koekken"}}},
            std::move(settings)};
}

using Texts = std::map<std::string, std::string>;

ApplicationRecord dwelling_of(Texts declared) {
    declared.insert({{"vejnavn", "Ridehusgade"}, {"husnummer", "49"}, {"postnummer", "5000"}});
    return record_of(declared);
}

record::ValidatedRecord dwells(const Texts& declared, const std::vector<Texts>& units) {
    Register known;
    for (const Texts& unit : units) {
        known.dwelling.push_back(facts(unit));
    }
    return judge(form_with({dwelling()}), dwelling_of(declared), known);
}

TEST(BestUnit, HasTheMostAgreementsThoughMoreDiffers) {
    const auto judged =
        dwells({{"areal", "65"}, {"vaerelser", "2"}, {"toilet", "ja"}, {"bad", "ja"}},
               {{{"vaerelser", "2"}},
                {{"boligareal", "65"}, {"vaerelser", "2"}, {"toilet", "nej"}, {"bad", "nej"}}});
    EXPECT_EQ(agreement(judged, "areal"), "confirmed");
    EXPECT_EQ(agreement(judged, "toilet"), "differs");
}

TEST(BestUnit, OfEqualAgreementsHasTheFewestDifferences) {
    const auto judged = dwells({{"areal", "65"}, {"toilet", "ja"}},
                               {{{"boligareal", "65"}, {"toilet", "nej"}}, {{"boligareal", "65"}}});
    EXPECT_EQ(agreement(judged, "areal"), "confirmed");
    EXPECT_EQ(agreement(judged, "toilet"), "unknown");
}

TEST(BestUnit, OfEqualOnesIsTheFirst) {
    const auto judged =
        dwells({{"areal", "65"}}, {{{"boligareal", "95"}}, {{"boligareal", "105"}}});
    EXPECT_EQ(agreement(judged, "areal"), "differs");
    EXPECT_EQ(verdict_of(judged, "areal").registered, "95");
}

TEST(DwellingAgrees, SumsTheUnitsThatHaveANumber) {
    const auto judged =
        dwells({{"areal", "110"}, {"toilet", "ja"}}, {{{"boligareal", "60"}, {"toilet", "ja"}},
                                                      {{"boligareal", "50"}, {"toilet", "nej"}},
                                                      {{"boligareal", "-1"}, {"toilet", "nej"}}});
    EXPECT_EQ(agreement(judged, "areal"), "confirmed");
}

TEST(DwellingAgrees, KnowsADwellingOfOneRoom) {
    EXPECT_EQ(agreement(dwells({{"vaerelser", "1"}}, {{{"vaerelser", "1"}}}), "vaerelser"),
              "confirmed");
}

TEST(DwellingAgrees, IsExactWithoutATolerance) {
    EXPECT_EQ(agreement(dwells({{"areal", "65"}}, {{{"boligareal", "65"}}}), "areal"), "confirmed");
    EXPECT_EQ(agreement(dwells({{"areal", "201"}}, {{{"boligareal", "200"}}}), "areal"), "differs");
    EXPECT_EQ(agreement(dwells({{"areal", "66"}}, {{{"boligareal", "65"}}}), "areal"), "differs");
}

TEST(DwellingAgrees, SaysNothingOfWhatWasNotDeclared) {
    const auto judged = dwells({{"areal", "65"}}, {{{"boligareal", "65"}, {"vaerelser", "2"}}});
    EXPECT_EQ(judged.verdicts.size(), 1u);
    const auto unknown = dwells({{"areal", "65"}}, {});
    EXPECT_EQ(findings(unknown), Lines{"remark register_unknown areal"});
    EXPECT_EQ(unknown.findings.at(0).evidence.at("reason"), "no_rows");
}

TEST(DwellingAgrees, WritesNoImpossibleNumberIntoAVerdict) {
    const auto judged = dwells({{"areal", "65"}}, {{{"boligareal", "-137"}}});
    EXPECT_EQ(agreement(judged, "areal"), "unknown");
    EXPECT_EQ(verdict_of(judged, "areal").registered, "");
}

TEST(DwellingAgrees, AsksNothingWithoutStreetNumberOrPostcode) {
    const auto whole = dwelling_of({{"areal", "65"}});
    EXPECT_EQ(questions(form_with({dwelling()}), whole).size(), 1u);
    for (const auto* part : {"vejnavn", "husnummer", "postnummer"}) {
        ApplicationRecord record = whole;
        field_of(record, part).value.reset();
        EXPECT_TRUE(questions(form_with({dwelling()}), record).empty()) << part;
    }
}

RuleBinding income(std::map<std::string, std::string> settings) {
    return {"income_agrees", {{"cpr", {"cpr"}}, {"amount", {"indkomst"}}}, std::move(settings)};
}

std::string first_month(std::map<std::string, std::string> settings) {
    const auto asked = questions(form_with({income(std::move(settings))}),
                                 record_of({{"cpr", applicant}, {"indkomst", "1"}}));
    return asked.empty() ? "none" : asked[0].key.at("fra").canonical();
}

TEST(IncomeMonths, AreOneToThreeYearsAndThreeWhereTheFormSaysNothing) {
    EXPECT_EQ(first_month({}), "2026-08-01");
    EXPECT_EQ(first_month({{"months", "x"}}), "2026-08-01");
    EXPECT_EQ(first_month({{"months", "12x"}}), "2026-08-01");
    EXPECT_EQ(first_month({{"months", "1"}}), "2026-10-01");
    EXPECT_EQ(first_month({{"months", "36"}}), "2023-11-01");
    EXPECT_EQ(first_month({{"months", "0"}}), "none");
    EXPECT_EQ(first_month({{"months", "37"}}), "none");
}

std::string income_agrees(const std::string& declared, const std::vector<Texts>& rows) {
    Register known;
    for (const Texts& row : rows) {
        known.income.push_back(facts(row));
    }
    return agreement(judge(form_with({income({{"compare", "sum"}})}),
                           record_of({{"cpr", applicant}, {"indkomst", declared}}), known),
                     "indkomst");
}

TEST(IncomeAgrees, IsExactToTheOereWithoutATolerance) {
    const std::vector<Texts> rows{{{"maaned", "2026-09-01"}, {"a_indkomst", "20000"}}};
    EXPECT_EQ(income_agrees("20000", rows), "confirmed");
    EXPECT_EQ(income_agrees("20000.01", rows), "differs");
    EXPECT_EQ(income_agrees("19999.99", rows), "differs");
}

TEST(IncomeAgrees, CountsFromTheFirstDayToTheLast) {
    EXPECT_EQ(income_agrees("7", {{{"maaned", "2026-08-01"}, {"a_indkomst", "3"}},
                                  {{"maaned", "2026-10-31"}, {"a_indkomst", "4"}}}),
              "confirmed");
}

TEST(IncomeAgrees, PassesOverRowsThatLackAMonthOrAnAmount) {
    EXPECT_EQ(income_agrees("5", {{{"maaned", "2026-08-01"}},
                                  {{"a_indkomst", "90"}},
                                  {{"maaned", "2026-09-01"}, {"a_indkomst", "5"}}}),
              "confirmed");
}

const RuleBinding partner_rule{
    "partner_agrees",
    {{"cpr", {"cpr"}}, {"civil_status", {"civilstand"}}, {"partner_cpr", {"partner_cpr"}}},
    {}};

record::ValidatedRecord lives_with(const std::string& declared, const Register& known,
                                   bool has_partner = true) {
    Texts values{{"cpr", applicant}};
    if (!declared.empty()) {
        values["civilstand"] = declared;
    }
    if (has_partner) {
        values["partner_cpr"] = partner;
    }
    return judge(form_with({partner_rule}), record_of(values), known);
}

TEST(Partner, IsConfirmedByTheAddressOnlyWhereBothHaveOne) {
    const Texts nowhere{{"vejnavn", ""}};
    const auto at = [&](const Texts& mine, const Texts& theirs) {
        return agreement(lives_with("samlevende", knows({{applicant, person(applicant, mine)},
                                                         {partner, person(partner, theirs)}})),
                         "partner_cpr");
    };
    EXPECT_EQ(at({}, {}), "confirmed");
    EXPECT_EQ(at(nowhere, {}), "unknown");
    EXPECT_EQ(at({}, nowhere), "unknown");
    EXPECT_EQ(at(nowhere, nowhere), "unknown");
}

TEST(Partner, OfACohabitantIsNotTheSpouse) {
    // Still married to another in CPR, and living with this one.
    const auto judged = lives_with(
        "samlevende",
        knows({{applicant, person(applicant, {{"civilstand", "gift"}, {"aegtefaelle_cpr", child}})},
               {partner, person(partner)}}));
    EXPECT_EQ(agreement(judged, "partner_cpr"), "confirmed");
}

TEST(Partner, IsComparedByTheAddressWhereCprKnowsNoSpouse) {
    const auto judged =
        lives_with("gift", knows({{applicant, person(applicant)}, {partner, person(partner)}}));
    EXPECT_EQ(agreement(judged, "partner_cpr"), "confirmed");
    EXPECT_EQ(verdict_of(judged, "partner_cpr").registered, partner);
    EXPECT_EQ(agreement(judged, "civilstand"), "differs");
}

TEST(Partner, WhomCprDoesNotKnowIsARemark) {
    const auto judged = lives_with("samlevende", knows({{applicant, person(applicant)}}));
    EXPECT_EQ(findings(judged), Lines{"remark person_unknown partner_cpr"});
    EXPECT_EQ(agreement(judged, "partner_cpr"), "unknown");
}

TEST(Partner, WhoLivesElsewhereIsNotWrittenIntoTheVerdict) {
    const auto judged = lives_with(
        "samlevende",
        knows({{applicant, person(applicant)}, {partner, person(partner, {{"husnummer", "50"}})}}));
    EXPECT_EQ(agreement(judged, "partner_cpr"), "unknown");
    EXPECT_EQ(verdict_of(judged, "partner_cpr").registered, "");
}

TEST(Partner, IsSpokenOfOnlyAsFarAsDeclared) {
    const auto nothing_known = Register{};
    EXPECT_EQ(findings(lives_with("", nothing_known)), Lines{"remark person_unknown partner_cpr"});
    EXPECT_EQ(findings(lives_with("gift", nothing_known, false)),
              Lines{"remark person_unknown civilstand"});
    const auto judged =
        lives_with("", knows({{applicant, person(applicant)}, {partner, person(partner)}}));
    EXPECT_EQ(judged.verdicts.size(), 1u);
}

TEST(CivilStatusVerdict, SaysWhatIsRegisteredWhereItIsComparable) {
    const auto known = knows({{applicant, person(applicant, {{"civilstand", "gift"}})}});
    EXPECT_EQ(verdict_of(lives_with("gift", known, false), "civilstand").registered, "gift");
    EXPECT_EQ(verdict_of(lives_with("andet", known, false), "civilstand").registered, "");
}

record::ValidatedRecord member(const Texts& mine, const Texts& theirs) {
    const RuleBinding members{
        "members_at_address", {{"cpr", {"cpr"}}, {"members", {"husstand.1.cpr"}}}, {}};
    return judge(form_with({members}), record_of({{"cpr", applicant}, {"husstand.1.cpr", partner}}),
                 knows({{applicant, person(applicant, mine)}, {partner, person(partner, theirs)}}));
}

TEST(Member, IsWrittenIntoTheVerdictOnlyWhenConfirmed) {
    EXPECT_EQ(verdict_of(member({}, {}), "husstand.1.cpr").registered, partner);
    EXPECT_EQ(verdict_of(member({}, {{"husnummer", "50"}}), "husstand.1.cpr").registered, "");
}

TEST(Member, WithoutAnAddressIsNoMemberElsewhere) {
    EXPECT_EQ(findings(member({}, {{"vejnavn", ""}})), Lines{});
    EXPECT_EQ(findings(member({{"vejnavn", ""}}, {})), Lines{});
    EXPECT_EQ(agreement(member({{"vejnavn", ""}}, {{"vejnavn", ""}}), "husstand.1.cpr"), "unknown");
}

}  // namespace
}  // namespace indgang::rules::cases
