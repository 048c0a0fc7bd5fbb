// SPDX-License-Identifier: MPL-2.0
#include "ocr/read/neighbours.h"

#include <gtest/gtest.h>

#include <list>
#include <string>
#include <vector>

#include "ocr/account/readings.h"
#include "ocr/read/row_reader.h"

namespace indgang::ocr {
namespace {

/// Fields in boxes of 30 by 7 mm, each with a reading.
struct Page {
    std::list<form::Zone> zones;
    std::vector<record::FieldReading> readings;

    void add(const std::string& field, double x, double y, const std::string& text,
             const std::string& doubt = "", form::Capture capture = form::Capture::comb) {
        form::Zone zone;
        zone.field = field;
        zone.box = {x, y, 30, 7};
        zone.capture = capture;
        zones.push_back(zone);
        record::FieldReading reading;
        reading.field = field;
        reading.candidates = {{text, 0.999}};
        reading.doubt = doubt;
        reading.reader = "digits/1";
        readings.push_back(reading);
    }

    void judge(const std::vector<LeaningZone>& leaning = {}) {
        std::vector<const form::Zone*> all;
        for (const form::Zone& zone : zones) {
            all.push_back(&zone);
        }
        doubt_neighbours(leaning, all, readings);
    }

    [[nodiscard]] std::string doubt(std::size_t i) const { return readings.at(i).doubt; }
};

TEST(Neighbours, DoubtAValueRightBelowAStruckOne) {
    Page page;
    page.add("struck", 10, 10, "123", "struck_out");
    page.add("below", 10, 20, "2");
    page.add("far", 10, 40, "3");
    page.judge();
    EXPECT_EQ(page.doubt(0), "struck_out");
    EXPECT_EQ(page.doubt(1), "writing_beside");
    EXPECT_EQ(page.doubt(2), "");
}

TEST(Neighbours, DoubtAValueRightOfAStruckOne) {
    Page page;
    page.add("struck", 10, 10, "123", "struck_out");
    page.add("right", 43, 10, "2");
    page.add("aslant", 43, 20, "2");
    page.judge();
    EXPECT_EQ(page.doubt(1), "writing_beside");
    EXPECT_EQ(page.doubt(2), "");
}

TEST(Neighbours, LeaveEmptyBoxesAndMarksBesideAStruckValueAlone) {
    Page page;
    page.add("struck", 10, 10, "123", "struck_out");
    page.add("empty", 10, 20, "");
    page.add("mark", 43, 10, "ja", "", form::Capture::mark);
    page.judge();
    EXPECT_EQ(page.doubt(1), "");
    EXPECT_EQ(page.doubt(2), "");
}

TEST(Neighbours, LeaveAnEmptyRowBesideAStruckValueEmpty) {
    Page page;
    page.add("struck", 10, 10, "123", "struck_out");
    page.add("row", 10, 20, "2");
    page.readings.back().reader = row_reader_name;
    page.judge();
    EXPECT_EQ(page.doubt(1), "");
}

TEST(Neighbours, DoubtASignatureBehindADateThatIsNotSure) {
    for (const bool is_sure : {false, true}) {
        Page page;
        page.add("date", 10, 10, "17102026");
        page.readings.back().candidates.front().probability = is_sure ? 0.999 : 0.5;
        page.add("signature", 47, 8, "present", "", form::Capture::signature);
        page.judge();
        EXPECT_EQ(page.doubt(1), is_sure ? "" : "writing_beside");
    }
}

TEST(Neighbours, LeaveASignatureBehindAnEmptyDateAlone) {
    Page page;
    page.add("date", 10, 10, "");
    page.add("signature", 47, 8, "present", "", form::Capture::signature);
    page.judge();
    EXPECT_EQ(page.doubt(1), "");
}

TEST(Neighbours, DoubtBothCombsThatACharacterStandsBetween) {
    Page page;
    page.add("upper", 10, 10, "");
    page.add("lower", 10, 20, "7");
    page.judge({{&page.zones.back(), true, false}});
    EXPECT_EQ(page.doubt(0), "writing_beside");
    EXPECT_EQ(page.doubt(1), "misplaced");
}

}  // namespace
}  // namespace indgang::ocr
