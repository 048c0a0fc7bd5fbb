// SPDX-License-Identifier: MPL-2.0
// What is not taken is told: as a line when it begins and ends, and as a count while it lasts.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <thread>

#include "schemas/core/descriptor.h"
#include "tests/fault/full_disk.h"
#include "tests/pipeline/service/inbox.h"

namespace indgang::service {
namespace {

namespace fs = std::filesystem;

class FolderTroubles : public Inbox {};

TEST_F(FolderTroubles, WhatEndsALookIsToldOnceAndTheNextLookGoesOn) {
    bool is_broken = true;
    at_.door.type_of = [&](BytesView) {
        if (is_broken) {
            throw std::runtime_error("/srv/scans/a-name");
        }
        return std::string("xml");
    };
    watch();
    write("a.xml", "<a/>");
    const auto broken = settle();
    ASSERT_EQ(broken.troubles.size(), 1u);
    EXPECT_EQ(broken.troubles[0].find("a-name"), std::string::npos) << broken.troubles[0];
    EXPECT_EQ(troubled("folder_trouble"), 1);
    EXPECT_TRUE(look_after(still).troubles.empty());
    is_broken = false;
    const auto mended = look_after(still);
    EXPECT_EQ(mended.arrivals.size(), 1u);
    EXPECT_EQ(mended.ended.size(), 1u);
    EXPECT_EQ(troubled("folder_trouble"), 0);
}

TEST_F(FolderTroubles, AFileWithoutTheRightToReadIsWaitedForAndThenTold) {
    open_to_all();
    write("a.xml", "<a/>");
    fs::permissions(inbox_ / "a.xml", fs::perms::none);
    {
        const WithoutRights account;
        EXPECT_EQ(look().waiting, 1);
        EXPECT_TRUE(look_after(std::chrono::seconds(59)).troubles.empty());
        EXPECT_EQ(look_after(std::chrono::seconds(1)).troubles.size(), 1u);
        EXPECT_EQ(troubled("file_unreadable"), 1);
    }
    fs::permissions(inbox_ / "a.xml", fs::perms(0644));
    const WithoutRights account;
    (void)look();
    EXPECT_EQ(look_after(still_of_others).arrivals.size(), 1u);
    EXPECT_EQ(troubled("file_unreadable"), 0);
}

TEST_F(FolderTroubles, AFileOfAnotherAccountStandsStillForLonger) {
    if (::getuid() != 0) {
        GTEST_SKIP() << "NOT TESTED: without root there is no other account";
    }
    open_to_all();
    write("a.xml", "<a/>");
    ASSERT_EQ(::chown((inbox_ / "a.xml").c_str(), 12'345, 12'345), 0);
    fs::permissions(inbox_ / "a.xml", fs::perms(0644));
    const WithoutRights account;
    (void)look();
    EXPECT_TRUE(look_after(still_of_others - std::chrono::seconds(1)).arrivals.empty());
    EXPECT_EQ(look_after(std::chrono::seconds(1)).arrivals.size(), 1u);
}

TEST_F(FolderTroubles, AFileThatIsHeldOpenIsToldAfterTheGrace) {
    write("a.xml", "<a/>");
    Descriptor writer(::open((inbox_ / "a.xml").c_str(), O_WRONLY | O_APPEND));
    (void)settle();
    EXPECT_EQ(troubled("file_in_use"), 0);
    const auto told = look_after(grace);
    ASSERT_EQ(told.troubles.size(), 1u);
    EXPECT_EQ(told.troubles[0].find("a.xml"), std::string::npos);
    EXPECT_EQ(troubled("file_in_use"), 1);
    EXPECT_TRUE(told.rejected.empty());
    writer.reset();
    const auto taken = look_after(std::chrono::seconds(1));
    EXPECT_EQ(taken.arrivals.size(), 1u);
    EXPECT_EQ(taken.ended, told.troubles);
    EXPECT_EQ(troubled("file_in_use"), 0);
}

TEST_F(FolderTroubles, AFileThatNeverStandsStillIsToldAfterTheGrace) {
    write("a.xml", "<a/>");
    (void)look();
    for (int minute = 0; minute < 5; ++minute) {
        EXPECT_EQ(troubled("file_in_use"), 0);
        append(inbox_ / "a.xml", " ");
        (void)look_after(std::chrono::minutes(1));
    }
    EXPECT_EQ(troubled("file_in_use"), 1);
}

TEST_F(FolderTroubles, AnIncompleteFileIsReadTwiceNotAtEveryLook) {
    int read = 0;
    at_.door.type_of = [&](BytesView bytes) {
        ++read;
        return Installation::type_of(bytes);
    };
    watch();
    write("a.xml", "<a>");
    (void)settle();
    for (int second = 0; second < 100; ++second) {
        EXPECT_EQ(look_after(std::chrono::seconds(1)).waiting, 1);
    }
    EXPECT_EQ(read, 1);
    EXPECT_EQ(look_after(grace).rejected.size(), 1u);
    EXPECT_EQ(read, 2);
}

TEST_F(FolderTroubles, AClockThatIsPutBackKeepsNobodyWaiting) {
    write("a.xml", "<a/>");
    at_.now += std::chrono::hours(24 * 400);
    (void)look();
    at_.now -= std::chrono::hours(24 * 400);
    EXPECT_EQ(settle().arrivals.size(), 1u);
}

TEST_F(FolderTroubles, AFolderThatIsMissingIsToldAndTakenUpWhenItIsThere) {
    fs::remove_all(inbox_);
    watch();
    const auto told = look();
    ASSERT_EQ(told.troubles.size(), 1u);
    EXPECT_TRUE(told.troubles[0].ends_with("[folder_missing]"));
    ASSERT_EQ(watch_->present().troubles.size(), 1u);
    EXPECT_TRUE(watch_->present().troubles[0].is_of_folder);
    EXPECT_TRUE(look().troubles.empty());
    fs::create_directories(inbox_);
    write("a.xml", "<a/>");
    EXPECT_EQ(look().ended, told.troubles);
    EXPECT_EQ(look_after(still).arrivals.size(), 1u);
}

TEST_F(FolderTroubles, AFolderThatIsRenamedAndMadeAnewIsToldAndWatched) {
    (void)look();
    fs::rename(inbox_, at_.folder / "earlier");
    (void)look();
    EXPECT_EQ(troubled("folder_missing"), 1);
    fs::create_directories(inbox_);
    write("a.xml", "<a/>");
    EXPECT_EQ(look().notices.size(), 1u);
    EXPECT_EQ(troubled("folder_missing"), 0);
    EXPECT_EQ(troubled("folder_replaced"), 1);
    EXPECT_EQ(look_after(still).arrivals.size(), 1u);
    (void)look_after(grace);
    EXPECT_EQ(troubled("folder_replaced"), 0);
    EXPECT_EQ(watch_->present().told.at("folder_replaced"), 1);
}

TEST_F(FolderTroubles, AFolderThatIsMountedOverIsToldAndTheMountedOneWatched) {
    (void)look();
    bool is_mounted = false;
    std::size_t taken = 0;
    std::int64_t replaced = 0;
    // A thread of its own can have a view of its own of what is mounted.
    std::thread([&] {
        is_mounted = ::unshare(CLONE_NEWNS) == 0 &&
                     ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                     ::mount("tmpfs", inbox_.c_str(), "tmpfs", 0, "size=1m") == 0;
        if (is_mounted) {
            write("a.xml", "<a/>");
            (void)look();
            replaced = troubled("folder_replaced");
            taken = look_after(still).arrivals.size();
        }
    }).join();
    if (!is_mounted) {
        GTEST_SKIP() << "NOT TESTED: this account cannot mount";
    }
    EXPECT_EQ(replaced, 1);
    EXPECT_EQ(taken, 1u);
}

TEST_F(FolderTroubles, AFolderThatCannotBeWrittenIsToldAndNothingIsTaken) {
    open_to_all();
    (void)look();  // done and rejected are there already
    write("a.xml", "<a/>");
    fs::permissions(inbox_, fs::perms(0555));
    {
        const WithoutRights account;
        (void)look();
        (void)look_after(still_of_others);
        EXPECT_EQ(troubled("folder_trouble"), 1);
        const auto now = watch_->present();
        ASSERT_EQ(now.troubles.size(), 1u);
        EXPECT_TRUE(now.troubles[0].is_of_folder);
    }
    EXPECT_EQ(stored(), 0u);
    fs::permissions(inbox_, fs::perms::all);
    EXPECT_EQ(settle().arrivals.size(), 1u);
}

TEST_F(FolderTroubles, AFileThatCannotBeMovedIsToldAndTakenOnce) {
    open_to_all();
    (void)look();
    write("a.xml", "<a/>");
    fs::permissions(inbox_ / "done", fs::perms(0555));
    const WithoutRights account;
    (void)look();
    EXPECT_EQ(look_after(still_of_others).arrivals.size(), 1u);
    EXPECT_EQ(troubled("folder_trouble"), 1);
    EXPECT_TRUE(look_after(still_of_others).arrivals.empty());
    EXPECT_EQ(watch_->present().taken, 1);
}

TEST_F(FolderTroubles, AFileInThePlaceOfDoneIsTold) {
    write("done", "<a/>");
    (void)look();
    EXPECT_EQ(troubled("folder_trouble"), 1);
    fs::remove(inbox_ / "done");
    fs::create_directory_symlink(at_.folder, inbox_ / "done");
    write("a.xml", "<a/>");
    (void)settle();
    EXPECT_EQ(troubled("folder_trouble"), 1);
    EXPECT_EQ(stored(), 0u);
    fs::remove(inbox_ / "done");
    EXPECT_EQ(settle().arrivals.size(), 1u);
}

TEST_F(FolderTroubles, AFileWhoseReasonCannotBeWrittenStaysInSight) {
    (void)look();
    ASSERT_EQ(::mkfifo((inbox_ / "pipe.xml").c_str(), 0600), 0);
    {
        const fault::FullDisk disk;
        const auto told = look();
        EXPECT_TRUE(told.rejected.empty());
        ASSERT_EQ(told.troubles.size(), 1u);
        EXPECT_EQ(told.troubles[0].find("pipe"), std::string::npos);
    }
    EXPECT_TRUE(fs::exists(fs::symlink_status(inbox_ / "pipe.xml")));
    EXPECT_EQ(look().rejected, std::vector<std::string>{"not_a_regular_file"});
    EXPECT_FALSE(read(inbox_ / "rejected" / "pipe.xml.reason").empty());
}

TEST_F(FolderTroubles, AFileWhoseReasonCannotBeWrittenDoesNotWaitForTheGraceAgain) {
    write("a.xml", "<a>");
    (void)settle();
    {
        const fault::FullDisk disk;
        EXPECT_TRUE(look_after(grace).rejected.empty());
    }
    EXPECT_EQ(look().rejected, std::vector<std::string>{"xml_incomplete"});
}

TEST_F(FolderTroubles, ANoteIsNeverWrittenOverAnotherFile) {
    (void)look();
    std::ofstream(inbox_ / "rejected" / "pipe.xml.reason") << "somebody else's";
    ASSERT_EQ(::mkfifo((inbox_ / "pipe.xml").c_str(), 0600), 0);
    (void)look();
    EXPECT_EQ(read(inbox_ / "rejected" / "pipe.xml.reason"), "somebody else's");
    EXPECT_TRUE(read(inbox_ / "rejected" / "pipe.xml.1.reason").starts_with("not_a_regular_file"));
}

}  // namespace
}  // namespace indgang::service
