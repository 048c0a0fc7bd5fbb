// SPDX-License-Identifier: MPL-2.0
#include "ocr/text/tesseract_engine.h"

#include <gtest/gtest.h>

#include "ocr/text/text_weights.h"

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

TEST(TesseractEngine, IsNamedWithItsVersion) {
    const LineEngines engines = tesseract_engines();
    EXPECT_EQ(engines.words->name(), "tesseract-dan/" + tesseract_version());
    EXPECT_EQ(engines.addresses->name(), "tesseract-eng/" + tesseract_version());
    EXPECT_EQ(engines.calibration, &tesseract_calibration);
}

}  // namespace
}  // namespace indgang::ocr
