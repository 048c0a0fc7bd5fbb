// SPDX-License-Identifier: MPL-2.0
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "tests/schemas/xml/reading.h"

namespace indgang::xml {
namespace {

const std::filesystem::path kp_samples = shared_folder / "specs" / "kp-formularer" / "samples";
const std::filesystem::path os2_samples = shared_folder / "specs" / "os2forms" / "samples";
const std::filesystem::path hostile = shared_folder / "data" / "xml" / "hostile-defusedxml";

#define SKIP_WITHOUT(folder)                                               \
    if (!std::filesystem::exists(folder)) {                                \
        GTEST_SKIP() << "LOUD: shared samples are not here: " << (folder); \
    }

TEST(SharedSamples, Sp501GivesTheSameRecordInEveryEncoding) {
    SKIP_WITHOUT(kp_samples);
    int encodings = 0;
    for (const auto& entry : std::filesystem::directory_iterator(kp_samples / "valid")) {
        const auto record = read(file_text(entry.path()));
        EXPECT_EQ(canonical(record, "efternavn"), "Sørensen-Bjærgård") << entry.path();
        EXPECT_EQ(canonical(record, "borger_udgift_husleje"), "6234.50");
        const bool has_signs = entry.path().filename() == "SP501.windows-1252.xml";
        EXPECT_EQ(canonical(record, "begrundelse_ansoegning"),
                  has_signs ? "Ny vaskemaskine – “defekt”, pris € 500"
                            : "Ny vaskemaskine. Bor alene på 3. sal, gået på pension.");
        EXPECT_EQ(finding(record, "unknown_element"), nullptr);
        ++encodings;
    }
    EXPECT_EQ(encodings, 6);
}
TEST(SharedSamples, EveryInvalidSp501IsRefusedAtTheElement) {
    SKIP_WITHOUT(kp_samples);
    const std::map<std::string, std::string> ends{{"SP501.amount", "/Husleje"},
                                                  {"SP501.cpr", "/Personnummer"},
                                                  {"SP501.date", "/ModtagetDato"},
                                                  {"SP501.declaration", "/Erklaering"},
                                                  {"SP501.text", "/BegrundelseAnsoegning"}};
    int refused_count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(kp_samples / "invalid")) {
        const std::string name = entry.path().filename().string();
        const Refusal refused = refusal_of_document(file_text(entry.path()));
        EXPECT_EQ(refused.reason, "xml_invalid") << name;
        const auto end = ends.find(name.substr(0, name.find('-')));
        ASSERT_NE(end, ends.end()) << name;
        EXPECT_TRUE(refused.place.substr(0, refused.place.find(": ")).ends_with(end->second))
            << refused.place;
        ++refused_count;
    }
    EXPECT_EQ(refused_count, 12);
}
TEST(SharedSamples, MalformedSp501IsRefusedWithTheCause) {
    SKIP_WITHOUT(kp_samples);
    const std::map<std::string, std::string> reasons{{"iso-bytes", "xml_encoding_mismatch"},
                                                     {"truncated", "xml_malformed"},
                                                     {"utf-8-bytes", "xml_encoding_mismatch"}};
    for (const auto& entry : std::filesystem::directory_iterator(kp_samples / "malformed")) {
        const std::string name = entry.path().filename().string();
        const Refusal refused = refusal_of_document(file_text(entry.path()));
        bool is_known = false;
        for (const auto& [part, reason] : reasons) {
            if (name.find("SP501." + part) == 0) {
                is_known = true;
                EXPECT_EQ(refused.reason, reason) << name;
            }
        }
        EXPECT_TRUE(is_known) << name;
        EXPECT_TRUE(refused.place.starts_with("line ")) << refused.place;
    }
}
TEST(SharedSamples, Sp241AsASenderWritesItIsRead) {
    SKIP_WITHOUT(kp_samples);
    const auto record = read(file_text(kp_samples / "upstream" / "SP241.rendered.xml"));
    EXPECT_EQ(record.form, (form::FormKey{"sp241", "1"}));
    EXPECT_EQ(canonical(record, "efternavn"), "Neuman");
    EXPECT_EQ(canonical(record, "underskriftsdato"), "2035-01-10");
    EXPECT_EQ(record.field("ansoeger_cpr")->doubt, "cpr_no_such_day");
    EXPECT_EQ(finding(record, "unknown_element"), nullptr);
    EXPECT_EQ(record.findings.size(), 3u);
    EXPECT_NE(finding(record, "document_named"), nullptr);
}
TEST(SharedSamples, Os2FormsIsReadInBothEncodings) {
    SKIP_WITHOUT(os2_samples);
    int read_count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(os2_samples)) {
        const auto record = read(file_text(entry.path()));
        EXPECT_EQ(record.form.form, "boligstoette");
        EXPECT_EQ(canonical(record, "mellemnavn"), "Bøgh");
        EXPECT_EQ(canonical(record, "vejnavn"), "Nørrebrogade");
        EXPECT_EQ(canonical(record, "husnummer"), "12B");
        EXPECT_EQ(canonical(record, "etage"), "3");
        EXPECT_EQ(canonical(record, "doer"), "tv");
        EXPECT_EQ(canonical(record, "husleje_maaned"), "6234.50");
        EXPECT_EQ(canonical(record, "indflytningsdato"), "2026-03-01");
        ASSERT_NE(finding(record, "applicant_remark"), nullptr);
        EXPECT_EQ(finding(record, "applicant_remark")->evidence.at("text"),
                  "R&D: \"dobbelt-escapet\" værdi");
        EXPECT_EQ(finding(record, "unknown_element"), nullptr);
        ++read_count;
    }
    EXPECT_EQ(read_count, 2);
}
TEST(SharedSamples, HostileDocumentsAreRefused) {
    SKIP_WITHOUT(hostile);
    int refused_count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(hostile)) {
        const std::string text = file_text(entry.path());
        const bool has_doctype = text.find("<!DOCTYPE") != std::string::npos;
        const Refusal refused = refusal_of_document(text);
        EXPECT_EQ(refused.reason, has_doctype ? "xml_doctype_refused" : "xml_unknown_form")
            << entry.path().filename();
        ++refused_count;
    }
    EXPECT_GE(refused_count, 11);
}

}  // namespace
}  // namespace indgang::xml
