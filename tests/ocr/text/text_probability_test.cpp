// SPDX-License-Identifier: MPL-2.0
#include "ocr/text/text_probability.h"

#include <gtest/gtest.h>

#include <vector>

#include "ocr/text/text_weights.h"

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
    evidence.all = TextEvidence::All{against, against, 91, 0, {against > 0 ? 1 : 0, 98, 90}};
    return evidence;
}

TEST(TextProbability, AcceptsWhatIsSeenClearly) {
    EXPECT_GE(probability_of(sure(), tesseract_calibration), accept);
    EXPECT_TRUE(is_certain(sure(), tesseract_calibration));
}

TEST(TextProbability, FallsWithTheWorstCharacter) {
    TextEvidence worse = sure();
    worse.worst_symbol = 80;
    worse.worst_word = 10;
    worse.mean_symbol = 97;
    EXPECT_LT(probability_of(worse, tesseract_calibration),
              probability_of(sure(), tesseract_calibration));
    EXPECT_LT(probability_of(worse, tesseract_calibration), accept);
    EXPECT_FALSE(is_certain(worse, tesseract_calibration));
}

TEST(TextProbability, FallsWhenASecondLookSeesAnotherLetter) {
    TextEvidence doubtful = sure();
    doubtful.worst_symbol = 98.5;
    doubtful.worst_word = 91;
    EXPECT_LT(probability_of(with_second(doubtful, 1), tesseract_calibration),
              probability_of(with_second(doubtful, 0), tesseract_calibration));
    EXPECT_LT(probability_of(with_second(doubtful, 1), tesseract_calibration), accept);
    EXPECT_LE(probability_of(with_second(doubtful, 4), tesseract_calibration),
              probability_of(with_second(doubtful, 1), tesseract_calibration));
}

TEST(TextProbability, FallsWithEachLookThatSeesAnotherText) {
    TextEvidence doubtful = sure();
    doubtful.worst_symbol = 98.5;
    doubtful.worst_word = 91;
    EXPECT_LT(probability_of(with_all(doubtful, 1), tesseract_calibration),
              probability_of(with_all(doubtful, 0), tesseract_calibration));
    EXPECT_LT(probability_of(with_all(doubtful, 2), tesseract_calibration),
              probability_of(with_all(doubtful, 1), tesseract_calibration));
    EXPECT_LT(probability_of(with_all(doubtful, 1), tesseract_calibration), accept);
}

TEST(TextProbability, FallsWithOddThings) {
    TextEvidence odd = sure();
    odd.odd = 1;
    EXPECT_LT(probability_of(odd, tesseract_calibration),
              probability_of(sure(), tesseract_calibration));
}

TEST(TextProbability, DoesNotAcceptWhatIsNoValueOfItsKind) {
    TextEvidence wrong = sure();
    wrong.is_of_kind = false;
    EXPECT_LT(probability_of(with_second(wrong, 1), tesseract_calibration), accept);
}

TEST(TextProbability, AcceptsNoTextWithAMarkThatItDoesNotExplain) {
    TextEvidence marked = sure();
    marked.unexplained_marks = 1;
    EXPECT_LT(probability_of(marked, tesseract_calibration), accept);
    EXPECT_LT(probability_of(with_second(marked, 0), tesseract_calibration), accept);
    EXPECT_LT(probability_of(with_all(marked, 0), tesseract_calibration), accept);
    EXPECT_FALSE(is_certain(marked, tesseract_calibration));
}

TEST(TextProbability, GivesFeaturesInTheOrderOfTheirNames) {
    const std::vector<Feature> one = features_of(sure());
    ASSERT_EQ(one.size(), first_features.size());
    const std::vector<Feature> all = features_of(with_all(sure(), 0));
    ASSERT_EQ(all.size(), first_features.size() + all_features.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        EXPECT_EQ(all[i].name, i < first_features.size() ? first_features[i]
                                                         : all_features[i - first_features.size()]);
    }
}

TEST(TextProbability, RefusesWeightsInAnotherOrder) {
    std::vector<FeatureWeight> weights(print_one_look.begin(), print_one_look.end());
    EXPECT_TRUE(follow(weights, {}));
    EXPECT_FALSE(follow(weights, second_features));
    std::swap(weights[0], weights[1]);
    EXPECT_FALSE(follow(weights, {}));
}

TEST(TextProbability, IsNeverCertainty) {
    TextEvidence best = sure();
    best.worst_symbol = best.mean_symbol = best.worst_word = 100;
    EXPECT_LT(probability_of(best, tesseract_calibration), 1);
    EXPECT_LT(probability_of(with_second(best, 0), tesseract_calibration), 1);
    EXPECT_LT(probability_of(with_all(best, 0), tesseract_calibration), 1);
}

}  // namespace
}  // namespace indgang::ocr
