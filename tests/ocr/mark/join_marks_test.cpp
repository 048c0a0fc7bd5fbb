// SPDX-License-Identifier: MPL-2.0
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "ocr/mark/bubble_reader.h"
#include "ocr/mark/mark_reader.h"

namespace indgang::ocr {
namespace {

const MarkReading empty{MarkState::empty, 0.0004};
const MarkReading clear{MarkState::marked, 0.998};
const MarkReading filled{MarkState::filled, 0.93};
const MarkReading struck{MarkState::struck_out, 0.03};
const MarkReading unclear{MarkState::unclear, 0.4};

record::FieldReading join(const std::vector<MarkReading>& marks) {
    std::vector<ChoiceMark> choices;
    for (const MarkReading& mark : marks) {
        choices.push_back({std::string(1, static_cast<char>('a' + choices.size())), mark});
    }
    return join_marks(std::move(choices));
}

double probability(const record::FieldReading& reading, const std::string& choice) {
    for (const record::Candidate& each : reading.candidates) {
        if (each.text == choice) {
            return each.probability;
        }
    }
    return 0;
}

TEST(JoinMarks, SaysThatExactlyOneIsMarked) {
    const auto reading = join({empty, clear, empty});
    EXPECT_EQ(reading.candidates.front().text, "b");
    EXPECT_NEAR(probability(reading, "b"), 0.998 * 0.9996 * 0.9996, 1e-9);
    EXPECT_NEAR(probability(reading, ""), 0.002 * 0.9996 * 0.9996, 1e-9);
    EXPECT_EQ(reading.doubt, "");
    EXPECT_EQ(reading.reader, mark_reader_name);
}

TEST(JoinMarks, SaysThatNoneIsMarked) {
    const auto reading = join({empty, empty});
    EXPECT_EQ(reading.candidates.front().text, "");
    EXPECT_NEAR(reading.candidates.front().probability, 0.9996 * 0.9996, 1e-9);
    // What is less likely than one in a thousand is not listed.
    EXPECT_EQ(reading.candidates.size(), 1U);
    EXPECT_EQ(join({{MarkState::empty, 0.0011}}).candidates.size(), 2U);
    EXPECT_EQ(join({{MarkState::empty, 0.0009}}).candidates.size(), 1U);
}

TEST(JoinMarks, LeavesLittleForEitherOfTwo) {
    const auto reading = join({clear, clear});
    EXPECT_EQ(reading.doubt, "two_marks");
    EXPECT_NEAR(probability(reading, "a"), 0.998 * 0.002, 1e-9);
    EXPECT_EQ(join({filled, filled}).doubt, "two_marks");
    EXPECT_EQ(join({filled, {MarkState::unclear, 0.51}}).doubt, "two_marks");
    EXPECT_EQ(join({filled, {MarkState::unclear, 0.5}}).doubt, "unclear_mark");
}

TEST(JoinMarks, TakesTheBlackBoxBesideAClearMarkForTakenBack) {
    const auto reading = join({filled, clear});
    EXPECT_EQ(reading.candidates.front().text, "b");
    EXPECT_NEAR(reading.candidates.front().probability, 0.8 * 0.998, 1e-9);
    EXPECT_EQ(reading.doubt, "two_marks");
}

TEST(JoinMarks, TakesTheBlackBoxAloneForAMark) {
    const auto reading = join({filled, empty});
    EXPECT_EQ(reading.candidates.front().text, "a");
    EXPECT_NEAR(reading.candidates.front().probability, 0.93 * 0.9996, 1e-9);
    EXPECT_EQ(reading.doubt, "");
}

TEST(JoinMarks, TakesTheScribbleBesideAClearMarkForNothing) {
    const auto reading = join({struck, clear});
    EXPECT_EQ(reading.candidates.front().text, "b");
    EXPECT_NEAR(reading.candidates.front().probability, 0.996 * 0.998, 1e-9);
    EXPECT_EQ(reading.doubt, "");
}

TEST(JoinMarks, DoubtsAScribbleAlone) {
    EXPECT_EQ(join({struck, empty}).doubt, "struck_out");
    EXPECT_NEAR(probability(join({struck}), "a"), 0.03, 1e-9);
    EXPECT_EQ(join({struck, unclear}).doubt, "struck_out");
}

TEST(JoinMarks, DoubtsAnUnclearMarkWhereNoneIsClear) {
    EXPECT_EQ(join({unclear, empty}).doubt, "unclear_mark");
    EXPECT_EQ(join({unclear, clear}).doubt, "");
    EXPECT_EQ(join({empty, clear}).doubt, "");
}

TEST(JoinMarks, ListsTheEightLikeliestBestFirst) {
    const auto reading = join(std::vector<MarkReading>(12, unclear));
    EXPECT_EQ(reading.candidates.size(), 8U);
    const auto some = join({{MarkState::unclear, 0.2}, {MarkState::unclear, 0.6}, unclear});
    ASSERT_EQ(some.candidates.size(), 4U);
    EXPECT_EQ(some.candidates[0].text, "b");
    EXPECT_EQ(some.candidates[1].text, "");
    EXPECT_EQ(some.candidates[2].text, "c");
    EXPECT_EQ(some.candidates[3].text, "a");
}

form::Zone zone(const std::string& choice, int cells = 0, int cell = 0) {
    form::Zone made;
    made.field = "number";
    made.choice = choice;
    made.capture = form::Capture::bubble;
    made.cells = cells;
    made.cell = cell;
    return made;
}

/// The reading of one bubble that is so much darker than empty ones.
record::FieldReading bubble(double darker, bool is_crowded = false) {
    const form::Zone one = zone("a");
    return read_bubbles({{&one, darker, is_crowded}});
}
double marked(double darker, bool is_crowded = false) {
    const auto reading = bubble(darker, is_crowded);
    for (const record::Candidate& each : reading.candidates) {
        if (each.text.empty()) {
            return 1 - each.probability;
        }
    }
    return 1;
}

TEST(ReadBubbles, TakesTheDarkerForLikelierMarked) {
    EXPECT_NEAR(marked(0), 0.00005, 1e-9);
    EXPECT_NEAR(marked(0.039), 0.00005, 1e-9);
    EXPECT_NEAR(marked(0.041), 0.0005, 1e-9);
    EXPECT_NEAR(marked(0.09), 0.0005, 1e-9);
    EXPECT_NEAR(marked(0.195), (0.0005 + 0.998) / 2, 1e-9);
    EXPECT_NEAR(marked(0.1425), 0.0005 + 0.9975 / 4, 1e-9);
    EXPECT_EQ(bubble(0.31).candidates.front().probability, 0.998);
    EXPECT_EQ(bubble(0.39).candidates.front().probability, 0.998);
    EXPECT_EQ(bubble(0.41).candidates.front().probability, 0.9996);
}

TEST(ReadBubbles, DoubtsWhatIsNeitherEmptyNorMarked) {
    EXPECT_EQ(bubble(0.089).doubt, "");
    EXPECT_EQ(bubble(0.091).doubt, "unclear_mark");
    EXPECT_EQ(bubble(0.299).doubt, "unclear_mark");
    EXPECT_EQ(bubble(0.301).doubt, "");
    EXPECT_EQ(bubble(0.5).reader, bubble_reader_name);
}

TEST(ReadBubbles, AreLessSureOfACrowdedBubble) {
    EXPECT_NEAR(marked(0, true), 0.02, 1e-9);
    EXPECT_NEAR(marked(0.5, false), marked(0.5, true), 1e-9);
}

TEST(ReadBubbles, JoinsColumnsToANumber) {
    const form::Zone one_a = zone("1", 2, 0), one_b = zone("2", 2, 0);
    const form::Zone two_a = zone("1", 2, 1), two_b = zone("2", 2, 1);
    const auto reading = read_bubbles({{&two_a, 0.5}, {&two_b, 0}, {&one_a, 0}, {&one_b, 0.5}});
    ASSERT_FALSE(reading.candidates.empty());
    EXPECT_EQ(reading.candidates.front().text, "21");
    EXPECT_GT(reading.candidates.front().probability, 0.99);
    EXPECT_EQ(reading.doubt, "");
    EXPECT_EQ(reading.reader, bubble_reader_name);
}

TEST(ReadBubbles, DoubtsANumberForItsFirstDoubtfulColumn) {
    const form::Zone one_a = zone("1", 3, 0), one_b = zone("2", 3, 0), two_a = zone("1", 3, 1);
    const form::Zone three_a = zone("1", 3, 2);
    EXPECT_EQ(read_bubbles({{&one_a, 0.5}, {&one_b, 0.5}, {&two_a, 0.2}, {&three_a, 0.5}}).doubt,
              "two_marks");
    EXPECT_EQ(read_bubbles({{&one_a, 0.5}, {&one_b, 0}, {&two_a, 0.2}, {&three_a, 0.5}}).doubt,
              "unclear_mark");
}

}  // namespace
}  // namespace indgang::ocr
