// SPDX-License-Identifier: MPL-2.0
#include <algorithm>
#include <iterator>
#include <utility>

#include "pipeline/stages/assemble.h"

namespace indgang::stages {
namespace {

void add_fields(record::ApplicationRecord& record, const form::FormDefinition& form,
                const segment::Pile& pile) {
    for (const auto& field : form.fields) {
        const record::FieldReading* reading = nullptr;
        PagePlace arrival_page;
        for (const auto& page : pile.pages) {
            const auto at = std::find_if(page.reading.fields.begin(), page.reading.fields.end(),
                                         [&](const auto& r) { return r.field == field.id; });
            if (at != page.reading.fields.end()) {
                reading = &*at;
                arrival_page = page.reading.page;
                break;  // of a doubled page the first counts; the finding asks a person
            }
        }
        if (reading != nullptr) {
            record.fields.push_back(to_field_value(form, field, *reading, arrival_page));
        } else {
            record::FieldValue missing;
            missing.field = field.id;
            missing.provenance = record::Scanned{};
            missing.doubt = "page_missing";
            record.fields.push_back(std::move(missing));
        }
    }
}

void add_tables(record::ApplicationRecord& record, const form::FormDefinition& form,
                const segment::Pile& pile) {
    record.tables = record::rows_in(form, record.fields);
    for (const auto& table : form.tables) {
        for (const auto& page : pile.pages) {
            const auto at = std::find_if(page.reading.tables.begin(), page.reading.tables.end(),
                                         [&](const auto& r) { return r.table == table.id; });
            if (at != page.reading.tables.end()) {
                auto found = table_findings(form, *at, record.tables, page.reading.page);
                record.findings.insert(record.findings.end(),
                                       std::make_move_iterator(found.begin()),
                                       std::make_move_iterator(found.end()));
                break;  // as the fields: of a doubled page the first counts
            }
        }
    }
}

/// What stands on a page and may change no field is for the case worker to know: a note in the
/// margin, the other side of thin paper. What may change a field is that field's doubt.
void add_traces(record::ApplicationRecord& record, const segment::Pile& pile) {
    constexpr double note_least_mm = 4;  // a short word; what is smaller is told as a trace alone
    for (const auto& page : pile.pages) {
        const auto has = [&](record::TraceKind kind) {
            return std::any_of(page.reading.traces.begin(), page.reading.traces.end(),
                               [&](const record::Trace& trace) {
                                   const int longer = std::max(trace.box.width, trace.box.height);
                                   return trace.kind == kind && trace.near.empty() &&
                                          longer >= note_least_mm * page.reading.dpi / mm_per_inch;
                               });
        };
        for (const auto& [kind, rule] : {std::pair{record::TraceKind::writing, "note_on_page"},
                                         {record::TraceKind::show_through, "back_shows_through"}}) {
            if (has(kind)) {
                record.findings.push_back(
                    segment::page_finding(rule, record::Severity::remark, page.reading.page));
            }
        }
    }
}

}  // namespace

record::ApplicationRecord record_of(const form::FormCatalogue& catalogue, segment::Pile pile) {
    record::ApplicationRecord record;
    record.source = record::Source::paper;
    const auto* match = pile.form_page();
    record.form = match == nullptr ? unknown_form() : match->form;
    if (match == nullptr) {
        record.findings.push_back(segment::page_finding("unknown_form", record::Severity::error,
                                                        pile.pages.front().reading.page));
    }
    for (const auto& page : pile.pages) {
        record.pages.push_back(
            {page.reading.page, page.reading.match ? page.reading.match->page : 0, page.image,
             page.media_type, page.reading.match ? page.reading.match->set : std::string()});
    }
    if (const auto* form = catalogue.find(record.form)) {
        add_fields(record, *form, pile);
        add_tables(record, *form, pile);
        add_traces(record, pile);
    }
    record.findings.insert(record.findings.end(), std::make_move_iterator(pile.findings.begin()),
                           std::make_move_iterator(pile.findings.end()));
    return record;
}

}  // namespace indgang::stages
