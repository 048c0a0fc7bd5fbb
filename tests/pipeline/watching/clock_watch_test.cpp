// SPDX-License-Identifier: MPL-2.0
#include "pipeline/watching/clock_watch.h"

#include <gtest/gtest.h>

namespace indgang::watching {
namespace {

using namespace std::chrono_literals;

class ClockWatchTest : public testing::Test {
  protected:
    void pass(std::chrono::milliseconds time) {
        wall_ += time;
        steady_ += time;
    }
    UtcTime wall_ = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22);
    std::chrono::milliseconds steady_{1'000};
    ClockWatch watch_{[this] { return wall_; }, [this] { return steady_; }};
};

TEST_F(ClockWatchTest, SeesNothingWhileTimePasses) {
    pass(24h);
    EXPECT_EQ(watch_.look(), std::nullopt);
}

TEST_F(ClockWatchTest, SeesAJumpAheadAndBackOnce) {
    pass(1s);
    wall_ += 1h;
    EXPECT_EQ(watch_.look(), 1h);
    pass(1s);
    EXPECT_EQ(watch_.look(), std::nullopt);
    wall_ -= 400 * 24h;
    EXPECT_EQ(watch_.look(), -400 * 24h);
    EXPECT_EQ(watch_.jumps(), 2);
    EXPECT_EQ(watch_.last_jump(), -400 * 24h);
}

TEST_F(ClockWatchTest, LeavesSmallCorrectionsAlone) {
    wall_ += 4'999ms;
    EXPECT_EQ(watch_.look(), std::nullopt);
    wall_ -= 5'000ms;
    EXPECT_EQ(watch_.look(), -5'000ms);
}

TEST(MachineTime, GoesOn) {
    const auto time = machine_time();
    const auto before = time();
    EXPECT_GT(before, 0ms);
    EXPECT_GE(time(), before);
}

}  // namespace
}  // namespace indgang::watching
