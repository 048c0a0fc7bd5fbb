// SPDX-License-Identifier: MPL-2.0
#include <gmock/gmock.h>

#include "tests/pipeline/store/contract/store_fixture.h"

namespace indgang::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr auto conflict = "conflict:changed_meanwhile";

class Copies : public StoreTest {
  protected:
    /// An application that came as `type` and stands in case "2026-<bytes>".
    std::string delivered(const std::string& bytes, const std::string& type = "tiff") {
        auto given = arrival_of(bytes);
        given.type = type;
        const auto arrival = store->receive(given).arrival;
        (void)store->add_item(arrival, item_of(1));
        store->finish_arrivals({{arrival, {}}});
        const auto id = arrival + "-1";
        EXPECT_EQ(0, store->settle({{claim(id), accepted("k-" + bytes)}}));
        store->delivered(id, "2026-" + bytes);
        return id;
    }
    [[nodiscard]] CopyState copy_state_of(const std::string& id) const {
        return store->copy(id).value().state;
    }

    const Digest pdf = Digest::of(view_of("pdf"));
};

TEST_F(Copies, IsWantedWhenAnApplicationOfPaperIsDelivered) {
    const auto id = delivered("a");
    EXPECT_EQ(copy_state_of(id), CopyState::wanted);
    const auto claimed = store->claim_copies(10);
    ASSERT_EQ(claimed.size(), 1u);
    EXPECT_EQ(claimed[0].item, id);
    EXPECT_EQ(claimed[0].case_number, "2026-a");
}

TEST_F(Copies, OfXmlIsNotWanted) {
    EXPECT_FALSE(store->copy(delivered("a", "xml")));
    EXPECT_FALSE(store->has_open_copies());
}

TEST_F(Copies, IsNoOpenWorkThatAnythingWaitsFor) {
    (void)delivered("a");
    EXPECT_FALSE(store->has_open_work());
    EXPECT_FALSE(store->next_due());
    EXPECT_TRUE(store->has_open_copies());
}

TEST_F(Copies, TellSinceWhenTheOldestOfEachStateWaits) {
    const auto began = now_ms.load();
    const auto at = [&](int minutes) {
        return UtcTime(std::chrono::milliseconds(began + minutes * 60'000));
    };
    using Times = std::map<std::string, UtcTime>;
    EXPECT_EQ(store->oldest().copies, Times{});
    const auto first = delivered("a");
    now_ms = began + 60'000;
    const auto second = delivered("b");
    now_ms = began + 2 * 60'000;
    (void)delivered("c");
    EXPECT_EQ(store->oldest().copies, (Times{{"wanted", at(0)}}));
    (void)store->claim_copies(2);
    store->copy_failed(first, "copy_trouble");
    store->copy_made(second, pdf);
    EXPECT_EQ(store->oldest().copies,
              (Times{{"failed", at(0)}, {"made", at(1)}, {"wanted", at(2)}}));
    (void)store->claim_copies(10);
    store->copy_added(second);
    EXPECT_EQ(store->oldest().copies, (Times{{"failed", at(0)}, {"wanted", at(2)}}));
}

TEST_F(Copies, GoesFromWantedToMadeToAdded) {
    const auto id = delivered("a");
    (void)store->claim_copies(1);
    store->copy_made(id, pdf);
    EXPECT_EQ(store->copy(id).value().digest, pdf);
    ASSERT_EQ(store->claim_copies(1).size(), 1u);
    store->copy_added(id);
    EXPECT_EQ(copy_state_of(id), CopyState::added);
    EXPECT_THAT(store->claim_copies(1), IsEmpty());
    EXPECT_FALSE(store->has_open_copies());
    EXPECT_EQ(store->ledger().copies, (std::map<std::string, std::int64_t>{{"added", 1}}));
    const auto events = told(id);
    EXPECT_EQ(std::vector<std::string>(events.end() - 2, events.end()),
              (std::vector<std::string>{"copy_made", "copy_added"}));
}

TEST_F(Copies, IsClaimedByOneAtATime) {
    (void)delivered("a");
    EXPECT_EQ(store->claim_copies(1).size(), 1u);
    EXPECT_THAT(store->claim_copies(1), IsEmpty());
}

TEST_F(Copies, IsTakenUpAgainAfterACrashBeforeAndAfterItIsMade) {
    const auto id = delivered("a");
    (void)store->claim_copies(1);
    reopen();
    EXPECT_EQ(store->claim_copies(1).at(0).digest, std::nullopt);
    store->copy_made(id, pdf);
    reopen();
    EXPECT_EQ(store->claim_copies(1).at(0).digest, pdf);
}

TEST_F(Copies, OfOtherBytesIsRefusedOnceItIsMade) {
    const auto id = delivered("a");
    store->copy_made(id, pdf);
    EXPECT_EQ(trouble_of([&] { store->copy_made(id, Digest::of(view_of("other"))); }), conflict);
    EXPECT_EQ(store->copy(id).value().digest, pdf);
}

TEST_F(Copies, IsNotAddedBeforeItIsMade) {
    const auto id = delivered("a");
    EXPECT_EQ(trouble_of([&] { store->copy_added(id); }), conflict);
}

TEST_F(Copies, WaitsUntilItIsDueAgain) {
    const auto id = delivered("a");
    (void)store->claim_copies(1);
    store->postpone_copy(id, "casequeue_http_503",
                         UtcTime(std::chrono::milliseconds(now_ms.load() + 1000)));
    EXPECT_THAT(store->claim_copies(1), IsEmpty());
    now_ms += 1000;
    EXPECT_EQ(store->claim_copies(1).size(), 1u);
}

TEST_F(Copies, ThatNeverEndsFailsAsPoison) {
    const auto id = delivered("a");
    for (int i = 0; i < claims_without_end; ++i) {
        EXPECT_EQ(store->claim_copies(1).size(), 1u);
        reopen();
    }
    EXPECT_THAT(store->claim_copies(1), IsEmpty());
    EXPECT_EQ(copy_state_of(id), CopyState::failed);
    EXPECT_EQ(store->copy(id).value().reason, "poison");
}

TEST_F(Copies, GivenBackAtShutdownDoesNotCount) {
    const auto id = delivered("a");
    for (int i = 0; i < 2 * claims_without_end; ++i) {
        const auto claimed = store->claim_copies(1);
        ASSERT_EQ(claimed.size(), 1u);
        store->give_copy_back(claimed[0]);
    }
    EXPECT_EQ(copy_state_of(id), CopyState::wanted);
}

TEST_F(Copies, ThatFailedIsSeenAndTakenUpAgainByAPerson) {
    const auto id = delivered("a");
    store->copy_made(id, pdf);
    store->copy_failed(id, "casequeue_http_404");
    ASSERT_EQ(store->failed_copies(10).size(), 1u);
    EXPECT_FALSE(store->has_open_copies());
    store->retry(id, {"user-7", "operator", ""});
    EXPECT_EQ(copy_state_of(id), CopyState::made);
    EXPECT_EQ(store->claim_copies(1).at(0).digest, pdf);
    EXPECT_EQ(trouble_of([&] { store->retry(id, {"user-7", "operator", ""}); }), conflict);
}

TEST_F(Copies, WithoutPagesEndsAsNone) {
    const auto id = delivered("a");
    store->copy_impossible(id);
    EXPECT_EQ(copy_state_of(id), CopyState::none);
    EXPECT_FALSE(store->has_open_copies());
}

}  // namespace
}  // namespace indgang::store
