// SPDX-License-Identifier: MPL-2.0
#include "ocr/text/text_probability.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string_view>
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
    EXPECT_DOUBLE_EQ(probability_of(marked, tesseract_calibration), 0.9) << "set by hand";
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

/// One feature of some evidence by its name.
double feature(const TextEvidence& evidence, std::string_view name) {
    for (const Feature& each : features_of(evidence)) {
        if (each.name == name) {
            return each.value;
        }
    }
    ADD_FAILURE() << name;
    return 0;
}

/// That of `sure` evidence when one of its numbers is another.
template <class Change>
double feature_with(std::string_view name, Change change) {
    TextEvidence evidence = sure();
    change(evidence);
    return feature(evidence, name);
}

TEST(TextFeatures, AreDoubtsByTheLogarithmOfWhatIsMissing) {
    TextEvidence evidence = sure();
    evidence.worst_symbol = 91;
    evidence.worst_word = 100;
    evidence.mean_symbol = 0;
    const double ten = std::log(10), best = 0, worst = std::log(101);
    EXPECT_DOUBLE_EQ(feature(evidence, "worst_symbol"), ten);
    EXPECT_DOUBLE_EQ(feature(evidence, "worst_word"), best);
    EXPECT_DOUBLE_EQ(feature(evidence, "mean_symbol"), worst);
    EXPECT_DOUBLE_EQ(feature(evidence, "worst_symbol_squared"), ten * ten);
    EXPECT_DOUBLE_EQ(feature(evidence, "worst_word_squared"), 0);
    EXPECT_DOUBLE_EQ(feature(evidence, "worst_by_mean"), ten * worst);
    evidence.worst_symbol = 120;
    evidence.mean_symbol = -20;
    EXPECT_DOUBLE_EQ(feature(evidence, "worst_symbol"), best);
    EXPECT_DOUBLE_EQ(feature(evidence, "mean_symbol"), worst);
}

TEST(TextFeatures, AreCountsUpToAFew) {
    const auto count = [](std::string_view name, int TextEvidence::*member, int value) {
        return feature_with(name, [&](TextEvidence& evidence) { evidence.*member = value; });
    };
    EXPECT_EQ(count("changes", &TextEvidence::changes, 3), 3);
    EXPECT_EQ(count("changes", &TextEvidence::changes, 9), 3);
    EXPECT_EQ(count("odd", &TextEvidence::odd, 3), 3);
    EXPECT_EQ(count("odd", &TextEvidence::odd, 9), 3);
    EXPECT_EQ(count("unexplained_marks", &TextEvidence::unexplained_marks, 9), 2);
    EXPECT_EQ(count("missing_marks", &TextEvidence::missing_marks, 9), 2);
    EXPECT_EQ(count("is_short", &TextEvidence::characters, 2), 1);
    EXPECT_EQ(count("is_short", &TextEvidence::characters, 3), 0);
    EXPECT_DOUBLE_EQ(count("length", &TextEvidence::characters, 7), std::log(7));
    EXPECT_EQ(count("length", &TextEvidence::characters, 0), 0);
    EXPECT_EQ(count("email_confusable", &TextEvidence::confusable, 3), 0);
}

TEST(TextFeatures, SayWhatIsWrongWithTheLine) {
    EXPECT_EQ(feature(sure(), "not_of_kind"), 0);
    EXPECT_EQ(feature_with("not_of_kind", [](auto& e) { e.is_of_kind = false; }), 1);
    EXPECT_EQ(feature(sure(), "touches_edge"), 0);
    EXPECT_EQ(feature_with("touches_edge", [](auto& e) { e.touches_edge = true; }), 1);
    EXPECT_EQ(feature(sure(), "specks"), 0);
    EXPECT_DOUBLE_EQ(feature_with("specks", [](auto& e) { e.dropped_mm2 = 0.4; }), std::log(3));
    EXPECT_NEAR(feature_with("unevenness_beyond", [](auto& e) { e.unevenness_mm = 0.15; }), 0.5,
                1e-12);
    EXPECT_EQ(feature_with("unevenness_beyond", [](auto& e) { e.unevenness_mm = 0.05; }), 0);
    EXPECT_DOUBLE_EQ(feature_with("unevenness", [](auto& e) { e.unevenness_mm = 0.05; }),
                     std::log(0.5));
    EXPECT_DOUBLE_EQ(feature_with("unevenness", [](auto& e) { e.unevenness_mm = 0.001; }),
                     std::log(0.2));
    EXPECT_DOUBLE_EQ(feature_with("page_unevenness", [](auto& e) { e.page_unevenness_mm = 0.2; }),
                     std::log(2));
}

