// SPDX-License-Identifier: MPL-2.0
// One file of many applications, as a sender hands it in and asks what became of it.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "tests/flow/installation.h"

namespace indgang::flow {
namespace {

using Json = nlohmann::json;

/// The sample of one person as that of another.
std::string application(int number) {
    auto xml = sample("xml/boligstoette-single.xml");
    xml = xml.substr(xml.find("?>") + 2);
    const std::string field = "<husleje_maaned>";
    const auto at = xml.find(field) + field.size();
    return xml.replace(at, xml.find('<', at) - at, std::to_string(4000 + number));
}

std::string feed_of(const std::vector<std::string>& applications) {
    std::string feed = "<?xml version=\"1.0\" encoding=\"windows-1252\"?>\n<alle>\n";
    for (const auto& one : applications) {
        feed += one + "\n";
    }
    return feed + "</alle>\n";
}

std::string text_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

class Feed : public ::testing::Test {
  protected:
    Json run(const std::string& name, const std::string& feed, int exit_code) {
        const auto outcome =
            installation_.indgang({"run", "--json", installation_.write(name, feed).string()});
        EXPECT_EQ(outcome.exit_code, exit_code) << outcome.err;
        return outcome.json();
    }
    Installation installation_;
};

// Which of them are cases and which are asked about is for the rules; here each is one of the two.
TEST_F(Feed, EachApplicationIsTakenOrRefusedByItself) {
    std::string broken = application(3);
    broken.insert(broken.find("</husleje_maaned>"), "<&");
    const auto result =
        run("alle.xml",
            feed_of({application(1), "<ukendt/>", application(2), broken, application(4)}), 3);
    const auto& file = result.at("files").at(0);
    EXPECT_EQ(file.at("state"), "read");
    EXPECT_EQ(file.at("feed").at("applications"), 5);
    EXPECT_EQ(file.at("feed").at("taken"), 3);
    EXPECT_EQ(file.at("feed").at("refused"), 2);
    EXPECT_EQ(file.at("feed").at("unread"), 0);
    EXPECT_EQ(result.at("ledger").at("lost"), 0);

    const auto id = file.at("arrival").get<std::string>();
    const auto shown = installation_.indgang({"feed", "show", id, "--json"}).json();
    const auto& parts = shown.at("applications");
    ASSERT_EQ(parts.size(), 5U);
    EXPECT_EQ(parts[0].at("line"), 4);
    EXPECT_EQ(parts[1].at("reason"), "xml_unknown_form");
    EXPECT_EQ(parts[3].at("reason"), "xml_malformed");
    EXPECT_EQ(parts[3].at("state"), "rejected");

    const auto receipt = installation_.folder() / "receipt.xml";
    EXPECT_EQ(installation_.indgang({"feed", "receipt", id, "-o", receipt.string()}).exit_code, 0);
    const auto text = text_of(receipt);
    EXPECT_NE(text.find("applications=\"5\" taken=\"3\" refused=\"2\""), std::string::npos) << text;
    EXPECT_NE(text.find("<application number=\"2\""), std::string::npos);
    EXPECT_EQ(text.find("fornavn"), std::string::npos);
}

TEST_F(Feed, TheSameFileAgainChangesNothing) {
    const auto feed = feed_of({application(1), application(2)});
    (void)run("a.xml", feed, 0);
    const auto cases = installation_.case_ledger().at("cases");
    const auto again = run("b.xml", feed, 0);
    EXPECT_EQ(again.at("files").at(0).at("seen_before"), true);
    EXPECT_EQ(again.at("files").at(0).at("feed").at("applications"), 2);
    EXPECT_EQ(installation_.case_ledger().at("cases"), cases);
}

TEST_F(Feed, ThatIsCutOffKeepsWhatStoodBefore) {
    auto feed = feed_of({application(1), application(2), application(3)});
    feed.resize(feed.rfind("<husleje_maaned>"));
    const auto result = run("a.xml", feed, 3);
    const auto& file = result.at("files").at(0);
    EXPECT_EQ(file.at("state"), "rejected");
    EXPECT_EQ(file.at("reason"), "xml_malformed");
    EXPECT_NE(file.at("message").get<std::string>().find("the 2 applications before it"),
              std::string::npos);
    EXPECT_EQ(file.at("feed").at("taken"), 2);
}

TEST_F(Feed, AsksForEachOverHttp) {
    const auto url = installation_.serve();
    int status = 0;
    const auto receipt =
        exchange(url, "POST", "/v1/applications", feed_of({application(1), "<ukendt/>"}), status);
    ASSERT_EQ(status, 201);
    const auto path = "/v1/arrivals/" + receipt.at("arrival").get<std::string>();
    Json summary;
    ASSERT_TRUE(wait_until([&] {
        summary = exchange(url, "GET", path, "", status);
        return summary.at("state") == "read" && summary.value("unread", 1) == 0;
    })) << summary.dump();
    EXPECT_EQ(summary.at("type"), "feed");
    EXPECT_EQ(summary.at("applications"), 2);
    EXPECT_EQ(summary.at("refused"), 1);
    const auto parts = exchange(url, "GET", summary.at("parts"), "", status);
    ASSERT_EQ(parts.at("parts").size(), 2U);
    EXPECT_EQ(parts.at("parts")[1].at("reason"), "xml_unknown_form");
    const auto none = exchange(url, "GET", parts.at("next"), "", status);
    EXPECT_TRUE(none.at("parts").empty());
    (void)exchange(url, "GET", path + "/parts?after=x", "", status);
    EXPECT_EQ(status, 404);
    const auto part = parts.at("parts")[0].at("arrival").get<std::string>();
    EXPECT_EQ(exchange(url, "GET", "/v1/arrivals/" + part, "", status).at("applications").size(),
              1U);
    (void)exchange(url, "GET", "/v1/arrivals/" + part + "/parts", "", status);
    EXPECT_EQ(status, 404);
}

}  // namespace
}  // namespace indgang::flow
