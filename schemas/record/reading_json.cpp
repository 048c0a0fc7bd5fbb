// SPDX-License-Identifier: MPL-2.0
// Readings cross the border from the jailed worker that saw the sender's bytes, so parsing trusts
// nothing: every number has its range and every list its limit.
#include "schemas/core/limits.h"
#include "schemas/error/reason.h"
#include "schemas/paper/page_code.h"
#include "schemas/record/json.h"
#include "schemas/record/json_parts.h"

namespace indgang::record {
namespace {

constexpr std::array all_bases{Basis::fitted, Basis::set_by_hand, Basis::given};
constexpr std::array all_trace_kinds{TraceKind::writing,      TraceKind::line,
                                     TraceKind::hole,         TraceKind::edge,
                                     TraceKind::show_through, TraceKind::hidden};
constexpr std::array all_page_kinds{PageKind::form, PageKind::blank, PageKind::separator,
                                    PageKind::attachment, PageKind::unreadable};
constexpr std::size_t most_candidates = 8;
constexpr int quarters_of_a_turn = 4;

void write(JsonWriter& out, const MmToPx& map) {
    out.array(std::array{map.a, map.b, map.c, map.d, map.e, map.f},
              [&](double number) { out.number(number); });
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
        node.fail(Reason::json_wrong_value, "six numbers");
    }
    return {values[0], values[1], values[2], values[3], values[4], values[5]};
}

void write(JsonWriter& out, const FormMatch& match) {
    out.begin_object();
    out.member("form", match.form.form);
    out.member("version", match.form.version);
    out.member("page", match.page);
    out.member("pages", match.pages);
    out.key("mm_to_px");
    write(out, match.to_page);
    out.member("residual_mm", match.residual_mm);
    out.member("by", match.by);
    if (!match.set.empty()) {
        out.member("set", match.set);
    }
    if (!match.other_versions.empty()) {
        out.key("other_versions");
        out.array(match.other_versions, [&](const std::string& version) { out.value(version); });
    }
    out.end_object();
}

FormMatch parse_match(const JsonNode& node) {
    node.expect_members({"form", "version", "page", "pages", "mm_to_px", "residual_mm", "by", "set",
                         "other_versions"});
    FormMatch match;
    match.form = {node.member("form").owned_string(), node.member("version").owned_string()};
    match.page = node.member("page").integer(1, limits::form_pages);
    match.pages = node.member("pages").integer(1, limits::form_pages);
    match.to_page = parse_mm_to_px(node.member("mm_to_px"));
    match.residual_mm = node.member("residual_mm").number();
    match.by = node.member("by").string();
    if (const auto set = node.find("set")) {
        match.set = set->string();
        if (!paper::is_set(match.set)) {
            set->fail(Reason::json_wrong_value, "eight letters and digits");
        }
    }
    if (const auto versions = node.find("other_versions")) {
        versions->each([&](const JsonNode& version) {
            match.other_versions.push_back(version.owned_string());
        });
    }
    return match;
}

void write(JsonWriter& out, const FieldReading& reading) {
    out.begin_object();
    out.member("field", reading.field);
    out.key("box_px");
    write(out, reading.box);
    out.key("candidates");
    write(out, reading.candidates);
    out.member("reader", reading.reader);
    if (!reading.doubt.empty()) {
        out.member("doubt", reading.doubt);
    }
    if (reading.basis != Basis::fitted) {
        out.member("basis", name_of(reading.basis));
    }
    out.end_object();
}

FieldReading parse_field_reading(const JsonNode& node) {
    node.expect_members({"field", "box_px", "candidates", "reader", "doubt", "basis"});
    FieldReading reading;
    reading.field = node.member("field").string();
    reading.box = parse_box(node.member("box_px"));
    reading.candidates = parse_candidates(node.member("candidates"));
    reading.reader = node.member("reader").string();
    if (const auto doubt = node.find("doubt")) {
        reading.doubt = doubt->string();
    }
    if (const auto basis = node.find("basis")) {
        reading.basis = basis->word(all_bases);
    }
    return reading;
}

void write(JsonWriter& out, const TableReading& table) {
    out.begin_object();
    out.member("table", table.table);
    out.key("box_px");
    write(out, table.box);
    out.key("filled");
    write(out, table.filled);
    if (!table.doubtful.empty()) {
        out.key("doubtful");
        write(out, table.doubtful);
    }
    if (!table.struck_out.empty()) {
        out.key("struck_out");
        write(out, table.struck_out);
    }
    out.member("probability", table.probability);
    if (table.goes_on_below) {
        out.member("goes_on_below", true);
    }
    out.end_object();
}

TableReading parse_table_reading(const JsonNode& node) {
    node.expect_members(
        {"table", "box_px", "filled", "doubtful", "struck_out", "probability", "goes_on_below"});
    TableReading table;
    table.table = node.member("table").string();
    table.box = parse_box(node.member("box_px"));
    table.filled = parse_rows(node.member("filled"));
    if (const auto doubtful = node.find("doubtful")) {
        table.doubtful = parse_rows(*doubtful);
    }
    if (const auto struck_out = node.find("struck_out")) {
        table.struck_out = parse_rows(*struck_out);
    }
    const JsonNode probability = node.member("probability");
    table.probability = probability.number();
    if (table.probability < 0 || table.probability > 1) {
        probability.fail(Reason::json_wrong_value, "a probability from 0 to 1");
    }
    if (const auto below = node.find("goes_on_below")) {
        table.goes_on_below = below->boolean();
    }
    return table;
}

void write(JsonWriter& out, const Trace& trace) {
    out.begin_object();
    out.key("box_px");
    write(out, trace.box);
    out.member("kind", name_of(trace.kind));
    out.key("near");
    out.array(trace.near, [&](const std::string& field) { out.text(field); });
    out.end_object();
}

Trace parse_trace(const JsonNode& node) {
    node.expect_members({"box_px", "kind", "near"});
    Trace trace;
    trace.box = parse_box(node.member("box_px"));
    trace.kind = node.member("kind").word(all_trace_kinds);
    const JsonNode near = node.member("near");
    near.each([&](const JsonNode& element) {
        if (trace.near.size() == static_cast<std::size_t>(limits::form_fields)) {
            near.fail(Reason::json_wrong_value, "no more fields than a form may have");
        }
        trace.near.push_back(element.owned_string());
    });
    return trace;
}

}  // namespace

