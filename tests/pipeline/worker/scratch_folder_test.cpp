// SPDX-License-Identifier: MPL-2.0
#include "pipeline/worker/scratch_folder.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <optional>

#include "schemas/error/error.h"

namespace indgang::worker {
namespace {

namespace fs = std::filesystem;

class Scratch : public testing::Test {
  protected:
    Scratch() { fs::create_directory(parent_); }
    ~Scratch() override { fs::remove_all(parent_); }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    /// What a program leaves that is killed while a worker of it works.
    void kill_one_at_work() const {
        const auto process = ::fork();
        if (process == 0) {
            const ScratchFolder folder(parent_);
            std::ofstream(folder.path() / "papers") << "of a citizen";
            ::raise(SIGKILL);
        }
        ::waitpid(process, nullptr, 0);
    }

    fs::path parent_ = fs::temp_directory_path() / ("scratch-" + std::to_string(::getpid()));
};

TEST_F(Scratch, IsForTheOwnerAloneAndGoesWithEverythingInIt) {
    {
        const ScratchFolder folder(parent_);
        std::ofstream(folder.path() / "papers") << "of a citizen";
        struct stat status {};
        ASSERT_EQ(::stat(folder.path().c_str(), &status), 0);
        EXPECT_EQ(status.st_mode & 0777U, 0700U);
    }
    EXPECT_TRUE(fs::is_empty(parent_));
}

TEST_F(Scratch, OfAKilledProgramIsRemovedByTheNext) {
    kill_one_at_work();
    ASSERT_FALSE(fs::is_empty(parent_));
    const ScratchFolder folder(parent_);
    EXPECT_EQ(std::distance(fs::directory_iterator(parent_), fs::directory_iterator()), 1);
}

TEST_F(Scratch, OfAKilledProgramIsRemovedBeforeAnyIsMade) {
    kill_one_at_work();
    const ScratchFolder living(parent_);
    kill_one_at_work();
    remove_what_the_dead_left(parent_);
    EXPECT_EQ(std::distance(fs::directory_iterator(parent_), fs::directory_iterator()), 1);
    EXPECT_TRUE(fs::exists(living.path()));
}

TEST_F(Scratch, OfTheLivingAndOfOthersStays) {
    fs::create_directory(parent_ / "somebody-elses");
    const ScratchFolder living(parent_);
    std::ofstream(living.path() / "papers") << "of a citizen";
    const ScratchFolder next(parent_);
    EXPECT_TRUE(fs::exists(living.path() / "papers"));
    EXPECT_TRUE(fs::exists(parent_ / "somebody-elses"));
}

TEST_F(Scratch, ThatCannotBeMadeIsTold) {
    for (const auto& parent : {fs::path(), parent_ / "absent"}) {
        try {
            const ScratchFolder folder(parent);
            FAIL();
        } catch (const Error& error) {
            EXPECT_EQ(error.why(), Reason::scratch_unwritable);
        }
    }
}

}  // namespace
}  // namespace indgang::worker
