// SPDX-License-Identifier: MPL-2.0
// Files that are written while they are read, and after they were taken.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <functional>

#include "tests/pipeline/service/inbox.h"

namespace indgang::service {
namespace {

namespace fs = std::filesystem;

class FolderGrowth : public Inbox {
  protected:
    FolderGrowth() {
        // Called with the bytes that were read, first to judge them, then to store them.
        at_.door.type_of = [this](BytesView bytes) {
            if (!meanwhile_.empty()) {
                const auto step = std::move(meanwhile_.front());
                meanwhile_.erase(meanwhile_.begin());
                step();
            }
            return Installation::type_of(bytes);
        };
        watch();
    }
    void nothing_happens() {
        meanwhile_.emplace_back([] {});
    }
    std::string taken(std::size_t index) {
        return std::string(text_of(at_.blobs.get(at_.store.arrivals(10).at(index).content.digest)));
    }
    std::vector<std::function<void()>> meanwhile_;
};

TEST_F(FolderGrowth, WhileItIsStoredKeepsTheFileInPlaceAndTakesItAgain) {
    write("a.xml", "<a/>");
    nothing_happens();
    meanwhile_.emplace_back([this] { append(inbox_ / "a.xml", "<!-- page 2 -->"); });
    EXPECT_EQ(settle().arrivals.size(), 1u);
    EXPECT_TRUE(fs::exists(inbox_ / "a.xml"));
    EXPECT_FALSE(fs::exists(inbox_ / "done" / "a.xml"));
    EXPECT_EQ(settle().arrivals.size(), 1u);
    EXPECT_EQ(taken(0), "<a/><!-- page 2 -->");
    EXPECT_TRUE(fs::exists(inbox_ / "done" / "a.xml"));
}

TEST_F(FolderGrowth, ByAnotherFileOfThatNameWhileItIsStoredTakesBoth) {
    write("a.xml", "<a/>");
    write("b.part", "<b/>");
    nothing_happens();
    meanwhile_.emplace_back([this] { fs::rename(inbox_ / "b.part", inbox_ / "a.xml"); });
    (void)settle();
    EXPECT_EQ(settle().arrivals.size(), 1u);
    EXPECT_EQ(stored(), 2u);
    EXPECT_EQ(read(inbox_ / "done" / "a.xml"), "<b/>");
}

TEST_F(FolderGrowth, AfterItWasTakenTakesItAgainWithEveryPage) {
    write("a.xml", "<a/>");
    (void)settle();
    append(inbox_ / "done" / "a.xml", "<!-- page 2 -->");
    const auto noticed = look();
    ASSERT_EQ(noticed.notices.size(), 1u);
    EXPECT_TRUE(noticed.notices[0].ends_with("[file_grown]"));
    EXPECT_EQ(look_after(still).arrivals.size(), 1u);
    EXPECT_EQ(taken(0), "<a/><!-- page 2 -->");
    EXPECT_TRUE(fs::exists(inbox_ / "done" / "a.xml"));
    EXPECT_EQ(watch_->present().told.at("file_grown"), 1);
}

TEST_F(FolderGrowth, IsSeenForAnHourAfterItWasTaken) {
    write("a.xml", "<a/>");
    (void)settle();
    (void)look_after(std::chrono::minutes(59));
    append(inbox_ / "done" / "a.xml", "<!-- page 2 -->");
    EXPECT_EQ(settle().arrivals.size(), 1u);
    (void)look_after(std::chrono::minutes(60));
    append(inbox_ / "done" / "a.xml", "<!-- page 3 -->");
    EXPECT_TRUE(settle().arrivals.empty());
}

TEST_F(FolderGrowth, ToItsFullLengthAfterItWasRejectedTakesIt) {
    write("a.xml", "<a>");
    (void)settle();
    ASSERT_EQ(look_after(grace).rejected.size(), 1u);
    append(inbox_ / "rejected" / "a.xml", "</a>");
    EXPECT_EQ(settle().arrivals.size(), 1u);
    EXPECT_FALSE(fs::exists(inbox_ / "rejected" / "a.xml"));
    EXPECT_FALSE(fs::exists(inbox_ / "rejected" / "a.xml.reason"));
}

TEST_F(FolderGrowth, WhileTheServiceWasDownIsMadeUpFor) {
    write("a.xml", "<a/>");
    (void)settle();
    append(inbox_ / "done" / "a.xml", "<!-- page 2 -->");
    struct stat status {};
    ASSERT_EQ(::stat((inbox_ / "done" / "a.xml").c_str(), &status), 0);
    at_.now = UtcTime(std::chrono::seconds(status.st_mtim.tv_sec));
    watch();
    EXPECT_EQ(settle().arrivals.size(), 1u);
    EXPECT_EQ(taken(0), "<a/><!-- page 2 -->");
}

TEST_F(FolderGrowth, IsNotSuspectedOfWhatStoodStillBeforeItWasMoved) {
    write("a.xml", "<a/>");
    struct stat status {};
    ASSERT_EQ(::stat((inbox_ / "a.xml").c_str(), &status), 0);
    at_.now = UtcTime(std::chrono::seconds(status.st_mtim.tv_sec));
    const std::array<timespec, 2> earlier = {
        timespec{0, UTIME_OMIT}, timespec{status.st_mtim.tv_sec - 2, status.st_mtim.tv_nsec}};
    ASSERT_EQ(::utimensat(AT_FDCWD, (inbox_ / "a.xml").c_str(), earlier.data(), 0), 0);
    (void)settle();
    watch();
    EXPECT_TRUE(look().notices.empty());
    EXPECT_TRUE(fs::exists(inbox_ / "done" / "a.xml"));
}

TEST_F(FolderGrowth, IsNoGrowthWhenSomebodyTakesAFileOutOfDone) {
    write("a.xml", "<a/>");
    (void)settle();
    fs::remove(inbox_ / "done" / "a.xml");
    EXPECT_TRUE(settle().notices.empty());
}

TEST_F(FolderGrowth, WithTheSameTimeAndSizeIsSeen) {
    write("a.xml", "<a/>");
    (void)look();
    struct stat status {};
    ASSERT_EQ(::stat((inbox_ / "a.xml").c_str(), &status), 0);
    write("a.xml", "<b/>");
    const std::array<timespec, 2> same = {timespec{0, UTIME_OMIT}, status.st_mtim};
    ASSERT_EQ(::utimensat(AT_FDCWD, (inbox_ / "a.xml").c_str(), same.data(), 0), 0);
    EXPECT_TRUE(look_after(still).arrivals.empty());
    EXPECT_EQ(look_after(still).arrivals.size(), 1u);
}

}  // namespace
}  // namespace indgang::service
