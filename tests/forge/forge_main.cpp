// SPDX-License-Identifier: MPL-2.0
// Fills forms and scans them, so that readings can be held against what was written.
//
//   indgang_forge plan PLAN.json OUT.{tif,pdf,jpg,png} [--forms FOLDER] [--digits FOLDER]
//                 [--letters FILE]
//   indgang_forge random OUT-FOLDER --form boligstoette --count 10 --grade office
//                 --script typed|written|digits|people --seed 1 [--ending tif] [--typeface NAME]
#include <CLI/CLI.hpp>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>

#include "tests/forge/hand/hand.h"
#include "tests/forge/scan/scan_writer.h"
#include "tests/forge/sheet/batch.h"

namespace {

namespace forge = indgang::forge;

struct Options {
    std::string forms = INDGANG_SOURCE_DIR "/schemas/forms";
    std::string digits;
    std::string letters;
    std::string writers = "test";
    std::string plan;
    std::string out;
    std::string form = "boligstoette";
    std::string grade = "office";
    std::string script = "typed";
    std::string ending = "tif";
    std::string typeface;  ///< empty: by chance
    int count = 1;
    unsigned seed = 1;
    int jpeg_quality = 60;
};

void write_truth(const forge::Batch& batch, std::filesystem::path file) {
    file.replace_extension(".expected.json");
    std::ofstream out(file);
    out << batch.truth().dump(2) << "\n";
    if (!out.good()) {
        throw std::runtime_error("can not write " + file.string());
    }
}

void run_plan(const Options& options, const indgang::form::FormCatalogue& catalogue,
              const forge::GlyphSet* digits, const forge::GlyphSet* letters) {
    std::ifstream file(options.plan);
    const nlohmann::json plan = nlohmann::json::parse(file);
    const forge::Batch batch = forge::batch_of(catalogue, plan, digits, letters);
    forge::write_scan(batch.pages(), options.out, plan.value("jpeg_quality", options.jpeg_quality));
    write_truth(batch, options.out);
}

/// Pango writes in another typeface where one is missing, and the figures would be of that one.
void check_typeface(const std::string& name) {
    if (!name.empty() && forge::installed_families({name}).empty()) {
        throw std::runtime_error("the typeface " + name +
                                 " is not installed; tests/forge/packages.txt lists some");
    }
}

void run_random(const Options& options, const indgang::form::FormCatalogue& catalogue,
                const forge::GlyphSet* digits, const forge::GlyphSet* letters) {
    check_typeface(options.typeface);
    std::filesystem::create_directories(options.out);
    for (int i = 0; i < options.count; ++i) {
        nlohmann::json sheet = {{"form", options.form}, {"script", options.script}};
        if (!options.typeface.empty()) {
            sheet["family"] = options.typeface;
        }
        const nlohmann::json plan = {{"seed", options.seed + static_cast<unsigned>(i)},
                                     {"grade", options.grade},
                                     {"sheets", nlohmann::json::array({sheet})}};
        const forge::Batch batch = forge::batch_of(catalogue, plan, digits, letters);
        const std::filesystem::path file =
            std::filesystem::path(options.out) /
            (options.form + "-" + options.grade + "-" + options.script + "-" +
             std::to_string(options.seed + static_cast<unsigned>(i)) + "." + options.ending);
        forge::write_scan(batch.pages(), file, options.jpeg_quality);
        write_truth(batch, file);
    }
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("Fills forms by program and degrades them like scans");
    Options options;
    app.add_option("--forms", options.forms, "folder of form definitions");
    app.add_option("--digits", options.digits, "folder of MNIST with the writers of QMNIST");
    app.add_option("--letters", options.letters, "file of letters by people (Chars74K strokes)");
    app.add_option("--writers", options.writers, "test, calibrate or train: whose digits");
    app.add_option("--jpeg-quality", options.jpeg_quality, "1..100");
    app.require_subcommand(1);
    CLI::App* plan = app.add_subcommand("plan", "one file from a plan");
    plan->add_option("plan", options.plan)->required();
    plan->add_option("out", options.out)->required();
    CLI::App* random = app.add_subcommand("random", "applications of invented persons");
    random->add_option("out", options.out)->required();
    random->add_option("--form", options.form);
    random->add_option("--count", options.count);
    random->add_option("--grade", options.grade, "clean, office, office_grey, fax, photo");
    random->add_option("--script", options.script, "typed, written, digits, people");
    random->add_option("--seed", options.seed);
    random->add_option("--typeface", options.typeface, "an installed family, e.g. Roboto");
    random->add_option("--ending", options.ending, "tif, pdf, jpg, png");
    CLI11_PARSE(app, argc, argv);
    try {
        const auto catalogue = indgang::form::FormCatalogue::load({options.forms});
        std::optional<forge::GlyphSet> digits;
        if (!options.digits.empty()) {
            const auto writers = forge::writers_of(options.writers);
            if (!writers.has_value()) {
                throw std::runtime_error("--writers is test, calibrate or train");
            }
            digits = forge::load_writers(options.digits, *writers);
        }
        std::optional<forge::GlyphSet> letters;
        if (!options.letters.empty()) {
            letters = forge::load_people(options.letters);
        }
        const forge::GlyphSet* digit_set = digits.has_value() ? &*digits : nullptr;
        const forge::GlyphSet* letter_set = letters.has_value() ? &*letters : nullptr;
        if (plan->parsed()) {
            run_plan(options, catalogue, digit_set, letter_set);
        } else {
            run_random(options, catalogue, digit_set, letter_set);
        }
    } catch (const std::exception& error) {
        std::cerr << "indgang_forge: " << error.what() << "\n";
        return 1;
    }
    return 0;
}
