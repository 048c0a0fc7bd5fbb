// SPDX-License-Identifier: MPL-2.0
// Codes as others photographed, printed and scanned them, from the test data of zxing-cpp and
// paperless-ngx in ../shared. How many are read is held against floors.
#include <gtest/gtest.h>

#include <time.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "ocr/decode/scan.h"
#include "ocr/match/matcher.h"
#include "ocr/place/page_codes.h"
#include "tests/ocr/match/scanned.h"

namespace indgang::ocr {
namespace {

namespace fs = std::filesystem;

fs::path codes_folder() {
    return fs::path(INDGANG_SOURCE_DIR) / "../shared/data/barcodes";
}

std::string text_of_file(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

double cpu_ms() {
    timespec time{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

struct Pictures {
    const char* folder;
    int at_least;
};
class CodePictures : public testing::TestWithParam<Pictures> {};

TEST_P(CodePictures, AreRead) {
    const fs::path folder = codes_folder() / "zxing" / GetParam().folder;
    if (!fs::exists(folder)) {
        GTEST_SKIP() << "no " << folder;
    }
    int read = 0, all = 0;
    for (const auto& entry : fs::directory_iterator(folder)) {
        const std::string ending = entry.path().extension();
        const PixPtr picture(ending == ".png" || ending == ".webp" ? pixRead(entry.path().c_str())
                                                                   : nullptr);
        if (!picture) {
            continue;
        }
        ++all;
        PageImage page{PixPtr(pixConvertTo8(picture.get(), 0)), 300, 0};
        const auto code = find_code(page);
        fs::path told = entry.path();
        const bool is_right = code && code->text == text_of_file(told.replace_extension(".txt"));
        read += is_right ? 1 : 0;
        std::cout << (is_right ? "" : "missed " + entry.path().filename().string() + "\n");
    }
    std::cout << GetParam().folder << ": " << read << " of " << all << "\n";
    EXPECT_GE(read, GetParam().at_least);
}

INSTANTIATE_TEST_SUITE_P(Zxing, CodePictures,
                         testing::Values(Pictures{"code128-1", 6}, Pictures{"code39-1", 5},
                                         Pictures{"qrcode-1", 8}, Pictures{"qrcode-3", 14}),
                         [](const auto& each) {
                             std::string name = each.param.folder;
                             name.erase(name.find('-'), 1);
                             return name;
                         });

struct Separators {
    const char* file;
    int pages;
    int separators;
};

TEST(CodePictures, SeparatorSheetsOfOthersPartABatch) {
    const fs::path folder = codes_folder() / "paperless-separators";
    if (!fs::exists(folder)) {
        GTEST_SKIP() << "no " << folder;
    }
    const form::FormCatalogue catalogue =
        form::FormCatalogue::load({std::string(INDGANG_SOURCE_DIR) + "/schemas/forms"});
    BlankPages blanks(catalogue);
    Matcher matcher(catalogue, blanks);
    for (const auto& [name, pages, separators] :
         {Separators{"patch-code-t.pdf", 1, 1}, Separators{"patch-code-t-middle.pdf", 3, 1},
          Separators{"patch-code-t-middle-reverse.pdf", 3, 1},
          Separators{"patch-code-t-middle.tiff", 3, 1}, Separators{"patch-code-t-qr.pdf", 1, 1},
          Separators{"several-patcht-codes.pdf", 7, 2}}) {
        const std::string text = text_of_file(folder / name);
        const Bytes bytes(text.begin(), text.end());
        const auto file = open_scan(bytes, testing::TempDir());
        EXPECT_EQ(file->pages(), pages) << name;
        int found = 0;
        for (int page = 1; page <= file->pages(); ++page) {
            found += matcher.match(normalise(file->page(page))).kind == record::PageKind::separator;
        }
        EXPECT_EQ(found, separators) << name;
    }
}

/// No claim about time, which depends on the machine: prints what docs/accuracy.md quotes.
TEST(CodePictures, OfOurFormsAreFoundWhereTheyAreExpected) {
    const form::FormCatalogue catalogue =
        form::FormCatalogue::load({std::string(INDGANG_SOURCE_DIR) + "/schemas/forms"});
    BlankPages blanks(catalogue);
    scanned::Lie lie;
    lie.skew_degrees = 0.7;
    PageImage page = scanned::bitonal(scanned::scan(blanks.blank({"boligstoette", "1"}, 1), lie));
    constexpr int rounds = 50;
    const BoxPx corner{1878, 12, 425, 425};  // (168, 10) mm with 9 mm of room, at 300 dpi
    int found = 0;
    const double start = cpu_ms();
    for (int i = 0; i < rounds; ++i) {
        found += find_qr_in(page, corner, Light::even).has_value() ? 1 : 0;
    }
    const double middle = cpu_ms();
    for (int i = 0; i < rounds / 10; ++i) {
        found += find_code(page).has_value() ? 1 : 0;
    }
    const double end = cpu_ms();
    scanned::paint(page, {160, 2, 35, 35}, false);
    for (int i = 0; i < rounds / 10; ++i) {
        found += find_code(page).has_value() ? 1 : 0;
    }
    std::cout << "in its corner " << (middle - start) / rounds << " ms, on the whole page "
              << (end - middle) / (rounds / 10) << " ms, on a page without a code "
              << (cpu_ms() - end) / (rounds / 10) << " ms of CPU\n";
    EXPECT_EQ(found, rounds + rounds / 10);
}

}  // namespace
}  // namespace indgang::ocr
