// SPDX-License-Identifier: MPL-2.0
// Digits of more hands: made up by program, from strokes of a pen, and struck with one line.
#include <Poco/DeflatingStream.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <stdexcept>

#include "tests/forge/cells/comb_sketch.h"
#include "tests/forge/hand/letter_hand.h"
#include "tests/forge/hand/letter_strokes.h"
#include "tests/forge/sheet/batch.h"

namespace indgang::forge {
namespace {

/// A table of pen strokes as UNIPEN's are packed, gone when the test is over.
class PenTable {
  public:
    explicit PenTable(const std::string& rows)
        : path_(std::filesystem::temp_directory_path() /
                ("pens_" + std::to_string(getpid()) + ".tsv.gz")) {
        std::ofstream file(path_, std::ios::binary);
        Poco::DeflatingOutputStream gzip(file, Poco::DeflatingStreamBuf::STREAM_GZIP);
        gzip << "# writer\tcontributor\tlabel\tquality\tsuspect\tstrokes\n" << rows;
        gzip.close();
    }
    ~PenTable() { std::filesystem::remove(path_); }
    PenTable(const PenTable&) = delete;
    PenTable& operator=(const PenTable&) = delete;

    [[nodiscard]] GlyphSet read(const PenSources& sources) const {
        Dice dice(1);
        return load_pen_characters(path_.string(), sources, dice);
    }

    [[nodiscard]] std::string path() const { return path_.string(); }

