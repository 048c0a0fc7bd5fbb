// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/segment/segment.h"

/// Pages of forms that are only numbers, sets and one text each.
namespace indgang::segment::drawn {

struct Of {
    std::string form = "f";
    int pages = 3;
    std::string set;
    std::string text = "x";
};

inline StoredReading page(const PagePlace& place, int number, const Of& of = {}) {
    StoredReading stored;
    stored.reading.page = place;
    stored.reading.kind = record::PageKind::form;
    stored.reading.match = record::FormMatch{{of.form, "1"}, number, of.pages, {}, 0, "page_code"};
    stored.reading.match->set = of.set;
    stored.reading.fields = {{"field", {}, {{of.text, 0.9}}, "test/1", ""}};
    stored.reading.dpi = 254;
    stored.reading.width_px = 2100;
    stored.reading.height_px = 2970;
    stored.media_type = "image/tiff";
    return stored;
}

inline StoredReading other(const PagePlace& place,
                           record::PageKind kind = record::PageKind::attachment) {
    StoredReading stored;
    stored.reading.page = place;
    stored.reading.kind = kind;
    return stored;
}

inline Pile pile(std::vector<StoredReading> pages) {
    Pile made;
    made.pages = std::move(pages);
    return made;
}

/// "rule:severity@page in the arrival" of each finding.
inline std::vector<std::string> findings(const Pile& of) {
    std::vector<std::string> all;
    for (const record::Finding& each : of.findings) {
        const auto place = each.evidence.find("page_in_batch");
        all.push_back(each.rule + ":" + std::string(name_of(each.severity)) +
                      (place == each.evidence.end() ? "" : "@" + place->second));
    }
    return all;
}

/// Numbers in the arrival of the pages of each pile.
inline std::vector<std::vector<int>> places(const std::vector<Pile>& piles) {
    std::vector<std::vector<int>> all;
    for (const Pile& each : piles) {
        auto& numbers = all.emplace_back();
        for (const StoredReading& stored : each.pages) {
            numbers.push_back(stored.reading.page.number);
        }
    }
    return all;
}

using Places = std::vector<std::vector<int>>;
using Findings = std::vector<std::string>;

/// The piles of pages that come in this order.
inline std::vector<Pile> piles_of(std::vector<StoredReading> pages,
                                  SegmentStart start = SegmentStart::batch) {
    Segment segment(start);
    for (StoredReading& each : pages) {
        segment.take(std::move(each));
    }
    return segment.end();
}

}  // namespace indgang::segment::drawn
