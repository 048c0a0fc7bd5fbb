// SPDX-License-Identifier: MPL-2.0
// Lists and searches, which load no record.
#include "tests/pipeline/store/contract/store_fixture.h"

namespace indgang::store {
namespace {

class Listings : public StoreTest {
  protected:
    std::string settled(const std::string& bytes, const Listing& listing,
                        const std::string& reason = "name_differs") {
        const auto id = recorded(bytes);
        auto settlement = parked(reason);
        settlement.listing = listing;
        EXPECT_EQ(store->settle({{claim(id), settlement}}), 0);
        return id;
    }
    [[nodiscard]] std::vector<std::string> found(const Search& search) const {
        std::vector<std::string> ids;
        for (const auto& item : store->search(search).items) {
            ids.push_back(item.id);
        }
        return ids;
    }
    using Ids = std::vector<std::string>;
};

TEST_F(Listings, ShowWhatASettlementSaid) {
    const auto id = settled("a", {.cpr = "7001011234",
                                  .person = "Bo Lund",
                                  .source = "paper",
                                  .pages = "1-3",
                                  .reasons = {"low_probability:fornavn", "missing_page"},
                                  .filled = 20,
                                  .doubtful = 2});
    const auto all = store->search({});
    ASSERT_EQ(all.items.size(), 1U);
    EXPECT_EQ(all.total, 1);
    const auto& item = all.items.front();
    EXPECT_EQ(item.id, id);
    EXPECT_EQ(item.file, "x.xml");
    EXPECT_EQ(item.listing.person, "Bo Lund");
    EXPECT_EQ(item.listing.pages, "1-3");
    EXPECT_EQ(item.listing.reasons, (Ids{"low_probability:fornavn", "missing_page"}));
    EXPECT_EQ(item.listing.filled, 20);
    EXPECT_EQ(item.listing.doubtful, 2);
    EXPECT_EQ(item.received_at, UtcTime(std::chrono::milliseconds(1'000'000)));
}

TEST_F(Listings, ShowWhatWasNeverSettledToo) {
    const auto id = recorded("a");
    EXPECT_EQ(found({}), Ids{id});
    EXPECT_TRUE(store->search({}).items.front().listing.person.empty());
}

TEST_F(Listings, ComePageByPageWithTheirTotal) {
    Ids all;
    for (int i = 0; i < 5; ++i) {
        all.push_back(recorded(std::to_string(i)));
    }
    const auto second = store->search({.page = 2, .per_page = 2});
    EXPECT_EQ(second.total, 5);
    ASSERT_EQ(second.items.size(), 2U);
    EXPECT_EQ(second.items[0].id, all[2]);
    EXPECT_EQ(second.items[1].id, all[3]);
    EXPECT_EQ(found({.page = 3, .per_page = 2}), Ids{all[4]});
    EXPECT_TRUE(found({.page = 4, .per_page = 2}).empty());
    EXPECT_EQ(found({.per_page = 2, .is_newest_first = true}), (Ids{all[4], all[3]}));
}

TEST_F(Listings, AreSearchedByEachThingThatIsKnown) {
    const auto bo = settled("a", {.cpr = "7001011234",
                                  .person = "Bo Lund",
                                  .source = "paper",
                                  .print_set = "S1",
                                  .content = "c1",
                                  .reasons = {"missing_page"}});
    now_ms = 2'000'000;
    const auto ida = settled("b", {.cpr = "7001011235",
                                   .person = "Ida 100% Holm",
                                   .source = "xml",
                                   .content = "c2",
                                   .reasons = {"name_differs", "low_probability:gade"}});
    EXPECT_EQ(found({.person = "7001011234"}), Ids{bo});
    EXPECT_EQ(found({.person = "lund"}), Ids{bo});
    EXPECT_EQ(found({.person = "0%"}), Ids{ida}) << "a percent sign is itself";
    EXPECT_EQ(found({.reason = "missing_page"}), Ids{bo});
    EXPECT_EQ(found({.reason = "low_probability"}), Ids{ida}) << "not only the first reason";
    EXPECT_EQ(found({.print_set = "S1"}), Ids{bo});
    EXPECT_EQ(found({.content = "c2"}), Ids{ida});
    EXPECT_EQ(found({.source = "xml"}), Ids{ida});
    EXPECT_EQ(found({.form = "boligstoette"}), (Ids{bo, ida}));
    EXPECT_TRUE(found({.form = "sp501"}).empty());
    EXPECT_EQ(found({.file = "x.x"}), (Ids{bo, ida}));
    EXPECT_TRUE(found({.file = "y"}).empty());
    EXPECT_EQ(found({.arrival = "id2"}), Ids{ida});
    EXPECT_EQ(found({.item = bo}), Ids{bo});
    EXPECT_EQ(found({.state = ItemState::parked}), (Ids{bo, ida}));
    EXPECT_TRUE(found({.state = ItemState::delivered}).empty());
    const UtcTime between(std::chrono::milliseconds(1'500'000));
    EXPECT_EQ(found({.received_from = between}), Ids{ida});
    EXPECT_EQ(found({.received_until = between}), Ids{bo});
}

TEST_F(Listings, FollowACorrection) {
    const auto id = settled("a", {.person = "Bo"});
    store->correct(*store->item(id), "{}", {.person = "Ib"}, {"u1", "operator", ""});
    EXPECT_EQ(store->search({}).items.front().listing.person, "Ib");
    EXPECT_TRUE(store->search({}).items.front().listing.reasons.empty());
}

TEST_F(Listings, AreGivenToAPersonAndKeepThat) {
    const auto id = settled("a", {.person = "Bo"});
    store->assign(id, "u7", {"u1", "manager", ""});
    store->correct(*store->item(id), "{}", {.person = "Ib"}, {"u7", "operator", ""});
    EXPECT_EQ(found({.assignee = "u7"}), Ids{id});
    EXPECT_TRUE(found({.assignee = "u8"}).empty());
}

/// Two that say the same are settled by two threads at once: neither has seen the other.
TEST_F(Listings, LeaveOutASettlementWhoseTwinCameMeanwhile) {
    const auto one = recorded("a"), other = recorded("b");
    auto items = store->claim_items(10);
    ASSERT_EQ(items.size(), 2U);
    auto first = accepted("k1"), second = accepted("k2");
    first.listing = second.listing = {.cpr = "7001011234", .content = "c"};
    first.looked_until = second.looked_until = store->glance({}, "", "").moment;
    EXPECT_EQ(store->settle({{items[0], first}, {items[1], second}}), 1);
    EXPECT_EQ(state_of(one), ItemState::ready);
    EXPECT_EQ(state_of(other), ItemState::recorded);
    second.looked_until = store->glance({}, "", "").moment;
    EXPECT_EQ(store->settle({{claim(other), second}}), 0) << "it has seen its twin by now";
}

TEST_F(Listings, LeaveOutASettlementOfTheSamePrintToo) {
    (void)recorded("a");
    (void)recorded("b");
    auto items = store->claim_items(10);
    auto first = accepted("k1"), second = accepted("k2");
    first.listing = {.print_set = "S", .content = "c1"};
    second.listing = {.print_set = "S", .content = "c2"};
    first.looked_until = second.looked_until = store->glance({}, "", "").moment;
    EXPECT_EQ(store->settle({{items[0], first}, {items[1], second}}), 1);
}

TEST_F(Listings, HoldUpNobodyElse) {
    (void)recorded("a");
    (void)recorded("b");
    auto items = store->claim_items(10);
    auto first = accepted("k1"), second = accepted("k2");
    first.listing = {.cpr = "7001011234", .content = "c1"};
    second.listing = {.cpr = "7001011234", .content = "c2"};
    first.looked_until = second.looked_until = store->glance({}, "", "").moment;
    EXPECT_EQ(store->settle({{items[0], first}, {items[1], second}}), 0);
}

TEST_F(Listings, TellAtAGlanceWhetherThereIsAnotherOfThePersonOrThePrint) {
    const auto id = settled("a", {.cpr = "7001011234", .print_set = "S"});
    const auto own = *store->item(id);
    const auto other = claim(recorded("b"));
    EXPECT_FALSE(store->glance(own, "7001011234", "S").is_any_listed) << "it is itself";
    EXPECT_TRUE(store->glance(other, "7001011234", "").is_any_listed);
    EXPECT_TRUE(store->glance(other, "", "S").is_any_listed);
    EXPECT_FALSE(store->glance(other, "7001011235", "T").is_any_listed);
    EXPECT_FALSE(store->glance(other, "", "").is_any_listed) << "what is empty is nobody's";
}

TEST_F(Listings, TellOfSeveralAtAGlance) {
    (void)settled("a", {.cpr = "7001011234"});
    const std::vector<Store::Sought> sought{{0, "7001011235", ""}, {0, "7001011234", ""}};
    const auto glances = store->glances(sought);
    ASSERT_EQ(glances.size(), 2U);
    EXPECT_FALSE(glances[0].is_any_listed);
    EXPECT_TRUE(glances[1].is_any_listed);
    EXPECT_EQ(glances[0].moment, glances[1].moment);
    EXPECT_GT(glances[0].moment, 0);
}

TEST_F(Listings, AreMadeUpForWhereTheyLack) {
    const auto id = settled("a", {.person = "Bo"});
    store->list({{id, {.person = "Ib"}}});
    EXPECT_EQ(store->search({}).items.front().listing.person, "Ib");
    EXPECT_TRUE(store->unlisted(10).empty());
}

TEST_F(Listings, WriteDownWhoLookedAtAllOfThemOrNone) {
    const std::vector<std::string> ids{recorded("a"), recorded("b")};
    const Author author{"u7", "operator", ""};
    store->looked(ids, "searched", author);
    for (const auto& id : ids) {
        ASSERT_EQ(store->acts(id).size(), 1U);
        EXPECT_EQ(store->acts(id)[0].what, "searched");
    }
    const std::vector<std::string> with_a_stranger{ids[0], "nobody-1"};
    EXPECT_THROW(store->looked(with_a_stranger, "searched", author), Error);
    EXPECT_EQ(store->acts(ids[0]).size(), 1U);
}

TEST_F(Listings, FindsOnlyFormsThatAreNamed) {
    const auto id = recorded("a");
    EXPECT_EQ(store->search({.forms = std::vector{store->item(id)->form, std::string("x")}}).total,
              1);
    EXPECT_EQ(store->search({.forms = std::vector{std::string("x")}}).total, 0);
    EXPECT_EQ(store->search({.forms = std::vector<std::string>()}).total, 0);
    EXPECT_EQ(
        store->search({.state = ItemState::recorded, .forms = std::vector<std::string>()}).total,
        0);
}

TEST_F(Listings, OfArrivalsFollowWhatIsAskedPageByPage) {
    const auto first = settled("a", {.person = "Bo"});
    now_ms += 1'000;
    const UtcTime between(std::chrono::milliseconds(now_ms.load()));
    (void)store->receive(arrival_of("b"));
    (void)store->receive(arrival_of("c"));
    const auto found = [&](const ArrivalSearch& search) {
        std::vector<std::string> ids;
        for (const auto& listed : store->search_arrivals(search).arrivals) {
            ids.push_back(listed.arrival.id);
        }
        return ids;
    };
    EXPECT_EQ(found({}), (Ids{"id3", "id2", "id1"}));
    EXPECT_EQ(found({.page = 2, .per_page = 2}), Ids{"id1"});
    EXPECT_EQ(store->search_arrivals({.page = 2, .per_page = 2}).total, 3);
    EXPECT_EQ(found({.is_without_application = true}), (Ids{"id3", "id2"}));
    EXPECT_EQ(found({.state = ArrivalState::read}), Ids{"id1"});
    EXPECT_EQ(found({.arrival = "id2"}), Ids{"id2"});
    EXPECT_EQ(found({.received_until = between}), Ids{"id1"});
    EXPECT_EQ(found({.received_from = between}), (Ids{"id3", "id2"}));
    EXPECT_EQ(found({.file = "%"}), Ids{}) << "a percent sign is itself";
    const auto with_one = store->search_arrivals({.arrival = "id1"}).arrivals.at(0);
    EXPECT_EQ(with_one.applications, 1);
    EXPECT_EQ(with_one.waiting, 1);
    const auto unread = store->search_arrivals({.arrival = "id2"}).arrivals.at(0);
    EXPECT_EQ(unread.applications + unread.waiting, 0);
}

}  // namespace
}  // namespace indgang::store
