// SPDX-License-Identifier: MPL-2.0
#include <nlohmann/json.hpp>

#include "schemas/paper/page_code.h"
#include "schemas/paper/paper.h"
#include "schemas/values/facets.h"

namespace indgang::paper {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const BoxMm& box) {
    return Json::array({box.x, box.y, box.width, box.height});
}

/// What a program writes into the field, see docs/formats/layout.md.
std::string format_of(const Field& field) {
    const std::string format(facets_of(field.kind).paper.format);
    if (format == "N") {
        return std::string(static_cast<std::size_t>(field.cells), 'N');
    }
    return format == "N{1,}" ? "N{1," + std::to_string(field.cells) + "}" : format;
}

Json json_of(const form::Text& text) {
    return {{"da", text.da}, {"en", text.en}};
}

Json json_of(const form::Condition& condition) {
    using Test = form::Condition::Test;
    Json json{{"field", condition.field}};
    switch (condition.test) {
        case Test::is_one_of:
            json["equals"] = condition.values;
            break;
        case Test::is_none_of:
            json["not"] = condition.values;
            break;
        case Test::is_answered:
        case Test::is_empty:
            json["answered"] = condition.test == Test::is_answered;
            break;
    }
    if (!condition.note.da.empty()) {
        json["note"] = json_of(condition.note);
    }
    return json;
}

void add_conditions(Json& json, const char* name, const std::vector<form::Condition>& conditions) {
    for (const auto& condition : conditions) {
        json[name].push_back(json_of(condition));
    }
}

/// What the form says of the field beyond what it is, as far as it says something.
void add_terms(Json& json, const form::Field& field) {
    const auto& terms = field.terms;
    if (field.is_required && !field.is_always_required()) {
        json["required_when_shown"] = true;
    }
    add_conditions(json, "shown_when", terms.shown_when);
    add_conditions(json, "required_when", terms.required_when);
    const auto add_text = [&](const char* name, const form::Text& text) {
        if (!text.da.empty()) {
            json[name] = json_of(text);
        }
    };
    add_text("help", terms.help);
    add_text("unit", terms.unit);
    if (terms.least) {
        json["min"] = terms.least->canonical();
    }
    if (terms.most) {
        json["max"] = terms.most->canonical();
    }
    if (terms.pattern) {
        json["pattern"] = terms.pattern->source();
    }
    if (terms.max_length > 0) {
        json["max_length"] = terms.max_length;
    }
    if (!terms.sensitivity.empty()) {
        json["sensitivity"] = terms.sensitivity;
    }
    if (terms.retention_days > 0) {
        json["retention_days"] = terms.retention_days;
    }
    if (terms.is_entered_twice) {
        json["entered_twice"] = true;
    }
    if (!terms.registers.empty()) {
        json["registers"] = terms.registers;
    }
}

Json json_of(const FormDefinition& form, const form::Zone& zone) {
    const auto& field = *form.field(zone.field);
    Json json;
    json["id"] = zone.field;
    json["kind"] = zone.choice.empty() ? name_of(field.kind) : name_of(zone.capture);
    if (!zone.choice.empty()) {
        json["choice"] = zone.choice;
        json["field_kind"] = name_of(field.kind);
    }
    json["page"] = zone.page;
    json["box_mm"] = json_of(zone.box);
    json["cells"] = zone.cells;
    if (zone.gap_mm > 0) {
        json["gap_mm"] = zone.gap_mm;
    }
    if (zone.capture == Capture::bubble && zone.cells > 0) {
        json["cell"] = zone.cell;
    }
    json["capture"] = name_of(zone.capture);
    json["format"] = format_of(field);
    json["hint"] = field.hint;
    json["required"] = field.is_always_required();
    add_terms(json, field);
    if (field.row > 0) {
        json["table"] = field.table;
        json["row"] = field.row;
    }
    json["label"] = {{"da", field.label.da}, {"en", field.label.en}};
    return json;
}

}  // namespace

std::string layout_json(const FormDefinition& form) {
    constexpr int indent = 1;
    Json json;
    json["format"] = "indgang-layout/1";
    json["form"] = form.key.form;
    json["version"] = form.key.version;
    json["title"] = json_of(form.title);
    if (!form.benefit.empty()) {
        json["benefit"] = form.benefit;
    }
    if (!form.deadline.da.empty()) {
        json["deadline"] = json_of(form.deadline);
    }
    if (form.retention_days > 0) {
        json["retention_days"] = form.retention_days;
    }
    json["pages"] = Json::array();
    const auto pages = static_cast<int>(form.pages.size());
    for (int i = 1; i <= pages; ++i) {
        const auto& page = form.pages[static_cast<std::size_t>(i - 1)];
        Json marks = Json::array();
        for (const auto& mark : page.marks) {
            marks.push_back(json_of(mark));
        }
        Json of{{"page", i}, {"width_mm", page.width_mm}, {"height_mm", page.height_mm}};
        if (!page.blank) {
            of["code"] = format_page_code({form.key, i, pages});
            of["code_mm"] = json_of(page.code);
        }
        of["marks_mm"] = std::move(marks);
        json["pages"].push_back(std::move(of));
    }
    json["fields"] = Json::array();
    for (const auto& zone : form.zones) {
        json["fields"].push_back(json_of(form, zone));
    }
    return json.dump(indent) + "\n";
}

}  // namespace indgang::paper
