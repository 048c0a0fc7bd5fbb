// SPDX-License-Identifier: MPL-2.0
#include "pipeline/runner/settling_crew.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <thread>

#include "adapters/http/server.h"
#include "pipeline/crew/dependencies.h"
#include "pipeline/stages/paths.h"
#include "schemas/record/json.h"
#include "schemas/xml/submission.h"
#include "tests/pipeline/store/contract/store_fixture.h"

namespace indgang::runner {
namespace {

using namespace std::chrono_literals;
using std::chrono::sys_days, std::chrono::year;
using testing::ElementsAre;

/// A crew over a store whose clock the test turns, with registers that it can take away.
class Settling : public store::StoreTest {
  protected:
    [[nodiscard]] std::unique_ptr<SettlingCrew> crew() {
        return std::make_unique<SettlingCrew>(
            SettlingSettings{1, *store, catalogue(), registers_, routes_,
                             [this] { return UtcTime(std::chrono::milliseconds(now_ms.load())); },
                             *read_, work_, settled_, dependencies_});
    }
    static const form::FormCatalogue& catalogue() {
        static const auto loaded = form::FormCatalogue::load(
            {std::filesystem::path(INDGANG_SOURCE_DIR) / "schemas" / "forms"});
        return loaded;
    }
    /// The record of a sample, as a worker reads it.
    static store::NewItem sample(const std::string& comment) {
        std::ifstream in(std::string(INDGANG_SOURCE_DIR) + "/samples/xml/boligstoette-single.xml");
        const std::string xml =
            std::string(std::istreambuf_iterator<char>(in), {}) + "<!--" + comment + "-->";
        xml::SubmissionReader reader(catalogue());
        stages::XmlPath path{stages::Parse(reader), stages::Map(reader)};
        const auto bytes = view_of(xml);
        const auto record = path.run({bytes, {Digest::of(bytes), sys_days(year(2026) / 11 / 29)}});
        return {1, record.form.form, record.form.version, record::to_json(record)};
    }
    /// A batch of arrivals that are claimed and were read as `items`.
    crew::Handover::Batch batch(const std::vector<store::NewItem>& items) {
        for (std::size_t i = 0; i < items.size(); ++i) {
            (void)store->receive(arrival_of("document " + std::to_string(++documents_)));
        }
        crew::Handover::Batch read;
        for (auto& arrival : store->claim_arrivals(static_cast<int>(items.size()))) {
            read.push_back({std::move(arrival), items[read.size()]});
        }
        return read;
    }
    static std::string id_of(const crew::Handover::Document& document) {
        return document.arrival.id + "-1";
    }
    /// The state of an item, once it is in one of these.
    store::ItemState wait_for(const std::string& id, std::vector<store::ItemState> wanted) {
        constexpr int patience = 5'000;
        for (int i = 0; i < patience; ++i) {
            const auto item = store->item(id);
            if (item && std::find(wanted.begin(), wanted.end(), item->state) != wanted.end()) {
                return item->state;
            }
            std::this_thread::sleep_for(1ms);
        }
        ADD_FAILURE() << "it came to no end";
        return store::ItemState::recorded;
    }

