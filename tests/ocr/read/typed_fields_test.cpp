// SPDX-License-Identifier: MPL-2.0
// What somebody filled in on a screen, on a page that was made from such a file.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "ocr/account/readings.h"
#include "tests/ocr/read/read_page.h"

namespace indgang::ocr {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using written::field;
using written::Paper;
using written::reader;

const form::FormKey boligstoette{"boligstoette", "1"};
const form::FormKey tabeller{"tabeller", "1"};  // three tables on one page

PageContent typed_on(int page, const std::vector<TypedField>& typed) {
    return reader().read(Paper(boligstoette, page).matched(), typed);
}

bool is_typed(const record::FieldReading& reading) {
    return reading.reader == "typed/1";
}

TEST(TypedFields, AreTakenAsTheyStand) {
    const PageContent page = typed_on(1, {{"fornavn", "Mette Kjær"}, {"pensionist", "nej"}});
    for (const auto& [id, text] : {std::pair{"fornavn", "Mette Kjær"}, {"pensionist", "nej"}}) {
        const record::FieldReading& reading = field(page, id);
        EXPECT_TRUE(is_typed(reading)) << id;
        EXPECT_EQ(reading.candidates, (std::vector<record::Candidate>{{text, 1.0}})) << id;
        EXPECT_EQ(reading.basis, record::Basis::given) << id;
        EXPECT_EQ(reading.doubt, "") << id;
    }
    EXPECT_FALSE(is_typed(field(page, "efternavn")));
    EXPECT_EQ(page.fields.size(), typed_on(1, {}).fields.size());
}

TEST(TypedFields, AreReadFromThePageWhereTheyCannotBeTyped) {
    // A box that is ticked with what is no choice of it, and a text that is no tick.
    EXPECT_FALSE(is_typed(field(typed_on(1, {{"pensionist", "On"}}), "pensionist")));
    // A signature is made with a pen.
    const PageContent signed_page = typed_on(3, {{"underskrift", "Mette Kjær"}});
    EXPECT_EQ(field(signed_page, "underskrift").candidates.front().text, "absent");
    // The form has no such field, or has it on another page.
    const PageContent other = typed_on(3, {{"ukendt", "x"}, {"fornavn", "Mette"}});
    EXPECT_TRUE(std::none_of(other.fields.begin(), other.fields.end(), is_typed));
}

TEST(TypedFields, FillTheRowsOfTheirOwnTable) {
    const PageContent page =
        reader().read(Paper(tabeller, 1).matched(),
                      std::vector<TypedField>{{"navn", "Mette"}, {"indkomst.3.art", "SU"}});
    ASSERT_EQ(page.tables.size(), 3U);
    for (const record::TableReading& table : page.tables) {
        if (table.table == "indkomst") {
            EXPECT_THAT(table.filled, ElementsAre(3));
        } else {
            EXPECT_THAT(table.filled, IsEmpty()) << table.table;
        }
    }
    EXPECT_TRUE(is_typed(field(page, "indkomst.3.art")));
    // The rest of the row was left empty by somebody who could have written in it.
    EXPECT_NE(field(page, "indkomst.3.beloeb").reader, row_reader_name);
    EXPECT_EQ(field(page, "indkomst.2.beloeb").reader, row_reader_name);
}

TEST(TypedFields, StandWhereTheirBoxesAre) {
    Paper paper(boligstoette, 1);
    const MatchedPage page = paper.matched();
    const auto content = reader().read(page, std::vector<TypedField>{{"pensionist", "ja"}});
    const BoxPx yes = page.match->to_page(paper.zone("pensionist", "ja").box);
    const BoxPx no = page.match->to_page(paper.zone("pensionist", "nej").box);
    for (const BoxPx& box :
         {field(content, "pensionist").box, field(reader().read(page), "pensionist").box}) {
        EXPECT_EQ(box.x, std::min(yes.x, no.x));
        EXPECT_EQ(box.y, std::min(yes.y, no.y));
        EXPECT_EQ(box.x + box.width, std::max(yes.x + yes.width, no.x + no.width));
        EXPECT_EQ(box.y + box.height, std::max(yes.y + yes.height, no.y + no.height));
    }
}

TEST(EmptyCombs, AreEmptyWithoutThatANetIsAsked) {
    const auto expect_empty = [](const PageContent& page, const std::string& id) {
        const record::FieldReading& reading = field(page, id);
        EXPECT_EQ(reading.candidates, (std::vector<record::Candidate>{{"", 0.999}})) << id;
        EXPECT_EQ(reading.basis, record::Basis::set_by_hand) << id;
    };
    expect_empty(reader().read(Paper(boligstoette, 1).matched()), "ansoeger_cpr");
    expect_empty(reader().read(Paper({"blokbogstaver", "1"}, 1).matched()), "fornavn");
}

}  // namespace
}  // namespace indgang::ocr
