// SPDX-License-Identifier: MPL-2.0
#include "pipeline/stages/assemble.h"

#include <gtest/gtest.h>

#include "tests/pipeline/stages/made_pages.h"

namespace indgang::stages {
namespace {

TEST(Assemble, MakesOneApplicationOfItsPages) {
    const auto records = assemble({page_of(1, "sp501", 1, 2), page_of(2, "sp501", 2, 2)});
    ASSERT_EQ(records.size(), 1u);
    EXPECT_EQ(records[0].pages.size(), 2u);
    EXPECT_TRUE(records[0].findings.empty());
    EXPECT_EQ(records[0].fields.size(), catalogue().find({"sp501", "1"})->fields.size());
}

TEST(Assemble, TakesPagesOutOfOrderWithADoubt) {
    const auto records =
        assemble({page_of(1, "boligstoette", 3, 3), page_of(2, "boligstoette", 1, 3),
                  page_of(3, "boligstoette", 2, 3)});
    ASSERT_EQ(records.size(), 1u);
    EXPECT_TRUE(has_finding(records[0], "page_order", record::Severity::doubt));
    EXPECT_FALSE(has_finding(records[0], "missing_page", record::Severity::error));
}

TEST(Assemble, NeverMergesTwoPeopleSilentlyWhenTheFirstPageIsLost) {
    const auto records =
        assemble({page_of(1, "boligstoette", 2, 3, "a"), page_of(2, "boligstoette", 3, 3, "a"),
                  page_of(3, "boligstoette", 1, 3, "b"), page_of(4, "boligstoette", 2, 3, "b"),
                  page_of(5, "boligstoette", 3, 3, "b")});
    for (const auto& record : records) {
        EXPECT_FALSE(record.findings.empty());
    }
}

TEST(Assemble, CutsByPageCodesWithoutSeparators) {
    const auto records = assemble({page_of(1, "sp501", 1, 2, "a"), page_of(2, "sp501", 2, 2, "a"),
                                   page_of(3, "sp501", 1, 2, "b"), page_of(4, "sp501", 2, 2, "b")});
    ASSERT_EQ(records.size(), 2u);
    EXPECT_EQ(records[0].ordinal, 1);
    EXPECT_EQ(records[1].ordinal, 2);
    EXPECT_EQ(records[1].pages.front().page, 3);
}

TEST(Assemble, ReportsTheMissingPageWithItsPlace) {
    const auto records =
        assemble({page_of(1, "boligstoette", 1, 3, "a"), page_of(2, "boligstoette", 3, 3, "a"),
                  page_of(3, "boligstoette", 1, 3, "b")});
    ASSERT_EQ(records.size(), 2u);
    ASSERT_TRUE(has_finding(records[0], "missing_page", record::Severity::error));
    EXPECT_EQ(records[0].findings[0].evidence.at("page_of_form"), "2");
    EXPECT_EQ(records[0].findings[0].evidence.at("page_in_batch"), "2");
}

TEST(Assemble, NeverMergesTheSamePageOfTwoPeople) {
    const auto records = assemble({page_of(1, "sp501", 1, 2, "a"), page_of(2, "sp501", 1, 2, "b"),
                                   page_of(3, "sp501", 2, 2, "b")});
    ASSERT_EQ(records.size(), 2u);
    EXPECT_TRUE(has_finding(records[0], "missing_page", record::Severity::error));
    EXPECT_EQ(records[1].pages.size(), 2u);
}

TEST(Assemble, TellsADoubledPage) {
    const auto records =
        assemble({page_of(1, "sp501", 1, 2), page_of(2, "sp501", 1, 2), page_of(3, "sp501", 2, 2)});
    ASSERT_EQ(records.size(), 1u);
    EXPECT_TRUE(has_finding(records[0], "doubled_page", record::Severity::doubt));
}

TEST(Assemble, TwoEmptyPagesAreNotTheSamePage) {
    const auto records = assemble({page_of(1, "sp501", 1, 2, ""), page_of(2, "sp501", 1, 2, "")});
    EXPECT_EQ(records.size(), 2u);
}

TEST(Assemble, ADifferentFormBeginsAnotherApplication) {
    const auto records = assemble({page_of(1, "sp501", 1, 2), page_of(2, "boligstoette", 1, 3)});
    ASSERT_EQ(records.size(), 2u);
    EXPECT_EQ(records[0].form.form, "sp501");
    EXPECT_EQ(records[1].form.form, "boligstoette");
}

TEST(Assemble, ASeparatorEndsAnApplicationThatLacksPages) {
    const auto records =
        assemble({page_of(1, "sp501", 1, 2), other_page(2, record::PageKind::separator),
                  page_of(3, "sp501", 2, 2)});
    ASSERT_EQ(records.size(), 2u);
    EXPECT_TRUE(has_finding(records[0], "missing_page", record::Severity::error));
    EXPECT_TRUE(has_finding(records[1], "missing_page", record::Severity::error));
}

TEST(Assemble, PassesOverBlankBacks) {
    const auto records =
        assemble({page_of(1, "sp501", 1, 2), other_page(2, record::PageKind::blank),
                  page_of(3, "sp501", 2, 2), other_page(4, record::PageKind::blank)});
    ASSERT_EQ(records.size(), 1u);
    EXPECT_EQ(records[0].pages.size(), 2u);
}

TEST(Assemble, DoubtsAForeignPageWithoutSeparators) {
    const auto records = assemble({page_of(1, "sp501", 1, 2, "a"), page_of(2, "sp501", 2, 2, "a"),
                                   other_page(3, record::PageKind::attachment),
                                   page_of(4, "sp501", 1, 2, "b"), page_of(5, "sp501", 2, 2, "b")});
    ASSERT_EQ(records.size(), 2u);
    EXPECT_TRUE(has_finding(records[0], "foreign_page", record::Severity::doubt));
    EXPECT_TRUE(records[1].findings.empty());
}

TEST(Assemble, TakesAForeignPageBetweenSeparatorsAsAttachment) {
    const auto records =
        assemble({other_page(1, record::PageKind::separator), page_of(2, "sp501", 1, 2),
                  page_of(3, "sp501", 2, 2), other_page(4, record::PageKind::attachment),
                  other_page(5, record::PageKind::separator)});
    ASSERT_EQ(records.size(), 1u);
    EXPECT_TRUE(has_finding(records[0], "attachment", record::Severity::remark));
}

TEST(Assemble, AnUnreadablePageIsADoubtEvenBetweenSeparators) {
    auto broken = other_page(4, record::PageKind::unreadable);
    broken.reading.trouble = "image_truncated";
    const auto records =
        assemble({other_page(1, record::PageKind::separator), page_of(2, "sp501", 1, 2),
                  page_of(3, "sp501", 2, 2), std::move(broken)});
    ASSERT_EQ(records.size(), 1u);
    ASSERT_TRUE(has_finding(records[0], "unreadable_page", record::Severity::doubt));
    EXPECT_EQ(records[0].findings[0].evidence.at("reason"), "image_truncated");
}

TEST(Assemble, PagesWithoutAnApplicationAreKeptAsUnknown) {
    const auto records = assemble({other_page(1, record::PageKind::attachment)});
    ASSERT_EQ(records.size(), 1u);
    EXPECT_EQ(records[0].form, unknown_form());
    EXPECT_TRUE(has_finding(records[0], "unknown_form", record::Severity::error));
}

/// A page that comes later may show that the pages of the segment lie mixed.
TEST(Assemble, HoldsApplicationsUntilTheirSegmentEnds) {
    Assembler assembler(catalogue(), {});
    EXPECT_TRUE(assembler.add(page_of(1, "sp501", 1, 2, "a")).empty());
    EXPECT_TRUE(assembler.add(page_of(2, "sp501", 2, 2, "a")).empty());
    EXPECT_TRUE(assembler.add(page_of(3, "sp501", 1, 2, "b")).empty());
    EXPECT_EQ(assembler.add(other_page(4, record::PageKind::separator)).size(), 2u);
    EXPECT_TRUE(assembler.finish().empty());
}

TEST(Assemble, OuterAndInnerSheetOfAFoldedFormAreOneApplicationWithoutADoubt) {
    const auto records = assemble({other_page({1, Half::left}, record::PageKind::blank),
                                   page_of({1, Half::right}, "boligstoette", 1, 3),
                                   page_of({2, Half::left}, "boligstoette", 2, 3),
                                   page_of({2, Half::right}, "boligstoette", 3, 3)});
    ASSERT_EQ(records.size(), 1u);
    EXPECT_TRUE(records[0].findings.empty());
    EXPECT_EQ(records[0].pages[0].page, PagePlace(1, Half::right));
}

TEST(Assemble, HalvesAreTakenInTheOrderOfTheirPages) {
    const auto records = assemble({page_of({1, Half::left}, "sp501", 2, 2, "a"),
                                   page_of({1, Half::right}, "sp501", 1, 2, "a"),
                                   page_of({2, Half::left}, "sp501", 2, 2, "b"),
                                   page_of({2, Half::right}, "sp501", 1, 2, "b")});
    ASSERT_EQ(records.size(), 2u);
    for (const auto& record : records) {
        EXPECT_TRUE(record.findings.empty());
        EXPECT_EQ(record.pages.front().page.half, Half::right);
    }
}

TEST(Assemble, AHalfThatEndsTheOpenApplicationIsNotTakenForTheNextOnes) {
    const auto records =
        assemble({page_of(1, "sp501", 1, 2, "a"), page_of({2, Half::left}, "sp501", 2, 2, "a"),
                  page_of({2, Half::right}, "sp501", 1, 2, "b"), page_of(3, "sp501", 2, 2, "b")});
    ASSERT_EQ(records.size(), 2u);
    EXPECT_EQ(records[0].pages.back().page, PagePlace(2, Half::left));
    EXPECT_TRUE(has_finding(records[0], "parted_sheet", record::Severity::doubt));
    EXPECT_TRUE(has_finding(records[1], "parted_sheet", record::Severity::doubt));
}

TEST(Assemble, FirstPagesOfTwoPeopleOnOneSheetAreNeverMixedSilently) {
    const auto records = assemble({page_of({1, Half::left}, "sp501", 1, 2, "a"),
                                   page_of({1, Half::right}, "sp501", 1, 2, "b"),
                                   page_of({2, Half::left}, "sp501", 2, 2, "a"),
                                   page_of({2, Half::right}, "sp501", 2, 2, "b")});
    for (const auto& record : records) {
        EXPECT_FALSE(record.findings.empty());
    }
}

TEST(Assemble, AFindingNamesTheHalf) {
    const auto records = assemble({page_of({7, Half::left}, "boligstoette", 1, 3),
                                   other_page({7, Half::right}, record::PageKind::attachment)});
    ASSERT_EQ(records.size(), 1u);
    ASSERT_TRUE(has_finding(records[0], "foreign_page", record::Severity::doubt));
    EXPECT_EQ(records[0].findings[0].evidence.at("page_in_batch"), "7-right");
}

TEST(Assemble, FieldsOfAMissingPageAreDoubtful) {
    const auto records = assemble({page_of(1, "sp501", 1, 2)});
    ASSERT_EQ(records.size(), 1u);
    const auto* signature = records[0].field("underskriftsdato");
    ASSERT_NE(signature, nullptr);
    EXPECT_FALSE(signature->is_accepted);
    EXPECT_EQ(signature->doubt, "page_missing");
}

TEST(Assemble, APageThatMayBeOfTheApplicationBeforeIsDoubted) {
    const auto records = assemble({page_of(1, "sp501", 1, 2, "a"), page_of(2, "sp501", 1, 2, "b"),
                                   page_of(3, "sp501", 2, 2, "a"), page_of(4, "sp501", 2, 2, "b")});
    ASSERT_EQ(pages_of(records), (Pages{{1}, {2, 3}, {4}}));
    EXPECT_TRUE(has_finding(records[1], "page_of_either", record::Severity::doubt));
}

TEST(Assemble, APageAfterAWholeApplicationIsNotDoubted) {
    const auto records = assemble({page_of(1, "sp501", 1, 2, "a"), page_of(2, "sp501", 2, 2, "a"),
                                   page_of(3, "sp501", 1, 2, "b"), page_of(4, "sp501", 2, 2, "b")});
    EXPECT_TRUE(records.at(1).findings.empty());
}

TEST(AssembleSets, ANewSetBeginsAnotherApplicationThoughThePageNumberWouldFit) {
    const auto records =
        assemble({page_of_set(1, 1, one_set, "a"), page_of_set(2, 2, other_set, "b")});
    EXPECT_EQ(pages_of(records), (Pages{{1}, {2}}));
    for (const auto& record : records) {
        EXPECT_TRUE(has_finding(record, "missing_page", record::Severity::error));
    }
}

TEST(AssembleSets, PagesThatLieApartAreBroughtTogether) {
    const auto records = assemble({page_of_set(1, 1, one_set), page_of_set(2, 1, other_set),
                                   page_of_set(3, 2, one_set), page_of_set(4, 2, other_set)});
    EXPECT_EQ(pages_of(records), (Pages{{1, 3}, {2, 4}}));
    for (const auto& record : records) {
        EXPECT_TRUE(record.findings.empty());
    }
}

TEST(AssembleSets, PagesOutOfOrderAreARemark) {
    const auto records = assemble({page_of_set(1, 2, one_set), page_of_set(2, 1, one_set)});
    ASSERT_EQ(pages_of(records), (Pages{{1, 2}}));
    EXPECT_TRUE(has_finding(records[0], "page_order", record::Severity::remark));
    EXPECT_EQ(records[0].findings.size(), 1u);
}

TEST(AssembleSets, APhotocopiedFormIsTwoApplications) {
    const auto records =
        assemble({page_of_set(1, 1, one_set, "a"), page_of_set(2, 2, one_set, "a"),
                  page_of_set(3, 1, one_set, "b"), page_of_set(4, 2, one_set, "b")});
    EXPECT_EQ(pages_of(records), (Pages{{1, 2}, {3, 4}}));
    for (const auto& record : records) {
        EXPECT_TRUE(record.findings.empty());
    }
}

/// Each of the first two may be the one that page 4 belongs to.
TEST(AssembleSets, PagesOfAPhotocopiedFormThatLieApartAreNotBroughtTogetherSilently) {
    const auto records =
        assemble({page_of_set(1, 1, one_set, "a"), page_of_set(2, 1, one_set, "b"),
                  page_of_set(3, 1, other_set, "c"), page_of_set(4, 2, one_set, "?")});
    ASSERT_EQ(pages_of(records), (Pages{{1}, {2}, {3}, {4}}));
    for (const auto& record : records) {
        EXPECT_FALSE(record.findings.empty());
    }
}

TEST(AssembleSets, APrintComesTwiceWhereHalfOfWhatStandsInEitherIsTheSame) {
    // The first is filled in everywhere, the second in some fields, with the same.
    const auto doubled = [](double share) {
        auto some = page_of_set(3, 1, one_set, "a");
        auto& fields = some.reading.fields;
        const auto* form = catalogue().find({"sp501", "1"});
        std::erase_if(fields, [&](const auto& each) {
            return form->field(each.field)->capture == form::Capture::mark;
        });
        const auto written = static_cast<double>(fields.size());
        fields.resize(static_cast<std::size_t>(share * written));
        auto all = page_of_set(1, 1, one_set, "a");
        std::erase_if(all.reading.fields, [&](const auto& each) {
            return form->field(each.field)->capture == form::Capture::mark;
        });
        const auto records = assemble({all, other_page(2, record::PageKind::separator), some});
        EXPECT_EQ(records.size(), 2U);
        return has_finding(records[1], "doubled_application", record::Severity::doubt);
    };
    EXPECT_TRUE(doubled(1));
    EXPECT_TRUE(doubled(0.6));
    EXPECT_FALSE(doubled(0.4));
}

TEST(AssembleSets, WhatASetBroughtTogetherIsDoubtedWhenTheSetComesAgain) {
    const auto records =
        assemble({page_of_set(1, 1, one_set, "a"), page_of_set(2, 1, other_set, "c"),
                  page_of_set(3, 2, one_set, "?"), page_of_set(4, 2, other_set, "c"),
                  page_of_set(5, 2, one_set, "b")});
    ASSERT_EQ(pages_of(records), (Pages{{1, 3}, {2, 4}, {5}}));
    EXPECT_TRUE(has_finding(records[0], "doubled_set", record::Severity::doubt));
    EXPECT_TRUE(records[1].findings.empty());
    EXPECT_FALSE(records[2].findings.empty());
}

TEST(AssembleSets, ASeparatorPartsPagesOfOneSet) {
    const auto records =
        assemble({page_of_set(1, 1, one_set), other_page(2, record::PageKind::separator),
                  page_of_set(3, 2, one_set)});
    EXPECT_EQ(pages_of(records), (Pages{{1}, {3}}));
}

TEST(AssembleSets, APageWhoseCodeIsUnreadableStaysWhereItLies) {
    const auto records = assemble({page_of_set(1, 1, one_set), page_of(2, "sp501", 2, 2, "a"),
                                   page_of_set(3, 1, other_set), page_of_set(4, 2, other_set)});
    EXPECT_EQ(pages_of(records), (Pages{{1, 2}, {3, 4}}));
    EXPECT_TRUE(records[0].findings.empty());
}

TEST(AssembleSets, APageWithoutASetIsDoubtedWhenItsPlaceIsTakenByThatSet) {
    const auto records = assemble({page_of(1, "sp501", 1, 2, "a"), page_of_set(2, 2, one_set, "b"),
                                   page_of_set(3, 1, one_set, "b")});
    ASSERT_EQ(pages_of(records), (Pages{{1, 2}, {3}}));
    EXPECT_TRUE(has_finding(records[0], "doubled_set", record::Severity::doubt));
}

TEST(AssembleSets, TwoPeopleSideBySideOnOneSheetAreToldApart) {
    std::vector<segment::StoredReading> pages;
    for (const int number : {1, 2}) {
        pages.push_back(page_of_set(number, number, one_set, "a"));
        pages.back().reading.page.half = Half::left;
        pages.push_back(page_of_set(number, number, other_set, "b"));
        pages.back().reading.page.half = Half::right;
    }
    const auto records = assemble(std::move(pages));
    ASSERT_EQ(pages_of(records), (Pages{{1, 2}, {1, 2}}));
    for (const auto& record : records) {
        EXPECT_TRUE(record.findings.empty());
        EXPECT_EQ(record.pages[0].page.half, record.pages[1].page.half);
    }
}

/// Each begins before another ends, so that they are not over in the order in which they began.
TEST(AssembleSets, ApplicationsComeInTheOrderOfTheirFirstPages) {
    const auto records =
        assemble({page_of_set(1, 1, one_set, "a"), page_of_set(2, 1, other_set, "b"),
                  page_of_set(3, 2, other_set, "b"), page_of_set(4, 1, third_set, "c"),
                  page_of_set(5, 2, one_set, "a"), page_of_set(6, 2, third_set, "c")});
    EXPECT_EQ(pages_of(records), (Pages{{1, 5}, {2, 3}, {4, 6}}));
    EXPECT_EQ(records.back().ordinal, 3);
}

}  // namespace
}  // namespace indgang::stages
