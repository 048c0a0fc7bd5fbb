// SPDX-License-Identifier: MPL-2.0
// Which reader reads a field, and what the reader of numbers in boxes without cells says.
#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ocr/account/readings.h"
#include "ocr/read/comb_readers.h"
#include "ocr/read/line_readers.h"
#include "ocr/read/mark_readers.h"
#include "tests/ocr/comb/printed_digits.h"
#include "tests/ocr/net/shipped_net.h"

namespace indgang::ocr {
namespace {

using form::Capture;

const CharacterNet& net() {
    static const CharacterNet digits = shipped_net("digits.bin");
    return digits;
}

/// One reader of each sort.
struct AllReaders {
    NetPanel digits{net()};
    DigitCombs digit_combs{digits};
    LetterCombs letter_combs{net()};
    FreeNumbers free_numbers{digits};
    WrittenText text{};
    Marks marks{};
    Bubbles bubbles{};
    Signatures signatures{};
    std::map<std::string, const Reader*> by_name{{"digit combs", &digit_combs},
                                                 {"letter combs", &letter_combs},
                                                 {"free numbers", &free_numbers},
                                                 {"text", &text},
                                                 {"marks", &marks},
                                                 {"bubbles", &bubbles},
                                                 {"signatures", &signatures}};
};

/// The names of all readers that read such a field.
std::vector<std::string> readers_of(Capture capture, ValueKind kind) {
    static const AllReaders all;
    form::Field field;
    field.kind = kind;
    field.capture = capture;
    form::Zone zone;
    zone.capture = capture;
    std::vector<std::string> names;
    for (const auto& [name, reader] : all.by_name) {
        if (reader->reads({&field, {&zone}})) {
            names.push_back(name);
        }
    }
    return names;
}

TEST(Readers, EachReadTheirSort) {
    using Names = std::vector<std::string>;
    EXPECT_EQ(readers_of(Capture::comb, ValueKind::cpr), Names{"digit combs"});
    EXPECT_EQ(readers_of(Capture::comb, ValueKind::amount), Names{"digit combs"});
    EXPECT_EQ(readers_of(Capture::comb, ValueKind::name), Names{"letter combs"});
    EXPECT_EQ(readers_of(Capture::line, ValueKind::amount), Names{"free numbers"});
    EXPECT_EQ(readers_of(Capture::line, ValueKind::name), Names{"text"});
    EXPECT_EQ(readers_of(Capture::block, ValueKind::text), Names{"text"});
    EXPECT_EQ(readers_of(Capture::mark, ValueKind::yes_no), Names{"marks"});
    EXPECT_EQ(readers_of(Capture::bubble, ValueKind::count), Names{"bubbles"});
    EXPECT_EQ(readers_of(Capture::signature, ValueKind::signature), Names{"signatures"});
}

/// A number in a box without cells, and what is seen in it.
class FreeNumber {
  public:
    record::FieldReading read() {
        const NetPanel digits(net());
        FreeNumbers numbers(digits);
        const AddedInk added(blank_.image, blank_.to_image, blank_);
        const PageOnBlank at{blank_.image, blank_.to_image, blank_, added};
        PageSight sight{at, {}, 0};
        if (ink_) {
            sight.lines.emplace(&zone_, *ink_);
        }
        const std::vector<FieldPlaces> fields{{&field_, {&zone_}}};
        numbers.see(sight, fields);
        return numbers.read(fields[0]);
    }
    explicit FreeNumber(std::optional<WriterInk> ink = std::nullopt) : ink_(std::move(ink)) {
        constexpr int px_per_mm = 12, side_px = 720;
        blank_.image = {PixPtr(pixCreate(side_px, side_px, 8)), px_per_mm * mm_per_inch, 0};
        pixSetAll(blank_.image.pix.get());
        blank_.to_image = {px_per_mm, 0, 0, 0, px_per_mm, 0};
        blank_.print = PrintMask(blank_.image, blank_.to_image, {});
        field_.kind = ValueKind::count;
        zone_.box = {10, 10, 40, 8};
    }

  private:
    std::optional<WriterInk> ink_;
    BlankPage blank_;
    form::Field field_;
    form::Zone zone_;
};

TEST(FreeNumbers, AreEmptyWhereNothingIsWritten) {
    const record::FieldReading reading = FreeNumber().read();
    EXPECT_EQ(reading.candidates, empty_reading("ink/1").candidates);
    EXPECT_EQ(reading.reader, "ink/1");
    EXPECT_EQ(reading.doubt, "");
}

TEST(FreeNumbers, AreReadDigitByDigit) {
    const record::FieldReading reading = FreeNumber(printed("40628", 12)).read();
    ASSERT_FALSE(reading.candidates.empty());
    EXPECT_EQ(reading.candidates.front().text, "40628");
    EXPECT_EQ(reading.reader, "free_digits/" + net().version());
    EXPECT_EQ(reading.doubt, "");
}

TEST(FreeNumbers, MayHoldAOne) {
    const record::FieldReading reading = FreeNumber(printed("111", 12)).read();
    ASSERT_FALSE(reading.candidates.empty());
    EXPECT_EQ(reading.candidates.front().text, "111");
}

TEST(FreeNumbers, AreDoubtedWhereDigitsTouch) {
    EXPECT_EQ(FreeNumber(printed("8888", -9)).read().doubt, "touching_digits");
}

TEST(FreeNumbers, AreNotReadableWhereInkHoldsNoDigit) {
    const record::FieldReading reading = FreeNumber(printed("")).read();
    EXPECT_EQ(reading.doubt, "not_readable");
    EXPECT_TRUE(reading.candidates.empty());
}

}  // namespace
}  // namespace indgang::ocr
