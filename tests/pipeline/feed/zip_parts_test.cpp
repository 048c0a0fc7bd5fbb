// SPDX-License-Identifier: MPL-2.0
#include <gtest/gtest.h>

#include <algorithm>

#include "pipeline/feed/part.h"
#include "schemas/core/limits.h"
#include "schemas/error/error.h"
#include "tests/schemas/zip/made_zip.h"

namespace indgang::feed {
namespace {

using made::zip_of;
using Texts = std::vector<std::string>;

const std::string tiff = std::string("II*\0", 4) + "scan";

File file_of(const std::string& bytes) {
    return {[&bytes](std::span<char> into, std::uint64_t at) {
                const auto rest =
                    std::string_view(bytes).substr(std::min<std::size_t>(at, bytes.size()));
                const auto some = rest.substr(0, into.size());
                std::ranges::copy(some, into.begin());
                return some.size();
            },
            bytes.size()};
}

bool is_feed(BytesView document) {
    return text_of(document).starts_with("<alle");
}

/// The name of each part, with its type or why it is refused.
Texts parts_of(const std::string& bytes) {
    const auto source = take_apart(file_of(bytes), is_feed);
    Texts all;
    while (const auto part = source->next()) {
        EXPECT_EQ(part->bytes.empty(), part->refusal.has_value());
        if (part->is_whole) {
            all.push_back(part->name + " " +
                          (part->refusal ? std::string(code_of(*part->refusal)) : part->type));
        }
    }
    return all;
}

std::string trouble_of(const std::string& bytes) {
    try {
        (void)take_apart(file_of(bytes), is_feed);
        return "nothing";
    } catch (const Error& error) {
        return error.reason();
    }
}

TEST(ZipParts, EachEntryIsAPartOfItsOwn) {
    const auto bytes = zip_of({{"a.xml", "<a/>"}, {"scans/b.tif", tiff}, {"c.xml", "<c/>"}});
    const auto source = take_apart(file_of(bytes), is_feed);
    const auto first = source->next().value();
    EXPECT_EQ(first.number, 1);
    EXPECT_EQ(first.name, "a.xml");
    EXPECT_EQ(first.type, "xml");
    EXPECT_EQ(first.bytes, "<a/>");
    EXPECT_TRUE(first.is_whole);
    const auto second = source->next().value();
    EXPECT_EQ(second.number, 2);
    EXPECT_EQ(second.name, "scans/b.tif");
    EXPECT_EQ(second.type, "tiff");
    EXPECT_EQ(second.bytes, tiff);
    EXPECT_EQ(source->next().value().number, 3);
    EXPECT_FALSE(source->next());
}

TEST(ZipParts, WhatHoldsNothingIsPassedOver) {
    EXPECT_EQ(parts_of(zip_of({{"scans/", "12345"},
                               {"__MACOSX/a.tif", tiff},
                               {"scans/.DS_Store", "12345"},
                               {"THUMBS.DB", "12345"},
                               {"scans\\desktop.ini", "12345"},
                               {"empty.tif", ""},
                               {"a.tif", tiff}})),
              (Texts{"scans/ zip_entry_passed_over", "__MACOSX/a.tif zip_entry_passed_over",
                     "scans/.DS_Store zip_entry_passed_over", "THUMBS.DB zip_entry_passed_over",
                     "scans\\desktop.ini zip_entry_passed_over", "empty.tif zip_entry_passed_over",
                     "a.tif tiff"}));
}

TEST(ZipParts, WhatIsNoScanAndNoDocumentIsRefusedByItself) {
    EXPECT_EQ(
        parts_of(zip_of({{"a.txt", "Hello"},
                         {"b.zip", zip_of({{"x.tif", tiff}})},
                         {"c.xml", "<alle><a/></alle>"},
                         {"d.xml", "<a>" + std::string(limits::xml_bytes, ' ') + "</a>"},
                         {"e.tif", "II*", 0, 1},
                         {"f.tif", tiff, 0, 0, 0100644, 7},
                         {"g.tif", tiff, 0, 0, 0100644, {}, 100 << 20 | 1},
                         {"h.tif", tiff},
                         {"i.json", "{" + std::string(limits::xml_bytes, ' ') + "}"},
                         {"j.txt", "{}"}})),
        (Texts{"a.txt image_type_unknown", "b.zip archive_unread", "c.xml feed_in_zip",
               "d.xml xml_too_large", "e.tif zip_entry_encrypted", "f.tif zip_entry_damaged",
               "g.tif arrival_too_large", "h.tif tiff", "i.json json_too_large", "j.txt json"}));
}

TEST(ZipParts, AnXmlDocumentOfTheLargestSizeIsOnePart) {
    const auto largest = "<a>" + std::string(limits::xml_bytes - 7, ' ') + "</a>";
    const auto bytes = zip_of({{"a.xml", largest}});
    const auto part = take_apart(file_of(bytes), is_feed)->next().value();
    EXPECT_EQ(part.bytes, largest);
    EXPECT_TRUE(part.is_whole);
    EXPECT_FALSE(part.refusal);
}

TEST(ZipParts, TheSameNameTwiceIsTwoParts) {
    EXPECT_EQ(parts_of(zip_of({{"a.tif", tiff}, {"a.tif", tiff + "2"}})),
              (Texts{"a.tif tiff", "a.tif tiff"}));
}

/// They are text and nothing else: none of them is ever opened, and what shows them makes them
/// harmless.
TEST(ZipParts, NamesThatLieAreKeptAsTheyAre) {
    EXPECT_EQ(parts_of(zip_of({{"../../etc/passwd", tiff}, {"/etc/passwd", tiff}})),
              (Texts{"../../etc/passwd tiff", "/etc/passwd tiff"}));
}

TEST(ZipParts, ALongNameIsCutBetweenCharacters) {
    const std::string name = std::string(254, 'a') + "\xC3\xA6.tif";
    const auto bytes = zip_of({{name, tiff, 0, 0x800}});
    EXPECT_EQ(take_apart(file_of(bytes), is_feed)->next().value().name, std::string(254, 'a'));
}

TEST(ZipParts, ALargeScanComesInPortions) {
    const auto scan = tiff + std::string((2u << 20) + 5, 'x');
    const auto bytes = zip_of({{"a.xml", "<a/>"}, {"b.tif", scan}, {"c.xml", "<c/>"}});
    const auto source = take_apart(file_of(bytes), is_feed);
    (void)source->next();
    std::string got;
    Place place{1, 0};
    for (bool is_whole = false; !is_whole;) {
        const auto part = source->next().value();
        EXPECT_EQ(part.number, 2);
        EXPECT_EQ(part.type, "tiff");
        EXPECT_LE(part.bytes.size(), std::size_t{1} << 20);
        got += part.bytes;
        is_whole = part.is_whole;
        place = behind(part, place);
        EXPECT_EQ(place, (is_whole ? Place{2, 0} : Place{1, got.size()}));
    }
    EXPECT_EQ(got, scan);
    EXPECT_EQ(source->next().value().name, "c.xml");
}

TEST(ZipParts, GoesOnWhereAnotherEnded) {
    const auto scan = tiff + std::string((2u << 20) + 5, 'x') + "end";
    const auto bytes = zip_of({{"a.xml", "<a/>"}, {"b.tif", scan}, {"c.xml", "<c/>"}});
    const auto source = take_apart(file_of(bytes), is_feed);
    const std::size_t known = (2u << 20) - 1;
    source->go_to({1, known});
    const auto part = source->next().value();
    EXPECT_EQ(part.number, 2);
    EXPECT_EQ(part.type, "tiff");
    EXPECT_EQ(part.bytes, scan.substr(known));
    EXPECT_TRUE(part.is_whole);
    EXPECT_EQ(source->next().value().name, "c.xml");
    const auto last = take_apart(file_of(bytes), is_feed);
    last->go_to({3, 0});
    EXPECT_FALSE(last->next());
}

TEST(ZipParts, ALargeScanWithAnotherChecksumIsRefusedAtItsEnd) {
    const auto scan = tiff + std::string((1u << 20) + 5, 'x');
    const auto bytes = zip_of({{"b.tif", scan, 0, 0, 0100644, 7}, {"c.xml", "<c/>"}});
    const auto source = take_apart(file_of(bytes), is_feed);
    EXPECT_FALSE(source->next().value().is_whole);
    const auto end = source->next().value();
    EXPECT_TRUE(end.is_whole);
    EXPECT_EQ(end.refusal, Reason::zip_entry_damaged);
    EXPECT_EQ(end.bytes, "");
    EXPECT_EQ(source->next().value().name, "c.xml");
}

/// Its last byte ends a portion, and its checksum is looked at all the same.
TEST(ZipParts, AScanOfWholePortionsIsCheckedToo) {
    const auto scan = tiff + std::string((1u << 20) - tiff.size(), 'x');
    EXPECT_EQ(parts_of(zip_of({{"b.tif", scan, 0, 0, 0100644, 7}})),
              Texts{"b.tif zip_entry_damaged"});
    EXPECT_EQ(parts_of(zip_of({{"b.tif", scan}})), Texts{"b.tif tiff"});
}

/// What one file of 100 MB may be, and a hundred times the zip's own size.
TEST(ZipParts, AZipThatUnpacksToTooMuchIsRefusedBeforeAnythingIsTaken) {
    const std::uint32_t largest = limits::arrival_bytes;
    const made::Entry bomb{"a.tif", made::deflated_run('x', 3'000'000), 8, 0, 0100644, {}, largest};
    const auto most = [](const std::string& zip) {
        return limits::zip_ratio * zip.size() + limits::arrival_bytes;
    };
    // Of a zip of some size, both halves of the limit count.
    const auto scan = tiff + std::string(2u << 20, 'x');
    std::vector<made::Entry> entries{{"b.tif", scan}};
    for (auto unpacked = scan.size(); unpacked <= most(zip_of(entries)); unpacked += largest) {
        EXPECT_EQ(trouble_of(zip_of(entries)), "nothing");
        entries.push_back(bomb);
    }
    EXPECT_GT(entries.size(), 3U);
    EXPECT_EQ(trouble_of(zip_of(entries)), "zip_unpacks_too_large");
}

TEST(ZipParts, WhatIsNotUnpackedDoesNotCount) {
    std::vector<made::Entry> entries(5, {"film.mp4", "x", 0, 0, 0100644, {}, 2'000'000'000});
    entries.push_back({"a.tif", tiff});
    EXPECT_EQ(parts_of(zip_of(entries)).back(), "a.tif tiff");
}

TEST(ZipParts, AnOfficeDocumentIsRefusedWhole) {
    EXPECT_EQ(trouble_of(zip_of({{"word/document.xml", "<a/>"}, {"[Content_Types].xml", "<a/>"}})),
              "archive_unread");
}

TEST(ZipParts, AZipWithoutEntriesHasNoParts) {
    EXPECT_EQ(parts_of(zip_of({})), Texts{});
}

TEST(XmlParts, AFeedIsTakenApartByItsElements) {
    const std::string bytes =
        "<alle>\n<a/>\n<b>" + std::string(limits::xml_bytes, ' ') + "</b>\n<c/></alle>";
    const auto source = take_apart(file_of(bytes), is_feed);
    const auto first = source->next().value();
    EXPECT_EQ(first.line, 2);
    EXPECT_EQ(first.name, "");
    EXPECT_EQ(first.type, "xml");
    EXPECT_EQ(source->next().value().refusal, Reason::xml_too_large);
    EXPECT_EQ(source->next().value().number, 3);
    const auto later = take_apart(file_of(bytes), is_feed);
    later->go_to({2, 0});
    EXPECT_EQ(later->next().value().number, 3);
    EXPECT_FALSE(later->next());
}

}  // namespace
}  // namespace indgang::feed
