// SPDX-License-Identifier: MPL-2.0
#include "schemas/tiff/tiff_file.h"

#include <gtest/gtest.h>

#include <string>

namespace indgang::tiff {
namespace {

using namespace std::string_view_literals;

/// One directory of two entries at 8: a width of 0x0102 and strips at three places in front of it.
constexpr auto big_endian =
    "MM\0*\0\0\0\x08"
    "\0\x02"
    "\x01\0\0\x03\0\0\0\x01\x01\x02\0\0"
    "\x01\x11\0\x01\0\0\0\x03\x05\x06\x07\0"
    "\0\0\0\0"sv;

TEST(TiffFile, ReadsEntriesInlineAndElsewhere) {
    const TiffFile file(view_of(big_endian));
    EXPECT_FALSE(file.is_big_tiff());
    ASSERT_EQ(file.first_directory(), 8U);
    const auto directory = file.directory(8);
    ASSERT_TRUE(directory);
    EXPECT_EQ(directory->count, 2U);
    EXPECT_EQ(directory->next, 0U);
    EXPECT_EQ(file.value(file.entry(*directory, 0), 0), 0x0102U);
    const Entry strips = file.entry(*directory, 1);
    EXPECT_TRUE(strips.tells_where_pixels_are());
    EXPECT_EQ(file.value(strips, 0), 5U);
    EXPECT_EQ(file.value(strips, 2), 7U);
    EXPECT_EQ(file.value(strips, 3), std::nullopt);
}

TEST(TiffFile, GivesNothingBeyondItsEnd) {
    for (std::size_t size = 8; size < big_endian.size(); ++size) {
        const TiffFile file(view_of(big_endian.substr(0, size)));
        const auto directory = file.directory(8);
        EXPECT_FALSE(directory && directory->next) << size;
    }
    const TiffFile file(view_of(big_endian));
    EXPECT_FALSE(file.directory(big_endian.size()));
    EXPECT_FALSE(file.number(big_endian.size() - 1, 2));
    EXPECT_FALSE(file.number(~std::uint64_t{0}, 2));
    EXPECT_EQ(file.entry(*file.directory(8), 2).tag, 0U);
}

TEST(TiffFile, HasOnlyAsManyEntriesAsItMay) {
    const TiffFile file(view_of(big_endian));
    const auto directory = file.directory(8, 1);
    ASSERT_TRUE(directory);
    EXPECT_EQ(directory->count, 1U);
    EXPECT_EQ(directory->next, 0x01110001U);
}

TEST(TiffFile, DoesNotGoAroundWithTheNumbersOfABigTiff) {
    const auto big =
        "II+\0\x08\0\0\0\x10\0\0\0\0\0\0\0"
        "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"
        "\x11\x01\x10\0\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xF8\xFF\xFF\xFF\xFF\xFF\xFF\xFF"sv;
    const TiffFile file(view_of(big));
    EXPECT_TRUE(file.is_big_tiff());
    const auto directory = file.directory(file.first_directory().value_or(0));
    ASSERT_TRUE(directory);
    EXPECT_EQ(directory->next, std::nullopt);
    const Entry strips = file.entry(*directory, 0);
    EXPECT_EQ(file.value(strips, 0), std::nullopt);
    EXPECT_EQ(file.value(strips, 1), std::nullopt);  // 8 bytes on, at 0
}

}  // namespace
}  // namespace indgang::tiff
