// SPDX-License-Identifier: MPL-2.0
#include "pipeline/service/side_folder.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/pipeline/service/inbox.h"

namespace indgang::service {
namespace {

namespace fs = std::filesystem;

class SideFolder : public Inbox {
  protected:
    struct stat of(const std::string& name) const {
        struct stat status {};
        EXPECT_EQ(::lstat((inbox_ / name).c_str(), &status), 0) << name;
        return status;
    }
    mode_t mode(const std::string& name) const { return of(name).st_mode & 07777; }
    void set_mode(const std::string& name, mode_t mode) const {
        ASSERT_EQ(::chmod((inbox_ / name).c_str(), mode), 0);
    }
    Descriptor open_inbox() const {
        return Descriptor(::open(inbox_.c_str(), O_RDONLY | O_DIRECTORY));
    }
    void reject(const std::string& name) {
        write(name, "<a>");
        (void)settle();
        (void)look_after(grace);
        ASSERT_TRUE(fs::exists(inbox_ / "rejected" / name));
    }
};

TEST_F(SideFolder, HasTheRightsOfTheFolderItLiesIn) {
    set_mode("", 02770);
    (void)look();
    EXPECT_EQ(mode("done"), 02770u);
    EXPECT_EQ(mode("rejected"), 02770u);
}

TEST_F(SideFolder, HasTheGroupOfTheFolderItLiesIn) {
    if (::getuid() != 0) {
        GTEST_SKIP() << "NOT TESTED: without root no group can be given";
    }
    ASSERT_EQ(::chown(inbox_.c_str(), 0, 12'345), 0);
    set_mode("", 0770);
    reject("a.xml");
    EXPECT_EQ(of("rejected").st_gid, 12'345u);
    EXPECT_EQ(of("rejected/a.xml.reason").st_gid, 12'345u);
}

TEST_F(SideFolder, ThatWasMadeForTheServiceAloneIsOpened) {
    set_mode("", 0775);
    fs::create_directories(inbox_ / "rejected");
    set_mode("rejected", 0700);
    (void)look();
    EXPECT_EQ(mode("rejected"), 0775u);
}

TEST_F(SideFolder, KeepsTheRightsThatSomebodyGaveIt) {
    set_mode("", 0775);
    fs::create_directories(inbox_ / "rejected");
    set_mode("rejected", 0750);
    (void)look();
    EXPECT_EQ(mode("rejected"), 0750u);
}

TEST_F(SideFolder, LetsWhoMayUseTheFolderReadTheReason) {
    set_mode("", 0775);
    reject("a.xml");
    EXPECT_EQ(mode("rejected/a.xml.reason"), 0644u);
}

TEST_F(SideFolder, LetsNobodyElseReadTheReason) {
    set_mode("", 0770);
    reject("a.xml");
    EXPECT_EQ(mode("rejected/a.xml.reason"), 0640u);
}

TEST_F(SideFolder, LeavesTheRejectedFileToItsOwner) {
    set_mode("", 0777);
    write("a.xml", "<a>");
    set_mode("a.xml", 0640);
    (void)settle();
    (void)look_after(grace);
    EXPECT_EQ(mode("rejected/a.xml"), 0640u);
}

TEST_F(SideFolder, MovesNoFileOverAnother) {
    fs::create_directories(inbox_ / "done");
    write("done/a", "earlier");
    write("a", "later");
    const auto folder = open_inbox();
    const auto done = open_side_folder(folder, "done");
    EXPECT_EQ(move_file(folder, "a", done, "a"), "a.1");
    EXPECT_EQ(read(inbox_ / "done" / "a"), "earlier");
    EXPECT_EQ(read(inbox_ / "done" / "a.1"), "later");
}

}  // namespace
}  // namespace indgang::service