TEST(TextFeatures, CountLettersThatLookAlikeInAddressesAndShortTexts) {
    const auto with = [](std::string_view name, ValueKind kind, int confusable, int characters) {
        return feature_with(name, [&](TextEvidence& evidence) {
            evidence.kind = kind;
            evidence.confusable = confusable;
            evidence.characters = characters;
        });
    };
    EXPECT_EQ(with("email_confusable", ValueKind::email, 4, 20), 4);
    EXPECT_EQ(with("email_confusable", ValueKind::email, 9, 20), 4);
    EXPECT_EQ(with("is_email", ValueKind::email, 0, 20), 1);
    EXPECT_EQ(with("is_email", ValueKind::name, 0, 20), 0);
    EXPECT_EQ(with("short_confusable", ValueKind::name, 1, 4), 1);
    EXPECT_EQ(with("short_confusable", ValueKind::name, 1, 5), 0);
    EXPECT_EQ(with("short_confusable", ValueKind::name, 0, 4), 0);
    EXPECT_EQ(with("short_confusable", ValueKind::email, 1, 4), 0);
}

TEST(TextFeatures, OfASecondLookSayWhetherItAgrees) {
    const double symbol = std::log(1.5), word = std::log(4.5);
    const TextEvidence same = with_second(sure(), 0), other = with_second(sure(), 3);
    EXPECT_EQ(feature(same, "second_disagreements"), 0);
    EXPECT_EQ(feature(other, "second_disagreements"), 3);
    EXPECT_EQ(feature(with_second(sure(), 9), "second_disagreements"), 4);
    EXPECT_EQ(feature(same, "second_disagrees"), 0);
    EXPECT_EQ(feature(other, "second_disagrees"), 1);
    EXPECT_DOUBLE_EQ(feature(same, "second_symbol"), std::log(2));
    EXPECT_DOUBLE_EQ(feature(same, "second_word"), std::log(9));
    EXPECT_EQ(feature(same, "symbol_if_disagrees"), 0);
    EXPECT_DOUBLE_EQ(feature(other, "symbol_if_disagrees"), symbol);
    EXPECT_DOUBLE_EQ(feature(same, "symbol_if_agrees"), symbol);
    EXPECT_EQ(feature(other, "symbol_if_agrees"), 0);
    EXPECT_DOUBLE_EQ(feature(same, "word_if_agrees"), word);
    EXPECT_EQ(feature(other, "word_if_agrees"), 0);
}

TEST(TextFeatures, OfAllLooksSayHowManyAgree) {
    TextEvidence evidence = with_all(sure(), 0);
    EXPECT_EQ(feature(evidence, "looks_against"), 0);
    EXPECT_DOUBLE_EQ(feature(evidence, "least_sure_word"), std::log(10));
    EXPECT_DOUBLE_EQ(feature(evidence, "word_if_unanimous"), std::log(4.5));
    EXPECT_EQ(feature(evidence, "witness_disagrees"), 0);
    EXPECT_DOUBLE_EQ(feature(evidence, "witness_symbol"), std::log(3));
    EXPECT_DOUBLE_EQ(feature(evidence, "witness_word"), std::log(11));
    EXPECT_EQ(feature(evidence, "unknown_letters"), 0);
    evidence.all = TextEvidence::All{2, 5, 91, 7, {6, 98, 90}};
    evidence.rings = 3;
    evidence.dropped_mm2 = 0.4;
    EXPECT_EQ(feature(evidence, "looks_against"), 2);
    EXPECT_EQ(feature(evidence, "looks_disagreements"), 4);
    EXPECT_EQ(feature(evidence, "word_if_unanimous"), 0);
    EXPECT_EQ(feature(evidence, "witness_disagreements"), 4);
    EXPECT_EQ(feature(evidence, "witness_disagrees"), 1);
    EXPECT_DOUBLE_EQ(feature(evidence, "rings_among_specks"), 2 * std::log(3));
    EXPECT_EQ(feature(evidence, "unknown_letters"), 2);
}

TEST(TextProbability, IsThatOfTheModelUpToTheMostThatItMaySay) {
    std::vector<FeatureWeight> weights;
    for (const std::string_view name : first_features) {
        weights.push_back({name, 0});
    }
    weights[3].weight = 2;  // of the changes
    const TextModel model{-1, weights, 0.5, 0.25, 0.7};
    const TextCalibration calibration{{model, model, model}, {model, model, model}, 0.6, 0.9};
    TextEvidence evidence = sure();
    evidence.changes = 1;
    EXPECT_DOUBLE_EQ(probability_of(evidence, calibration), 1 / (1 + std::exp(-0.75)));
    EXPECT_TRUE(is_certain(evidence, calibration));
    evidence.changes = 0;
    EXPECT_DOUBLE_EQ(probability_of(evidence, calibration), 1 / (1 + std::exp(0.25)));
    EXPECT_FALSE(is_certain(evidence, calibration));
    evidence.changes = 3;
    EXPECT_EQ(probability_of(evidence, calibration), 0.7);
}

TEST(PrintedPage, HasLettersThatStandEvenlyToSixHundredthsOfAMillimetre) {
    EXPECT_TRUE(is_printed_page(0.059));
    EXPECT_FALSE(is_printed_page(0.061));
}

}  // namespace
}  // namespace indgang::ocr
