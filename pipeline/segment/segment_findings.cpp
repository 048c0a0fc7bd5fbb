// SPDX-License-Identifier: MPL-2.0
// What the pages of a segment say of each other when it ends.
//
// Pages are mixed by a stack that fell, a feeder that took two, or a person who put two piles into
// one. What shows of it is a page that is missing, there twice, or out of order; and where one page
// lies wrong, another may lie wrong and look right: of 16 mixed pages of 8 people two that fit by
// chance make a whole application of two people. So disorder anywhere in a segment is a doubt of
// every application in it. An application whose pages all say the same set, which no other one of
// the segment has, is left alone: whatever happened to the pages, these are of one print.
//
// Pages of one application come from one scanner run. A page of another resolution, size or kind of
// picture than the others was fed in another way, perhaps with somebody else's. A phone or a
// feeder that crops makes every page another size, so that photographed pages are not compared and
// sizes may differ by `crop_most_mm`.
#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>

#include "pipeline/segment/segment.h"
#include "schemas/core/geometry.h"

namespace indgang::segment {
namespace {

using record::Severity;
using SetKey = std::pair<form::FormKey, std::string>;

SetKey print_of(const Pile& pile) {
    const auto* match = pile.form_page();
    return {match == nullptr ? form::FormKey{} : match->form, pile.set()};
}

/// How many piles of the segment are of each print.
std::map<SetKey, int> prints_in(const std::vector<Pile>& piles) {
    std::map<SetKey, int> prints;
    for (const Pile& pile : piles) {
        if (!pile.set().empty()) {
            ++prints[print_of(pile)];
        }
    }
    return prints;
}

/// Where a set stands for more than one application, it cannot have told whose a page is.
void doubt_doubled_set(Pile& pile, const std::map<SetKey, int>& prints) {
    const auto count = prints.find(print_of(pile));
    if (count != prints.end() && count->second > 1 && pile.rests_on_its_set()) {
        pile.findings.push_back(
            page_finding("doubled_set", Severity::doubt, pile.pages.front().reading.page));
    }
}

/// The application before lacks its last pages, and this one has them: page 1 of one person, page 1
/// of another, page 2. Only a person can tell whose page 2 it is.
void doubt_pages_of_either(const Pile& before, Pile& pile) {
    const auto *match = pile.form_page(), *match_before = before.form_page();
    const bool is_told_by_set = !pile.set().empty() && !pile.rests_on_its_set();
    if (match == nullptr || match_before == nullptr || match->form != match_before->form ||
        is_told_by_set) {
        return;
    }
    int last = 0;
    for (const StoredReading& page : before.pages) {
        last = std::max(last, page.reading.match ? page.reading.match->page : 0);
    }
    for (auto page = pile.pages.begin() + 1; page != pile.pages.end(); ++page) {
        if (page->reading.match && page->reading.match->page > last) {
            pile.findings.push_back(
                page_finding("page_of_either", Severity::doubt, page->reading.page));
            return;
        }
    }
}

void name_foreign_pages(Pile& pile, bool is_alone) {
    for (const StoredReading& page : pile.pages) {
        const bool is_unreadable = page.reading.kind == record::PageKind::unreadable;
        if (!is_unreadable && page.reading.kind != record::PageKind::attachment) {
            continue;
        }
        const auto severity = is_alone && !is_unreadable ? Severity::remark : Severity::doubt;
        auto finding = page_finding(is_unreadable ? "unreadable_page"
                                    : is_alone    ? "attachment"
                                                  : "foreign_page",
                                    severity, page.reading.page);
        if (!page.reading.trouble.empty()) {
            finding.evidence["reason"] = page.reading.trouble;
        }
        pile.findings.push_back(std::move(finding));
    }
}

void name_missing_pages(Pile& pile) {
    for (const int number : pile.missing()) {
        auto finding =
            page_finding("missing_page", Severity::error, pile.pages.back().reading.page);
        finding.evidence["page_of_form"] = std::to_string(number);
        finding.evidence["pages_of_form"] = std::to_string(pile.form_page()->pages);
        pile.findings.push_back(std::move(finding));
    }
}

/// Whether the pages of the pile are of one print that no other pile of the segment is of.
bool is_proven(const Pile& pile, const std::map<SetKey, int>& prints) {
    const auto count = prints.find(print_of(pile));
    return pile.is_one_print() && count != prints.end() && count->second == 1;
}

/// What shows that the pages of a segment lie mixed; nullptr: nothing does.
const record::Finding* disorder_in(const std::vector<Pile>& piles) {
    const auto is_disorder = [](const record::Finding& finding) {
        return finding.severity != Severity::remark &&
               (finding.rule == "missing_page" || finding.rule == "doubled_page" ||
                finding.rule == "page_order" || finding.rule == "page_of_either");
    };
    for (const Pile& pile : piles) {
        const auto found = std::find_if(pile.findings.begin(), pile.findings.end(), is_disorder);
        if (found != pile.findings.end()) {
            return &*found;
        }
    }
    return nullptr;
}

void doubt_all_in_disorder(std::vector<Pile>& piles, const std::map<SetKey, int>& prints) {
    const record::Finding* seen = disorder_in(piles);
    if (seen == nullptr || piles.size() < 2) {
        return;
    }
    // Which page it was is said under a name of its own: it may be of another application.
    record::Finding doubt{
        "segment_in_disorder",
        Severity::doubt,
        {},
        {{"disorder", seen->rule}, {"disorder_page_in_batch", seen->evidence.at("page_in_batch")}}};
    for (Pile& pile : piles) {
        if (pile.form_page() != nullptr && !is_proven(pile, prints)) {
            pile.findings.push_back(doubt);
        }
    }
}

/// How the scanner took a page. Members of pages that were scanned in one run are alike.
struct ScanFacts {
    double dpi = 0;
    bool is_one_bit = false;  ///< such pages are kept as TIFF, grey ones as JPEG or PNG
    double width_mm = 0;
    double height_mm = 0;
};

/// Nothing: the page tells nothing (it was photographed, or is no page of a form).
std::optional<ScanFacts> scan_facts(const StoredReading& page) {
    const record::PageReading& reading = page.reading;
    const bool is_photographed =
        reading.match && reading.match->by.find("+straightened") != std::string::npos;
    if (!reading.match || is_photographed || reading.dpi <= 0 || page.media_type.empty()) {
        return std::nullopt;
    }
    const double scale = reading.dpi / mm_per_inch;
    return ScanFacts{reading.dpi, page.media_type == "image/tiff", reading.width_px / scale,
                     reading.height_px / scale};
}

/// What of the two is not alike; empty: nothing. A half of a sheet has no size of its own.
std::string difference(const ScanFacts& a, const ScanFacts& b, bool are_whole) {
    constexpr double dpi_same = 0.05;    // a guessed dpi is off by as much as the paper is cropped
    constexpr double crop_most_mm = 20;  // a feeder that crops takes the lower edge of a short page
    if (std::abs(a.dpi / b.dpi - 1) > dpi_same) {
        return "dpi";
    }
    if (a.is_one_bit != b.is_one_bit) {
        return "depth";
    }
    const bool is_of_one_size = std::abs(a.width_mm - b.width_mm) <= crop_most_mm &&
                                std::abs(a.height_mm - b.height_mm) <= crop_most_mm;
    return are_whole && !is_of_one_size ? "size" : "";
}

void doubt_differing_pages(Pile& pile) {
    const StoredReading* first = nullptr;
    for (const StoredReading& page : pile.pages) {
        const auto facts = scan_facts(page);
        if (!facts) {
            continue;
        }
        if (first == nullptr) {
            first = &page;
            continue;
        }
        const bool are_whole =
            first->reading.page.half == Half::whole && page.reading.page.half == Half::whole;
        const std::string what = difference(*scan_facts(*first), *facts, are_whole);
        if (!what.empty()) {
            auto finding = page_finding("pages_differ", Severity::doubt, page.reading.page);
            finding.evidence["differs_in"] = what;
            pile.findings.push_back(std::move(finding));
            return;
        }
    }
}

}  // namespace

void judge_segment(std::vector<Pile>& piles, SegmentStart start) {
    const auto prints = prints_in(piles);
    const bool is_alone = start == SegmentStart::separator && piles.size() == 1 &&
                          piles.front().form_page() != nullptr;
    for (std::size_t i = 0; i < piles.size(); ++i) {
        doubt_doubled_set(piles[i], prints);
        if (i > 0) {
            doubt_pages_of_either(piles[i - 1], piles[i]);
        }
        name_foreign_pages(piles[i], is_alone);
        name_missing_pages(piles[i]);
        if (!is_proven(piles[i], prints)) {
            doubt_differing_pages(piles[i]);
        }
    }
    doubt_all_in_disorder(piles, prints);
}

}  // namespace indgang::segment
