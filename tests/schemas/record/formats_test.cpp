// SPDX-License-Identifier: MPL-2.0
// The examples in docs/formats are held against the code, so that the pages cannot go stale.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "schemas/record/json.h"

namespace indgang::record {
namespace {

/// The JSON block of a page in docs/formats.
std::string example_of(const std::string& page) {
    std::ifstream file(std::string(INDGANG_SOURCE_DIR) + "/docs/formats/" + page);
    std::stringstream text;
    text << file.rdbuf();
    const std::string all = text.str(), fence = "```json\n";
    const std::size_t start = all.find(fence);
    if (start == std::string::npos) {
        return {};
    }
    return all.substr(start + fence.size(), all.find("```", start + 3) - start - fence.size());
}

TEST(FormatPages, ExampleOfRecordIsASettledRecord) {
    const std::string example = example_of("record.md");
    ASSERT_FALSE(example.empty());
    EXPECT_EQ(to_json(parse_settled_record(example)),
              nlohmann::ordered_json::parse(example).dump());
}

TEST(FormatPages, ExampleOfReadingIsAPageReading) {
    const std::string example = example_of("reading.md");
    ASSERT_FALSE(example.empty());
    EXPECT_EQ(to_json(parse_page_reading(example)), nlohmann::ordered_json::parse(example).dump());
}

}  // namespace
}  // namespace indgang::record
