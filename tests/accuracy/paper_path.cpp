// SPDX-License-Identifier: MPL-2.0
#include "tests/accuracy/paper_path.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <variant>

#include "ocr/decode/scan.h"

namespace indgang::accuracy {
namespace {

const record::ApplicationRecord* find_application(const ScanResult& result,
                                                  const nlohmann::json& truth) {
    const auto pages = truth.at("pages").get<std::vector<int>>();
    for (const record::ApplicationRecord& record : result.applications) {
        std::vector<int> form_pages;
        for (const record::PageRef& page : record.pages) {
            if (page.form_page > 0) {
                form_pages.push_back(page.page.number);
            }
        }
        if (form_pages == pages && record.form.form == truth.at("form")) {
            return &record;
        }
    }
    return nullptr;
}

Tally& tally_of(Score& score, form::Capture capture) {
    switch (capture) {
        case form::Capture::line:
        case form::Capture::block:
            return score.text;
        case form::Capture::comb:
            return score.digits;
        case form::Capture::mark:
        case form::Capture::bubble:
            return score.marks;
        case form::Capture::signature:
            return score.signatures;
    }
    return score.text;
}

/// What a field holds, so that "no signature" and "nothing" are the same.
std::string content_of(const record::FieldValue* value) {
    if (value == nullptr || !value->value.has_value()) {
        return value == nullptr ? "" : value->raw;
    }
    const bool is_no_signature =
        value->value->kind() == ValueKind::signature && !*value->value->yes_no();
    return is_no_signature ? "" : value->value->canonical();
}

/// Characters in a comb: a date's are its digits.
int characters_of(const form::Zone& zone, ValueKind kind, const std::string& canonical) {
    constexpr int date_digits = 8;
    if (zone.capture != form::Capture::comb || canonical.empty()) {
        return 0;
    }
    return kind == ValueKind::date
               ? date_digits
               : static_cast<int>(std::count_if(canonical.begin(), canonical.end(), [](char byte) {
                     constexpr unsigned continuation = 0x80, mask = 0xC0;
                     return (static_cast<unsigned char>(byte) & mask) != continuation;
                 }));
}

FieldSight sight_of(const form::FormDefinition& form, const form::Zone& zone,
                    const std::string& written, const record::FieldValue* value) {
    const ValueKind kind = form.field(zone.field)->kind;
    FieldSight sight{zone.capture, kind, zone.cells, characters_of(zone, kind, written),
                     !written.empty()};
    sight.field = zone.field;
    if (value != nullptr) {
        sight.is_right = content_of(value) == written;
        sight.is_accepted = value->is_accepted;
        if (const auto* scanned = std::get_if<record::Scanned>(&value->provenance)) {
            sight.probability = scanned->probability;
            sight.reader = scanned->reader;
        }
    }
    return sight;
}

void score_application(Score& score, const form::FormDefinition& form,
                       const record::ApplicationRecord* record, const nlohmann::json& truth) {
    const auto missing = truth.value("missing_pages", std::vector<int>{});
    std::set<std::string> seen;
    for (const form::Zone& zone : form.zones) {
        const bool is_on_missing_page =
            std::find(missing.begin(), missing.end(), zone.page) != missing.end();
        if (is_on_missing_page || !seen.insert(zone.field).second) {
            continue;
        }
        const std::string written = truth.at("fields").value(zone.field, "");
        const record::FieldValue* value = record != nullptr ? record->field(zone.field) : nullptr;
        score.sights.push_back(sight_of(form, zone, written, value));
        const bool is_right = score.sights.back().is_right;
        const bool is_accepted = score.sights.back().is_accepted;
        Tally& tally = tally_of(score, zone.capture);
        (written.empty() ? tally.empty : tally.filled) += 1;
        (written.empty() ? tally.empty_right : tally.filled_right) += is_right ? 1 : 0;
        tally.accepted += is_accepted ? 1 : 0;
        tally.accepted_wrong += is_accepted && !is_right ? 1 : 0;
        if (!is_right) {
            score.misses.push_back({zone.field, written, content_of(value), is_accepted});
        }
    }
}

}  // namespace

PaperPath::PaperPath(const form::FormCatalogue& catalogue, const std::filesystem::path& models)
    : catalogue_(&catalogue),
      blanks_(catalogue),
      matcher_(catalogue, blanks_),
      reader_(catalogue, blanks_, models),
      path_(stages::Decode(), stages::Normalise(), stages::Match(matcher_), stages::Read(reader_)) {
}

ScanResult PaperPath::read(BytesView scan) {
    ScanResult result;
    const auto file = ocr::open_scan(scan, std::filesystem::temp_directory_path());
    for (int page = 1; page <= file->pages(); ++page) {
        for (stages::ReadPage& part : path_.run({file.get(), page})) {
            result.pages.push_back(std::move(part.reading));
        }
    }
    result.applications = together(result.pages);
    return result;
}

std::vector<record::ApplicationRecord> PaperPath::together(
    const std::vector<record::PageReading>& pages) const {
    stages::BatchReadings batch;
    for (const record::PageReading& page : pages) {
        batch.pages.push_back({page, std::nullopt, {}});
    }
    return stages::Assemble(*catalogue_).run(std::move(batch));
}

std::vector<record::ApplicationRecord> PaperPath::assemble(
    std::vector<record::PageReading>& pages) const {
    int number = 0;
    for (record::PageReading& page : pages) {
        page.page.number = ++number;
    }
    return together(pages);
}

Tally& Tally::operator+=(const Tally& other) {
    filled += other.filled;
    filled_right += other.filled_right;
    empty += other.empty;
    empty_right += other.empty_right;
    accepted += other.accepted;
    accepted_wrong += other.accepted_wrong;
    return *this;
}

Tally Score::all() const {
    Tally sum = text;
    sum += digits;
    sum += marks;
    sum += signatures;
    return sum;
}

Score& Score::operator+=(const Score& other) {
    text += other.text;
    digits += other.digits;
    marks += other.marks;
    signatures += other.signatures;
    applications += other.applications;
    applications_found += other.applications_found;
    pages += other.pages;
    pages_right += other.pages_right;
    worst_residual_mm = std::max(worst_residual_mm, other.worst_residual_mm);
    misses.insert(misses.end(), other.misses.begin(), other.misses.end());
    sights.insert(sights.end(), other.sights.begin(), other.sights.end());
    return *this;
}

Score score(const form::FormCatalogue& catalogue, const ScanResult& result,
            const nlohmann::json& truth) {
    Score total;
    for (const nlohmann::json& application : truth.at("applications")) {
        const form::FormKey key{application.at("form"), application.at("version")};
        const record::ApplicationRecord* record = find_application(result, application);
        total.applications += 1;
        total.applications_found += record != nullptr ? 1 : 0;
        score_application(total, *catalogue.find(key), record, application);
    }
    for (const record::PageReading& page : result.pages) {
        if (page.match.has_value()) {
            total.worst_residual_mm = std::max(total.worst_residual_mm, page.match->residual_mm);
        }
    }
    for (const nlohmann::json& page : truth.at("pages")) {
        const auto number = page.at("page").get<std::size_t>();
        const bool is_there = number <= result.pages.size();
        total.pages += 1;
        total.pages_right +=
            is_there && name_of(result.pages[number - 1].kind) == page.at("kind") ? 1 : 0;
    }
    return total;
}

}  // namespace indgang::accuracy
