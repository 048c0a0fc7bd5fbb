// SPDX-License-Identifier: MPL-2.0
#include "pipeline/stages/rearrange.h"

#include <gtest/gtest.h>

#include "tests/pipeline/stages/made_pages.h"

namespace indgang::stages {
namespace {

record::ApplicationRecord arranged(std::vector<segment::StoredReading> pages,
                                   std::vector<record::ApplicationRecord> before = {}) {
    Arrangement in;
    in.ordinal = 4;
    in.revision = 3;
    in.pages = std::move(pages);
    in.before = std::move(before);
    return Rearrange(catalogue()).run(std::move(in));
}

std::vector<int> places_of(const record::ApplicationRecord& record) {
    return pages_of({record}).front();
}

TEST(Rearrange, PutsPagesInTheOrderOfTheForm) {
    const auto record = arranged({page_of(7, "sp501", 2, 2), page_of(9, "sp501", 1, 2)});
    EXPECT_EQ(places_of(record), (std::vector{9, 7}));
    EXPECT_EQ(record.ordinal, 4);
    EXPECT_EQ(record.revision, 3);
    EXPECT_FALSE(is_asked_about(record));
}

TEST(Rearrange, SaysWhatStillLacks) {
    const auto record = arranged({page_of(7, "sp501", 2, 2)});
    EXPECT_TRUE(has_finding(record, "missing_page", record::Severity::error));
}

TEST(Rearrange, SaysWhatIsTwice) {
    const auto record = arranged(
        {page_of(7, "sp501", 1, 2), page_of(8, "sp501", 1, 2, "y"), page_of(9, "sp501", 2, 2)});
    EXPECT_TRUE(has_finding(record, "doubled_page", record::Severity::doubt));
}

TEST(Rearrange, TakesTwoPrintsForOneWhenAPersonSaysSo) {
    const auto record = arranged({page_of_set(1, 1, one_set), page_of_set(2, 2, other_set)});
    EXPECT_EQ(places_of(record), (std::vector{1, 2}));
    EXPECT_EQ(record.pages[0].set, one_set);
    EXPECT_EQ(record.pages[1].set, other_set);
}

TEST(Rearrange, PutsWhatIsNoPageOfTheFormBehindIt) {
    const auto record = arranged({other_page(1, record::PageKind::attachment),
                                  page_of(2, "sp501", 1, 2), page_of(3, "sp501", 2, 2)});
    EXPECT_EQ(places_of(record), (std::vector{2, 3, 1}));
    EXPECT_FALSE(is_asked_about(record));
}

TEST(Rearrange, KeepsWhatAPersonSaid) {
    auto before = arranged({page_of(1, "sp501", 1, 2), page_of(2, "sp501", 2, 2)});
    auto& said = before.fields.front();
    said.provenance = record::Corrected{"u1", UtcTime{}};
    said.raw = "Ida";
    said.is_accepted = true;
    before.findings.push_back({std::string(record::passed_by_person),
                               record::Severity::remark,
                               {},
                               {{"finding", "name_differs"}}});
    const auto record = arranged({page_of(1, "sp501", 1, 2), page_of(2, "sp501", 2, 2)}, {before});
    EXPECT_EQ(record.fields.front().raw, "Ida");
    EXPECT_TRUE(
        has_finding(record, std::string(record::passed_by_person), record::Severity::remark));
}

TEST(Rearrange, KeepsNothingOfAPageThatWentAway) {
    auto before = arranged({page_of(1, "sp501", 1, 2), page_of(2, "sp501", 2, 2)});
    for (auto& field : before.fields) {
        field.provenance = record::Corrected{"u1", UtcTime{}};
        field.raw = "said";
    }
    const auto record = arranged({page_of(2, "sp501", 2, 2)}, {before});
    for (const auto& field : record.fields) {
        EXPECT_EQ(field.raw == "said", field.doubt != "page_missing") << field.field;
    }
}

TEST(Rearrange, ReadsAnewWhatNoPersonSaid) {
    auto before = arranged({page_of(1, "sp501", 1, 2), page_of(2, "sp501", 2, 2)});
    before.fields.front().raw = "read before";
    before.findings.push_back({"name_differs", record::Severity::doubt, {}, {}});
    const auto record = arranged({page_of(1, "sp501", 1, 2), page_of(2, "sp501", 2, 2)}, {before});
    EXPECT_EQ(record.fields.front().raw, "x");
    EXPECT_FALSE(has_finding(record, "name_differs", record::Severity::doubt));
}

TEST(Rearrange, KeepsNothingThatWasSaidOfAnotherForm) {
    auto before = arranged({page_of(1, "sp501", 1, 2), page_of(2, "sp501", 2, 2)});
    before.form.version = "0";
    before.fields.front().provenance = record::Corrected{"u1", UtcTime{}};
    before.fields.front().raw = "said";
    const auto record = arranged({page_of(1, "sp501", 1, 2), page_of(2, "sp501", 2, 2)}, {before});
    EXPECT_EQ(record.fields.front().raw, "x");
}

TEST(Rearrange, DoubtsPagesThatLookUnlikeUnlessAPersonPutThemTogether) {
    for (const bool is_by_person : {false, true}) {
        Arrangement in;
        in.is_by_person = is_by_person;
        in.pages = {page_of(1, "sp501", 1, 2), page_of(2, "sp501", 2, 2)};
        for (auto& page : in.pages) {
            page.media_type = page.reading.page.number == 1 ? "image/tiff" : "image/jpeg";
            page.reading.dpi = 300;
            page.reading.width_px = 2480;
            page.reading.height_px = 3508;
        }
        const auto record = Rearrange(catalogue()).run(std::move(in));
        EXPECT_EQ(has_finding(record, "pages_differ", record::Severity::doubt), !is_by_person);
    }
}

}  // namespace
}  // namespace indgang::stages
