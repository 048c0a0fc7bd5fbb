// SPDX-License-Identifier: MPL-2.0
// A questionnaire of queXF: two pages with the corner brackets of another system and no code that
// we know, filled in by hand. What was written is keyed in the truth file beside the scan.
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <nlohmann/json.hpp>

#include "tests/foreign/readings.h"

namespace indgang::foreign {
namespace {

const std::filesystem::path folder = shared_data() / "quexf-forms";

class Quexf : public testing::Test {
  protected:
    void SetUp() override {
        if (!std::filesystem::exists(folder / "test_filled_1.pdf")) {
            GTEST_SKIP() << "NOT TESTED: no ../shared/data/quexf-forms beside the project";
        }
    }
    static const accuracy::ScanResult& result() {
        static const LinkedForms forms("quexf",
                                       {{"spoergeskema/1/blank.pdf", folder / "test_blank.pdf"}});
        static const accuracy::ScanResult read = read_scan(forms, folder / "test_filled_1.pdf");
        return read;
    }
    /// What is keyed, of the fields that are marks or are not.
    static std::map<std::string, std::string> truth(bool is_mark) {
        std::ifstream file(folder / "truth_test_filled_1.json");
        std::map<std::string, std::string> values;
        const auto keyed = nlohmann::json::parse(file).at("values");
        for (const auto& [name, value] : keyed.items()) {
            std::string id = name;
            std::transform(id.begin(), id.end(), id.begin(), [](char c) {
                return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
            });
            const bool is_written = id.starts_with("b2") || id == "b4" || id.ends_with("o");
            if (is_written != is_mark) {
                values[id] = value;
            }
        }
        return values;
    }
};

TEST_F(Quexf, BothPagesAreFoundByTheirPrintAlone) {
    ASSERT_EQ(result().pages.size(), 2u);
    for (int page = 1; page <= 2; ++page) {
        const auto& read = result().pages[static_cast<std::size_t>(page - 1)];
        ASSERT_EQ(read.kind, record::PageKind::form) << read.trouble;
        EXPECT_EQ(read.match->page, page);
        EXPECT_LT(read.match->residual_mm, 0.1);
    }
}

TEST_F(Quexf, SevenOfEightCrossesAreReadAsKeyed) {
    const Tally marks = hold_against(values_of(result()), truth(true));
    EXPECT_EQ(marks.all, 8);
    // The eighth is taken back by a scribble; a person is asked.
    EXPECT_GE(marks.right, 7) << testing::PrintToString(marks.misses);
    EXPECT_GE(marks.accepted, 7);
    EXPECT_EQ(marks.accepted_wrong, 0);
}

TEST_F(Quexf, NothingWrittenIsReadWrongAndAccepted) {
    const Tally written = hold_against(values_of(result()), truth(false));
    std::cout << "written by hand: " << written.right << " of " << written.all << " right, "
              << written.accepted << " accepted\n";
    EXPECT_EQ(written.accepted_wrong, 0) << testing::PrintToString(written.misses);
}

}  // namespace
}  // namespace indgang::foreign
