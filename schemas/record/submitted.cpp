// SPDX-License-Identifier: MPL-2.0
#include "schemas/record/submitted.h"

#include <utility>
#include <variant>

#include "schemas/core/limits.h"
#include "schemas/core/utf8.h"

namespace indgang::record {
namespace {

constexpr std::size_t findings_kept = 50;

void conflict(FieldValue& field) {
    field.is_accepted = false;
    field.doubt = "conflicting_elements";
}

}  // namespace

SubmittedRecord::SubmittedRecord(const form::FormDefinition& form, Source source) : form_(form) {
    record_.form = form.key;
    record_.source = source;
    record_.fields.reserve(form.fields.size());
    for (const form::Field& field : form.fields) {
        FieldValue& value = record_.fields.emplace_back();
        value.field = field.id;
        value.provenance = Submitted{};
        value.is_accepted = true;
    }
}

void SubmittedRecord::put(std::size_t field, std::string text, Notation notation,
                          std::string place) {
    if (text.size() > limits::value_bytes) {
        return doubt(field, std::string(cut_utf8(text, limits::value_bytes)), "text_too_long",
                     std::move(place));
    }
    auto parsed = form::parse_field(form_.fields[field], text, notation);
    if (auto* trouble = std::get_if<ValueTrouble>(&parsed)) {
        return doubt(field, std::move(text), std::move(trouble->reason), std::move(place));
    }
    put(field, std::move(std::get<Value>(parsed)), std::move(text), std::move(place));
}

void SubmittedRecord::put(std::size_t field, Value value, std::string text, std::string place) {
    FieldValue& filled = record_.fields[field];
    if (filled.raw.empty()) {
        filled.value = std::move(value);
        filled.raw = std::move(text);
        filled.provenance = Submitted{std::move(place)};
    } else if (filled.value != value) {
        conflict(filled);
    }
}

void SubmittedRecord::doubt(std::size_t field, std::string raw, std::string why,
                            std::string place) {
    FieldValue& filled = record_.fields[field];
    if (!filled.raw.empty()) {
        return conflict(filled);
    }
    filled.raw = std::move(raw);
    filled.provenance = Submitted{std::move(place)};
    filled.is_accepted = false;
    filled.doubt = std::move(why);
}

bool SubmittedRecord::is_full_of_findings() const {
    return record_.findings.size() >= findings_kept;
}

void SubmittedRecord::add(Finding finding) {
    record_.findings.push_back(std::move(finding));
}

ApplicationRecord SubmittedRecord::take() {
    if (findings_left_out_ > 0) {
        add({"unknown_element",
             Severity::remark,
             {},
             {{"left_out", std::to_string(findings_left_out_)}}});
    }
    record_.tables = rows_in(form_, record_.fields);
    return std::move(record_);
}

}  // namespace indgang::record
