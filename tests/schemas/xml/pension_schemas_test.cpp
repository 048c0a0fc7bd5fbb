// SPDX-License-Identifier: MPL-2.0
//
// The schemas of SP241, SP242, SP246 and Anmodning are written anew. With the project's samples, in
// which each element of a form stands, a table of ours says what may be left out and which values
// an element takes. Where the pension system's own schemas are here, both must give the same
// verdict on thousands of documents that differ from a sample in one place; those for SP501 are
// held against each other in sp501_schema_test.cpp.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/xml/encoding.h"
#include "tests/schemas/xml/changed_documents.h"

namespace indgang::xml {
namespace {

const std::string without_login = "AnsoegningUdenLogin";

/// A sample as UTF-8. Where `is_without_login`, its applicant has not logged in.
std::string document_of(const std::string& form, bool is_without_login) {
    const std::string bytes = sample(form + ".xml");
    std::string storage;
    std::string text(to_utf8(view_of(bytes), storage));
    if (is_without_login) {
        text = replaced(text, "<Ansoeger>", "<" + without_login + ">");
        text = replaced(text, "</Ansoeger>", "</" + without_login + ">");
    }
    return text;
}

bool ends_with_one_of(std::string_view path, const std::vector<std::string_view>& ends) {
    return std::any_of(ends.begin(), ends.end(),
                       [&](std::string_view end) { return path.ends_with(end); });
}

bool may_be_left_out(std::string_view path) {
    static const std::vector<std::string_view> always{"/Dokumenter",
                                                      "/Mellemnavn",
                                                      "/Telefonnummer",
                                                      "/Sygeforsikring",
                                                      "/Fuldmagt",
                                                      "/Bemaerkning",
                                                      "/HarBriller",
                                                      "/AndenBegrundelse",
                                                      "/SpecielleForhold",
                                                      "/Overslag/Brilleglas",
                                                      "/Overslag/Brillestel",
                                                      "/Andet",
                                                      "/Akse"};
    static const std::vector<std::string_view> of_strangers{"/Fornavn", "/Efternavn",
                                                            "/Personnummer"};
    return ends_with_one_of(path, always) || (path.find(without_login) != std::string_view::npos &&
                                              ends_with_one_of(path, of_strangers));
}

/// Which values the elements take whose path ends so.
struct Values {
    std::vector<std::string_view> ends;
    std::vector<std::string> taken;
    std::vector<std::string> refused;
};

const std::vector<Values>& value_table() {
    static const std::vector<Values> table{
        {{"Personnummer", "/CPRAnsoeger"},
         {"urn:oio:cpr:6101551234"},
         {"", "6101551234", "urn:oio:cpr:610155123", "urn:oio:cpr:61015512345",
          "urn:oio:cpr:610155-123", " urn:oio:cpr:6101551234"}},
        {{"/Myndighed"},
         {"urn:oio:cvr-nr:12345674"},
         {"", "12345674", "urn:oio:cvr-nr:1234567", "urn:oio:cvr-nr:123456740"}},
        {{"dato", "Dato", "datoAnsoeger", "datoBehandler"},
         {"2026-11-30", "2026-11-30Z"},
         {"", "30-11-2026", "2026-02-30", "2026-11-30T12:00:00"}},
        {{"/Telefonnummer", "/TelefonnummerBehandler"},
         {"1", "4520991234"},
         {"", "20 99 12 34", "+4520991234"}},
        {{"/EMailBehandler"},
         {"a@b.dk", "a@@.c", "a@.b.c"},
         {"", "a@bdk", "a@.c", "@b.c", "a@b.", "a\n@b.c"}},
        {{"/Dokumenttype"}, {"Overslag", "Faktura", "Bilag"}, {"", "bilag", "Andet"}},
        {{"/Gruppe"},
         {"GRUPPE_1", "GRUPPE_2", "GRUPPE_5", "GRUPPE_E", "GRUPPE_N", "GRUPPE_S", "GRUPPE_BASIS"},
         {"", "GRUPPE_3", "1", "GRUPPE_1 "}},
        {{"/Erklaering", "/Samtykke"}, {"Accepteret"}, {"", "Ja", "accepteret", "Accepteret "}},
        {{"/AlmindeligtHelbredstillaeg"},
         {"Medicin", "Tandbehandling", "Fodbehandling", "Fysioterapi", "Kiropraktik",
          "Psykologhjaelp", "Hoereappartbehandling"},
         {"", "Hoereapparatbehandling", "Briller"}},
        {{"/UdvidetHelbredstillaeg"},
         {"Tandprotese", "Briller", "Fodbehandling"},
         {"", "Medicin", "briller"}},
        {{"/Alder"}, {"1", "0000000007", "9999999999"}, {"", "0", "-1", "1.5", "12345678901"}},
        {{"/Akse"}, {"", "1", "180"}, {"0", "-1", "1.5", "12345678901"}},
        {{"/Styrke", "/Cylinder", "/Addition"},
         {"0", "-2.25", "+1.5", "123456789012.25"},
         {"", "-2,25", "1.234", "1234567890123.25"}},
        {{"/Pris"},
         {"0", "-0", "1450.50", "123456789012.25"},
         {"", "-0.01", "1,5", "1.234", "1234567890123.25"}},
        {{"navn", "/KLE", "/Navn", "/NavnAnsoeger", "/Underskrift", "/UnderskriftAnsoeger",
          "/UnderskriftBehandler", "/Bemaerkning", "/AndenBegrundelse", "/SpecielleForhold"},
         {"", " ", "Åge", std::string(200, 'x')},
         {std::string(201, 'x')}}};
    return table;
}

struct PensionForm {
    const char* form;
    const char* published;
    bool is_without_login;
};

class PensionSchema : public testing::TestWithParam<PensionForm> {
  protected:
    /// Whether `schema` takes the document when `change` has been made to its element `index`.
    bool takes(SchemaCheck& schema, std::size_t index,
               const std::function<void(xmlNode*)>& change) {
        const XmlDocPtr document = HardenedParser().parse(text_);
        change(elements_of(*document)[index]);
        return is_valid(schema, *document);
    }

