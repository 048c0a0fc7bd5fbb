// SPDX-License-Identifier: MPL-2.0
// What people at the desk are in the middle of.
#include "pipeline/store/desk_book.h"

#include "tests/pipeline/store/contract/store_fixture.h"

namespace indgang::store {
namespace {

using std::chrono::minutes, std::chrono::milliseconds;

constexpr auto conflict = "conflict:changed_meanwhile";

class DeskBookTest : public StoreTest {
  protected:
    DeskBookTest() {
        item = recorded("a");
        EXPECT_EQ(0, store->settle({{claim(item), parked("low_probability:fornavn")}}));
    }
    DeskBook& book() { return desk_book_of(*store); }
    [[nodiscard]] UtcTime in(milliseconds time) const {
        return UtcTime(milliseconds(now_ms.load()) + time);
    }
    Item seen() { return store->item(item).value(); }
    std::int64_t enter(std::int64_t last_seen, const std::string& user, const std::string& value,
                       const std::string& question = "fornavn") {
        return book().enter(seen(), last_seen,
                            {.question = question, .user = user, .value = value});
    }

    std::string item;
};

TEST_F(DeskBookTest, WhatOneHoldsNobodyElseIsGiven) {
    EXPECT_EQ(book().hold(item, "op1", in(minutes(2)), false).user, "op1");
    const auto other = book().hold(item, "op2", in(minutes(2)), false);
    EXPECT_EQ(other.user, "op1");
    EXPECT_EQ(other.until, in(minutes(2)));
    ASSERT_EQ(book().holds().size(), 1U);
    EXPECT_EQ(book().holds().front().item, item);
}

TEST_F(DeskBookTest, WhoHoldsItGoesOnHoldingIt) {
    (void)book().hold(item, "op1", in(minutes(2)), false);
    (void)book().hold(item, "op1", in(minutes(4)), false);
    now_ms += milliseconds(minutes(3)).count();
    EXPECT_EQ(book().hold(item, "op2", in(minutes(2)), false).user, "op1");
}

TEST_F(DeskBookTest, AHoldEndsByItself) {
    (void)book().hold(item, "op1", in(minutes(2)), false);
    now_ms += milliseconds(minutes(2)).count();
    EXPECT_TRUE(book().holds().empty());
    EXPECT_EQ(book().hold(item, "op2", in(minutes(2)), false).user, "op2");
}

TEST_F(DeskBookTest, AClockThatWasSetBackStrandsNothing) {
    (void)book().hold(item, "op1", in(minutes(2)), false);
    now_ms -= milliseconds(minutes(60)).count();
    EXPECT_EQ(book().hold(item, "op2", in(minutes(2)), false).user, "op2");
}

TEST_F(DeskBookTest, WhatIsTakenOverIsTheOthers) {
    (void)book().hold(item, "op1", in(minutes(2)), false);
    EXPECT_EQ(book().hold(item, "op2", in(minutes(2)), true).user, "op2");
    book().let_go(item, "op1");
    ASSERT_EQ(book().holds().size(), 1U);
    EXPECT_EQ(book().holds().front().user, "op2");
}

TEST_F(DeskBookTest, WhatIsLetGoIsFree) {
    (void)book().hold(item, "op1", in(minutes(2)), false);
    book().let_go(item, "op1");
    EXPECT_TRUE(book().holds().empty());
}

TEST_F(DeskBookTest, AnotherProcessSeesWhoHoldsIt) {
    (void)book().hold(item, "op1", in(minutes(2)), false);
    const auto other = another();
    EXPECT_EQ(desk_book_of(*other).hold(item, "op2", in(minutes(2)), false).user, "op1");
}

TEST_F(DeskBookTest, EntriesStandInTheirOrder) {
    const auto first = enter(0, "op1", "Bo");
    const auto second = enter(first, "op1", "Ib");
    EXPECT_GT(second, first);
    const auto all = book().entries(item);
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].value, "Bo");
    EXPECT_EQ(all[1].value, "Ib");
    EXPECT_EQ(all[1].kind, EntryKind::value);
    EXPECT_EQ(all[1].user, "op1");
    EXPECT_EQ(all[1].at, clock()());
}