  private:
    std::filesystem::path path_;
};

// A vertical line with a foot to the right: y goes upwards.
constexpr const char* stem = "0,100 0,0 60,0|10,50 20,50";

std::string row(const std::string& writer, const std::string& contributor, const std::string& label,
                const std::string& suspect = "0") {
    return writer + "\t" + contributor + "\t" + label + "\tOK\t" + suspect + "\t" + stem + "\n";
}

std::set<int> writers_of(const GlyphSet& set) {
    std::set<int> writers;
    for (const GlyphSet::Picture& picture : set.pictures) {
        writers.insert(picture.writer);
    }
    return writers;
}

TEST(PenCharacters, LeavesOutSuspectsAndContributorsByName) {
    const PenTable table(row("1", "aga", "1") + row("2", "ibm", "2") + row("3", "uqb", "3") +
                         row("4", "aga", "4", "1"));
    EXPECT_EQ(writers_of(table.read({"", "ibm"})), (std::set<int>{1, 3}));
    EXPECT_EQ(writers_of(table.read({"aga", ""})), (std::set<int>{1}));
}

TEST(PenCharacters, StandUpright) {
    const GlyphSet set = PenTable(row("1", "aga", "7")).read({});
    ASSERT_EQ(set.pictures.size(), 1U);
    const auto ink_of_row = [&](int y) {
        return std::count_if(set.pictures[0].pixels.begin() + y * set.width,
                             set.pictures[0].pixels.begin() + (y + 1) * set.width,
                             [](std::uint8_t pixel) { return pixel > 0; });
    };
    const int quarter = set.height / 4;
    const auto widest = [&](int from) {
        long most = 0;
        for (int y = from; y < from + quarter; ++y) {
            most = std::max<long>(most, ink_of_row(y));
        }
        return most;
    };
    EXPECT_GT(widest(3 * quarter), 2 * widest(0));  // the foot is below
}

TEST(PenCharacters, DanishLettersComeFromTheSameWriter) {
    const GlyphSet set = PenTable(row("8", "aga", "A") + row("8", "aga", "E") +
                                  row("8", "aga", "O") + row("9", "aga", "B"))
                             .read({});
    std::set<int> danish;
    for (const GlyphSet::Picture& picture : set.pictures) {
        const std::string& name = letter_alphabet()[static_cast<std::size_t>(picture.label)];
        if (name.size() > 1) {
            EXPECT_EQ(picture.writer, 8);
            danish.insert(picture.label);
        }
    }
    EXPECT_EQ(danish.size(), 3U);
}

TEST(PenCharacters, HiddenWritersAreNeverKeptForTests) {
    std::string rows;
    for (int i = 0; i < 100; ++i) {
        rows += row("77", "val", "5");
    }
    const std::set<int> writers = writers_of(PenTable(rows).read({}));
    EXPECT_EQ(writers.size(), 3U);  // runs of 48
    for (const int writer : writers) {
        EXPECT_EQ(writer % 10, 5);
    }
}

TEST(PenCharacters, CalibrateByWritersInOneWithTwentyCharactersAndTestByNobody) {
    std::string rows;
    for (int i = 0; i < 20; ++i) {
        rows += row("11", "apa", "X") + row("12", "apa", "X") + row("31", "kai", "X");
        rows += i < 19 ? row("21", "apa", "X") : "";
    }
    const PenTable table(rows);
    EXPECT_EQ(writers_of(load_people(table.path(), Writers::for_calibration)), std::set<int>{11});
    EXPECT_THROW((void)load_people(table.path(), Writers::for_test), std::runtime_error);
}

TEST(PenCharacters, RefusesATableOfNobody) {
    EXPECT_THROW((void)PenTable(row("2", "ibm", "2")).read({"", "ibm"}), std::runtime_error);
}

TEST(DigitHands, WriteWhatMnistLacks) {
    Dice dice(1);
    std::set<int> labels;
    for (const GlyphSet::Picture& picture : draw_digit_hands(2, dice).pictures) {
        labels.insert(picture.label);
    }
    EXPECT_EQ(labels, (std::set<int>{0, 1, 4, 5, 7, 9}));
}

/// The lowest that one line over this digit ever is, in heights of the digit.
double lowest_line(int digit) {
    double lowest = 10;
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
        Dice dice(seed);
        Canvas canvas(12, 12, 150, 0, dice);
        RowHand hand;
        constexpr double height = 5;
        strike_once({{6, 6}, height}, 3, digit, hand, dice, canvas);
        int top = canvas.height, bottom = -1;
        for (int y = 0; y < canvas.height; ++y) {
            const auto first = canvas.ink.begin() + y * canvas.width;
            if (std::any_of(first, first + canvas.width, [](float ink) { return ink > 0.5F; })) {
                top = std::min(top, y);
                bottom = std::max(bottom, y);
            }
        }
        lowest = std::min(lowest, (bottom - top) / canvas.px_per_mm() / height);
    }
    return lowest;
}

TEST(StrikeOnce, PutsNoBarThroughSevenOrOne) {
    constexpr double flat = 0.35;
    EXPECT_LT(lowest_line(8), flat);
    EXPECT_GT(lowest_line(7), flat);
    EXPECT_GT(lowest_line(1), flat);
}

TEST(CombSketch, StrikesAllRejectsOnceWhenAsked) {
    Dice dice(3);
    const GlyphSet set = draw_digit_hands(1, dice);
    GlyphChoice all{&set, {}};
    for (std::size_t i = 0; i < set.pictures.size(); ++i) {
        all.pictures.push_back(i);
    }
    SketchStyle style;
    style.reject_share = 1;
    style.empty_share = 0;
    style.overwritten_share = 1;
    style.struck_once_share = 1;
    const SketchedRow sketched = sketch_row(all, 10, style, dice);
    for (std::size_t i = 0; i < sketched.labels.size(); ++i) {
        EXPECT_EQ(sketched.labels[i], 10);
        EXPECT_FALSE(sketched.is_overwritten[i]);
    }
}

TEST(Typefaces, OneThatIsMissingIsNotInstalled) {
    EXPECT_FALSE(is_installed("No Such Typeface"));
    EXPECT_FALSE(is_installed("No Such Typeface Light"));
}

}  // namespace
}  // namespace indgang::forge
