// SPDX-License-Identifier: MPL-2.0
// Records in the database: fewer bytes, and the same text again.
#include "pipeline/store/sqlite/database/phrases.h"

#include <gtest/gtest.h>

#include <random>

namespace indgang::store::sqlite {
namespace {

const std::string record =
    R"({"record":{"fields":[{"field":"cpr","kind":"cpr","value":"7204801236","raw":"7204801236",)"
    R"("provenance":{"way":"submitted","xpath":"/a/cpr"},"accepted":true},{"field":"etage",)"
    R"("raw":"","provenance":{"way":"submitted","xpath":""},"accepted":true},{"field":"navn",)"
    R"("kind":"name","value":"Kjær","raw":"\"Kjær","provenance":{"way":"submitted","xpath":)"
    R"("/a/navn"},"accepted":true}]},"verdicts":[{"field":"cpr","agreement":"unknown",)"
    R"("registry":"cpr","at":"2026-11-29T15:01:25.702Z"},{"field":"navn","agreement":"unknown",)"
    R"("registry":"cpr","at":"2026-11-29T15:01:25.702Z"}]})";

TEST(Phrases, MakeARecordLessThanHalfAsLong) {
    EXPECT_LT(2 * shortened(record).size(), record.size());
}

TEST(Phrases, GiveTheSameTextAgain) {
    EXPECT_EQ(whole(shortened(record)), record);
    for (const char* text :
         {"", "{}", "\"", "\"\"", R"(","raw":"","raw":"")", R"(","at":"x","at":"x")",
          R"({"a":"x","raw":"x","raw":"x"})", R"("":"","raw":"")",
          R"(","at":"x","at":"2026-11-29T15:01:25.702Z","at":"x)"}) {
        EXPECT_EQ(whole(shortened(text)), text);
    }
}

/// Pieces of records in any order and of any length, as no record has them.
TEST(Phrases, GiveTheSameTextAgainWhateverItIs) {
    std::mt19937 dice(1);
    constexpr int rounds = 2'000, pieces = 20;
    constexpr std::size_t longest = 40;
    for (int round = 0; round < rounds; ++round) {
        std::string text;
        for (int piece = 0; piece < pieces; ++piece) {
            text += record.substr(dice() % record.size(), dice() % longest);
        }
        ASSERT_EQ(whole(shortened(text)), text);
    }
}

TEST(Phrases, LeaveATextWithControlCharactersAsItIs) {
    const std::string text("{\"a\":\n\"\x01\"}");
    EXPECT_EQ(shortened(text), text);
    EXPECT_EQ(whole("{\"never\": \"shortened\"}\n"), "{\"never\": \"shortened\"}\n");
}

TEST(Phrases, MakeNoJsonOfWhatIsDamaged) {
    const std::string time_of_nothing("\x01\x03"), no_phrase("\x01{\0}", 4);
    EXPECT_EQ(whole(time_of_nothing), time_of_nothing);
    EXPECT_EQ(whole(no_phrase), no_phrase);
}

}  // namespace
}  // namespace indgang::store::sqlite
