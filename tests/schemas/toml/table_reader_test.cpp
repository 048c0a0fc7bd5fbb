// SPDX-License-Identifier: MPL-2.0
#include "schemas/toml/table_reader.h"

#include <gtest/gtest.h>

namespace indgang {
namespace {

/// What is complained of when `read` reads the text.
template <typename Read>
std::string problems_of(std::string_view text, Read read) {
    Problems problems("x.toml");
    if (const auto root = parse_toml(text, problems)) {
        TableReader reader(*root, "root", problems);
        read(reader);
        reader.done();
    }
    return problems.text();
}

TEST(TableReader, GivesWhatIsThereAndNothingForAnAbsentKey) {
    EXPECT_EQ(problems_of("a = \"x\"\nb = 7\nc = true\nd = [\"y\", \"z\"]\ne = [1, 2.5]\n",
                          [](TableReader& reader) {
                              EXPECT_TRUE(reader.has("a"));
                              EXPECT_FALSE(reader.has("z"));
                              EXPECT_EQ(reader.text("a"), "x");
                              EXPECT_EQ(reader.number("b", 7, 7), 7);
                              EXPECT_TRUE(reader.flag("c"));
                              EXPECT_EQ(reader.texts("d"), (std::vector<std::string>{"y", "z"}));
                              EXPECT_EQ(reader.numbers("e", 2), (std::vector<double>{1, 2.5}));
                              EXPECT_EQ(reader.text("z"), "");
                              EXPECT_TRUE(reader.texts("z").empty());
                          }),
              "");
}

TEST(TableReader, TellsEachWrongTypeWithItsLine) {
    EXPECT_EQ(problems_of("a = 1\nb = \"x\"\nc = 2\nd = [\"y\", 3]\ne = 4\n",
                          [](TableReader& reader) {
                              (void)reader.text("a");
                              (void)reader.number("b", 1, 9);
                              (void)reader.flag("c");
                              (void)reader.texts("d");
                              (void)reader.table("e");
                          }),
              "x.toml:1: root: 'a' must be a text\n"
              "x.toml:2: root: 'b' must be a whole number from 1 to 9\n"
              "x.toml:3: root: 'c' must be true or false\n"
              "x.toml:4: root: 'd' must hold texts without control characters\n"
              "x.toml:5: root: 'e' must be a table");
}

TEST(TableReader, TellsWhatIsMissingAndWhatIsUnknown) {
    EXPECT_EQ(problems_of("b = 1\n", [](TableReader& reader) { (void)reader.text("a", true); }),
              "x.toml:1: root: 'a' is missing\nx.toml:1: root: unknown key 'b'");
}

TEST(TableReader, PlacesWhatIsNoToml) {
    const auto said = problems_of("a = 1\nb = \n", [](TableReader&) { FAIL(); });
    EXPECT_TRUE(said.starts_with("x.toml:2: not TOML: ")) << said;
    EXPECT_TRUE(said.ends_with(" (column 5)")) << said;
}

TEST(TomlProblems, AreToldInTheOrderOfTheirLines) {
    Problems problems("x.toml");
    EXPECT_FALSE(problems.any());
    EXPECT_EQ(problems.first_place(), "x.toml:1");
    problems.add(9, "late");
    problems.add(3, "early");
    EXPECT_TRUE(problems.any());
    EXPECT_EQ(problems.text(), "x.toml:3: early\nx.toml:9: late");
    EXPECT_EQ(problems.first_place(), "x.toml:3");
}

}  // namespace
}  // namespace indgang
