// SPDX-License-Identifier: MPL-2.0
// Makes labelled tiles for training and measuring the nets for characters in cells: glyphs are
// written into sketched scans, and the product's own cleaning takes them out again.
//
//   cell_forge --out tiles.bin --seed 1 --rows 1000 --harshness 0.5 --part train
//              --mnist FOLDER [--optdigits FILE] --hand 0.9 --european 0.1
//              --letters FOLDER-OF-FONTS [--drawn 0.5] [--strokes FILE --writers odd]
//
// With --letters the alphabet is that of letter_alphabet(), and most rows are written by the fonts
// of the folder (handwriting; the caller parts them) or, a share of `drawn`, by made-up hands. With
// --strokes, all are written by the people of that file with an even or odd number.
//
// A record is 788 bytes: label, kind (1 printed, 2 overwritten), has_ink, ink in 0.1 mm2, 784
// pixels. `part` picks the writers: of ten, one is kept for test and one for calibrating, never
// trained on; typefaces likewise. With --harshness -1 each row has its own harshness.
#include <algorithm>
#include <charconv>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <string>

#include "ocr/ink/comb_cells.h"
#include "tests/forge/cells/comb_sketch.h"
#include "tests/forge/hand/european_hand.h"
#include "tests/forge/hand/glyph_shape.h"
#include "tests/forge/hand/letter_sources.h"

