// SPDX-License-Identifier: MPL-2.0
#include "tests/fault/ledgers.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/fault/process.h"

namespace indgang::fault {
namespace {

TEST(Ledgers, OneCaseForEachArrivalFits) {
    const auto joined = join({{"a", {"1"}}, {"b", {"2"}}}, {{"1", {}}, {"2", {}}});
    EXPECT_EQ(joined.lost, 0);
    EXPECT_EQ(joined.duplicated, 0);
    EXPECT_EQ(joined.shared, 0);
}

TEST(Ledgers, ArrivalWithoutACaseIsLost) {
    EXPECT_EQ(join({{"a", {"1"}}, {"b", {}}}, {{"1", {}}}).lost, 1);
}

TEST(Ledgers, CaseNumberThatTheCaseSystemDoesNotKnowIsLost) {
    EXPECT_EQ(join({{"a", {"7"}}}, {}).lost, 1);
}

TEST(Ledgers, CaseThatNobodyOwnsIsADuplicate) {
    EXPECT_EQ(join({{"a", {"2"}}}, {{"1", {}}, {"2", {}}}).duplicated, 1);
}

TEST(Ledgers, CaseOfTwoArrivalsIsShared) {
    EXPECT_EQ(join({{"a", {"1"}}, {"b", {"1"}}}, {{"1", {}}}).shared, 1);
}

TEST(Ledgers, CaseWithoutTheBytesThatWereSentIsAltered) {
    const Cases cases{{"1", {"d1", "d2"}}, {"2", {"d2"}}};
    EXPECT_EQ(join({{"a", {"1"}, "d1"}, {"b", {"2"}, "d2"}}, cases).altered, 0);
    EXPECT_EQ(join({{"a", {"2"}, "d1"}}, cases).altered, 1);
    EXPECT_EQ(join({{"a", {"2"}, ""}}, cases).altered, 0) << "paper comes out as pages";
}

TEST(Ledgers, TellTheirRowsInAFile) {
    const auto file = std::filesystem::temp_directory_path() / "indgang-fault-rows.json";
    std::filesystem::remove(file);
    const char* before = ::getenv("INDGANG_FAULT_JSON");
    const std::string asked = before == nullptr ? "" : before;
    ::setenv("INDGANG_FAULT_JSON", file.c_str(), 1);
    tell_control("kill", 7);
    tell({"kill", 60, 0, 0, 0});
    tell({"clock", 3, 1, 0, 0});
    ::setenv("INDGANG_FAULT_JSON", asked.c_str(), 1);
    std::ifstream in(file);
    const auto rows = nlohmann::json::parse(in).at("rows");
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].at("what"), "kill");
    EXPECT_EQ(rows[0].at("times"), 60);
    EXPECT_EQ(rows[0].at("control"), 7);
    EXPECT_EQ(rows[1].at("lost"), 1);
    EXPECT_TRUE(rows[1].at("control").is_null());
    std::filesystem::remove(file);
}

TEST(Process, IsGoneAfterTheKill) {
    const auto log = std::filesystem::temp_directory_path() / "indgang-process-test.log";
    Process process({{"/bin/sleep", "60"}, log});
    EXPECT_FALSE(process.has_ended());
    process.kill();
    EXPECT_TRUE(process.has_ended());
    std::filesystem::remove(log);
}

TEST(Process, NoTwoAreGivenTheSamePort) {
    std::array<int, 2> told{};
    ASSERT_EQ(::pipe(told.data()), 0);
    const pid_t other = ::fork();  // goes on from the same port as this one
    if (other == 0) {
        const int port = free_port();
        (void)!::write(told[1], &port, sizeof port);
        ::pause();
    }
    int others = 0;
    ASSERT_EQ(::read(told[0], &others, sizeof others), static_cast<ssize_t>(sizeof others));
    const int ours = free_port();
    ::kill(other, SIGKILL);
    ::waitpid(other, nullptr, 0);
    EXPECT_GT(ours, 0);
    EXPECT_GT(others, 0);
    EXPECT_NE(ours, others);
}

TEST(CountCopies, FindsTheCaseWithoutOneAndTheSecondOfAnother) {
    const auto copied =
        count_copies({{"1", {"a"}}, {"2", {}}, {"3", {"b", "b"}}, {"4", {"c", "d"}}});
    EXPECT_EQ(copied.lost, 1);
    EXPECT_EQ(copied.doubled, 2);
}

}  // namespace
}  // namespace indgang::fault
