// SPDX-License-Identifier: MPL-2.0
// Batches as they come out of mailroom scanners, drawn, degraded and read by the product: for each
// situation what becomes of it, and that the place in the batch is said.
#define POINTERHOLDER_TRANSITION 4
#include <gtest/gtest.h>

#include <map>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFAcroFormDocumentHelper.hh>
#include <qpdf/QPDFWriter.hh>
#include <string>
#include <vector>

#include "schemas/paper/paper.h"
#include "tests/batches/forged_batch.h"

namespace indgang::batches {
namespace {

/// Pages of the batch, by application.
std::vector<std::vector<int>> pages_of(const accuracy::ScanResult& result) {
    std::vector<std::vector<int>> all;
    for (const auto& application : result.applications) {
        auto& pages = all.emplace_back();
        for (const auto& page : application.pages) {
            pages.push_back(page.page.number);
        }
    }
    return all;
}

using Pages = std::vector<std::vector<int>>;

TEST(Batches, DuplexPagesWithEmptyBacksAreOneApplication) {
    const auto result = read({{{"form", "sp501"}, {"blank_backs", {1, 2}}}});
    EXPECT_EQ(pages_of(result), (Pages{{1, 3}}));
    EXPECT_EQ(findings_of(result, 0), Findings{});
}

TEST(Batches, MixedFormsArePartedByTheirPageCodes) {
    const auto result =
        read({{{"form", "sp501"}}, {{"form", "boligstoette"}}, {{"form", "sp501"}}});
    EXPECT_EQ(pages_of(result), (Pages{{1, 2}, {3, 4, 5}, {6, 7}}));
    for (std::size_t i = 0; i < result.applications.size(); ++i) {
        EXPECT_EQ(findings_of(result, i), Findings{}) << i;
    }
}

class EverySeparator : public testing::TestWithParam<std::pair<const char*, const char*>> {};

TEST_P(EverySeparator, PartsTwoApplicationsThatLackPages) {
    const auto [code, text] = GetParam();
    const auto result = read({{{"form", "sp501"}, {"left_out", {2}}},
                              {{"separator", text}, {"code", code}},
                              {{"form", "sp501"}, {"left_out", {1}}}});
    EXPECT_EQ(pages_of(result), (Pages{{1}, {3}}));
    EXPECT_EQ(findings_of(result, 0), Findings{"missing_page@1"});
    EXPECT_EQ(findings_of(result, 1), Findings{"missing_page@3"});
}

INSTANTIATE_TEST_SUITE_P(Codes, EverySeparator,
                         testing::Values(std::pair{"code_128", "PATCHT"},
                                         std::pair{"code_39", "PATCHT"}, std::pair{"qr", "PATCHT"},
                                         std::pair{"qr", "IGSEP:42"}));

TEST(Batches, PagesOutOfOrderAreOneApplicationThatAPersonSees) {
    const auto result = read({{{"form", "boligstoette"}, {"order", {3, 1, 2}}}});
    EXPECT_EQ(pages_of(result), (Pages{{1, 2, 3}}));
    EXPECT_EQ(findings_of(result, 0), Findings{"page_order@2"});
}

TEST(Batches, PagesThatLieAnyWayAreRead) {
    const auto result =
        read({{{"form", "boligstoette"}, {"turned", {{"1", 1}, {"2", 2}, {"3", 3}}}}});
    EXPECT_EQ(pages_of(result), (Pages{{1, 2, 3}}));
    EXPECT_EQ(findings_of(result, 0), Findings{});
    for (const auto& page : result.pages) {
        EXPECT_EQ(page.turned_quarters, 4 - page.page.number) << page.page.number;
    }
}

TEST(Batches, AForeignPageBetweenIsADoubtOfTheApplicationBefore) {
    const auto result = read({{{"form", "sp501"}, {"letter_backs", {2}}}, {{"form", "sp501"}}});
    EXPECT_EQ(pages_of(result), (Pages{{1, 2, 3}, {4, 5}}));
    EXPECT_EQ(findings_of(result, 0), Findings{"foreign_page@3"});
    EXPECT_EQ(findings_of(result, 1), Findings{});
}

TEST(Batches, AForeignPageWithinSeparatorsIsAnAttachment) {
    const auto result = read({{{"separator", "PATCHT"}},
                              {{"form", "sp501"}, {"letter_backs", {1}}},
                              {{"separator", "PATCHT"}},
                              {{"form", "sp501"}}});
    EXPECT_EQ(pages_of(result), (Pages{{2, 3, 4}, {6, 7}}));
    EXPECT_EQ(findings_of(result, 0), Findings{"attachment@3"});
}

TEST(Batches, APageThatIsMissingIsSaid) {
    const auto result = read({{{"form", "boligstoette"}, {"left_out", {2}}}, {{"form", "sp501"}}});
    EXPECT_EQ(pages_of(result), (Pages{{1, 2}, {3, 4}}));
    EXPECT_EQ(findings_of(result, 0), (Findings{"missing_page@2", "segment_in_disorder@"}));
    EXPECT_EQ(findings_of(result, 1), Findings{"segment_in_disorder@"});
    EXPECT_EQ(result.applications[0].findings[0].evidence.at("page_of_form"), "2");
}

/// However well the second scan is read, a person sees it, and the next application stays whole.
TEST(Batches, APageThatWasScannedTwiceIsSaid) {
    const auto result =
        read({{{"form", "boligstoette"}, {"order", {1, 2, 2, 3}}}, {{"form", "sp501"}}});
    for (std::size_t i = 0; i + 1 < result.applications.size(); ++i) {
        EXPECT_NE(findings_of(result, i), Findings{}) << i;
    }
    EXPECT_EQ(pages_of(result).back(), (std::vector{5, 6}));
    EXPECT_EQ(findings_of(result, result.applications.size() - 1),
              Findings{"segment_in_disorder@"});
}

/// Page 2, page 1, page 2 of which the two page 2 differ: whose page 1 is, only a person can tell.
TEST(Batches, ALostFirstPageLeavesNoApplicationThatCouldBeMixedWithoutAFinding) {
    const auto result =
        read({{{"form", "sp501"}}, {{"form", "sp501"}, {"left_out", {1}}}, {{"form", "sp501"}}});
    ASSERT_EQ(pages_of(result).size(), 3u);
    EXPECT_EQ(pages_of(result).front(), (std::vector{1, 2}));
    EXPECT_EQ(findings_of(result, 0), Findings{"segment_in_disorder@"});
    EXPECT_NE(findings_of(result, 1), Findings{});
    EXPECT_NE(findings_of(result, 2), Findings{});
}

constexpr const char* one_set = "k7m2qx9a";
constexpr const char* other_set = "b3c4d5e6";

class EverySetGrade : public testing::TestWithParam<const char*> {};

/// Without sets these two would be one whole application, and nobody would know.
TEST_P(EverySetGrade, SetsPartTwoApplicationsOfWhichEachHasWhatTheOtherLacks) {
    const auto result = read({{{"form", "sp501"}, {"set", one_set}, {"left_out", {2}}},
                              {{"form", "sp501"}, {"set", other_set}, {"left_out", {1}}}},
                             GetParam());
    EXPECT_EQ(pages_of(result), (Pages{{1}, {2}}));
    EXPECT_EQ(findings_of(result, 0), Findings{"missing_page@1"});
    EXPECT_EQ(findings_of(result, 1), Findings{"missing_page@2"});
}

INSTANTIATE_TEST_SUITE_P(Grades, EverySetGrade, testing::Values("office", "fax", "photo"));

TEST(Batches, PagesOfTwoSetsThatAreMixedAreBroughtTogether) {
    const auto batch =
        forged({{{"form", "sp501"}, {"set", one_set}}, {{"form", "sp501"}, {"set", other_set}}});
    std::vector<ocr::PixPtr> mixed;
    for (const std::size_t page : {0u, 2u, 1u, 3u}) {
        mixed.push_back(ocr::PixPtr(pixClone(batch.pages()[page].get())));
    }
    const auto result = read_pages(mixed);
    EXPECT_EQ(pages_of(result), (Pages{{1, 3}, {2, 4}}));
    EXPECT_EQ(findings_of(result, 0), Findings{});
    EXPECT_EQ(findings_of(result, 1), Findings{});
}

TEST(Batches, APhotocopiedFormHandedInTwiceIsTwoApplications) {
    const auto result =
        read({{{"form", "sp501"}, {"set", one_set}}, {{"form", "sp501"}, {"set", one_set}}});
    EXPECT_EQ(pages_of(result), (Pages{{1, 2}, {3, 4}}));
}

TEST(Batches, APageOfASetIsRegisteredAsWellAsOneWithout) {
    const auto with = read({{{"form", "boligstoette"}, {"set", one_set}}});
    const auto without = read({{{"form", "boligstoette"}}});
    ASSERT_EQ(with.pages.size(), without.pages.size());
    constexpr double room_mm = 0.01;
    for (std::size_t i = 0; i < with.pages.size(); ++i) {
        EXPECT_EQ(with.pages[i].match->set, one_set);
        EXPECT_EQ(without.pages[i].match->set, "");
        EXPECT_LE(with.pages[i].match->residual_mm, without.pages[i].match->residual_mm + room_mm);
    }
}

/// The screen form with values in its fields, as a viewer saves it.
Bytes filled_on_screen(const form::FormDefinition& form,
                       const std::map<std::string, std::string>& values) {
    const Bytes blank = paper::render_screen_pdf(form);
    QPDF pdf;
    pdf.processMemoryFile("form", reinterpret_cast<const char*>(blank.data()), blank.size());
    QPDFAcroFormDocumentHelper forms(pdf);
    for (auto& field : forms.getFormFields()) {
        const auto value = values.find(field.getFullyQualifiedName());
        if (value == values.end()) {
            continue;
        }
        if (field.isText()) {
            field.setV(QPDFObjectHandle::newUnicodeString(value->second));
        } else {
            QPDFObjectHandle box = field.getObjectHandle();
            box.getKey("/Parent").replaceKey("/V", QPDFObjectHandle::newName("/" + value->second));
        }
    }
    QPDFWriter writer(pdf);
    writer.setOutputMemory();
    writer.write();
    const auto buffer = writer.getBufferSharedPointer();
    return {buffer->getBuffer(), buffer->getBuffer() + buffer->getSize()};
}

TEST(Batches, WhatWasFilledInOnAScreenIsTakenAsItWasTyped) {
    const auto* form = catalogue().find({"boligstoette", "1"});
    const auto result =
        product().read(filled_on_screen(*form, {{"ansoeger_cpr", "6101551234"},
                                                {"efternavn", "S\u00f8rensen-Bj\u00e6rg\u00e5rd"},
                                                {"civilstand", "gift"},
                                                {"husstand.1.navn", "Bo \u00d8"},
                                                {"husleje_maaned", "6234"}}));
    ASSERT_EQ(result.applications.size(), 1u);
    EXPECT_EQ(pages_of(result), (Pages{{1, 2, 3}}));
    const auto& application = result.applications[0];
    for (const auto& [field, canonical] :
         std::map<std::string, std::string>{{"ansoeger_cpr", "6101551234"},
                                            {"efternavn", "S\u00f8rensen-Bj\u00e6rg\u00e5rd"},
                                            {"civilstand", "gift"},
                                            {"husstand.1.navn", "Bo \u00d8"},
                                            {"husleje_maaned", "6234"}}) {
        const auto* value = application.field(field);
        ASSERT_TRUE(value != nullptr && value->value) << field;
        EXPECT_EQ(value->value->canonical(), canonical);
        EXPECT_TRUE(value->is_accepted) << field;
        EXPECT_EQ(std::get<record::Scanned>(value->provenance).reader, "typed/1") << field;
    }
    EXPECT_FALSE(application.value("mellemnavn"));
}

TEST(Batches, ABatchOfOneLetterIsAnApplicationOfNoForm) {
    const auto result = read({{{"letter", true}}});
    ASSERT_EQ(result.applications.size(), 1u);
    EXPECT_EQ(result.applications[0].form, stages::unknown_form());
}

}  // namespace
}  // namespace indgang::batches
