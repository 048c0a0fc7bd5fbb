// SPDX-License-Identifier: MPL-2.0
// Directories of TIFF files byte by byte, in both byte orders and both sizes of numbers.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "ocr/decode/picture/decoders.h"
#include "schemas/core/limits.h"
#include "schemas/error/error.h"

namespace indgang::ocr {
namespace {

constexpr int type_byte = 1, type_short = 3, type_long = 4, type_ifd = 13, type_long8 = 16;

struct Entry {
    int tag = 0;
    int type = type_short;
    std::vector<std::uint64_t> values;
};

/// A file that is written from its start on.
class File {
  public:
    explicit File(bool is_little = true, bool is_big_tiff = false)
        : is_little_(is_little), is_big_tiff_(is_big_tiff) {
        bytes_ = bytes_of(is_little ? "II" : "MM");
        put(is_big_tiff ? 43 : 42, 2);
        if (is_big_tiff) {
            put(8, 2);
            put(0, 2);
        }
        next_at_ = bytes_.size();
        put(0, word());
    }
    /// A directory behind all that is there.
    File& directory(const std::vector<Entry>& entries) {
        set(next_at_, bytes_.size(), word());
        const std::size_t entry_bytes = is_big_tiff_ ? 20 : 12, count_bytes = is_big_tiff_ ? 8 : 2;
        std::size_t values_at = bytes_.size() + count_bytes + entries.size() * entry_bytes +
                                static_cast<std::size_t>(word());
        std::vector<std::pair<std::uint64_t, int>> values;
        put(entries.size(), static_cast<int>(count_bytes));
        for (const Entry& each : entries) {
            const int width = each.type == type_byte    ? 1
                              : each.type == type_short ? 2
                              : each.type == type_long8 ? 8
                                                        : 4;
            put(static_cast<std::uint64_t>(each.tag), 2);
            put(static_cast<std::uint64_t>(each.type), 2);
            put(each.values.size(), word());
            if (static_cast<int>(each.values.size()) * width <= word()) {
                const std::size_t begin = bytes_.size();
                for (const std::uint64_t value : each.values) {
                    put(value, width);
                }
                bytes_.resize(begin + static_cast<std::size_t>(word()), 0);
            } else {
                put(values_at, word());
                for (const std::uint64_t value : each.values) {
                    values.emplace_back(value, width);
                    values_at += static_cast<std::size_t>(width);
                }
            }
        }
        next_at_ = bytes_.size();
        put(0, word());
        for (const auto& [value, width] : values) {
            put(value, width);
        }
        return *this;
    }
    File& then_at(std::uint64_t offset) {
        set(next_at_, offset, word());
        return *this;
    }
    [[nodiscard]] const Bytes& bytes() const { return bytes_; }
    [[nodiscard]] std::vector<TiffDirectory> read() const { return read_tiff_directories(bytes_); }

