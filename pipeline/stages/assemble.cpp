// SPDX-License-Identifier: MPL-2.0
// From read pages to applications.
//
// A mailroom batch is a row of pages in which applications follow each other, sometimes with
// separator sheets, sometimes without, sometimes with a page missing, doubled, out of order, or of
// something else between. The page code says form, page and number of pages, so the row can be cut
// without separators. The dangerous mistake is to merge two persons' pages; so whenever a page
// could belong to two applications, it opens a new one and both get a finding, which a person
// settles in seconds.
//
// A print of a form for one person has a set in its page codes, which is better evidence than the
// order (docs/decisions/0005-a-print-for-one-person-has-a-set.md). A set is no proof where it was
// photocopied; that shows when one of its pages comes twice with different writing.
//
//   page of the batch
//        |
//        v          first half of a sheet
//   +---------+ ----------------------------> +--------------+
//   |  sheet  |                               | waiting_half |
//   +---------+ <---------------------------- +--------------+
//        |        its other half, or any other page
//        |
//        |-- blank back: dropped
//        |-- form page, attachment, unreadable page -----.
//        |-- separator, end of the batch --.             v
//        |                                 |        +---------+    piles open, aside, over:
//        |                                 '------> | segment |    the drawing in segment.h
//        |                              ends it     +---------+
//        |                                               | all its piles, judged together
//        |                                               v
//        |                                          +---------+    the prints that were given:
//        |                                          |  given  |    one that comes again is doubted
//        |                                          +---------+
//        |                                               |
//        '-- next segment begins empty                   '--> application records
//
// The next fault of a mailroom is about one page (paper path), about how pages of one pile follow
// each other (segment.cpp), about what the piles of a segment say of each other
// (segment_findings.cpp), or about segments of the batch (here); each has its place and its memory.
//
// What waits for the end of its segment costs memory for the readings of its pages, about 10 KB a
// page, and time: applications of a batch without separators are given when its last page is read.
#include "pipeline/stages/assemble.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace indgang::stages {
namespace {

using Writing = std::map<std::string, std::string>;

/// What somebody wrote on the pages of a form. Marks are left out: most people tick the same ones.
Writing writing_of(const form::FormCatalogue& catalogue, const segment::Pile& pile) {
    Writing writing;
    const auto* form = catalogue.find(pile.form_page()->form);
    for (const segment::StoredReading& page : pile.pages) {
        for (const record::FieldReading& reading : page.reading.fields) {
            const auto* field = form == nullptr ? nullptr : form->field(reading.field);
            const bool is_written = field != nullptr && (field->capture == form::Capture::comb ||
                                                         field->capture == form::Capture::line ||
                                                         field->capture == form::Capture::block);
            if (is_written && !segment::best_text(reading).empty()) {
                writing.emplace(reading.field, segment::best_text(reading));
            }
        }
    }
    return writing;
}

/// Whether both are the same writing, scanned twice: the same in at least half of what stands in
/// either. Two people who filled in copies of one print agree in a road or a postcode. Two empty
/// forms are the same, since nothing tells them apart.
bool is_same_writing(const Writing& a, const Writing& b) {
    std::size_t same = 0, either = b.size();
    for (const auto& [field, text] : a) {
        const auto other = b.find(field);
        either += other == b.end() ? 1 : 0;
        same += other != b.end() && other->second == text ? 1 : 0;
    }
    return 2 * same >= either;
}

}  // namespace

form::FormKey unknown_form() {
    return {"unknown", "0"};
}

Assembler::Assembler(const form::FormCatalogue& catalogue, ArrivalFacts facts)
    : catalogue_(&catalogue), facts_(std::move(facts)) {}

