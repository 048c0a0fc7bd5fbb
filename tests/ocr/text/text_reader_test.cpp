// SPDX-License-Identifier: MPL-2.0
#include "ocr/text/text_reader.h"

#include <gtest/gtest.h>

#include <memory>

#include "ocr/text/text_weights.h"
#include "tests/ocr/text/drawn_line.h"
#include "tests/ocr/text/fake_engine.h"

namespace indgang::ocr {
namespace {

constexpr double even_mm = 0.02, accept = 0.99;

/// A reader with engines that see given texts; borrows are good as long as the reader.
struct Bench {
    FakeEngine* words;
    FakeEngine* addresses;
    FakeEngine* witness;
    TextReader reader;
};

Bench bench(const char* by_words, double confidence, const char* by_witness) {
    auto words = std::make_unique<FakeEngine>("fake-words/1", by_words, confidence, "üöçşł@");
    auto addresses = std::make_unique<FakeEngine>("fake-addresses/1", "bo@x.dk", confidence);
    auto witness = std::make_unique<FakeEngine>("fake-witness/1", by_witness, confidence);
    FakeEngine *a = words.get(), *b = addresses.get(), *c = witness.get();
    LineEngines engines;
    engines.words = std::move(words);
    engines.addresses = std::move(addresses);
    engines.witness = std::move(witness);
    engines.calibration = &tesseract_calibration;
    return {a, b, c, TextReader(std::move(engines))};
}

record::FieldReading read(Bench& bench, const char* drawn, ValueKind kind = ValueKind::name) {
    WriterInk ink = drawn::line(drawn);
    ink.unevenness_mm = even_mm;
    return bench.reader.read(ink, kind, false, even_mm);
}

TEST(TextReader, AsksNobodyElseWhereTheFirstLookIsSure) {
    Bench one = bench("Bonde", 99.6, "Bonde");
    const record::FieldReading reading = read(one, "Hxxxx");
    EXPECT_EQ(reading.candidates.front().text, "Bonde");
    EXPECT_GE(reading.candidates.front().probability, accept);
    EXPECT_EQ(reading.reader, "fake-words/1");
    EXPECT_EQ(one.words->looks, 1);
    EXPECT_EQ(one.witness->looks, 0);
}

TEST(TextReader, AsksTheWitnessWhereAMarkIsNotExplainedHoweverSureTheFirstLookIs) {
    Bench one = bench("Munde", 99.6, "Münde");
    const record::FieldReading reading = read(one, "Huxxx");
    EXPECT_EQ(one.witness->looks, 2) << "a letter that only it knows is looked at twice";
    EXPECT_EQ(reading.candidates.front().text, "Münde");
}

TEST(TextReader, NeverAcceptsATextWhoseMarksNobodyExplains) {
    Bench one = bench("Munde", 99.6, "Munde");
    const record::FieldReading reading = read(one, "Huxxx");
    EXPECT_EQ(reading.candidates.front().text, "Munde");
    EXPECT_LT(reading.candidates.front().probability, accept);
}

TEST(TextReader, KeepsThePlainLetterWhereTheInkHasNoMark) {
    Bench one = bench("Munde", 60, "Münde");
    EXPECT_EQ(read(one, "Hxxxx").candidates.front().text, "Munde");
}

TEST(TextReader, TakesADotlessLetterForOneThatLostItsDotWhereSpecksWereDropped) {
    WriterInk ink = drawn::line("Hxxxx");
    ink.unevenness_mm = even_mm;
    for (const double dropped_mm2 : {0.0, 0.1}) {
        Bench one = bench("Vitus", 60, "Vıtus");
        ink.dropped_mm2 = dropped_mm2;
        const auto sight =
            one.reader.look(ink, ValueKind::name, false, even_mm, TextReader::Effort::all_looks);
        const int differ = sight.steps.back().evidence.all->witness.disagreements;
        EXPECT_EQ(differ, dropped_mm2 > 0 ? 0 : 1);
    }
}

TEST(TextReader, GivesAddressesToTheEngineThatKnowsThem) {
    Bench one = bench("boGx.dk", 99, "bo@x.dk");
    EXPECT_EQ(read(one, "Hxxxxxx", ValueKind::email).candidates.front().text, "bo@x.dk");
    EXPECT_EQ(one.words->looks, 0);
}

TEST(TextReader, ResetsEveryEngine) {
    Bench one = bench("a", 99, "a");
    one.reader.reset();
    EXPECT_EQ(one.words->resets + one.addresses->resets + one.witness->resets, 3);
}

}  // namespace
}  // namespace indgang::ocr
