// SPDX-License-Identifier: MPL-2.0
#include <gtest/gtest.h>

#include <filesystem>

#include "pipeline/rules/rule.h"

namespace indgang::rules {
namespace {

TEST(ShippedForms, BindTheirRulesRight) {
    const auto catalogue = form::FormCatalogue::load(
        {std::filesystem::path(INDGANG_SOURCE_DIR) / "schemas" / "forms"});
    ASSERT_FALSE(catalogue.all().empty());
    for (const form::FormDefinition& form : catalogue.all()) {
        EXPECT_FALSE(form.rules.empty()) << form.key.form;
        for (const auto& problem : check_bindings(form)) {
            ADD_FAILURE() << form.key.form << " " << form.key.version << ":" << problem.place.text()
                          << ": " << problem.text;
        }
    }
}

}  // namespace
}  // namespace indgang::rules