  private:
    [[nodiscard]] int word() const { return is_big_tiff_ ? 8 : 4; }
    void put(std::uint64_t value, int width) {
        bytes_.resize(bytes_.size() + static_cast<std::size_t>(width));
        set(bytes_.size() - static_cast<std::size_t>(width), value, width);
    }
    void set(std::size_t at, std::uint64_t value, int width) {
        for (int i = 0; i < width; ++i) {
            const int shift = 8 * (is_little_ ? i : width - 1 - i);
            bytes_[at + static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(value >> shift);
        }
    }

    bool is_little_, is_big_tiff_;
    Bytes bytes_;
    std::size_t next_at_ = 0;
};

const std::vector<Entry> all_tags = {
    {256, type_short, {640}},    {257, type_long, {70000}},  {258, type_short, {8}},
    {259, type_short, {5}},      {262, type_short, {2}},     {266, type_short, {2}},
    {274, type_short, {6}},      {277, type_short, {3}},     {284, type_short, {2}},
    {317, type_short, {2}},      {322, type_long, {128}},    {323, type_long, {64}},
    {324, type_long, {0, 2, 4}}, {325, type_long, {2, 3, 4}}};

TEST(TiffDirectories, AreReadInEachByteOrderAndSize) {
    for (const bool is_little : {true, false}) {
        for (const bool is_big_tiff : {true, false}) {
            const auto pages = File(is_little, is_big_tiff).directory(all_tags).read();
            ASSERT_EQ(pages.size(), 1U);
            const TiffDirectory& page = pages[0];
            EXPECT_EQ(page.offset, is_big_tiff ? 16U : 8U);
            EXPECT_EQ(page.width, 640U);
            EXPECT_EQ(page.height, 70000U);
            EXPECT_EQ(page.bits_per_sample, 8U);
            EXPECT_EQ(page.compression, 5U);
            EXPECT_EQ(page.photometric, 2U);
            EXPECT_EQ(page.fill_order, 2U);
            EXPECT_EQ(page.orientation, 6);
            EXPECT_EQ(page.samples_per_pixel, 3U);
            EXPECT_EQ(page.planar, 2U);
            EXPECT_EQ(page.predictor, 2U);
            EXPECT_EQ(page.tile_width, 128U);
            EXPECT_EQ(page.tile_height, 64U);
            EXPECT_EQ(page.pieces, 3U);
            EXPECT_EQ(page.data_at, 0U);
            EXPECT_EQ(page.data_bytes, 9U);
            EXPECT_FALSE(page.is_beyond_file);
            EXPECT_FALSE(page.is_thumbnail);
        }
    }
}

TEST(TiffDirectories, HaveTheUsualWhereTheySayNothing) {
    const TiffDirectory page = File().directory({{256, type_short, {640}}}).read().at(0);
    EXPECT_EQ(page.height, 0U);
    EXPECT_EQ(page.bits_per_sample, 1U);
    EXPECT_EQ(page.samples_per_pixel, 1U);
    EXPECT_EQ(page.compression, 1U);
    EXPECT_EQ(page.fill_order, 1U);
    EXPECT_EQ(page.predictor, 1U);
    EXPECT_EQ(page.planar, 1U);
    EXPECT_EQ(page.orientation, 1);
    EXPECT_EQ(page.pieces, 0U);
    EXPECT_EQ(page.data_bytes, 0U);
}

TEST(TiffDirectories, HoldNumbersOfEachType) {
    const auto width = [](int type, std::uint64_t value, bool is_big_tiff = false) {
        return File(true, is_big_tiff).directory({{256, type, {value}}}).read().at(0).width;
    };
    EXPECT_EQ(width(type_byte, 200), 200U);
    EXPECT_EQ(width(type_short, 60000), 60000U);
    EXPECT_EQ(width(type_long, 100000), 100000U);
    EXPECT_EQ(width(type_ifd, 100000), 100000U);
    EXPECT_EQ(width(type_long8, 0x100000000, true), 0x100000000U);
    EXPECT_EQ(width(18, 7, true), 7U);
    EXPECT_EQ(width(2, 65), 0U) << "text is no number";
    EXPECT_EQ(File().directory({{256, type_short, {}}}).read().at(0).width, 0U);
    // Of several values the first, also where they do not fit beside their tag.
    EXPECT_EQ(File().directory({{258, type_short, {8, 9}}}).read().at(0).bits_per_sample, 8U);
    EXPECT_EQ(File().directory({{258, type_short, {8, 9, 10}}}).read().at(0).bits_per_sample, 8U);
    EXPECT_EQ(File().directory({{258, type_byte, {8, 9, 10, 11}}}).read().at(0).bits_per_sample,
              8U);
    EXPECT_EQ(File().directory({{274, type_short, {500}}}).read().at(0).orientation, 9);
}

TEST(TiffDirectories, SayWhetherAllPiecesLieInTheFile) {
    const auto strip = [](std::uint64_t offset, std::uint64_t count) {
        return File()
            .directory({{273, type_long, {offset}}, {279, type_long, {count}}})
            .read()
            .at(0);
    };
    constexpr std::uint64_t size = 8 + 2 + 24 + 4;
    EXPECT_FALSE(strip(0, size).is_beyond_file);
    EXPECT_TRUE(strip(0, size + 1).is_beyond_file);
    EXPECT_FALSE(strip(size, 0).is_beyond_file);
    EXPECT_TRUE(strip(size + 1, 0).is_beyond_file);
    EXPECT_EQ(strip(5, 4).data_at, 5U);
    EXPECT_EQ(strip(0, 1000).data_bytes, size) << "no more than there is";
    // The second of two, and more offsets than counts.
    const auto two =
        File().directory({{273, type_long, {0, 900}}, {279, type_long, {1, 1}}}).read();
    EXPECT_TRUE(two.at(0).is_beyond_file);
    EXPECT_EQ(two.at(0).pieces, 2U);
    EXPECT_EQ(
        File().directory({{273, type_long, {0, 0}}, {279, type_long, {1}}}).read().at(0).pieces,
        1U);
}

TEST(TiffDirectories, AreOneAPageAndNoneAThumbnail) {
    const std::vector<Entry> page{{256, type_short, {640}}}, small{{254, type_long, {1}}},
        reduced_mask{{254, type_long, {5}}}, multi{{254, type_long, {2}}};
    EXPECT_EQ(File().directory(page).directory(page).directory(page).read().size(), 3U);
    EXPECT_EQ(File().directory(page).directory(small).read().size(), 1U);
    EXPECT_EQ(File().directory(small).directory(page).read().size(), 1U);
    EXPECT_EQ(File().directory(page).directory(reduced_mask).read().size(), 1U);
    EXPECT_EQ(File().directory(page).directory(multi).read().size(), 2U);
    EXPECT_EQ(File().directory(small).read().size(), 1U) << "it is all there is";
}

std::string reason_of(const Bytes& bytes) {
    try {
        static_cast<void>(read_tiff_directories(bytes));
    } catch (const Error& error) {
        return std::string(error.reason());
    }
    return "";
}

TEST(TiffDirectories, AreRefusedWhereTheyAreCutOffOrFormALoop) {
    const std::vector<Entry> page{{256, type_short, {640}}};
    Bytes bytes = File().directory(page).bytes();
    EXPECT_EQ(reason_of(bytes), "");
    bytes.resize(8 + 2 + 12);
    EXPECT_EQ(reason_of(bytes), "") << "without the next one's place there is none";
    bytes.resize(8 + 2 + 11);
    EXPECT_EQ(reason_of(bytes), "image_truncated");
    EXPECT_EQ(reason_of(Bytes(bytes.begin(), bytes.begin() + 7)), "image_truncated");
    EXPECT_EQ(reason_of(File().bytes()), "image_broken");
    Bytes big = File(true, true).directory(page).bytes();
    EXPECT_EQ(reason_of(big), "");
    big.resize(15);
    EXPECT_EQ(reason_of(big), "image_truncated");
    EXPECT_EQ(reason_of(File().directory(page).then_at(8).bytes()), "image_broken");
    EXPECT_EQ(reason_of(File().directory(page).directory(page).then_at(8).bytes()), "image_broken");
    EXPECT_EQ(reason_of(File().directory(page).then_at(5000).bytes()), "image_truncated");
}

TEST(TiffDirectories, AreNoMoreThanAScanMayHavePages) {
    const std::vector<Entry> page{{256, type_short, {640}}}, small{{254, type_long, {1}}};
    const auto with = [&](int pages, int thumbnails) {
        File file;
        for (int i = 0; i < thumbnails; ++i) {
            file.directory(small);
        }
        for (int i = 0; i < pages; ++i) {
            file.directory(page);
        }
        return reason_of(file.bytes());
    };
    EXPECT_EQ(with(limits::scan_pages, 0), "");
    EXPECT_EQ(with(limits::scan_pages + 1, 0), "too_many_pages");
    EXPECT_EQ(with(1, 2 * limits::scan_pages - 1), "");
    EXPECT_EQ(with(1, 2 * limits::scan_pages), "too_many_pages");
}

/// Why a page of 1,000 x 1,000 pixels with such a directory is refused before it is decoded.
template <class Change>
std::string refused(Change change) {
    TiffDirectory directory;
    directory.width = directory.height = 1000;
    directory.bits_per_sample = 8;
    directory.pieces = 1;
    directory.data_bytes = 2'000'000;
    change(directory);
    try {
        static_cast<void>(decode_tiff(File().bytes(), directory, 1));
    } catch (const Error& error) {
        return error.what();
    }
    return "";
}
bool is_refused(const std::string& words, const std::string& what) {
    return words.find(what) != std::string::npos;
}

TEST(TiffHeader, IsRefusedWhereItClaimsMorePixelsThanItsDataHolds) {
    const auto of = [](std::uint64_t compression, std::uint64_t bytes,
                       std::uint64_t photometric = 1) {
        return is_refused(refused([&](TiffDirectory& each) {
                              each.compression = compression;
                              each.data_bytes = bytes;
                              each.photometric = photometric;
                          }),
                          "fewer pixels than the header claims");
    };
    // A million bytes, of which 4,096 may be missing.
    EXPECT_FALSE(of(1, 995'904));
    EXPECT_TRUE(of(1, 995'903));
    // Packed at most three thousand times.
    for (const std::uint64_t packed : {5U, 8U, 32773U, 32946U}) {
        EXPECT_FALSE(of(packed, 332)) << packed;
        EXPECT_TRUE(of(packed, 331)) << packed;
    }
    EXPECT_FALSE(of(4, 0)) << "a fax has no limit";
    // Colours may be stored once for several pixels.
    EXPECT_FALSE(of(1, 329'238, 6));
    EXPECT_TRUE(of(1, 329'236, 6));
}

TEST(TiffHeader, IsRefusedWithSamplesThatNoScannerMakes) {
    const std::string why = "samples that no scanner makes";
    EXPECT_FALSE(is_refused(refused([](auto& each) { each.bits_per_sample = 64; }), why));
    EXPECT_TRUE(is_refused(refused([](auto& each) { each.bits_per_sample = 65; }), why));
    EXPECT_FALSE(is_refused(refused([](auto& each) { each.samples_per_pixel = 8; }), why));
    EXPECT_TRUE(is_refused(refused([](auto& each) { each.samples_per_pixel = 9; }), why));
}

TEST(TiffHeader, IsRefusedWithTilesLargerThanAnyPage) {
    const auto tile = [](std::uint64_t width, std::uint64_t height) {
        return is_refused(refused([&](TiffDirectory& each) {
                              each.tile_width = width;
                              each.tile_height = height;
                          }),
                          "a tile larger than any page");
    };
    constexpr auto side = static_cast<std::uint64_t>(limits::page_side_px);
    constexpr auto most = static_cast<std::uint64_t>(limits::page_pixels);
    EXPECT_FALSE(tile(side, 16));
    EXPECT_TRUE(tile(side + 1, 16));
    EXPECT_FALSE(tile(16, side));
    EXPECT_TRUE(tile(16, side + 1));
    EXPECT_FALSE(tile(10'000, most / 10'000));
    EXPECT_TRUE(tile(10'000, most / 10'000 + 1));
}

TEST(TiffHeader, IsRefusedWhereItsPixelsLieBeyondTheFile) {
    EXPECT_TRUE(is_refused(refused([](auto& each) { each.is_beyond_file = true; }),
                           "pixels lie beyond the end of the file"));
}

TEST(TiffDirectories, HaveNoMoreThan4096Entries) {
    const auto with = [](std::size_t count) {
        return reason_of(
            File().directory(std::vector<Entry>(count, {256, type_short, {640}})).bytes());
    };
    EXPECT_EQ(with(4096), "");
    EXPECT_EQ(with(4097), "image_truncated");
}

TEST(TiffDirectories, HaveNoMoreThan16MillionStripsTogether) {
    const std::vector<std::uint64_t> million(std::size_t{1} << 20, 0);
    File file;
    for (int page = 0; page < 16; ++page) {
        file.directory({{273, type_byte, million}, {279, type_byte, million}});
    }
    EXPECT_EQ(reason_of(file.bytes()), "");
    file.directory({{273, type_byte, {0}}, {279, type_byte, {0}}});
    EXPECT_EQ(reason_of(file.bytes()), "image_too_large");
}

}  // namespace
}  // namespace indgang::ocr
