// SPDX-License-Identifier: MPL-2.0
// Ordinary oddities of XML that senders and web forms write: what is meant is read, what may be
// wrong is asked about, and nothing of it is a case of its own accord.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "tests/flow/installation.h"

namespace indgang::flow {
namespace {

using Json = nlohmann::json;

class EverydayXml : public ::testing::Test {
  protected:
    /// The sample with each text in place of another.
    static std::string changed(std::vector<std::pair<std::string, std::string>> changes) {
        auto xml = sample("xml/boligstoette-single.xml");
        for (const auto& [from, to] : changes) {
            const auto at = xml.find(from);
            EXPECT_NE(at, std::string::npos) << from;
            if (at != std::string::npos) {
                xml.replace(at, from.size(), to);
            }
        }
        return xml;
    }
    /// What becomes of one document: its only application, or its arrival when there is none.
    Json outcome_of(const std::filesystem::path& file) {
        const auto result = installation_.indgang({"run", "--json", file.string()});
        const auto entry = result.json().at("files").at(0);
        return entry.at("applications").empty() ? entry : entry.at("applications").at(0);
    }
    Json outcome_of(const std::string& xml) {
        return outcome_of(installation_.write("a.xml", xml));
    }

    Installation installation_;
};

TEST_F(EverydayXml, AnElementWithNothingInItIsNoElement) {
    const auto outcome = outcome_of(changed({{"<fornavn>", "<email></email><fornavn>"}}));
    EXPECT_EQ(outcome.at("state"), "delivered") << outcome.dump(1);
}

TEST_F(EverydayXml, AnElementThatMustBeThereLacksWhenItIsEmpty) {
    const auto xml = sample("xml/boligstoette-single.xml");
    const auto from = xml.find("<ansoeger_cpr>"), to = xml.find("</ansoeger_cpr>");
    ASSERT_NE(to, std::string::npos);
    const auto outcome = outcome_of(xml.substr(0, from + 14) + xml.substr(to));
    EXPECT_EQ(outcome.at("state"), "rejected");
    EXPECT_EQ(outcome.at("reason"), "xml_invalid");
}

TEST_F(EverydayXml, ATelephoneNumberMaySayItsCountryAndHaveBlanks) {
    // Another rent makes another application of each: another telephone does not.
    int rent = 5475;
    for (const char* number : {"+45 20 99 33 22", "004520993323", "20 99 33 24"}) {
        const auto outcome =
            outcome_of(changed({{"20993321", number}, {"5475", std::to_string(rent++)}}));
        EXPECT_EQ(outcome.value("state", ""), "delivered") << number << outcome.dump(1);
    }
}

TEST_F(EverydayXml, ATelephoneNumberOfAnotherCountryIsRefused) {
    EXPECT_EQ(outcome_of(changed({{"20993321", "+46 20 99 33 22"}})).at("state"), "rejected");
}

/// The cases of real senders, where they are beside the checkout, with what must become of each.
TEST_F(EverydayXml, CasesOfSendersComeOutRight) {
    const auto folder = std::filesystem::path(INDGANG_SOURCE_DIR) / "../shared/cases/intake";
    if (!std::filesystem::exists(folder)) {
        GTEST_SKIP() << "NOT TESTED: there is no " << folder;
    }
    struct Case {
        const char* file;
        const char* reason;  ///< how one of the reasons begins; empty: nothing of this is asked
        const char* never;   ///< a reason that must not be there
    };
    for (const auto& [file, reason, never] :
         {Case{"own-empty-optional.xml", "", "xml_"},
          {"own-phone-plus45.xml", "", "xml_"},
          {"os2-st-tv-without-blank.xml", "", "address_not_understood"},
          {"os2-house-number-with-blank.xml", "", "address_not_understood"},
          {"os2-name-comma.xml", "", "name_differs"},
          {"os2-negative-rent.xml", "amount_negative", ""},
          {"own-name-u200b.xml", "unseen_characters", ""},
          {"own-name-u202e.xml", "unseen_characters", ""},
          {"own-names-exchanged.xml", "", "name_differs"},
          {"own-signed-1898.xml", "date_too_long_ago", ""}}) {
        const auto outcome = outcome_of(folder / file);
        const auto reasons =
            outcome.value("reasons", Json::array()).dump() + outcome.value("reason", std::string());
        EXPECT_NE(outcome.value("state", ""), "rejected") << file << reasons;
        if (*reason != '\0') {
            EXPECT_EQ(outcome.value("state", ""), "parked") << file;
            EXPECT_NE(reasons.find(reason), std::string::npos) << file << reasons;
        }
        if (*never != '\0') {
            EXPECT_EQ(reasons.find(never), std::string::npos) << file << reasons;
        }
    }
}

}  // namespace
}  // namespace indgang::flow
