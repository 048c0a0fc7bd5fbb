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

TEST(TextReader, GivesTheNextTextHalfOfWhatTheBestLeavesOver) {
    Bench one = bench("Munde", 60, "Munda");
    const auto candidates = read(one, "Hxxxx").candidates;
    ASSERT_EQ(candidates.size(), 2U);
    EXPECT_EQ(candidates[0].text, "Munde");
    EXPECT_EQ(candidates[1].text, "Munda");
    EXPECT_NEAR(candidates[1].probability,
                std::min(candidates[0].probability, (1 - candidates[0].probability) / 2), 1e-9);
}

TEST(TextReader, GivesTheNextTextHalfOfWhatIsLeftWhileThatIsAThousandth) {
    WriterInk ink = drawn::line("Hxxxx");
    ink.unevenness_mm = even_mm;
    const auto candidates = [&](double confidence) {
        Bench one = bench("Munde", confidence, "Munda");
        return one.reader.look(ink, ValueKind::name, false, even_mm, TextReader::Effort::all_looks)
            .reading.candidates;
    };
    for (const double confidence : {97.0, 98.5}) {
        const auto two = candidates(confidence);
        ASSERT_EQ(two.size(), 2U);
        ASSERT_GT(two[0].probability, 0.5);
        EXPECT_NEAR(two[1].probability, (1 - two[0].probability) / 2, 1e-9);
    }
    const auto one = candidates(99);
    EXPECT_EQ(one.size(), 1U);
    EXPECT_LT(one[0].probability, 0.999) << "half of the rest is more than a two-thousandth";
}

TEST(TextReader, CountsTheLooksThatSawAnotherText) {
    Bench one = bench("Munde", 60, "Münde");
    WriterInk ink = drawn::line("Huxxx");
    ink.unevenness_mm = even_mm;
    const auto sight =
        one.reader.look(ink, ValueKind::name, false, even_mm, TextReader::Effort::all_looks);
    ASSERT_EQ(sight.steps.size(), 3U);
    EXPECT_EQ(sight.steps[0].text, "Munde");
    EXPECT_EQ(sight.steps[0].evidence.worst_word, 60);
    EXPECT_EQ(sight.steps[1].evidence.second->disagreements, 0);
    EXPECT_EQ(sight.steps[2].text, "Münde");
    // The plain, the small and the soft one; each sees another letter in one place.
    EXPECT_EQ(sight.steps[2].evidence.all->against, 0);
    EXPECT_EQ(sight.steps[2].evidence.all->unknown_letters, 1);
    EXPECT_EQ(sight.steps[2].evidence.all->witness.disagreements, 0);
    Bench other = bench("Munde", 60, "Munda");
    const auto seen =
        other.reader.look(ink, ValueKind::name, false, even_mm, TextReader::Effort::all_looks);
    EXPECT_EQ(seen.steps[2].text, "Munde");
    EXPECT_EQ(seen.steps[2].evidence.all->against, 0);
    EXPECT_EQ(seen.steps[2].evidence.all->witness.disagreements, 1);
    EXPECT_EQ(seen.steps[2].evidence.all->worst_word, 60);
    EXPECT_EQ(seen.steps[2].evidence.all->witness.worst_symbol, 60);
    EXPECT_EQ(seen.steps[2].evidence.all->witness.worst_word, 60);
}

/// Sees a text at the first look and nothing at the second.
class ForgetfulEngine final : public LineEngine {
  public:
    SeenText read(const PixPtr&, Layout) override {
        SeenText seen;
        if (++looks_ != 2) {
            seen.symbols = {{"B", 60, true, false, 0, 0}, {"o", 60, false, false, 0, 0}};
        }
        seen.worst_word = seen.symbols.empty() ? 0 : 60;
        return seen;
    }
    bool knows(std::string_view) const override { return true; }
    std::string name() const override { return "forgetful"; }
    void reset() override {}

  private:
    int looks_ = 0;
};

TEST(TextReader, IsNotSureAtAllByALookThatSeesNothing) {
    LineEngines engines;
    engines.words = std::make_unique<ForgetfulEngine>();
    engines.addresses = std::make_unique<FakeEngine>("fake-addresses/1", "", 60);
    engines.witness = std::make_unique<FakeEngine>("fake-witness/1", "Bo", 60);
    engines.calibration = &tesseract_calibration;
    TextReader reader(std::move(engines));
    WriterInk ink = drawn::line("Hx");
    ink.unevenness_mm = even_mm;
    const auto sight =
        reader.look(ink, ValueKind::name, false, even_mm, TextReader::Effort::all_looks);
    ASSERT_GE(sight.steps.size(), 2U);
    EXPECT_EQ(sight.steps[1].evidence.second->disagreements, 2);
    EXPECT_EQ(sight.steps[1].evidence.second->worst_symbol, 0);
    EXPECT_EQ(sight.steps[1].evidence.second->worst_word, 0);
    ASSERT_EQ(sight.steps.size(), 3U);
    EXPECT_EQ(sight.steps[2].evidence.all->against, 1);
    EXPECT_EQ(sight.steps[2].evidence.all->disagreements, 2);
}

