// SPDX-License-Identifier: MPL-2.0
#include "pipeline/reading/document_crew.h"

#include <gtest/gtest.h>

#include "tests/pipeline/reading/scripted_worker.h"

namespace indgang::reading {
namespace {

class Documents : public ReadingTest {
  protected:
    /// Lets the crew work until so many documents are read or rejected.
    void read(std::int64_t documents) {
        DocumentCrew crew(workers(), *store, blobs, handover, arrived, done);
        EXPECT_TRUE(comes([&] { return crew.documents() >= documents; })) << crew.documents();
    }
    [[nodiscard]] std::size_t handed_over() {
        std::size_t all = 0;
        while (const auto batch = handover.take()) {
            all += batch->size();
        }
        return all;
    }

    crew::Handover handover{*store};
};

TEST_F(Documents, AreHandedOverAsTheyWereRead) {
    for (const char* bytes : {"a", "b", "c"}) {
        (void)receive(bytes, "xml");
    }
    read(3);
    EXPECT_EQ(handed_over(), 3U);
}

TEST_F(Documents, ThatEndTheirWorkerTwiceAreRejectedAndNoneBesideThem) {
    (void)receive("a", "xml");
    const auto bad = receive("bad", "xml");
    (void)receive("c", "xml");
    script.errors.emplace(digest_of("bad"), Error(Reason::worker_died, "test: died"));
    read(3);
    EXPECT_EQ(handed_over(), 2U);
    EXPECT_EQ(arrival(bad).state, store::ArrivalState::rejected);
    EXPECT_EQ(arrival(bad).reason, "poison");
}

TEST_F(Documents, AreNotBlamedForTheInstallation) {
    const auto id = receive("a", "xml");
    script.errors.emplace(digest_of("a"), Error(Reason::model_missing, "test: no model"));
    {
        const DocumentCrew crew(workers(), *store, blobs, handover, arrived, done);
        ASSERT_TRUE(comes([&] { return crew.trouble().has_value(); }));
        EXPECT_EQ(crew.trouble()->why(), Reason::model_missing);
        EXPECT_EQ(crew.documents(), 0);
    }
    EXPECT_EQ(arrival(id).state, store::ArrivalState::received);
    script.errors.clear();
    read(1);
    EXPECT_EQ(handed_over(), 1U);
}

}  // namespace
}  // namespace indgang::reading
