// SPDX-License-Identifier: MPL-2.0
#include "pipeline/worker/message.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <string>
#include <thread>

#include "schemas/error/error.h"
#include "tests/pipeline/store/folder.h"

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

TEST(Message, TakesMemoryForBytesThatCameAndNotForALength) {
    SocketPair pair;
    // Header and body of the largest length, and then the end.
    const std::array<std::uint8_t, 10> start{0, 0, 0, 16, 0, 0, 0, 16, 'a', 'b'};
    ASSERT_EQ(::write(pair.ends[0], start.data(), start.size()), 10);
    pair.close(0);
    const auto most_kib = [] {
        rusage usage{};
        ::getrusage(RUSAGE_SELF, &usage);
        return usage.ru_maxrss;
    };
    const long before = most_kib();
    EXPECT_THROW(static_cast<void>(receive_message(pair.ends[1], std::chrono::seconds(20))), Error);
    constexpr long room_kib = 16 << 10;
    EXPECT_LT(most_kib(), before + room_kib);
}

std::string text_in(const Descriptor& file) {
    std::string text(3, ' ');
    EXPECT_EQ(::pread(file.number(), text.data(), text.size(), 0), 3);
    return text;
}

TEST(Message, BringsItsFilesOpen) {
    const store::Folder folder;
    Message sent{"{}", Bytes(1 << 16, 7)};
    for (const char* text : {"one", "two"}) {
        std::ofstream(folder.path() / text) << text;
        sent.files.emplace_back(::open((folder.path() / text).c_str(), O_RDONLY | O_CLOEXEC));
    }
    SocketPair pair;
    std::thread writer([&] { send_message(pair.ends[0], sent); });
    const auto got = receive_message(pair.ends[1], std::chrono::seconds(20), Files::are_taken);
    writer.join();
    ASSERT_TRUE(got);
    EXPECT_EQ(got->body, sent.body);
    ASSERT_EQ(got->files.size(), 2U);
    EXPECT_EQ(text_in(got->files[0]), "one");
    EXPECT_EQ(text_in(got->files[1]), "two");
}

/// A worker that was taken over must not fill the program with open files.
TEST(Message, BringsNoFilesToWhoTakesNone) {
    const store::Folder folder;
    std::ofstream(folder.path() / "one") << "one";
    Message sent{"{}", {}};
    sent.files.emplace_back(::open((folder.path() / "one").c_str(), O_RDONLY | O_CLOEXEC));
    SocketPair pair;
    send_message(pair.ends[0], sent);
    const auto next = ::dup(0);
    ::close(next);
    const auto got = receive_message(pair.ends[1], std::chrono::seconds(20));
    ASSERT_TRUE(got);
    EXPECT_TRUE(got->files.empty());
    const auto after = ::dup(0);
    ::close(after);
    EXPECT_EQ(after, next) << "no descriptor was opened";
}

TEST(Message, AClosedConnectionIsNoErrorWhereFilesAreTakenEither) {
    SocketPair pair;
    pair.close(0);
    EXPECT_FALSE(receive_message(pair.ends[1], std::chrono::seconds(20), Files::are_taken));
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
