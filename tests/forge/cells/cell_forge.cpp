// SPDX-License-Identifier: MPL-2.0
// Makes labelled tiles for training and measuring the nets for characters in cells: glyphs are
// written into sketched scans, and the product's own cleaning takes them out again.
//
//   cell_forge --out tiles.bin --seed 1 --rows 1000 --harshness 0.5 --part train
//              --mnist FOLDER [--optdigits FILE] --hand 0.9 --european 0.1
//              --letters FOLDER-OF-FONTS [--drawn 0.5] [--strokes FILE --writers odd]
//              --pens FILE --pen-share 0.4 [--only aga,uqb] [--without aga,uqb]
//              [--faces "Inter,Roboto Slab"] [--struck-once 0.3] [--ways 0.5]
//
// --pens are people of UNIPEN, a share of the handwritten rows; --only and --without name its
// contributors. --ways is the share of the European rows that draw_digit_hands writes.
//
// With --letters the alphabet is that of letter_alphabet(), and most rows are written by the fonts
// of the folder (handwriting; the caller parts them) or, a share of `drawn`, by made-up hands. With
// --strokes, all are written by the people of that file with an even or odd number.
//
// A record is 788 bytes: label, kind (1 printed, 2 overwritten), has_ink, ink in 0.1 mm2, 784
// pixels. `part` picks the writers: of ten, one is kept for test and one for calibrating, never
// trained on; typefaces likewise; "all" takes everybody of --pens. With --harshness -1 each row has
// its own harshness.
#include <algorithm>
#include <charconv>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <sstream>
#include <string>

#include "ocr/ink/comb_cells.h"
#include "tests/forge/cells/comb_sketch.h"
#include "tests/forge/hand/european_hand.h"
#include "tests/forge/hand/glyph_shape.h"
#include "tests/forge/hand/letter_hand.h"
#include "tests/forge/hand/letter_sources.h"

