// SPDX-License-Identifier: MPL-2.0
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/pipeline/service/inbox.h"

namespace indgang::service {
namespace {

namespace fs = std::filesystem;

class Subfolders : public Inbox {
  protected:
    void make(const std::string& folder) const { fs::create_directories(inbox_ / folder); }
};

TEST_F(Subfolders, AreLeftAloneAndTold) {
    make("scanner 2");
    (void)look();
    EXPECT_EQ(troubled("subfolder_unwatched"), 0) << "it is empty";
    write("scanner 2/a.xml", "<a/>");
    const auto told = look();
    EXPECT_EQ(told.troubles.size(), 1u);
    EXPECT_EQ(troubled("subfolder_unwatched"), 1);
    EXPECT_TRUE(look_after(still).arrivals.empty());
    EXPECT_TRUE(fs::exists(inbox_ / "scanner 2" / "a.xml"));
}

TEST_F(Subfolders, AreWatchedWhenTheConfigurationSaysSo) {
    make("north/desk 1");
    write("a.xml", "<a/>");
    write("north/a.xml", "<b/>");
    write("north/desk 1/a.xml", "<c/>");
    watch(true);
    EXPECT_EQ(settle().arrivals.size(), 3u);
    EXPECT_TRUE(fs::exists(inbox_ / "done" / "a.xml"));
    EXPECT_TRUE(fs::exists(inbox_ / "north" / "done" / "a.xml"));
    EXPECT_TRUE(fs::exists(inbox_ / "north" / "desk 1" / "done" / "a.xml"));
    EXPECT_TRUE(look_after(still).arrivals.empty()) << "nothing is taken from done";
}

TEST_F(Subfolders, HaveWhatWasRejectedBesideThem) {
    make("north");
    watch(true);
    write("north/a.xml", "<a>");
    (void)settle();
    (void)look_after(grace);
    EXPECT_TRUE(fs::exists(inbox_ / "north" / "rejected" / "a.xml.reason"));
}

TEST_F(Subfolders, MayBeRenamed) {
    make("north");
    watch(true);
    write("north/a.xml", "<a/>");
    (void)look();
    fs::rename(inbox_ / "north", inbox_ / "south");
    EXPECT_TRUE(look_after(still).arrivals.empty()) << "not seen under this name before";
    EXPECT_EQ(look_after(still).arrivals.size(), 1u);
    EXPECT_EQ(stored(), 1u);
}

TEST_F(Subfolders, MayBeExchangedForAnotherOfThatName) {
    make("north");
    make("other/done");
    write("other/done/a.xml", "<a/>");  // written on while nobody watched
    fs::rename(inbox_ / "other", at_.folder / "other");
    struct stat status {};
    ASSERT_EQ(::stat((at_.folder / "other/done/a.xml").c_str(), &status), 0);
    at_.now = UtcTime(std::chrono::seconds(status.st_mtim.tv_sec));
    watch(true);
    (void)look();
    fs::rename(inbox_ / "north", at_.folder / "north");
    fs::rename(at_.folder / "other", inbox_ / "north");
    EXPECT_EQ(settle().arrivals.size(), 1u);
}

TEST_F(Subfolders, AreNotFollowedOverALink) {
    const auto elsewhere = at_.folder / "elsewhere";
    fs::create_directories(elsewhere);
    std::ofstream(elsewhere / "a.xml") << "<a/>";
    fs::create_directory_symlink(elsewhere, inbox_ / "link");
    watch(true);
    EXPECT_TRUE(settle().arrivals.empty());
    EXPECT_TRUE(fs::exists(elsewhere / "a.xml"));
}

TEST_F(Subfolders, BeyondTheDeepestAreTold) {
    std::string deep = "1";
    for (int level = 2; level <= 9; ++level) {
        deep += "/" + std::to_string(level);
    }
    make(deep);
    write("1/2/3/4/5/6/7/8/a.xml", "<a/>");
    write(deep + "/b.xml", "<b/>");
    watch(true);
    EXPECT_EQ(settle().arrivals.size(), 1u);
    EXPECT_EQ(troubled("subfolder_unwatched"), 1);
}

TEST_F(Subfolders, WithoutRightsAreToldAndKeepNobodyElseWaiting) {
    make("north");
    write("a.xml", "<a/>");
    open_to_all();
    fs::permissions(inbox_ / "north", fs::perms::none);
    watch(true);
    const WithoutRights account;
    (void)look();
    EXPECT_EQ(look_after(still_of_others).arrivals.size(), 1u);
    EXPECT_EQ(troubled("folder_trouble"), 1);
}

}  // namespace
}  // namespace indgang::service
