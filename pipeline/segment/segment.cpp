// SPDX-License-Identifier: MPL-2.0
// Where one application ends and another begins, between two separators.
//
// Without sets only numbers speak: a page of another form, or the same page with other writing,
// begins another application. A page of another set does so, too, even if its number would fit; and
// pages of one set belong together, even if others lie between. A pile with a set that lacks pages
// when another begins is therefore laid aside and taken up again.
#include "pipeline/segment/segment.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "schemas/core/limits.h"
#include "schemas/error/reason.h"

namespace indgang::segment {
namespace {

bool is_same_content(const record::PageReading& a, const record::PageReading& b) {
    if (a.fields.size() != b.fields.size()) {
        return false;
    }
    bool has_content = false;
    for (std::size_t i = 0; i < a.fields.size(); ++i) {
        const std::string& text = best_text(a.fields[i]);
        if (text != best_text(b.fields[i])) {
            return false;
        }
        has_content = has_content || (!text.empty() && text != "absent");
    }
    return has_content;  // two empty pages may belong to two people
}

std::vector<std::string> versions_of_both(const record::FormMatch& a, const record::FormMatch& b) {
    std::vector<std::string> versions;
    const auto add = [&](const std::string& version) {
        if (b.may_be({a.form.form, version})) {
            versions.push_back(version);
        }
    };
    add(a.form.version);
    std::ranges::for_each(a.other_versions, add);
    return versions;
}

/// No page beside said which version these pages are of: a person has to.
void give_up_versions(Pile& pile) {
    for (StoredReading& page : pile.pages) {
        auto& reading = page.reading;
        if (reading.match && !reading.match->other_versions.empty()) {
            reading.kind = record::PageKind::attachment;
            reading.trouble = code_of(Reason::several_forms);
            reading.match.reset();
            reading.fields.clear();
            reading.tables.clear();
            reading.traces.clear();
        }
    }
}

}  // namespace

void Segment::take(StoredReading page) {
    if (page.reading.kind == record::PageKind::form) {
        take_form_page(std::move(page));
    } else {
        open_.pages.push_back(std::move(page));
    }
    if (open_.pages.size() >= static_cast<std::size_t>(limits::application_pages)) {
        over_.push_back(std::exchange(open_, {}));
    }
}

/// A page that versions of a form have in common is of the version of the pages beside it, and they
/// of its version when it is known and theirs is not. It may be somebody else's page of another
/// version all the same: a person looks whether it belongs there.
void Segment::settle_version(record::PageReading& reading) {
    const auto* own = open_.form_page();
    if (own == nullptr || (own->other_versions.empty() && reading.match->other_versions.empty())) {
        return;
    }
    const auto versions = versions_of_both(*own, *reading.match);
    record::PageReading beside = reading;
    beside.match->form = own->form;
    if (versions.empty() || begins_another(beside)) {
        return;
    }
    const auto narrow = [&](record::PageReading& page) {
        record::FormMatch& match = *page.match;
        const bool was_open = !match.other_versions.empty();
        match.form.version = versions.front();
        match.other_versions.assign(versions.begin() + 1, versions.end());
        if (was_open && match.other_versions.empty()) {
            note(page_finding("page_without_code", record::Severity::doubt, page.page));
        }
    };
    for (StoredReading& page : open_.pages) {
        if (page.reading.match) {
            narrow(page.reading);
        }
    }
    narrow(reading);
}

void Segment::take_form_page(StoredReading page) {
    settle_version(page.reading);
    const record::PageReading& reading = page.reading;
    const record::FormMatch& match = *reading.match;
    if (begins_another(reading)) {
        leave_open();
    }
    if (open_.form_page() == nullptr && !match.set.empty()) {
        resume(match);
    }
    if (open_.has(match.page)) {
        auto finding = page_finding("doubled_page", record::Severity::doubt, reading.page);
        finding.evidence["page_of_form"] = std::to_string(match.page);
        note(std::move(finding));
    }
    if (match.page < open_.last_number()) {
        // Pages out of order may be two applications that lack pages; without a set only a person
        // knows.
        const bool is_of_set = !match.set.empty() && open_.set() == match.set;
        const auto severity = is_of_set ? record::Severity::remark : record::Severity::doubt;
        note(page_finding("page_order", severity, reading.page));
    }
    open_.pages.push_back(std::move(page));
}

void Segment::leave_open() {
    Pile pile = std::exchange(open_, {});
    const bool may_go_on = pile.missing().empty() ? pile.rests_on_its_set() : !pile.set().empty();
    (may_go_on ? aside_ : over_).push_back(std::move(pile));
}

/// Takes up the pile aside that is of this print and lacks the page. If two lack it, the set proves
/// nothing and both stay aside. Foreign pages that lie between go with the pile that goes on, where
/// they are a doubt.
void Segment::resume(const record::FormMatch& match) {
    const auto is_wanted = [&](const Pile& pile) {
        return pile.is_of_print(match) && !pile.has(match.page);
    };
    if (std::count_if(aside_.begin(), aside_.end(), is_wanted) != 1) {
        return;
    }
    const auto at = std::find_if(aside_.begin(), aside_.end(), is_wanted);
    Pile pile = std::move(*at);
    aside_.erase(at);
    pile.is_gathered = true;
    std::move(open_.pages.begin(), open_.pages.end(), std::back_inserter(pile.pages));
    open_ = std::move(pile);
}

bool Segment::is_next(const record::PageReading& reading) const {
    const auto* match = open_.form_page();
    return match != nullptr && match->form == reading.match->form &&
           reading.match->page == open_.last_number() + 1;
}

bool Segment::begins_another(const record::PageReading& reading) const {
    const auto* match = open_.form_page();
    if (match == nullptr) {
        return false;
    }
    if (match->form != reading.match->form || are_two(open_.set(), reading.match->set)) {
        return true;
    }
    const auto is_page = [&](const StoredReading& page) {
        return page.reading.match && page.reading.match->page == reading.match->page;
    };
    const auto same = std::find_if(open_.pages.begin(), open_.pages.end(), is_page);
    return same != open_.pages.end() && !is_same_content(same->reading, reading);
}

std::vector<Pile> Segment::end() {
    std::vector<Pile> piles = std::exchange(over_, {});
    std::move(aside_.begin(), aside_.end(), std::back_inserter(piles));
    aside_.clear();
    piles.push_back(std::exchange(open_, {}));
    std::erase_if(piles, [](const Pile& pile) { return pile.pages.empty(); });
    std::stable_sort(piles.begin(), piles.end(), [](const Pile& a, const Pile& b) {
        return a.pages.front().reading.page < b.pages.front().reading.page;
    });
    std::ranges::for_each(piles, give_up_versions);
    judge_segment(piles, start_);
    return piles;
}

}  // namespace indgang::segment
