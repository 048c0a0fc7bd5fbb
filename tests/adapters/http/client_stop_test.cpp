// SPDX-License-Identifier: MPL-2.0
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <thread>

#include "adapters/http/client.h"
#include "adapters/http/server.h"
#include "schemas/error/error.h"

namespace indgang::http {
namespace {

TEST(Client, GivesUpAtOnceWhenItIsToldToStop) {
    std::promise<void> free;
    const auto released = free.get_future().share();
    std::atomic<bool> is_asked = false;
    const Server silent({.port = 0}, [&](const ServerRequest& /*request*/) {
        is_asked = true;
        released.wait();
        return ServerResponse{};
    });
    const auto is_stopping = std::make_shared<std::atomic<bool>>(false);
    ClientSettings settings;
    settings.base_url = "http://127.0.0.1:" + std::to_string(silent.port());
    settings.timeout_ms = 60'000;
    settings.is_stopping = is_stopping;
    auto asking =
        std::async(std::launch::async, [&] { (void)Client(settings).send({.path = "/a"}); });
    while (!is_asked) {
        std::this_thread::yield();
    }
    EXPECT_EQ(asking.wait_for(std::chrono::milliseconds(300)), std::future_status::timeout);
    *is_stopping = true;
    EXPECT_EQ(asking.wait_for(std::chrono::seconds(20)), std::future_status::ready);
    free.set_value();
    EXPECT_THROW(asking.get(), Error);
}

}  // namespace
}  // namespace indgang::http
