// SPDX-License-Identifier: MPL-2.0
// Each civil status that CPR has, from the wire of the register through the adapter to what the
// rule says of the application. Neither side's words are written down here.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <string>

#include "adapters/registry/cpr.h"
#include "adapters/registry/simulator.h"
#include "pipeline/rules/rule.h"

namespace indgang {
namespace {

/// Who has each code in persons.json.
const std::map<std::string, std::string> persons{
    {"U", "6601011234"}, {"G", "6602021235"}, {"F", "6603031236"}, {"E", "6604041237"},
    {"P", "6605051238"}, {"O", "6606061239"}, {"L", "6607071240"}, {"D", "6608081241"}};

form::FormDefinition civil_form() {
    form::FormDefinition form;
    form.key = {"proeve", "1"};
    form.kle = "32.18.00";
    for (const auto& [id, kind] :
         {std::pair{"cpr", ValueKind::cpr}, std::pair{"civilstand", ValueKind::choice}}) {
        form::Field field;
        field.id = id;
        field.kind = kind;
        form.fields.push_back(field);
    }
    form.rules = {{"partner_agrees", {{"cpr", {"cpr"}}, {"civil_status", {"civilstand"}}}, {}}};
    return form;
}

record::ApplicationRecord declaring(const std::string& cpr, const std::string& status) {
    record::ApplicationRecord record;
    record.form = {"proeve", "1"};
    record.source = record::Source::xml;
    record.received_at = *parse_utc("2026-11-22T10:00:00.000Z");
    const auto add = [&](const std::string& id, ValueKind kind, const std::string& text) {
        record::FieldValue field;
        field.field = id;
        field.raw = text;
        field.value = parse_canonical(kind, text);
        field.provenance = record::Submitted{"/a/" + id};
        field.is_accepted = true;
        record.fields.push_back(std::move(field));
    };
    add("cpr", ValueKind::cpr, cpr);
    add("civilstand", ValueKind::choice, status);
    return record;
}

class CivilStatusOfCpr : public testing::Test {
  protected:
    CivilStatusOfCpr()
        : CivilStatusOfCpr(std::string(INDGANG_SOURCE_DIR) + "/tests/registers/persons.json") {}
    explicit CivilStatusOfCpr(const std::string& persons_file)
        : simulator_({.port = 0, .persons_file = persons_file, .faults = {}}) {
        http::ClientSettings settings;
        settings.base_url = "http://127.0.0.1:" + std::to_string(simulator_.port());
        cpr_ =
            registry::create_cpr(settings, [] { return *parse_utc("2026-11-22T12:00:00.000Z"); });
    }

    record::ValidatedRecord validated(const std::string& code, const std::string& declared) {
        return validated_of(persons.at(code), declared);
    }
    record::ValidatedRecord validated_of(const std::string& cpr, const std::string& declared) {
        const auto form = civil_form();
        record::InquiredRecord inquired{declaring(cpr, declared), {}};
        for (const record::Question& question : rules::questions(form, inquired.record)) {
            inquired.answers.push_back(cpr_->ask(question));
        }
        return rules::validate(form, std::move(inquired));
    }

    /// The codes with which CPR confirms what is declared; with all others it differs.
    std::set<std::string> confirming(const std::string& declared) {
        std::set<std::string> codes;
        for (const auto& [code, person] : persons) {
            const auto record = validated(code, declared);
            const bool is_remarked =
                std::any_of(record.findings.begin(), record.findings.end(),
                            [](const auto& f) { return f.rule == "civil_status_differs"; });
            EXPECT_EQ(record.verdicts.size(), 1U) << declared << " " << code;
            const auto agreement = record.verdicts.at(0).agreement;
            EXPECT_NE(agreement, record::Agreement::unknown) << declared << " " << code;
            EXPECT_EQ(is_remarked, agreement == record::Agreement::differs) << declared << code;
            if (agreement == record::Agreement::confirmed) {
                codes.insert(code);
            }
        }
        return codes;
    }

    registry::RegistrySimulator simulator_;
    std::unique_ptr<registry::Registry> cpr_;
};

using Codes = std::set<std::string>;

TEST_F(CivilStatusOfCpr, OfRegisteredPartnersConfirmsMarried) {
    EXPECT_EQ(confirming("gift"), (Codes{"G", "P"}));
    EXPECT_EQ(confirming("separeret"), (Codes{"G", "P"}));
}

TEST_F(CivilStatusOfCpr, OfAllWhoAreNotMarriedConfirmsSingleAndCohabiting) {
    EXPECT_EQ(confirming("enlig"), (Codes{"U", "F", "E", "O", "L"}));
    EXPECT_EQ(confirming("samlevende"), (Codes{"U", "F", "E", "O", "L"}));
}

TEST_F(CivilStatusOfCpr, OfAnEndedPartnershipConfirmsThatOfAMarriage) {
    EXPECT_EQ(confirming("fraskilt"), (Codes{"F", "O"}));
    EXPECT_EQ(confirming("skilt"), (Codes{"F", "O"}));
    EXPECT_EQ(confirming("enke"), (Codes{"E", "L"}));
    EXPECT_EQ(confirming("ugift"), Codes{"U"});
}

TEST_F(CivilStatusOfCpr, IsInTheRecordAsTheRegisterFormatSays) {
    const auto record = validated("P", "ugift");
    EXPECT_EQ(record.verdicts.at(0).registered, "registreret_partner");
}

/// The register of somebody else's, where it is beside the checkout.
const std::string registered_partners =
    std::string(INDGANG_SOURCE_DIR) + "/../shared/cases/registers/persons-registered-partners.json";
class RegisteredPartners : public CivilStatusOfCpr {
  protected:
    RegisteredPartners()
        : CivilStatusOfCpr(std::filesystem::exists(registered_partners)
                               ? registered_partners
                               : std::string(INDGANG_SOURCE_DIR) +
                                     "/tests/registers/persons.json") {}
};

TEST_F(RegisteredPartners, AreMarriedWithoutARemark) {
    if (!std::filesystem::exists(registered_partners)) {
        GTEST_SKIP() << "NOT TESTED: there is no " << registered_partners;
    }
    for (const char* cpr : {"7204801236", "6811785533"}) {
        const auto record = validated_of(cpr, "gift");
        for (const auto& found : record.findings) {
            EXPECT_NE(found.rule, "civil_status_differs");
        }
        EXPECT_EQ(record.verdicts.at(0).agreement, record::Agreement::confirmed);
    }
}

}  // namespace
}  // namespace indgang
