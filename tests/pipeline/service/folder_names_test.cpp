// SPDX-License-Identifier: MPL-2.0
// What people, scanners and shares call their files.
#include <gtest/gtest.h>

#include "tests/pipeline/service/inbox.h"

namespace indgang::service {
namespace {

namespace fs = std::filesystem;

class FolderNames : public Inbox {};

const std::string composed = "Bl\xC3\xA5.xml", decomposed = "Bla\xCC\x8A.xml";

TEST_F(FolderNames, AreTakenWhateverTheyAre) {
    write(std::string(251, 'n') + ".xml", "<a/>");
    write("\xC6\xFF line\nbreak.xml", "<b/>");
    write("-rf %n ;$(x).xml", "<c/>");
    write("--help", "<d/>");
    EXPECT_EQ(settle().arrivals.size(), 4u);
    EXPECT_EQ(look().waiting, 0);
    EXPECT_TRUE(fs::exists(inbox_ / "done" / (std::string(251, 'n') + ".xml")));
}

TEST_F(FolderNames, ThatLookAlikeAreTwoFiles) {
    write(composed, "<a/>");
    write(decomposed, "<b/>");
    EXPECT_EQ(settle().arrivals.size(), 2u);
    EXPECT_TRUE(fs::exists(inbox_ / "done" / composed));
    EXPECT_TRUE(fs::exists(inbox_ / "done" / decomposed));
}

TEST_F(FolderNames, OfFullLengthAreKeptForTwoFiles) {
    const std::string name = std::string(251, 'n') + ".xml";
    write(name, "<a/>");
    (void)settle();
    write(name, "<b/>");
    EXPECT_EQ(settle().arrivals.size(), 1u);
    EXPECT_TRUE(fs::exists(inbox_ / "done" / (std::string(251, 'n') + ".x.1"))) << "cut to fit";
    EXPECT_EQ(stored(), 2u);
}

TEST_F(FolderNames, OfFullLengthHaveTheReasonBesideThem) {
    const std::string start(248, 'n');
    write(start + "one.xml", "<a>");
    write(start + "two.xml", "<b>");
    (void)settle();
    EXPECT_EQ(look_after(grace).rejected.size(), 2u);
    EXPECT_TRUE(fs::exists(inbox_ / "rejected" / (start + "one.xml")));
    EXPECT_NE(read(inbox_ / "rejected" / (start + ".reason")).find(start + "one.xml"),
              std::string::npos);
    EXPECT_NE(read(inbox_ / "rejected" / (start.substr(0, 246) + ".1.reason")).find(start + "two"),
              std::string::npos);
}

TEST_F(FolderNames, OfUnfinishedTransfersAreWaitedForInAnyCaseOfLetters) {
    write("a.xml.PART", "<a/>");
    write("b.TMP", "<b/>");
    write(".c.xml", "<c/>");
    EXPECT_TRUE(settle().arrivals.empty());
    EXPECT_TRUE(watch_->present().troubles.empty());
    fs::rename(inbox_ / "a.xml.PART", inbox_ / "a.xml");
    EXPECT_EQ(settle().arrivals.size(), 1u);
}

TEST_F(FolderNames, OfTransfersThatWereGivenUpAreTold) {
    write("a.xml.part", "<a/>");
    write(".keep", "");  // nothing waits in it
    (void)settle();
    EXPECT_TRUE(look_after(grace - std::chrono::seconds(3)).troubles.empty());
    const auto told = look_after(std::chrono::seconds(1));
    ASSERT_EQ(told.troubles.size(), 1u);
    EXPECT_EQ(troubled("unfinished_name"), 1);
    EXPECT_EQ(told.troubles[0].find("a.xml"), std::string::npos);
    append(inbox_ / "a.xml.part", "more");
    (void)look();
    EXPECT_EQ(troubled("unfinished_name"), 0);
}

TEST_F(FolderNames, OfWhatSystemsLeaveBehindArePassedOver) {
    write("Thumbs.db", "thumbs");
    write("desktop.ini", "[.ShellClassInfo]");
    write("~$letter.docx", "lock");
    (void)settle();
    const auto later = look_after(grace);
    EXPECT_TRUE(later.arrivals.empty() && later.rejected.empty() && later.troubles.empty());
    EXPECT_TRUE(fs::exists(inbox_ / "Thumbs.db"));
}

TEST_F(FolderNames, ThatChangeFiveTimesAreOneFile) {
    std::string name = "scan0.xml";
    write(name, "<a/>");
    for (int i = 1; i <= 5; ++i) {
        EXPECT_TRUE(look_after(std::chrono::seconds(1)).arrivals.empty());
        const std::string next = "scan" + std::to_string(i) + ".xml";
        fs::rename(inbox_ / name, inbox_ / next);
        name = next;
    }
    EXPECT_EQ(settle().arrivals.size(), 1u);
    for (int i = 0; i < 5; ++i) {
        EXPECT_TRUE(look_after(still).arrivals.empty());
    }
    EXPECT_EQ(stored(), 1u);
}

}  // namespace
}  // namespace indgang::service
