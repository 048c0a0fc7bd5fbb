// SPDX-License-Identifier: MPL-2.0
// One table says what a text of each kind may be. The XSD that is made of it is judged by libxml2,
// the JSON by our own hand: they must agree on every text, whatever somebody thinks of.
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "schemas/core/xml_escape.h"
#include "schemas/filling/dice.h"
#include "schemas/values/danish_text.h"
#include "schemas/values/facets.h"
#include "schemas/xml/generate_xsd.h"
#include "schemas/xml/hardened_parser.h"
#include "schemas/xml/schema_check.h"
#include "tests/schemas/json/reading.h"

namespace indgang::json {
namespace {

constexpr std::array kinds = {
    ValueKind::text,         ValueKind::name,      ValueKind::street,
    ValueKind::house_number, ValueKind::floor,     ValueKind::door,
    ValueKind::postcode,     ValueKind::city,      ValueKind::cpr,
    ValueKind::cvr,          ValueKind::phone,     ValueKind::email,
    ValueKind::amount,       ValueKind::date,      ValueKind::count,
    ValueKind::yes_no,       ValueKind::signature, ValueKind::bank_registration,
    ValueKind::bank_account};

/// A form with one field, of this kind.
form::FormDefinition form_with(ValueKind kind) {
    form::FormDefinition form;
    form.key = {"alt", "1"};
    form::Field field;
    field.id = "felt";
    field.kind = kind;
    form.fields.push_back(field);
    return form;
}

/// libxml2 with the XSD of that form.
class Xsd {
  public:
    explicit Xsd(ValueKind kind) : check_(xml::generate_xsd(form_with(kind)), "alt") {}
    bool takes(const std::string& text) {
        const auto document = parser_.parse("<alt xmlns=\"urn:indgang:form:alt:1\"><felt>" +
                                            escape_xml(text) + "</felt></alt>");
        try {
            check_.check(*document);
            return true;
        } catch (const Error&) {
            return false;
        }
    }

  private:
    xml::HardenedParser parser_;
    xml::SchemaCheck check_;
};

/// Texts near those that are taken: an example with some characters changed, added or left out.
std::vector<std::string> texts_near(ValueKind kind) {
    constexpr int changed = 400;
    constexpr std::string_view characters = "0123456789+-. :TZaeæ\t,";
    filling::Dice dice(static_cast<std::uint64_t>(kind) + 1);
    std::vector<std::string> texts = {"",
                                      "0",
                                      "-0",
                                      "+0",
                                      ".",
                                      "1.",
                                      ".5",
                                      "-.5",
                                      "00012.00",
                                      "+4520304050",
                                      "0045 2 0304050",
                                      "00451234",
                                      "2026-11-22Z",
                                      "2026-11-22+01:00",
                                      "2026-11-22T10:00:00Z",
                                      "1849-12-31",
                                      "1850-01-01",
                                      "2150-12-31",
                                      "2151-01-01",
                                      "ja",
                                      "nej",
                                      "true",
                                      "false",
                                      "Ja",
                                      " ja",
                                      "1",
                                      " 5 ",
                                      "5\n",
                                      "99999999999.99",
                                      "9999999999999",
                                      "99999999999999",
                                      "999999999",
                                      "1000000000",
                                      std::string(320, 'x'),
                                      std::string(321, 'x'),
                                      std::string(200, 'x'),
                                      std::string(201, 'x')};
    const std::string example(facets_of(kind).example);
    for (int i = 0; i < changed; ++i) {
        std::string text = example;
        for (int changes = 1 + dice.below(3); changes > 0; --changes) {
            const auto at = static_cast<std::size_t>(dice.below(static_cast<int>(text.size()) + 1));
            const std::string one(1, characters[static_cast<std::size_t>(dice.below(17))]);
            if (dice.chance(0.4)) {
                text.insert(at, one);
            } else if (at < text.size() && dice.chance(0.5)) {
                text.replace(at, 1, one);
            } else if (at < text.size()) {
                text.erase(at, 1);
            }
        }
        if (is_clean_utf8(text)) {
            texts.push_back(std::move(text));
        }
    }
    return texts;
}

TEST(SameTexts, AreTakenByTheXsdAndByTheTable) {
    for (const ValueKind kind : kinds) {
        Xsd xsd(kind);
        int taken = 0;
        for (const auto& text : texts_near(kind)) {
            if (std::string_view(text).find_first_not_of(" \t\r\n") == std::string_view::npos) {
                continue;  // to both doors a blank text is none
            }
            const bool by_table = broken_facet(kind, text).empty();
            EXPECT_EQ(xsd.takes(text), by_table) << name_of(kind) << " \"" << text << "\"";
            taken += by_table ? 1 : 0;
        }
        EXPECT_GT(taken, 0) << name_of(kind);
    }
}

TEST(SameTexts, TheExampleOfEachKindIsAValue) {
    for (const ValueKind kind : kinds) {
        const auto example = facets_of(kind).example;
        EXPECT_EQ(broken_facet(kind, example), "") << name_of(kind);
        EXPECT_TRUE(std::holds_alternative<Value>(parse_value(kind, example, Notation::xml)))
            << name_of(kind);
    }
}

}  // namespace
}  // namespace indgang::json
