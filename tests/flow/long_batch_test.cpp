// SPDX-License-Identifier: MPL-2.0
// A morning's mail is one file of 300 pages. Whoever lies on top must not wait for whoever lies
// below: an application is delivered while the pages after it are still read.
#include <gtest/gtest.h>
#include <leptonica/allheaders.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/store/store.h"
#include "tests/flow/installation.h"

namespace indgang::flow {
namespace {

/// Writes pages of the sample batch, by their numbers, as one TIFF.
void write_batch(const std::filesystem::path& file, const std::vector<int>& pages) {
    const std::string batch = std::string(INDGANG_SOURCE_DIR) + "/samples/paper/batch-2026-11.tif";
    const char* mode = "w";
    for (const int page : pages) {
        Pix* pix = pixReadTiff(batch.c_str(), page - 1);
        ASSERT_NE(pix, nullptr) << page;
        ASSERT_EQ(pixWriteTiff(file.c_str(), pix, IFF_TIFF_G4, mode), 0);
        pixDestroy(&pix);
        mode = "a";
    }
}

/// 300 pages: an application with its separator sheet, empty backs, another application.
std::vector<int> long_batch() {
    constexpr int empty_back = 4;
    constexpr std::size_t before_the_last = 297;
    std::vector<int> pages = {1, 2, 3, 4, 5};
    pages.resize(before_the_last, empty_back);
    pages.insert(pages.end(), {12, 13, 14});
    return pages;
}

std::int64_t number_of(const std::vector<store::Event>& events, const std::string& what) {
    const auto found = std::find_if(events.begin(), events.end(),
                                    [&](const store::Event& event) { return event.what == what; });
    return found == events.end() ? -1 : found->number;
}

TEST(Flow, ABatchOf300PagesIsDeliveredFromBeforeItIsReadToItsEnd) {
    const Installation installation;
    const auto file = installation.folder() / "batch.tif";
    write_batch(file, long_batch());
    const auto result = installation.indgang({"run", "--json", file.string()});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    const store::Store store(
        installation.folder() / "store", store::Store::Access::read, [] { return UtcTime{}; },
        [] { return std::string(); });
    const auto arrivals = store.arrivals(1);
    ASSERT_EQ(arrivals.size(), 1U);
    EXPECT_EQ(arrivals[0].pages, 300);
    const auto first_delivered = number_of(store.events(arrivals[0].id + "-1"), "delivered");
    const auto read_to_its_end = number_of(store.events(arrivals[0].id), "read");
    ASSERT_GT(first_delivered, 0);
    ASSERT_GT(read_to_its_end, 0);
    EXPECT_LT(first_delivered, read_to_its_end);
}

}  // namespace
}  // namespace indgang::flow
