// SPDX-License-Identifier: MPL-2.0
#include "pipeline/service/sender_budget.h"

#include <gtest/gtest.h>

#include <semaphore>
#include <set>
#include <string>
#include <thread>

#include "schemas/error/error.h"

namespace indgang::service {
namespace {

class SenderBudgetTest : public testing::Test {
  protected:
    /// Takes so many of one byte each, named a0, a1, ...
    void take(SenderBudget& budget, const std::string& sender, int count) {
        for (int i = 0; i < count; ++i) {
            budget.took(sender, "a" + std::to_string(i), 1);
        }
    }
    SenderBudget with(SenderBudget::Limits limits) {
        return {limits, [this](const std::string& arrival) {
                    ++asked_;
                    return !read_.contains(arrival);
                }};
    }
    std::set<std::string> read_;
    int asked_ = 0;
};

TEST_F(SenderBudgetTest, OfArrivalsIsUsedUpUntilOneIsRead) {
    auto budget = with({.arrivals = 3});
    take(budget, "10.0.0.1", 2);
    EXPECT_TRUE(budget.has_room("10.0.0.1"));
    EXPECT_EQ(asked_, 0) << "nobody is asked while there is room";
    budget.took("10.0.0.1", "a2", 1);
    EXPECT_FALSE(budget.has_room("10.0.0.1"));
    EXPECT_EQ(asked_, 3);
    EXPECT_TRUE(budget.has_room("10.0.0.2")) << "another one has a budget of his own";
    read_ = {"a1"};
    EXPECT_TRUE(budget.has_room("10.0.0.1"));
    budget.took("10.0.0.1", "a3", 1);
    EXPECT_FALSE(budget.has_room("10.0.0.1")) << "each counts once";
}

TEST_F(SenderBudgetTest, OfBytesIsUsedUpByALargeOne) {
    auto budget = with({.bytes = 100});
    budget.took("a", "small", 40);
    budget.took("a", "large", 59);
    EXPECT_TRUE(budget.has_room("a"));
    budget.took("a", "one more", 1);
    EXPECT_FALSE(budget.has_room("a"));
    read_ = {"large"};
    EXPECT_TRUE(budget.has_room("a"));
    budget.took("a", "again", 58);
    EXPECT_TRUE(budget.has_room("a"));
    budget.took("a", "and again", 1);
    EXPECT_FALSE(budget.has_room("a"));
}

TEST_F(SenderBudgetTest, AsksForAFewAtATimeAndForAllInTurn) {
    auto budget = with({.arrivals = 200});
    take(budget, "a", 200);
    read_ = {"a199"};
    int refused = 0;
    while (!budget.has_room("a")) {
        ASSERT_LT(++refused, 10);
    }
    EXPECT_EQ(refused, 3) << "64 of 200 at a time";
    EXPECT_EQ(asked_, 200);
}

TEST_F(SenderBudgetTest, KeepsNobodyWaitingWhileTheStoreIsAsked) {
    std::binary_semaphore is_asked(0), answers(0);
    SenderBudget budget({.arrivals = 1}, [&](const std::string&) {
        is_asked.release();
        answers.acquire();
        return false;
    });
    budget.took("a", "1", 1);
    std::thread first([&] { EXPECT_FALSE(budget.has_room("a")) << "one more came meanwhile"; });
    is_asked.acquire();
    EXPECT_FALSE(budget.has_room("a")) << "the store is asked once for him";
    EXPECT_TRUE(budget.has_room("b"));
    budget.took("b", "2", 1);
    budget.took("a", "3", 1);
    answers.release();
    answers.release();
    first.join();
    EXPECT_TRUE(budget.has_room("a")) << "that one was read, too";
}

TEST_F(SenderBudgetTest, AsksAgainAfterTheStoreGaveNoAnswer) {
    bool is_broken = true;
    SenderBudget budget({.arrivals = 1}, [&](const std::string&) {
        if (is_broken) {
            throw Error(Reason::store_busy, "the store is busy");
        }
        return false;
    });
    budget.took("a", "1", 1);
    EXPECT_THROW((void)budget.has_room("a"), Error);
    is_broken = false;
    EXPECT_TRUE(budget.has_room("a"));
}

TEST_F(SenderBudgetTest, ForgetsWhoSentNothingForLongest) {
    auto budget = with({.arrivals = 1, .senders = 2});
    budget.took("a", "1", 1);
    budget.took("b", "2", 1);
    budget.took("a", "3", 1);
    budget.took("c", "4", 1);
    EXPECT_TRUE(budget.has_room("b"));
    EXPECT_FALSE(budget.has_room("a"));
    EXPECT_FALSE(budget.has_room("c"));
}

}  // namespace
}  // namespace indgang::service
