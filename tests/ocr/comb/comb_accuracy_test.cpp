// SPDX-License-Identifier: MPL-2.0
// The whole way from a scanned page to digits, on sketched scans. Two numbers per set: at least so
// many cells read right, at most so many read wrong and accepted. Worse fails; better moves the
// number in the same commit.
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <iostream>
#include <map>
#include <numbers>

#include "ocr/comb/comb_reader.h"
#include "tests/forge/cells/comb_sketch.h"
#include "tests/forge/hand/glyph_shape.h"
#include "tests/ocr/net/shipped_net.h"

namespace indgang::ocr {
namespace {

constexpr double accepted = 0.98;  // the probability from which a cell counts as read
constexpr int digits = 10;

const CharacterNet& digit_net() {
    static const CharacterNet net = shipped_net("digits.bin");
    return net;
}

struct Stroke {
    double x0, y0, x1, y1;
};

/// An arc about (x, y) as strokes; angles in degrees, clockwise from the right.
void add_arc(std::vector<Stroke>& strokes, double x, double y, double rx, double ry, double from,
             double to) {
    constexpr int pieces = 16;
    const auto at = [&](int i) {
        const double a = (from + (to - from) * i / pieces) * std::numbers::pi / 180;
        return std::pair{x + rx * std::cos(a), y + ry * std::sin(a)};
    };
    for (int i = 0; i < pieces; ++i) {
        const auto [x0, y0] = at(i);
        const auto [x1, y1] = at(i + 1);
        strokes.push_back({x0, y0, x1, y1});
    }
}

/// The ten digits as they are taught at school, in a box of 0.6 x 1.
std::vector<Stroke> school_digit(int digit) {
    std::vector<Stroke> s;
    switch (digit) {
        case 0:
            add_arc(s, 0.3, 0.5, 0.3, 0.5, 0, 360);
            break;
        case 1:
            s = {{0.1, 0.3, 0.35, 0.0}, {0.35, 0.0, 0.35, 1.0}};
            break;
        case 2:
            add_arc(s, 0.3, 0.3, 0.28, 0.3, -170, 30);
            s.push_back({0.54, 0.45, 0.0, 1.0});
            s.push_back({0.0, 1.0, 0.6, 1.0});
            break;
        case 3:
            add_arc(s, 0.28, 0.25, 0.28, 0.25, -150, 90);
            add_arc(s, 0.28, 0.75, 0.32, 0.25, -90, 150);
            break;
        case 4:
            s = {{0.4, 0.0, 0.0, 0.65}, {0.0, 0.65, 0.6, 0.65}, {0.45, 0.35, 0.45, 1.0}};
            break;
        case 5:
            s = {{0.55, 0.0, 0.08, 0.0}, {0.08, 0.0, 0.05, 0.45}};
            add_arc(s, 0.26, 0.68, 0.32, 0.32, -130, 130);
            break;
        case 6:
            add_arc(s, 0.3, 0.7, 0.28, 0.3, 0, 360);
            s.push_back({0.02, 0.7, 0.15, 0.25});
            s.push_back({0.15, 0.25, 0.42, 0.0});
            break;
        case 7:
            s = {{0.0, 0.0, 0.58, 0.0}, {0.58, 0.0, 0.2, 1.0}};
            break;
        case 8:
            add_arc(s, 0.3, 0.25, 0.24, 0.25, 0, 360);
            add_arc(s, 0.3, 0.75, 0.3, 0.25, 0, 360);
            break;
        default:
            add_arc(s, 0.3, 0.3, 0.28, 0.3, 0, 360);
            s.push_back({0.58, 0.3, 0.5, 1.0});
            break;
    }
    return s;
}

forge::GlyphSet school_hand() {
    constexpr int side = 64;
    constexpr double height = 44, pen = 2.6;
    forge::GlyphSet set;
    set.width = set.height = side;
    set.magnification = 1;
    for (int digit = 0; digit < digits; ++digit) {
        forge::GlyphSet::Picture picture{digit, 0, {}};
        const std::vector<Stroke> strokes = school_digit(digit);
        for (int y = 0; y < side; ++y) {
            for (int x = 0; x < side; ++x) {
                double nearest = 1e9;
                for (const Stroke& s : strokes) {
                    const double px = (x - 18) / height, py = (y - 10) / height;
                    const double dx = s.x1 - s.x0, dy = s.y1 - s.y0;
                    const double t = std::clamp(
                        ((px - s.x0) * dx + (py - s.y0) * dy) / std::max(1e-9, dx * dx + dy * dy),
                        0.0, 1.0);
                    nearest = std::min(nearest, std::hypot(px - s.x0 - t * dx, py - s.y0 - t * dy));
                }
                const double cover = std::clamp(pen - nearest * height + 0.5, 0.0, 1.0);
                picture.pixels.push_back(static_cast<std::uint8_t>(255 * cover));
            }
        }
        set.pictures.push_back(std::move(picture));
    }
    return set;
}

struct Score {
    int characters = 0, right = 0, wrong_and_accepted = 0;
    int others = 0, caught = 0;  // empty or struck cells, and those that no digit was accepted for
};

/// What the cell says, with its probability; "" for empty and for reject.
CellCandidate answer_of(const CellReading& cell) {
    const double other = std::max(cell.empty_probability, cell.reject_probability);
    if (cell.candidates.empty() || cell.candidates.front().probability < other) {
        return {"", other};
    }
    return cell.candidates.front();
}

void add_rows(const forge::GlyphChoice& glyphs, int rows, const forge::SketchStyle& style,
              forge::Dice& dice, Score& score) {
    for (int i = 0; i < rows; ++i) {
        const forge::SketchedRow row = forge::sketch_row(glyphs, digits, style, dice);
        const CombReading reading = read_comb(row.page, row.to_page, {row.blank, row.blank_to_page},
                                              row.cells, digit_net());
        for (std::size_t c = 0; c < row.labels.size(); ++c) {
            const CellCandidate answer = answer_of(reading.cells[c]);
            const bool is_accepted = answer.probability >= accepted;
            if (row.labels[c] >= digits) {
                ++score.others;
                score.caught += !answer.text.empty() && is_accepted ? 0 : 1;
                continue;
            }
            ++score.characters;
            const bool is_right = answer.text == std::to_string(row.labels[c]);
            score.right += is_right ? 1 : 0;
            score.wrong_and_accepted += !is_right && !answer.text.empty() && is_accepted ? 1 : 0;
        }
    }
}

void print(const Score& score) {
    std::cout << score.characters << " digits, " << score.right << " right, "
              << score.wrong_and_accepted << " wrong and accepted; " << score.others
              << " empty or struck, " << score.caught << " caught\n";
}

TEST(CombAccuracy, ReadsSchoolDigitsOfAnOrdinaryScan) {
    const forge::GlyphSet hand = school_hand();
    const forge::GlyphChoice glyphs{&hand, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}};
    forge::SketchStyle style;
    style.harshness = 0.3;
    style.reject_share = 0;
    forge::Dice dice(20261122);
    Score score;
    add_rows(glyphs, 40, style, dice, score);
    print(score);
    EXPECT_GE(score.right, score.characters - 2);
    EXPECT_EQ(score.wrong_and_accepted, 0);
    EXPECT_EQ(score.caught, score.others);
}

// 250 rows, because one mistake in 40 is chance.
TEST(CombAccuracy, NeverTrustsABadScanTooMuch) {
    const forge::GlyphSet hand = school_hand();
    const forge::GlyphChoice glyphs{&hand, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}};
    forge::SketchStyle style;
    style.harshness = 1;
    style.reject_share = 0;
    forge::Dice dice(7);
    Score score;
    add_rows(glyphs, 250, style, dice, score);
    print(score);
    EXPECT_GE(score.right * 100, score.characters * 98);
    EXPECT_LE(score.wrong_and_accepted * 1000, score.characters * 2);
    EXPECT_GE(score.caught, score.others - 1);
}

