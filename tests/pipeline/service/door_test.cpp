// SPDX-License-Identifier: MPL-2.0
#include "pipeline/service/door.h"

#include <gtest/gtest.h>

#include "schemas/error/error.h"
#include "tests/pipeline/service/installation.h"

namespace indgang::service {
namespace {

std::vector<NamedBytes> files_of(std::initializer_list<std::string> texts) {
    std::vector<NamedBytes> files;
    for (const auto& text : texts) {
        files.push_back({bytes_of(text), std::to_string(files.size()) + ".xml"});
    }
    return files;
}

TEST(Door, TakesSeveralFilesInTheirOrder) {
    Installation at;
    const auto receipts = take_in(at.door, files_of({"<a/>", "<b/>", "<a/>"}), "file");
    ASSERT_EQ(receipts.size(), 3U);
    EXPECT_EQ(at.store.arrival(receipts[1].arrival)->content.name, "1.xml");
    EXPECT_FALSE(receipts[0].was_known);
    EXPECT_TRUE(receipts[2].was_known);
    EXPECT_EQ(at.woken, 1);
}

TEST(Door, TakesNoneOfSeveralFilesWhenOneIsEmpty) {
    Installation at;
    EXPECT_THROW((void)take_in(at.door, files_of({"<a/>", ""}), "file"), Error);
    EXPECT_TRUE(at.store.arrivals(10).empty());
    EXPECT_EQ(at.woken, 0);
}

TEST(Door, PutsScansAndLargeDocumentsIntoFilesAndSmallDocumentsNot) {
    Installation at;
    const std::string small = "<a/>", json = "{}", scan = "II*",
                      large = "<a>" + std::string(store::document_bytes, 'x') + "</a>";
    (void)take_in(at.door, files_of({small, json, scan, large}), "file");
    EXPECT_FALSE(at.blobs.has(Digest::of(view_of(json))));
    EXPECT_FALSE(at.blobs.has(Digest::of(view_of(small))));
    EXPECT_TRUE(at.blobs.has(Digest::of(view_of(scan))));
    EXPECT_TRUE(at.blobs.has(Digest::of(view_of(large))));
    for (const auto& text : {small, json, scan, large}) {
        EXPECT_EQ(text_of(at.blobs.get(Digest::of(view_of(text)))), text);
    }
}

TEST(Door, KeepsNothingThatAUsedKeyComesWith) {
    Installation at;
    const std::string scan = "II*1", other = "II*2";
    (void)take_in(at.door, view_of(scan), "http", "", "key");
    EXPECT_THROW((void)take_in(at.door, view_of(other), "http", "", "key"), Error);
    EXPECT_TRUE(at.blobs.has(Digest::of(view_of(scan))));
    EXPECT_FALSE(at.blobs.has(Digest::of(view_of(other))));
}

}  // namespace
}  // namespace indgang::service
