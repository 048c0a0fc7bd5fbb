// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <vector>

#include "pipeline/segment/pile.h"

namespace indgang::segment {

/// What stands before the first page of a segment.
enum class SegmentStart { batch, separator };

/// The pages between two separators, on their way to applications. A pile is in one of three
/// states, and nothing else is remembered:
///
///                     form page that fits; attachment, unreadable page
///                                 .-----.
///                                 v     |        another begins, and no page of the print can
///             form page        +----------+      come that would belong here, or it is full
///          ------------------> |   open   | ------------------------------------------+
///          of another          +----------+                                           |
///                                |      ^                                             |
///     another begins, and        |      | page of its print that it lacks             v
///     pages of its set may come  v      |                                        +----------+
///                              +----------+            the segment ends          |   over   |
///                              |  aside   | -----------------------------------> +----------+
///                              +----------+
///
/// One pile is open, any number are aside or over. A pile that is over is not given before the
/// segment ends, because a page that comes later may show that the pages of the segment lie mixed.
/// Threads: one at a time.
class Segment {
  public:
    explicit Segment(SegmentStart start) : start_(start) {}

    /// Takes: a page of a form, an attachment, or an unreadable page.
    void take(StoredReading page);
    /// Whether `reading` (a page of a form) is not of the open pile.
    [[nodiscard]] bool begins_another(const record::PageReading& reading) const;
    /// Whether `reading` (a page of a form) has the number after the last one of the open pile.
    [[nodiscard]] bool is_next(const record::PageReading& reading) const;
    void note(record::Finding finding) { open_.findings.push_back(std::move(finding)); }
    /// Gives: all piles, in the order of their first pages, with all that the segment as a whole
    /// says of them (segment_findings.cpp). The segment is empty then.
    [[nodiscard]] std::vector<Pile> end();

  private:
    void take_form_page(StoredReading page);
    void settle_version(record::PageReading& reading);
    void leave_open();
    void resume(const record::FormMatch& match);

    SegmentStart start_;
    Pile open_;
    std::vector<Pile> aside_;
    std::vector<Pile> over_;
};

/// Adds to each pile of a segment what the others and the end of the segment say of it:
/// doubled_set, page_of_either, foreign_page, attachment, unreadable_page, missing_page,
/// pages_differ, segment_in_disorder. Takes: the piles in the order of their first pages.
void judge_segment(std::vector<Pile>& piles, SegmentStart start);

}  // namespace indgang::segment
