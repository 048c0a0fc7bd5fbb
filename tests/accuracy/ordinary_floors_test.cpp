// SPDX-License-Identifier: MPL-2.0
// What ordinary mail does to forms, a few pages of each condition, held against two numbers in
// ordinary_<condition>.floors.txt: at least so many of all fields right, at most so many wrong and
// accepted. Every field counts, empty ones too. INDGANG_REWRITE_FLOORS and INDGANG_SHOW_MISSES as
// in floors_test.cpp; a condition is added by its name here and a run that writes its file.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/accuracy/floors.h"
#include "tests/accuracy/paper_path.h"
#include "tests/forge/hand/european_hand.h"
#include "tests/forge/hand/hand.h"
#include "tests/forge/sheet/batch.h"

namespace indgang::accuracy {
namespace {

namespace fs = std::filesystem;
const fs::path source = INDGANG_SOURCE_DIR;

const form::FormCatalogue& shipped_forms() {
    static const auto forms = form::FormCatalogue::load({source / "schemas/forms"});
    return forms;
}

/// Digits by writers made up by program, whom no fit draws: the seed is theirs alone.
const forge::GlyphSet& hands() {
    constexpr int writers = 12;
    constexpr std::uint64_t seed = 7'900'000;
    static const forge::GlyphSet set = [] {
        forge::Dice dice(seed);
        return forge::draw_european_hands(writers, dice);
    }();
    return set;
}

/// Two applications of sp501 of two pages each, scanned as the condition is.
Score score_condition(forge::Condition condition) {
    constexpr unsigned applications = 2, first_seed = 800;
    static PaperPath path(shipped_forms(), source / "ocr/models");
    const bool is_of_print = condition == forge::Condition::foreign_letters;
    Score total;
    for (unsigned i = 0; i < applications; ++i) {
        const nlohmann::json plan = {{"seed", first_seed + i},
                                     {"grade", forge::name_of(forge::grade_for(condition, i))},
                                     {"sheets",
                                      {{{"form", "sp501"},
                                        {"script", is_of_print ? "typed" : "digits"},
                                        {"condition", forge::trait_of(condition).name}}}}};
        const forge::Batch batch = forge::batch_of(shipped_forms(), plan, &hands());
        total += score(shipped_forms(), path.read(as_tiff(batch.pages())), batch.truth());
    }
    return total;
}

class OrdinaryAccuracy : public testing::TestWithParam<const char*> {};

TEST_P(OrdinaryAccuracy, KeepsItsFloors) {
    if (forge::typed_families().empty() || forge::written_families().empty()) {
        GTEST_SKIP() << "FONTS MISSING: install tests/forge/packages.txt";
    }
    constexpr int slack = 2;  // of another processor, as in floors_test.cpp
    const fs::path file =
        source / "tests/accuracy" / ("ordinary_" + std::string(GetParam()) + ".floors.txt");
    const Score score = score_condition(*forge::condition_of(GetParam()));
    const Tally all = score.all();
    const int right = all.filled_right + all.empty_right, fields = all.filled + all.empty;
    std::cout << file.filename().string() << ": " << right << " of " << fields << " fields right, "
              << all.accepted << " accepted, " << all.accepted_wrong << " of these wrong\n";
    if (std::getenv("INDGANG_SHOW_MISSES") != nullptr) {
        for (const Miss& miss : score.misses) {
            std::cout << (miss.is_accepted ? "ACCEPTED " : "doubted  ") << miss.field << ": '"
                      << miss.written << "' read as '" << miss.read << "'\n";
        }
    }
    if (std::getenv("INDGANG_REWRITE_FLOORS") != nullptr) {
        std::ofstream out(file);
        out << "# Of " << fields << " fields, empty ones too, on " << score.pages << " pages.\n"
            << "right_at_least " << right - slack << "\n"
            << "accepted_wrong_at_most " << all.accepted_wrong << "\n";
    }
    const auto floors = load_floors(file);
    ASSERT_EQ(floors.size(), 2U) << file;
    EXPECT_GE(right, floors.at("right_at_least"));
    EXPECT_LE(all.accepted_wrong, floors.at("accepted_wrong_at_most"));
}

INSTANTIATE_TEST_SUITE_P(Conditions, OrdinaryAccuracy,
                         testing::Values("light_grey", "pens", "circle", "beside", "struck_once",
                                         "overwritten", "value_struck", "comma", "thousands",
                                         "foreign_letters", "photo_halfcell", "fold", "stamp",
                                         "copied_twice", "dither", "skew"),
                         [](const auto& each) { return std::string(each.param); });

}  // namespace
}  // namespace indgang::accuracy
