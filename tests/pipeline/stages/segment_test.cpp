// SPDX-License-Identifier: MPL-2.0
// What the pages of a segment say of each other: no application of a segment in disorder is
// delivered before a person has looked, unless its set proves that it is whole.
#include "pipeline/segment/segment.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/pipeline/stages/made_pages.h"

namespace indgang::stages {
namespace {

using segment::StoredReading;

using record::PageKind;
using record::Severity;

std::string asked_about(const std::vector<record::ApplicationRecord>& records) {
    std::string answers;
    for (const auto& record : records) {
        answers += is_asked_about(record) ? 'x' : '-';
    }
    return answers;
}

StoredReading separator(int place) {
    return other_page(place, PageKind::separator);
}

/// sp501 of a person: two pages that follow each other.
void add(std::vector<StoredReading>& pages, int first_place, const std::string& person) {
    pages.push_back(page_of(first_place, "sp501", 1, 2, person));
    pages.push_back(page_of(first_place + 1, "sp501", 2, 2, person));
}

TEST(Segment, AMissingPageIsADoubtOfEveryApplicationOfItsSegment) {
    std::vector<StoredReading> pages;
    add(pages, 1, "a");
    pages.push_back(page_of(3, "sp501", 1, 2, "b"));
    add(pages, 4, "c");
    const auto records = assemble(std::move(pages));
    ASSERT_EQ(asked_about(records), "xxx");
    for (const auto& record : records) {
        ASSERT_TRUE(has_finding(record, "segment_in_disorder", Severity::doubt));
    }
    const auto& evidence = records[2].findings.back().evidence;
    EXPECT_EQ(evidence.at("disorder"), "missing_page");
    EXPECT_EQ(evidence.at("disorder_page_in_batch"), "3");
}

TEST(Segment, ADoubledPageIsADoubtOfEveryApplicationOfItsSegment) {
    std::vector<StoredReading> pages;
    add(pages, 1, "a");
    add(pages, 3, "b");
    pages.push_back(page_of(5, "sp501", 2, 2, "b"));
    EXPECT_EQ(asked_about(assemble(std::move(pages))), "xx");
}

TEST(Segment, PagesOutOfOrderAreADoubtOfEveryApplicationOfTheirSegment) {
    std::vector<StoredReading> pages{page_of(1, "sp501", 2, 2, "a"),
                                     page_of(2, "sp501", 1, 2, "a")};
    add(pages, 3, "b");
    const auto records = assemble(std::move(pages));
    ASSERT_EQ(pages_of(records), (Pages{{1, 2}, {3, 4}}));
    EXPECT_TRUE(has_finding(records[0], "page_order", Severity::doubt));
    EXPECT_TRUE(has_finding(records[1], "segment_in_disorder", Severity::doubt));
}

TEST(Segment, PagesOfOneSetOutOfOrderAreNoDisorder) {
    std::vector<StoredReading> pages{page_of_set(1, 2, one_set, "a"),
                                     page_of_set(2, 1, one_set, "a")};
    add(pages, 3, "b");
    EXPECT_EQ(asked_about(assemble(std::move(pages))), "--");
}

TEST(Segment, DisorderEndsAtASeparator) {
    std::vector<StoredReading> pages;
    add(pages, 1, "a");
    pages.push_back(separator(3));
    pages.push_back(page_of(4, "sp501", 1, 2, "b"));
    pages.push_back(separator(5));
    add(pages, 6, "c");
    EXPECT_EQ(asked_about(assemble(std::move(pages))), "-x-");
}

TEST(Segment, ApplicationsInOrderAreNotDoubted) {
    std::vector<StoredReading> pages;
    add(pages, 1, "a");
    add(pages, 3, "b");
    pages.push_back(page_of(5, "boligstoette", 1, 3, "c"));
    pages.push_back(page_of(6, "boligstoette", 2, 3, "c"));
    pages.push_back(page_of(7, "boligstoette", 3, 3, "c"));
    EXPECT_EQ(asked_about(assemble(std::move(pages))), "---");
}

TEST(Segment, ASetThatProvesAnApplicationIsNotAskedAboutInDisorder) {
    const auto records = assemble({page_of_set(1, 1, one_set, "a"), page_of_set(2, 2, one_set, "a"),
                                   page_of_set(3, 1, other_set, "b"),
                                   page_of(4, "sp501", 1, 2, "c"), page_of(5, "sp501", 2, 2, "c")});
    ASSERT_EQ(pages_of(records), (Pages{{1, 2}, {3}, {4, 5}}));
    EXPECT_TRUE(records[0].findings.empty());
    EXPECT_EQ(asked_about(records), "-xx");
}

TEST(Segment, ASetOfTwoApplicationsProvesNothingInDisorder) {
    const auto records = assemble({page_of_set(1, 1, one_set, "a"), page_of_set(2, 2, one_set, "a"),
                                   page_of_set(3, 1, one_set, "b"), page_of_set(4, 2, one_set, "b"),
                                   page_of_set(5, 1, one_set, "c")});
    EXPECT_EQ(asked_about(records), "xxx");
}

TEST(Segment, APageWithoutASetProvesNothingInDisorder) {
    const auto records = assemble({page_of_set(1, 1, one_set, "a"), page_of(2, "sp501", 2, 2, "a"),
                                   page_of(3, "sp501", 1, 2, "b")});
    EXPECT_EQ(asked_about(records), "xx");
}

/// The guard that keeps a stranger's letter out of a case.
TEST(Segment, AForeignPageBesideTwoApplicationsIsNoAttachment) {
    std::vector<StoredReading> pages{separator(1)};
    add(pages, 2, "a");
    add(pages, 4, "b");
    pages.push_back(other_page(6, PageKind::attachment));
    pages.push_back(separator(7));
    const auto records = assemble(std::move(pages));
    ASSERT_EQ(records.size(), 2u);
    EXPECT_TRUE(has_finding(records[1], "foreign_page", Severity::doubt));
    EXPECT_FALSE(has_finding(records[1], "attachment", Severity::remark));
}

TEST(Segment, AForeignPageOfTheFirstSegmentIsNoAttachment) {
    std::vector<StoredReading> pages;
    add(pages, 1, "a");
    pages.push_back(other_page(3, PageKind::attachment));
    pages.push_back(separator(4));
    EXPECT_TRUE(has_finding(assemble(std::move(pages)).at(0), "foreign_page", Severity::doubt));
}

TEST(Segment, AForeignPageAloneBetweenSeparatorsIsNoAttachment) {
    const auto records =
        assemble({separator(1), other_page(2, PageKind::attachment), separator(3)});
    ASSERT_EQ(records.size(), 1u);
    EXPECT_TRUE(has_finding(records[0], "foreign_page", Severity::doubt));
}

/// 8 people's sp501 without sets or separators, as a pile that fell on the floor.
TEST(Segment, ShuffledPagesOfEightPeopleAreNeverDeliveredWithoutAPerson) {
    constexpr int shuffles = 20, people = 8;
    int mixed = 0;
    for (unsigned seed = 0; seed < shuffles; ++seed) {
        std::vector<std::pair<int, int>> sheets;  // person, page
        for (int person = 0; person < people; ++person) {
            sheets.insert(sheets.end(), {{person, 1}, {person, 2}});
        }
        std::mt19937 random(seed);
        std::shuffle(sheets.begin(), sheets.end(), random);
        std::vector<StoredReading> pages;
        for (const auto& [person, page] : sheets) {
            pages.push_back(page_of(static_cast<int>(pages.size()) + 1, "sp501", page, 2,
                                    std::string(1, static_cast<char>('a' + person))));
        }
        for (const auto& record : assemble(std::move(pages))) {
            EXPECT_TRUE(is_asked_about(record)) << "seed " << seed;
            const int first = record.pages.front().page.number;
            const int last = record.pages.back().page.number;
            mixed += sheets[static_cast<std::size_t>(first - 1)].first !=
                             sheets[static_cast<std::size_t>(last - 1)].first
                         ? 1
                         : 0;
        }
    }
    EXPECT_GT(mixed, shuffles);  // the test would prove nothing if no pages were mixed
}

StoredReading scanned(StoredReading page, double dpi, const char* media_type, int width_px = 2480,
                      int height_px = 3508) {
    page.reading.dpi = dpi;
    page.reading.width_px = width_px;
    page.reading.height_px = height_px;
    page.media_type = media_type;
    return page;
}

struct OtherScan {
    double dpi;
    const char* media_type;
    int width_px, height_px;
    const char* differs_in;
};
class EveryScanFact : public testing::TestWithParam<OtherScan> {};

TEST_P(EveryScanFact, IsADoubtWhereOnePageDiffers) {
    const auto& other = GetParam();
    const auto records = assemble({scanned(page_of(1, "sp501", 1, 2), 300, "image/tiff"),
                                   scanned(page_of(2, "sp501", 2, 2), other.dpi, other.media_type,
                                           other.width_px, other.height_px)});
    ASSERT_EQ(records.size(), 1u);
    ASSERT_TRUE(has_finding(records[0], "pages_differ", Severity::doubt));
    EXPECT_EQ(records[0].findings.back().evidence.at("differs_in"), other.differs_in);
}
INSTANTIATE_TEST_SUITE_P(Facts, EveryScanFact,
                         testing::Values(OtherScan{200, "image/tiff", 1653, 2339, "dpi"},
                                         OtherScan{300, "image/jpeg", 2480, 3508, "depth"},
                                         OtherScan{300, "image/tiff", 2480, 4200, "size"},
                                         OtherScan{300, "image/tiff", 1748, 3508, "size"}));

TEST(PagesDiffer, IsNoDoubtWhereTheFeederCrops) {
    const auto records =
        assemble({scanned(page_of(1, "sp501", 1, 2), 300, "image/tiff", 2480, 3508),
                  scanned(page_of(2, "sp501", 2, 2), 300, "image/tiff", 2440, 3480)});
    EXPECT_TRUE(records.at(0).findings.empty());
}

TEST(PagesDiffer, IsNoDoubtWhereTheSetSaysThatItIsOnePrint) {
    const auto records = assemble({scanned(page_of_set(1, 1, one_set), 300, "image/tiff"),
                                   scanned(page_of_set(2, 2, one_set), 200, "image/jpeg")});
    EXPECT_TRUE(records.at(0).findings.empty());
}

TEST(PagesDiffer, IsNoDoubtOfPhotographs) {
    auto second = scanned(page_of(2, "sp501", 2, 2), 200, "image/jpeg", 1800, 2600);
    second.reading.match->by += "+straightened";
    const auto records =
        assemble({scanned(page_of(1, "sp501", 1, 2), 300, "image/jpeg"), std::move(second)});
    EXPECT_TRUE(records.at(0).findings.empty());
}

TEST(DoubledApplication, TheSamePrintWithTheSameWritingIsAskedAboutAcrossASeparator) {
    const auto records =
        assemble({page_of_set(1, 1, one_set, "a"), page_of_set(2, 2, one_set, "a"), separator(3),
                  page_of_set(4, 1, one_set, "a"), page_of_set(5, 2, one_set, "a")});
    ASSERT_EQ(asked_about(records), "-x");
    ASSERT_TRUE(has_finding(records[1], "doubled_application", Severity::doubt));
    EXPECT_EQ(records[1].findings[0].evidence.at("came_before_at"), "1");
}

/// A second scan is read a little otherwise here and there.
TEST(DoubledApplication, IsKnownThoughHalfOfItIsReadOtherwise) {
    const auto again = [&](int place, int page) {
        auto stored = page_of_set(place, page, one_set, "a");
        for (std::size_t i = 0; i < stored.reading.fields.size(); i += 3) {
            stored.reading.fields[i].candidates = {{"q", 0.9}};
        }
        return stored;
    };
    const auto records = assemble({page_of_set(1, 1, one_set, "a"), page_of_set(2, 2, one_set, "a"),
                                   separator(3), again(4, 1), again(5, 2)});
    EXPECT_EQ(asked_about(records), "-x");
}

TEST(DoubledApplication, APrintThatWasPhotocopiedForSomebodyElseIsNone) {
    const auto records =
        assemble({page_of_set(1, 1, one_set, "a"), page_of_set(2, 2, one_set, "a"), separator(3),
                  page_of_set(4, 1, one_set, "b"), page_of_set(5, 2, one_set, "b")});
    EXPECT_EQ(asked_about(records), "--");
}

TEST(DoubledApplication, AnotherSetIsAnotherApplicationWhateverIsWrittenThere) {
    const auto records =
        assemble({page_of_set(1, 1, one_set, "a"), page_of_set(2, 2, one_set, "a"), separator(3),
                  page_of_set(4, 1, other_set, "a"), page_of_set(5, 2, other_set, "a")});
    EXPECT_EQ(asked_about(records), "--");
}

}  // namespace
}  // namespace indgang::stages
