// SPDX-License-Identifier: MPL-2.0
#include "pipeline/worker/needed_blanks.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace indgang::worker {
namespace {

TEST(NeededBlanks, AreDrawnHereAfterACopyHadToDrawThem) {
    const auto catalogue =
        form::FormCatalogue::load({std::filesystem::path(INDGANG_SOURCE_DIR) / "schemas/forms"});
    const auto& form = *catalogue.find({"boligstoette", "1"});
    ASSERT_GE(form.pages.size(), 2U);
    ocr::BlankPages blanks(catalogue);
    NeededBlanks needed(catalogue);
    needed.draw(blanks);
    ASSERT_FALSE(blanks.has_blank(form.key, 1));
    const auto copy = ::fork();
    if (copy == 0) {
        static_cast<void>(blanks.blank(form.key, 1));
        static_cast<void>(blanks.sketch(form.key, 2, ocr::SketchPart::fine_true_size));
        static_cast<void>(blanks.sketch(form.key, 2, ocr::SketchPart::coarse_other_sizes));
        needed.note(blanks);
        ::_exit(0);
    }
    ASSERT_EQ(::waitpid(copy, nullptr, 0), copy);
    EXPECT_FALSE(blanks.has_blank(form.key, 1));
    needed.draw(blanks);
    EXPECT_TRUE(blanks.has_blank(form.key, 1));
    for (const ocr::SketchPart part : ocr::sketch_parts) {
        EXPECT_FALSE(blanks.has_sketch(form.key, 1, part));
        EXPECT_EQ(
            blanks.has_sketch(form.key, 2, part),
            part == ocr::SketchPart::fine_true_size || part == ocr::SketchPart::coarse_other_sizes);
    }
    const auto& other = catalogue.all().back();
    EXPECT_FALSE(blanks.has_blank(other.key, 1));
}

}  // namespace
}  // namespace indgang::worker
