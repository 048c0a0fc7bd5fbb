// SPDX-License-Identifier: MPL-2.0
// Every file of the shared corpora gives pixels or a reason, never a crash and never a wait. The
// archives of fuzzed images are sampled: each n-th member.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "ocr/decode/scan.h"
#include "schemas/error/error.h"

namespace indgang::ocr {
namespace {

const std::filesystem::path data = std::string(INDGANG_SOURCE_DIR) + "/../shared/data";

Bytes bytes_of_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

struct Tally {
    int files = 0;
    int pages = 0;
    std::map<std::string, int> reasons;
};

void decode_all(const Bytes& bytes, Tally& tally) {
    constexpr int pages_most = 6;
    static const std::set<std::string> known = {
        "image_empty",   "image_truncated", "image_broken",   "image_type_unknown", "pdf_broken",
        "pdf_encrypted", "image_too_large", "too_many_pages", "page_too_large"};
    ++tally.files;
    try {
        const auto file = open_scan(bytes, testing::TempDir());
        for (int page = 1; page <= std::min(file->pages(), pages_most); ++page) {
            try {
                const PageImage image = normalise(file->page(page));
                ASSERT_TRUE(image.pix);
                ASSERT_GE(image.dpi, 70);
                ++tally.pages;
            } catch (const Error& error) {
                EXPECT_TRUE(known.contains(error.reason())) << error.reason();
                ++tally.reasons[error.reason()];
            }
        }
    } catch (const Error& error) {
        EXPECT_TRUE(known.contains(error.reason())) << error.reason();
        ++tally.reasons[error.reason()];
    }
}

void print(const char* what, const Tally& tally) {
    std::printf("%s: %d files, %d pages", what, tally.files, tally.pages);
    for (const auto& [reason, count] : tally.reasons) {
        std::printf(", %s %d", reason.c_str(), count);
    }
    std::printf("\n");
}

class Corpus : public testing::TestWithParam<const char*> {};

TEST_P(Corpus, GivesPixelsOrAReason) {
    const std::filesystem::path folder = data / GetParam();
    if (!std::filesystem::exists(folder)) {
        GTEST_SKIP() << "SKIPPED, shared data is absent: " << GetParam();
    }
    Tally tally;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file() && entry.path().extension() != ".xz") {
            decode_all(bytes_of_file(entry.path()), tally);
        }
    }
    print(GetParam(), tally);
    EXPECT_GT(tally.pages, 0);
}

INSTANTIATE_TEST_SUITE_P(All, Corpus,
                         testing::Values("robust-images/pillow", "robust-pdf",
                                         "tiff-variety/libtiffpic", "tiff-variety/twelvemonkeys",
                                         "ocr-scans/leptonica", "ocr-scans/ocrmypdf",
                                         "ocr-scans/tesseract-test"));

class Archive : public testing::TestWithParam<const char*> {};

TEST_P(Archive, GivesPixelsOrAReason) {
    const std::filesystem::path archive = data / "robust-images" / GetParam();
    if (!std::filesystem::exists(archive)) {
        GTEST_SKIP() << "SKIPPED, shared data is absent: " << GetParam();
    }
    const std::filesystem::path folder =
        std::filesystem::path(testing::TempDir()) / (std::string("indgang_") + GetParam());
    std::filesystem::create_directories(folder);
    const std::string command = "tar -xJf '" + archive.string() + "' -C '" + folder.string() + "'";
    ASSERT_EQ(std::system(command.c_str()), 0);
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file()) {
            paths.push_back(entry.path());
        }
    }
    std::sort(paths.begin(), paths.end());
    constexpr std::size_t sample = 250;
    const std::size_t step = std::max<std::size_t>(1, paths.size() / sample);
    Tally tally;
    for (std::size_t i = 0; i < paths.size(); i += step) {
        decode_all(bytes_of_file(paths[i]), tally);
    }
    print(GetParam(), tally);
    std::filesystem::remove_all(folder);
    EXPECT_GT(tally.files, 100);
}

INSTANTIATE_TEST_SUITE_P(All, Archive,
                         testing::Values("go-fuzz-tiff.tar.xz", "go-fuzz-png.tar.xz",
                                         "go-fuzz-jpeg.tar.xz"));

}  // namespace
}  // namespace indgang::ocr
