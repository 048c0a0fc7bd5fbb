// SPDX-License-Identifier: MPL-2.0
// Reads the combs of digits of forged scans, or those of capitals where a net for LETTERS is given,
// and writes one line of JSON for each, with the truth and what its probability is made of. Of
// digits, with TILES each cell's tile goes to that file as a record of cell_forge, and with CROPS
// each comb that was misread, as it was scanned and as the net saw it, goes to that folder as a
// picture.
//
//   digit_sights FORMS MODEL [--second MODEL] [--letters LETTERS] [--tiles TILES] [--crops CROPS]
//   SCAN... > sights.jsonl
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "ocr/comb/comb_reader.h"
#include "ocr/comb/digit_field.h"
#include "ocr/comb/letter_field.h"
#include "ocr/comb/letter_reader.h"
#include "ocr/decode/scan.h"
#include "ocr/image/zone.h"
#include "ocr/ink/zone_ink.h"
#include "ocr/match/matcher.h"
#include "ocr/net/net_panel.h"
#include "schemas/form/definition.h"
#include "tests/forge/sheet/filling.h"

namespace {

using namespace indgang;
using nlohmann::json;
namespace fs = std::filesystem;

Bytes load(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

struct SeenComb {
    std::vector<ocr::CleanCell> cells;
    ocr::CombReading reading;
};

struct Looker {
    const form::FormCatalogue& catalogue;
    ocr::BlankPages blanks;
    ocr::Matcher matcher;
    ocr::CharacterNet net;
    std::optional<ocr::CharacterNet> second;
    std::optional<ocr::CharacterNet> letters;  ///< then combs of letters are looked at instead
    std::ofstream tiles;
    fs::path crops;
    std::string scan;

    void look_at(const fs::path& file);
    void look_at_page(const ocr::MatchedPage& page, const json& fields);
    [[nodiscard]] SeenComb see(const ocr::PageOnBlank& at, const form::Zone& zone) const;
    void look_at_comb(const ocr::PageOnBlank& at, const form::Field& field, const form::Zone& zone,
                      const SeenComb& seen, std::optional<double> page_unevenness_mm, json line);
    void look_at_letters(const ocr::PageOnBlank& at, const form::Field& field,
                         const form::Zone& zone, json line) const;
    void write_tiles(const std::vector<ocr::CleanCell>& cells, const std::vector<int>& labels);
    void write_crop(const ocr::PageOnBlank& at, const form::Zone& zone,
                    const std::vector<ocr::CleanCell>& cells, const std::string& field) const;
};

constexpr int empty_label = 11;  // of cell_forge: ten digits, reject, empty

/// What stands in each cell; nothing if the writing does not tell where it begins.
std::optional<std::vector<int>> labels_of(const std::string& text, int cells,
                                          const ocr::FieldCandidate& best) {
    const auto length = static_cast<int>(text.size());
    if (length != cells && best.end - best.begin != length) {
        return std::nullopt;
    }
    std::vector<int> labels(static_cast<std::size_t>(cells), empty_label);
    for (int i = 0; i < length; ++i) {
        const int at = (length == cells ? 0 : best.begin) + i;
        labels[static_cast<std::size_t>(at)] = text[static_cast<std::size_t>(i)] - '0';
    }
    return labels;
}

void Looker::write_tiles(const std::vector<ocr::CleanCell>& cells, const std::vector<int>& labels) {
    if (!tiles.is_open()) {
        return;
    }
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const char head[4] = {static_cast<char>(labels[i]), 0,
                              static_cast<char>(cells[i].has_ink ? 1 : 0),
                              static_cast<char>(std::min(255.0, cells[i].ink_mm2 * 10))};
        tiles.write(head, sizeof head);
        tiles.write(reinterpret_cast<const char*>(cells[i].tile.pixels.data()),
                    static_cast<std::streamsize>(cells[i].tile.pixels.size()));
    }
}

void Looker::write_crop(const ocr::PageOnBlank& at, const form::Zone& zone,
                        const std::vector<ocr::CleanCell>& cells, const std::string& field) const {
    if (crops.empty()) {
        return;
    }
    constexpr double px_per_mm = 12, margin_mm = 1.5;
    const BoxMm around{zone.box.x - margin_mm, zone.box.y - margin_mm,
                       zone.box.width + 2 * margin_mm, zone.box.height + 2 * margin_mm};
    const ocr::GreyPatch patch = ocr::sample_zone(at.page, at.to_page, around, px_per_mm);
    constexpr int side = ocr::tile_side_px, zoom = 2;
    const int height = patch.height + side * zoom;
    const ocr::PixPtr picture(
        pixCreate(std::max(patch.width, static_cast<int>(cells.size()) * side * zoom), height, 8));
    pixSetAll(picture.get());
    for (int y = 0; y < patch.height; ++y) {
        for (int x = 0; x < patch.width; ++x) {
            pixSetPixel(picture.get(), x, y, patch.at(x, y));
        }
    }
    for (std::size_t c = 0; c < cells.size(); ++c) {
        for (int i = 0; i < side * side * zoom * zoom; ++i) {
            const int x = i % (side * zoom), y = i / (side * zoom);
            const auto at_tile = static_cast<std::size_t>(y / zoom * side + x / zoom);
            pixSetPixel(picture.get(), static_cast<int>(c) * side * zoom + x, patch.height + y,
                        255U - cells[c].tile.pixels[at_tile]);
        }
    }
    const fs::path file = crops / (scan + "-" + field + ".png");
    pixWrite(file.c_str(), picture.get(), IFF_PNG);
}

SeenComb Looker::see(const ocr::PageOnBlank& at, const form::Zone& zone) const {
    const auto blank = ocr::BlankForm::of(at.blank);
    SeenComb seen;
    seen.cells = ocr::clean_cells(at.page, at.to_page, blank,
                                  divide_comb(zone.box, zone.cells, zone.gap_mm));
    seen.reading =
        ocr::read_cells(seen.cells, ocr::NetPanel(net, second.has_value() ? &*second : nullptr));
    return seen;
}

void Looker::look_at_comb(const ocr::PageOnBlank& at, const form::Field& field,
                          const form::Zone& zone, const SeenComb& seen,
                          std::optional<double> page_unevenness_mm, json line) {
    const auto& [cells, comb] = seen;
    const std::string text = line["truth"];
    const auto joined = ocr::join_cells(comb);
    const ocr::DigitReading reading = ocr::read_digit_field(comb, field, page_unevenness_mm);
    line["cells_alone"] = {joined.front().text, joined.front().probability};
    if (reading.evidence.has_value()) {
        line["features"] = ocr::features_of(*reading.evidence);
        line["is_print"] = reading.evidence->is_print;
        line["unevenness_mm"] = comb.unevenness_mm.value_or(-1);
    }
    line["candidates"] = json::array();
    for (const record::Candidate& candidate : reading.candidates) {
        line["candidates"].push_back({candidate.text, candidate.probability});
    }
    line["cells"] = json::array();
    for (const ocr::CellReading& cell : comb.cells) {
        json one = {{"empty", cell.empty_probability}, {"reject", cell.reject_probability}};
        for (const ocr::CellCandidate& candidate : cell.candidates) {
            one[candidate.text] = candidate.probability;
        }
        line["cells"].push_back(std::move(one));
    }
    if (const auto labels = labels_of(text, zone.cells, joined.front())) {
        write_tiles(cells, *labels);
    }
    if (reading.candidates.front().text != text) {
        write_crop(at, zone, cells, zone.field);
    }
    std::cout << line.dump(-1, ' ', false, json::error_handler_t::replace) << "\n";
}

void Looker::look_at_letters(const ocr::PageOnBlank& at, const form::Field& field,
                             const form::Zone& zone, json line) const {
    const ocr::CombReading comb = ocr::read_comb(at.page, at.to_page, ocr::BlankForm::of(at.blank),
                                                 divide_comb(zone.box, zone.cells, zone.gap_mm),
                                                 *letters, ocr::alphabet_of(field.kind));
    const ocr::LetterReading reading = ocr::read_letter_field(comb, field.kind);
    if (reading.odds.has_value()) {
        line["features"] = json::array({*reading.odds});
    }
    line["candidates"] = json::array();
    for (const record::Candidate& candidate : reading.candidates) {
        line["candidates"].push_back({candidate.text, candidate.probability});
    }
    std::cout << line.dump(-1, ' ', false, json::error_handler_t::replace) << "\n";
}

void Looker::look_at_page(const ocr::MatchedPage& page, const json& fields) {
    const ocr::BlankPage& blank = blanks.blank(page.match->form, page.match->page, page.language);
    const ocr::AddedInk added(page.image, page.match->to_page, blank);
    const ocr::PageOnBlank at{page.image, page.match->to_page, blank, added};
    const form::FormDefinition& form = *catalogue.find(page.match->form);
    std::map<const form::Zone*, SeenComb> combs;
    std::vector<double> known;
    for (const form::Zone* zone : form.zones_on(page.match->page)) {
        const form::Field& field = *form.field(zone->field);
        if (zone->capture != form::Capture::comb || fields.value(zone->field, "").empty() ||
            ocr::is_of_letters(field.kind) != letters.has_value()) {
            continue;
        }
        if (letters.has_value()) {
            look_at_letters(at, field, *zone,
                            {{"scan", scan},
                             {"field", zone->field},
                             {"kind", name_of(field.kind)},
                             {"truth", forge::written(field, fields.value(zone->field, ""))}});
            continue;
        }
        const SeenComb& seen = combs.emplace(zone, see(at, *zone)).first->second;
        if (seen.reading.unevenness_mm.has_value()) {
            known.push_back(*seen.reading.unevenness_mm);
        }
    }
    const auto page_unevenness_mm = ocr::combs_unevenness_mm(known);
    for (const auto& [zone, seen] : combs) {
        const form::Field& field = *form.field(zone->field);
        look_at_comb(at, field, *zone, seen, page_unevenness_mm,
                     {{"scan", scan},
                      {"field", zone->field},
                      {"kind", name_of(field.kind)},
                      {"truth", forge::written(field, fields.value(zone->field, ""))},
                      {"cells_of_comb", zone->cells},
                      {"residual_mm", page.match->residual_mm}});
    }
}

void Looker::look_at(const fs::path& file) {
    scan = file.stem().string();
    fs::path truth_file = file;
    truth_file.replace_extension(".expected.json");
    std::ifstream truth_in(truth_file);
    const json truth = json::parse(truth_in);
    const Bytes bytes = load(file);
    const auto pages = ocr::open_scan(bytes, fs::temp_directory_path());
    for (int number = 1; number <= pages->pages(); ++number) {
        const ocr::MatchedPage page = matcher.match(ocr::normalise(pages->page(number)));
        for (const json& application : truth.at("applications")) {
            if (page.match && application.at("form") == page.match->form.form) {
                look_at_page(page, application.at("fields"));
            }
        }
    }
}

int run(const std::vector<std::string>& arguments) {
    const auto catalogue = form::FormCatalogue::load({arguments[0]});
    ocr::BlankPages blanks(catalogue);
    Looker looker{catalogue,
                  ocr::BlankPages(catalogue),
                  ocr::Matcher(catalogue, blanks),
                  ocr::CharacterNet::load(load(arguments[1])),
                  {},
                  {},
                  {},
                  {},
                  {}};
    for (std::size_t i = 2; i < arguments.size(); ++i) {
        if (arguments[i] == "--second" && i + 1 < arguments.size()) {
            looker.second = ocr::CharacterNet::load(load(arguments[++i]));
        } else if (arguments[i] == "--letters" && i + 1 < arguments.size()) {
            looker.letters = ocr::CharacterNet::load(load(arguments[++i]));
        } else if (arguments[i] == "--tiles" && i + 1 < arguments.size()) {
            looker.tiles.open(arguments[++i], std::ios::binary);
        } else if (arguments[i] == "--crops" && i + 1 < arguments.size()) {
            looker.crops = arguments[++i];
        } else {
            looker.look_at(arguments[i]);
        }
    }
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 4) {
        std::cerr
            << "digit_sights FORMS MODEL [--second MODEL] [--letters LETTERS] [--tiles TILES] "
               "[--crops CROPS] SCAN...\n";
        return 2;
    }
    try {
        return run({argv + 1, argv + argc});
    } catch (const std::exception& error) {
        std::cerr << "digit_sights: " << error.what() << "\n";
        return 1;
    }
}
