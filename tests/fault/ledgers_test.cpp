// SPDX-License-Identifier: MPL-2.0
#include "tests/fault/ledgers.h"

#include <gtest/gtest.h>

#include "tests/fault/process.h"

namespace indgang::fault {
namespace {

TEST(Ledgers, OneCaseForEachArrivalFits) {
    const auto joined = join({{"a", {"1"}}, {"b", {"2"}}}, {"1", "2"});
    EXPECT_EQ(joined.lost, 0);
    EXPECT_EQ(joined.duplicated, 0);
    EXPECT_EQ(joined.shared, 0);
}

TEST(Ledgers, ArrivalWithoutACaseIsLost) {
    EXPECT_EQ(join({{"a", {"1"}}, {"b", {}}}, {"1"}).lost, 1);
}

TEST(Ledgers, CaseNumberThatTheCaseSystemDoesNotKnowIsLost) {
    EXPECT_EQ(join({{"a", {"7"}}}, {}).lost, 1);
}

TEST(Ledgers, CaseThatNobodyOwnsIsADuplicate) {
    EXPECT_EQ(join({{"a", {"2"}}}, {"1", "2"}).duplicated, 1);
}

TEST(Ledgers, CaseOfTwoArrivalsIsShared) {
    EXPECT_EQ(join({{"a", {"1"}}, {"b", {"1"}}}, {"1"}).shared, 1);
}

TEST(Process, IsGoneAfterTheKill) {
    const auto log = std::filesystem::temp_directory_path() / "indgang-process-test.log";
    Process process({{"/bin/sleep", "60"}, log});
    EXPECT_FALSE(process.has_ended());
    process.kill();
    EXPECT_TRUE(process.has_ended());
    std::filesystem::remove(log);
}

TEST(Process, FreePortIsAPort) {
    EXPECT_GT(free_port(), 0);
}

TEST(CountCopies, FindsTheCaseWithoutOneAndTheSecondOfAnother) {
    const auto copied =
        count_copies({{"1", {"a"}}, {"2", {}}, {"3", {"b", "b"}}, {"4", {"c", "d"}}});
    EXPECT_EQ(copied.lost, 1);
    EXPECT_EQ(copied.doubled, 2);
}

}  // namespace
}  // namespace indgang::fault
