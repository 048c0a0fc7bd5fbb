// SPDX-License-Identifier: MPL-2.0
#include <gtest/gtest.h>

#include "tests/pipeline/stages/made_pages.h"

namespace indgang::stages {
namespace {

/// The application of a page with one trace.
record::ApplicationRecord with_trace(record::TraceKind kind, std::vector<std::string> near,
                                     int width_px = 60) {
    segment::StoredReading page = page_of({1}, "sp501", 1, 2);
    page.reading.dpi = 300;
    page.reading.traces = {{{1, 2, width_px, 4}, kind, std::move(near)}};
    return assemble({page}).front();
}

TEST(TraceFindings, TellTheCaseWorkerOfANoteThatChangesNoField) {
    EXPECT_TRUE(has_finding(with_trace(record::TraceKind::writing, {}), "note_on_page",
                            record::Severity::remark));
}

TEST(TraceFindings, TakeNothingShorterThanAWordForANote) {
    EXPECT_FALSE(has_finding(with_trace(record::TraceKind::writing, {}, 40), "note_on_page",
                             record::Severity::remark));
}

TEST(TraceFindings, LeaveWhatMayChangeAFieldToTheField) {
    EXPECT_FALSE(has_finding(with_trace(record::TraceKind::writing, {"telefon"}), "note_on_page",
                             record::Severity::remark));
}

TEST(TraceFindings, TellOfTheOtherSideOfThinPaper) {
    EXPECT_TRUE(has_finding(with_trace(record::TraceKind::show_through, {}), "back_shows_through",
                            record::Severity::remark));
}

TEST(TraceFindings, SayNothingOfFoldsHolesAndEdges) {
    for (const auto kind :
         {record::TraceKind::line, record::TraceKind::hole, record::TraceKind::edge}) {
        EXPECT_FALSE(has_finding(with_trace(kind, {}), "note_on_page", record::Severity::remark));
        EXPECT_FALSE(
            has_finding(with_trace(kind, {}), "back_shows_through", record::Severity::remark));
    }
}

}  // namespace
}  // namespace indgang::stages