TEST_F(DeskBookTest, NobodyWritesOverWhatHeHasNotSeen) {
    (void)enter(0, "op1", "Bo");
    EXPECT_EQ(trouble_of([&] { (void)enter(0, "op2", "Ib"); }), conflict);
    EXPECT_EQ(trouble_of([&] { (void)enter(0, "op1", "Ib"); }), conflict);
    EXPECT_EQ(book().entries(item).size(), 1U);
}

TEST_F(DeskBookTest, AnotherQuestionIsNoConflict) {
    (void)enter(0, "op1", "Bo");
    EXPECT_EQ(trouble_of([&] { (void)enter(0, "op2", "Holm", "efternavn"); }), "nothing");
}

TEST_F(DeskBookTest, WhatWasSaidOfAnEarlierRevisionIsWorthNothing) {
    const auto before = seen();
    (void)enter(0, "op1", "Bo");
    store->correct(before, "{}", {}, {"op2", "operator", ""});
    EXPECT_TRUE(book().entries(item).empty());
    EXPECT_EQ(
        trouble_of([&] { (void)book().enter(before, 99, {.question = "fornavn", .user = "op1"}); }),
        conflict);
}

TEST_F(DeskBookTest, CountsWhatWasSaidOfAUserAndOfAll) {
    const auto since = clock()();
    (void)enter(0, "op1", "Bo");
    (void)book().enter(seen(), 9,
                       {.question = "efternavn", .user = "op1", .kind = EntryKind::agreed});
    now_ms += milliseconds(minutes(5)).count();
    (void)book().enter(seen(), 9, {.question = "email", .user = "op1", .kind = EntryKind::agreed});
    (void)book().enter(seen(), 9, {.question = "city", .user = "op2", .kind = EntryKind::agreed});
    (void)book().enter(seen(), 9,
                       {.question = "city", .user = "op2", .kind = EntryKind::withdrawn});
    const auto own = book().entry_counts("op1", since);
    EXPECT_EQ(own.entries, 3);
    EXPECT_EQ(own.typed, 1);
    EXPECT_EQ(own.minutes, 2);
    const auto all = book().entry_counts("", since);
    EXPECT_EQ(all.entries, 4);
    EXPECT_EQ(all.minutes, 3);
    EXPECT_EQ(all.people, 2);
    EXPECT_EQ(book().entry_counts("op1", in(minutes(1))).entries, 0);
}

TEST_F(DeskBookTest, WhatWasSaidOfEarlierRevisionsIsStillToBeHad) {
    const auto before = seen();
    (void)enter(0, "op1", "Bo");
    store->correct(before, "{}", {}, {"op2", "operator", ""});
    (void)enter(9, "op2", "Ib");
    const auto all = book().all_entries(item);
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all.front().value, "Bo");
    EXPECT_EQ(book().entries(item).size(), 1U);
}

TEST_F(DeskBookTest, WhatWasSaidOfACharacterCountsWithItsField) {
    (void)enter(0, "op1", "7", "fornavn#2");
    EXPECT_EQ(book().entry_counts("op1", clock()()).entries, 0);
    EXPECT_EQ(book().entries(item).size(), 1U);
}

TEST_F(DeskBookTest, AnAnswerAboutAKnownFieldIsCountedAndChangesNothing) {
    const auto since = clock()();
    const auto before = seen();
    book().note({item, "fornavn", "op1", true, false});
    book().note({item, "fornavn", "op2", false, true});
    EXPECT_EQ(book().known_counts("op1", since), (KnownCounts{1, 1, 1}));
    EXPECT_EQ(book().known_counts("", since), (KnownCounts{2, 1, 2}));
    EXPECT_EQ(book().known_counts("", in(minutes(1))), KnownCounts{});
    EXPECT_EQ(book().entry_counts("op1", since), (EntryCounts{1, 1, 1, 1}));
    EXPECT_EQ(book().entry_counts("", since).typed, 1);
    EXPECT_TRUE(book().all_entries(item).empty());
    EXPECT_EQ(seen().revision, before.revision);
    EXPECT_EQ(seen().record, before.record);
}

TEST_F(DeskBookTest, ThereIsNoSuchItem) {
    EXPECT_EQ(trouble_of([&] { (void)book().hold("id9-1", "op1", in(minutes(2)), false); }),
              "not_found:no_such_item");
}

}  // namespace
}  // namespace indgang::store
