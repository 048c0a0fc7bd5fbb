// SPDX-License-Identifier: MPL-2.0
#include <algorithm>
#include <iterator>
#include <utility>

#include "pipeline/stages/assemble.h"

namespace indgang::stages {

void Assembler::add_fields(record::ApplicationRecord& record, const Open& open) const {
    const auto* form = catalogue_->find(record.form);
    if (form == nullptr) {
        return;
    }
    for (const auto& field : form->fields) {
        const record::FieldReading* reading = nullptr;
        PagePlace arrival_page;
        for (const auto& page : open.pages) {
            const auto at = std::find_if(page.reading.fields.begin(), page.reading.fields.end(),
                                         [&](const auto& r) { return r.field == field.id; });
            if (at != page.reading.fields.end()) {
                reading = &*at;
                arrival_page = page.reading.page;
                break;  // of a doubled page the first counts; the finding asks a person
            }
        }
        if (reading != nullptr) {
            record.fields.push_back(to_field_value(*form, field, *reading, arrival_page));
        } else {
            record::FieldValue missing;
            missing.field = field.id;
            missing.provenance = record::Scanned{};
            missing.doubt = "page_missing";
            record.fields.push_back(std::move(missing));
        }
    }
}

void Assembler::add_tables(record::ApplicationRecord& record, const Open& open) const {
    const auto* form = catalogue_->find(record.form);
    if (form == nullptr) {
        return;
    }
    record.tables = record::rows_in(*form, record.fields);
    for (const auto& table : form->tables) {
        for (const auto& page : open.pages) {
            const auto at = std::find_if(page.reading.tables.begin(), page.reading.tables.end(),
                                         [&](const auto& r) { return r.table == table.id; });
            if (at != page.reading.tables.end()) {
                auto found = table_findings(*form, *at, record.tables, page.reading.page);
                record.findings.insert(record.findings.end(),
                                       std::make_move_iterator(found.begin()),
                                       std::make_move_iterator(found.end()));
                break;  // as the fields: of a doubled page the first counts
            }
        }
    }
}

}  // namespace indgang::stages