namespace {

using namespace indgang;

constexpr int part_count = 10;
constexpr double letter_share = 0.85;  // of handwritten rows with letters; the others are digits

bool is_in_part(int number, const std::string& part) {
    const int slot = number % part_count;
    return part == "test" ? slot == 0 : part == "calibrate" ? slot == 1 : slot > 1;
}

std::map<std::string, std::string> arguments_of(int count, char** values) {
    std::map<std::string, std::string> arguments{
        {"seed", "1"},           {"rows", "100"},    {"harshness", "-1"}, {"part", "train"},
        {"hand", "0.9"},         {"reject", "0.09"}, {"empty", "0.08"},   {"european", "0"},
        {"overwritten", "0.15"}, {"strokes", ""},    {"writers", "odd"},  {"drawn", "0.5"}};
    for (int i = 1; i + 1 < count; i += 2) {
        arguments[std::string(values[i]).substr(2)] = values[i + 1];
    }
    return arguments;
}

double number_of(const std::string& text) {
    double value = 0;
    const auto end = text.data() + text.size();
    if (std::from_chars(text.data(), end, value).ptr != end) {
        throw std::runtime_error("not a number: " + text);
    }
    return value;
}

/// Each writer's pictures; a row is written by one writer.
std::vector<forge::GlyphChoice> choices_by_writer(const forge::GlyphSet& set,
                                                  const std::string& part) {
    std::map<int, forge::GlyphChoice> by_writer;
    for (std::size_t i = 0; i < set.pictures.size(); ++i) {
        // Without writers (optdigits), neighbours in the file are taken for one.
        const int writer =
            set.pictures[i].writer >= 0 ? set.pictures[i].writer : static_cast<int>(i / 64);
        if (is_in_part(writer, part)) {
            by_writer[writer].set = &set;
            by_writer[writer].pictures.push_back(i);
        }
    }
    std::vector<forge::GlyphChoice> choices;
    for (auto& [writer, choice] : by_writer) {
        choices.push_back(std::move(choice));
    }
    return choices;
}

std::vector<std::string> families_of(const std::string& part) {
    if (part == "test") {
        return {"Liberation Serif"};
    }
    if (part == "calibrate") {
        return {"DejaVu Sans Mono"};
    }
    return {"DejaVu Sans",     "DejaVu Serif",    "DejaVu Sans Condensed", "DejaVu Sans Light",
            "Liberation Sans", "Liberation Mono", "Liberation Sans Narrow"};
}

std::vector<forge::GlyphChoice> choices_by_face(const forge::GlyphSet& set, int characters) {
    std::vector<forge::GlyphChoice> choices;
    for (std::size_t i = 0; i < set.pictures.size(); ++i) {
        if (i % static_cast<std::size_t>(characters) == 0) {
            choices.push_back({&set, {}});
        }
        choices.back().pictures.push_back(i);
    }
    return choices;
}

/// The records of one row.
void write_tiles(const forge::SketchedRow& row, const std::vector<ocr::CleanCell>& cells,
                 bool is_hand, std::ostream& out) {
    for (std::size_t c = 0; c < cells.size(); ++c) {
        const double ink = std::min(255.0, cells[c].ink_mm2 * 10);
        const std::uint8_t head[4] = {
            static_cast<std::uint8_t>(row.labels[c]),
            static_cast<std::uint8_t>((is_hand ? 0 : 1) + (row.is_overwritten[c] ? 2 : 0)),
            static_cast<std::uint8_t>(cells[c].has_ink ? 1 : 0), static_cast<std::uint8_t>(ink)};
        out.write(reinterpret_cast<const char*>(head), sizeof head);
        out.write(reinterpret_cast<const char*>(cells[c].tile.pixels.data()),
                  static_cast<std::streamsize>(cells[c].tile.pixels.size()));
    }
}

int run(const std::map<std::string, std::string>& arguments) {
    const auto& part = arguments.at("part");
    const auto seed = static_cast<std::uint64_t>(number_of(arguments.at("seed")));
    std::vector<std::string> alphabet{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
    std::unique_ptr<forge::LetterSources> letters;
    if (arguments.count("letters") != 0) {
        alphabet = forge::letter_alphabet();
        letters = std::make_unique<forge::LetterSources>(
            arguments.at("letters"), arguments.at("strokes"), arguments.at("writers"),
            number_of(arguments.at("drawn")), seed);
    }
    const int characters = static_cast<int>(alphabet.size());
    forge::GlyphSet mnist, optdigits;
    std::vector<forge::GlyphChoice> hands, others;
    if (arguments.count("mnist") != 0) {
        const std::string folder = arguments.at("mnist") + "/";
        mnist = forge::load_mnist(folder + "train-images-idx3-ubyte.gz",
                                  folder + "train-labels-idx1-ubyte.gz",
                                  folder + "qmnist-train-labels.tsv.gz");
        hands = choices_by_writer(mnist, part);
    }
    if (arguments.count("optdigits") != 0) {
        optdigits = forge::load_optdigits(arguments.at("optdigits"));
        others = choices_by_writer(optdigits, part);
    }
    forge::GlyphSet fonts = forge::draw_fonts(alphabet, families_of(part));
    if (letters) {
        forge::take_sizes(fonts);
    }
    const std::vector<forge::GlyphChoice> faces = choices_by_face(fonts, characters);
    const forge::GlyphSet european = [&] {
        forge::Dice own(seed + 1'000'000);
        return forge::draw_european_hands(40, own);
    }();
    const std::vector<forge::GlyphChoice> europeans = choices_by_writer(european, "train");
    const double european_share = number_of(arguments.at("european"));
    const double hand_share = number_of(arguments.at("hand"));
    const double other_share = others.empty() ? 0.0 : 0.08;
    const double harshness = number_of(arguments.at("harshness"));
    forge::Dice dice(seed);
    std::ofstream out(arguments.at("out"), std::ios::binary);
    const int rows = static_cast<int>(number_of(arguments.at("rows")));
    for (int i = 0; i < rows; ++i) {
        forge::SketchStyle style;
        style.reject_share = number_of(arguments.at("reject"));
        style.overwritten_share = number_of(arguments.at("overwritten"));
        style.empty_share = number_of(arguments.at("empty"));
        style.harshness = harshness < 0 ? dice.uniform(0, 1) : harshness;
        style.has_signs = letters != nullptr;
        const bool is_hand =
            dice.chance(hand_share) && (letters || !hands.empty() || european_share >= 1);
        const bool is_european = dice.chance(european_share);
        const bool is_letters = letters && (hands.empty() || dice.chance(letter_share));
        const auto& choices = !is_hand                   ? faces
                              : is_letters               ? letters->pick(dice)
                              : is_european              ? europeans
                              : dice.chance(other_share) ? others
                                                         : hands;
        const auto& glyphs =
            choices[static_cast<std::size_t>(dice.below(static_cast<int>(choices.size())))];
        const forge::SketchedRow row = forge::sketch_row(glyphs, characters, style, dice);
        const auto cells =
            ocr::clean_cells(row.page, row.to_page, {row.blank, row.blank_to_page}, row.cells);
        write_tiles(row, cells, is_hand, out);
        if (arguments.count("pages") != 0 && i < 40) {
            const std::string name = arguments.at("pages") + "/" + std::to_string(i);
            pixWrite((name + ".png").c_str(), row.page.pix.get(), IFF_PNG);
        }
    }
    out.flush();
    return out ? 0 : 1;
}

}  // namespace

int main(int count, char** values) {
    try {
        return run(arguments_of(count, values));
    } catch (const std::exception& trouble) {
        std::cerr << "cell_forge: " << trouble.what() << '\n';
        return 1;
    }
}
