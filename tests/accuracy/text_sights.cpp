// SPDX-License-Identifier: MPL-2.0
// Reads the text fields, marks and signatures of forged scans and writes one line of JSON for each,
// with the truth and what its probability is made of, for ocr/models/train/text_calibration.py.
//
//   text_sights FORMS SCAN... > sights.jsonl
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "ocr/decode/scan.h"
#include "ocr/ink/zone_ink.h"
#include "ocr/mark/mark_reader.h"
#include "ocr/mark/signature.h"
#include "ocr/match/matcher.h"
#include "ocr/place/blank_pages.h"
#include "ocr/text/text_reader.h"
#include "schemas/form/definition.h"

namespace {

using namespace indgang;
using json = nlohmann::ordered_json;
namespace fs = std::filesystem;

/// The value that a text means, or the text where it means none.
std::string meaning_of(ValueKind kind, const std::string& text) {
    const auto parsed = parse_value(kind, text, Notation::danish);
    const Value* value = std::get_if<Value>(&parsed);
    return value != nullptr ? value->canonical() : text;
}

constexpr double line_inset_mm = 0.8;  // as the page reader has it

bool is_text(const form::Zone& zone) {
    return zone.capture == form::Capture::line || zone.capture == form::Capture::block;
}

double unevenness_mm(const ocr::PageOnBlank& at, const std::vector<const form::Zone*>& zones) {
    std::vector<double> known;
    for (const form::Zone* zone : zones) {
        if (is_text(*zone) && ocr::has_ink_inside(at, zone->box, line_inset_mm)) {
            if (const auto mm = ocr::take_ink(at, zone->box).unevenness_mm) {
                known.push_back(*mm);
            }
        }
    }
    return ocr::page_unevenness_mm(known);
}

json text_sight(ocr::TextReader& reader, const ocr::PageOnBlank& at, const form::Field& field,
                const form::Zone& zone, const std::string& truth, double page_unevenness_mm) {
    json line = {{"what", "text"}, {"kind", name_of(field.kind)}, {"truth", truth}};
    if (!ocr::has_ink_inside(at, zone.box, line_inset_mm)) {
        line["text"] = "";
        line["right"] = truth.empty();
        return line;
    }
    const ocr::TextSight sight =
        reader.look(ocr::take_ink(at, zone.box), field.kind, zone.capture == form::Capture::block,
                    page_unevenness_mm, ocr::TextReader::Effort::all_looks);
    const record::Candidate& best = sight.reading.candidates.front();
    line["text"] = best.text;
    line["right"] = meaning_of(field.kind, best.text) == truth;
    line["probability"] = best.probability;
    line["doubt"] = sight.reading.doubt;
    line["is_print"] = ocr::is_printed_page(page_unevenness_mm);
    for (const ocr::TextSight::Step& step : sight.steps) {
        json features;
        for (const ocr::Feature& feature : ocr::features_of(step.evidence)) {
            features[std::string(feature.name)] = feature.value;
        }
        line["steps"].push_back({{"text", step.text},
                                 {"right", meaning_of(field.kind, step.text) == truth},
                                 {"features", features}});
    }
    return line;
}

json mark_sight(const ocr::PageOnBlank& at, const form::Zone& zone, const std::string& truth) {
    const ocr::MarkReading mark = ocr::read_mark(at, zone.box);
    return {{"what", "mark"},
            {"truth", truth == zone.choice},
            {"choice", zone.choice},
            {"state", static_cast<int>(mark.state)},
            {"probability", mark.marked_probability},
            {"form_seen", ocr::take_ink(at, zone.box).form_seen}};
}

void write_page(const form::FormCatalogue& catalogue, ocr::BlankPages& blanks,
                ocr::TextReader& reader, const ocr::MatchedPage& page, const json& fields,
                const std::string& name) {
    const ocr::BlankPage& blank = blanks.blank(page.match->form, page.match->page, page.language);
    const ocr::AddedInk added(page.image, page.match->to_page, blank);
    const ocr::PageOnBlank at{page.image, page.match->to_page, blank, added};
    const form::FormDefinition& form = *catalogue.find(page.match->form);
    reader.reset();
    const std::vector<const form::Zone*> zones = form.zones_on(page.match->page);
    const double page_unevenness_mm = unevenness_mm(at, zones);
    for (const form::Zone* zone : zones) {
        const form::Field& field = *form.field(zone->field);
        const std::string truth = fields.value(zone->field, "");
        json line;
        if (is_text(*zone)) {
            line = text_sight(reader, at, field, *zone, truth, page_unevenness_mm);
        } else if (zone->capture == form::Capture::mark) {
            line = mark_sight(at, *zone, truth);
        } else if (zone->capture == form::Capture::signature) {
            const record::Candidate best = ocr::read_signature(at, zone->box).candidates.front();
            line = {{"what", "signature"},
                    {"truth", !truth.empty()},
                    {"text", best.text},
                    {"probability", best.probability}};
        } else {
            continue;
        }
        line["field"] = zone->field;
        line["scan"] = name;
        std::cout << line.dump(-1, ' ', false, json::error_handler_t::replace) << "\n";
    }
}

void write_scan(const form::FormCatalogue& catalogue, ocr::BlankPages& blanks,
                ocr::Matcher& matcher, ocr::TextReader& reader, const fs::path& file) {
    fs::path truth_file = file;
    truth_file.replace_extension(".expected.json");
    std::ifstream truth_in(truth_file);
    const json truth = json::parse(truth_in);
    std::ifstream in(file, std::ios::binary);
    const Bytes bytes{std::istreambuf_iterator<char>(in), {}};
    const auto scan = ocr::open_scan(bytes, fs::temp_directory_path());
    for (int number = 1; number <= scan->pages(); ++number) {
        const ocr::MatchedPage page = matcher.match(ocr::normalise(scan->page(number)));
        for (const json& application : truth.at("applications")) {
            if (page.match && application.at("form") == page.match->form.form) {
                write_page(catalogue, blanks, reader, page, application.at("fields"),
                           file.stem().string());
            }
        }
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) {
        std::cerr << "text_sights FORMS SCAN...\n";
        return 2;
    }
    try {
        const auto catalogue = form::FormCatalogue::load({argv[1]});
        ocr::BlankPages blanks(catalogue);
        ocr::Matcher matcher(catalogue, blanks);
        ocr::TextReader reader;
        for (int i = 2; i < argc; ++i) {
            write_scan(catalogue, blanks, matcher, reader, argv[i]);
        }
    } catch (const std::exception& error) {
        std::cerr << "text_sights: " << error.what() << "\n";
        return 1;
    }
    return 0;
}
