// SPDX-License-Identifier: MPL-2.0
#include <gtest/gtest.h>

#include "tests/schemas/form/form_folder.h"

namespace indgang::form {
namespace {

class ParseField : public ::testing::Test {
  protected:
    std::string read(const char* id, std::string_view raw, Notation notation) {
        const auto parsed = parse_field(*form_.field(id), raw, notation);
        const auto* value = std::get_if<Value>(&parsed);
        return value ? value->canonical() : "!" + std::get<ValueTrouble>(parsed).reason;
    }
    FormDefinition form_ = load_form(forms_folder() / "sp501" / "1");
};

TEST_F(ParseField, TakesTheKeyOfAChoice) {
    EXPECT_EQ(read("civilstand", "gift", Notation::danish), "gift");
    EXPECT_EQ(read("civilstand", " gift ", Notation::xml), "gift");
}
TEST_F(ParseField, TakesAnXmlWritingExactly) {
    EXPECT_EQ(read("civilstand", "SamlevendeMedAegtefaelle", Notation::xml), "gift");
    EXPECT_EQ(read("civilstand", "samlevendemedaegtefaelle", Notation::xml), "!not_a_choice");
}
TEST_F(ParseField, TakesALabelFromPeopleOnly) {
    EXPECT_EQ(read("civilstand", "bor med ÆGTEFÆLLE", Notation::danish), "gift");
    EXPECT_EQ(read("civilstand", "Bor med ægtefælle", Notation::xml), "!not_a_choice");
}
TEST_F(ParseField, RefusesWhatIsNoChoice) {
    EXPECT_EQ(read("civilstand", "hest", Notation::danish), "!not_a_choice");
    EXPECT_EQ(read("civilstand", "", Notation::danish), "!not_a_choice");
}
TEST_F(ParseField, LeavesOtherKindsToTheirValue) {
    EXPECT_EQ(read("ansoeger_cpr", "610155-1234", Notation::danish), "6101551234");
    EXPECT_EQ(read("borger_formue_aktier", "6.234,50", Notation::danish), "6234.50");
}

}  // namespace
}  // namespace indgang::form
