// SPDX-License-Identifier: MPL-2.0
// A process that is killed, and one that stands still.
#include "pipeline/store/sqlite/leases.h"

#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <thread>

#include "tests/pipeline/store/sqlite/sqlite_fixture.h"

namespace indgang::store::sqlite {
namespace {

using testing::IsEmpty;
using testing::SizeIs;
using namespace std::chrono_literals;

constexpr auto conflict = "conflict:changed_meanwhile";

class LeaseTest : public SqliteTest {
  protected:
    [[nodiscard]] std::unique_ptr<Store> open_with(const LeaseTerms& terms) {
        return std::make_unique<SqliteStore>(
            folder.path(), Access::write, clock(), [this] { return "id" + std::to_string(++ids); },
            terms);
    }
    /// One that never says that it lives, as if it had been stopped.
    [[nodiscard]] std::unique_ptr<Store> standing_still() { return open_with({.beat = 1h}); }
    /// One that does not wait for those that stand still.
    [[nodiscard]] std::unique_ptr<Store> impatient() {
        return open_with({.beat = 20ms, .length = 300ms});
    }
    /// Lets `looking` see for as long as its terms say that others do not beat.
    /// Gives what it got.
    static std::size_t look_for_a_while(Store& looking) {
        std::size_t got = 0;
        for (int look = 0; look < 25; ++look) {
            got += looking.claim_arrivals(1).size();
            std::this_thread::sleep_for(110ms);
        }
        return got;
    }
};

TEST_F(LeaseTest, AProcessThatIsKilledLosesItsWorkAtOnce) {
    (void)recorded("a");
    const auto process = ::fork();
    if (process == 0) {
        const auto killed = another();
        (void)killed->claim_items(1);
        ::raise(SIGKILL);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(process, &status, 0), process);
    ASSERT_TRUE(WIFSIGNALED(status));
    EXPECT_EQ(number("SELECT count(*) FROM items WHERE owner <> 0"), 1);
    EXPECT_THAT(store->claim_items(1), SizeIs(1));
}

TEST_F(LeaseTest, AProcessThatStandsStillLosesItsWorkAndItsLateResultIsRefused) {
    store = standing_still();
    const auto arrival = store->receive(arrival_of("a")).arrival;
    const auto sent = ready("b", "k");
    const auto item = claim(recorded("c"));
    ASSERT_THAT(store->claim_arrivals(1), SizeIs(1));
    ASSERT_THAT(store->claim_deliveries(1), SizeIs(1));
    const auto looking = impatient();
    EXPECT_THAT(looking->claim_arrivals(1), IsEmpty());
    std::this_thread::sleep_for(400ms);
    EXPECT_THAT(looking->claim_arrivals(1), SizeIs(1));
    EXPECT_THAT(looking->claim_items(1), SizeIs(1));
    EXPECT_THAT(looking->claim_deliveries(1), SizeIs(1));
    EXPECT_EQ(trouble_of([&] { store->set_pages(arrival, 3); }), conflict);
    EXPECT_EQ(trouble_of([&] { store->put_pages(arrival, {{1, "{}", {}, ""}}); }), conflict);
    EXPECT_EQ(trouble_of([&] { (void)store->add_item(arrival, item_of()); }), conflict);
    EXPECT_EQ(trouble_of([&] { store->finish_arrivals({{arrival, {item_of()}}}); }), conflict);
    EXPECT_EQ(trouble_of([&] { store->reject_arrival(arrival, "r", "", ""); }), conflict);
    EXPECT_EQ(store->settle({{item, accepted("late")}}), 1);
    EXPECT_EQ(trouble_of([&] { store->park(item, "r"); }), conflict);
    EXPECT_EQ(trouble_of([&] { store->postpone_delivery(sent, "r", clock()()); }), conflict);
    EXPECT_EQ(trouble_of([&] { store->dead_letter(sent, "r"); }), conflict);
    // Nothing of it is given back in the new owner's place.
    store->release_arrival(arrival);
    EXPECT_EQ(number("SELECT count(*) FROM arrivals WHERE owner = 0 AND state = 'received'"), 0);
    looking->finish_arrivals({{arrival, {item_of()}}});
}

TEST_F(LeaseTest, ThatThereIsACaseIsTrueWhoeverSaysSo) {
    store = standing_still();
    const auto sent = ready("a", "k");
    ASSERT_THAT(store->claim_deliveries(1), SizeIs(1));
    const auto looking = impatient();
    (void)looking->claim_deliveries(1);
    std::this_thread::sleep_for(400ms);
    ASSERT_THAT(looking->claim_deliveries(1), SizeIs(1));
    store->delivered(sent, "2026-1");
    looking->delivered(sent, "2026-1");
    EXPECT_EQ(state_of(sent), ItemState::delivered);
}

TEST_F(LeaseTest, AProcessThatBeatsKeepsItsWork) {
    store = open_with({.beat = 20ms});
    (void)store->receive(arrival_of("a"));
    ASSERT_THAT(store->claim_arrivals(1), SizeIs(1));
    // Longer than any flush of a busy disk, and shorter than the looking.
    const auto looking = open_with({.beat = 20ms, .length = 2s});
    EXPECT_EQ(look_for_a_while(*looking), 0U);
}

TEST_F(LeaseTest, AProcessThatWasTakenForDeadGoesOnUnderANewNumber) {
    store = open_with({.beat = 50ms});
    (void)recorded("a");
    ASSERT_THAT(store->claim_items(1), SizeIs(1));
    run("UPDATE owners SET is_ended = 1 WHERE is_ended = 0");
    const auto before = number("SELECT max(number) FROM owners");
    for (int wait = 0; wait < 500 && number("SELECT max(number) FROM owners") == before; ++wait) {
        std::this_thread::sleep_for(10ms);
    }
    EXPECT_EQ(number("SELECT max(number) FROM owners WHERE is_ended = 0"), before + 1);
    (void)recorded("b");
    EXPECT_THAT(store->claim_items(5), SizeIs(1));  // "a" is a suspect, and still in its hands
    const auto other = another();
    std::this_thread::sleep_for(110ms);
    EXPECT_THAT(other->claim_items(5), SizeIs(1)) << "what it had claimed before is anybody's";
    EXPECT_THAT(other->claim_items(5), IsEmpty());
}

TEST_F(LeaseTest, AProcessThatEndsGivesItsLeaseBack) {
    (void)recorded("a");
    (void)store->claim_items(1);
    store.reset();
    EXPECT_EQ(number("SELECT count(*) FROM owners WHERE is_ended = 0"), 0);
}

}  // namespace
}  // namespace indgang::store::sqlite