void write_place_members(JsonWriter& out, const PagePlace& place) {
    out.member("page", place.number);
    if (place.half != Half::whole) {
        out.member("half", name_of(place.half));
    }
}

PagePlace parse_place_members(const JsonNode& node) {
    PagePlace place(node.member("page").integer(1, limits::scan_pages));
    if (const auto half = node.find("half")) {
        place.half = half->word(std::array{Half::left, Half::right, Half::top, Half::bottom});
    }
    return place;
}

void write(JsonWriter& out, const BoxPx& box) {
    out.array(std::array{box.x, box.y, box.width, box.height},
              [&](int number) { out.whole(number); });
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
        node.fail(Reason::json_wrong_value, "four whole numbers");
    }
    return {values[0], values[1], values[2], values[3]};
}

void write(JsonWriter& out, const std::vector<int>& rows) {
    out.array(rows, [&](int row) { out.whole(row); });
}

std::vector<int> parse_rows(const JsonNode& node) {
    std::vector<int> rows;
    node.each([&](const JsonNode& element) {
        rows.push_back(element.integer(rows.empty() ? 1 : rows.back() + 1, limits::table_rows));
    });
    return rows;
}

void write(JsonWriter& out, const Candidate& candidate) {
    out.begin_object();
    out.member("text", candidate.text);
    out.member("probability", candidate.probability);
    if (candidate.first_cell) {
        out.member("first_cell", *candidate.first_cell);
    }
    out.end_object();
}

void write(JsonWriter& out, const std::vector<Candidate>& candidates) {
    out.array(candidates, [&](const Candidate& candidate) { write(out, candidate); });
}

