// SPDX-License-Identifier: MPL-2.0
#include "pipeline/runner/delivering_crew.h"

#include <algorithm>
#include <atomic>

#include "adapters/http/server.h"
#include "tests/pipeline/store/contract/store_fixture.h"

namespace indgang::runner {
namespace {

using namespace std::chrono_literals;

/// A case system that answers what the test says, and a store whose clock the test turns.
class Delivering : public store::StoreTest {
  protected:
    [[nodiscard]] std::unique_ptr<DeliveringCrew> crew() {
        return crew_to(std::string(store::first_destination), server_.port());
    }
    [[nodiscard]] std::unique_ptr<DeliveringCrew> crew_to(const std::string& destination,
                                                          int port) {
        casequeue::Destination casequeue;
        casequeue.server.base_url = "http://127.0.0.1:" + std::to_string(port);
        return std::make_unique<DeliveringCrew>(
            DeliveringSettings{1, *store, blobs_, destination, casequeue, pauses_,
                               [this] { return UtcTime(std::chrono::milliseconds(now_ms.load())); },
                               settled_, delivered_, dependencies_});
    }
    /// As `ready`, to another destination.
    std::string ready_for(const std::string& destination, const std::string& bytes) {
        const auto id = recorded(bytes);
        auto settlement = accepted("key of " + bytes);
        settlement.destination = destination;
        EXPECT_EQ(0, store->settle({{claim(id), settlement}}));
        return id;
    }
    [[nodiscard]] int postponed(const std::string& id) const {
        const auto what = told(id);
        return static_cast<int>(std::count(what.begin(), what.end(), "delivery_postponed"));
    }
    /// The first event of the item that is one of these, once there is one.
    std::string next_of(const std::string& id, const std::vector<std::string>& wanted) {
        for (int i = 0; i < 5'000; ++i) {
            for (const auto& what : told(id)) {
                if (std::find(wanted.begin(), wanted.end(), what) != wanted.end()) {
                    return what;
                }
            }
            std::this_thread::sleep_for(1ms);
        }
        return "nothing";
    }

