// SPDX-License-Identifier: MPL-2.0
//
// The schema of SP501 in this project is written anew. Here it is held against the one that the
// pension system publishes, on its samples and on thousands of documents that differ from a sample
// in one place: both must take and refuse the same.
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "schemas/xml/encoding.h"
#include "tests/schemas/xml/changed_documents.h"

namespace indgang::xml {
namespace {

const std::filesystem::path published = shared_folder / "specs" / "kp-formularer";

/// A sample of ours in which every element of the form occurs.
std::string full_document() {
    const auto lines = [](std::initializer_list<const char*> names, const char* value) {
        std::string text;
        for (const std::string name : names) {
            text += "<" + name + ">" + value + "</" + name + ">";
        }
        return text;
    };
    const auto pair = [](const std::string& name) {
        return "<" + name + "><" + name + "Titel>x</" + name + "Titel><" + name + "Beloeb>1.5</" +
               name + "Beloeb></" + name + ">";
    };
    const std::string assets = lines({"IndestaaendePengeinstitut", "Obligationer", "Pantebreve",
                                      "Aktier", "Kontantbeholdning", "SommerhusFrivaerdi",
                                      "UhaevetKapitalPension", "AndreVaerdipapirer"},
                                     "12.34") +
                               lines({"NedsparingsLaanKreditFastEjendom"}, "Ja");
    const std::string income = lines({"Loen", "FolkepensionFoertidspension", "ATP", "AndenPension",
                                      "Boligydelse", "Renteindtaegter"},
                                     "1") +
                               pair("Andet1") + pair("Andet2");
    const std::string expenses =
        lines({"Husleje", "Terminsudgifter", "Vandafgift", "El", "Varme"}, "0.01") +
        pair("Forsikring1") + pair("Forsikring2") +
        lines({"SygeforsikringDK", "TelefonAbonnement"}, "99.9") + pair("Andet1") + pair("Andet2");
    const std::string cpr = "urn:oio:cpr:6101551234";
    return "<SP501><Header><Myndighed>urn:oio:cvr-nr:12345674</Myndighed>"
           "<ModtagetDato>2026-11-16</ModtagetDato><KLE>32.03.12</KLE><Dokumenter><Dokumentnavn>a"
           "</Dokumentnavn><Dokumenttype>Bilag</Dokumenttype></Dokumenter></Header>"
           "<AnsoegerOplysninger><Ansoeger>" +
           lines({"Fornavn", "Mellemnavn", "Efternavn"}, "Åge") + "<Personnummer>" + cpr +
           "</Personnummer><Telefonnummer>20991234</Telefonnummer><Email>a@b.dk</Email>"
           "</Ansoeger></AnsoegerOplysninger><AnsoegningsOplysninger><Civilstand>Enlig"
           "</Civilstand>" +
           lines({"AegtefaelleFornavn", "AegtefaelleMellemnavn", "AegtefaelleEfternavn"}, "Bo") +
           "<AegtefaellePersonnummer>" + cpr + "</AegtefaellePersonnummer><Boform>Andelbolig" +
           "</Boform><Formaal>x</Formaal><ForventetUdgiftFormaal>3</ForventetUdgiftFormaal>" +
           "<BegrundelseAnsoegning>y</BegrundelseAnsoegning></AnsoegningsOplysninger>" +
           "<Formueoplysninger><BorgerFormue>" + assets + "</BorgerFormue><AegtefaelleFormue>" +
           assets + "</AegtefaelleFormue></Formueoplysninger><AktuelleIndtaegter>" +
           "<BorgerIndtaegter>" + income + "</BorgerIndtaegter><AegtefaelleIndtaegt>" + income +
           "</AegtefaelleIndtaegt></AktuelleIndtaegter><AktuelleUdgifter><BorgerUdgift>" +
           expenses + "</BorgerUdgift><AegtefaelleUdgift>" + expenses +
           "</AegtefaelleUdgift></AktuelleUdgifter><Sygeforsikring><Gruppe>GRUPPE_1</Gruppe>"
           "</Sygeforsikring><Erklaering>Accepteret</Erklaering><Underskriftsoplysninger>"
           "<Underskrift>Åge</Underskrift><Underskriftsdato>2026-11-16</Underskriftsdato>"
           "</Underskriftsoplysninger><Fuldmagt><FuldmagtDokumentnavn>f</FuldmagtDokumentnavn>"
           "<FuldmagthaversPersonnummer>" +
           cpr + "</FuldmagthaversPersonnummer></Fuldmagt></SP501>";
}

class Sp501Schema : public testing::Test {
  protected:
    void SetUp() override {
        if (!std::filesystem::exists(published / "SP501.xsd")) {
            GTEST_SKIP() << "LOUD: the published SP501.xsd is not here: " << published;
        }
        ours_.emplace(file_text(source_folder / "schemas/forms/sp501/1/xml/sp501.xsd"), "ours");
        theirs_.emplace(file_text(published / "SP501.xsd"), "theirs");
    }

