// SPDX-License-Identifier: MPL-2.0
#include "tests/bench/paper/forged_set.h"

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "ocr/comb/letter_reader.h"
#include "tests/bench/paper/held_out.h"
#include "tests/forge/scan/scan_writer.h"
#include "tests/forge/sheet/batch.h"

namespace indgang::bench {
namespace {

namespace fs = std::filesystem;

constexpr int jpeg_quality = 60;  // what phones send on

template <class Table, class Entry>
unsigned place_in(const Table& table, const Entry& entry) {
    return static_cast<unsigned>(&entry - table.data());
}

/// Sets share no seed with each other, nor with the tests (100 and up) and the fits (100,000 and
/// up to 400,000).
unsigned seed_of(const Forgery& from, unsigned set, const ScanGrade& grade, unsigned number) {
    constexpr unsigned first = 1'000'000, of_seed = 1'000'000, of_set = 100'000, of_grade = 10'000;
    return first + from.seed * of_seed + set * of_set + place_in(scan_grades, grade) * of_grade +
           number;
}

ForgedScan write(const Forgery& from, const form::FormCatalogue& forms, const nlohmann::json& plan,
                 const ScanGrade& grade, Files files, const fs::path& folder) {
    const forge::Batch batch = forge::batch_of(forms, plan, from.digits, from.letters);
    const std::string name = std::to_string(plan.at("seed").get<unsigned>());
    const std::string ending(grade.ending);
    ForgedScan scan;
    if (files == Files::whole) {
        scan.files = forge::write_scan(batch.pages(), folder / (name + ending), jpeg_quality);
    } else {
        for (const ocr::PixPtr& page : batch.pages()) {
            std::vector<ocr::PixPtr> one;
            one.emplace_back(pixClone(page.get()));
            const std::string number = "-" + std::to_string(scan.files.size() + 1);
            scan.files.push_back(
                forge::write_scan(one, folder / (name + number + ending), jpeg_quality).at(0));
        }
    }
    scan.truth = batch.truth();
    scan.pages = static_cast<int>(batch.pages().size());
    return scan;
}

bool has_words_in_combs(const form::FormDefinition& form) {
    return std::any_of(form.fields.begin(), form.fields.end(), [](const form::Field& field) {
        return field.capture == form::Capture::comb && ocr::is_of_letters(field.kind);
    });
}

/// Other tests have forms beside those with words in combs.
std::vector<const form::FormDefinition*> forms_to_fill(const Forgery& from, const SetKind& kind) {
    std::vector<const form::FormDefinition*> chosen;
    for (const form::FormDefinition& form : from.forms_of(kind).all()) {
        if (kind.forms == SetKind::Forms::shipped || has_words_in_combs(form)) {
            chosen.push_back(&form);
        }
    }
    return chosen;
}

}  // namespace

nlohmann::json ForgedScan::to_json() const {
    nlohmann::json names = nlohmann::json::array();
    for (const fs::path& file : files) {
        names.push_back(file.string());
    }
    return {{"files", names}, {"truth", truth}, {"pages", pages}};
}

ForgedScan ForgedScan::from_json(const nlohmann::json& json) {
    ForgedScan scan;
    for (const auto& name : json.at("files")) {
        scan.files.emplace_back(name.get<std::string>());
    }
    scan.truth = json.at("truth");
    scan.pages = json.at("pages").get<int>();
    return scan;
}

ForgedScan forge_scan(const Forgery& from, const SetKind& kind, const ScanGrade& grade,
                      unsigned number, Files files, const fs::path& folder) {
    const Answers answers = files == Files::whole ? Answers::many : Answers::usual;
    const auto forms = forms_to_fill(from, kind);
    const form::FormDefinition& form = *forms.at(number % forms.size());
    const bool has_hand = kind.script != "people" || from.letters != nullptr;
    const unsigned seed = seed_of(from, place_in(set_kinds, kind), grade, number);
    forge::Dice dice(seed);
    nlohmann::json sheet = {{"form", form.key.form},
                            {"version", form.key.version},
                            {"script", has_hand ? kind.script : "written"},
                            {"values", held_out_answers(form, answers, dice)}};
    if (kind.script == "typed") {
        const std::vector<std::string> typefaces = held_out_typefaces();
        sheet["family"] =
            typefaces[static_cast<std::size_t>(dice.below(static_cast<int>(typefaces.size())))];
    }
    return write(from, from.forms_of(kind),
                 {{"seed", seed}, {"grade", grade.forge_grade}, {"sheets", {sheet}}}, grade, files,
                 folder);
}

ForgedScan forge_foreign(const Forgery& from, const ScanGrade& grade, unsigned number,
                         const fs::path& folder) {
    const unsigned seed = seed_of(from, static_cast<unsigned>(set_kinds.size()), grade, number);
    return write(from, *from.shipped,
                 {{"seed", seed},
                  {"grade", grade.forge_grade},
                  {"sheets", {{{"letter", true}}, {{"blank", true}}}}},
                 grade, Files::whole, folder);
}

Bytes load_bytes(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

accuracy::ScanResult read_scan(accuracy::PaperPath& path, const ForgedScan& scan) {
    accuracy::ScanResult all;
    if (scan.files.size() == 1) {
        return path.read(load_bytes(scan.files[0]));
    }
    for (const fs::path& file : scan.files) {
        accuracy::ScanResult one = path.read(load_bytes(file));
        all.pages.insert(all.pages.end(), one.pages.begin(), one.pages.end());
    }
    all.applications = path.assemble(all.pages);
    return all;
}

}  // namespace indgang::bench
