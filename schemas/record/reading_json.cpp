// SPDX-License-Identifier: MPL-2.0
// Readings cross the border from the jailed worker that saw the sender's bytes, so parsing trusts
// nothing: every number has its range and every list its limit.
#include "schemas/core/limits.h"
#include "schemas/record/json.h"
#include "schemas/record/json_parts.h"

namespace indgang::record {
namespace {

constexpr std::array all_page_kinds{PageKind::form, PageKind::blank, PageKind::separator,
                                    PageKind::attachment, PageKind::unreadable};
constexpr std::size_t most_candidates = 8;
constexpr int quarters_of_a_turn = 4;

Json json_of(const MmToPx& map) {
    return Json::array({map.a, map.b, map.c, map.d, map.e, map.f});
}

MmToPx parse_mm_to_px(const JsonNode& node) {
    constexpr std::size_t coefficients = 6;
    std::array<double, coefficients> values{};
    std::size_t count = 0;
    node.each([&](const JsonNode& element) {
        const double value = element.number();
        if (count < coefficients) {
            values[count] = value;
        }
        ++count;
    });
    if (count != coefficients) {
        node.fail("json_wrong_value", "six numbers");
    }
    return {values[0], values[1], values[2], values[3], values[4], values[5]};
}

Json json_of(const FormMatch& match) {
    Json object = Json::object();
    object["form"] = match.form.form;
    object["version"] = match.form.version;
    object["page"] = match.page;
    object["pages"] = match.pages;
    object["mm_to_px"] = json_of(match.to_page);
    object["residual_mm"] = match.residual_mm;
    object["by"] = match.by;
    return object;
}

FormMatch parse_match(const JsonNode& node) {
    node.expect_members({"form", "version", "page", "pages", "mm_to_px", "residual_mm", "by"});
    FormMatch match;
    match.form = {node.member("form").take_string(), node.member("version").take_string()};
    match.page = node.member("page").integer(1, limits::form_pages);
    match.pages = node.member("pages").integer(1, limits::form_pages);
    match.to_page = parse_mm_to_px(node.member("mm_to_px"));
    match.residual_mm = node.member("residual_mm").number();
    match.by = node.member("by").take_string();
    return match;
}

Json json_of(const FieldReading& reading) {
    Json object = Json::object();
    object["field"] = reading.field;
    object["box_px"] = record::json_of(reading.box);
    object["candidates"] = record::json_of(reading.candidates);
    object["reader"] = reading.reader;
    if (!reading.doubt.empty()) {
        object["doubt"] = reading.doubt;
    }
    return object;
}

FieldReading parse_field_reading(const JsonNode& node) {
    node.expect_members({"field", "box_px", "candidates", "reader", "doubt"});
    FieldReading reading;
    reading.field = node.member("field").take_string();
    reading.box = parse_box(node.member("box_px"));
    reading.candidates = parse_candidates(node.member("candidates"));
    reading.reader = node.member("reader").take_string();
    if (const auto doubt = node.find("doubt")) {
        reading.doubt = doubt->take_string();
    }
    return reading;
}

}  // namespace

Json json_of(const BoxPx& box) {
    return Json::array({box.x, box.y, box.width, box.height});
}

BoxPx parse_box(const JsonNode& node) {
    constexpr std::size_t numbers = 4;
    std::array<int, numbers> values{};
    std::size_t count = 0;
    node.each([&](const JsonNode& element) {
        const int value = element.integer();
        if (count < numbers) {
            values[count] = value;
        }
        ++count;
    });
    if (count != numbers) {
        node.fail("json_wrong_value", "four whole numbers");
    }
    return {values[0], values[1], values[2], values[3]};
}

Json json_of(const Candidate& candidate) {
    Json object = Json::object();
    object["text"] = candidate.text;
    object["probability"] = candidate.probability;
    return object;
}

Json json_of(const std::vector<Candidate>& candidates) {
    Json array = Json::array();
    for (const Candidate& candidate : candidates) {
        array.push_back(json_of(candidate));
    }
    return array;
}

std::vector<Candidate> parse_candidates(const JsonNode& node) {
    std::vector<Candidate> candidates;
    node.each([&](const JsonNode& element) {
        if (candidates.size() == most_candidates) {
            node.fail("json_wrong_value", "at most 8 candidates");
        }
        element.expect_members({"text", "probability"});
        Candidate candidate{element.member("text").take_string(),
                            element.member("probability").number()};
        if (candidate.probability < 0 || candidate.probability > 1) {
            element.fail("json_wrong_value", "a candidate with a probability from 0 to 1");
        }
        candidates.push_back(std::move(candidate));
    });
    return candidates;
}

std::string to_json(const PageReading& reading) {
    Json object = Json::object();
    object["page"] = reading.page;
    object["kind"] = std::string(name_of(reading.kind));
    if (reading.match) {
        object["match"] = json_of(*reading.match);
    }
    Json fields = Json::array();
    for (const FieldReading& field : reading.fields) {
        fields.push_back(json_of(field));
    }
    object["fields"] = std::move(fields);
    if (!reading.separator.empty()) {
        object["separator"] = reading.separator;
    }
    if (!reading.trouble.empty()) {
        object["trouble"] = reading.trouble;
    }
    object["width_px"] = reading.width_px;
    object["height_px"] = reading.height_px;
    object["dpi"] = reading.dpi;
    object["turned_quarters"] = reading.turned_quarters;
    return dump_json(object);
}

PageReading parse_page_reading(std::string_view text) {
    Json root = parse_json(text);
    const JsonNode node(root);
    node.expect_members({"page", "kind", "match", "fields", "separator", "trouble", "width_px",
                         "height_px", "dpi", "turned_quarters"});
    PageReading reading;
    reading.page = node.member("page").integer(1, limits::scan_pages);
    reading.kind = node.member("kind").word(all_page_kinds);
    if (const auto match = node.find("match")) {
        reading.match = parse_match(*match);
    }
    const JsonNode fields = node.member("fields");
    fields.each([&](const JsonNode& element) {
        if (reading.fields.size() == static_cast<std::size_t>(limits::form_fields)) {
            fields.fail("json_wrong_value", "no more fields than a form may have");
        }
        reading.fields.push_back(parse_field_reading(element));
    });
    if (const auto separator = node.find("separator")) {
        reading.separator = separator->take_string();
    }
    if (const auto trouble = node.find("trouble")) {
        reading.trouble = trouble->take_string();
    }
    reading.width_px = node.member("width_px").integer(0, limits::page_side_px);
    reading.height_px = node.member("height_px").integer(0, limits::page_side_px);
    reading.dpi = node.member("dpi").number();
    reading.turned_quarters = node.member("turned_quarters").integer(0, quarters_of_a_turn - 1);
    return reading;
}

}  // namespace indgang::record
