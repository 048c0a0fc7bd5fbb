// SPDX-License-Identifier: MPL-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <stdexcept>
#include <utility>

#include "tests/forge/hand/letter_faces.h"
#include "tests/forge/hand/letter_hand.h"
#include "tests/forge/hand/letter_strokes.h"
#include "tests/forge/sheet/batch.h"

namespace indgang::forge {
namespace {

std::set<int> labels_of(const GlyphSet& set) {
    std::set<int> labels;
    for (const GlyphSet::Picture& picture : set.pictures) {
        labels.insert(picture.label);
    }
    return labels;
}

TEST(LetterStrokes, EveryWayOfEveryLetterCanBeDrawn) {
    for (const std::string& letter : letter_alphabet()) {
        for (const std::string_view way : ways_of_writing(letter)) {
            const StrokeLetter strokes = strokes_of(way);
            EXPECT_FALSE(strokes.empty()) << letter;
            for (const Stroke& stroke : strokes) {
                EXPECT_GE(stroke.points.size(), 2U) << letter << ": " << way;
            }
        }
    }
}

TEST(LetterStrokes, EveryCapitalHasMoreThanOneWay) {
    for (const std::string& letter : letter_alphabet()) {
        const bool is_capital = letter.size() > 1 || (letter[0] >= 'A' && letter[0] <= 'Z');
        EXPECT_EQ(ways_of_writing(letter).size() > 1, is_capital) << letter;
    }
}

TEST(LetterStrokes, NumbersMayStandInBrackets) {
    EXPECT_EQ(strokes_of("-(-.5),1 2,-.25")[0].points,
              (std::vector<StrokePoint>{{-0.5, 1}, {2, -0.25}}));
}

TEST(LetterStrokes, RefusesWhatIsNoStroke) {
    EXPECT_THROW((void)strokes_of("0,1 2,3"), std::runtime_error);
    EXPECT_THROW((void)strokes_of("-0,x"), std::runtime_error);
}

TEST(LetterHand, WritesAllButDigits) {
    Dice dice(1);
    const std::set<int> labels = labels_of(draw_letter_hands(1, dice));
    constexpr std::size_t digits = 10;
    EXPECT_EQ(labels.size(), letter_alphabet().size() - digits);
    EXPECT_EQ(*labels.begin(), static_cast<int>(digits));
}

TEST(LetterHand, TwoWritersDiffer) {
    Dice dice(2);
    const GlyphSet set = draw_letter_hands(2, dice);
    const auto a = std::find_if(set.pictures.begin(), set.pictures.end(),
                                [](const auto& picture) { return picture.writer == 1; });
    ASSERT_NE(a, set.pictures.end());
    EXPECT_EQ(a->label, set.pictures[0].label);
    EXPECT_NE(a->pixels, set.pictures[0].pixels);
}

TEST(LetterHand, SignsAreSmallAndLettersAreNot) {
    Dice dice(3);
    const int hyphen = static_cast<int>(letter_alphabet().size()) - 2;
    for (const GlyphSet::Picture& picture : draw_letter_hands(3, dice).pictures) {
        EXPECT_EQ(picture.size < 0.5, picture.label >= hyphen) << picture.label;
    }
}

TEST(LetterFaces, TypesetSignsGetTheirSizeAndPlace) {
    GlyphSet set = draw_fonts(letter_alphabet(), {"DejaVu Sans"});
    take_sizes(set);
    const std::size_t stop = letter_alphabet().size() - 1;
    EXPECT_LT(set.pictures[stop].size, 0.3);
    EXPECT_GT(set.pictures[stop].drop, 0.3);
    EXPECT_LT(std::abs(set.pictures[stop - 1].drop), 0.3);
}

TEST(LetterFaces, BentCopiesDifferFromEachOther) {
    GlyphSet set = draw_fonts({"A"}, {"DejaVu Sans"});
    set.pictures.resize(1);
    Dice dice(4);
    const GlyphSet copies = bent_copies(set, 2, dice);
    ASSERT_EQ(copies.pictures.size(), 2U);
    EXPECT_NE(copies.pictures[0].pixels, copies.pictures[1].pixels);
}

TEST(StrokeLetters, PeopleWriteAllLettersAndDigits) {
    const std::string file = std::string(INDGANG_SOURCE_DIR) +
                             "/../shared/data/chars74k-strokes/char74k-writers-0-39.json.gz";
    if (!std::filesystem::exists(file)) {
        GTEST_SKIP() << "no letters of people beside the source: " << file;
    }
    Dice dice(5);
    const GlyphSet set = load_stroke_letters(file, dice);
    constexpr std::size_t signs = 2, writers = 40;
    EXPECT_EQ(labels_of(set).size(), letter_alphabet().size() - signs);
    EXPECT_EQ(set.pictures.size(), writers * (letter_alphabet().size() - signs));
    for (const auto& [part, rest] :
         {std::pair{Writers::for_test, 1}, {Writers::for_calibration, 0}}) {
        const GlyphSet own = load_people(file, part);
        EXPECT_EQ(own.pictures.size(), set.pictures.size() / 2);
        EXPECT_TRUE(std::all_of(own.pictures.begin(), own.pictures.end(),
                                [&](const auto& each) { return each.writer % 2 == rest; }));
    }
}

}  // namespace
}  // namespace indgang::forge
