// SPDX-License-Identifier: MPL-2.0
#include "schemas/core/limits.h"
#include "schemas/record/json.h"
#include "schemas/record/json_parts.h"

namespace indgang::record {
namespace {

constexpr std::array all_severities{Severity::remark, Severity::doubt, Severity::error};
constexpr std::array all_sources{Source::paper, Source::xml};

Json json_of(const Scanned& scanned) {
    Json object = Json::object();
    object["way"] = "scanned";
    object["page"] = scanned.page;
    object["box_px"] = record::json_of(scanned.box);
    object["probability"] = scanned.probability;
    object["reader"] = scanned.reader;
    return object;
}

Json json_of(const Submitted& submitted) {
    Json object = Json::object();
    object["way"] = "submitted";
    object["xpath"] = submitted.xpath;
    return object;
}

Json json_of(const Corrected& corrected) {
    Json object = Json::object();
    object["way"] = "corrected";
    object["by"] = corrected.by;
    object["at"] = format_utc(corrected.at);
    return object;
}

Provenance parse_provenance(const JsonNode& node) {
    const JsonNode way = node.member("way");
    if (way.string() == "scanned") {
        node.expect_members({"way", "page", "box_px", "probability", "reader"});
        return Scanned{node.member("page").integer(1, limits::scan_pages),
                       parse_box(node.member("box_px")), node.member("probability").number(),
                       node.member("reader").take_string()};
    }
    if (way.string() == "submitted") {
        node.expect_members({"way", "xpath"});
        return Submitted{node.member("xpath").take_string()};
    }
    if (way.string() == "corrected") {
        node.expect_members({"way", "by", "at"});
        return Corrected{node.member("by").take_string(), node.member("at").utc()};
    }
    way.fail("json_wrong_value", "scanned, submitted or corrected");
}

Json json_of(const FieldValue& field) {
    Json object = Json::object();
    object["field"] = field.field;
    if (field.value) {
        put_value(object, *field.value);
    }
    object["raw"] = field.raw;
    object["provenance"] =
        std::visit([](const auto& way) { return json_of(way); }, field.provenance);
    if (!field.candidates.empty()) {
        object["candidates"] = record::json_of(field.candidates);
    }
    object["accepted"] = field.is_accepted;
    if (!field.doubt.empty()) {
        object["doubt"] = field.doubt;
    }
    return object;
}

FieldValue parse_field_value(const JsonNode& node) {
    node.expect_members(
        {"field", "kind", "value", "raw", "provenance", "candidates", "accepted", "doubt"});
    FieldValue field;
    field.field = node.member("field").take_string();
    if (node.find("value") || node.find("kind")) {
        field.value = parse_value_members(node);
    }
    field.raw = node.member("raw").take_string();
    field.provenance = parse_provenance(node.member("provenance"));
    if (const auto candidates = node.find("candidates")) {
        field.candidates = parse_candidates(*candidates);
    }
    field.is_accepted = node.member("accepted").boolean();
    if (const auto doubt = node.find("doubt")) {
        field.doubt = doubt->take_string();
    }
    return field;
}

Json json_of(const PageRef& page) {
    Json object = Json::object();
    object["page"] = page.page;
    object["form_page"] = page.form_page;
    if (page.image) {
        object["image"] = page.image->hex();
    }
    object["media_type"] = page.media_type;
    return object;
}

PageRef parse_page_ref(const JsonNode& node) {
    node.expect_members({"page", "form_page", "image", "media_type"});
    PageRef page;
    page.page = node.member("page").integer(1, limits::scan_pages);
    page.form_page = node.member("form_page").integer(0, limits::form_pages);
    if (const auto image = node.find("image")) {
        page.image = image->digest();
    }
    page.media_type = node.member("media_type").take_string();
    return page;
}

}  // namespace

void put_value(Json& object, const Value& value) {
    object["kind"] = std::string(name_of(value.kind()));
    object["value"] = value.canonical();
}

Value parse_value_members(const JsonNode& node) {
    const JsonNode kind = node.member("kind"), text = node.member("value");
    const auto known = value_kind_of(kind.string());
    if (!known) {
        kind.fail("json_wrong_value", "the name of a kind of value");
    }
    auto value = parse_canonical(*known, text.string());
    if (!value) {
        text.fail("json_wrong_value", "the canonical writing of its kind");
    }
    return std::move(*value);
}

std::vector<std::string> parse_strings(const JsonNode& node) {
    std::vector<std::string> texts;
    node.each([&](const JsonNode& element) { texts.push_back(element.take_string()); });
    return texts;
}

Json json_of(const Finding& finding) {
    Json object = Json::object();
    object["rule"] = finding.rule;
    object["severity"] = std::string(name_of(finding.severity));
    object["fields"] = array_of_strings(finding.fields);
    Json evidence = Json::object();
    for (const auto& [name, text] : finding.evidence) {
        evidence[name] = text;
    }
    object["evidence"] = std::move(evidence);
    return object;
}

Json json_of(const std::vector<Finding>& findings) {
    Json array = Json::array();
    for (const Finding& finding : findings) {
        array.push_back(json_of(finding));
    }
    return array;
}

std::vector<Finding> parse_findings(const JsonNode& node) {
    std::vector<Finding> findings;
    node.each([&](const JsonNode& element) {
        element.expect_members({"rule", "severity", "fields", "evidence"});
        Finding finding;
        finding.rule = element.member("rule").take_string();
        finding.severity = element.member("severity").word(all_severities);
        finding.fields = parse_strings(element.member("fields"));
        element.member("evidence").each_member([&](const std::string& name, const JsonNode& text) {
            finding.evidence.emplace(name, text.take_string());
        });
        findings.push_back(std::move(finding));
    });
    return findings;
}

Json json_of(const ApplicationRecord& record) {
    Json object = Json::object();
    object["form"] = record.form.form;
    object["version"] = record.form.version;
    object["source"] = std::string(name_of(record.source));
    object["revision"] = record.revision;
    if (record.arrival) {
        object["arrival"] = record.arrival->hex();
    }
    object["ordinal"] = record.ordinal;
    object["received_at"] = format_utc(record.received_at);
    Json fields = Json::array();
    for (const FieldValue& field : record.fields) {
        fields.push_back(json_of(field));
    }
    object["fields"] = std::move(fields);
    Json pages = Json::array();
    for (const PageRef& page : record.pages) {
        pages.push_back(json_of(page));
    }
    object["pages"] = std::move(pages);
    object["findings"] = json_of(record.findings);
    return object;
}

ApplicationRecord parse_record(const JsonNode& node) {
    node.expect_members({"form", "version", "source", "revision", "arrival", "ordinal",
                         "received_at", "fields", "pages", "findings"});
    ApplicationRecord record;
    record.form = {node.member("form").take_string(), node.member("version").take_string()};
    record.source = node.member("source").word(all_sources);
    record.revision = node.member("revision").integer(1);
    if (const auto arrival = node.find("arrival")) {
        record.arrival = arrival->digest();
    }
    record.ordinal = node.member("ordinal").integer(1);
    record.received_at = node.member("received_at").utc();
    node.member("fields").each(
        [&](const JsonNode& element) { record.fields.push_back(parse_field_value(element)); });
    node.member("pages").each(
        [&](const JsonNode& element) { record.pages.push_back(parse_page_ref(element)); });
    record.findings = parse_findings(node.member("findings"));
    return record;
}

std::string to_json(const ApplicationRecord& record) {
    return dump_json(json_of(record));
}

ApplicationRecord parse_application_record(std::string_view text) {
    Json root = parse_json(text);
    return parse_record(JsonNode(root));
}

}  // namespace indgang::record