// Two seconds of CPU, because no smaller set tells 98 from 99 %.
TEST(CombAccuracy, ReadsWritersThatItWasNotTrainedOn) {
    const std::string folder = std::string(INDGANG_SOURCE_DIR) + "/../shared/data/mnist-train/";
    if (!std::filesystem::exists(folder + "train-images-idx3-ubyte.gz")) {
        GTEST_SKIP() << "NOT MEASURED: MNIST is not at " << folder;
    }
    const forge::GlyphSet mnist = forge::load_mnist(folder + "train-images-idx3-ubyte.gz",
                                                    folder + "train-labels-idx1-ubyte.gz",
                                                    folder + "qmnist-train-labels.tsv.gz");
    constexpr int parts = 10;  // as in cell_forge: writers 0, 10, 20, ... are for tests only
    std::map<int, forge::GlyphChoice> writers;
    for (std::size_t i = 0; i < mnist.pictures.size(); ++i) {
        if (mnist.pictures[i].writer % parts == 0) {
            writers[mnist.pictures[i].writer].set = &mnist;
            writers[mnist.pictures[i].writer].pictures.push_back(i);
        }
    }
    forge::SketchStyle style;
    style.harshness = 0.3;
    forge::Dice dice(5);
    Score score;
    for (const auto& [writer, glyphs] : writers) {
        add_rows(glyphs, 2, style, dice, score);
    }
    print(score);
    EXPECT_GE(score.right * 1000, score.characters * 985);
    EXPECT_LE(score.wrong_and_accepted * 1000, score.characters * 4);
    EXPECT_GE(score.caught * 100, score.others * 98);
}

}  // namespace
}  // namespace indgang::ocr