    /// Parses `text`, changes the element number `index`, and compares the verdicts.
    /// Gives whether they were valid.
    bool agree(const std::string& text, std::size_t index,
               const std::function<void(xmlNode*)>& change, const std::string& what) {
        const XmlDocPtr document = HardenedParser().parse(text);
        xmlNode* node = elements_of(*document)[index];
        const std::string path = path_of(node);
        change(node);
        const bool by_ours = is_valid(*ours_, *document);
        EXPECT_EQ(by_ours, is_valid(*theirs_, *document)) << what << " at " << path;
        return by_ours;
    }

    std::optional<SchemaCheck> ours_;
    std::optional<SchemaCheck> theirs_;
};

TEST_F(Sp501Schema, AgreesWithThePublishedOneOnItsSamples) {
    int compared = 0;
    for (const char* folder : {"valid", "invalid", "upstream"}) {
        for (const auto& entry :
             std::filesystem::directory_iterator(published / "samples" / folder)) {
            const std::string bytes = file_text(entry.path());
            std::string storage;
            const XmlDocPtr document = HardenedParser().parse(to_utf8(view_of(bytes), storage));
            const bool by_ours = is_valid(*ours_, *document);
            EXPECT_EQ(by_ours, is_valid(*theirs_, *document)) << entry.path().filename();
            EXPECT_EQ(by_ours, std::string_view(folder) == "valid") << entry.path().filename();
            ++compared;
        }
    }
    EXPECT_GE(compared, 19);
}
TEST_F(Sp501Schema, AgreesOnTheFullDocument) {
    EXPECT_TRUE(agree(
        full_document(), 0, [](xmlNode*) {}, "nothing changed"));
}
TEST_F(Sp501Schema, AgreesWhenOneElementIsChanged) {
    const std::string text = full_document();
    const std::size_t count = elements_of(*HardenedParser().parse(text)).size();
    int valid = 0;
    int invalid = 0;
    for (std::size_t i = 1; i < count; ++i) {
        for (const Change& change : changes) {
            (agree(text, i, change.make, change.name) ? valid : invalid) += 1;
        }
    }
    EXPECT_GT(valid, 100);
    EXPECT_GT(invalid, 300);
}
TEST_F(Sp501Schema, AgreesOnValuesOfEveryLeaf) {
    const std::string text = full_document();
    const XmlDocPtr whole = HardenedParser().parse(text);
    const std::vector<xmlNode*> nodes = elements_of(*whole);
    const std::vector<std::string> values{"",
                                          " ",
                                          "0",
                                          "-1",
                                          "1.234",
                                          "1,5",
                                          "1e3",
                                          "+1",
                                          ".5",
                                          "007",
                                          "Ja",
                                          "ja",
                                          "Nej",
                                          "Accepteret",
                                          " Accepteret",
                                          "Enlig",
                                          "Andelsbolig",
                                          "Andelbolig",
                                          "GRUPPE_2",
                                          "GRUPPE_3",
                                          "2026-02-30",
                                          "2026-02-28Z",
                                          "16-11-2026",
                                          "urn:oio:cpr:610155123",
                                          "urn:oio:cpr:61015512345",
                                          "urn:oio:cpr:٠١٢٣٤٥٦٧٨٩",
                                          "urn:oio:cpr:610155-123",
                                          "6101551234",
                                          "32x03y12",
                                          "32.03.1",
                                          "a@b.c",
                                          "@b.c",
                                          "a@.c",
                                          "a@b.",
                                          "a@@b.c",
                                          "@@b.c",
                                          "a@bc",
                                          "a.b@c",
                                          "a@..c",
                                          "a@b..c",
                                          "a\n@b.c",
                                          "Faktura",
                                          "urn:oio:cvr-nr:1234567",
                                          std::string(200, 'x'),
                                          std::string(201, 'x'),
                                          std::string(500, 'y'),
                                          std::string(501, 'y')};
    int compared = 0;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        if (!is_leaf(nodes[i])) {
            continue;
        }
        for (const std::string& value : values) {
            agree(
                text, i, [&](xmlNode* n) { xmlNodeSetContent(n, xml_chars(value.c_str())); },
                "value '" + value + "'");
            ++compared;
        }
    }
    EXPECT_GT(compared, 3000);
}
TEST_F(Sp501Schema, AgreesOnTheNumberOfDocumentsNamed) {
    for (int extra : {0, 1, 28, 29, 30}) {
        std::string documents;
        for (int i = 0; i < extra; ++i) {
            documents +=
                "<Dokumenter><Dokumentnavn>a</Dokumentnavn>"
                "<Dokumenttype>Bilag</Dokumenttype></Dokumenter>";
        }
        const bool valid = agree(
            replaced(full_document(), "</Header>", documents + "</Header>"), 0, [](xmlNode*) {},
            "documents");
        EXPECT_EQ(valid, extra < 30);
    }
}

}  // namespace
}  // namespace indgang::xml