TEST(TextReader, CountsRingsAndSaysWhetherTheInkTouchesTheEdge) {
    Bench one = bench("Åse på Ås", 60, "Åse på Ås");
    WriterInk ink = drawn::line("Hxxxx");
    const auto evidence = [&] {
        return one.reader.look(ink, ValueKind::name, false, even_mm, TextReader::Effort::all_looks)
            .steps[0]
            .evidence;
    };
    EXPECT_EQ(evidence().rings, 3);
    EXPECT_FALSE(evidence().touches_edge);
    ink.box.x = 27;  // the ink begins in column 30
    EXPECT_TRUE(evidence().touches_edge);
    ink.box.x = 26;
    EXPECT_FALSE(evidence().touches_edge);
}

TEST(TextReader, JoinsWordsOfALineWhoseInkShowsNoBlankAndNotThoseOfABlock) {
    Bench one = bench("Bo Ib", 99.6, "Bo Ib");
    const WriterInk ink = drawn::line("Hxxxx");
    const auto text = [&](bool is_block) {
        return one.reader.read(ink, ValueKind::text, is_block, even_mm).candidates.front().text;
    };
    EXPECT_EQ(text(false), "BoIb");
    EXPECT_EQ(text(true), "Bo Ib");
}

TEST(TextReader, ReadsWhatOvershootsItsBoxBySixTenthsOfAMillimetre) {
    // Seven rows above and below a box of rows 10 to 99.
    const auto seen_at = [](int row) {
        Bench one = bench("Munde", 99.6, "Munde");
        WriterInk ink;
        ink.patch = {200, 120, std::vector<std::uint8_t>(std::size_t{200} * 120, 255)};
        ink.box = {10, 10, 180, 90};
        std::fill_n(ink.patch.pixels.begin() + row * 200 + 60, 40, std::uint8_t{0});
        return one.reader.read(ink, ValueKind::name, false, even_mm).candidates.front().text;
    };
    EXPECT_EQ(seen_at(2), "");
    EXPECT_EQ(seen_at(3), "Munde");
    EXPECT_EQ(seen_at(106), "Munde");
    EXPECT_EQ(seen_at(107), "");
}

TEST(TextReader, SaysThatNothingIsWrittenWhereThereIsLessInkThanASpeck) {
    Bench one = bench("Munde", 99.6, "Munde");
    WriterInk ink = drawn::line("");
    ink.patch = {200, 110, std::vector<std::uint8_t>(200 * 110, 255)};
    ink.box = {10, 10, 180, 90};
    // 0.15 mm2 are 21.6 pixels.
    for (const int pixels : {21, 22}) {
        std::fill_n(ink.patch.pixels.begin() + 60 * 200 + 60, pixels, std::uint8_t{0});
        const auto reading = one.reader.read(ink, ValueKind::name, false, even_mm);
        EXPECT_EQ(reading.candidates.front().text, pixels == 21 ? "" : "Munde");
    }
    ink.patch.pixels.assign(200 * 110, 255);
    for (const double dropped : {0.99, 1.01}) {
        ink.dropped_mm2 = dropped;
        const auto reading = one.reader.read(ink, ValueKind::name, false, even_mm);
        EXPECT_EQ(reading.candidates.front().probability, dropped < 1 ? 0.995 : 0.7);
        EXPECT_EQ(reading.doubt, dropped < 1 ? "" : "faint_ink");
        EXPECT_EQ(reading.basis, record::Basis::set_by_hand);
    }
}

TEST(TextReader, DoubtsInkInWhichNobodySeesALetter) {
    Bench one = bench("---", 99.6, "---");
    const auto reading = read(one, "Hxxxx");
    EXPECT_EQ(reading.candidates.front().text, "");
    EXPECT_EQ(reading.candidates.front().probability, 0.6);
    EXPECT_EQ(reading.doubt, "unread_text");
}

TEST(PageUnevenness, IsTheMeanOfTheFieldsByTheirLogarithms) {
    EXPECT_EQ(page_unevenness_mm({}), 0.1);
    EXPECT_NEAR(page_unevenness_mm({0.04, 0.16}), 0.08, 1e-12);
    EXPECT_NEAR(page_unevenness_mm({0.001, 0.08}), 0.04, 1e-12);
}

}  // namespace
}  // namespace indgang::ocr
