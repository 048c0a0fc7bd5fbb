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
    std::vector<std::string> read = {"read", "--json"};
    for (const auto& form : installation.indgang({"form", "list", "--json"}).json()) {
        const auto name =
            form.at("form").get<std::string>() + ":" + form.at("version").get<std::string>();
        const auto file = installation.folder() / (name + ".tif");
        filled[name] = installation.indgang({"form", "fill", name, "--seed", "5", "--json"}).json();
        const auto printed =
            installation.indgang({"form", "fill", name, "--seed", "5", "--scan", "-o", file});
        ASSERT_EQ(printed.exit_code, 0) << printed.err;
        read.push_back(file);
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
            if (is_no &&
                (written.empty() || written == "nej" || field.at("reader") == "signature/1")) {
                continue;
            }
            EXPECT_EQ(value, written) << name << " " << id;
        }
    }
    EXPECT_EQ(found, filled.size());
    EXPECT_GT(accepted, fields * 9 / 10) << accepted << " of " << fields;
}

}  // namespace
}  // namespace indgang::flow
