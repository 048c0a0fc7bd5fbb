// SPDX-License-Identifier: MPL-2.0
// Each folder has two numbers: at least N fields read right, at most M read wrong and accepted.
// Worse fails. Better is reported; INDGANG_REWRITE_FLOORS=1 in the environment writes the numbers
// of this run into the floors file, so that the difference is reviewed like any change. With
// INDGANG_SHOW_MISSES=1 every field that was not right is printed.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "tests/accuracy/floors.h"
#include "tests/accuracy/paper_path.h"
#include "tests/forge/sheet/batch.h"

namespace indgang::accuracy {
namespace {

namespace fs = std::filesystem;
const fs::path source = INDGANG_SOURCE_DIR;

const form::FormCatalogue& catalogue() {
    static const form::FormCatalogue forms =
        form::FormCatalogue::load({source / "schemas/forms", source / "tests/forms"});
    return forms;
}

/// Fields that a run on another processor may read otherwise: Tesseract's sums depend on the vector
/// width. There is none for what is wrong and accepted.
constexpr int slack = 2;

void show_misses(const Score& score) {
    for (const Miss& miss : score.misses) {
        std::cout << (miss.is_accepted ? "ACCEPTED " : "doubted  ") << miss.field << ": '"
                  << miss.written << "' read as '" << miss.read << "'\n";
    }
}

void hold_against(const fs::path& file, const Score& score) {
    const Tally all = score.all();
    std::cout << file.filename().string() << ": " << all.filled_right << " of " << all.filled
              << " filled and " << all.empty_right << " of " << all.empty << " empty fields right, "
              << all.accepted << " accepted, " << all.accepted_wrong
              << " of these wrong; applications " << score.applications_found << " of "
              << score.applications << ", pages " << score.pages_right << " of " << score.pages
              << "\n";
    if (std::getenv("INDGANG_SHOW_MISSES") != nullptr) {
        show_misses(score);
    }
    if (std::getenv("INDGANG_REWRITE_FLOORS") != nullptr) {
        std::ofstream out(file);
        out << "# Of " << all.filled << " filled and " << all.empty << " empty fields, "
            << score.applications << " applications, " << score.pages << " pages.\n"
            << "filled_right_at_least " << all.filled_right - slack << "\n"
            << "empty_right_at_least " << all.empty_right - slack << "\n"
            << "accepted_wrong_at_most " << all.accepted_wrong << "\n"
            << "applications_at_least " << score.applications_found << "\n"
            << "pages_at_least " << score.pages_right << "\n";
    }
    const auto floors = load_floors(file);
    ASSERT_EQ(floors.size(), 5U) << file;
    EXPECT_GE(all.filled_right, floors.at("filled_right_at_least"));
    EXPECT_GE(all.empty_right, floors.at("empty_right_at_least"));
    EXPECT_LE(all.accepted_wrong, floors.at("accepted_wrong_at_most"));
    EXPECT_GE(score.applications_found, floors.at("applications_at_least"));
    EXPECT_GE(score.pages_right, floors.at("pages_at_least"));
}

PaperPath& paper_path() {
    static PaperPath path(catalogue(), source / "ocr/models");
    return path;
}

Score score_folder(const fs::path& folder) {
    Score total;
    for (const auto& entry : fs::directory_iterator(folder)) {
        const fs::path& file = entry.path();
        fs::path truth_file = file;
        truth_file.replace_extension(".expected.json");
        if (file.extension() == ".json" || !fs::exists(truth_file)) {
            continue;
        }
        std::ifstream in(file, std::ios::binary);
        const Bytes bytes{std::istreambuf_iterator<char>(in), {}};
        std::ifstream truth(truth_file);
        total += score(catalogue(), paper_path().read(bytes), nlohmann::json::parse(truth));
    }
    return total;
}

Score score_forged(const char* script, const char* grade) {
    Score total;
    unsigned seed = 100;
    for (const char* form : {"boligstoette", "sp501"}) {
        const nlohmann::json plan = {
            {"seed", ++seed}, {"grade", grade}, {"sheets", {{{"form", form}, {"script", script}}}}};
        const forge::Batch batch = forge::batch_of(catalogue(), plan, nullptr);
        total += score(catalogue(), paper_path().read(as_tiff(batch.pages())), batch.truth());
    }
    return total;
}

/// Names and addresses in combs of block capitals.
Score score_capitals(const char* script, const char* grade, const forge::GlyphSet* people) {
    constexpr int applications = 6;  // each by a hand of its own
    constexpr unsigned first_seed = 500;
    Score total;
    for (unsigned i = 0; i < applications; ++i) {
        const nlohmann::json plan = {{"seed", first_seed + i},
                                     {"grade", grade},
                                     {"sheets", {{{"form", "blokbogstaver"}, {"script", script}}}}};
        const forge::Batch batch = forge::batch_of(catalogue(), plan, nullptr, people);
        total += score(catalogue(), paper_path().read(as_tiff(batch.pages())), batch.truth());
    }
    return total;
}

bool has_fonts() {
    constexpr std::size_t families = 4;  // the floors were measured with these
    return forge::written_families().size() >= families && !forge::typed_families().empty();
}

TEST(Accuracy, SamplesKeepTheirFloors) {
    hold_against(source / "tests/accuracy/samples.floors.txt",
                 score_folder(source / "samples/paper"));
}

TEST(Accuracy, TypedOfficeScansKeepTheirFloors) {
    if (!has_fonts()) {
        GTEST_SKIP() << "FONTS MISSING: install tests/forge/packages.txt";
    }
    hold_against(source / "tests/accuracy/typed_office.floors.txt",
                 score_forged("typed", "office"));
}

TEST(Accuracy, WrittenOfficeScansKeepTheirFloors) {
    if (!has_fonts()) {
        GTEST_SKIP() << "FONTS MISSING: install tests/forge/packages.txt";
    }
    hold_against(source / "tests/accuracy/written_office.floors.txt",
                 score_forged("written", "office"));
}

TEST(Accuracy, TypedFaxesKeepTheirFloors) {
    if (!has_fonts()) {
        GTEST_SKIP() << "FONTS MISSING: install tests/forge/packages.txt";
    }
    hold_against(source / "tests/accuracy/typed_fax.floors.txt", score_forged("typed", "fax"));
}

TEST(Accuracy, TypedPhotosKeepTheirFloors) {
    if (!has_fonts()) {
        GTEST_SKIP() << "FONTS MISSING: install tests/forge/packages.txt";
    }
    hold_against(source / "tests/accuracy/typed_photo.floors.txt", score_forged("typed", "photo"));
}

TEST(Accuracy, TypedCapitalsKeepTheirFloors) {
    if (!has_fonts()) {
        GTEST_SKIP() << "FONTS MISSING: install tests/forge/packages.txt";
    }
    hold_against(source / "tests/accuracy/capitals_typed_office.floors.txt",
                 score_capitals("typed", "office", nullptr));
}

TEST(Accuracy, WrittenCapitalsKeepTheirFloors) {
    if (!has_fonts()) {
        GTEST_SKIP() << "FONTS MISSING: install tests/forge/packages.txt";
    }
    hold_against(source / "tests/accuracy/capitals_written_office.floors.txt",
                 score_capitals("written", "office", nullptr));
}

TEST(Accuracy, CapitalsOfPeopleKeepTheirFloors) {
    const fs::path file = source / "../shared/data/chars74k-strokes/char74k-writers-0-39.json.gz";
    if (!fs::exists(file) || !has_fonts()) {
        GTEST_SKIP() << "NOT MEASURED: no letters of people at " << file;
    }
    const forge::GlyphSet people = forge::load_people(file.string());
    hold_against(source / "tests/accuracy/capitals_people_office.floors.txt",
                 score_capitals("people", "office", &people));
}

}  // namespace
}  // namespace indgang::accuracy