std::vector<record::ApplicationRecord> Assembler::add(segment::StoredReading page) {
    Records given;
    const auto& place = page.reading.page;
    if (waiting_half_ && waiting_half_->reading.page.number == place.number &&
        place.half != Half::whole) {
        segment::StoredReading first = std::move(*waiting_half_);
        waiting_half_.reset();
        take_sheet(std::move(first), std::move(page), given);
        return given;
    }
    take_waiting(given);
    if (place.half != Half::whole) {
        waiting_half_ = std::move(page);
        return given;
    }
    take(std::move(page), given);
    return given;
}

std::vector<record::ApplicationRecord> Assembler::finish() {
    Records given;
    take_waiting(given);
    end_segment(segment::SegmentStart::batch, given);
    return given;
}

void Assembler::take_waiting(Records& given) {
    if (waiting_half_) {
        segment::StoredReading page = std::move(*waiting_half_);
        waiting_half_.reset();
        take(std::move(page), given);
    }
}

void Assembler::take_sheet(segment::StoredReading first, segment::StoredReading second,
                           Records& given) {
    const auto &one = first.reading.match, &two = second.reading.match;
    const bool is_one_form =
        one && two && one->form == two->form && !segment::are_two(one->set, two->set);
    if (is_one_form && one->page > two->page && !segment_.is_next(first.reading)) {
        std::swap(first, second);
    }
    const auto places = std::array{first.reading.page, second.reading.page};
    take(std::move(first), given);
    const bool is_parted = is_one_form && segment_.begins_another(second.reading);
    if (is_parted) {
        segment_.note(
            segment::page_finding("parted_sheet", record::Severity::doubt, places.front()));
    }
    take(std::move(second), given);
    if (is_parted) {
        segment_.note(
            segment::page_finding("parted_sheet", record::Severity::doubt, places.back()));
    }
}

void Assembler::take(segment::StoredReading page, Records& given) {
    switch (page.reading.kind) {
        case record::PageKind::separator:
            end_segment(segment::SegmentStart::separator, given);
            return;
        case record::PageKind::blank:
            return;
        case record::PageKind::attachment:
        case record::PageKind::unreadable:
        case record::PageKind::form:
            segment_.take(std::move(page));
            return;
    }
}

/// Applications come in the order of their first pages.
void Assembler::end_segment(segment::SegmentStart next, Records& given) {
    for (segment::Pile& pile : segment_.end()) {
        doubt_doubled_application(pile);
        record::ApplicationRecord record = record_of(*catalogue_, std::move(pile));
        record.arrival = facts_.digest;
        record.received_at = facts_.received_at;
        record.ordinal = next_ordinal_++;
        given.push_back(std::move(record));
    }
    segment_ = segment::Segment(next);
}

/// A print is filled in once. With other writing it was photocopied for somebody else.
void Assembler::doubt_doubled_application(segment::Pile& pile) {
    if (pile.set().empty()) {
        return;
    }
    GivenPrint print{pile.form_page()->form, pile.set(), writing_of(*catalogue_, pile),
                     pile.pages.front().reading.page};
    const auto before = std::find_if(given_.begin(), given_.end(), [&](const GivenPrint& each) {
        return each.form == print.form && each.set == print.set &&
               is_same_writing(each.writing, print.writing);
    });
    if (before != given_.end()) {
        auto finding =
            segment::page_finding("doubled_application", record::Severity::doubt, print.first_page);
        finding.evidence["came_before_at"] = format_page_place(before->first_page);
        pile.findings.push_back(std::move(finding));
    }
    given_.push_back(std::move(print));
}

std::vector<record::ApplicationRecord> Assemble::run(BatchReadings in) {
    Assembler assembler(*catalogue_, in.facts);
    std::vector<record::ApplicationRecord> all;
    const auto take = [&](std::vector<record::ApplicationRecord> some) {
        std::move(some.begin(), some.end(), std::back_inserter(all));
    };
    for (auto& page : in.pages) {
        take(assembler.add(std::move(page)));
    }
    take(assembler.finish());
    return all;
}

}  // namespace indgang::stages
