// SPDX-License-Identifier: MPL-2.0
// A page that versions of a form have in common, and whose code nobody could read, is of the
// version of the pages that it stands with.
#include <gtest/gtest.h>

#include "tests/pipeline/segment/drawn_pages.h"

namespace indgang::segment {
namespace {

using drawn::findings;
using drawn::Findings;
using drawn::other;
using drawn::page;
using drawn::piles_of;
using drawn::places;
using drawn::Places;

using Versions = std::vector<std::string>;

StoredReading of_version(StoredReading page, const std::string& version,
                         const Versions& others = {}) {
    page.reading.match->form.version = version;
    page.reading.match->other_versions = others;
    return page;
}

/// The version of each page of a pile; "-": it is no page of the form.
Versions versions(const Pile& pile) {
    Versions all;
    for (const StoredReading& each : pile.pages) {
        all.push_back(each.reading.match ? each.reading.match->form.version : "-");
    }
    return all;
}

TEST(SegmentVersions, APageInCommonIsOfThePagesBefore) {
    const auto piles =
        piles_of({of_version(page(1, 1), "2"), of_version(page(2, 2), "1", {"2", "3"})});
    ASSERT_EQ(places(piles), (Places{{1, 2}}));
    EXPECT_EQ(versions(piles[0]), (Versions{"2", "2"}));
    EXPECT_TRUE(piles[0].pages[1].reading.match->other_versions.empty());
    EXPECT_EQ(findings(piles[0]), (Findings{"page_without_code:doubt@2", "missing_page:error@2"}));
}

TEST(SegmentVersions, APageInCommonIsOfThePagesAfter) {
    const auto piles = piles_of({of_version(page(1, 1), "1", {"2"}), other(2),
                                 of_version(page(3, 2), "2", {"1"}), of_version(page(4, 3), "2")});
    ASSERT_EQ(places(piles), (Places{{1, 2, 3, 4}}));
    EXPECT_EQ(versions(piles[0]), (Versions{"2", "-", "2", "2"}));
    EXPECT_EQ(findings(piles[0]), (Findings{"page_without_code:doubt@1",
                                            "page_without_code:doubt@3", "foreign_page:doubt@2"}));
}

TEST(SegmentVersions, OnlyVersionsThatAllMayBeAreLeft) {
    auto piles = piles_of({of_version(page(1, 1), "1", {"2", "3"}),
                           of_version(page(2, 2), "1", {"2"}), of_version(page(3, 3), "3")});
    EXPECT_EQ(places(piles), (Places{{1, 2}, {3}}));
    piles = piles_of({of_version(page(1, 1), "1", {"2", "3"}), of_version(page(2, 2), "1", {"3"}),
                      of_version(page(3, 3), "3")});
    EXPECT_EQ(versions(piles[0]), (Versions{"3", "3", "3"}));
}

TEST(SegmentVersions, WithoutAPageThatSaysItAPersonDoes) {
    const auto piles =
        piles_of({of_version(page(1, 1), "1", {"2"}), of_version(page(2, 2), "2", {"1"})});
    ASSERT_EQ(places(piles), (Places{{1, 2}}));
    EXPECT_EQ(versions(piles[0]), (Versions{"-", "-"}));
    for (const StoredReading& each : piles[0].pages) {
        EXPECT_EQ(each.reading.kind, record::PageKind::attachment);
        EXPECT_EQ(each.reading.trouble, "several_forms");
        EXPECT_TRUE(each.reading.fields.empty());
    }
}

TEST(SegmentVersions, APageInCommonThatIsThereAlreadyIsOfTheNextPile) {
    const auto piles = piles_of({of_version(page(1, 1), "1"), of_version(page(2, 2), "1"),
                                 of_version(page(3, 1, {"f", 3, "", "y"}), "1", {"2"}),
                                 of_version(page(4, 2, {"f", 3, "", "y"}), "2")});
    ASSERT_EQ(places(piles), (Places{{1, 2}, {3, 4}}));
    EXPECT_EQ(versions(piles[0]), (Versions{"1", "1"}));
    EXPECT_EQ(versions(piles[1]), (Versions{"2", "2"}));
}

TEST(SegmentVersions, AnotherFormOfTheSameVersionIsNone) {
    const auto piles =
        piles_of({of_version(page(1, 1, {"g"}), "2"), of_version(page(2, 2), "1", {"2"})});
    EXPECT_EQ(places(piles), (Places{{1}, {2}}));
}

}  // namespace
}  // namespace indgang::segment
