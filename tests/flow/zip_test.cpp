// SPDX-License-Identifier: MPL-2.0
// One zip of documents and scans, as a sender or a mailroom hands it in and asks what became of it.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <thread>

#include "tests/flow/installation.h"
#include "tests/schemas/zip/made_zip.h"

namespace indgang::flow {
namespace {

using Json = nlohmann::json;

/// The sample of one person as that of another.
std::string application(int number) {
    auto xml = sample("xml/boligstoette-single.xml");
    const std::string field = "<husleje_maaned>";
    const auto at = xml.find(field) + field.size();
    return xml.replace(at, xml.find('<', at) - at, std::to_string(4000 + number));
}

std::string text_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

class Zip : public ::testing::Test {
  protected:
    /// Two pages of a sample batch: one application and an empty back.
    std::string scan() {
        const auto file = installation_.folder() / "made.tif";
        write_pages(file, {1, 2, 3, 4});
        return text_of(file);
    }
    /// Two documents, a scan, and what else mailers put beside them.
    std::string mixed() {
        return made::zip_of({{"breve/", ""},
                             {"breve/a.xml", application(1)},
                             {"breve/scan.tif", scan()},
                             {"__MACOSX/breve/._a.xml", "12345"},
                             {"breve/b.xml", application(2), 0, 8},
                             {"\x1B[31mlies.txt", "no scan"},
                             {"locked.tif", "12345", 0, 1}});
    }
    Installation installation_;
};

TEST_F(Zip, EachEntryIsTakenOrRefusedByItself) {
    const auto zip = installation_.write("post.zip", mixed());
    const auto outcome = installation_.indgang({"run", "--json", zip.string()});
    EXPECT_EQ(outcome.exit_code, 3) << outcome.err;
    const auto result = outcome.json();
    const auto& file = result.at("files").at(0);
    EXPECT_EQ(file.at("state"), "read");
    EXPECT_EQ(file.at("feed").at("applications"), 5);
    EXPECT_EQ(file.at("feed").at("taken"), 3);
    EXPECT_EQ(file.at("feed").at("refused"), 2);
    EXPECT_EQ(file.at("feed").at("passed_over"), 2);
    EXPECT_EQ(file.at("feed").at("unread"), 0);
    EXPECT_EQ(result.at("ledger").at("lost"), 0);
    EXPECT_EQ(result.at("ledger").at("duplicated"), 0);

    const auto id = file.at("arrival").get<std::string>();
    const auto shown = installation_.indgang({"feed", "show", id, "--json"});
    const auto parts = shown.json().at("applications");
    ASSERT_EQ(parts.size(), 7U);
    EXPECT_EQ(parts[0].at("state"), "passed_over");
    EXPECT_EQ(parts[1].at("name"), "breve/a.xml");
    EXPECT_EQ(parts[2].at("applications"), 1);
    EXPECT_EQ(parts[5].at("reason"), "image_type_unknown");
    EXPECT_EQ(parts[6].at("reason"), "zip_entry_encrypted");
    for (const auto& command : {std::vector<std::string>{"feed", "show", id},
                                {"feed", "show", id, "--json"},
                                {"run", zip.string()},
                                {"queue", "list"}}) {
        const auto said = installation_.indgang(command);
        EXPECT_EQ((said.out + said.err).find('\x1B'), std::string::npos) << command.front();
    }

    const auto receipt = installation_.folder() / "receipt.xml";
    EXPECT_EQ(installation_.indgang({"feed", "receipt", id, "-o", receipt.string()}).exit_code, 0);
    const auto text = text_of(receipt);
    EXPECT_NE(text.find("applications=\"5\" taken=\"3\" refused=\"2\""), std::string::npos) << text;
    EXPECT_NE(text.find("passedOver=\"2\""), std::string::npos);
    EXPECT_NE(text.find("name=\"breve/b.xml\""), std::string::npos);
    EXPECT_EQ(text.find('\x1B'), std::string::npos);
}

TEST_F(Zip, TheSameEntriesOnceMoreAreNotDoubled) {
    (void)installation_.indgang({"run", installation_.write("a.xml", application(1)).string()});
    const auto before = installation_.case_ledger().at("cases").get<int>();
    const auto zip = installation_.write(
        "a.zip", made::zip_of({{"a.xml", application(1)}, {"again.xml", application(1)}}));
    const auto result = installation_.indgang({"run", "--json", zip.string()}).json();
    const auto id = result.at("files").at(0).at("arrival").get<std::string>();
    const auto shown = installation_.indgang({"feed", "show", id, "--json"}).json();
    EXPECT_EQ(shown.at("applications").size(), 2U);
    for (const auto& part : shown.at("applications")) {
        EXPECT_EQ(part.at("came_before"), true);
    }
    EXPECT_EQ(installation_.case_ledger().at("cases"), before);
}

TEST_F(Zip, IsAskedAboutOverHttp) {
    const auto url = installation_.serve();
    int status = 0;
    const auto receipt = exchange(url, "POST", "/v1/applications", mixed(), status);
    ASSERT_EQ(status, 201);
    const auto path = "/v1/arrivals/" + receipt.at("arrival").get<std::string>();
    Json summary;
    ASSERT_TRUE(wait_until([&] {
        summary = exchange(url, "GET", path, "", status);
        return summary.at("state") == "read" && summary.value("unread", 1) == 0;
    })) << summary.dump();
    EXPECT_EQ(summary.at("type"), "zip");
    EXPECT_EQ(summary.at("applications"), 5);
    EXPECT_EQ(summary.at("taken"), 3);
    EXPECT_EQ(summary.at("passed_over"), 2);
    const auto page = exchange(url, "GET", summary.at("parts"), "", status);
    ASSERT_EQ(page.at("parts").size(), 7U);
    EXPECT_EQ(page.at("parts")[6].at("reason"), "zip_entry_encrypted");
    EXPECT_EQ(page.dump().find("locked.tif"), std::string::npos);  // a name may be a person's
}

TEST_F(Zip, ThatIsDamagedIsRejectedWhole) {
    auto zip = mixed();
    zip.resize(zip.size() - 100);
    const auto outcome =
        installation_.indgang({"run", "--json", installation_.write("cut.zip", zip).string()});
    EXPECT_EQ(outcome.exit_code, 3);
    const auto file = outcome.json().at("files").at(0);
    EXPECT_EQ(file.at("state"), "rejected");
    EXPECT_EQ(file.at("reason"), "zip_damaged");
    EXPECT_EQ(file.at("feed").at("applications"), 0);
}

/// Killed again and again in the middle, it is in the end what it would have been.
TEST_F(Zip, GoesOnAfterAKill) {
    std::vector<made::Entry> entries;
    constexpr int documents = 400;
    for (int i = 0; i < documents; ++i) {
        entries.push_back({std::to_string(i) + ".xml", application(i)});
    }
    // A scan of some portions, which is no whole TIFF.
    entries.push_back({"large.tif", std::string("II*\0", 4) + std::string(5u << 20, 'x')});
    const auto zip = made::zip_of(entries);
    int status = 0;
    const auto url = installation_.serve();
    const auto id = exchange(url, "POST", "/v1/applications", zip, status).at("arrival");
    ASSERT_EQ(status, 201);
    Json summary;
    for (int kills = 0; kills < 4; ++kills) {
        const auto parts = [&] {
            summary = exchange(installation_.service_url(), "GET",
                               "/v1/arrivals/" + id.get<std::string>(), "", status);
            return summary.value("applications", 0);
        };
        const auto before = parts();
        ASSERT_TRUE(wait_until([&] { return parts() > before || summary.at("state") == "read"; }));
        installation_.stop_serving();  // SIGKILL
        (void)installation_.serve();
    }
    ASSERT_TRUE(wait_until([&] {
        summary = exchange(installation_.service_url(), "GET",
                           "/v1/arrivals/" + id.get<std::string>(), "", status);
        return summary.at("state") == "read" && summary.value("unread", 1) == 0;
    })) << summary.dump();
    EXPECT_EQ(summary.at("applications"), documents + 1);
    EXPECT_EQ(summary.at("taken"), documents);
    EXPECT_EQ(summary.at("refused"), 1);
    installation_.stop_serving();
    const auto ledger =
        installation_.indgang({"run", "--json", installation_.write("again.zip", zip).string()})
            .json()
            .at("ledger");
    EXPECT_EQ(ledger.at("lost"), 0);
    EXPECT_EQ(ledger.at("duplicated"), 0);
    EXPECT_EQ(ledger.at("arrivals").at("read"), documents + 1);
}

TEST_F(Zip, IsReadWithoutBeingStored) {
    const auto zip = installation_.write("post.zip", mixed());
    const auto outcome = installation_.indgang({"read", "--json", zip.string()});
    EXPECT_EQ(outcome.exit_code, 3) << outcome.err;
    const auto result = outcome.json();
    EXPECT_EQ(result.at("applications").size(), 3U);
    EXPECT_EQ(result.at("pages_read"), 4);
    EXPECT_EQ(result.at("troubles").size(), 2U);
    EXPECT_NE(result.dump().find("post.zip/breve/scan.tif"), std::string::npos);
    EXPECT_EQ((outcome.out + outcome.err).find('\x1B'), std::string::npos);
}

}  // namespace
}  // namespace indgang::flow
