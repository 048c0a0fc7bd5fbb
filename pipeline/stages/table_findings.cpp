// SPDX-License-Identifier: MPL-2.0
// A row that was lost, or made of dirt, changes what somebody gets and shows in no field. So the
// rows that the ink says are filled must be the rows in which something was read: where the two
// differ a person looks, however sure each of them is.
#include <algorithm>
#include <array>
#include <cstdio>
#include <iterator>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/stages/assemble.h"

namespace indgang::stages {
namespace {

std::vector<std::string> fields_of(const form::FormDefinition& form, const std::string& table,
                                   int row) {
    std::vector<std::string> ids;
    for (const form::Field& field : form.fields) {
        if (field.table == table && field.row == row) {
            ids.push_back(field.id);
        }
    }
    return ids;
}

std::string text_of(double probability) {
    constexpr std::size_t room = 16;
    std::array<char, room> text{};
    const int length = std::snprintf(text.data(), text.size(), "%.4f", probability);
    return {text.data(), static_cast<std::size_t>(length)};
}

record::Finding table_finding(std::string rule, const record::TableReading& reading,
                              const PagePlace& arrival_page) {
    return {std::move(rule),
            record::Severity::doubt,
            {},
            {{"table", reading.table}, {"page_in_batch", format_page_place(arrival_page)}}};
}

}  // namespace

std::vector<record::Finding> table_findings(const form::FormDefinition& form,
                                            const record::TableReading& reading,
                                            const std::vector<record::TableRows>& rows,
                                            const PagePlace& arrival_page) {
    std::vector<record::Finding> findings;
    const auto read = std::find_if(rows.begin(), rows.end(),
                                   [&](const auto& each) { return each.table == reading.table; });
    std::set<int> unsure(reading.doubtful.begin(), reading.doubtful.end());
    if (read != rows.end()) {
        std::set_symmetric_difference(read->rows.begin(), read->rows.end(), reading.filled.begin(),
                                      reading.filled.end(), std::inserter(unsure, unsure.end()));
    }
    if (!unsure.empty() || reading.probability < form.accept_probability) {
        auto finding = table_finding("rows_doubtful", reading, arrival_page);
        finding.evidence["rows"] = std::to_string(reading.filled.size());
        finding.evidence["probability"] = text_of(reading.probability);
        for (const int row : unsure) {
            for (auto& id : fields_of(form, reading.table, row)) {
                finding.fields.push_back(std::move(id));
            }
        }
        findings.push_back(std::move(finding));
    }
    for (const int row : reading.struck_out) {
        auto finding = table_finding("row_struck_out", reading, arrival_page);
        finding.evidence["row"] = std::to_string(row);
        finding.fields = fields_of(form, reading.table, row);
        findings.push_back(std::move(finding));
    }
    if (reading.goes_on_below) {
        auto finding = table_finding("too_many_rows", reading, arrival_page);
        if (const form::Table* table = form.table(reading.table)) {
            finding.fields = fields_of(form, reading.table, table->rows);
        }
        findings.push_back(std::move(finding));
    }
    return findings;
}

}  // namespace indgang::stages
