// SPDX-License-Identifier: MPL-2.0
#include "ocr/text/tesseract_engine.h"

#include <gtest/gtest.h>
#include <leptonica/allheaders.h>
#include <tesseract/baseapi.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "ocr/text/text_weights.h"
#include "schemas/error/error.h"

namespace indgang::ocr {
namespace {

TEST(TesseractEngine, KnowsWhichLettersEachNetworkHas) {
    const LineEngines engines = tesseract_engines();
    for (const char* letter : {"ü", "ö", "ä", "ñ", "ç", "ł", "ş", "ć", "ð", "þ", "è", "š", "ő"}) {
        EXPECT_FALSE(engines.words->knows(letter)) << letter;
        EXPECT_TRUE(engines.witness->knows(letter)) << letter;
    }
    for (const char* letter : {"æ", "ø", "å", "é"}) {
        EXPECT_TRUE(engines.words->knows(letter)) << letter;
        EXPECT_TRUE(engines.witness->knows(letter)) << letter;
    }
    EXPECT_FALSE(engines.words->knows("@"));
    EXPECT_TRUE(engines.addresses->knows("@"));
}

/// A line in the letters that Leptonica has with it.
PixPtr printed(const char* text) {
    PixPtr picture(pixCreate(500, 60, 8));
    pixSetAll(picture.get());
    L_BMF* letters = bmfCreate(nullptr, 10);
    pixSetTextline(picture.get(), letters, text, 0, 20, 40, nullptr, nullptr);
    bmfDestroy(&letters);
    return picture;
}

TEST(TesseractEngine, SeesTheWordsOfALineWithTheirPlaces) {
    const LineEngines engines = tesseract_engines();
    const SeenText seen = engines.words->read(printed("Bakken Holm"), LineEngine::Layout::line);
    EXPECT_EQ(seen.text(), "Bakken Holm");
    ASSERT_EQ(seen.symbols.size(), 10U);
    for (std::size_t i = 0; i < seen.symbols.size(); ++i) {
        const SeenSymbol& symbol = seen.symbols[i];
        EXPECT_EQ(symbol.is_word_begin, i == 0 || i == 6) << i;
        EXPECT_EQ(symbol.is_line_begin, i == 0) << i;
        EXPECT_LT(symbol.left, symbol.right) << i;
        EXPECT_TRUE(i == 0 || seen.symbols[i - 1].left < symbol.left) << i;
        EXPECT_GE(symbol.confidence, seen.worst_word) << i;
    }
    EXPECT_GT(seen.worst_word, 50);
    EXPECT_LE(seen.worst_word, 100);
}

/// Tesseract's folder of languages, in which the Latin letters are replaced.
class Languages {
  public:
    explicit Languages(const std::vector<char>& latin) {
        const auto original = installed();
        std::filesystem::remove_all(folder_);
        std::filesystem::create_directories(folder_);
        for (const auto& entry : std::filesystem::directory_iterator(original)) {
            if (entry.path().filename() != latin_file) {
                std::filesystem::create_symlink(entry.path(), folder_ / entry.path().filename());
            }
        }
        std::ofstream(folder_ / latin_file, std::ios::binary)
            .write(latin.data(), static_cast<std::streamsize>(latin.size()));
        setenv("TESSDATA_PREFIX", folder_.c_str(), 1);
    }
    Languages(const Languages&) = delete;
    Languages& operator=(const Languages&) = delete;
    ~Languages() {
        unsetenv("TESSDATA_PREFIX");
        std::filesystem::remove_all(folder_);
    }
    static std::vector<char> latin() {
        std::ifstream in(installed() / latin_file, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }

  private:
    static constexpr const char* latin_file = "Latin.traineddata";
    static std::filesystem::path installed() {
        tesseract::TessBaseAPI api;
        EXPECT_EQ(api.Init(nullptr, "dan"), 0);
        return api.GetDatapath();
    }
    std::filesystem::path folder_ = std::filesystem::path(testing::TempDir()) /
                                    ("indgang-damaged-languages-" + std::to_string(::getpid()));
};

TEST(TesseractEngine, RefusesLatinLettersWithoutTheirNetwork) {
    const std::vector<char> whole = Languages::latin();
    ASSERT_GT(whole.size(), 1000U);
    constexpr std::size_t network = 17, bytes_each = 8, head = 4;
    const auto with_begin = [&](std::int64_t begin) {
        auto damaged = whole;
        std::memcpy(damaged.data() + head + network * bytes_each, &begin, sizeof begin);
        return damaged;
    };
    const auto with_count = [&](std::int32_t count) {
        auto damaged = whole;
        std::memcpy(damaged.data(), &count, sizeof count);
        return damaged;
    };
    const auto last = static_cast<std::int64_t>(whole.size());
    for (const auto& damaged : {std::vector<char>{}, with_begin(-1), with_begin(last),
                                with_count(23), with_count(257), with_count(-1)}) {
        const Languages languages(damaged);
        EXPECT_THROW((void)tesseract_engines(), Error);
    }
    const Languages languages(whole);
    EXPECT_NO_THROW((void)tesseract_engines());
}

TEST(TesseractEngine, IsNamedWithItsVersion) {
    const LineEngines engines = tesseract_engines();
    EXPECT_EQ(engines.words->name(), "tesseract-dan/" + tesseract_version());
    EXPECT_EQ(engines.addresses->name(), "tesseract-eng/" + tesseract_version());
    EXPECT_EQ(engines.calibration, &tesseract_calibration);
}

}  // namespace
}  // namespace indgang::ocr
