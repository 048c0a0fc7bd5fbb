// SPDX-License-Identifier: MPL-2.0
// From which probability on the first net is not asked about: 0.995, on both sides.
#include <gtest/gtest.h>

#include "ocr/net/net_panel.h"
#include "tests/ocr/net/told_net.h"

namespace indgang::ocr {
namespace {

/// Whether a panel asks its second net when the first says the most so surely.
bool asks_second(const CharacterNet& first) {
    static const CharacterNet second = told_net("digits.bin", {{"7", 0.5}, {"1", 0.5}});
    const CharacterTile tile;
    const std::vector<float> both = NetPanel(first, &second).probabilities({&tile, 1});
    return both != first.probabilities({&tile, 1});
}

TEST(NetPanelCertainty, IsAProbabilityOfNinetyNineAndAHalfPercent) {
    int asked = 0, not_asked = 0;
    for (const double share : {0.992, 0.994, 0.998, 0.999, 0.9995, 0.9999}) {
        const CharacterNet first = told_net("digits.bin", {{"1", share}, {"7", 1 - share}});
        const double said = said_of(first)["1"];
        const bool is_asked = asks_second(first);
        EXPECT_EQ(is_asked, static_cast<float>(said) < 0.995F) << said;
        asked += is_asked && said > 0.99 ? 1 : 0;
        not_asked += !is_asked && said < 0.9995 ? 1 : 0;
    }
    EXPECT_GT(asked, 0);
    EXPECT_GT(not_asked, 0);
}

}  // namespace
}  // namespace indgang::ocr
