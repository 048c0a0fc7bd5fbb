// SPDX-License-Identifier: MPL-2.0
// What each field of a row adds to it: ink that is known, ink on the page, and print that is
// hidden.
#include <gtest/gtest.h>

#include <vector>

#include "tests/ocr/read/inked_table.h"

namespace indgang::ocr {
namespace {

using form::Capture;
using inked::seen;
using inked::Seen;
using inked::Table;
using Numbers = std::vector<int>;

constexpr BoxMm name{10, 10, 30, 8};

TEST(RowFields, ARowMayHoldMoreWhicheverOfItsFieldsHasHiddenPrint) {
    Table table;
    table.field(1, name).field(1, {44, 10, 30, 8}).field(1, {78, 10, 30, 8}, {{100, 40, 10, 1}});
    EXPECT_EQ(seen(table.read()), Seen::nothing);
    for (const std::size_t hidden : {0U, 1U, 2U}) {
        EXPECT_EQ(table.read({hidden}).doubtful, Numbers{1}) << hidden;
    }
}

TEST(RowFields, ACombHasWritingBetweenTheWallsOfItsCells) {
    const auto comb = [] {
        Table table;
        table.comb(1, name, 6);
        return table;
    };
    EXPECT_EQ(seen(comb().read()), Seen::nothing);
    EXPECT_EQ(seen(comb().draw(12.34, 12, 0.34, 4).read()), Seen::filled);
    EXPECT_EQ(seen(comb().draw(37.34, 12, 0.34, 4).read()), Seen::filled);
    EXPECT_EQ(seen(comb().draw(14.67, 12, 0.67, 4).read()), Seen::nothing);
}

TEST(RowFields, WhatStandsInAnyFieldOfARowFillsIt) {
    const auto mark = [] {
        Table table;
        table.field(1, {10, 10, 4, 4}, {}, Capture::mark);
        return table;
    };
    EXPECT_EQ(seen(mark().read()), Seen::nothing);
    EXPECT_EQ(seen(mark().draw(11, 11, 2, 0.67).read()), Seen::filled);
    EXPECT_EQ(seen(mark().comb(1, {44, 10, 30, 8}, 6).draw(46.34, 12, 0.34, 4).read()),
              Seen::filled);
}

}  // namespace
}  // namespace indgang::ocr
