// SPDX-License-Identifier: MPL-2.0
#include "schemas/zip/zip_file.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

#include "schemas/core/limits.h"
#include "schemas/error/error.h"
#include "tests/schemas/zip/made_zip.h"

namespace indgang::zip {
namespace {

using made::zip_of;

ZipFile::Source source_of(const std::string& bytes) {
    return [&bytes](std::span<char> into, std::uint64_t at) {
        const auto rest = std::string_view(bytes).substr(std::min<std::size_t>(at, bytes.size()));
        const auto some = rest.substr(0, into.size());
        std::ranges::copy(some, into.begin());
        return some.size();
    };
}

std::string text_of(ZipFile& zip, std::int64_t index) {
    zip.open(index);
    std::string text(1000, '\0');
    text.resize(zip.read(text));
    return text;
}

/// What became of all entries, one after the other.
std::vector<std::string> all_of(const std::string& bytes) {
    ZipFile zip(source_of(bytes), bytes.size());
    std::vector<std::string> all;
    for (std::int64_t i = 0; i < zip.entries(); ++i) {
        try {
            all.push_back(zip.entry(i).name + "=" + text_of(zip, i));
        } catch (const Error& error) {
            all.push_back(error.reason());
        }
    }
    return all;
}

std::string trouble_of_opening(const std::string& bytes) {
    try {
        const ZipFile zip(source_of(bytes), bytes.size());
        return "nothing";
    } catch (const Error& error) {
        return error.reason();
    }
}

using Texts = std::vector<std::string>;

TEST(ZipFile, GivesWhatItsEntriesHold) {
    const auto bytes = zip_of({{"a.xml", "<a/>"},
                               {"b/c.tif", made::deflated_run('x', 300), 8, 0, 0100644,
                                made::crc_of(std::string(300, 'x')), 300}});
    EXPECT_EQ(all_of(bytes), (Texts{"a.xml=<a/>", "b/c.tif=" + std::string(300, 'x')}));
    ZipFile zip(source_of(bytes), bytes.size());
    EXPECT_EQ(zip.entry(1).size_bytes, 300U);
    EXPECT_FALSE(zip.entry(1).is_folder);
    EXPECT_FALSE(zip.entry(1).refusal);
}

TEST(ZipFile, GivesAnEntryInPieces) {
    const auto bytes = zip_of({{"a", "12345"}});
    ZipFile zip(source_of(bytes), bytes.size());
    zip.open(0);
    std::string piece(3, '\0');
    EXPECT_EQ(zip.read(piece), 3U);
    EXPECT_EQ(zip.read(piece), 2U);
    EXPECT_EQ(zip.read(piece), 0U);
    EXPECT_TRUE(zip.is_open());
    zip.close();
    EXPECT_FALSE(zip.is_open());
}

TEST(ZipFile, WhatIsCutOffOrInSeveralPiecesIsDamaged) {
    auto bytes = zip_of({{"a", "12345"}});
    EXPECT_EQ(trouble_of_opening(bytes), "nothing");
    EXPECT_EQ(trouble_of_opening(bytes.substr(0, bytes.size() - 1)), "zip_damaged");
    EXPECT_EQ(trouble_of_opening(bytes.substr(3)), "zip_damaged");
    EXPECT_EQ(trouble_of_opening("PK\x03\x04"), "zip_damaged");
    bytes[bytes.size() - 18] = 1;  // this is its second disk
    EXPECT_EQ(trouble_of_opening(bytes), "zip_damaged");
}

TEST(ZipFile, AnEntryWithAnotherChecksumCostsItselfAlone) {
    EXPECT_EQ(all_of(zip_of({{"a", "1"}, {"b", "22", 0, 0, 0100644, 7}, {"c", "3"}})),
              (Texts{"a=1", "zip_entry_damaged", "c=3"}));
}

/// What was added up of the sizes in the directory is what is given.
TEST(ZipFile, AnEntryNeverGivesMoreThanItsDirectorySays) {
    const auto bytes =
        zip_of({{"a", made::deflated_run('x', 1 << 20), 8, 0, 0100644, std::nullopt, 10}});
    ZipFile zip(source_of(bytes), bytes.size());
    zip.open(0);
    std::string piece(5, '\0');
    std::size_t given = 0;
    try {
        while (const auto got = zip.read(piece)) {
            given += got;
        }
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.reason(), "zip_entry_damaged");
    }
    EXPECT_LE(given, 10U);
    EXPECT_FALSE(zip.is_open());
}

TEST(ZipFile, AnEntryWithFewerBytesThanItsDirectorySaysIsDamaged) {
    const std::string run(300, 'x');
    EXPECT_EQ(all_of(zip_of(
                  {{"a", made::deflated_run('x', 300), 8, 0, 0100644, made::crc_of(run), 301}})),
              Texts{"zip_entry_damaged"});
}

TEST(ZipFile, WhatIsNoDeflatedStreamIsDamaged) {
    EXPECT_EQ(all_of(zip_of({{"a", "no stream", 8}})), Texts{"zip_entry_damaged"});
}

TEST(ZipFile, WhatCannotBeUnpackedIsRefusedByItself) {
    const std::uint32_t link = 0120777, device = 020666, pipe = 010666;
    EXPECT_EQ(
        all_of(zip_of({{"locked", "12345", 0, 1},
                       {"bzip2", "12345", 12},
                       {"deflate64", "12345", 9},
                       {"link", "/etc/passwd", 0, 0, link},
                       {"device", "1", 0, 0, device},
                       {"pipe", "1", 0, 0, pipe},
                       {"a", "1"}})),
        (Texts{"zip_entry_encrypted", "zip_entry_method", "zip_entry_method",
               "zip_entry_not_a_file", "zip_entry_not_a_file", "zip_entry_not_a_file", "a=1"}));
}

TEST(ZipFile, AnEntryBeyondTheEndIsDamaged) {
    EXPECT_EQ(all_of(zip_of({{"a", "1"}, {"b", "2", 0, 0, 0100644, {}, {}, 1'000'000}})),
              (Texts{"a=1", "zip_entry_damaged"}));
}

// Only the directory counts, so what stands before the bytes of an entry deceives nobody.
TEST(ZipFile, TheDirectoryDecidesOverLocalHeaders) {
    EXPECT_EQ(all_of(zip_of({{"a.xml", "1", 0, 0, 0100644, {}, {}, {}, "evil.exe"}})),
              Texts{"a.xml=1"});
    EXPECT_EQ(all_of(zip_of({{"a", "1"}, {"b", "2", 0, 0, 0100644, made::crc_of("1"), {}, 0}})),
              (Texts{"a=1", "b=1"}));
}

TEST(ZipFile, SizesBehindTheBytesAndZip64AreRead) {
    EXPECT_EQ(all_of(zip_of({{"a", "1", 0, 8}, {"b", "2", 0, 8}})), (Texts{"a=1", "b=2"}));
    EXPECT_EQ(all_of(zip_of({{"a", "1"}}, made::End::zip64)), Texts{"a=1"});
}

TEST(ZipFile, WhatFollowsTheEndDoesNoHarm) {
    EXPECT_EQ(all_of(zip_of({{"a", "1"}}) + "junk"), Texts{"a=1"});
}

TEST(ZipFile, FoldersAreToldByNameOrByMode) {
    const auto bytes = zip_of({{"a/", ""}, {"b", "", 0, 0, 040755}, {"c", "1"}});
    const ZipFile zip(source_of(bytes), bytes.size());
    EXPECT_TRUE(zip.entry(0).is_folder);
    EXPECT_TRUE(zip.entry(1).is_folder);
    EXPECT_FALSE(zip.entry(1).refusal);
    EXPECT_FALSE(zip.entry(2).is_folder);
}

TEST(ZipFile, NamesAreInUtf8) {
    const auto bytes = zip_of({{"\x91\x86.tif", "1"}, {"\xC3\xA6.tif", "2", 0, 0x800}});
    const ZipFile zip(source_of(bytes), bytes.size());
    EXPECT_EQ(zip.entry(0).name, "\xC3\xA6\xC3\xA5.tif");  // as DOS wrote it
    EXPECT_EQ(zip.entry(1).name, "\xC3\xA6.tif");
}

TEST(ZipFile, MoreEntriesThanAreTakenAreRefused) {
    std::vector<made::Entry> entries(static_cast<std::size_t>(limits::zip_entries), {"a", ""});
    EXPECT_EQ(trouble_of_opening(zip_of(entries, made::End::zip64)), "nothing");
    entries.push_back({"a", ""});
    EXPECT_EQ(trouble_of_opening(zip_of(entries, made::End::zip64)), "zip_too_many_entries");
}

TEST(ZipFile, WhatItsSourceThrowsComesOut) {
    const auto bytes = zip_of({{"a", "12345"}});
    bool is_gone = false;
    ZipFile zip(
        [&, source = source_of(bytes)](std::span<char> into, std::uint64_t at) {
            return is_gone ? throw std::out_of_range("gone") : source(into, at);
        },
        bytes.size());
    is_gone = true;
    EXPECT_THROW((void)text_of(zip, 0), std::out_of_range);
    EXPECT_THROW(ZipFile([](std::span<char>,
                            std::uint64_t) -> std::size_t { throw std::out_of_range("gone"); },
                         100),
                 std::out_of_range);
}

}  // namespace
}  // namespace indgang::zip
