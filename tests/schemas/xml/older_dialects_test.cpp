// SPDX-License-Identifier: MPL-2.0
//
// The older XML of the benefits, each in an encoding and with words of its own, becomes the same
// record as the form's own XML would.
#include <gtest/gtest.h>

#include <string>

#include "tests/schemas/xml/reading.h"

namespace indgang::xml {
namespace {

const form::FormKey boernetilskud{"boernetilskud", "1"};
const form::FormKey folkepension_1{"folkepension", "1"};
const form::FormKey folkepension_2{"folkepension", "2"};
const form::FormKey foertidspension{"foertidspension", "1"};
const form::FormKey barselsdagpenge{"barselsdagpenge", "1"};

TEST(OlderDialects, NamesWithDanishLettersAreReadInIso88591) {
    const auto record = read(sample("boernetilskud-iso-8859-1.xml"));
    EXPECT_EQ(record.form, boernetilskud);
    EXPECT_EQ(canonical(record, "fornavn"), "Freja");
    EXPECT_EQ(canonical(record, "efternavn"), "Lund");
    EXPECT_EQ(canonical(record, "husnummer"), "18");
    EXPECT_EQ(canonical(record, "etage"), "kl");
    EXPECT_EQ(canonical(record, "boern.1.cpr"), "7506234268");
    EXPECT_EQ(canonical(record, "indkomst_maaned"), "6820");
    EXPECT_EQ(canonical(record, "enlig_siden"), "2023-06-15");
    EXPECT_EQ(canonical(record, "erklaering_enlig"), "ja");
    ASSERT_EQ(record.findings.size(), 1u);
    EXPECT_EQ(record.findings[0].rule, "document_named");
}
TEST(OlderDialects, SignsOfWindows1252AreKept) {
    const auto record = read(sample("folkepension-windows-1252.xml"));
    EXPECT_EQ(record.form, folkepension_1);
    EXPECT_EQ(canonical(record, "ansoeger_cpr"), "6901600706");
    EXPECT_EQ(canonical(record, "civilstand"), "enlig");
    EXPECT_EQ(canonical(record, "bopael.2.land"), "Norge");
    EXPECT_EQ(canonical(record, "bopael.3.til"), "");
    EXPECT_EQ(canonical(record, "arbejdsgiver_navn"), "Frøhandelen “Kløver” – Randers");
    EXPECT_EQ(canonical(record, "ansoeger_i_alt_aar"), "345412.50");
    ASSERT_EQ(record.findings.size(), 1u);
    EXPECT_EQ(record.findings[0].rule, "applicant_remark");
}
TEST(OlderDialects, TextOfUtf16LosesOneEscaping) {
    const auto record = read(sample("foertidspension-utf-16.xml"));
    EXPECT_EQ(record.form, foertidspension);
    EXPECT_EQ(canonical(record, "erhverv"), "Lager & transport");
    EXPECT_EQ(canonical(record, "arbejde.1.arbejdsgiver"), "Limfjordens Lager & Fragt A/S");
    EXPECT_EQ(canonical(record, "arbejde.2.til"), "2026-02-28");
    EXPECT_EQ(canonical(record, "doer"), "th");
    EXPECT_EQ(canonical(record, "laege_ydernummer"), "082417");
    EXPECT_EQ(canonical(record, "samtykke_helbred"), "ja");
    EXPECT_TRUE(record.findings.empty());
}
TEST(OlderDialects, AttributesGiveFields) {
    const auto record = read(sample("barselsdagpenge-utf-8.xml"));
    EXPECT_EQ(record.form, barselsdagpenge);
    EXPECT_EQ(canonical(record, "ansoeger_cpr"), "6811785533");
    EXPECT_EQ(canonical(record, "anden_foraelder_cpr"), "7204801236");
    EXPECT_EQ(canonical(record, "anden_foraelder_mellemnavn"), "Holm");
    EXPECT_EQ(canonical(record, "foraelderrolle"), "adoptant");
    EXPECT_EQ(canonical(record, "maaned.4.timer"), "160");
    EXPECT_EQ(canonical(record, "orlov.3.art"), "foraeldre");
    EXPECT_EQ(canonical(record, "orlov.3.timer_pr_uge"), "15");
    EXPECT_TRUE(record.findings.empty());
}
TEST(OlderDialects, EachVersionOfAFormIsReadAsItself) {
    const auto first = read(sample("folkepension-couple.xml"));
    EXPECT_EQ(first.form, folkepension_1);
    EXPECT_EQ(canonical(first, "samliv"), "aegtefaelle");
    EXPECT_TRUE(first.findings.empty());
    const auto second = read(sample("folkepension-2-deferred.xml"));
    EXPECT_EQ(second.form, folkepension_2);
    EXPECT_EQ(canonical(second, "samliv"), "bofaellesskab");
    EXPECT_EQ(canonical(second, "udskyd_til"), "2027-07-01");
    EXPECT_TRUE(second.findings.empty());
}

}  // namespace
}  // namespace indgang::xml
