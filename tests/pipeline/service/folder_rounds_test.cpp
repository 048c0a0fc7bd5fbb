// SPDX-License-Identifier: MPL-2.0
#include "pipeline/service/folder_rounds.h"

#include <gtest/gtest.h>

#include <atomic>
#include <semaphore>
#include <thread>

namespace indgang::service {
namespace {

using namespace std::chrono_literals;

/// True as soon as `is_so` holds; false after ten seconds.
template <class Condition>
bool becomes(const Condition& is_so) {
    for (int i = 0; i < 10'000; ++i) {
        if (is_so()) {
            return true;
        }
        std::this_thread::sleep_for(1ms);
    }
    return false;
}

TEST(FolderRounds, AFolderThatDoesNotAnswerKeepsNoOtherWaiting) {
    std::binary_semaphore answers(0);
    std::atomic<int> of_share{0}, of_other{0};
    FolderRounds rounds({{"share",
                          [&] {
                              ++of_share;
                              answers.acquire();
                          }},
                         {"other", [&] { ++of_other; }}},
                        1ms);
    EXPECT_TRUE(becomes([&] { return of_other >= 5; }));
    EXPECT_EQ(of_share, 1);
    EXPECT_TRUE(becomes([&] { return rounds.held_up(5ms) == std::vector<std::string>{"share"}; }));
    EXPECT_TRUE(rounds.held_up(1h).empty());
    EXPECT_FALSE(rounds.stop(20ms)) << "it hangs";
    const int seen = of_other;
    answers.release();
    EXPECT_TRUE(rounds.stop(10s)) << "it has answered";
    EXPECT_EQ(of_share, 1);
    EXPECT_LE(of_other, seen + 1) << "no look begins after the stop";
    EXPECT_TRUE(rounds.held_up(0ms).empty());
}

TEST(FolderRounds, AreEndedByAStopInThePause) {
    std::atomic<int> looks{0};
    FolderRounds rounds({{"a", [&] { ++looks; }}, {"b", [&] { ++looks; }}}, 1h);
    EXPECT_TRUE(becomes([&] { return looks == 2; }));
    EXPECT_TRUE(rounds.stop(10s));
    EXPECT_EQ(looks, 2);
}

TEST(FolderRounds, OfNoFolderAreOver) {
    FolderRounds rounds({}, 1ms);
    EXPECT_TRUE(rounds.stop(0ms));
    EXPECT_TRUE(rounds.held_up(0ms).empty());
}

}  // namespace
}  // namespace indgang::service