std::vector<Candidate> parse_candidates(const JsonNode& node) {
    std::vector<Candidate> candidates;
    node.each([&](const JsonNode& element) {
        if (candidates.size() == most_candidates) {
            node.fail(Reason::json_wrong_value, "at most 8 candidates");
        }
        element.expect_members({"text", "probability", "first_cell"});
        Candidate candidate{element.member("text").owned_string(),
                            element.member("probability").number()};
        if (candidate.probability < 0 || candidate.probability > 1) {
            element.fail(Reason::json_wrong_value, "a candidate with a probability from 0 to 1");
        }
        if (const auto first = element.find("first_cell")) {
            candidate.first_cell = first->integer(0, limits::comb_cells - 1);
        }
        candidates.push_back(std::move(candidate));
    });
    return candidates;
}

std::string to_json(const PageReading& reading) {
    JsonWriter out;
    out.begin_object();
    write_place_members(out, reading.page);
    out.member("kind", name_of(reading.kind));
    if (reading.match) {
        out.key("match");
        write(out, *reading.match);
    }
    out.key("fields");
    out.array(reading.fields, [&](const FieldReading& field) { write(out, field); });
    if (!reading.tables.empty()) {
        out.key("tables");
        out.array(reading.tables, [&](const TableReading& table) { write(out, table); });
    }
    if (!reading.traces.empty()) {
        out.key("traces");
        out.array(reading.traces, [&](const Trace& trace) { write(out, trace); });
    }
    if (!reading.separator.empty()) {
        out.member("separator", reading.separator);
    }
    if (!reading.trouble.empty()) {
        out.member("trouble", reading.trouble);
    }
    out.member("width_px", reading.width_px);
    out.member("height_px", reading.height_px);
    out.member("dpi", reading.dpi);
    out.member("turned_quarters", reading.turned_quarters);
    out.end_object();
    return out.take();
}

PageReading parse_page_reading(std::string_view text) {
    const JsonDocument document(text);
    const JsonNode node(document);
    node.expect_members({"page", "half", "kind", "match", "fields", "tables", "traces", "separator",
                         "trouble", "width_px", "height_px", "dpi", "turned_quarters"});
    PageReading reading;
    reading.page = parse_place_members(node);
    reading.kind = node.member("kind").word(all_page_kinds);
    if (const auto match = node.find("match")) {
        reading.match = parse_match(*match);
    }
    const JsonNode fields = node.member("fields");
    fields.each([&](const JsonNode& element) {
        if (reading.fields.size() == static_cast<std::size_t>(limits::form_fields)) {
            fields.fail(Reason::json_wrong_value, "no more fields than a form may have");
        }
        reading.fields.push_back(parse_field_reading(element));
    });
    if (const auto tables = node.find("tables")) {
        tables->each([&](const JsonNode& element) {
            if (reading.tables.size() == static_cast<std::size_t>(limits::form_fields)) {
                tables->fail(Reason::json_wrong_value,
                             "no more tables than a form may have fields");
            }
            reading.tables.push_back(parse_table_reading(element));
        });
    }
    if (const auto traces = node.find("traces")) {
        traces->each([&](const JsonNode& element) {
            if (reading.traces.size() == static_cast<std::size_t>(limits::page_traces)) {
                traces->fail(Reason::json_wrong_value, "no more traces than are told of a page");
            }
            reading.traces.push_back(parse_trace(element));
        });
    }
    if (const auto separator = node.find("separator")) {
        reading.separator = separator->string();
    }
    if (const auto trouble = node.find("trouble")) {
        reading.trouble = trouble->string();
    }
    reading.width_px = node.member("width_px").integer(0, limits::page_side_px);
    reading.height_px = node.member("height_px").integer(0, limits::page_side_px);
    reading.dpi = node.member("dpi").number();
    reading.turned_quarters = node.member("turned_quarters").integer(0, quarters_of_a_turn - 1);
    return reading;
}

}  // namespace indgang::record
