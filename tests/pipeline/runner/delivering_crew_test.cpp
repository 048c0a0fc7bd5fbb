// SPDX-License-Identifier: MPL-2.0
#include "pipeline/runner/delivering_crew.h"

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
        http::ClientSettings settings;
        settings.base_url = "http://127.0.0.1:" + std::to_string(server_.port());
        return std::make_unique<DeliveringCrew>(
            DeliveringSettings{1, *store, blobs_, settings,
                               [this] { return UtcTime(std::chrono::milliseconds(now_ms.load())); },
                               settled_, delivered_});
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
    WakeUp settled_, delivered_;
    std::atomic<int> requests_{0};
    http::Server server_{{}, [this](const http::ServerRequest&) {
                             const int number = ++requests_;
                             http::ServerResponse response;
                             response.status = status_;
                             response.body =
                                 R"({"case_number":"S-)" + std::to_string(number) + "\"}";
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

}  // namespace
}  // namespace indgang::runner