    std::atomic<int> status_{201};
    store::Blobs blobs_{folder.path()};
    crew::WakeUp settled_, delivered_;
    crew::Pauses pauses_;
    std::vector<std::string> said_;
    crew::Dependencies dependencies_{
        [this] { return UtcTime(std::chrono::milliseconds(now_ms.load())); },
        [this](const std::string& line) { said_.push_back(line); }};
    std::atomic<bool> is_garbled_{false};
    std::string asks_to_wait_;  ///< Retry-After; set before a crew is there
    std::atomic<int> requests_{0};
    http::Server server_{{}, [this](const http::ServerRequest&) {
                             const int number = ++requests_;
                             http::ServerResponse response;
                             response.status = status_;
                             if (!asks_to_wait_.empty()) {
                                 response.headers["Retry-After"] = asks_to_wait_;
                             }
                             response.body = is_garbled_ ? "<html>"
                                                         : R"({"case_number":"S-)" +
                                                               std::to_string(number) + "\"}";
                             return response;
                         }};
};

TEST_F(Delivering, EndsWithACaseNumber) {
    const auto id = ready("a", "k");
    const auto running = crew();
    EXPECT_EQ(next_of(id, {"delivered", "dead"}), "delivered");
    EXPECT_EQ(store->item(id)->case_number, "S-1");
}

TEST_F(Delivering, EndsEachOfManyOnce) {
    constexpr int many = 100;
    for (int i = 0; i < many; ++i) {
        (void)ready("a" + std::to_string(i), "k" + std::to_string(i));
    }
    const auto running = crew();
    for (int i = 1; i <= many; ++i) {
        const auto id = "id" + std::to_string(i) + "-1";
        EXPECT_EQ(next_of(id, {"delivered", "dead"}), "delivered");
    }
    EXPECT_EQ(requests_, many);
}

TEST_F(Delivering, OfWhatTheCaseSystemRefusesWaitsForAPerson) {
    status_ = 422;
    const auto id = ready("a", "k");
    const auto running = crew();
    EXPECT_EQ(next_of(id, {"delivered", "dead", "delivery_postponed"}), "dead");
}

TEST_F(Delivering, WaitsWhereTheCaseSystemRefusesUsAndGoesOnByItself) {
    for (const int status : {401, 403, 404}) {
        status_ = status;
        const auto id = ready("a" + std::to_string(status), "k" + std::to_string(status));
        const auto running = crew();
        EXPECT_EQ(next_of(id, {"delivered", "dead", "delivery_postponed"}), "delivery_postponed");
        EXPECT_EQ(state_of(id), store::ItemState::ready);
        status_ = 201;
        now_ms += 3'600'000;
        settled_.ring();
        EXPECT_EQ(next_of(id, {"delivered", "dead"}), "delivered");
    }
}

TEST_F(Delivering, LooksUpACaseWhoseAnswerMadeNoSense) {
    is_garbled_ = true;
    const auto id = ready("a", "k");
    const auto running = crew();
    EXPECT_EQ(next_of(id, {"delivered", "dead", "delivery_postponed"}), "delivery_postponed");
    EXPECT_EQ(store->item(id)->reason, "casequeue_bad_answer");
    is_garbled_ = false;
    now_ms += 3'600'000;
    settled_.ring();
    EXPECT_EQ(next_of(id, {"delivered", "dead"}), "delivered");
}

TEST_F(Delivering, SaysOnceThatTheCaseSystemIsAwayAndOnceThatItIsBack) {
    status_ = 503;
    std::vector<std::string> ids;
    for (int i = 0; i < crew::failures_to_tell + 1; ++i) {
        ids.push_back(ready("a" + std::to_string(i), "k" + std::to_string(i)));
    }
    {
        const auto running = crew();
        for (const auto& id : ids) {
            EXPECT_EQ(next_of(id, {"delivery_postponed"}), "delivery_postponed");
        }
    }
    ASSERT_EQ(said_.size(), 1u);
    EXPECT_TRUE(said_[0].starts_with("case system casequeue is away since ")) << said_[0];
    EXPECT_FALSE(dependencies_.states().at(0).is_up);
    status_ = 201;
    now_ms += std::chrono::milliseconds(1h).count();
    {
        const auto running = crew();
        EXPECT_EQ(next_of(ids.front(), {"delivered"}), "delivered");
    }
    ASSERT_EQ(said_.size(), 2u);
    EXPECT_EQ(said_[1], "case system casequeue answers again, after 60 min");
    EXPECT_TRUE(dependencies_.states().at(0).is_up);
}

TEST_F(Delivering, OfAnotherDestinationIsNotItsMatter) {
    const auto other = ready_for("odense", "a");
    const auto own = ready("b", "k");
    const auto running = crew();
    EXPECT_EQ(next_of(own, {"delivered"}), "delivered");
    EXPECT_EQ(state_of(other), store::ItemState::ready);
    const auto theirs = crew_to("odense", server_.port());
    EXPECT_EQ(next_of(other, {"delivered"}), "delivered");
    EXPECT_EQ(store->item(other)->destination, "odense");
    EXPECT_EQ(store->item(own)->destination, "casequeue");
}

TEST_F(Delivering, LeavesADestinationAloneThatAsksForItAndNoOther) {
    status_ = 503;
    asks_to_wait_ = "60";
    const auto first = ready("a", "k1");
    const auto second = ready("b", "k2");
    const auto other = ready_for("odense", "c");
    http::Server quick({}, [](const http::ServerRequest&) {
        return http::ServerResponse{.status = 201, .body = R"({"case_number":"O-1"})"};
    });
    const auto running = crew();
    EXPECT_EQ(next_of(first, {"delivered", "dead", "delivery_postponed"}), "delivery_postponed");
    const auto theirs = crew_to("odense", quick.port());
    EXPECT_EQ(next_of(other, {"delivered"}), "delivered");
    now_ms += 59'999;
    EXPECT_TRUE(pauses_.is_paused("casequeue", UtcTime(std::chrono::milliseconds(now_ms.load()))));
    settled_.ring();
    std::this_thread::sleep_for(300ms);  // more than one look at the outbox
    EXPECT_EQ(requests_, 1);
    EXPECT_EQ(postponed(second), 0);
    status_ = 201;
    now_ms += 1;
    EXPECT_EQ(next_of(second, {"delivered"}), "delivered");
    EXPECT_EQ(next_of(first, {"delivered"}), "delivered");
}

TEST_F(Delivering, ThatIsAskedToWaitForEverComesBackInTenMinutes) {
    status_ = 429;
    asks_to_wait_ = "86400";
    const auto id = ready("a", "k");
    const auto running = crew();
    EXPECT_EQ(next_of(id, {"delivered", "dead", "delivery_postponed"}), "delivery_postponed");
    status_ = 201;
    now_ms += 600'000;
    EXPECT_EQ(next_of(id, {"delivered"}), "delivered");
}

}  // namespace
}  // namespace indgang::runner
