// SPDX-License-Identifier: MPL-2.0
#include "ocr/decode/picture/child_program.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <array>
#include <csignal>
#include <string>
#include <vector>

#include "schemas/error/error.h"

namespace indgang::ocr {
namespace {

/// What comes of a shell that does this with the file that it is handed.
ChildResult shell(const std::string& script, const std::string& input = "") {
    std::vector<NamelessFile> files;
    files.emplace_back(testing::TempDir(), view_of(input), 1);
    const std::array<const char*, 4> arguments = {"sh", "-c", script.c_str(), nullptr};
    constexpr std::size_t most = 1000;
    return run_child(arguments.data(), files, {most, most}, 1);
}

TEST(ChildProgram, SaysWhatItFindsInItsFile) {
    const auto result = shell("cat " + path_in_child(0), "bytes");
    EXPECT_EQ(result.end, ChildEnd::done);
    EXPECT_EQ(text_of(result.output), "bytes");
}

TEST(ChildProgram, HasNoOtherFile) {
    EXPECT_EQ(text_of(shell("ls /proc/self/fd | wc -l").output), "5\n") << "and the list itself";
}

TEST(ChildProgram, OfAnotherExitCodeHasFailed) {
    EXPECT_EQ(shell("exit 3").end, ChildEnd::failed);
}

TEST(ChildProgram, ThatIsNotThereIsNotStarted) {
    const std::array<const char*, 2> arguments = {"no-such-program-of-anybody", nullptr};
    EXPECT_EQ(run_child(arguments.data(), {}, {1, 1}, 1).end, ChildEnd::not_started);
}

TEST(ChildProgram, ThatSaysTooMuchHasReachedItsLimit) {
    EXPECT_EQ(shell("yes").end, ChildEnd::limit_reached);
}

/// The system says by these that time or memory is over: that is no damage of the file.
TEST(ChildProgram, ThatIsStoppedByTheSystemHasReachedItsLimit) {
    for (const char* signal : {"XCPU", "ALRM", "KILL"}) {
        EXPECT_EQ(shell(std::string("kill -") + signal + " $$").end, ChildEnd::limit_reached)
            << signal;
    }
    EXPECT_EQ(shell("kill -SEGV $$").end, ChildEnd::failed);
}

TEST(NamelessFile, SaysWhenTheDiskTakesNoMore) {
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    const rlimit few{10, before.rlim_max};
    const auto signal_before = std::signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &few);
    std::string reason;
    try {
        const NamelessFile file(testing::TempDir(), view_of("more than ten bytes"), 1);
    } catch (const Error& error) {
        reason = error.reason();
    }
    setrlimit(RLIMIT_FSIZE, &before);
    static_cast<void>(std::signal(SIGXFSZ, signal_before));
    EXPECT_EQ(reason, "scratch_unwritable");
}

TEST(NamelessFile, HoldsTheBytesThatItIsGiven) {
    const NamelessFile file(testing::TempDir(), view_of("bytes"), 1);
    EXPECT_EQ(text_of(file.bytes()), "bytes");
}

}  // namespace
}  // namespace indgang::ocr
