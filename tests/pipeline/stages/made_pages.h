// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <algorithm>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/stages/assemble.h"

/// Pages as the paper path gives them, without paper.
namespace indgang::stages {

inline const form::FormCatalogue& catalogue() {
    static const auto forms =
        form::FormCatalogue::load({std::filesystem::path(INDGANG_SOURCE_DIR) / "schemas/forms"});
    return forms;
}

/// Every field of the page holds `written`.
inline segment::StoredReading page_of(const PagePlace& arrival_page, const std::string& form,
                                      int page, int pages, const std::string& written = "x") {
    segment::StoredReading stored;
    stored.reading.page = arrival_page;
    stored.reading.kind = record::PageKind::form;
    stored.reading.match = record::FormMatch{{form, "1"}, page, pages, {}, 0.1, "page_code"};
    const auto* definition = catalogue().find({form, "1"});
    std::string last;
    for (const auto* zone : definition->zones_on(page)) {
        if (zone->field != last) {
            stored.reading.fields.push_back(
                {zone->field, {1, 2, 3, 4}, {{written, 0.999}}, "test/1", ""});
            last = zone->field;
        }
    }
    return stored;
}

inline segment::StoredReading page_of_set(int arrival_page, int page, const std::string& set,
                                          const std::string& written = "x",
                                          const std::string& form = "sp501", int pages = 2) {
    auto stored = page_of(arrival_page, form, page, pages, written);
    stored.reading.match->set = set;
    return stored;
}

inline segment::StoredReading other_page(const PagePlace& arrival_page, record::PageKind kind) {
    segment::StoredReading stored;
    stored.reading.page = arrival_page;
    stored.reading.kind = kind;
    return stored;
}

inline std::vector<record::ApplicationRecord> assemble(std::vector<segment::StoredReading> pages) {
    return Assemble(catalogue()).run({{}, std::move(pages)});
}

inline bool has_finding(const record::ApplicationRecord& record, const std::string& rule,
                        record::Severity severity) {
    return std::any_of(record.findings.begin(), record.findings.end(), [&](const auto& finding) {
        return finding.rule == rule && finding.severity == severity;
    });
}

/// Numbers of the pages of each application.
inline std::vector<std::vector<int>> pages_of(
    const std::vector<record::ApplicationRecord>& records) {
    std::vector<std::vector<int>> all;
    for (const auto& record : records) {
        auto& pages = all.emplace_back();
        for (const auto& page : record.pages) {
            pages.push_back(page.page.number);
        }
    }
    return all;
}

using Pages = std::vector<std::vector<int>>;
inline constexpr const char* one_set = "aaaaaaaa";
inline constexpr const char* other_set = "bbbbbbbb";
inline constexpr const char* third_set = "cccccccc";

/// Whether a person must look: a doubt or an error parks, whatever the registers say.
inline bool is_asked_about(const record::ApplicationRecord& record) {
    return std::any_of(record.findings.begin(), record.findings.end(), [](const auto& finding) {
        return finding.severity != record::Severity::remark;
    });
}

}  // namespace indgang::stages
