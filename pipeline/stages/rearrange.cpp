// SPDX-License-Identifier: MPL-2.0
#include "pipeline/stages/rearrange.h"

#include <algorithm>
#include <set>
#include <utility>
#include <variant>

#include "schemas/core/limits.h"
#include "schemas/error/verify.h"

namespace indgang::stages {
namespace {

/// Pages of the form in its order; what belongs to no form keeps its place behind them.
void put_in_order(std::vector<segment::StoredReading>& pages) {
    const auto number = [](const segment::StoredReading& page) {
        return page.reading.match ? page.reading.match->page : limits::form_pages + 1;
    };
    std::stable_sort(pages.begin(), pages.end(),
                     [&](const auto& a, const auto& b) { return number(a) < number(b); });
}

void note_doubled(segment::Pile& pile) {
    std::set<int> seen;
    for (const auto& page : pile.pages) {
        if (page.reading.match && !seen.insert(page.reading.match->page).second) {
            auto finding =
                segment::page_finding("doubled_page", record::Severity::doubt, page.reading.page);
            finding.evidence["page_of_form"] = std::to_string(page.reading.match->page);
            pile.findings.push_back(std::move(finding));
        }
    }
}

void keep_said(record::ApplicationRecord& record, const record::ApplicationRecord& before) {
    if (before.form != record.form) {
        return;
    }
    for (const auto& field : before.fields) {
        const auto own = std::find_if(record.fields.begin(), record.fields.end(),
                                      [&](const auto& each) { return each.field == field.field; });
        const bool is_said = std::holds_alternative<record::Corrected>(field.provenance);
        if (is_said && own != record.fields.end() && own->doubt != "page_missing") {
            *own = field;
        }
    }
    for (const auto& finding : before.findings) {
        if (finding.rule == record::passed_by_person) {
            record.findings.push_back(finding);
        }
    }
}

}  // namespace

record::ApplicationRecord Rearrange::run(Arrangement in) {
    VERIFY(!in.pages.empty());
    segment::Pile pile;
    pile.pages = std::move(in.pages);
    put_in_order(pile.pages);
    note_doubled(pile);
    std::vector<segment::Pile> piles;
    piles.push_back(std::move(pile));
    segment::judge_segment(piles, segment::SegmentStart::separator);
    auto record = record_of(*catalogue_, std::move(piles.front()));
    record.arrival = in.facts.digest;
    record.received_at = in.facts.received_at;
    record.ordinal = in.ordinal;
    record.revision = in.revision;
    if (in.is_by_person) {
        std::erase_if(record.findings,
                      [](const auto& finding) { return finding.rule == "pages_differ"; });
    }
    for (const auto& before : in.before) {
        keep_said(record, before);
    }
    if (const auto* form = catalogue_->find(record.form)) {
        record.tables = record::rows_in(*form, record.fields);
    }
    return record;
}

}  // namespace indgang::stages
