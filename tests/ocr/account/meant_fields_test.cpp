// SPDX-License-Identifier: MPL-2.0
#include "ocr/account/meant_fields.h"

#include <gtest/gtest.h>

#include <vector>

#include "ocr/account/readings.h"

namespace indgang::ocr {
namespace {

using form::Capture;

form::Zone zone(Capture capture, const std::string& field = "f",
                const BoxMm& box = {100, 100, 30, 6}) {
    return {field, "", capture, 1, box};
}

constexpr double size = 2;

/// A trace of 2 x 2 mm that lies so far from the zone's left, upper, right and lower edge.
bool is_beside_at(Capture capture, double left, double up, double right, double down) {
    const form::Zone made = zone(capture);
    double x = 110, y = 102;
    x = left > 0 ? 100 - left - size : x;
    x = right > 0 ? 130 + right : x;
    y = up > 0 ? 100 - up - size : y;
    y = down > 0 ? 106 + down : y;
    return is_beside({x, y, size, size}, made);
}

void expect_reach(Capture capture, double left, double up, double right, double down) {
    constexpr double off = 0.1;
    for (const double by : {-off, off}) {
        const bool expected = by < 0;
        EXPECT_EQ(is_beside_at(capture, left + by, 0, 0, 0), expected) << "left " << by;
        EXPECT_EQ(is_beside_at(capture, 0, up + by, 0, 0), expected) << "up " << by;
        EXPECT_EQ(is_beside_at(capture, 0, 0, right + by, 0), expected) << "right " << by;
        EXPECT_EQ(is_beside_at(capture, 0, 0, 0, down + by), expected) << "down " << by;
    }
    EXPECT_FALSE(is_beside_at(capture, left + off, up - off, 0, 0));
    EXPECT_FALSE(is_beside_at(capture, left - off, up + off, 0, 0));
    EXPECT_TRUE(is_beside_at(capture, left - off, up - off, 0, 0));
}

TEST(IsBeside, IsWithinALineOrACharacterOfItsBox) {
    expect_reach(Capture::comb, 4, 5, 4, 5);
    expect_reach(Capture::mark, 4, 3, 4, 3);
    expect_reach(Capture::bubble, 4, 3, 4, 3);
    expect_reach(Capture::line, 3, 4, 3, 4);
    expect_reach(Capture::block, 3, 4, 3, 4);
    expect_reach(Capture::signature, 5, 2, 2, 2);
}

TEST(IsAround, IsPastTheBoxOnAllSides) {
    constexpr BoxMm box{100, 100, 30, 6};
    EXPECT_TRUE(is_around({99, 99, 32, 8}, box));
    EXPECT_FALSE(is_around({101, 99, 32, 8}, box));
    EXPECT_FALSE(is_around({99, 101, 32, 8}, box));
    EXPECT_FALSE(is_around({99, 99, 30, 8}, box));
    EXPECT_FALSE(is_around({99, 99, 32, 6}, box));
    EXPECT_FALSE(is_around({100, 99, 31, 8}, box));
    EXPECT_FALSE(is_around({99, 99, 31, 8}, box));
    EXPECT_FALSE(is_around({99, 100, 32, 7}, box));
    EXPECT_FALSE(is_around({99, 99, 32, 7}, box));
    EXPECT_FALSE(is_around({50, 99, 10, 8}, box));
    EXPECT_FALSE(is_around({140, 99, 10, 8}, box));
}

TEST(IsBefore, EndsBeforeASignaturesPlaceBegins) {
    const form::Zone place = zone(Capture::signature);
    EXPECT_TRUE(is_before({96.9, 100, 6, 4}, place));
    EXPECT_FALSE(is_before({97.1, 100, 5, 4}, place));
    EXPECT_FALSE(is_before({96.9, 100, 6.2, 4}, place));
    EXPECT_FALSE(is_before({96.9, 100, 6, 4}, zone(Capture::line)));
}

TEST(Distance, IsTheLongerWayFromABox) {
    constexpr BoxMm box{100, 100, 30, 6};
    EXPECT_EQ(distance(box, {110, 103}), 0);
    EXPECT_EQ(distance(box, {97, 102}), 3);
    EXPECT_EQ(distance(box, {134, 101}), 4);
    EXPECT_EQ(distance(box, {110, 95}), 5);
    EXPECT_EQ(distance(box, {134, 112}), 6);
}

TEST(Grown, AddsToEachSide) {
    EXPECT_EQ(grown({100, 100, 30, 6}, 2), (BoxMm{98, 98, 34, 10}));
    EXPECT_EQ(grown({100, 100, 30, 6}, -1), (BoxMm{101, 101, 28, 4}));
}

using Names = std::vector<std::string>;

Names near(const BoxMm& trace, const std::vector<form::Zone>& zones, bool is_paper_dotted = false) {
    std::vector<const form::Zone*> all;
    for (const form::Zone& each : zones) {
        all.push_back(&each);
    }
    return fields_near(trace, all, is_paper_dotted);
}

/// A trace so far right of the zone's right edge.
BoxMm behind(double by, double y = 102) {
    return {130 + by, y, size, size};
}

TEST(FieldsNear, AreThoseBesideItEachOnce) {
    const std::vector<form::Zone> zones{zone(Capture::comb, "a"),
                                        zone(Capture::comb, "b", {100, 110, 30, 6}),
                                        zone(Capture::comb, "a", {100, 90, 30, 6})};
    EXPECT_EQ(near({110, 107, size, size}, zones), (Names{"a", "b"}));
    EXPECT_EQ(near({20, 250, size, size}, zones), Names{});
    EXPECT_EQ(near({20, 250, size, size}, {}), Names{});
}

TEST(FieldsNear, AreTheMarkWhoseLabelItStandsOn) {
    EXPECT_EQ(near(behind(59.9), {zone(Capture::mark)}), Names{"f"});
    EXPECT_EQ(near(behind(60.1), {zone(Capture::mark)}), Names{});
    EXPECT_EQ(near(behind(59.9), {zone(Capture::bubble)}), Names{"f"});
    EXPECT_EQ(near(behind(24.9), {zone(Capture::line)}), Names{"f"});
    EXPECT_EQ(near(behind(25.1), {zone(Capture::line)}), Names{});
    EXPECT_EQ(near(behind(24.9), {zone(Capture::comb)}), Names{"f"});
    EXPECT_EQ(near(behind(25.1), {zone(Capture::comb)}), Names{});
}

TEST(FieldsNear, AreOnTheSameLine) {
    // Two and a half millimetres above or below the box.
    EXPECT_EQ(near(behind(20, 100 - size - 2.4), {zone(Capture::mark)}), Names{"f"});
    EXPECT_EQ(near(behind(20, 100 - size - 2.6), {zone(Capture::mark)}), Names{});
    EXPECT_EQ(near(behind(20, 106 + 2.4), {zone(Capture::mark)}), Names{"f"});
    EXPECT_EQ(near(behind(20, 106 + 2.6), {zone(Capture::mark)}), Names{});
}

TEST(FieldsNear, AreTheNearestBoxToTheLeft) {
    const std::vector<form::Zone> zones{zone(Capture::mark, "far", {60, 100, 4, 4}),
                                        zone(Capture::mark, "near", {100, 100, 4, 4}),
                                        zone(Capture::mark, "further", {40, 100, 4, 4}),
                                        zone(Capture::mark, "right", {150, 100, 4, 4})};
    EXPECT_EQ(near({120, 101, size, size}, zones), Names{"near"});
    // The nearest one is asked, however far it is.
    EXPECT_EQ(near({135, 101, size, size},
                   {zone(Capture::comb, "near", {100, 100, 4, 4}), zones.front()}),
              Names{});
}

TEST(FieldsNear, AreTheNumberThatAMinusStandsBefore) {
    const auto before = [](double by, Capture capture, double y = 102) {
        return near({100 - by - size, y, size, size}, {zone(capture)});
    };
    EXPECT_EQ(before(11.9, Capture::comb), Names{"f"});
    EXPECT_EQ(before(12.1, Capture::comb), Names{});
    EXPECT_EQ(before(11.9, Capture::line), Names{});
    EXPECT_EQ(before(11.9, Capture::comb, 106.1), Names{});
    EXPECT_EQ(before(11.9, Capture::comb, 105.9), Names{"f"});
    EXPECT_EQ(before(11.9, Capture::comb, 97.9), Names{});
}

TEST(FieldsNear, AreNoneForSpecksThatMetOnDottedPaper) {
    const BoxMm speck{110, 107, 2.1, 2.1}, wide{110, 107, 2.3, 1}, high{110, 107, 1, 2.3};
    for (const Capture text : {Capture::line, Capture::block, Capture::comb, Capture::mark}) {
        EXPECT_EQ(near(speck, {zone(text)}, true), Names{});
        EXPECT_EQ(near(speck, {zone(text)}, false), Names{"f"});
        EXPECT_EQ(near(wide, {zone(text)}, true), Names{"f"});
        EXPECT_EQ(near(high, {zone(text)}, true), Names{"f"});
    }
}

record::FieldReading reading(const std::string& text) {
    record::FieldReading made;
    made.field = "f";
    made.candidates = {{text, 0.9}};
    return made;
}

TEST(Readings, SayNothingWhereNothingStands) {
    EXPECT_TRUE(is_nothing({}));
    EXPECT_TRUE(is_nothing(reading("")));
    EXPECT_TRUE(is_nothing(reading("absent")));
    EXPECT_FALSE(is_nothing(reading("present")));
    EXPECT_EQ(empty_reading("any/1").candidates, (std::vector<record::Candidate>{{"", 0.999}}));
    EXPECT_EQ(empty_reading("any/1").reader, "any/1");
    EXPECT_EQ(empty_reading("any/1").basis, record::Basis::set_by_hand);
}

TEST(Readings, AreDoubtedOnceAndNeverInAnEmptyRow) {
    std::vector<record::FieldReading> all{reading("1"), reading("2"), reading("3")};
    all[1].field = "g";
    all[1].doubt = "first";
    all[2].field = "h";
    all[2].reader = row_reader_name;
    for (const char* field : {"f", "g", "h", "nobody"}) {
        doubt_reading(all, field, "second");
    }
    EXPECT_EQ(all[0].doubt, "second");
    EXPECT_EQ(all[1].doubt, "first");
    EXPECT_EQ(all[2].doubt, "");
    EXPECT_EQ(reading_of(all, "g"), &all[1]);
    EXPECT_EQ(reading_of(all, "nobody"), nullptr);
}

TEST(Readings, KnowHowAFieldIsFilledIn) {
    EXPECT_TRUE(is_mark(zone(Capture::mark)) && is_mark(zone(Capture::bubble)));
    EXPECT_FALSE(is_mark(zone(Capture::comb)) || is_mark(zone(Capture::line)));
    EXPECT_TRUE(is_text(Capture::line) && is_text(Capture::block));
    EXPECT_FALSE(is_text(Capture::comb) || is_text(Capture::mark) || is_text(Capture::signature));
    EXPECT_EQ(overshoot_mm(Capture::comb), 2.4);
    EXPECT_EQ(overshoot_mm(Capture::mark), 2.6);
    EXPECT_EQ(overshoot_mm(Capture::bubble), 2.6);
    EXPECT_EQ(overshoot_mm(Capture::line), 3.5);
    EXPECT_EQ(overshoot_mm(Capture::block), 3.5);
    EXPECT_EQ(overshoot_mm(Capture::signature), 15);
}

}  // namespace
}  // namespace indgang::ocr
