// SPDX-License-Identifier: MPL-2.0
#include "schemas/core/limits.h"
#include "schemas/error/reason.h"
#include "schemas/record/json.h"
#include "schemas/record/json_parts.h"

namespace indgang::record {
namespace {

constexpr std::array all_severities{Severity::remark, Severity::doubt, Severity::error};
constexpr std::size_t bytes_per_field = 200;  // of a record of XML, with all else; a wrong guess
                                              // costs a copy
constexpr std::array all_sources{Source::paper, Source::xml, Source::json};

void write(JsonWriter& out, const Scanned& scanned, Source) {
    out.member("way", "scanned");
    write_place_members(out, scanned.page);
    out.key("box_px");
    write(out, scanned.box);
    out.member("probability", scanned.probability);
    out.member("reader", scanned.reader);
}

void write(JsonWriter& out, const Submitted& submitted, Source source) {
    out.member("way", "submitted");
    if (source == Source::json) {
        out.member("pointer", submitted.place);
    } else {
        out.member("xpath", submitted.place);
    }
}

void write(JsonWriter& out, const Corrected& corrected, Source) {
    out.member("way", "corrected");
    out.member("by", corrected.by);
    out.member("at", format_utc(corrected.at));
}

Provenance parse_provenance(const JsonNode& node, Source source) {
    const JsonNode way = node.member("way");
    if (way.string() == "scanned") {
        node.expect_members({"way", "page", "half", "box_px", "probability", "reader"});
        return Scanned{parse_place_members(node), parse_box(node.member("box_px")),
                       node.member("probability").number(), node.member("reader").owned_string()};
    }
    if (way.string() == "submitted") {
        const std::string_view place = source == Source::json ? "pointer" : "xpath";
        node.expect_members({"way", place});
        return Submitted{node.member(place).owned_string()};
    }
    if (way.string() == "corrected") {
        node.expect_members({"way", "by", "at"});
        return Corrected{node.member("by").owned_string(), node.member("at").utc()};
    }
    way.fail(Reason::json_wrong_value, "scanned, submitted or corrected");
}

void write(JsonWriter& out, const FieldValue& field, Source source) {
    out.begin_object();
    out.member("field", field.field);
    if (field.value) {
        write_value_members(out, *field.value);
    }
    out.member("raw", field.raw);
    out.key("provenance");
    out.begin_object();
    std::visit([&](const auto& way) { write(out, way, source); }, field.provenance);
    out.end_object();
    if (!field.candidates.empty()) {
        out.key("candidates");
        write(out, field.candidates);
    }
    out.member("accepted", field.is_accepted);
    if (!field.doubt.empty()) {
        out.member("doubt", field.doubt);
    }
    out.end_object();
}

Value parse_value(const JsonNode& kind, const JsonNode& text) {
    const auto known = value_kind_of(kind.string());
    if (!known) {
        kind.fail(Reason::json_wrong_value, "the name of a kind of value");
    }
    auto value = parse_canonical(*known, text.string());
    if (!value) {
        text.fail(Reason::json_wrong_value, "the canonical writing of its kind");
    }
    return std::move(*value);
}

FieldValue parse_field_value(const JsonNode& node, Source source) {
    constexpr std::array<std::string_view, 8> names{
        "field", "kind", "value", "raw", "provenance", "candidates", "accepted", "doubt"};
    const auto members = node.members(names);
    const auto& [id, kind, value, raw, provenance, candidates, accepted, doubt] = members;
    FieldValue field;
    field.field = node.needed(id, "field").string();
    if (value || kind) {
        field.value = parse_value(node.needed(kind, "kind"), node.needed(value, "value"));
    }
    field.raw = node.needed(raw, "raw").string();
    field.provenance = parse_provenance(node.needed(provenance, "provenance"), source);
    if (candidates) {
        field.candidates = parse_candidates(*candidates);
    }
    field.is_accepted = node.needed(accepted, "accepted").boolean();
    if (doubt) {
        field.doubt = doubt->string();
    }
    return field;
}

void write(JsonWriter& out, const TableRows& table) {
    out.begin_object();
    out.member("table", table.table);
    out.key("rows");
    write(out, table.rows);
    out.end_object();
}

TableRows parse_table_rows(const JsonNode& node) {
    node.expect_members({"table", "rows"});
    return {node.member("table").owned_string(), parse_rows(node.member("rows"))};
}

void write(JsonWriter& out, const PageRef& page) {
    out.begin_object();
    write_place_members(out, page.page);
    out.member("form_page", page.form_page);
    if (page.image) {
        out.member("image", page.image->hex());
    }
    out.member("media_type", page.media_type);
    if (!page.set.empty()) {
        out.member("set", page.set);
    }
    out.end_object();
}

PageRef parse_page_ref(const JsonNode& node) {
    node.expect_members({"page", "half", "form_page", "image", "media_type", "set"});
    PageRef page;
    page.page = parse_place_members(node);
    page.form_page = node.member("form_page").integer(0, limits::form_pages);
    if (const auto image = node.find("image")) {
        page.image = image->digest();
    }
    page.media_type = node.member("media_type").string();
    if (const auto set = node.find("set")) {
        page.set = set->string();
    }
    return page;
}

}  // namespace

void write_value_members(JsonWriter& out, const Value& value) {
    out.member("kind", name_of(value.kind()));
    out.key("value");
    if (const std::string* text = value.text()) {
        out.text(*text);
    } else {
        out.text(value.canonical());
    }
}

Value parse_value_members(const JsonNode& node) {
    return parse_value(node.member("kind"), node.member("value"));
}

void write(JsonWriter& out, const std::vector<std::string>& texts) {
    out.array(texts, [&](const std::string& text) { out.text(text); });
}

std::vector<std::string> parse_strings(const JsonNode& node) {
    std::vector<std::string> texts;
    node.each([&](const JsonNode& element) { texts.emplace_back(element.string()); });
    return texts;
}

void write(JsonWriter& out, const Finding& finding) {
    out.begin_object();
    out.member("rule", finding.rule);
    out.member("severity", name_of(finding.severity));
    out.key("fields");
    write(out, finding.fields);
    out.key("evidence");
    out.begin_object();
    for (const auto& [name, text] : finding.evidence) {
        out.member(name, text);
    }
    out.end_object();
    out.end_object();
}

void write(JsonWriter& out, const std::vector<Finding>& findings) {
    out.array(findings, [&](const Finding& finding) { write(out, finding); });
}

std::vector<Finding> parse_findings(const JsonNode& node) {
    std::vector<Finding> findings;
    node.each([&](const JsonNode& element) {
        element.expect_members({"rule", "severity", "fields", "evidence"});
        Finding finding;
        finding.rule = element.member("rule").string();
        finding.severity = element.member("severity").word(all_severities);
        finding.fields = parse_strings(element.member("fields"));
        element.member("evidence").each_member([&](std::string_view name, const JsonNode& text) {
            if (!finding.evidence.emplace(name, text.string()).second) {
                text.fail(Reason::json_wrong_value, "there once");
            }
        });
        findings.push_back(std::move(finding));
    });
    return findings;
}

void write(JsonWriter& out, const ApplicationRecord& record) {
    out.begin_object();
    out.member("form", record.form.form);
    out.member("version", record.form.version);
    out.member("source", name_of(record.source));
    out.member("revision", record.revision);
    if (record.arrival) {
        out.member("arrival", record.arrival->hex());
    }
    out.member("ordinal", record.ordinal);
    out.member("received_at", format_utc(record.received_at));
    out.key("fields");
    out.array(record.fields, [&](const FieldValue& field) { write(out, field, record.source); });
    if (!record.tables.empty()) {
        out.key("tables");
        out.array(record.tables, [&](const TableRows& table) { write(out, table); });
    }
    out.key("pages");
    out.array(record.pages, [&](const PageRef& page) { write(out, page); });
    out.key("findings");
    write(out, record.findings);
    out.end_object();
}

ApplicationRecord parse_record(const JsonNode& node) {
    node.expect_members({"form", "version", "source", "revision", "arrival", "ordinal",
                         "received_at", "fields", "tables", "pages", "findings"});
    ApplicationRecord record;
    record.form = {node.member("form").owned_string(), node.member("version").owned_string()};
    record.source = node.member("source").word(all_sources);
    record.revision = node.member("revision").integer(1);
    if (const auto arrival = node.find("arrival")) {
        record.arrival = arrival->digest();
    }
    record.ordinal = node.member("ordinal").integer(1);
    record.received_at = node.member("received_at").utc();
    const JsonNode fields = node.member("fields");
    record.fields.reserve(fields.size());
    fields.each([&](const JsonNode& element) {
        record.fields.push_back(parse_field_value(element, record.source));
    });
    if (const auto tables = node.find("tables")) {
        tables->each(
            [&](const JsonNode& element) { record.tables.push_back(parse_table_rows(element)); });
    }
    node.member("pages").each(
        [&](const JsonNode& element) { record.pages.push_back(parse_page_ref(element)); });
    record.findings = parse_findings(node.member("findings"));
    return record;
}

std::string to_json(const ApplicationRecord& record) {
    JsonWriter out;
    out.reserve(bytes_per_field * record.fields.size());
    write(out, record);
    return out.take();
}

ApplicationRecord parse_application_record(std::string_view text) {
    const JsonDocument document(text);
    return parse_record(JsonNode(document));
}

}  // namespace indgang::record
