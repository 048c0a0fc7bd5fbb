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
              "x.toml:1:5: root: 'a' must be a text\n"
              "x.toml:2:5: root: 'b' must be a whole number from 1 to 9\n"
              "x.toml:3:5: root: 'c' must be true or false\n"
              "x.toml:4:11: root: 'd' must hold texts without control characters\n"
              "x.toml:5:5: root: 'e' must be a table");
}

TEST(TableReader, TellsWhatIsMissingAndWhatIsUnknown) {
    EXPECT_EQ(problems_of("b = 1\n", [](TableReader& reader) { (void)reader.text("a", true); }),
              "x.toml:1:1: root: 'a' is missing\nx.toml:1:5: root: unknown key 'b'; there are: a");
}

TEST(TableReader, PlacesWhatIsNoToml) {
    const auto said = problems_of("a = 1\nb = \n", [](TableReader&) { FAIL(); });
    EXPECT_TRUE(said.starts_with("x.toml:2:5: not TOML: ")) << said;
}

const KeyTable keys{
    "trial",
    "A table for trying.",
    {{.name = "kind", .type = KeyType::text, .is_needed = true, .words = {"name", "cpr"}},
     {.name = "title", .type = KeyType::both},
     {.name = "cells", .type = KeyType::number, .least = 1, .most = 32},
     {.name = "share", .type = KeyType::decimal, .least = 0.5, .most = 1},
     {.name = "required", .type = KeyType::flag},
     {.name = "point", .type = KeyType::numbers, .count = 2},
     {.name = "names", .type = KeyType::text_or_texts},
     {.name = "row", .type = KeyType::tables, .holds = "trial"}}};

/// What is wrong with the text by the table of keys.
std::string by_keys(std::string_view text) {
    Problems problems("x.toml");
    if (const auto root = parse_toml(text, problems)) {
        TableReader reader(*root, "root", problems, keys);
    }
    return problems.text();
}

TEST(KeyTable, TakesWhatFits) {
    EXPECT_EQ(by_keys("kind = \"cpr\"\ntitle = { da = \"x\", en = \"y\" }\ncells = 32\nshare = "
                      "0.5\nrequired = true\npoint = [1, 2.5]\nnames = \"a\"\n[[row]]\nkind = 1\n"),
              "");
}

TEST(KeyTable, NamesTheNearestKeyAndWord) {
    EXPECT_EQ(by_keys("kind = \"cpr\"\ncels = 3\n"),
              "x.toml:2:1: root: unknown key 'cels'; did you mean 'cells'?");
    EXPECT_EQ(by_keys("kind = \"nmae\"\n"),
              "x.toml:1:8: root: 'kind' knows no 'nmae'; did you mean 'name'?");
}

TEST(KeyTable, SaysOnceThatANeededKeyIsMisspelt) {
    EXPECT_EQ(by_keys("kid = \"cpr\"\n"),
              "x.toml:1:1: root: unknown key 'kid'; did you mean 'kind'?");
    EXPECT_EQ(by_keys("cells = 3\n"), "x.toml:1:1: root: 'kind' is missing");
}

TEST(KeyTable, SaysHowEachTypeIsWritten) {
    const auto of = [](const std::string& line) { return by_keys("kind = \"cpr\"\n" + line); };
    EXPECT_EQ(by_keys("kind = 3\n"), "x.toml:1:8: root: 'kind' must be a text: kind = \"3\"");
    EXPECT_EQ(of("cells = 33\n"), "x.toml:2:9: root: 'cells' must be a whole number from 1 to 32");
    EXPECT_EQ(of("cells = 0\n"), "x.toml:2:9: root: 'cells' must be a whole number from 1 to 32");
    EXPECT_EQ(of("share = 0.4\n"), "x.toml:2:9: root: 'share' must be a number from 0.5 to 1");
    EXPECT_EQ(of("required = \"yes\"\n"),
              "x.toml:2:12: root: 'required' must be true or false, without quotes");
    EXPECT_EQ(of("point = [1]\n"), "x.toml:2:9: root: 'point' must be a list of 2 numbers");
    EXPECT_EQ(of("title = \"x\"\n"),
              "x.toml:2:9: root: 'title' must be written { da = \"...\", en = \"...\" }");
    EXPECT_EQ(of("title = { da = \"x\" }\n"), "x.toml:2:9: root: 'title' is missing its 'en'");
    EXPECT_EQ(
        of("[row]\nkind = \"cpr\"\n"),
        "x.toml:2:1: root: 'row' may stand there several times, so it is written [[row]] with "
        "two brackets");
}

TEST(KeyTable, GivesNothingForAKeyThatIsWrong) {
    Problems problems("x.toml");
    const auto root = parse_toml("kind = \"cpr\"\ncells = 99\nnames = \"a\"\n", problems);
    ASSERT_TRUE(root);
    TableReader reader(*root, "root", problems, keys);
    EXPECT_TRUE(reader.is_bad());
    EXPECT_TRUE(reader.is_bad("cells"));
    EXPECT_FALSE(reader.is_bad("names"));
    EXPECT_EQ(reader.number("cells"), 0);
    EXPECT_EQ(reader.texts("names"), std::vector<std::string>{"a"});
}

TEST(KeyTable, TakesWhatIsNotThereFromTheBase) {
    Problems problems("x.toml");
    const auto base = parse_toml("kind = \"name\"\ncells = 5\n", problems);
    const auto root = parse_toml("cells = 7\n", problems);
    ASSERT_TRUE(base && root);
    TableReader reader(*root, "root", problems, keys, &*base);
    EXPECT_FALSE(problems.any()) << problems.text();
    EXPECT_EQ(reader.text("kind"), "name");
    EXPECT_EQ(reader.number("cells"), 7);
}

TEST(NotToml, SaysWhatToDo) {
    EXPECT_NE(by_keys("kind = \"cpr\nx = 1\n").find("a quote is missing in this line"),
              std::string::npos)
        << by_keys("kind = \"cpr\nx = 1\n");
    EXPECT_NE(by_keys("kind = \"\"\"cpr\nx = 1\n").find("quote is missing"), std::string::npos)
        << by_keys("kind = \"\"\"cpr\nx = 1\n");
    EXPECT_NE(by_keys("[row]\nkind = \"cpr\"\n[row]\n").find("written with two brackets: [[row]]"),
              std::string::npos)
        << by_keys("[row]\nkind = \"cpr\"\n[row]\n");
    EXPECT_NE(by_keys("kind = \"cpr\"\nkind = \"cpr\"\n").find("stands there twice"),
              std::string::npos);
    EXPECT_NE(by_keys("førnavn = 1\n").find("write æ, ø and å as ae, oe and aa"), std::string::npos)
        << by_keys("førnavn = 1\n");
}

TEST(TomlProblems, AreToldInTheOrderOfTheirLines) {
    Problems problems("x.toml");
    EXPECT_FALSE(problems.any());
    EXPECT_EQ(problems.first_place(), "x.toml:1:1");
    problems.add({9, 4}, "late");
    problems.add({3, 1}, "early");
    EXPECT_TRUE(problems.any());
    EXPECT_EQ(problems.text(), "x.toml:3:1: early\nx.toml:9:4: late");
    EXPECT_EQ(problems.first_place(), "x.toml:3:1");
}

}  // namespace
}  // namespace indgang
