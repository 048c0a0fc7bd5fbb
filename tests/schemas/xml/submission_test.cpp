// SPDX-License-Identifier: MPL-2.0
#include "schemas/xml/submission.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "schemas/core/limits.h"
#include "tests/schemas/xml/reading.h"

namespace indgang::xml {
namespace {

bool is_all_accepted(const record::ApplicationRecord& record) {
    return std::all_of(record.fields.begin(), record.fields.end(),
                       [](const record::FieldValue& field) { return field.is_accepted; });
}

TEST(Submission, Sp501InIso88591IsReadWithItsLetters) {
    const auto record = read(sample("sp501-iso-8859-1.xml"));
    EXPECT_EQ(record.form, (form::FormKey{"sp501", "1"}));
    EXPECT_EQ(record.source, record::Source::xml);
    EXPECT_EQ(canonical(record, "efternavn"), "Sørensen-Bjærgård");
    EXPECT_EQ(canonical(record, "ansoeger_cpr"), "6101551234");
    EXPECT_EQ(canonical(record, "civilstand"), "enlig");
    EXPECT_EQ(canonical(record, "borger_formue_pengeinstitut"), "21480.75");
    EXPECT_EQ(canonical(record, "borger_udgift_forsikring1_titel"), "Indboforsikring");
    EXPECT_EQ(canonical(record, "sygeforsikring_gruppe"), "gruppe_5");
    EXPECT_EQ(canonical(record, "underskriftsdato"), "2026-11-16");
    EXPECT_EQ(canonical(record, "aegtefaelle_cpr"), "");
    EXPECT_TRUE(is_all_accepted(record));
}
TEST(Submission, Sp501NamesItsDocumentsInARemark) {
    const auto record = read(sample("sp501-iso-8859-1.xml"));
    ASSERT_EQ(record.findings.size(), 1u);
    EXPECT_EQ(record.findings[0].rule, "document_named");
    EXPECT_EQ(record.findings[0].evidence.at("text"), "tilbud_briller_åben_optik.pdf");
}
TEST(Submission, Sp501WithASpouseIsRead) {
    const auto record = read(sample("sp501-utf-8.xml"));
    EXPECT_EQ(canonical(record, "civilstand"), "gift");
    EXPECT_EQ(canonical(record, "aegtefaelle_cpr"), "6811785533");
    EXPECT_EQ(canonical(record, "aegtefaelle_indtaegt_andet1"), "500");
    EXPECT_EQ(canonical(record, "aegtefaelle_formue_nedsparingslaan"), "nej");
    EXPECT_EQ(canonical(record, "erklaering"), "ja");
    EXPECT_EQ(*record.value("underskrift"), Value::of_signature(true));
    EXPECT_TRUE(record.findings.empty());
    EXPECT_TRUE(is_all_accepted(record));
}
TEST(Submission, ProvenanceIsTheXPath) {
    const auto record = read(sample("sp501-utf-8.xml"));
    EXPECT_EQ(std::get<record::Submitted>(record.field("aegtefaelle_cpr")->provenance).place,
              "/SP501/AnsoegningsOplysninger/AegtefaellePersonnummer");
}
TEST(Submission, OwnXmlOfAFamilyIsRead) {
    const auto record = read(sample("boligstoette-family.xml"));
    EXPECT_EQ(record.form, (form::FormKey{"boligstoette", "1"}));
    EXPECT_EQ(canonical(record, "husstand.1.cpr"), "6811785533");
    EXPECT_EQ(canonical(record, "husstand.2.navn"), "Sofie Kjær");
    EXPECT_EQ(canonical(record, "husstand.2.delt_ophold"), "nej");
    EXPECT_EQ(canonical(record, "heraf_vand"), "300.50");
    EXPECT_EQ(std::get<record::Submitted>(record.field("husstand.2.cpr")->provenance).place,
              "/boligstoette/husstand[2]/cpr");
    EXPECT_TRUE(record.findings.empty());
    EXPECT_TRUE(is_all_accepted(record));
}
TEST(Submission, OwnXmlInWindows1252IsRead) {
    const auto record = read(sample("boligstoette-single.xml"));
    EXPECT_EQ(canonical(record, "efternavn"), "Østergård");
    EXPECT_EQ(canonical(record, "etage"), "st");
    EXPECT_TRUE(is_all_accepted(record));
}
TEST(Submission, Os2FormsIsReadWithDanishAmountsAndOneEscapingLess) {
    const auto record = read(sample("os2forms-boligstoette.xml"));
    EXPECT_EQ(record.form.form, "boligstoette");
    EXPECT_EQ(canonical(record, "ansoeger_cpr"), "8112993321");
    EXPECT_EQ(canonical(record, "fornavn"), "Bo");
    EXPECT_EQ(canonical(record, "vejnavn"), "Kongensgade");
    EXPECT_EQ(canonical(record, "etage"), "st");
    EXPECT_EQ(canonical(record, "husleje_maaned"), "5475");
    EXPECT_EQ(canonical(record, "heraf_varme"), "620.50");
    EXPECT_EQ(canonical(record, "heraf_vand"), "150");
    EXPECT_EQ(canonical(record, "telefon"), "20993321");
    EXPECT_EQ(canonical(record, "udlejer_navn"), "Vestkystens Boliger I/S & Søn");
    EXPECT_EQ(canonical(record, "underskriftsdato"), "2026-11-19");
    EXPECT_TRUE(is_all_accepted(record));
}
TEST(Submission, Os2FormsRemarkOfTheApplicantIsKept) {
    const auto record = read(sample("os2forms-boligstoette.xml"));
    ASSERT_NE(finding(record, "applicant_remark"), nullptr);
    EXPECT_EQ(finding(record, "applicant_remark")->evidence.at("text"),
              "Udlejer kalder lejligheden \"stuen\"; det er st. tv.");
    EXPECT_EQ(record.findings.size(), 1u);
}
TEST(Submission, Os2FormsWithTwoCprNumbersIsADoubt) {
    const auto record = read(replaced(sample("os2forms-boligstoette.xml"), "<CprNummer>8112993321",
                                      "<CprNummer>6101551234"));
    EXPECT_EQ(record.field("ansoeger_cpr")->doubt, "conflicting_elements");
}
TEST(Submission, ReadingTwiceGivesTheSame) {
    SubmissionReader reader(project_forms());
    const std::string first = sample("sp501-utf-8.xml");
    const auto a = reader.map(reader.parse(view_of(first)));
    (void)reader.map(reader.parse(view_of(sample("sp501-iso-8859-1.xml"))));
    const auto b = reader.map(reader.parse(view_of(first)));
    ASSERT_EQ(a.fields.size(), b.fields.size());
    for (std::size_t i = 0; i < a.fields.size(); ++i) {
        EXPECT_EQ(a.fields[i].value, b.fields[i].value);
        EXPECT_EQ(a.fields[i].raw, b.fields[i].raw);
    }
}
TEST(Submission, SubmissionsMoveAndAreMappedLater) {
    SubmissionReader reader(project_forms());
    std::vector<Submission> parsed;
    parsed.push_back(reader.parse(view_of(sample("sp501-utf-8.xml"))));
    parsed.push_back(reader.parse(view_of(sample("boligstoette-single.xml"))));
    SubmissionReader moved = std::move(reader);
    EXPECT_EQ(canonical(moved.map(parsed[1]), "fornavn"), "Bo");
    EXPECT_EQ(canonical(moved.map(parsed[0]), "fornavn"), "Mette");
}

TEST(Refusal, TooLarge) {
    const Refusal refused = refusal_of_document(std::string(limits::xml_bytes + 1, ' '));
    EXPECT_EQ(refused.reason, "xml_too_large");
    EXPECT_EQ(refused.kind, ErrorKind::limit);
}
TEST(Refusal, TruncatedIsMalformedWithItsLine) {
    const Refusal refused = refusal_of_document(sample("sp501-truncated.xml"));
    EXPECT_EQ(refused.reason, "xml_malformed");
    EXPECT_EQ(refused.kind, ErrorKind::bad_input);
    EXPECT_TRUE(refused.place.starts_with("line 3")) << refused.place;
}
TEST(Refusal, UnknownFormNamesItsRoot) {
    const Refusal refused = refusal_of_document("<SP999/>");
    EXPECT_EQ(refused.reason, "xml_unknown_form");
    EXPECT_EQ(refused.message,
              "xml: no form of the catalogue has this root element: line 1, /SP999");
}
TEST(Refusal, APlaceHasNoWordsOfOthers) {
    // The place is told to whoever asks what became of a document, the message to who may see it.
    const Refusal root = refusal_of_document("<Svendsen-2401901234/>");
    EXPECT_EQ(root.place, "line 1, /*");
    const std::string other = "<Svendsen-2401901234 x='1'/>";
    const Refusal invalid = refusal_of_document(
        replaced(sample("boligstoette-single.xml"), "<telefon>", other + "<telefon>"));
    EXPECT_EQ(invalid.reason, "xml_invalid");
    EXPECT_TRUE(
        invalid.place.ends_with("/*: is not expected here, or something before it is missing"))
        << invalid.place;
    EXPECT_NE(invalid.place.find(", /boligstoette/"), std::string::npos) << invalid.place;
    EXPECT_NE(invalid.message.find("/Svendsen-2401901234"), std::string::npos) << invalid.message;
    const Refusal cut = refusal_of_document("<boligstoette><Svendsen-2401901234><telefon>");
    EXPECT_EQ(cut.reason, "xml_malformed");
    EXPECT_EQ(cut.place, "line 1, /boligstoette/*/telefon");
    EXPECT_NE(cut.message.find("/Svendsen-2401901234"), std::string::npos) << cut.message;
    const Refusal attribute = refusal_of_document(
        replaced(sample("boligstoette-single.xml"), "<telefon>", "<telefon Svendsen='1'>"));
    EXPECT_EQ(attribute.place.find("Svendsen"), std::string::npos) << attribute.place;
}
TEST(Refusal, RootInAnotherNamespaceIsAnUnknownForm) {
    EXPECT_EQ(refusal_of_document("<SP501 xmlns='urn:x'/>").reason, "xml_unknown_form");
    EXPECT_EQ(refusal_of_document("<boligstoette/>").reason, "xml_unknown_form");
}
TEST(Refusal, ARootInAnotherNamespaceIsToldBothNamespaces) {
    EXPECT_EQ(refusal_of_document("<n:SP501 xmlns:n='urn:x'/>").message,
              "xml: no form of the catalogue has this root element in the namespace urn:x; a form "
              "has it in no namespace");
}
TEST(Refusal, AnElementThatSaysNilIsToldSo) {
    const Refusal refused = refusal_of_document(
        replaced(replaced(sample("sp501-utf-8.xml"), "<Mellemnavn>Holm</Mellemnavn>",
                          "<Mellemnavn xsi:nil=\"true\"/>"),
                 "<SP501", "<SP501 xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""));
    EXPECT_EQ(refused.reason, "xml_invalid");
    EXPECT_NE(refused.message.find("xsi:nil"), std::string::npos) << refused.message;
}
TEST(Refusal, NoneForBlanksBeforeTheDeclaration) {
    EXPECT_EQ(refusal_of_document("\n \r\n" + sample("sp501-utf-8.xml")).reason, "");
}
TEST(Refusal, Os2FormsOfAnotherBenefitIsAnUnknownForm) {
    EXPECT_EQ(refusal_of_document(
                  replaced(sample("os2forms-boligstoette.xml"), "<KLe>32.18.04", "<KLe>32.45.10"))
                  .reason,
              "xml_unknown_form");
}
TEST(Refusal, InvalidNamesEachElementAndItsRule) {
    const Refusal refused = refusal_of_document(sample("sp501-invalid.xml"));
    EXPECT_EQ(refused.reason, "xml_invalid");
    EXPECT_TRUE(refused.place.ends_with(
        "/SP501/AnsoegerOplysninger/Ansoeger/Personnummer: is not written as its type demands"))
        << refused.place;
    EXPECT_NE(refused.message.find("/Husleje: is no value of its type"), std::string::npos)
        << refused.message;
    EXPECT_NE(refused.message.find("/Underskriftsdato: is no value of its type"),
              std::string::npos);
}
TEST(Refusal, InvalidTellsNoValues) {
    const Refusal refused = refusal_of_document(sample("sp501-invalid.xml"));
    for (const char* value : {"610155", "6.120", "16-11"}) {
        EXPECT_EQ((refused.message + refused.place).find(value), std::string::npos) << value;
    }
}
TEST(Refusal, InvalidListsFiveErrorsAndCountsTheRest) {
    std::string lines;
    for (int i = 0; i < 8; ++i) {
        lines +=
            "<Dokumenter><Dokumentnavn>x</Dokumentnavn><Dokumenttype>Y</Dokumenttype>"
            "</Dokumenter>";
    }
    const Refusal refused =
        refusal_of_document(replaced(sample("sp501-utf-8.xml"), "</Header>", lines + "</Header>"));
    EXPECT_EQ(std::count(refused.message.begin(), refused.message.end(), ';'), 5);
    EXPECT_TRUE(refused.message.ends_with("and 3 more")) << refused.message;
}
TEST(Refusal, SchemasThatTheDocumentNamesAreNotUsed) {
    const std::string document =
        replaced(sample("sp501-invalid.xml"), "<SP501>",
                 "<SP501 xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
                 "xsi:noNamespaceSchemaLocation=\"lax.xsd\" "
                 "xsi:schemaLocation=\"urn:x http://127.0.0.1/x.xsd\">");
    EXPECT_EQ(refusal_of_document(document).reason, "xml_invalid");
}
TEST(Refusal, SchemaLocationInAValidDocumentChangesNothing) {
    const auto record =
        read(replaced(sample("sp501-utf-8.xml"), "<SP501>",
                      "<SP501 xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
                      "xsi:noNamespaceSchemaLocation=\"http://127.0.0.1/evil.xsd\">"));
    EXPECT_TRUE(record.findings.empty());
}
TEST(Refusal, XIncludeInAFreeElementStaysUnread) {
    const auto record =
        read(replaced(sample("sp501-utf-8.xml"), "<Underskrift>Mette Holm Kjær",
                      "<Underskrift><xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" "
                      "href=\"file:///etc/passwd\" parse=\"text\"/>"));
    ASSERT_NE(finding(record, "unknown_element"), nullptr);
    EXPECT_EQ(finding(record, "unknown_element")->evidence.at("xpath"),
              "/SP501/Underskriftsoplysninger/Underskrift/include");
    EXPECT_FALSE(record.field("underskrift")->value);
}
TEST(Refusal, AnEmailOfManySignsCostsNoSquaredTime) {
    const std::string email = "<Email>" + std::string(limits::xml_text_bytes - 1, '@') + "</Email>";
    const Refusal refused = refusal_of_document(
        replaced(sample("sp501-utf-8.xml"), "</Telefonnummer>", "</Telefonnummer>" + email));
    EXPECT_EQ(refused.reason, "xml_invalid");
}

TEST(Catalogue, ABrokenSchemaStopsTheStartWithItsPlace) {
    const auto folder = std::filesystem::path(testing::TempDir()) / "indgang_broken_schema";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    std::filesystem::copy(source_folder / "schemas" / "forms" / "sp501", folder / "sp501",
                          std::filesystem::copy_options::recursive);
    std::ofstream(folder / "sp501" / "1" / "xml" / "sp501.xsd") << "<xs:schema xmlns:xs=\n"
                                                                << "\"urn:none\"/>";
    const form::FormCatalogue forms = form::FormCatalogue::load({folder});
    const Refusal refused = refusal_of([&] { SubmissionReader reader(forms); });
    EXPECT_EQ(refused.reason, "xml_schema_broken");
    EXPECT_NE(refused.place.find("sp501.xsd:"), std::string::npos) << refused.place;
}

}  // namespace
}  // namespace indgang::xml
