// SPDX-License-Identifier: MPL-2.0
#include "schemas/filling/filling.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "schemas/error/error.h"
#include "schemas/xml/generate_xsd.h"
#include "schemas/xml/hardened_parser.h"
#include "schemas/xml/schema_check.h"
#include "schemas/xml/submission.h"
#include "tests/schemas/form/form_folder.h"

namespace indgang::filling {
namespace {

using form::FormFolder;

const std::string terms = std::string(form::head) + R"([[section]]
page = 1
title = { da = "A", en = "A" }
rows = [["cpr", "civilstand"], ["partner_cpr", "loen", "timer"], ["sag", "kort", "fra"], ["ja", "beloeb"]]
[field]
cpr = { use = "cpr", required = true }
civilstand = { use = "civilstand", required = true }
partner_cpr = { use = "cpr", required_when = { field = "civilstand", equals = ["gift", "samlevende"] } }
loen = { use = "beloeb", required = true }
timer = { use = "timer_pr_uge", required = true, min = 2 }
sag = { kind = "text", required = true, pattern = "[A-Z]{2}-[0-9]{4}", da = "Sag", en = "Case" }
kort = { kind = "text", required = true, max_length = 5, da = "Kort", en = "Short" }
fra = { use = "dato", required = true, min = 2026-01-01, max = 2026-12-31 }
ja = { kind = "yes_no", da = "Ja?", en = "Yes?" }
beloeb = { use = "beloeb", required = true, shown_when = { field = "ja", equals = "ja" } }
)";

class Fillings : public ::testing::Test {
  protected:
    /// What is wrong with the values themselves, by their fields.
    static std::vector<std::string> troubles(const form::FormDefinition& form,
                                             const Filling& filling) {
        std::vector<std::string> found;
        for (const auto& [id, text] : filling) {
            const auto parsed = parse_field(*form.field(id), text, Notation::xml);
            if (const auto* trouble = std::get_if<ValueTrouble>(&parsed)) {
                found.push_back(trouble->reason);
            }
        }
        return found;
    }
    /// Takes the answers to XML and through the form's own schema.
    static std::string refused(const form::FormDefinition& form, const Filling& filling) {
        const auto xml = xml::to_xml(record_of(form, filling), form);
        try {
            xml::HardenedParser parser;
            const auto document = parser.parse(xml);
            xml::SchemaCheck(xml::generate_xsd(form), form.key.form).check(*document);
        } catch (const Error& error) {
            return error.what();
        }
        return {};
    }
    const FormFolder folder_{terms};
    const form::FormDefinition form_ = form::load_form(folder_.path());
};

TEST_F(Fillings, AreValidForEachSeed) {
    constexpr unsigned people = 60;
    for (unsigned seed = 0; seed < people; ++seed) {
        Dice dice(seed);
        const auto filling = valid_filling(form_, dice);
        EXPECT_THAT(troubles(form_, filling), ::testing::IsEmpty()) << seed;
        EXPECT_EQ(refused(form_, filling), "") << seed;
        const bool lives_together =
            filling.at("civilstand") == "gift" || filling.at("civilstand") == "samlevende";
        EXPECT_EQ(filling.contains("partner_cpr"), lives_together) << seed;
        const bool is_asked = filling.contains("ja") && filling.at("ja") == "ja";
        EXPECT_EQ(filling.contains("beloeb"), is_asked) << seed;
        EXPECT_TRUE(CprNumber::parse(filling.at("cpr"))->is_replacement());
    }
}

TEST_F(Fillings, AreTheSameForTheSameSeed) {
    Dice one(7), other(7), third(8);
    const auto filling = valid_filling(form_, one);
    EXPECT_EQ(filling, valid_filling(form_, other));
    EXPECT_NE(filling, valid_filling(form_, third));
}

TEST_F(Fillings, AreBrokenInOneThing) {
    const auto reasons = [&](const std::string& rule) {
        Dice dice(3);
        const auto filling = broken_filling(form_, rule, dice);
        EXPECT_TRUE(filling) << rule;
        return filling ? troubles(form_, *filling) : std::vector<std::string>{};
    };
    using ::testing::ElementsAre;
    EXPECT_THAT(reasons("min"), ElementsAre("below_least"));
    EXPECT_THAT(reasons("max"), ElementsAre("above_most"));
    EXPECT_THAT(reasons("pattern"), ElementsAre("pattern_not_met"));
    EXPECT_THAT(reasons("max_length"), ElementsAre("text_too_long"));
    EXPECT_THAT(reasons("required"), ElementsAre());
    EXPECT_THAT(reasons("required_when"), ElementsAre());
}

TEST_F(Fillings, ThatBreakALimitAreRefusedByTheSchema) {
    for (const auto* rule : {"min", "max", "pattern", "max_length", "required"}) {
        Dice dice(5);
        EXPECT_NE(refused(form_, *broken_filling(form_, rule, dice)), "") << rule;
    }
}

TEST_F(Fillings, LackWhatAConditionRequires) {
    Dice dice(3);
    const auto filling = *broken_filling(form_, "required_when", dice);
    EXPECT_TRUE(filling.at("civilstand") == "gift" || filling.at("civilstand") == "samlevende");
    EXPECT_FALSE(filling.contains("partner_cpr"));
}

TEST_F(Fillings, AnswerWhatNobodyAsked) {
    Dice dice(3);
    const auto filling = *broken_filling(form_, "shown_when", dice);
    EXPECT_TRUE(filling.contains("beloeb"));
    EXPECT_FALSE(filling.contains("ja") && filling.at("ja") == "ja");
}

TEST_F(Fillings, KnowWhatCanBeBroken) {
    EXPECT_THAT(breakable(form_), ::testing::ElementsAre("required", "required_when", "shown_when",
                                                         "min", "max", "pattern", "max_length"));
    Dice dice(1);
    EXPECT_FALSE(broken_filling(form_, "sum_within", dice));
}

TEST_F(Fillings, OfShippedFormsAreTakenByTheirSchemas) {
    const auto catalogue = form::FormCatalogue::load({form::forms_folder()});
    int with_conditions = 0;
    for (const auto& form : catalogue.all()) {
        for (unsigned seed = 1; seed <= 10; ++seed) {
            Dice dice(seed);
            const auto filling = valid_filling(form, dice);
            EXPECT_EQ(refused(form, filling), "") << form.key.form << " " << seed;
            for (const auto& field : form.fields) {
                const auto is_so = [&](const auto& each) { return holds(each, filling); };
                const auto& terms = field.terms;
                const bool is_demanded = field.row == 0 &&
                                         std::ranges::any_of(terms.required_when, is_so) &&
                                         std::ranges::all_of(terms.shown_when, is_so);
                EXPECT_TRUE(!is_demanded || filling.contains(field.id))
                    << form.key.form << " " << seed << " lacks " << field.id;
            }
        }
        // What a form asks for can be broken, and nothing else.
        const auto can_break = breakable(form);
        const auto is_broken = [&](const char* what) {
            return std::ranges::find(can_break, what) != can_break.end();
        };
        const bool is_declared = std::ranges::any_of(
            form.rules, [](const auto& binding) { return binding.rule == "declared"; });
        const bool has_condition = std::ranges::any_of(
            form.fields, [](const auto& field) { return !field.terms.required_when.empty(); });
        EXPECT_EQ(is_broken("declared"), is_declared) << form.key.form;
        EXPECT_EQ(is_broken("required_when"), has_condition) << form.key.form;
        with_conditions += has_condition ? 1 : 0;
    }
    EXPECT_GE(with_conditions, 8);
}

}  // namespace
}  // namespace indgang::filling
