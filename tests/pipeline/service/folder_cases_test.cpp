// SPDX-License-Identifier: MPL-2.0
// The folder's cases of senders, where they are beside the checkout.
#include <gtest/gtest.h>

#include "tests/pipeline/service/inbox.h"

namespace indgang::service {
namespace {

namespace fs = std::filesystem;

class FolderCases : public Inbox {
  protected:
    void SetUp() override {
        if (!fs::exists(cases_)) {
            GTEST_SKIP() << "NOT TESTED: there is no " << cases_;
        }
    }
    std::string load(const std::string& name) const { return read(cases_ / name); }
    /// How many bytes the arrivals have, the last one first.
    std::int64_t bytes_of_last() { return at_.store.arrivals(1).at(0).content.size_bytes; }

    fs::path cases_ = fs::path(INDGANG_SOURCE_DIR) / "../shared/cases/intake";
};

TEST_F(FolderCases, PagesThatComeSixSecondsLaterAreTakenToo) {
    const auto now = load("grow-1-pages-1-3.tif"), later = load("grow-2-pages-1-8.tif");
    ASSERT_LT(now.size(), later.size());
    write("scan.tif", now);
    (void)settle();
    ASSERT_EQ(stored(), 1u);
    at_.now += std::chrono::seconds(4);
    write("done/scan.tif", later);  // the scanner has the file open and does not see that it moved
    EXPECT_EQ(settle().arrivals.size(), 1u);
    EXPECT_EQ(bytes_of_last(), static_cast<std::int64_t>(later.size()));
    EXPECT_EQ(read(inbox_ / "done" / "scan.tif"), later);
}

TEST_F(FolderCases, PagesThatComeWithinTheWaitAreOneArrival) {
    write("scan.tif", load("grow-1-pages-1-3.tif"));
    (void)look();
    (void)look_after(std::chrono::milliseconds(1'500));
    write("scan.tif", load("grow-2-pages-1-8.tif"));
    EXPECT_TRUE(look_after(std::chrono::milliseconds(500)).arrivals.empty());
    EXPECT_EQ(look_after(still).arrivals.size(), 1u);
    EXPECT_EQ(stored(), 1u);
}

TEST_F(FolderCases, APackedFileIsRejectedInWords) {
    write("body.xml.gz", load("gzip-body.xml.gz"));
    EXPECT_EQ(settle().rejected, std::vector<std::string>{"archive_unread"});
}

}  // namespace
}  // namespace indgang::service
