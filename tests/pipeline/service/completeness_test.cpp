// SPDX-License-Identifier: MPL-2.0
#include "pipeline/service/completeness.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "tests/schemas/zip/made_zip.h"

namespace indgang::service {
namespace {

namespace fs = std::filesystem;

std::string u16(unsigned value) {
    return {static_cast<char>(value), static_cast<char>(value >> 8)};
}
std::string u32(unsigned value) {
    return u16(value & 0xFFFF) + u16(value >> 16);
}
std::string u64(std::uint64_t value) {
    return u32(static_cast<unsigned>(value)) + u32(static_cast<unsigned>(value >> 32));
}

constexpr std::uint64_t most_entries = 65'535;

/// A BigTIFF with one directory at 16 that claims `count` entries and has room for 65,535.
std::string big_tiff(std::uint64_t count) {
    constexpr std::size_t entry_bytes = 20;
    return "II" + u16(43) + u16(8) + u16(0) + u64(16) + u64(count) +
           std::string(most_entries * entry_bytes, '\0') + u64(0);
}

/// `directories` that follow each other and all name the same `strips` empty strips.
std::string shared_table_tiff(unsigned directories, unsigned strips) {
    constexpr unsigned directory_bytes = 2 + 2 * 12 + 4;
    const unsigned table = 8 + directories * directory_bytes;
    std::string bytes = "II" + u16(42) + u32(8);
    for (unsigned i = 1; i <= directories; ++i) {
        const unsigned next = i == directories ? 0 : 8 + i * directory_bytes;
        bytes += u16(2) + u16(273) + u16(3) + u32(strips) + u32(table) + u16(279) + u16(3) +
                 u32(strips) + u32(table) + u32(next);
    }
    return bytes + std::string(strips * std::size_t{2}, '\0');
}

/// One directory at 8, one strip of `strip` bytes behind it.
std::string tiff(unsigned strip, unsigned next = 0) {
    const unsigned strip_at = 8 + 2 + 2 * 12 + 4;
    return "II" + u16(42) + u32(8) + u16(2) + u16(273) + u16(4) + u32(1) + u32(strip_at) +
           u16(279) + u16(4) + u32(1) + u32(strip) + u32(next) + std::string(strip, 'x');
}

bool is_whole(const std::string& type, const std::string& bytes) {
    return incompleteness(type, view_of(bytes)).empty();
}

/// No proper beginning of a file may count as whole.
void expect_only_whole_as_whole(const std::string& type, const std::string& bytes) {
    EXPECT_TRUE(is_whole(type, bytes)) << type;
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        ASSERT_FALSE(is_whole(type, bytes.substr(0, length))) << type << " cut at " << length;
    }
}

TEST(Completeness, FindsEveryCutInATiff) {
    expect_only_whole_as_whole("tiff", tiff(50));
}

TEST(Completeness, FindsASecondTiffDirectoryThatIsMissing) {
    EXPECT_FALSE(is_whole("tiff", tiff(50, 5000)));
}

TEST(Completeness, LeavesATiffThatGoesInCirclesToItsReader) {
    EXPECT_TRUE(is_whole("tiff", tiff(50, 8)));
}

TEST(Completeness, BelievesNoMoreEntriesThanATiffCanHave) {
    const auto bytes = big_tiff(0x00FF'FFFF'FFFF'FFFF);
    const auto walk = walk_tiff(view_of(bytes));
    EXPECT_EQ(walk.steps, most_entries);
    EXPECT_TRUE(walk.is_whole);
}

TEST(Completeness, HasOneNumberOfStepsForAllDirectoriesTogether) {
    const auto bytes = shared_table_tiff(2'000, 1'000'000);
    const auto walk = walk_tiff(view_of(bytes));
    EXPECT_EQ(walk.steps, tiff_walk_steps);
    EXPECT_TRUE(walk.is_whole);
}

TEST(Completeness, LooksAtEveryStripOfALongScanBeforeItsStepsAreUsedUp) {
    constexpr unsigned pages = 2'000, strips = 440;
    const auto bytes = shared_table_tiff(pages, strips);
    EXPECT_EQ(walk_tiff(view_of(bytes)).steps, pages * (2 + strips));
    EXPECT_FALSE(is_whole("tiff", bytes.substr(0, bytes.size() - 1)));
}

TEST(Completeness, FindsEveryCutInAPng) {
    const std::string png = std::string("\x89PNG\r\n\x1a\n") + std::string("\0\0\0\5IDAT", 8) +
                            "12345" + "CRCC" + std::string("\0\0\0\0IEND", 8) + "CRCC";
    expect_only_whole_as_whole("png", png);
}

TEST(Completeness, TakesNoEndOfAThumbnailForTheEndOfAJpeg) {
    const std::string thumbnail("\xFF\xD8\xFF\xD9", 4);
    const std::string jpeg = "\xFF\xD8\xFF\xE1" + std::string("\0\6", 2) + thumbnail + "\xFF\xDA" +
                             std::string("\0\4\1\2", 4) + "coded" + std::string("\xFF\0", 2) +
                             "coded\xFF\xD9";
    expect_only_whole_as_whole("jpeg", jpeg);
}

TEST(Completeness, AllowsWhatPhonesWriteBehindAJpeg) {
    EXPECT_TRUE(is_whole("jpeg", "\xFF\xD8\xFF\xD9 trailer of a phone"));
}

TEST(Completeness, FindsAPdfWithoutItsEnd) {
    EXPECT_FALSE(is_whole("pdf", "%PDF-1.4\n1 0 obj\n" + std::string(5000, ' ')));
    EXPECT_TRUE(is_whole("pdf", "%PDF-1.4\n1 0 obj\nstartxref\n0\n%%EOF\n"));
}

TEST(Completeness, FindsEveryCutInAnXmlDocument) {
    expect_only_whole_as_whole(
        "xml", "<?xml version=\"1.0\"?><!-- <a> --><form x='1'><a/><a>5 &gt; 3</a></form>");
}

TEST(Completeness, KnowsARootWithoutContent) {
    EXPECT_TRUE(is_whole("xml", "<form/>"));
    EXPECT_TRUE(is_whole("xml", "<?xml version='1.0'?>\n<form x='1'/>\n"));
    EXPECT_FALSE(is_whole("xml", "<form><form/>"));
}

TEST(Completeness, AllowsCommentsBehindTheRoot) {
    EXPECT_TRUE(is_whole("xml", "<form></form>\n<!-- made by <x> -->\n<?done yes?>\n"));
}

TEST(Completeness, FindsEveryCutInAJsonDocument) {
    expect_only_whole_as_whole("json",
                               R"({"form": "a\"}", "fields": {"rows": [{}, {"b": "\\"}]}})");
    EXPECT_TRUE(is_whole("json", " [] \n"));
    EXPECT_TRUE(is_whole("json", "\xEF\xBB\xBF{}"));
    EXPECT_FALSE(is_whole("json", ""));
}

TEST(Completeness, ReadsXmlInUtf16) {
    std::string wide = "\xFF\xFE";
    for (const char c : std::string("<form><a></a></form>")) {
        wide += c;
        wide += '\0';
    }
    EXPECT_TRUE(is_whole("xml", wide));
    EXPECT_FALSE(is_whole("xml", wide.substr(0, wide.size() - 4)));
}

TEST(Completeness, FindsEveryCutInAZip) {
    auto zip = made::zip_of({{"a.xml", "<a/>"}, {"b.tif", "II*"}});
    for (std::size_t size = 4; size < zip.size(); ++size) {
        EXPECT_EQ(incompleteness("zip", view_of(zip).first(size)), "zip_incomplete") << size;
    }
    EXPECT_EQ(incompleteness("zip", view_of(zip)), "");
    EXPECT_EQ(incompleteness("zip", view_of(zip + "junk")), "");
    zip[zip.size() - 2] = 3;  // a comment follows
    EXPECT_EQ(incompleteness("zip", view_of(zip + "no")), "zip_incomplete");
    EXPECT_EQ(incompleteness("zip", view_of(zip + "yes")), "");
}

TEST(Completeness, SaysNothingOfUnknownBytes) {
    EXPECT_TRUE(is_whole("unknown", "anything"));
}

TEST(Completeness, TakesEverySampleOfTheProjectForWhole) {
    int seen = 0;
    for (const auto& entry :
         fs::recursive_directory_iterator(std::string(INDGANG_SOURCE_DIR) + "/samples")) {
        const auto extension = entry.path().extension().string();
        const std::string type = extension == ".tif"   ? "tiff"
                                 : extension == ".jpg" ? "jpeg"
                                 : extension == ".png" ? "png"
                                 : extension == ".pdf" ? "pdf"
                                 : extension == ".xml" ? "xml"
                                                       : "";
        if (type.empty() || entry.path().stem().string().find("truncated") != std::string::npos) {
            continue;
        }
        std::ifstream in(entry.path(), std::ios::binary);
        const std::string bytes((std::istreambuf_iterator<char>(in)), {});
        EXPECT_TRUE(is_whole(type, bytes)) << entry.path();
        ++seen;
    }
    EXPECT_GT(seen, 0);
}

std::string box(const std::string& type, const std::string& body) {
    const auto size = static_cast<unsigned>(body.size() + 8);
    std::string length;
    for (int shift = 24; shift >= 0; shift -= 8) {
        length += static_cast<char>(size >> shift & 0xFFU);
    }
    return length + type + body;
}

/// Whether every file that is cut shorter is seen to be cut.
void expect_whole_only_in_full(const std::string& type, const std::string& bytes) {
    EXPECT_TRUE(is_whole(type, bytes)) << type;
    for (std::size_t size = 1; size < bytes.size(); ++size) {
        ASSERT_FALSE(is_whole(type, bytes.substr(0, size))) << type << " " << size;
    }
}

TEST(Completeness, AWebpIsWholeAtTheLengthOfItsHeader) {
    expect_whole_only_in_full("webp", "RIFF" + u32(24) + "WEBPVP8 " + u32(12) + "twelve bytes");
}

TEST(Completeness, AHeicIsWholeWithItsLastBox) {
    expect_whole_only_in_full(
        "heif",
        box("ftyp", "heicmif1") + box("meta", "where the pixels are") + box("mdat", "the pixels"));
    expect_whole_only_in_full("heif", box("ftyp", "heicmif1") + box("mdat", "the pixels") +
                                          box("meta", "where the pixels are"));
}

TEST(Completeness, AJpeg2000IsWholeWithItsEndMarkerOrItsLastBox) {
    const std::string end = "\xFF\xD9";
    expect_whole_only_in_full("jpeg2000", "\xFF\x4F\xFF\x51 codes" + end);
    expect_whole_only_in_full("jpeg2000", box("jP  ", "\r\n\x87\n") + box("jp2c", "codes" + end));
    expect_whole_only_in_full("jpeg2000", box("jP  ", "\r\n\x87\n") + box("jp2c", "codes, padded"));
    const std::string to_the_end = std::string(4, '\0') + "jp2ccodes";
    EXPECT_FALSE(is_whole("jpeg2000", box("jP  ", "\r\n\x87\n") + to_the_end));
}

}  // namespace
}  // namespace indgang::service
