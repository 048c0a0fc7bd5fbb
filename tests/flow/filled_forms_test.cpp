// SPDX-License-Identifier: MPL-2.0
// What `form fill --scan` prints is read back as what was filled in: the paper, its places and its
// readers come from one definition.
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "tests/flow/installation.h"

namespace indgang::flow {
namespace {

using Json = nlohmann::json;

TEST(FilledForms, PrintedAndScannedAreReadBackAsTheyWereFilled) {
    const Installation installation;
    std::map<std::string, Json> filled;
    std::vector<std::string> read = {"read", "--json"}, read_documents = read;
    for (const auto& form : installation.indgang({"form", "list", "--json"}).json()) {
        const auto name =
            form.at("form").get<std::string>() + ":" + form.at("version").get<std::string>();
        const auto file = installation.folder() / (name + ".tif");
        const auto document = installation.folder() / (name + ".json");
        EXPECT_EQ(
            installation.indgang({"form", "fill", name, "--seed", "5", "--json", "-o", document})
                .exit_code,
            0);
        read_documents.push_back(document);
        const auto printed =
            installation.indgang({"form", "fill", name, "--seed", "5", "--scan", "-o", file});
        ASSERT_EQ(printed.exit_code, 0) << printed.err;
        read.push_back(file);
    }
    // What was filled in is what the door of JSON takes.
    for (const auto& application : installation.indgang(read_documents).json().at("applications")) {
        auto& values = filled[application.at("form").get<std::string>() + ":" +
                              application.at("version").get<std::string>()];
        for (const auto& field : application.at("fields")) {
            EXPECT_TRUE(field.at("accepted").get<bool>()) << field;
            if (!field.at("value").is_null()) {
                values[field.at("field").get<std::string>()] = field.at("value");
            }
        }
    }
    ASSERT_GE(filled.size(), 13U);
    int fields = 0, accepted = 0;
    std::size_t found = 0;
    const auto shown = installation.indgang(read).json();
    for (const auto& application : shown.at("applications")) {
        const auto name = application.at("form").get<std::string>() + ":" +
                          application.at("version").get<std::string>();
        ++found;
        for (const auto& field : application.at("fields")) {
            const auto id = field.at("field").get<std::string>();
            const auto written = filled.at(name).value(id, "");
            ++fields;
            if (!field.at("accepted").get<bool>()) {
                continue;
            }
            ++accepted;
            // A signature is ink, which no program puts there, and a box that is not ticked is no.
            const auto value = field.at("value");
            const bool is_no = value.is_null() || value == "nej";
            const bool is_signature =
                field.at("candidates").dump().find("\"absent\"") != std::string::npos;
            if (is_no && (written.empty() || written == "nej" || is_signature)) {
                continue;
            }
            EXPECT_EQ(value, written) << name << " " << id;
        }
    }
    EXPECT_EQ(found, filled.size());
    EXPECT_GT(accepted, fields * 9 / 10) << accepted << " of " << fields;
}

// A citizen who filled in the web form and then sent the paper, too, is asked about before there is
// a second case.
TEST(FilledForms, OnTheWebAndOnPaperAreLinkedBeforeASecondCase) {
    const Installation installation;
    // No register knows these people.
    installation.write("indgang.toml", "[store]\nfolder = \"store\"\n[workers]\nprocesses = 1\n");
    const std::string form = "sygedagpenge";
    const auto scan = installation.folder() / "paper.tif";
    const auto printed =
        installation.indgang({"form", "fill", form, "--seed", "5", "--scan", "-o", scan});
    ASSERT_EQ(printed.exit_code, 0) << printed.err;
    const auto web = installation.write(
        "web.xml", installation.indgang({"form", "fill", form, "--seed", "5", "--xml"}).out);
    const auto outcome = [&](const std::filesystem::path& file) {
        const auto run = installation.indgang({"run", "--json", file.string()}).json();
        return run.at("files").at(0).at("applications").at(0);
    };
    EXPECT_EQ(outcome(web).at("state"), "ready");
    const auto second = outcome(scan);
    EXPECT_EQ(second.at("state"), "parked") << second;
    EXPECT_NE(second.at("reasons").dump().find("application_came_before"), std::string::npos)
        << second;
}

}  // namespace
}  // namespace indgang::flow
