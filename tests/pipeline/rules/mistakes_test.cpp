// SPDX-License-Identifier: MPL-2.0
// Mistakes that authors of forms make, one folder each: one mistake gives one message, which says
// where it is, what it is and what to write instead.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "pipeline/rules/rule.h"

namespace indgang::rules {
namespace {

namespace fs = std::filesystem;

fs::path mistakes_folder() {
    return fs::path(INDGANG_SOURCE_DIR) / "tests" / "forms" / "mistakes";
}

class Mistake : public ::testing::TestWithParam<std::string> {};

/// INDGANG_REWRITE_EXPECTED=1 in the environment writes the expected messages anew.
TEST_P(Mistake, GivesOneMessageWithItsPlace) {
    const auto folder = mistakes_folder() / GetParam() / "1";
    std::string said;
    for (const auto& problem : check_form(folder)) {
        said += problem + "\n";
    }
    if (std::getenv("INDGANG_REWRITE_EXPECTED") != nullptr) {
        std::ofstream(folder / "expected.txt", std::ios::binary) << said;
    }
    std::ifstream file(folder / "expected.txt", std::ios::binary);
    const std::string expected((std::istreambuf_iterator<char>(file)), {});
    EXPECT_EQ(said, expected);
    EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 1) << said;
    EXPECT_THAT(said, ::testing::MatchesRegex(GetParam() + "/1/form.toml:[0-9]+:[0-9]+: .+\n"));
}

std::vector<std::string> mistakes() {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(mistakes_folder())) {
        names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

INSTANTIATE_TEST_SUITE_P(Each, Mistake, ::testing::ValuesIn(mistakes()),
                         [](const auto& mistake) { return mistake.param; });

}  // namespace
}  // namespace indgang::rules
