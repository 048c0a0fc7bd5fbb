// SPDX-License-Identifier: MPL-2.0
#include "pipeline/worker/message.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <thread>

#include "schemas/error/error.h"

namespace indgang::worker {
namespace {

struct SocketPair {
    SocketPair() { EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()), 0); }
    ~SocketPair() {
        for (const int end : ends) {
            if (end >= 0) {
                ::close(end);
            }
        }
    }
    void close(int end) {
        ::close(ends.at(static_cast<std::size_t>(end)));
        ends.at(static_cast<std::size_t>(end)) = -1;
    }
    std::array<int, 2> ends{-1, -1};
};

TEST(Message, ArrivesAsItWasSent) {
    SocketPair pair;
    const Message sent{"{\"do\":\"hello\"}", Bytes(1 << 20, 7)};
    std::thread writer([&] { send_message(pair.ends[0], sent); });
    const auto got = receive_message(pair.ends[1], std::chrono::seconds(20));
    writer.join();
    ASSERT_TRUE(got);
    EXPECT_EQ(got->header, sent.header);
    EXPECT_EQ(got->body, sent.body);
}

TEST(Message, AClosedConnectionBetweenMessagesIsNoError) {
    SocketPair pair;
    pair.close(0);
    EXPECT_FALSE(receive_message(pair.ends[1], std::chrono::seconds(20)));
}

TEST(Message, AConnectionClosedWithinAMessageIsAnError) {
    SocketPair pair;
    const std::array<std::uint8_t, 6> cut{9, 0, 0, 0, 0, 0};
    ASSERT_EQ(::send(pair.ends[0], cut.data(), cut.size(), 0), 6);
    pair.close(0);
    EXPECT_THROW((void)receive_message(pair.ends[1], std::chrono::seconds(20)), Error);
}

TEST(Message, ALengthBeyondTheLimitIsRefusedBeforeItIsRead) {
    SocketPair pair;
    const std::array<std::uint8_t, 8> huge{0xFF, 0xFF, 0xFF, 0x7F, 0, 0, 0, 0};
    ASSERT_EQ(::send(pair.ends[0], huge.data(), huge.size(), 0), 8);
    try {
        (void)receive_message(pair.ends[1], std::chrono::seconds(20));
        FAIL() << "no error";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::limit);
    }
}

TEST(Message, SilenceEndsWithTheTimeLimit) {
    SocketPair pair;
    try {
        (void)receive_message(pair.ends[1], std::chrono::milliseconds(20));
        FAIL() << "no error";
    } catch (const Error& error) {
        EXPECT_EQ(error.reason(), "worker_slow");
    }
}

}  // namespace
}  // namespace indgang::worker
