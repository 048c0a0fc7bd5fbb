// SPDX-License-Identifier: MPL-2.0
#include "pipeline/stages/correction.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "schemas/core/error.h"

namespace indgang::stages {
namespace {

std::optional<Value> parse_typed(const form::Field& field, const std::string& text) {
    if (text.empty()) {
        return std::nullopt;
    }
    if (field.kind == ValueKind::signature) {
        return Value::of_signature(text == "present" || text == "ja");
    }
    auto parsed = form::parse_field(field, text, Notation::danish);
    if (const auto* value = std::get_if<Value>(&parsed)) {
        return *value;
    }
    throw Error(ErrorKind::bad_input, std::get<ValueTrouble>(parsed).reason,
                "correct: the text is no value of field " + field.id, field.id);
}

}  // namespace

record::ApplicationRecord Apply::run(Correction in) {
    const auto* form = catalogue_->find(in.record.form);
    if (form == nullptr) {
        throw Error(ErrorKind::bad_input, "unknown_form",
                    "correct: the application's form is not in the catalogue");
    }
    auto record = std::move(in.record);
    ++record.revision;
    for (const auto& [id, text] : in.values) {
        const auto* field = form->field(id);
        const auto at = std::find_if(record.fields.begin(), record.fields.end(),
                                     [&](const auto& value) { return value.field == id; });
        if (field == nullptr || at == record.fields.end()) {
            throw Error(ErrorKind::bad_input, "no_such_field",
                        "correct: the form has no field " + id, id);
        }
        record::FieldValue corrected;
        corrected.field = id;
        corrected.value = parse_typed(*field, text);
        corrected.raw = text;
        corrected.provenance = record::Corrected{in.by, in.at};
        corrected.candidates = at->candidates;
        corrected.is_accepted = true;
        *at = std::move(corrected);
    }
    for (const auto& rule : in.passed_findings) {
        record.findings.push_back({std::string(record::passed_by_person),
                                   record::Severity::remark,
                                   {},
                                   {{"finding", rule}, {"by", in.by}}});
    }
    return record;
}

}  // namespace indgang::stages
