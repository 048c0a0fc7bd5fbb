// SPDX-License-Identifier: MPL-2.0
// Forges pages of block capitals by people, reads them by the whole paper path and writes one line
// of JSON for each comb of letters: what was said of it and whether it is right. Several folders of
// models read the same pages. PENS is a file of UNIPEN (writers for calibration, for choosing), or
// a file of Chars74K (those never looked at, for measuring). GRADE is an image grade, or one with a
// condition of ordinary mail and who writes: "office:foreign_letters:typed", people if not said.
//
//   letter_sights FORMS PENS MNIST GRADE SEED COUNT MODELS... > sights.jsonl
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "ocr/comb/letter_reader.h"
#include "tests/accuracy/paper_path.h"
#include "tests/forge/scan/scan_writer.h"
#include "tests/forge/sheet/batch.h"

namespace {

using namespace indgang;
namespace fs = std::filesystem;

/// `truth` says to which fields the condition was done.
void write(const accuracy::Score& score, const nlohmann::json& truth, const std::string& models,
           const std::string& grade, unsigned seed) {
    const nlohmann::json& application = truth.at("applications").at(0);
    const nlohmann::json damaged = application.value("damaged", nlohmann::json::object());
    for (const accuracy::FieldSight& sight : score.sights) {
        if (sight.capture == form::Capture::comb && ocr::is_of_letters(sight.kind)) {
            std::cout << nlohmann::json{{"models", models},
                                        {"grade", grade},
                                        {"seed", seed},
                                        {"field", sight.field},
                                        {"kind", static_cast<int>(sight.kind)},
                                        {"cells", sight.cells},
                                        {"characters", sight.characters},
                                        {"is_filled", sight.is_filled},
                                        {"is_touched", damaged.contains(sight.field)},
                                        {"is_right", sight.is_right},
                                        {"is_accepted", sight.is_accepted},
                                        {"p", sight.probability}}
                      << std::endl;
        }
    }
}

/// Takes: "GRADE", "GRADE:CONDITION" or "GRADE:CONDITION:SCRIPT".
nlohmann::json sheet_of(const std::string& what) {
    nlohmann::json sheet = {{"form", "blokbogstaver"}, {"script", "people"}};
    std::istringstream parts(what);
    std::string grade, condition, script;
    std::getline(parts, grade, ':');
    if (std::getline(parts, condition, ':')) {
        sheet["condition"] = condition;
    }
    if (std::getline(parts, script, ':')) {
        sheet["script"] = script;
    }
    return sheet;
}

}  // namespace

int main(int count, char** values) {
    const std::vector<std::string> given(values + 1, values + count);
    const auto catalogue = form::FormCatalogue::load({given.at(0)});
    const forge::Writers writers = given.at(1).find("tsv") == std::string::npos
                                       ? forge::Writers::for_test
                                       : forge::Writers::for_calibration;
    const forge::GlyphSet people = forge::load_people(given.at(1), writers);
    const forge::GlyphSet digits = forge::load_writers(given.at(2), writers);
    const std::string grade = given.at(3).substr(0, given.at(3).find(':'));
    const nlohmann::json sheet = sheet_of(given.at(3));
    const auto seed = static_cast<unsigned>(std::stoul(given.at(4)));
    const auto pages = static_cast<unsigned>(std::stoul(given.at(5)));
    std::vector<std::unique_ptr<accuracy::PaperPath>> paths;
    for (std::size_t i = 6; i < given.size(); ++i) {
        paths.push_back(std::make_unique<accuracy::PaperPath>(catalogue, given[i]));
    }
    for (unsigned i = 0; i < pages; ++i) {
        const nlohmann::json plan = {
            {"seed", seed + i}, {"grade", grade}, {"sheets", nlohmann::json::array({sheet})}};
        const forge::Batch batch = forge::batch_of(catalogue, plan, &digits, &people);
        const fs::path file =
            fs::temp_directory_path() / ("letter_sights_" + grade + std::to_string(seed + i));
        constexpr int jpeg_quality = 60;
        const auto files = forge::write_scan(
            batch.pages(), file.string() + (grade == "photo" ? ".jpg" : ".tif"), jpeg_quality);
        std::ifstream in(files.at(0), std::ios::binary);
        const Bytes scan{std::istreambuf_iterator<char>(in), {}};
        for (std::size_t p = 0; p < paths.size(); ++p) {
            write(accuracy::score(catalogue, paths[p]->read(scan), batch.truth()), batch.truth(),
                  given[6 + p], given.at(3), seed + i);
        }
        for (const fs::path& each : files) {
            fs::remove(each);
        }
    }
    return 0;
}
