// SPDX-License-Identifier: MPL-2.0
#include "pipeline/reading/scan_crew.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "tests/pipeline/reading/scripted_worker.h"

namespace indgang::reading {
namespace {

using testing::ElementsAre;

class Scans : public ReadingTest {
  protected:
    static const form::FormCatalogue& catalogue() {
        static const auto loaded = form::FormCatalogue::load(
            {std::filesystem::path(INDGANG_SOURCE_DIR) / "schemas/forms/sp501"});
        return loaded;
    }
    [[nodiscard]] ScanCrew crew() {
        return {workers(), 1, *store, blobs, catalogue(), arrived, done};
    }
    /// Lets the crew work until so many scans are read or rejected.
    void read(std::int64_t scans) {
        const auto reading = crew();
        EXPECT_TRUE(comes([&] { return reading.counts().documents >= scans; }));
    }
};

TEST_F(Scans, ArePagesOfEachInTurn) {
    script.pages = 3;
    for (const char* bytes : {"a", "b"}) {
        (void)receive(bytes, "tiff");
    }
    read(2);
    EXPECT_THAT(script.asked(),
                ElementsAre("a 0", "b 0", "a 1", "b 1", "a 2", "b 2", "a 3", "b 3"));
}

TEST_F(Scans, OfFewPagesAreNotBehindLargeOnesHoweverManyTheseAre) {
    constexpr int large = 40;
    script.pages = 500;  // scripted pages take no time, and the queue is looked at now and then
    for (int number = 0; number < large; ++number) {
        (void)receive("large " + std::to_string(number), "tiff");
    }
    script.pages_of[digest_of("small")] = 3;
    const auto small = receive("small", "tiff");
    const auto reading = crew();
    ASSERT_TRUE(comes([&] { return arrival(small).state == store::ArrivalState::read; }));
    const auto asked = script.asked();
    const auto end = std::ranges::find(asked, "small 3");
    EXPECT_EQ(std::count_if(asked.begin(), end,
                            [](const std::string& page) { return page.ends_with(" 500"); }),
              0)
        << "a large one was read to its end first";
}

TEST_F(Scans, OfManyPagesHaveEverySecondPageWhileSmallOnesCome) {
    script.pages = 30;
    (void)receive("large", "tiff");
    constexpr int small = 10;
    for (int number = 0; number < small; ++number) {
        const auto bytes = "small " + std::to_string(number);
        script.pages_of[digest_of(bytes)] = 3;
        (void)receive(bytes, "tiff");
    }
    read(small);
    const auto asked = script.asked();
    const auto first_page =
        std::ranges::find_if(asked, [](const std::string& each) { return !each.ends_with(" 0"); });
    int of_large = 0;
    for (auto page = first_page; page < first_page + 2 * small; ++page) {
        of_large += page->starts_with("large") ? 1 : 0;
    }
    EXPECT_EQ(of_large, small);
}

TEST_F(Scans, OfManyPagesThatWaitForRoomAreReadInTheEnd) {
    constexpr int large = 20;
    script.pages = 12;
    for (int number = 0; number < large; ++number) {
        (void)receive("large " + std::to_string(number), "tiff");
    }
    read(large);
    EXPECT_EQ(store->ledger().arrivals.at("read"), large);
}

TEST_F(Scans, WithAPageThatEndsItsWorkerTwiceKeepAllOthers) {
    script.pages = 3;
    const auto id = receive("a", "tiff");
    script.page_errors.emplace(std::pair(digest_of("a"), 2),
                               Error(Reason::worker_slow, "test: too slow"));
    read(1);
    EXPECT_EQ(std::ranges::count(script.asked(), "a 2"), 2);
    const auto pages = store->pages(id);
    ASSERT_EQ(pages.size(), 3U);
    EXPECT_NE(pages[1].reading.find("poison_page"), std::string::npos);
    EXPECT_EQ(pages[2].reading.find("poison_page"), std::string::npos);
    EXPECT_EQ(arrival(id).state, store::ArrivalState::read);
}

TEST_F(Scans, ThatTakeMoreTimeThanAFileMayKeepTheirOtherPagesUnread) {
    script.pages = 3;
    script.page_takes = std::chrono::milliseconds(5);
    const auto id = receive("a", "tiff");
    {
        const ScanCrew reading(workers(), 1, *store, blobs, catalogue(), arrived, done, {},
                               {std::chrono::milliseconds(2), std::chrono::milliseconds(1)});
        EXPECT_TRUE(comes([&] { return reading.counts().documents == 1; }));
    }
    // 2 ms and 1 ms a page are 5 ms, which the first page takes alone.
    EXPECT_THAT(script.asked(), ElementsAre("a 0", "a 1"));
    const auto pages = store->pages(id);
    ASSERT_EQ(pages.size(), 3U);
    EXPECT_EQ(pages[0].reading.find("arrival_over_time"), std::string::npos);
    EXPECT_NE(pages[1].reading.find("arrival_over_time"), std::string::npos);
    EXPECT_NE(pages[2].reading.find("arrival_over_time"), std::string::npos);
    EXPECT_EQ(arrival(id).state, store::ArrivalState::read);
}

TEST_F(Scans, OfOnePageThatEndsItsWorkerTwiceAreRejected) {
    const auto id = receive("a", "tiff");
    script.page_errors.emplace(std::pair(digest_of("a"), 1),
                               Error(Reason::worker_died, "test: died"));
    read(1);
    EXPECT_EQ(arrival(id).state, store::ArrivalState::rejected);
    EXPECT_EQ(arrival(id).reason, "poison");
}

TEST_F(Scans, AreNotBlamedForTheInstallation) {
    const auto id = receive("a", "tiff");
    script.page_errors.emplace(std::pair(digest_of("a"), 1),
                               Error(Reason::tesseract_language_missing, "test: no language"));
    {
        const auto reading = crew();
        ASSERT_TRUE(comes([&] { return reading.trouble().has_value(); }));
    }
    EXPECT_EQ(arrival(id).state, store::ArrivalState::received);
    script.page_errors.clear();
    read(1);
    EXPECT_EQ(arrival(id).state, store::ArrivalState::read);
}

TEST_F(Scans, InWorkAreGivenBackWhenTheProgramStops) {
    script.holds = true;
    const auto id = receive("a", "tiff");
    {
        const auto reading = crew();
        ASSERT_TRUE(comes([&] { return std::ranges::count(script.asked(), "a 1") == 1; }));
    }
    EXPECT_EQ(arrival(id).state, store::ArrivalState::received);
    script.holds = false;
    read(1);
    EXPECT_EQ(arrival(id).state, store::ArrivalState::read);
}

}  // namespace
}  // namespace indgang::reading
