// SPDX-License-Identifier: MPL-2.0
// A page of a form is the same page in whatever file it comes. Which bytes give which pixels is
// tested with ocr/decode; here the pages are found and read.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "ocr/decode/scan.h"
#include "ocr/match/matcher.h"
#include "ocr/read/page_reader.h"
#include "tests/ocr/decode/drawn_page.h"
#include "tests/ocr/match/scanned.h"
#include "tests/ocr/read/written_page.h"

namespace indgang::ocr {
namespace {

namespace fs = std::filesystem;

const form::FormKey sp501{"sp501", "1"};

MatchedPage match(const Bytes& bytes) {
    static Matcher matcher(written::catalogue(), written::blanks());
    return matcher.match(normalise(open_scan(bytes, testing::TempDir())->page(1)));
}

void expect_first_page(const MatchedPage& page) {
    ASSERT_TRUE(page.match);
    EXPECT_EQ(page.match->form.form, "sp501");
    EXPECT_EQ(page.match->page, 1);
}

TEST(FileKinds, AWhiteOnBlackPageIsFound) {
    const PageImage page = scanned::scan(written::blanks().blank(sp501, 1), {0.3, 1, 1, 1, 200});
    for (const bool is_one_bit : {false, true}) {
        const PixPtr pix(
            pixInvert(nullptr, is_one_bit ? scanned::bitonal(page).pix.get() : page.pix.get()));
        expect_first_page(match(drawn::file_of(*pix, IFF_PNG, 200)));
    }
}

TEST(FileKinds, AFaxOfHalfTheLinesThatSaysNothingIsFound) {
    const PageImage page = scanned::scan(written::blanks().blank(sp501, 1), {0, 1, 0, 0, 204});
    constexpr double a4_px = 1687, fax_px = 1728, lines = 98.0 / 204;
    const PixPtr narrow(pixScale(page.pix.get(), 1, lines));
    const PixPtr fax(pixCreate(static_cast<int>(fax_px), pixGetHeight(narrow.get()), 8));
    pixSetAll(fax.get());
    pixRasterop(fax.get(), static_cast<int>(fax_px - a4_px) / 2, 0, pixGetWidth(narrow.get()),
                pixGetHeight(narrow.get()), PIX_SRC, narrow.get(), 0, 0);
    const PixPtr one_bit(pixThresholdToBinary(fax.get(), 140));
    expect_first_page(match(drawn::file_of(*one_bit, IFF_PNG, 0)));
}

class SharedKinds : public testing::TestWithParam<const char*> {};

TEST_P(SharedKinds, AllFieldsOfTheFirstPageAreRead) {
    const fs::path path = fs::path(INDGANG_SOURCE_DIR) / "../shared/cases/formats" / GetParam();
    if (!fs::exists(path)) {
        GTEST_SKIP() << "SKIPPED, shared cases are absent: " << GetParam();
    }
    std::ifstream file(path, std::ios::binary);
    const Bytes bytes{std::istreambuf_iterator<char>(file), {}};
    const MatchedPage page = match(bytes);
    expect_first_page(page);
    if (page.match) {
        static PageReader reader(written::catalogue(), written::blanks(),
                                 std::string(INDGANG_SOURCE_DIR) + "/ocr/models");
        constexpr std::size_t fields = 33;
        EXPECT_EQ(reader.read(page).fields.size(), fields);
    }
}

INSTANTIATE_TEST_SUITE_P(All, SharedKinds,
                         testing::Values("tiled-g4.tif", "t2.tif", "cmyk.jpg", "exif2.jpg",
                                         "fax204x98-nodpi.tif"));

/// Once a page without anything to look for on it took the worker's life.
class WorkerDeath : public testing::TestWithParam<const char*> {};

TEST_P(WorkerDeath, IsAPageLikeAnother) {
    const fs::path path = fs::path(INDGANG_SOURCE_DIR) / "../shared/cases/hostile" / GetParam();
    if (!fs::exists(path)) {
        GTEST_SKIP() << "SKIPPED, shared cases are absent: " << GetParam();
    }
    std::ifstream file(path, std::ios::binary);
    const Bytes bytes{std::istreambuf_iterator<char>(file), {}};
    EXPECT_FALSE(match(bytes).match);
}

INSTANTIATE_TEST_SUITE_P(All, WorkerDeath,
                         testing::Values("worker-death.jpg", "worker-death-2.jpg"));

}  // namespace
}  // namespace indgang::ocr
