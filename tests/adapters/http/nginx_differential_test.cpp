// SPDX-License-Identifier: MPL-2.0
// The server against nginx, on the same bytes: never more lenient. To refuse more than nginx is no
// fault here, but what RFC 9112 has as regular is taken.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>

#include "tests/adapters/http/differential.h"
#include "tests/adapters/http/exchange.h"
#include "tests/adapters/http/nginx_peer.h"
#include "tests/adapters/http/request_grammar.h"

namespace indgang::http {
namespace {

constexpr int usual_streams = 10'000;

/// `./run test --peers` asks for more.
int wanted_streams() {
    const char* chosen = std::getenv("INDGANG_HTTP_STREAMS");
    return chosen == nullptr ? usual_streams : std::atoi(chosen);
}

class NginxDifferential : public testing::Test {
  protected:
    void SetUp() override {
        const auto program = NginxPeer::program();
        if (!program) {
            GTEST_SKIP() << "NOT TESTED: no nginx, which ./run test unpacks below the build folder";
        }
        nginx_ = std::make_unique<NginxPeer>(*program, comparing_threads);
    }
    [[nodiscard]] Party nginx() const {
        return [this](std::size_t thread, std::string_view bytes, Quiet quiet) {
            return nginx_->exchange(thread, bytes, quiet);
        };
    }
    [[nodiscard]] Party server() {
        return [this](std::size_t thread, std::string_view bytes, Quiet quiet) {
            return servers_.at(thread).exchange(bytes, quiet);
        };
    }

  private:
    std::unique_ptr<NginxPeer> nginx_;
    std::array<RecordingServer, comparing_threads> servers_;
};

TEST_F(NginxDifferential, IsNeverMoreLenient) {
    const auto all = compare(nginx(), server(), wanted_streams(), request_stream);
    EXPECT_TRUE(all.differences.empty()) << told(all.differences);
    // A comparison in which one side takes all, or nothing, says nothing.
    EXPECT_GT(all.taken_by_both, all.streams / 4);
    EXPECT_GT(all.refused_by_peer, all.streams / 4);
    std::cout << all.streams << " streams: " << all.taken_by_both << " taken by both, "
              << all.refused_by_peer << " refused by nginx, " << all.stricter.size()
              << " refused here only\n";
    for (const auto& [name, count] : all.allowed) {
        std::cout << "  " << count << " allowed: " << name << "\n";
        EXPECT_TRUE(count > 0 || all.streams < usual_streams) << "nobody needs it: " << name;
    }
    if (std::getenv("INDGANG_HTTP_STRICTER") != nullptr) {
        std::cout << told(all.stricter);
    }
}

TEST_F(NginxDifferential, TakesAllThatIsRegular) {
    constexpr int streams = 500;
    const auto all = compare(nginx(), server(), streams, regular_stream);
    EXPECT_TRUE(all.differences.empty()) << told(all.differences);
    EXPECT_TRUE(all.stricter.empty()) << told(all.stricter);
    EXPECT_EQ(all.taken_by_both, streams);
}

TEST_F(NginxDifferential, FindsNothingBetweenNginxAndItself) {
    constexpr int streams = 1'000;
    const auto all = compare(nginx(), nginx(), streams, request_stream);
    EXPECT_TRUE(all.differences.empty()) << told(all.differences);
    EXPECT_TRUE(all.stricter.empty()) << told(all.stricter);
    for (const auto& [name, count] : all.allowed) {
        EXPECT_EQ(count, 0) << name;
    }
}

/// nginx itself, to which the bytes come as a more lenient server would take them.
Party lenient(Party nginx, std::string from, std::string to) {
    return [nginx = std::move(nginx), from = std::move(from), to = std::move(to)](
               std::size_t thread, std::string_view bytes, Quiet quiet) {
        std::string changed(bytes);
        for (auto at = changed.find(from); at != std::string::npos;
             at = changed.find(from, at + to.size())) {
            changed.replace(at, from.size(), to);
        }
        return nginx(thread, changed, quiet);
    };
}

TEST_F(NginxDifferential, FindsAServerThatTakesOddBlanks) {
    constexpr int streams = 1'000;
    const auto all = compare(nginx(), lenient(nginx(), "\x0b", " "), streams, request_stream);
    EXPECT_FALSE(all.differences.empty());
}

TEST_F(NginxDifferential, FindsAServerThatTakesASignBeforeASize) {
    constexpr int streams = 4'000;
    const auto all = compare(nginx(), lenient(nginx(), "\r\n+", "\r\n"), streams, request_stream);
    EXPECT_FALSE(all.differences.empty());
}

TEST_F(NginxDifferential, FindsAServerThatSeesNoEncoding) {
    constexpr int streams = 2'000;
    const auto all = compare(nginx(), lenient(nginx(), "\r\nTransfer-Encoding:", "\r\nX-Encoding:"),
                             streams, request_stream);
    EXPECT_FALSE(all.differences.empty());
}

}  // namespace
}  // namespace indgang::http
