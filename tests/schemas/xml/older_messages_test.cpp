// SPDX-License-Identifier: MPL-2.0
//
// Messages in the manner of OIOXML, each in the encoding of its time, and forms of the pension
// system besides SP501: what stands in the samples stands in the records.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "tests/schemas/xml/reading.h"

namespace indgang::xml {
namespace {

bool is_all_accepted(const record::ApplicationRecord& record) {
    return std::all_of(record.fields.begin(), record.fields.end(),
                       [](const record::FieldValue& field) { return field.is_accepted; });
}

/// The document named in it is all that a message leaves to say.
void expect_only_the_document(const record::ApplicationRecord& record, const std::string& name) {
    ASSERT_EQ(record.findings.size(), 1u);
    EXPECT_EQ(record.findings[0].rule, "document_named");
    EXPECT_EQ(record.findings[0].evidence.at("text"), name);
    EXPECT_TRUE(is_all_accepted(record));
}

TEST(OlderMessages, MaintenanceInIso88591HasElementsWithDanishLetters) {
    const auto record = read(sample("boernebidrag-oio.xml"));
    EXPECT_EQ(record.form, (form::FormKey{"boernebidrag", "1"}));
    EXPECT_EQ(canonical(record, "efternavn"), "Kjær");
    EXPECT_EQ(canonical(record, "partner_cpr"), "6811785533");
    EXPECT_EQ(canonical(record, "boern.1.foraeldremyndighed"), "faelles");
    EXPECT_EQ(canonical(record, "boern.1.bidrag_maaned"), "1673");
    EXPECT_EQ(canonical(record, "bidragsbetaler_etage"), "4");
    EXPECT_EQ(canonical(record, "bidragsbetaler_doer"), "th");
    EXPECT_EQ(canonical(record, "restance.1.betalt"), "500");
    EXPECT_EQ(canonical(record, "restance.2.forfaldsdag"), "2026-11-01");
    EXPECT_EQ(canonical(record, "underskriftsdato"), "2026-11-20");
    EXPECT_EQ(*record.value("underskrift"), Value::of_signature(true));
    expect_only_the_document(record, "afgørelse_familieretshuset.pdf");
}
TEST(OlderMessages, SicknessInWindows1252HasNameAndAddressOnOneLine) {
    const auto record = read(sample("sygedagpenge-oio.xml"));
    EXPECT_EQ(record.form, (form::FormKey{"sygedagpenge", "1"}));
    EXPECT_EQ(canonical(record, "fornavn"), "Bo");
    EXPECT_EQ(canonical(record, "efternavn"), "Østergård");
    EXPECT_EQ(canonical(record, "vejnavn"), "Kongensgade");
    EXPECT_EQ(canonical(record, "etage"), "st");
    EXPECT_EQ(canonical(record, "doer"), "tv");
    EXPECT_EQ(canonical(record, "foerste_fravaersdag"), "2026-11-02");
    EXPECT_EQ(canonical(record, "loen_maaned"), "22140");
    EXPECT_EQ(canonical(record, "timeloen"), "138.09");
    EXPECT_EQ(canonical(record, "arbejde.1.arbejdsgiver"), "Havnens Rengøring");
    EXPECT_EQ(canonical(record, "sygdom_beskrivelse"),
              "Højre håndled er brækket – “lette” opgaver går, men intet tungt; skinne købt for "
              "€ 40.");
    EXPECT_TRUE(record.findings.empty());
    EXPECT_TRUE(is_all_accepted(record));
}
TEST(OlderMessages, CashBenefitInUtf16IsRead) {
    const auto record = read(sample("kontanthjaelp-oio.xml"));
    EXPECT_EQ(record.form, (form::FormKey{"kontanthjaelp", "1"}));
    EXPECT_EQ(canonical(record, "aarsag"), "job_ophoer");
    EXPECT_EQ(canonical(record, "ydelse"), "kontanthjaelp");
    EXPECT_EQ(canonical(record, "udland.1.land"), "Østrig");
    EXPECT_EQ(canonical(record, "indtaegt.3.beloeb"), "26100");
    EXPECT_EQ(canonical(record, "ansoeger_loen_3_maaneder"), "78300");
    EXPECT_EQ(canonical(record, "koeretoej.1.regnr"), "ÆØ12345");
    EXPECT_EQ(canonical(record, "konti.1.ejer"), "ansoeger");
    expect_only_the_document(record, "opsigelse_august.pdf");
}

TEST(TwoVersions, EachDocumentIsReadByTheVersionThatItNames) {
    const auto first = read(sample("sygedagpenge-1.xml"));
    const auto second = read(sample("sygedagpenge-2.xml"));
    EXPECT_EQ(first.form, (form::FormKey{"sygedagpenge", "1"}));
    EXPECT_EQ(second.form, (form::FormKey{"sygedagpenge", "2"}));
    EXPECT_EQ(canonical(first, "anmelder"), "borger");
    EXPECT_EQ(canonical(second, "anmelder"), "sygemeldt");
    EXPECT_EQ(canonical(second, "delvis_fra"), "2026-11-09");
    EXPECT_TRUE(is_all_accepted(first) && is_all_accepted(second));
}
TEST(TwoVersions, AChoiceOfTheOneIsNoneOfTheOther) {
    EXPECT_EQ(refusal_of_document(replaced(sample("sygedagpenge-1.xml"), ">borger<", ">sygemeldt<"))
                  .reason,
              "xml_invalid");
    EXPECT_EQ(refusal_of_document(replaced(sample("sygedagpenge-2.xml"), ">sygemeldt<", ">borger<"))
                  .reason,
              "xml_invalid");
}

TEST(PensionForms, Sp241IsRead) {
    const auto record = read(sample("sp241.xml"));
    EXPECT_EQ(record.form, (form::FormKey{"sp241", "1"}));
    EXPECT_EQ(canonical(record, "mellemnavn"), "Peter");
    EXPECT_EQ(canonical(record, "sygeforsikring_gruppe"), "gruppe_2");
    EXPECT_EQ(canonical(record, "fuldmagthaver_cpr"), "6812450008");
    expect_only_the_document(record, "fuldmagt.pdf");
}
TEST(PensionForms, Sp242InIso88591IsRead) {
    const auto record = read(sample("sp242.xml"));
    EXPECT_EQ(record.form, (form::FormKey{"sp242", "1"}));
    EXPECT_EQ(canonical(record, "udvidet_helbredstillaeg"), "briller");
    EXPECT_EQ(canonical(record, "samtykke"), "ja");
    EXPECT_EQ(canonical(record, "fuldmagt_dokumentnavn"), "fuldmagt_ægtefælle.pdf");
    expect_only_the_document(record, "overslag_briller.pdf");
}
TEST(PensionForms, Sp246HasTwoPairsOfGlassesAndTheNameInThree) {
    const auto record = read(sample("sp246.xml"));
    EXPECT_EQ(record.form, (form::FormKey{"sp246", "1"}));
    EXPECT_EQ(canonical(record, "fornavn"), "Ingrid");
    EXPECT_EQ(canonical(record, "efternavn"), "Dahl");
    EXPECT_EQ(canonical(record, "venstre_styrke"), "-2.25");
    EXPECT_EQ(canonical(record, "hoejre_akse"), "95");
    EXPECT_EQ(canonical(record, "andet_venstre_styrke"), "1.25");
    EXPECT_EQ(canonical(record, "andet_hoejre_akse"), "");
    EXPECT_EQ(canonical(record, "glas_pris"), "1450.50");
    EXPECT_EQ(canonical(record, "andet_stel_pris"), "0");
    EXPECT_EQ(canonical(record, "pris_i_alt"), "2850.50");
    EXPECT_EQ(*record.value("behandler_underskrift"), Value::of_signature(true));
    expect_only_the_document(record, "synsprøve.pdf");
}
TEST(PensionForms, AnmodningIsReadWithTheWordThatTheInterfaceMisspells) {
    const auto record = read(sample("anmodning.xml"));
    EXPECT_EQ(record.form, (form::FormKey{"anmodning", "1"}));
    EXPECT_EQ(canonical(record, "almindeligt_helbredstillaeg"), "hoereapparatbehandling");
    EXPECT_EQ(canonical(record, "udvidet_helbredstillaeg"), "");
    EXPECT_EQ(canonical(record, "bemaerkning"),
              "Regningen er betalt – se kvitteringen på € 412,50.");
    expect_only_the_document(record, "kvittering_høreapparat.pdf");
}
TEST(PensionForms, AnmodningForAnExtendedSupplementIsRead) {
    std::string document = replaced(sample("anmodning.xml"), "<AlmindeligtHelbredstillaeg>",
                                    "<UdvidetHelbredstillaeg>");
    document = replaced(document, "</AlmindeligtHelbredstillaeg>", "</UdvidetHelbredstillaeg>");
    const auto record = read(replaced(document, "Hoereappartbehandling", "Tandprotese"));
    EXPECT_EQ(canonical(record, "udvidet_helbredstillaeg"), "tandprotese");
    EXPECT_EQ(canonical(record, "almindeligt_helbredstillaeg"), "");
}

}  // namespace
}  // namespace indgang::xml
