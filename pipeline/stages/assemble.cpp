// SPDX-License-Identifier: MPL-2.0
// From read pages to applications.
//
// A mailroom batch is a row of pages in which applications follow each other, sometimes with
// separator sheets, sometimes without, sometimes with a page missing, doubled, out of order, or of
// something else between. The page code says form, page and number of pages, so the row can be cut
// without separators: the next application begins where the open one cannot take the page. The
// dangerous mistake is to merge two persons' pages; so whenever a page could belong to two
// applications, it opens a new one and both get a finding, which a person settles in seconds.
//
// A print of a form for one person has a set in its page codes, and that is better evidence than
// the order: a page of another set is another application's, even if the page number would fit, and
// pages of one set belong together, even if others lie between. An application with a set that
// lacks pages when another begins is therefore set aside, not closed, until the batch or the
// segment between separators ends. A set is no proof where it was photocopied; that shows when one
// of its pages comes twice with different writing.
#include "pipeline/stages/assemble.h"

#include <algorithm>
#include <array>
#include <utility>

#include "schemas/core/limits.h"

namespace indgang::stages {
namespace {

record::Finding page_finding(std::string rule, record::Severity severity,
                             const PagePlace& arrival_page) {
    record::Finding finding;
    finding.rule = std::move(rule);
    finding.severity = severity;
    finding.evidence["page_in_batch"] = format_page_place(arrival_page);
    return finding;
}

bool contains(const std::vector<int>& numbers, int number) {
    return std::find(numbers.begin(), numbers.end(), number) != numbers.end();
}

/// Whether two sets say that pages do not belong together.
bool are_two(const std::string& a, const std::string& b) {
    return !a.empty() && !b.empty() && a != b;
}

bool is_complete(const std::vector<int>& seen, int pages) {
    for (int page = 1; page <= pages; ++page) {
        if (!contains(seen, page)) {
            return false;
        }
    }
    return true;
}

std::string best_text(const record::FieldReading& reading) {
    return reading.candidates.empty() ? std::string() : reading.candidates.front().text;
}

}  // namespace

form::FormKey unknown_form() {
    return {"unknown", "0"};
}

Assembler::Assembler(const form::FormCatalogue& catalogue, ArrivalFacts facts)
    : catalogue_(&catalogue), facts_(std::move(facts)) {}

std::vector<record::ApplicationRecord> Assembler::add(StoredReading page) {
    Records closed;
    const auto& place = page.reading.page;
    if (half_ && half_->reading.page.number == place.number && place.half != Half::whole) {
        StoredReading first = std::move(*half_);
        half_.reset();
        take_sheet(std::move(first), std::move(page), closed);
        return closed;
    }
    take_waiting(closed);
    if (place.half != Half::whole) {
        half_ = std::move(page);
        return closed;
    }
    take(std::move(page), closed);
    return closed;
}

std::vector<record::ApplicationRecord> Assembler::finish() {
    Records closed;
    take_waiting(closed);
    end_segment(closed);
    return closed;
}

void Assembler::take_waiting(Records& closed) {
    if (half_) {
        StoredReading page = std::move(*half_);
        half_.reset();
        take(std::move(page), closed);
    }
}

void Assembler::take_sheet(StoredReading first, StoredReading second, Records& closed) {
    const auto &one = first.reading.match, &two = second.reading.match;
    const bool is_one_form = one && two && one->form == two->form && !are_two(one->set, two->set);
    if (is_one_form && one->page > two->page && !is_next(first.reading)) {
        std::swap(first, second);
    }
    const auto places = std::array{first.reading.page, second.reading.page};
    take(std::move(first), closed);
    const bool is_parted = is_one_form && begins_another(second.reading);
    if (is_parted) {
        open_.findings.push_back(
            page_finding("parted_sheet", record::Severity::doubt, places.front()));
    }
    take(std::move(second), closed);
    if (is_parted) {
        open_.findings.push_back(
            page_finding("parted_sheet", record::Severity::doubt, places.back()));
    }
}

void Assembler::take(StoredReading page, Records& closed) {
    const auto& reading = page.reading;
    switch (reading.kind) {
        case record::PageKind::separator:
            end_segment(closed);
            segment_began_with_separator_ = true;
            applications_in_segment_ = 0;
            return;
        case record::PageKind::blank:
            return;
        case record::PageKind::attachment:
        case record::PageKind::unreadable:
            open_.foreign.push_back(reading.page);
            open_.pages.push_back(std::move(page));
            break;
        case record::PageKind::form:
            take_form_page(std::move(page), closed);
            break;
    }
    if (open_.pages.size() >= static_cast<std::size_t>(limits::application_pages)) {
        close(std::exchange(open_, {}), false, closed);
    }
}

void Assembler::take_form_page(StoredReading page, Records& closed) {
    const auto& reading = page.reading;
    const SetKey set{reading.match->form, reading.match->set};
    if (begins_another(reading)) {
        leave_open(closed);
    }
    if (!open_.form && !set.second.empty()) {
        resume(set, reading.match->page);
    }
    if (!open_.form) {
        open_.form = reading.match->form;
        open_.form_pages = reading.match->pages;
        ++applications_in_segment_;
    }
    const bool is_of_set = !set.second.empty() && open_.set == set.second;
    if (open_.set.empty() && !set.second.empty()) {
        open_.set = set.second;
        ++sets_[set];
    }
    if (contains(open_.seen, reading.match->page)) {
        auto finding = page_finding("doubled_page", record::Severity::doubt, reading.page);
        finding.evidence["page_of_form"] = std::to_string(reading.match->page);
        open_.findings.push_back(std::move(finding));
    }
    if (!open_.seen.empty() && reading.match->page < open_.seen.back()) {
        // Pages out of order may be two applications that lack pages; without a set only a person
        // knows.
        const auto severity = is_of_set ? record::Severity::remark : record::Severity::doubt;
        open_.findings.push_back(page_finding("page_order", severity, reading.page));
    }
    open_.seen.push_back(reading.match->page);
    open_.pages.push_back(std::move(page));
}

/// Page 1 of one person, page 1 of another, page 2: whose it is, only a person can tell.
void Assembler::doubt_pages_of_either(Open& open) const {
    const bool is_told_by_set = !open.set.empty() && !open.rests_on_its_set();
    if (!open.form || open.form != before_.form || before_.seen.empty() || is_told_by_set) {
        return;
    }
    const int last = *std::max_element(before_.seen.begin(), before_.seen.end());
    for (const auto& page : open.pages) {
        const auto& match = page.reading.match;
        if (match && match->page > last && &page != &open.pages.front()) {
            open.findings.push_back(
                page_finding("page_of_either", record::Severity::doubt, page.reading.page));
            return;
        }
    }
}

bool Assembler::Open::rests_on_its_set() const {
    const auto has_none = [](const StoredReading& page) {
        return page.reading.match && page.reading.match->set.empty();
    };
    return !set.empty() && (is_gathered || std::any_of(pages.begin(), pages.end(), has_none));
}

/// The open application is over for now: if it has a set and lacks pages, they may still come.
void Assembler::leave_open(Records& closed) {
    Open open = std::exchange(open_, {});
    const bool is_whole = is_complete(open.seen, open.form_pages);
    if (!is_whole ? !open.set.empty() : open.rests_on_its_set()) {
        aside_.push_back(std::move(open));
        return;
    }
    close(std::move(open), false, closed);
}

/// Takes up what was set aside of this set and lacks the page. Foreign pages that lie between stay
/// with the application that goes on, as a doubt.
void Assembler::resume(const SetKey& set, int page) {
    const auto is_wanted = [&](const Open& open) {
        return open.form == set.first && open.set == set.second && !contains(open.seen, page);
    };
    if (std::count_if(aside_.begin(), aside_.end(), is_wanted) != 1) {
        return;
    }
    const auto at = std::find_if(aside_.begin(), aside_.end(), is_wanted);
    Open open = std::move(*at);
    aside_.erase(at);
    open.is_gathered = true;
    std::move(open_.pages.begin(), open_.pages.end(), std::back_inserter(open.pages));
    std::move(open_.foreign.begin(), open_.foreign.end(), std::back_inserter(open.foreign));
    open_ = std::move(open);
}

/// What was set aside gets no more pages; applications come in the order of their first pages.
void Assembler::end_segment(Records& closed) {
    if (aside_.empty()) {
        close(std::exchange(open_, {}), true, closed);
    } else {
        aside_.push_back(std::exchange(open_, {}));
        std::erase_if(aside_, [](const Open& open) { return open.pages.empty(); });
        std::sort(aside_.begin(), aside_.end(), [](const Open& a, const Open& b) {
            return a.pages.front().reading.page < b.pages.front().reading.page;
        });
        for (Open& open : std::exchange(aside_, {})) {
            close(std::move(open), false, closed);
        }
    }
    sets_.clear();
    before_ = {};
}

/// Where a set stands for more than one application, it cannot have told whose a page is.
void Assembler::doubt_doubled_set(Open& open) const {
    const auto count = open.form ? sets_.find({*open.form, open.set}) : sets_.end();
    if (open.set.empty() || count == sets_.end() || count->second < 2) {
        return;
    }
    if (open.rests_on_its_set()) {
        open.findings.push_back(
            page_finding("doubled_set", record::Severity::doubt, open.pages.front().reading.page));
    }
}

/// Whether a page follows the last one of the open application.
bool Assembler::is_next(const record::PageReading& reading) const {
    return open_.form == reading.match->form && !open_.seen.empty() &&
           reading.match->page == open_.seen.back() + 1;
}

bool Assembler::begins_another(const record::PageReading& reading) const {
    if (!open_.form) {
        return false;
    }
    if (*open_.form != reading.match->form) {
        return true;
    }
    if (are_two(open_.set, reading.match->set)) {
        return true;
    }
    const auto is_page = [&](const StoredReading& page) {
        return page.reading.match && page.reading.match->page == reading.match->page;
    };
    const auto same = std::find_if(open_.pages.begin(), open_.pages.end(), is_page);
    return same != open_.pages.end() && !is_same_content(same->reading, reading);
}

bool Assembler::is_same_content(const record::PageReading& a, const record::PageReading& b) const {
    if (a.fields.size() != b.fields.size()) {
        return false;
    }
    bool has_content = false;
    for (std::size_t i = 0; i < a.fields.size(); ++i) {
        const auto text = best_text(a.fields[i]);
        if (text != best_text(b.fields[i])) {
            return false;
        }
        has_content = has_content || (!text.empty() && text != "absent");
    }
    return has_content;  // two empty pages may belong to two people
}

void Assembler::close(Open open, bool by_separator, Records& closed) {
    if (open.pages.empty()) {
        return;
    }
    doubt_doubled_set(open);
    doubt_pages_of_either(open);
    before_ = {};
    before_.form = open.form;
    before_.seen = open.seen;
    const bool is_alone = segment_began_with_separator_ && by_separator &&
                          applications_in_segment_ == 1 && !open.seen.empty();
    for (const auto& page : open.foreign) {
        const auto at = std::find_if(open.pages.begin(), open.pages.end(),
                                     [&](const auto& p) { return p.reading.page == page; });
        const bool is_unreadable = at->reading.kind == record::PageKind::unreadable;
        const auto severity =
            is_alone && !is_unreadable ? record::Severity::remark : record::Severity::doubt;
        auto finding = page_finding(is_unreadable ? "unreadable_page"
                                    : is_alone    ? "attachment"
                                                  : "foreign_page",
                                    severity, page);
        if (!at->reading.trouble.empty()) {
            finding.evidence["reason"] = at->reading.trouble;
        }
        open.findings.push_back(std::move(finding));
    }
    closed.push_back(build(std::move(open)));
}

record::ApplicationRecord Assembler::build(Open open) {
    record::ApplicationRecord record;
    record.form = open.form.value_or(unknown_form());
    record.source = record::Source::paper;
    record.arrival = facts_.digest;
    record.received_at = facts_.received_at;
    record.ordinal = next_ordinal_++;
    for (int page = 1; page <= open.form_pages; ++page) {
        if (!contains(open.seen, page)) {
            auto finding = page_finding("missing_page", record::Severity::error,
                                        open.pages.back().reading.page);
            finding.evidence["page_of_form"] = std::to_string(page);
            finding.evidence["pages_of_form"] = std::to_string(open.form_pages);
            open.findings.push_back(std::move(finding));
        }
    }
    if (!open.form) {
        record.findings.push_back(
            page_finding("unknown_form", record::Severity::error, open.pages.front().reading.page));
    }
    for (const auto& page : open.pages) {
        record.pages.push_back({page.reading.page,
                                page.reading.match ? page.reading.match->page : 0, page.image,
                                page.media_type});
    }
    add_fields(record, open);
    add_tables(record, open);
    record.findings.insert(record.findings.end(), std::make_move_iterator(open.findings.begin()),
                           std::make_move_iterator(open.findings.end()));
    return record;
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
