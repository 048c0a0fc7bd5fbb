// SPDX-License-Identifier: MPL-2.0
// Who sends a second application of one form: the same one again, or another one.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "tests/flow/installation.h"

namespace indgang::flow {
namespace {

using Json = nlohmann::json;

class SamePerson : public ::testing::Test {
  protected:
    /// The one application of a document.
    Json run(const std::string& name, const std::string& xml) {
        const auto file = installation_.write(name, xml).string();
        const auto done = installation_.indgang({"run", "--json", file});
        EXPECT_EQ(done.exit_code, 0) << done.err;
        return done.json().at("files").at(0).at("applications").at(0);
    }
    int cases() { return installation_.case_ledger().at("cases"); }

    Installation installation_;
    std::string xml_ = sample("xml/boligstoette-family.xml");
};

TEST_F(SamePerson, WithAnotherRentHasAnotherApplication) {
    const auto first = run("a.xml", xml_);
    xml_.replace(xml_.find("<husleje_maaned>") + 16, 4, "7460");
    const auto later = run("b.xml", xml_);
    EXPECT_EQ(cases(), 2);
    // Whoever works on the later one is told of the earlier one, and of what differs.
    const auto shown = installation_.indgang({"record", "show", later.at("id"), "--json"}).json();
    const auto findings = shown.at("application").at("findings");
    const auto found = std::ranges::find_if(
        findings, [](const Json& each) { return each.at("rule") == "person_came_before"; });
    ASSERT_NE(found, findings.end()) << shown.dump(1);
    EXPECT_EQ(found->at("fields"), Json({"husleje_maaned"}));
    EXPECT_EQ(found->at("evidence").at("came_before"), first.at("id"));
}

TEST_F(SamePerson, WhoSignsAgainAndMendsTheTelephoneIsAskedAbout) {
    (void)run("a.xml", xml_);
    xml_.replace(xml_.find("<telefon>") + 9, 8, "20000001");
    xml_.replace(xml_.find("2026-11-18</underskriftsdato>"), 10, "2026-11-20");
    const auto later = run("b.xml", xml_);
    EXPECT_EQ(cases(), 1);
    EXPECT_EQ(later.at("reasons"), Json({"application_came_before"}));
}

}  // namespace
}  // namespace indgang::flow
