// SPDX-License-Identifier: MPL-2.0
#include "pipeline/segment/pile.h"

#include <algorithm>
#include <utility>

namespace indgang::segment {

const record::FormMatch* Pile::form_page() const {
    for (const StoredReading& page : pages) {
        if (page.reading.match) {
            return &*page.reading.match;
        }
    }
    return nullptr;
}

std::string Pile::set() const {
    for (const StoredReading& page : pages) {
        if (page.reading.match && !page.reading.match->set.empty()) {
            return page.reading.match->set;
        }
    }
    return {};
}

bool Pile::has(int number) const {
    return std::any_of(pages.begin(), pages.end(), [&](const StoredReading& page) {
        return page.reading.match && page.reading.match->page == number;
    });
}

std::vector<int> Pile::missing() const {
    std::vector<int> numbers;
    const auto* match = form_page();
    for (int number = 1; match != nullptr && number <= match->pages; ++number) {
        if (!has(number)) {
            numbers.push_back(number);
        }
    }
    return numbers;
}

int Pile::last_number() const {
    for (auto page = pages.rbegin(); page != pages.rend(); ++page) {
        if (page->reading.match) {
            return page->reading.match->page;
        }
    }
    return 0;
}

bool Pile::is_of_print(const record::FormMatch& match) const {
    const auto* own = form_page();
    return own != nullptr && own->form == match.form && set() == match.set;
}

bool Pile::rests_on_its_set() const {
    return !set().empty() && (is_gathered || !is_one_print());
}

bool Pile::is_one_print() const {
    const std::string own = set();
    return !own.empty() && std::all_of(pages.begin(), pages.end(), [&](const StoredReading& page) {
        return !page.reading.match || page.reading.match->set == own;
    });
}

record::Finding page_finding(std::string rule, record::Severity severity,
                             const PagePlace& arrival_page) {
    record::Finding finding;
    finding.rule = std::move(rule);
    finding.severity = severity;
    finding.evidence["page_in_batch"] = format_page_place(arrival_page);
    return finding;
}

const std::string& best_text(const record::FieldReading& reading) {
    static const std::string nothing;
    return reading.candidates.empty() ? nothing : reading.candidates.front().text;
}

bool are_two(const std::string& a, const std::string& b) {
    return !a.empty() && !b.empty() && a != b;
}

}  // namespace indgang::segment