    std::map<std::string, http::ClientSettings> registers_;
    const std::vector<stages::Route> routes_ = stages::everything_to(store::first_destination);
    crew::WakeUp work_, settled_;
    std::unique_ptr<crew::Handover> read_ = std::make_unique<crew::Handover>(*store);
    crew::Dependencies dependencies_{clock(), {}};
    int documents_ = 0;
};

using store::ItemState;

TEST_F(Settling, WritesWhatWasReadOnceAndAsItWillStay) {
    const auto documents = batch({sample("a")});
    read_->put(documents);
    const auto running = crew();
    EXPECT_EQ(wait_for(id_of(documents[0]), {ItemState::ready, ItemState::parked}),
              ItemState::ready);
    EXPECT_THAT(told(id_of(documents[0])), ElementsAre("settled"))
        << store->item(id_of(documents[0]))->reason;
}

TEST_F(Settling, AsksAboutTheSecondOfTwoThatCameTogether) {
    const auto documents = batch({sample("a"), sample("b")});
    read_->put(documents);
    const auto running = crew();
    EXPECT_EQ(wait_for(id_of(documents[0]), {ItemState::ready, ItemState::parked}),
              ItemState::ready);
    EXPECT_EQ(wait_for(id_of(documents[1]), {ItemState::ready, ItemState::parked}),
              ItemState::parked);
    EXPECT_THAT(told(id_of(documents[1])), ElementsAre("recorded", "parked"))
        << "neither knew of the other when it was looked for";
}

TEST_F(Settling, AsksAboutOneThatCameBefore) {
    const auto first = batch({sample("a")});
    read_->put(first);
    const auto running = crew();
    EXPECT_EQ(wait_for(id_of(first[0]), {ItemState::ready, ItemState::parked}), ItemState::ready);
    const auto second = batch({sample("b")});
    read_->put(second);
    work_.ring();
    EXPECT_EQ(wait_for(id_of(second[0]), {ItemState::ready, ItemState::parked}), ItemState::parked);
    EXPECT_THAT(told(id_of(second[0])), ElementsAre("parked")) << "seen at the first look";
}

TEST_F(Settling, RecordsWhatNobodyKnowsTheFormOf) {
    auto item = sample("a");
    const auto at = item.record.find(R"("version":"1")");
    ASSERT_NE(at, std::string::npos);
    item.record.replace(at, std::string(R"("version":"1")").size(), R"("version":"9")");
    auto spoiled = sample("b");
    spoiled.record = "no record";
    const auto documents = batch({item, spoiled, sample("c")});
    read_->put(documents);
    const auto running = crew();
    EXPECT_EQ(wait_for(id_of(documents[0]), {ItemState::ready, ItemState::parked}),
              ItemState::parked);
    EXPECT_EQ(store->item(id_of(documents[0]))->reason, "unknown_form");
    EXPECT_EQ(wait_for(id_of(documents[1]), {ItemState::ready, ItemState::parked}),
              ItemState::parked);
    EXPECT_EQ(wait_for(id_of(documents[2]), {ItemState::ready, ItemState::parked}),
              ItemState::ready)
        << "the others of the batch are not held up";
}

TEST_F(Settling, WaitsForARegisterAndCountsAttemptsNotClaims) {
    const http::Server down({}, [](const http::ServerRequest&) {
        return http::ServerResponse{.status = 503, .body = {}};
    });
    registers_["cpr"].base_url = "http://127.0.0.1:" + std::to_string(down.port());
    const auto documents = batch({sample("a")});
    const auto id = id_of(documents[0]);
    read_->put(documents);
    const auto attempts = [&] { return store->item(id)->attempts; };
    {
        const auto running = crew();
        EXPECT_EQ(wait_for(id, {ItemState::waiting, ItemState::parked, ItemState::ready}),
                  ItemState::waiting);
        EXPECT_EQ(attempts(), 1);
        const auto due = store->item(id)->not_before.time_since_epoch().count();
        EXPECT_LE(due - now_ms, 1'000) << "the first step of the backoff";
    }
    // Claims that come to no end say nothing of the register.
    now_ms += 1'000;
    for (int death = 0; death < 3; ++death) {
        ASSERT_EQ(store->claim_items(1).size(), 1U);
        read_.reset();
        reopen();
        read_ = std::make_unique<crew::Handover>(*store);
    }
    EXPECT_EQ(attempts(), 1);
    const auto running = crew();
    for (int i = 0; i < 5'000 && attempts() < 2; ++i) {
        std::this_thread::sleep_for(1ms);
    }
    EXPECT_EQ(attempts(), 2);
    const auto due = store->item(id)->not_before.time_since_epoch().count();
    EXPECT_LE(due - now_ms, 2'000) << "the second step";
    EXPECT_GT(due - now_ms, 500);
}

TEST_F(Settling, BeginsAnewWhenItWaitsForSomethingElse) {
    const http::Server down({}, [](const http::ServerRequest&) {
        return http::ServerResponse{.status = 503, .body = {}};
    });
    registers_["cpr"].base_url = "http://127.0.0.1:" + std::to_string(down.port());
    const auto arrival = store->receive(arrival_of("a")).arrival;
    store->finish_arrivals({{arrival, {sample("a")}}});
    const auto id = arrival + "-1";
    constexpr int looks = 8;
    for (int look = 0; look < looks; ++look) {
        store->postpone(claim(id), "batch_unread",
                        UtcTime(std::chrono::milliseconds(now_ms.load())));
    }
    const auto running = crew();
    for (int i = 0; i < 5'000 && store->item(id)->reason == "batch_unread"; ++i) {
        std::this_thread::sleep_for(1ms);
    }
    EXPECT_EQ(store->item(id)->attempts, 1);
    const auto due = store->item(id)->not_before.time_since_epoch().count();
    EXPECT_LE(due - now_ms, 1'000) << "the first step of the backoff";
}

}  // namespace
}  // namespace indgang::runner
