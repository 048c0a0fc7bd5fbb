// SPDX-License-Identifier: MPL-2.0
#include "ocr/match/contest.h"

#include <gtest/gtest.h>

#include <vector>

namespace indgang::ocr {
namespace {

/// Page 1 agrees by the first number, page 2 by the second, and so on.
Contest contest_of(const std::vector<double>& agreements) {
    Contest contest;
    int page = 0;
    for (const double agreement : agreements) {
        contest.enter({nullptr, ++page, 0, {PageShape(MmToPx{}), 0, {}, agreement, 1}});
    }
    return contest;
}

int best_page(const std::vector<double>& agreements) {
    return contest_of(agreements).best()->page;
}

TEST(Contest, IsWonByTheClaimThatThePrintAgreesWithBest) {
    EXPECT_EQ(best_page({0.5}), 1);
    EXPECT_EQ(best_page({0.5, 0.75, 0.625}), 2);
    EXPECT_EQ(best_page({0.75, 0.5}), 1);
    EXPECT_EQ(best_page({0.5, 0.5}), 1);
}

TEST(Contest, IsOpenWhileNobodyEntered) {
    EXPECT_FALSE(Contest().best());
    EXPECT_FALSE(Contest().is_decided());
}

TEST(Contest, IsDecidedByATenth) {
    const auto is_decided = [](const std::vector<double>& agreements) {
        return contest_of(agreements).is_decided();
    };
    EXPECT_TRUE(is_decided({0.5}));
    EXPECT_TRUE(is_decided({0.5, 0.39}));
    EXPECT_FALSE(is_decided({0.5, 0.41}));
    EXPECT_TRUE(is_decided({0.39, 0.5}));
    EXPECT_FALSE(is_decided({0.41, 0.5}));
    // The second best counts, whenever it entered.
    EXPECT_FALSE(is_decided({0.5, 0.45, 0.25}));
    EXPECT_FALSE(is_decided({0.25, 0.45, 0.5}));
    EXPECT_FALSE(is_decided({0.45, 0.5, 0.25}));
    EXPECT_FALSE(is_decided({0.5, 0.5}));
}

}  // namespace
}  // namespace indgang::ocr
