// SPDX-License-Identifier: MPL-2.0
#include <gtest/gtest.h>

#include <string>

#include "schemas/xml/generate_xsd.h"
#include "schemas/xml/schema_check.h"
#include "schemas/xml/submission.h"
#include "tests/schemas/xml/reading.h"

namespace indgang::xml {
namespace {

class ToXml : public testing::TestWithParam<const char*> {};

/// The schema check runs within `read`, so this also says that the XML is valid.
TEST_P(ToXml, IsReadBackAsTheSameValues) {
    const auto before = read(sample(GetParam()));
    const auto after = read(to_xml(before, *project_forms().find(before.form)));
    ASSERT_EQ(after.form, before.form);
    for (std::size_t i = 0; i < before.fields.size(); ++i) {
        EXPECT_EQ(after.fields[i].value, before.fields[i].value) << before.fields[i].field;
    }
    EXPECT_TRUE(after.findings.empty());
}
INSTANTIATE_TEST_SUITE_P(Samples, ToXml,
                         testing::Values("anmodning.xml", "boernebidrag-education.xml",
                                         "boernebidrag-oio.xml", "boligstoette-family.xml",
                                         "boligstoette-single.xml", "kontanthjaelp-couple.xml",
                                         "kontanthjaelp-oio.xml", "os2forms-boligstoette.xml",
                                         "sp241.xml", "sp242.xml", "sp246.xml",
                                         "sp501-iso-8859-1.xml", "sp501-utf-8.xml",
                                         "sygedagpenge-1.xml", "sygedagpenge-2.xml",
                                         "sygedagpenge-oio.xml"));

TEST(ToXmlText, EscapesMarkupAndLineEnds) {
    auto record = read(sample("sp501-utf-8.xml"));
    for (record::FieldValue& field : record.fields) {
        if (field.field == "formaal") {
            field.value = Value::of_text(ValueKind::text, "a < b & \"c\" > ]]> 'd'");
        }
    }
    const auto after = read(to_xml(record, project_form("sp501")));
    EXPECT_EQ(canonical(after, "formaal"), "a < b & \"c\" > ]]> 'd'");
}
TEST(ToXmlText, LeavesEmptyFieldsOut) {
    const auto record = read(sample("boligstoette-single.xml"));
    const std::string text = to_xml(record, project_form("boligstoette"));
    EXPECT_EQ(text.find("<partner_cpr"), std::string::npos);
    EXPECT_EQ(text.find("<husstand"), std::string::npos);
}
TEST(GeneratedSchema, OfEveryFormCompiles) {
    for (const form::FormDefinition& form : project_forms().all()) {
        EXPECT_NO_THROW(SchemaCheck(xml::generate_xsd(form), form.key.form)) << form.key.form;
    }
}

}  // namespace
}  // namespace indgang::xml
