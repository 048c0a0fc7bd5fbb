// SPDX-License-Identifier: MPL-2.0
#include "pipeline/worker/reader_process.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <string>

namespace indgang::worker {
namespace {

constexpr int its_socket = 3;

class ReaderProcesses : public testing::Test {
  protected:
    ReaderProcesses() { std::filesystem::create_directory(scratch_); }
    ~ReaderProcesses() override { std::filesystem::remove_all(scratch_); }
    ReaderProcesses(const ReaderProcesses&) = delete;
    ReaderProcesses& operator=(const ReaderProcesses&) = delete;

    static Message say(const std::string& text) { return {text, {}, {}}; }
    static std::string ask(ReaderProcess& reader, const std::string& file,
                           const std::string& text) {
        const auto answer = reader.ask(file, say(text));
        return answer ? answer->header : "<ended>";
    }

    std::filesystem::path scratch_ =
        std::filesystem::temp_directory_path() / ("reader-process-" + std::to_string(::getpid()));
};

TEST_F(ReaderProcesses, AreOneForEachFile) {
    ReaderProcess reader([](const Message&) { return say(std::to_string(::getpid())); }, scratch_);
    const auto first = ask(reader, "a", "");
    EXPECT_EQ(ask(reader, "a", ""), first);
    const auto other = ask(reader, "b", "");
    EXPECT_NE(other, first);
    EXPECT_NE(ask(reader, "a", ""), first);
    EXPECT_NE(other, std::to_string(::getpid()));
    EXPECT_NE(::kill(std::stoi(first), 0), 0);  // ended and waited for
}

TEST_F(ReaderProcesses, WithoutAFileAreOneForEachRequest) {
    ReaderProcess reader([](const Message&) { return say(std::to_string(::getpid())); }, scratch_);
    EXPECT_NE(ask(reader, "", ""), ask(reader, "", ""));
}

TEST_F(ReaderProcesses, KeepWhatWasLoadedAndLoseWhatTheyDidToIt) {
    std::string loaded = "models";
    ReaderProcess reader(
        [&](const Message&) {
            loaded += "!";
            return say(loaded);
        },
        scratch_);
    EXPECT_EQ(ask(reader, "a", ""), "models!");
    EXPECT_EQ(ask(reader, "a", ""), "models!!");
    EXPECT_EQ(ask(reader, "b", ""), "models!");
}

TEST_F(ReaderProcesses, GetTheFilesOfTheirRequestAndNoOthers) {
    const Descriptor secret(::open("/dev/zero", O_RDONLY));  // inheritable
    ReaderProcess reader(
        [](const Message& request) {
            std::string open;
            for (int number = 0; number < 64; ++number) {
                open += ::fcntl(number, F_GETFD) >= 0 ? "x" : "-";
            }
            return say(open.substr(0, its_socket + 1 + 4) + std::to_string(request.files.size()));
        },
        scratch_);
    Message request = say("");
    request.files.emplace_back(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    EXPECT_EQ(reader.ask("a", request)->header, "xxxxx---1");
    EXPECT_EQ(ask(reader, "b", ""), "xxxx----0");
}

TEST_F(ReaderProcesses, ThatDieCostTheirRequestAlone) {
    ReaderProcess reader(
        [](const Message& request) {
            if (request.header == "die") {
                ::raise(SIGKILL);
            }
            return say("alive");
        },
        scratch_);
    EXPECT_EQ(ask(reader, "a", "die"), "<ended>");
    EXPECT_EQ(ask(reader, "a", ""), "alive");
}

TEST_F(ReaderProcesses, AnswerTheirOwnRequestAlone) {
    ReaderProcess reader(
        [](const Message& request) {
            if (request.header == "hostile") {
                send_message(its_socket, say("its answer"));
                send_message(its_socket, say("a lie about the next applicant"));
                ::sleep(100);
            }
            return say("the truth");
        },
        scratch_);
    EXPECT_EQ(ask(reader, "a", "hostile"), "its answer");
    EXPECT_EQ(ask(reader, "b", ""), "the truth");
}

TEST_F(ReaderProcesses, FindNothingOfTheOneBefore) {
    ReaderProcess reader(
        [&](const Message& request) {
            const auto file = scratch_ / "applicant";
            const bool was_there = std::filesystem::exists(file);
            std::ofstream(file) << request.header;
            std::filesystem::create_directory(scratch_ / "folder");
            return say(was_there ? "found" : "nothing");
        },
        scratch_);
    EXPECT_EQ(ask(reader, "a", "x"), "nothing");
    EXPECT_EQ(ask(reader, "a", "x"), "found");
    EXPECT_EQ(ask(reader, "b", "x"), "nothing");
}

TEST_F(ReaderProcesses, EndWithWhoMadeThem) {
    int pair[2];
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    const auto maker = ::fork();
    if (maker == 0) {
        ReaderProcess reader(
            [](const Message& request) {
                if (request.header == "be busy") {
                    ::pause();
                }
                return say(std::to_string(::getpid()));
            },
            scratch_);
        const auto process = ask(reader, "a", "");
        static_cast<void>(!::write(pair[1], process.c_str(), process.size() + 1));
        static_cast<void>(ask(reader, "a", "be busy"));
    }
    char text[32] = {};
    ASSERT_GT(::read(pair[0], text, sizeof(text)), 0);
    const auto process = static_cast<pid_t>(std::stol(text));
    ::kill(maker, SIGKILL);
    ::waitpid(maker, nullptr, 0);
    // It never looks at its socket, so only the kernel can end it.
    bool is_gone = false;
    for (int i = 0; i < 500 && !is_gone; ++i) {
        std::ifstream stat("/proc/" + std::to_string(process) + "/stat");
        std::string line;
        std::getline(stat, line);
        is_gone = line.empty() || line.find(") Z ") != std::string::npos;
        ::usleep(10'000);
    }
    EXPECT_TRUE(is_gone);
    ::close(pair[0]);
    ::close(pair[1]);
}

}  // namespace
}  // namespace indgang::worker
