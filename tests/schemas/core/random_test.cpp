// SPDX-License-Identifier: MPL-2.0
#include "schemas/core/random.h"

#include <gtest/gtest.h>

#include <set>

namespace indgang {
namespace {

constexpr std::size_t letters = 26;

UtcTime at(std::int64_t ms) {
    return UtcTime(std::chrono::milliseconds(ms));
}

TEST(RandomIds, AreNewAtEachCall) {
    const auto ids = random_ids();
    std::set<std::string> all;
    constexpr int many = 1000;
    for (int i = 0; i < many; ++i) {
        all.insert(ids());
    }
    EXPECT_EQ(all.size(), many);
    EXPECT_EQ(all.begin()->size(), letters);
}

TEST(OrderedIds, OfALaterTimeAreGreater) {
    std::int64_t ms = 1'700'000'000'000;
    const auto ids = ordered_ids([&] { return at(ms); });
    auto last = ids();
    EXPECT_EQ(last.size(), letters);
    for (const int step : {1, 1, 30, 31, 32, 33, 1'000, 40'000'000}) {
        ms += step;
        auto next = ids();
        EXPECT_GT(next, last) << step;
        last = std::move(next);
    }
}

TEST(OrderedIds, OfTheSameTimeCannotBeGuessed) {
    const auto ids = ordered_ids([] { return at(1'700'000'000'000); });
    constexpr std::size_t of_time = 9;
    std::set<std::string> all, ends, letters_seen;
    constexpr int many = 1000;
    for (int i = 0; i < many; ++i) {
        const auto id = ids();
        all.insert(id.substr(0, of_time));
        ends.insert(id.substr(of_time));
        for (std::size_t letter = of_time; letter < id.size(); ++letter) {
            letters_seen.insert(std::to_string(letter) + id[letter]);
        }
    }
    EXPECT_EQ(all.size(), 1U);
    EXPECT_EQ(ends.size(), many);
    constexpr std::size_t alphabet = 32;
    EXPECT_EQ(letters_seen.size(), alphabet * (letters - of_time)) << "each letter varies fully";
}

TEST(RandomChance, IsAnyShareAndNeverTheWhole) {
    const auto chance = random_chance();
    constexpr int many = 1000, parts = 10;
    std::set<int> seen;
    for (int i = 0; i < many; ++i) {
        const double share = chance();
        ASSERT_GE(share, 0.0);
        ASSERT_LT(share, 1.0);
        seen.insert(static_cast<int>(share * parts));
    }
    EXPECT_EQ(seen.size(), parts);
}

}  // namespace
}  // namespace indgang