    const std::string form_ = GetParam().form;
    const std::string text_ = document_of(form_, GetParam().is_without_login);
    const XmlDocPtr whole_ = HardenedParser().parse(text_);
    const std::vector<xmlNode*> elements_ = elements_of(*whole_);
    SchemaCheck ours_{
        file_text(source_folder / "schemas/forms" / form_ / "1/xml" / (form_ + ".xsd")), form_};
};

TEST_P(PensionSchema, TakesADocumentWithEveryElement) {
    EXPECT_TRUE(is_valid(ours_, *whole_));
}
TEST_P(PensionSchema, LetsOnlySomeElementsBeLeftOut) {
    int optional = 0;
    for (std::size_t i = 1; i < elements_.size(); ++i) {
        const std::string path = path_of(elements_[i]);
        EXPECT_EQ(takes(ours_, i, changes[0].make), may_be_left_out(path)) << path;
        optional += may_be_left_out(path) ? 1 : 0;
    }
    EXPECT_GE(optional, 4);
}
TEST_P(PensionSchema, TakesNothingTwiceButDocuments) {
    for (std::size_t i = 1; i < elements_.size(); ++i) {
        const std::string path = path_of(elements_[i]);
        EXPECT_EQ(takes(ours_, i, changes[1].make), path.ends_with("/Dokumenter")) << path;
    }
}
TEST_P(PensionSchema, TakesThirtyDocumentsAndNoMore) {
    const auto document = [](const xmlNode* n) { return path_of(n).ends_with("/Dokumenter"); };
    const auto found = std::find_if(elements_.begin(), elements_.end(), document);
    ASSERT_NE(found, elements_.end());
    for (const int extra : {29, 30}) {
        const auto index = static_cast<std::size_t>(found - elements_.begin());
        const bool taken = takes(ours_, index, [&](xmlNode* n) {
            for (int i = 0; i < extra; ++i) {
                xmlAddNextSibling(n, xmlCopyNode(n, 1));
            }
        });
        EXPECT_EQ(taken, extra < 30) << extra;
    }
}
TEST_P(PensionSchema, TakesAndRefusesTheValuesOfEachElement) {
    for (std::size_t i = 1; i < elements_.size(); ++i) {
        if (!is_leaf(elements_[i])) {
            continue;
        }
        const std::string path = path_of(elements_[i]);
        const auto row =
            std::find_if(value_table().begin(), value_table().end(),
                         [&](const Values& values) { return ends_with_one_of(path, values.ends); });
        ASSERT_NE(row, value_table().end()) << path << " stands in no row of the table";
        const auto takes_value = [&](const std::string& value) {
            return takes(ours_, i,
                         [&](xmlNode* n) { xmlNodeSetContent(n, xml_chars(value.c_str())); });
        };
        for (const std::string& value : row->taken) {
            EXPECT_TRUE(takes_value(value)) << path << ": '" << value << "'";
        }
        for (const std::string& value : row->refused) {
            EXPECT_FALSE(takes_value(value)) << path << ": '" << value << "'";
        }
    }
}
TEST_P(PensionSchema, AgreesWithThePublishedOne) {
    const auto file = shared_folder / "specs" / "kp-formularer" / GetParam().published;
    if (!std::filesystem::exists(file)) {
        GTEST_SKIP() << "LOUD: the published schema is not here: " << file;
    }
    SchemaCheck theirs(file_text(file), "theirs");
    std::set<std::string> values;
    for (const Values& row : value_table()) {
        values.insert(row.taken.begin(), row.taken.end());
        values.insert(row.refused.begin(), row.refused.end());
    }
    int compared = 0;
    const auto compare = [&](std::size_t index, const std::function<void(xmlNode*)>& change,
                             const std::string& what) {
        EXPECT_EQ(takes(ours_, index, change), takes(theirs, index, change))
            << what << " at " << path_of(elements_[index]);
        ++compared;
    };
    for (std::size_t i = 1; i < elements_.size(); ++i) {
        for (const Change& change : changes) {
            compare(i, change.make, change.name);
        }
        for (const std::string& value : values) {
            if (is_leaf(elements_[i])) {
                compare(
                    i, [&](xmlNode* n) { xmlNodeSetContent(n, xml_chars(value.c_str())); },
                    "value '" + value + "'");
            }
        }
    }
    EXPECT_GT(compared, 1000);
}

INSTANTIATE_TEST_SUITE_P(Forms, PensionSchema,
                         testing::Values(PensionForm{"sp241", "SP241.xsd", false},
                                         PensionForm{"sp241", "SP241.xsd", true},
                                         PensionForm{"sp242", "SP242.xsd", false},
                                         PensionForm{"sp242", "SP242.xsd", true},
                                         PensionForm{"sp246", "SP246.xsd", false},
                                         PensionForm{"anmodning", "Anmodning.xsd", false},
                                         PensionForm{"anmodning", "Anmodning.xsd", true}),
                         [](const auto& each) {
                             return std::string(each.param.form) +
                                    (each.param.is_without_login ? "_stranger" : "");
                         });

TEST(PensionSchemaOfAnmodning, TakesEitherSupplementAndNeverBoth) {
    SchemaCheck ours(file_text(source_folder / "schemas/forms/anmodning/1/xml/anmodning.xsd"),
                     "anmodning");
    const auto takes = [&](const std::string& text) {
        return is_valid(ours, *HardenedParser().parse(text));
    };
    const std::string ordinary = document_of("anmodning", false);
    const auto begin = ordinary.find("<AlmindeligtHelbredstillaeg>");
    const auto end = ordinary.find("</Sagstype>");
    ASSERT_LT(begin, end);
    for (const std::string value : {"Tandprotese", "Fodbehandling", "Briller"}) {
        const std::string element =
            "<UdvidetHelbredstillaeg>" + value + "</UdvidetHelbredstillaeg>";
        EXPECT_TRUE(takes(ordinary.substr(0, begin) + element + ordinary.substr(end))) << value;
        EXPECT_FALSE(takes(ordinary.substr(0, end) + element + ordinary.substr(end))) << value;
    }
    const std::string medicine = "<UdvidetHelbredstillaeg>Medicin</UdvidetHelbredstillaeg>";
    EXPECT_FALSE(takes(ordinary.substr(0, begin) + medicine + ordinary.substr(end)));
}

}  // namespace
}  // namespace indgang::xml
