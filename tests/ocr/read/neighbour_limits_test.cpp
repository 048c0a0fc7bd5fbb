// SPDX-License-Identifier: MPL-2.0
// How near the box beside another is, met from both sides.
#include <gtest/gtest.h>

#include <vector>

#include "ocr/read/neighbours.h"

namespace indgang::ocr {
namespace {

using form::Capture;

constexpr BoxMm middle{100, 100, 30, 8};

record::FieldReading reading_of(const char* field, const std::string& doubt) {
    record::FieldReading reading;
    reading.field = field;
    reading.candidates = {{"1", 0.999}};
    reading.doubt = doubt;
    return reading;
}

/// A comb in the middle and another box.
struct Two {
    form::Zone own{"own", "", Capture::comb, 1, middle};
    form::Zone other;
    std::vector<record::FieldReading> readings;

    explicit Two(const BoxMm& box, Capture capture = Capture::comb,
                 const std::string& doubt = "struck_out")
        : other{"other", "", capture, 1, box},
          readings{reading_of("own", doubt), reading_of("other", "")} {}

    bool is_other_doubted(const std::vector<LeaningZone>& leaning = {}) {
        const std::vector<const form::Zone*> zones{&own, &other};
        doubt_neighbours(leaning, zones, readings);
        return readings[1].doubt == "writing_beside";
    }
};

bool is_doubted_beside_struck(const BoxMm& box, Capture capture = Capture::comb) {
    return Two(box, capture).is_other_doubted();
}

TEST(NeighbourLimits, AStruckValueIsWrittenAnewWithinFiveMillimetres) {
    EXPECT_TRUE(is_doubted_beside_struck({134.9, 100, 30, 8}));
    EXPECT_FALSE(is_doubted_beside_struck({135.1, 100, 30, 8}));
    EXPECT_TRUE(is_doubted_beside_struck({65.1, 100, 30, 8}));
    EXPECT_FALSE(is_doubted_beside_struck({64.9, 100, 30, 8}));
    EXPECT_TRUE(is_doubted_beside_struck({100, 112.9, 30, 8}));
    EXPECT_FALSE(is_doubted_beside_struck({100, 113.1, 30, 8}));
    EXPECT_TRUE(is_doubted_beside_struck({100, 87.1, 30, 8}));
    EXPECT_FALSE(is_doubted_beside_struck({100, 86.9, 30, 8}));
    // Not aslant, however near.
    EXPECT_FALSE(is_doubted_beside_struck({130.1, 108.1, 30, 8}));
    EXPECT_TRUE(is_doubted_beside_struck({130.1, 107.9, 30, 8}));
}

TEST(NeighbourLimits, ASignatureBehindAStruckValueIsWithinEightMillimetres) {
    EXPECT_TRUE(is_doubted_beside_struck({137.9, 100, 60, 12}, Capture::signature));
    EXPECT_FALSE(is_doubted_beside_struck({138.1, 100, 60, 12}, Capture::signature));
    // Below or before it, within five.
    EXPECT_FALSE(is_doubted_beside_struck({100, 113.1, 60, 12}, Capture::signature));
    EXPECT_FALSE(is_doubted_beside_struck({34.9, 100, 60, 12}, Capture::signature));
    EXPECT_TRUE(is_doubted_beside_struck({35.1, 100, 60, 12}, Capture::signature));
}

TEST(NeighbourLimits, AValueIsSureFromNineTenthsOn) {
    const auto doubts_signature = [](double probability, Capture capture = Capture::signature) {
        Two two({132, 100, 60, 12}, capture, "");
        two.readings[0].candidates[0].probability = probability;
        return two.is_other_doubted();
    };
    EXPECT_TRUE(doubts_signature(0.89));
    EXPECT_FALSE(doubts_signature(0.91));
    EXPECT_FALSE(doubts_signature(0.89, Capture::comb));
    // A doubt of any kind is none that is sure.
    EXPECT_TRUE(Two({132, 100, 60, 12}, Capture::signature, "faint_ink").is_other_doubted());
    EXPECT_FALSE(Two({132, 100, 30, 8}, Capture::comb, "faint_ink").is_other_doubted());
    // A signature that begins where the number ends is behind it, and one that begins before is
    // not.
    EXPECT_TRUE(Two({130, 104, 60, 12}, Capture::signature, "faint_ink").is_other_doubted());
    EXPECT_FALSE(Two({129, 104, 60, 12}, Capture::signature, "faint_ink").is_other_doubted());
}

TEST(NeighbourLimits, AMarkIsStruckForNobody) {
    Two two({134.9, 100, 30, 8});
    two.own.capture = Capture::mark;
    EXPECT_FALSE(two.is_other_doubted());
}

bool is_doubted_where_it_leans(const BoxMm& box, bool up, bool down,
                               Capture capture = Capture::comb) {
    Two two(box, capture, "");
    const bool is_doubted = two.is_other_doubted({{&two.own, up, down}});
    EXPECT_EQ(two.readings[0].doubt, is_doubted ? "misplaced" : "");
    return is_doubted;
}

TEST(NeighbourLimits, WhatLeansOutOfABoxMayBeOfOneWithinFiveMillimetres) {
    const BoxMm above{100, 87.1, 30, 8}, far_above{100, 86.9, 30, 8};
    const BoxMm below{100, 112.9, 30, 8}, far_below{100, 113.1, 30, 8};
    EXPECT_TRUE(is_doubted_where_it_leans(above, true, false));
    EXPECT_FALSE(is_doubted_where_it_leans(far_above, true, false));
    EXPECT_FALSE(is_doubted_where_it_leans(above, false, true));
    EXPECT_TRUE(is_doubted_where_it_leans(below, false, true));
    EXPECT_FALSE(is_doubted_where_it_leans(far_below, false, true));
    EXPECT_FALSE(is_doubted_where_it_leans(below, true, false));
    EXPECT_FALSE(is_doubted_where_it_leans({100, 96, 30, 8}, true, true));
    // Boxes that touch are near.
    EXPECT_TRUE(is_doubted_where_it_leans({100, 92, 30, 8}, true, false));
    EXPECT_TRUE(is_doubted_where_it_leans({100, 108, 30, 8}, false, true));
}

TEST(NeighbourLimits, WhatLeansOutOfABoxStaysInItsColumnAndSort) {
    EXPECT_TRUE(is_doubted_where_it_leans({129, 110, 30, 8}, false, true));
    EXPECT_FALSE(is_doubted_where_it_leans({130, 110, 30, 8}, false, true));
    EXPECT_TRUE(is_doubted_where_it_leans({71, 110, 30, 8}, false, true));
    EXPECT_FALSE(is_doubted_where_it_leans({70, 110, 30, 8}, false, true));
    EXPECT_FALSE(is_doubted_where_it_leans({100, 110, 30, 8}, false, true, Capture::line));
}

}  // namespace
}  // namespace indgang::ocr
