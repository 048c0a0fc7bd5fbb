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
    return contest_of(agreements).best().front().page;
}

TEST(Contest, IsWonByTheClaimThatThePrintAgreesWithBest) {
    EXPECT_EQ(best_page({0.5}), 1);
    EXPECT_EQ(best_page({0.5, 0.75, 0.625}), 2);
    EXPECT_EQ(best_page({0.75, 0.5}), 1);
    EXPECT_EQ(best_page({0.5, 0.5}), 1);
}

TEST(Contest, HasNoBestWhileNobodyEntered) {
    EXPECT_TRUE(Contest().best().empty());
}

TEST(Contest, IsBetweenThoseWithinATenthOfTheBest) {
    using Pages = std::vector<int>;
    const auto best = [](const std::vector<double>& agreements) {
        const Contest contest = contest_of(agreements);
        Pages pages;
        for (const Claim& claim : contest.best()) {
            pages.push_back(claim.page);
        }
        return pages;
    };
    EXPECT_EQ(best({0.5}), Pages{1});
    EXPECT_EQ(best({0.5, 0.39}), Pages{1});
    EXPECT_EQ(best({0.5, 0.41}), (Pages{1, 2}));
    EXPECT_EQ(best({0.39, 0.5}), Pages{2});
    EXPECT_EQ(best({0.41, 0.5}), (Pages{2, 1}));
    // Whenever they entered.
    EXPECT_EQ(best({0.5, 0.45, 0.25}), (Pages{1, 2}));
    EXPECT_EQ(best({0.25, 0.45, 0.5}), (Pages{3, 2}));
    EXPECT_EQ(best({0.41, 0.45, 0.52}), (Pages{3, 2}));
    EXPECT_EQ(best({0.5, 0.5}), (Pages{1, 2}));
}

}  // namespace
}  // namespace indgang::ocr