namespace {

using namespace indgang;

constexpr int part_count = 10;
constexpr double letter_share = 0.85;  // of handwritten rows with letters; the others are digits

bool is_in_part(int number, const std::string& part) {
    const int slot = number % part_count;
    return part == "all" || (part == "test"        ? slot == 0
                             : part == "calibrate" ? slot == 1
                                                   : slot > 1);
}

std::map<std::string, std::string> arguments_of(int count, char** values) {
    std::map<std::string, std::string> arguments{
        {"seed", "1"},        {"rows", "100"},    {"harshness", "-1"},
        {"part", "train"},    {"hand", "0.9"},    {"reject", "0.09"},
        {"empty", "0.08"},    {"european", "0"},  {"overwritten", "0.15"},
        {"strokes", ""},      {"writers", "odd"}, {"drawn", "0.5"},
        {"pen-share", "0"},   {"only", ""},       {"without", "ibm"},
        {"struck-once", "0"}, {"ways", "0"}};
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

/// Those of `list`, parted by commas. Pango would draw a missing one as another.
std::vector<std::string> families_in(const std::string& list) {
    std::vector<std::string> families;
    std::istringstream names(list);
    for (std::string name; std::getline(names, name, ',');) {
        families.push_back(name);
    }
    return families;
}

void require_installed(const std::vector<std::string>& families) {
    for (const std::string& family : families) {
        if (!forge::is_installed(family)) {
            throw std::runtime_error("typeface not installed: " + family);
        }
    }
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

/// Who writes the rows. Not moved: the choices point into the sets.
class Writers {
  public:
    using Arguments = std::map<std::string, std::string>;

    Writers(const Arguments& arguments, const std::vector<std::string>& alphabet)
        : has_letters_(arguments.count("letters") != 0),
          european_share_(number_of(arguments.at("european"))),
          ways_share_(number_of(arguments.at("ways"))),
          hand_share_(number_of(arguments.at("hand"))),
          pen_share_(number_of(arguments.at("pen-share"))) {
        const auto seed = static_cast<std::uint64_t>(number_of(arguments.at("seed")));
        load_people(arguments, seed);
        if (has_letters_) {
            letters_ = std::make_unique<forge::LetterSources>(
                arguments.at("letters"), arguments.at("strokes"), arguments.at("writers"),
                number_of(arguments.at("drawn")), seed);
        }
        const std::vector<std::string> families = arguments.count("faces") != 0
                                                      ? families_in(arguments.at("faces"))
                                                      : families_of(arguments.at("part"));
        require_installed(families);
        fonts_ = forge::draw_fonts(alphabet, families);
        if (has_letters_) {
            forge::take_sizes(fonts_);
        }
        faces_ = choices_by_face(fonts_, static_cast<int>(alphabet.size()));
        constexpr int made_up = 40;
        forge::Dice own(seed + 1'000'000);
        european_ = forge::draw_european_hands(made_up, own);
        europeans_ = choices_by_writer(european_, "train");
        if (ways_share_ > 0) {
            forge::Dice dice(seed + 3'000'000);
            ways_ = forge::draw_digit_hands(3 * made_up, dice);
            way_choices_ = choices_by_writer(ways_, "all");
        }
    }
    Writers(const Writers&) = delete;
    Writers& operator=(const Writers&) = delete;

    struct Choice {
        const forge::GlyphChoice* glyphs = nullptr;
        bool is_hand = true;
    };

    [[nodiscard]] Choice pick(forge::Dice& dice) const {
        const bool is_hand =
            dice.chance(hand_share_) && (has_letters_ || !hands_.empty() || european_share_ >= 1);
        const bool is_european = dice.chance(european_share_);
        const bool is_letters = has_letters_ && (hands_.empty() || dice.chance(letter_share));
        const auto& choices = choices_for(is_hand, is_european, is_letters, dice);
        return {&choices[static_cast<std::size_t>(dice.below(static_cast<int>(choices.size())))],
                is_hand};
    }

  private:
    void load_people(const Arguments& arguments, std::uint64_t seed) {
        const std::string& part = arguments.at("part");
        if (arguments.count("mnist") != 0) {
            const std::string folder = arguments.at("mnist") + "/";
            mnist_ = forge::load_mnist(folder + "train-images-idx3-ubyte.gz",
                                       folder + "train-labels-idx1-ubyte.gz",
                                       folder + "qmnist-train-labels.tsv.gz");
            hands_ = choices_by_writer(mnist_, part);
        }
        if (arguments.count("optdigits") != 0) {
            optdigits_ = forge::load_optdigits(arguments.at("optdigits"));
            others_ = choices_by_writer(optdigits_, part);
        }
        if (arguments.count("pens") != 0) {
            forge::Dice dice(seed + 4'000'000);
            pens_ = forge::load_pen_characters(
                arguments.at("pens"), {arguments.at("only"), arguments.at("without")}, dice);
            pen_choices_ = choices_by_writer(pens_, part);
        }
    }

    [[nodiscard]] const std::vector<forge::GlyphChoice>& choices_for(bool is_hand, bool is_european,
                                                                     bool is_letters,
                                                                     forge::Dice& dice) const {
        constexpr double other_share = 0.08;
        if (!is_hand) {
            return faces_;
        }
        // The file of pens has letters when letters are asked for, else digits.
        if (!pen_choices_.empty() && is_letters == has_letters_ && dice.chance(pen_share_)) {
            return pen_choices_;
        }
        if (is_letters) {
            return letters_->pick(dice);
        }
        if (is_european) {
            return ways_share_ > 0 && dice.chance(ways_share_) ? way_choices_ : europeans_;
        }
        return dice.chance(others_.empty() ? 0.0 : other_share) ? others_ : hands_;
    }

    bool has_letters_;
    double european_share_, ways_share_, hand_share_, pen_share_;
    std::unique_ptr<forge::LetterSources> letters_;
    forge::GlyphSet mnist_, optdigits_, pens_, fonts_, european_, ways_;
    std::vector<forge::GlyphChoice> hands_, others_, pen_choices_, faces_, europeans_, way_choices_;
};

int run(const std::map<std::string, std::string>& arguments) {
    std::vector<std::string> alphabet{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
    if (arguments.count("letters") != 0) {
        alphabet = forge::letter_alphabet();
    }
    const Writers writers(arguments, alphabet);
    const double harshness = number_of(arguments.at("harshness"));
    forge::Dice dice(static_cast<std::uint64_t>(number_of(arguments.at("seed"))));
    std::ofstream out(arguments.at("out"), std::ios::binary);
    const int rows = static_cast<int>(number_of(arguments.at("rows")));
    for (int i = 0; i < rows; ++i) {
        forge::SketchStyle style;
        style.reject_share = number_of(arguments.at("reject"));
        style.overwritten_share = number_of(arguments.at("overwritten"));
        style.struck_once_share = number_of(arguments.at("struck-once"));
        style.empty_share = number_of(arguments.at("empty"));
        style.harshness = harshness < 0 ? dice.uniform(0, 1) : harshness;
        style.has_signs = arguments.count("letters") != 0;
        const Writers::Choice choice = writers.pick(dice);
        const forge::SketchedRow row =
            forge::sketch_row(*choice.glyphs, static_cast<int>(alphabet.size()), style, dice);
        const auto cells =
            ocr::clean_cells(row.page, row.to_page, {row.blank, row.blank_to_page}, row.cells);
        write_tiles(row, cells, choice.is_hand, out);
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
