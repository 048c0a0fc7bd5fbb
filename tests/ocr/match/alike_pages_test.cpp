// SPDX-License-Identifier: MPL-2.0
// The forms that ship are many, and some of their pages differ in a few lines. Each is what it is
// even when something lies on its page code; or it says which versions have it in common.
#include "ocr/match/alike_pages.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "ocr/match/matcher.h"
#include "tests/ocr/match/scanned.h"

namespace indgang::ocr {
namespace {

const form::FormCatalogue& catalogue() {
    static const form::FormCatalogue all =
        form::FormCatalogue::load({std::string(INDGANG_SOURCE_DIR) + "/schemas/forms"});
    return all;
}

constexpr scanned::Lie fax{0.4, 1, 1, -1, 200};

TEST(AlikePages, EveryPageOfEveryFormIsFoundWithoutItsCode) {
    BlankPages blanks(catalogue());
    Matcher matcher(catalogue(), blanks);
    int in_common = 0;
    for (const form::FormDefinition& form : catalogue().all()) {
        for (int number = 1; number <= static_cast<int>(form.pages.size()); ++number) {
            const std::string name =
                form.key.form + " " + form.key.version + " page " + std::to_string(number);
            PageImage page = scanned::scan(blanks.blank(form.key, number), fax);
            scanned::paint(page, {158, 8, 28, 26}, false);
            const MatchedPage found = matcher.match(scanned::bitonal(page));
            ASSERT_EQ(found.kind, record::PageKind::form) << name << ": " << found.trouble;
            EXPECT_EQ(found.match->page, number) << name;
            EXPECT_TRUE(found.match->may_be(form.key))
                << name << " is " << found.match->form.form << " " << found.match->form.version;
            in_common += found.match->other_versions.empty() ? 0 : 1;
            for (const std::string& version : found.match->other_versions) {
                EXPECT_NE(catalogue().find({found.match->form.form, version}), nullptr) << name;
            }
        }
    }
    EXPECT_GT(in_common, 0);
}

/// A claim to a page that is seen exactly where it was drawn.
Claim claim_to(const form::FormKey& key, int page, BlankPages& blanks, double agreement = 1) {
    const BlankPage& blank = blanks.blank(key, page);
    return {catalogue().find(key), page, 0, {PageShape(blank.to_image), 0, {}, agreement, 1}};
}

TEST(AlikePages, AreToldApartByThePrintThatOneLacks) {
    BlankPages blanks(catalogue());
    const form::FormKey first{"folkepension", "1"}, second{"folkepension", "2"};
    for (const auto& key : {first, second}) {
        const PageImage& page = blanks.blank(key, 1).image;
        // The claim that agrees less wins when only its own print is there.
        const auto& other = key == first ? second : first;
        const std::vector alike{claim_to(other, 1, blanks), claim_to(key, 1, blanks, 0.95)};
        const auto winner = told_apart(alike, page, blanks);
        ASSERT_TRUE(winner) << key.version;
        EXPECT_EQ(winner->claim->form->key, key);
        EXPECT_TRUE(winner->other_versions.empty());
    }
}

TEST(AlikePages, AreNotToldApartOnAPageThatShowsNeither) {
    BlankPages blanks(catalogue());
    const std::vector alike{claim_to({"folkepension", "1"}, 1, blanks),
                            claim_to({"boligstoette", "1"}, 1, blanks)};
    EXPECT_FALSE(told_apart(alike, blanks.blank({"sygedagpenge", "1"}, 1).image, blanks));
    EXPECT_TRUE(told_apart(alike, blanks.blank({"boligstoette", "1"}, 1).image, blanks));
    EXPECT_FALSE(told_apart({}, blanks.blank({"boligstoette", "1"}, 1).image, blanks));
}

TEST(AlikePages, AreOfOneWayUp) {
    BlankPages blanks(catalogue());
    std::vector alike{claim_to({"folkepension", "1"}, 1, blanks),
                      claim_to({"boligstoette", "1"}, 1, blanks)};
    alike[0].quarters = 2;
    EXPECT_FALSE(told_apart(alike, blanks.blank({"boligstoette", "1"}, 1).image, blanks));
}

}  // namespace
}  // namespace indgang::ocr
