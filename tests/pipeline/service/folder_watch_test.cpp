// SPDX-License-Identifier: MPL-2.0
#include "pipeline/service/folder_watch.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "schemas/core/limits.h"
#include "schemas/error/error.h"
#include "tests/pipeline/service/inbox.h"
#include "tests/schemas/zip/made_zip.h"

namespace indgang::service {
namespace {

namespace fs = std::filesystem;

class Folder : public Inbox {};

TEST_F(Folder, TakesAFileThatStoodStillForTwoSeconds) {
    write("a.xml", "<a/>");
    EXPECT_EQ(watch_->look().waiting, 1);
    EXPECT_TRUE(look_after(std::chrono::milliseconds(1999)).arrivals.empty());
    EXPECT_EQ(look_after(std::chrono::milliseconds(1)).arrivals.size(), 1u);
}

TEST_F(Folder, MovesAFileToDoneOnlyAfterItIsStored) {
    write("a.xml", "<a/>");
    const auto look = settle();
    ASSERT_EQ(look.arrivals.size(), 1u);
    EXPECT_TRUE(fs::exists(inbox_ / "done" / "a.xml"));
    EXPECT_FALSE(fs::exists(inbox_ / "a.xml"));
    const auto arrival = at_.store.arrival(look.arrivals[0]);
    ASSERT_TRUE(arrival.has_value());
    EXPECT_EQ(arrival->content.channel, "folder");
    EXPECT_EQ(text_of(at_.blobs.get(arrival->content.digest)), "<a/>");
}

TEST_F(Folder, StartsWaitingAnewWhenAFileGrows) {
    write("a.xml", "<a>");
    (void)watch_->look();
    write("a.xml", "<a></a>");
    EXPECT_TRUE(look_after(std::chrono::seconds(2)).arrivals.empty());
    EXPECT_EQ(look_after(std::chrono::seconds(2)).arrivals.size(), 1u);
}

TEST_F(Folder, WaitsForAWriterThatHasTheFileOpen) {
    write("a.xml", "<a/>");
    const int writer = ::open((inbox_ / "a.xml").c_str(), O_WRONLY | O_APPEND);
    EXPECT_TRUE(settle().arrivals.empty());
    ::close(writer);
    EXPECT_EQ(look_after(std::chrono::seconds(1)).arrivals.size(), 1u);
}

TEST_F(Folder, RejectsAnIncompleteFileAfterTheGraceWithItsReason) {
    write("half.xml", "<a><b>");
    EXPECT_EQ(settle().waiting, 1);
    const auto look = look_after(std::chrono::minutes(5));
    EXPECT_EQ(look.rejected, std::vector<std::string>{"xml_incomplete"});
    EXPECT_TRUE(fs::exists(inbox_ / "rejected" / "half.xml"));
    EXPECT_EQ(read(inbox_ / "rejected" / "half.xml.reason"),
              "xml_incomplete 2026-11-22T00:05:02.000Z\n"
              "An XML document in the watched folder is not whole after the time of grace.\n"
              "Have it written again; raise the grace if its writer is slow.\n"
              "File: half.xml\n");
    EXPECT_TRUE(at_.store.arrivals(10).empty());
}

TEST_F(Folder, RejectsAFileWithoutBytesAfterTheGrace) {
    write("empty.xml", "");
    EXPECT_EQ(settle().waiting, 1);
    EXPECT_EQ(look_after(grace).rejected, std::vector<std::string>{"arrival_empty"});
    EXPECT_TRUE(fs::exists(inbox_ / "rejected" / "empty.xml.reason"));
}

TEST_F(Folder, HasEachFileWithoutBytesInTheLedgerOnce) {
    write("one.tif", "");
    write("other.tif", "");
    (void)settle();
    (void)look_after(grace);
    const auto arrivals = at_.store.arrivals(10);
    ASSERT_EQ(arrivals.size(), 2u);
    EXPECT_EQ(arrivals[0].content.name, "other.tif");
    EXPECT_EQ(arrivals[0].content.size_bytes, 0);
    (void)look_after(grace);
    EXPECT_EQ(stored(), 2u);
}

TEST_F(Folder, RejectsAnArchiveAtOnceWithWhatToDo) {
    write("letter.docx", "PK\x03\x04[Content_Types].xml");
    write("scans.rar", "Rar!\x1A\x07 scan.tif");
    EXPECT_EQ(settle().rejected, (std::vector<std::string>{"archive_unread", "archive_unread"}));
    EXPECT_NE(read(inbox_ / "rejected" / "scans.rar.reason").find("\nUnpack it and hand in"),
              std::string::npos);
    EXPECT_EQ(stored(), 0u);
}

TEST_F(Folder, TakesAZipWhenItIsWhole) {
    const auto zip = made::zip_of({{"a.xml", "<a/>"}});
    write("scans.zip", zip.substr(0, zip.size() - 1));
    EXPECT_EQ(settle().waiting, 1);
    append(inbox_ / "scans.zip", zip.substr(zip.size() - 1));
    EXPECT_EQ(settle().arrivals.size(), 1u);
    EXPECT_EQ(at_.store.arrivals(1).front().content.type, "zip");
    write("cut.zip", zip.substr(0, zip.size() - 1));
    (void)settle();
    EXPECT_EQ(look_after(grace).rejected, std::vector<std::string>{"zip_incomplete"});
}

TEST_F(Folder, TakesAZipThatIsLargerThanAScanMayBe) {
    write("scans.zip", made::zip_of({{"a.tif", "II*"}}));
    // It begins with a hole, which costs no disk.
    const auto end = made::zip_of({{"b.tif", "II*"}});
    std::filesystem::resize_file(inbox_ / "scans.zip", limits::arrival_bytes + 1);
    EXPECT_EQ(settle().waiting, 1);
    append(inbox_ / "scans.zip", end);
    EXPECT_EQ(settle().arrivals.size(), 1u);
    EXPECT_EQ(at_.store.arrivals(1).front().content.type, "zip");
}

TEST_F(Folder, RejectsAfterTheGraceWhatIsOfNoKnownType) {
    write("prepared.tif", std::string(100, '\0'));
    EXPECT_EQ(settle().waiting, 1);
    EXPECT_EQ(look_after(grace).rejected, std::vector<std::string>{"image_type_unknown"});
}

TEST_F(Folder, TakesAFileThatIsFilledAfterItWasMadeInItsFullSize) {
    write("a.xml", std::string(4, '\0'));
    (void)settle();
    write("a.xml", "<a/>");
    EXPECT_EQ(settle().arrivals.size(), 1u);
}

TEST_F(Folder, FollowsNoSymbolicLink) {
    const auto secret = at_.folder / "secret.xml";
    std::ofstream(secret) << "<secret/>";
    fs::create_symlink(secret, inbox_ / "link.xml");
    const auto look = settle();
    EXPECT_TRUE(look.arrivals.empty());
    EXPECT_TRUE(at_.store.arrivals(10).empty());
    EXPECT_TRUE(fs::is_symlink(inbox_ / "rejected" / "link.xml"));
    EXPECT_TRUE(fs::exists(secret));
}

TEST_F(Folder, IsNotHeldUpByAPipe) {
    ASSERT_EQ(::mkfifo((inbox_ / "pipe.xml").c_str(), 0600), 0);
    EXPECT_EQ(watch_->look().rejected, std::vector<std::string>{"not_a_regular_file"});
}

TEST_F(Folder, DoesNotTakeAFileWithASecondName) {
    write("a.xml", "<a/>");
    fs::create_hard_link(inbox_ / "a.xml", at_.folder / "second-name");
    EXPECT_TRUE(settle().arrivals.empty());
    EXPECT_EQ(look_after(std::chrono::minutes(5)).rejected,
              std::vector<std::string>{"hard_linked"});
}

TEST_F(Folder, KeepsBothOfTwoFilesThatCameUnderOneName) {
    write("a.xml", "<a/>");
    (void)settle();
    write("a.xml", "<b/>");
    EXPECT_EQ(settle().arrivals.size(), 1u);
    EXPECT_TRUE(fs::exists(inbox_ / "done" / "a.xml"));
    EXPECT_TRUE(fs::exists(inbox_ / "done" / "a.xml.1"));
    EXPECT_EQ(at_.store.arrivals(10).size(), 2u);
}

TEST_F(Folder, TakesTheSameBytesAgainAsOneArrival) {
    write("a.xml", "<a/>");
    const auto first = settle();
    write("again.xml", "<a/>");
    EXPECT_EQ(settle().arrivals, first.arrivals);
    EXPECT_EQ(at_.store.arrivals(10).size(), 1u);
}

TEST_F(Folder, IsNotMisledByATimeInTheFuture) {
    write("a.xml", "<a/>");
    fs::last_write_time(inbox_ / "a.xml",
                        fs::file_time_type::clock::now() + std::chrono::hours(24 * 365 * 50));
    EXPECT_EQ(settle().arrivals.size(), 1u);
}

TEST_F(Folder, RejectsWhatIsTooLargeWithoutReadingIt) {
    write("huge.tif", "II");
    fs::resize_file(inbox_ / "huge.tif", limits::arrival_bytes + 1);
    EXPECT_EQ(settle().rejected, std::vector<std::string>{"arrival_too_large"});
}

TEST_F(Folder, TakesNoMoreFilesWhenTheProgramStops) {
    bool is_stopping = false;
    watch_ = std::make_unique<FolderWatch>(
        FolderWatchSettings{.folder = inbox_, .is_stopping = [&] { return is_stopping; }}, at_.door,
        [this] { return at_.now; });
    write("a.xml", "<a/>");
    (void)look();
    is_stopping = true;
    EXPECT_TRUE(look_after(still).arrivals.empty());
    is_stopping = false;
    EXPECT_EQ(look().arrivals.size(), 1U);
}

/// A folder in which the bytes "<bad/>" cannot be taken in until `is_mended_`.
class TroubledFolder : public Folder {
  protected:
    TroubledFolder() {
        auto door = at_.door;
        door.type_of = [this](BytesView bytes) {
            if (!is_mended_ && text_of(bytes) == "<bad/>") {
                throw Error(Reason::disk_error, "blobs: cannot write");
            }
            return Installation::type_of(bytes);
        };
        watch_ = std::make_unique<FolderWatch>(FolderWatchSettings{.folder = inbox_}, door,
                                               [this] { return at_.now; });
        write("a.xml", "<a/>");
        write("b.xml", "<bad/>");
        write("c.xml", "<c/>");
        write("d.xml", "<bad/>");
    }
    bool is_mended_ = false;
};

TEST_F(TroubledFolder, TakesTheFilesBesideOneThatCannotBeTaken) {
    const auto look = settle();
    EXPECT_EQ(look.arrivals.size(), 2u);
    EXPECT_TRUE(fs::exists(inbox_ / "done" / "a.xml"));
    EXPECT_TRUE(fs::exists(inbox_ / "done" / "c.xml"));
}

TEST_F(TroubledFolder, ReportsATroubleOnceAndCountsItsFilesAsWaiting) {
    const auto look = settle();
    EXPECT_EQ(look.troubles, std::vector<std::string>{"blobs: cannot write [disk_error]"});
    EXPECT_EQ(look.waiting, 2);
    EXPECT_TRUE(watch_->look().troubles.empty());
    EXPECT_EQ(troubled("disk_error"), 2);
}

TEST_F(TroubledFolder, TakesTheFileWhenTheTroubleIsOver) {
    (void)settle();
    is_mended_ = true;
    const auto look = watch_->look();
    EXPECT_EQ(look.arrivals.size(), 2u);
    EXPECT_TRUE(look.troubles.empty());
    EXPECT_EQ(look.ended, std::vector<std::string>{"blobs: cannot write [disk_error]"});
    EXPECT_TRUE(watch_->present().troubles.empty());
    EXPECT_FALSE(fs::exists(inbox_ / "b.xml"));
}

}  // namespace
}  // namespace indgang::service
