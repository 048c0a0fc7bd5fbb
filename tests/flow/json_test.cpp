// SPDX-License-Identifier: MPL-2.0
// An application in JSON comes in by every door that XML comes in by, and becomes the same case.
#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "tests/flow/installation.h"
#include "tests/schemas/zip/made_zip.h"

namespace indgang::flow {
namespace {

using nlohmann::json;

/// The sample of one person as that of another.
std::string application(int number) {
    auto text = sample("json/boligstoette-single.json");
    const std::string rent = "5475";
    return text.replace(text.find(rent), rent.size(), std::to_string(4000 + number));
}

/// What became of an arrival, when nothing more will by itself.
json fate_of(const std::string& url, const std::string& arrival) {
    json answer;
    EXPECT_TRUE(wait_until([&] {
        int status = 0;
        answer = exchange(url, "GET", "/v1/arrivals/" + arrival, "", status);
        const auto applications = answer.value("applications", json::array());
        return answer.at("state") == "rejected" ||
               (!applications.empty() && !applications[0].value("case_number", "").empty());
    })) << answer.dump();
    return answer;
}

TEST(Json, PostedBecomesOneCaseAndTheSameKeyNoSecond) {
    Installation installation;
    const auto url = installation.serve();
    int status = 0;
    const auto receipt = exchange(url, "POST", "/v1/applications", application(1), status, "key-1");
    ASSERT_EQ(status, 201);
    EXPECT_EQ(exchange(url, "POST", "/v1/applications", application(1), status, "key-1"), receipt);
    EXPECT_EQ(status, 200);
    (void)exchange(url, "POST", "/v1/applications", application(2), status, "key-1");
    EXPECT_EQ(status, 422);
    const auto fate = fate_of(url, receipt.at("arrival"));
    EXPECT_EQ(fate.at("type"), "json");
    EXPECT_EQ(fate.at("state"), "read");
    ASSERT_EQ(fate.at("applications").size(), 1U);
    EXPECT_EQ(fate.at("applications")[0].at("form"), "boligstoette");
    EXPECT_EQ(installation.case_ledger().at("cases"), 1);
    EXPECT_EQ(installation.case_ledger().at("duplicates"), 0);
}

TEST(Json, ThatIsWrongIsRejectedWithItsPlaceAndNoValue) {
    Installation installation;
    const auto url = installation.serve();
    auto text = application(1);
    text.replace(text.find("\"8112993321\""), 12, "8112993321");
    const std::vector<std::vector<std::string>> cases = {
        {text, "json_invalid", "/fields/ansoeger_cpr"},
        {application(1).substr(0, 300), "json_malformed", "line "},
        {R"({"form": "hundetegn", "version": "1"})", "json_unknown_form", "/form"}};
    for (const auto& wrong : cases) {
        int status = 0;
        const auto receipt = exchange(url, "POST", "/v1/applications", wrong[0], status);
        ASSERT_EQ(status, 201);  // nothing from outside is parsed before it is stored
        const auto fate = fate_of(url, receipt.at("arrival"));
        EXPECT_EQ(fate.at("state"), "rejected");
        EXPECT_EQ(fate.at("reason"), wrong[1]);
        EXPECT_TRUE(fate.at("place").get<std::string>().starts_with(wrong[2])) << fate;
        EXPECT_EQ(fate.dump().find("8112993321"), std::string::npos);
    }
    const auto queue = installation.indgang({"queue", "list", "--state", "rejected", "--json"});
    EXPECT_EQ(queue.json().at("arrivals").size(), cases.size());
    EXPECT_EQ(queue.out.find("8112993321"), std::string::npos);
}

TEST(Json, OfAFolderIsKnownByItsBytesAndBecomesTheSameRecordAsXml) {
    const Installation installation;
    installation.write("post/a.txt", application(1));
    const auto post = installation.folder() / "post";
    const auto result = installation.indgang({"run", "--json", post.string()});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    const auto item = result.json().at("files").at(0).at("applications").at(0);
    EXPECT_EQ(item.at("state"), "delivered");
    const auto id = item.at("application").get<std::string>();
    const auto shown = installation.indgang({"record", "show", id, "--json"}).json();
    const auto record = shown.at("application").at("record");
    EXPECT_EQ(record.at("source"), "json");
    const auto& field = record.at("fields").at(0);
    EXPECT_EQ(field.at("value"), "8112993321");
    EXPECT_EQ(field.at("provenance").at("pointer"), "/fields/ansoeger_cpr");
    const auto explained =
        installation.indgang({"record", "show", id, "--explain", "husleje_maaned"});
    EXPECT_NE(explained.out.find("json /fields/husleje_maaned"), std::string::npos)
        << explained.out;
    // As XML it says what the sample in XML says, but for the rent.
    const auto xml = installation.indgang({"record", "show", id, "--xml"}).out;
    EXPECT_NE(xml.find("<heraf_varme>620.50</heraf_varme>"), std::string::npos) << xml;
    EXPECT_NE(xml.find("<toilet>true</toilet>"), std::string::npos);
}

TEST(Json, InTheWatchedFolderAndInAZipBecomesACase) {
    Installation installation;
    (void)installation.serve();
    installation.write("inbox/a.json", application(1));
    EXPECT_TRUE(wait_until([&] { return installation.case_ledger().at("cases") == 1; }));
    EXPECT_TRUE(std::filesystem::exists(installation.inbox() / "done" / "a.json"));
    installation.write("inbox/b.zip", made::zip_of({{"b.json", application(2)}}));
    EXPECT_TRUE(wait_until([&] { return installation.case_ledger().at("cases") == 2; }));
}

TEST(Json, IsShownWithoutStoringAnything) {
    const Installation installation;
    const auto file = installation.write("a.json", application(1));
    const auto read = installation.indgang({"read", "--json", file.string()});
    ASSERT_EQ(read.exit_code, 0) << read.err;
    const auto application_shown = read.json().at("applications").at(0);
    const auto& field = application_shown.at("fields").at(0);
    EXPECT_EQ(field.at("pointer"), "/fields/ansoeger_cpr");
    EXPECT_EQ(field.at("value"), "8112993321");
    EXPECT_FALSE(std::filesystem::exists(installation.folder() / "store"));

    const auto broken = installation.indgang(
        {"read", installation.write("b.json", application(1).substr(0, 200)).string()});
    EXPECT_EQ(broken.exit_code, 3);
    EXPECT_NE(broken.err.find("[json_malformed], line "), std::string::npos) << broken.err;
    const auto large = installation.indgang(
        {"read", installation.write("c.json", "{" + std::string(2u << 20, ' ') + "}").string()});
    EXPECT_NE(large.err.find("[json_too_large]"), std::string::npos) << large.err;
}

TEST(Json, TheSchemaAndAFilledDocumentArePrinted) {
    const Installation installation;
    const auto schema = installation.indgang({"form", "schema", "boligstoette", "--json"});
    EXPECT_EQ(schema.json().at("properties").at("form").at("const"), "boligstoette");
    EXPECT_NE(installation.indgang({"form", "schema", "boligstoette"}).out.find("<xs:schema"),
              std::string::npos);
    const auto filled = installation.indgang({"form", "fill", "boligstoette", "--json"});
    EXPECT_EQ(filled.json().at("version"), "1");
    const auto file = installation.write("filled.json", filled.out);
    EXPECT_EQ(installation.indgang({"read", file.string()}).exit_code, 0);
}

}  // namespace
}  // namespace indgang::flow
