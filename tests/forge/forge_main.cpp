// SPDX-License-Identifier: MPL-2.0
// Fills forms and scans them, so that readings can be held against what was written.
//
//   indgang_forge plan PLAN.json OUT.{tif,pdf,jpg,png} [--forms FOLDER] [--digits FOLDER]
//                 [--letters FILE]
//   indgang_forge random OUT-FOLDER --form boligstoette --count 10 --grade office
//                 --script typed|written|digits|people --seed 1 [--ending tif] [--typeface NAME]
//   indgang_forge ordinary --condition NAME|all --count 10 --seed 1 --out FOLDER
//                 [--form FORM] [--grade GRADE] [--script SCRIPT] [--typeface NAME]
//   indgang_forge conditions
#include <CLI/CLI.hpp>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "tests/forge/hand/hand.h"
#include "tests/forge/scan/scan_writer.h"
#include "tests/forge/sheet/batch.h"
#include "tests/forge/sheet/ordinary.h"

namespace {

namespace forge = indgang::forge;

struct Options {
    std::string forms = INDGANG_SOURCE_DIR "/schemas/forms";
    std::string digits;
    std::string letters;
    std::string writers = "test";
    std::string plan;
    std::string out;
    std::string form;
    std::string grade;
    std::string script;
    std::string ending;
    std::string condition;
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

void run_random(Options options, const indgang::form::FormCatalogue& catalogue,
                const forge::GlyphSet* digits, const forge::GlyphSet* letters) {
    check_typeface(options.typeface);
    std::filesystem::create_directories(options.out);
    const auto otherwise = [](std::string& option, const char* usual) {
        option = option.empty() ? usual : option;
    };
    otherwise(options.form, "boligstoette");
    otherwise(options.grade, "office");
    otherwise(options.script, "typed");
    otherwise(options.ending, "tif");
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

/// The script that shows a condition: print where it is about print, else combs by hand.
std::string script_for(const Options& options, forge::Condition condition, unsigned number) {
    if (!options.script.empty()) {
        return options.script;
    }
    const bool is_of_print = condition == forge::Condition::typefaces ||
                             (condition == forge::Condition::foreign_letters && number % 2 == 0);
    return is_of_print                ? "typed"
           : !options.letters.empty() ? "people"
           : !options.digits.empty()  ? "digits"
                                      : "written";
}

void run_condition(const Options& options, const indgang::form::FormCatalogue& catalogue,
                   const forge::GlyphSet* digits, const forge::GlyphSet* letters,
                   forge::Condition condition) {
    std::vector<std::string> forms;
    for (const auto& form : catalogue.all()) {
        const bool is_wanted = options.form.empty() || options.form == form.key.form;
        if (is_wanted && forge::suits(form, condition)) {
            forms.push_back(form.key.form);
        }
    }
    if (forms.empty()) {
        return;  // a form without amounts, say
    }
    const std::string name(forge::trait_of(condition).name);
    for (int i = 0; i < options.count; ++i) {
        const auto number = static_cast<unsigned>(i);
        const std::string& form = forms[number % forms.size()];
        const auto turn = static_cast<unsigned>(number / forms.size());
        const std::string grade =
            options.grade.empty() ? std::string(forge::name_of(forge::grade_for(condition, turn)))
                                  : options.grade;
        nlohmann::json sheet = {
            {"form", form}, {"script", script_for(options, condition, turn)}, {"condition", name}};
        if (!options.typeface.empty()) {
            sheet["family"] = options.typeface;
        }
        const unsigned seed = options.seed + number;
        const nlohmann::json plan = {{"seed", seed}, {"grade", grade}, {"sheets", {sheet}}};
        const forge::Batch batch = forge::batch_of(catalogue, plan, digits, letters);
        const bool has_one_bit = pixGetDepth(batch.pages().at(0).get()) == 1;
        const std::string ending = !options.ending.empty() ? options.ending
                                   : has_one_bit           ? "tif"
                                                           : "jpg";
        const std::filesystem::path file =
            std::filesystem::path(options.out) /
            (name + "-" + form + "-" + grade + "-" + std::to_string(seed) + "." + ending);
        forge::write_scan(batch.pages(), file, options.jpeg_quality);
        write_truth(batch, file);
    }
}

void run_ordinary(const Options& options, const indgang::form::FormCatalogue& catalogue,
                  const forge::GlyphSet* digits, const forge::GlyphSet* letters) {
    check_typeface(options.typeface);
    std::filesystem::create_directories(options.out);
    bool is_known = false;
    for (const forge::ConditionTrait& trait : forge::all_conditions()) {
        if (options.condition == "all" || options.condition == trait.name) {
            run_condition(options, catalogue, digits, letters, trait.condition);
            is_known = true;
        }
    }
    if (!is_known) {
        throw std::runtime_error("no such condition; conditions lists them");
    }
}

void list_conditions() {
    for (const forge::ConditionTrait& trait : forge::all_conditions()) {
        std::cout << trait.name << "\t" << trait.says << "\t" << trait.grades << "\n";
    }
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("Fills forms by program and degrades them like scans");
    Options options;
    app.add_option("--forms", options.forms, "folder of form definitions");
    app.add_option("--digits", options.digits, "folder of MNIST with the writers of QMNIST");
    app.add_option("--letters", options.letters, "file of letters by people (Chars74K strokes)");
    app.add_option("--writers", options.writers,
                   "test, calibrate or train: whose digits and letters");
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
    CLI::App* ordinary =
        app.add_subcommand("ordinary", "applications as ordinary mail brings them");
    ordinary->add_option("--condition", options.condition, "a name that conditions lists, or all")
        ->required();
    ordinary->add_option("--out", options.out, "folder for pages and truth")->required();
    ordinary->add_option("--count", options.count, "applications of each condition");
    ordinary->add_option("--seed", options.seed);
    ordinary->add_option("--form", options.form, "one form in place of all in turn");
    ordinary->add_option("--grade", options.grade, "one grade in place of the condition's own");
    ordinary->add_option("--script", options.script, "of combs: typed, written, digits, people");
    ordinary->add_option("--typeface", options.typeface, "an installed family, e.g. Roboto");
    ordinary->add_option("--ending", options.ending, "tif, pdf, jpg, png");
    CLI::App* conditions = app.add_subcommand("conditions", "lists what ordinary knows");
    CLI11_PARSE(app, argc, argv);
    if (conditions->parsed()) {
        list_conditions();
        return 0;
    }
    try {
        const auto catalogue = indgang::form::FormCatalogue::load({options.forms});
        const auto writers = forge::writers_of(options.writers);
        if (!writers.has_value()) {
            throw std::runtime_error("--writers is test, calibrate or train");
        }
        std::optional<forge::GlyphSet> digits;
        if (!options.digits.empty()) {
            digits = forge::load_writers(options.digits, *writers);
        }
        std::optional<forge::GlyphSet> letters;
        if (!options.letters.empty()) {
            letters = forge::load_people(options.letters, *writers);
        }
        const forge::GlyphSet* digit_set = digits.has_value() ? &*digits : nullptr;
        const forge::GlyphSet* letter_set = letters.has_value() ? &*letters : nullptr;
        if (plan->parsed()) {
            run_plan(options, catalogue, digit_set, letter_set);
        } else if (ordinary->parsed()) {
            run_ordinary(options, catalogue, digit_set, letter_set);
        } else {
            run_random(options, catalogue, digit_set, letter_set);
        }
    } catch (const std::exception& error) {
        std::cerr << "indgang_forge: " << error.what() << "\n";
        return 1;
    }
    return 0;
}
