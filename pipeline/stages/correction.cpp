// SPDX-License-Identifier: MPL-2.0
#include "pipeline/stages/correction.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "schemas/error/error.h"
#include "schemas/error/verify.h"

namespace indgang::stages {
namespace {

std::optional<Value> parse_typed(const form::Field& field, const std::string& text) {
    if (text.empty()) {
        return std::nullopt;
    }
    auto parsed = form::parse_field(field, text, Notation::danish);
    if (const auto* value = std::get_if<Value>(&parsed)) {
        return *value;
    }
    const auto reason = reason_of(std::get<ValueTrouble>(parsed).reason);
    VERIFY(reason.has_value());  // values write no other codes than the table's
    throw Error(*reason, "correct: the text is no value of field " + field.id, field.id);
}

bool is_at(const record::Finding& finding, const PagePlace& page) {
    const auto place = finding.evidence.find("page_in_batch");
    return place != finding.evidence.end() && place->second == format_page_place(page);
}

Error wrong_page(Reason reason, const PagePlace& page, const char* what) {
    const std::string place = "page " + format_page_place(page);
    return {reason, "correct: " + place + " " + what, place};
}

void keep_page(record::ApplicationRecord& record, const PagePlace& page, const std::string& by) {
    const auto found =
        std::find_if(record.findings.begin(), record.findings.end(), [&](const auto& finding) {
            return finding.rule == "foreign_page" && is_at(finding, page);
        });
    if (found == record.findings.end()) {
        throw wrong_page(Reason::not_a_foreign_page, page, "is no foreign page of the application");
    }
    found->rule = "attachment";
    found->severity = record::Severity::remark;
    found->evidence["by"] = by;
}

/// As a page that never came: its fields are open, and if no other scan of it is there, it lacks.
void drop_page(record::ApplicationRecord& record, const form::FormDefinition& form,
               const PagePlace& page, const std::string& by) {
    const auto at = std::find_if(record.pages.begin(), record.pages.end(),
                                 [&](const auto& each) { return each.page == page; });
    if (at == record.pages.end() || record.pages.size() == 1) {
        throw wrong_page(Reason::no_such_page, page,
                         "is not in the application, or is its only one");
    }
    const int form_page = at->form_page;
    record.pages.erase(at);
    std::erase_if(record.findings, [&](const auto& finding) {
        return finding.rule != "missing_page" && is_at(finding, page);
    });
    for (auto& field : record.fields) {
        const auto* scanned = std::get_if<record::Scanned>(&field.provenance);
        if (scanned != nullptr && scanned->page == page) {
            record::FieldValue missing;
            missing.field = field.field;
            missing.provenance = record::Scanned{};
            missing.doubt = "page_missing";
            field = std::move(missing);
        }
    }
    const bool is_there =
        std::any_of(record.pages.begin(), record.pages.end(),
                    [&](const auto& each) { return each.form_page == form_page; });
    const std::string place = format_page_place(page);
    if (form_page > 0 && !is_there) {
        record.findings.push_back({"missing_page",
                                   record::Severity::error,
                                   {},
                                   {{"page_in_batch", place},
                                    {"page_of_form", std::to_string(form_page)},
                                    {"pages_of_form", std::to_string(form.pages.size())}}});
    }
    record.findings.push_back(
        {"page_dropped", record::Severity::remark, {}, {{"page_in_batch", place}, {"by", by}}});
}

/// Takes a field's value as it stands for right, whoever doubted it.
void agree(record::FieldValue& field, const std::string& by, UtcTime at) {
    if (field.is_accepted) {
        throw Error(Reason::not_doubted, "agree: nobody doubts the field " + field.field,
                    field.field);
    }
    if (!field.value && !field.raw.empty()) {
        throw Error(Reason::no_value,
                    "agree: what stands in the field " + field.field +
                        " is no value of it; it must be corrected",
                    field.field);
    }
    field.provenance = record::Corrected{by, at};
    field.is_accepted = true;
    field.doubt.clear();
}

bool is_to_agree(const record::FieldValue& field) {
    return !field.is_accepted && (field.value || field.raw.empty()) &&
           field.doubt != "page_missing";
}

}  // namespace

record::ApplicationRecord Apply::run(Correction in) {
    const auto* form = catalogue_->find(in.record.form);
    if (form == nullptr) {
        throw Error(Reason::form_not_in_catalogue,
                    "correct: the application's form is not in the catalogue");
    }
    if (in.values.empty() && in.passed_findings.empty() && in.kept_pages.empty() &&
        in.dropped_pages.empty() && in.agreed_fields.empty() && !in.agrees_to_all) {
        throw Error(Reason::nothing_to_change, "correct: nothing is to be changed");
    }
    auto record = std::move(in.record);
    ++record.revision;
    for (const auto& page : in.kept_pages) {
        keep_page(record, page, in.by);
    }
    for (const auto& page : in.dropped_pages) {
        drop_page(record, *form, page, in.by);
    }
    for (const auto& [id, text] : in.values) {
        const auto* field = form->field(id);
        const auto at = std::find_if(record.fields.begin(), record.fields.end(),
                                     [&](const auto& value) { return value.field == id; });
        if (field == nullptr || at == record.fields.end()) {
            throw Error(Reason::no_such_field, "correct: the form has no field " + id, id);
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
    if (in.agrees_to_all && std::none_of(record.fields.begin(), record.fields.end(), is_to_agree)) {
        throw Error(Reason::nothing_to_change,
                    "agree: there is no doubtful value that could be agreed to; `indgang queue "
                    "correct ID --set FIELD=TEXT` gives a value, `indgang queue correct ID --pass "
                    "REASON` lets pass what no value answers");
    }
    for (auto& field : record.fields) {
        const bool is_named = std::find(in.agreed_fields.begin(), in.agreed_fields.end(),
                                        field.field) != in.agreed_fields.end();
        if (is_named || (in.agrees_to_all && is_to_agree(field))) {
            agree(field, in.by, in.at);
        }
    }
    for (const auto& id : in.agreed_fields) {
        if (record.field(id) == nullptr) {
            throw Error(Reason::no_such_field, "agree: the form has no field " + id, id);
        }
    }
    record.tables = record::rows_in(*form, record.fields);
    for (const auto& rule : in.passed_findings) {
        record.findings.push_back({std::string(record::passed_by_person),
                                   record::Severity::remark,
                                   {},
                                   {{"finding", rule}, {"by", in.by}}});
    }
    return record;
}

}  // namespace indgang::stages
