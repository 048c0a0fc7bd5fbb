// SPDX-License-Identifier: MPL-2.0
#include "pipeline/desk/handed_out.h"

#include <gtest/gtest.h>

#include <vector>

namespace indgang::desk {
namespace {

class HandedOutTest : public ::testing::Test {
  protected:
    bool has(const std::string& user, const std::string& token) {
        try {
            (void)handed_.find(user, token);
            return true;
        } catch (const Error&) {
            return false;
        }
    }
    int tokens_ = 0;
    HandedOut<int> handed_{[this] { return std::to_string(++tokens_); }};
};

TEST_F(HandedOutTest, OfEachPersonTheNewestAreKept) {
    const auto others = handed_.put("op2", 7);
    const auto first = handed_.put("op1", 0);
    for (int i = 1; i < HandedOut<int>::most; ++i) {
        (void)handed_.put("op1", i);
    }
    EXPECT_TRUE(has("op1", first));
    const auto last = handed_.put("op1", 100);
    EXPECT_FALSE(has("op1", first));
    EXPECT_TRUE(has("op1", last));
    EXPECT_EQ(handed_.find("op2", others), 7);
}

TEST_F(HandedOutTest, WhatWasHandedOutLastComesFirst) {
    for (int i = 0; i < 3; ++i) {
        (void)handed_.put("op1", i);
    }
    std::vector<int> all;
    handed_.each("op1", [&](int given) { all.push_back(given); });
    EXPECT_EQ(all, (std::vector<int>{2, 1, 0}));
}

}  // namespace
}  // namespace indgang::desk
