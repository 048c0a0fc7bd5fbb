// SPDX-License-Identifier: MPL-2.0
#include "ocr/text/text_probability.h"

#include <gtest/gtest.h>

namespace indgang::ocr {
namespace {

constexpr double accept = 0.99;

TextEvidence sure() {
    TextEvidence evidence;
    evidence.kind = ValueKind::name;
    evidence.worst_symbol = 99.5;
    evidence.mean_symbol = 99.6;
    evidence.worst_word = 96.5;
    evidence.characters = 8;
    evidence.unevenness_mm = evidence.page_unevenness_mm = 0.03;
    return evidence;
}

TextEvidence with_second(TextEvidence evidence, int disagreements) {
    evidence.second = TextEvidence::Look{disagreements, 99, 92};
    return evidence;
}

TextEvidence with_all(TextEvidence evidence, int against) {
    evidence.all = TextEvidence::All{against, against, 91, {against > 0 ? 1 : 0, 98, 90}};
    return evidence;
}

TEST(TextProbability, AcceptsWhatIsSeenClearly) {
    EXPECT_GE(probability_of(sure()), accept);
    EXPECT_TRUE(is_certain(sure()));
}

TEST(TextProbability, FallsWithTheWorstCharacter) {
    TextEvidence worse = sure();
    worse.worst_symbol = 80;
    worse.worst_word = 10;
    worse.mean_symbol = 97;
    EXPECT_LT(probability_of(worse), probability_of(sure()));
    EXPECT_LT(probability_of(worse), accept);
    EXPECT_FALSE(is_certain(worse));
}

TEST(TextProbability, FallsWhenASecondLookSeesAnotherLetter) {
    TextEvidence doubtful = sure();
    doubtful.worst_symbol = 98.5;
    doubtful.worst_word = 91;
    EXPECT_LT(probability_of(with_second(doubtful, 1)), probability_of(with_second(doubtful, 0)));
    EXPECT_LT(probability_of(with_second(doubtful, 1)), accept);
    EXPECT_LE(probability_of(with_second(doubtful, 4)), probability_of(with_second(doubtful, 1)));
}

TEST(TextProbability, FallsWithEachLookThatSeesAnotherText) {
    TextEvidence doubtful = sure();
    doubtful.worst_symbol = 98.5;
    doubtful.worst_word = 91;
    EXPECT_LT(probability_of(with_all(doubtful, 1)), probability_of(with_all(doubtful, 0)));
    EXPECT_LT(probability_of(with_all(doubtful, 2)), probability_of(with_all(doubtful, 1)));
    EXPECT_LT(probability_of(with_all(doubtful, 1)), accept);
}

TEST(TextProbability, FallsWithOddThings) {
    TextEvidence odd = sure();
    odd.odd = 1;
    EXPECT_LT(probability_of(odd), probability_of(sure()));
}

TEST(TextProbability, DoesNotAcceptWhatIsNoValueOfItsKind) {
    TextEvidence wrong = sure();
    wrong.is_of_kind = false;
    EXPECT_LT(probability_of(with_second(wrong, 1)), accept);
}

TEST(TextProbability, IsNeverCertainty) {
    TextEvidence best = sure();
    best.worst_symbol = best.mean_symbol = best.worst_word = 100;
    EXPECT_LT(probability_of(best), 1);
    EXPECT_LT(probability_of(with_second(best, 0)), 1);
    EXPECT_LT(probability_of(with_all(best, 0)), 1);
}

}  // namespace
}  // namespace indgang::ocr
