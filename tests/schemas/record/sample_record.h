// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "schemas/record/json.h"

/// Invented documents that use every member of every type once.
namespace indgang::record {

inline UtcTime some_time() {
    return *parse_utc("2026-11-22T00:37:19.250Z");
}

inline Value cpr_value() {
    return Value::of(*CprNumber::parse("6101551234"));
}

inline ApplicationRecord sample_record() {
    ApplicationRecord record;
    record.form = {"boligstoette", "1"};
    record.source = Source::paper;
    record.revision = 2;
    record.arrival = Digest::of(view_of("scan"));
    record.ordinal = 3;
    record.received_at = some_time();
    FieldValue cpr{"ansoeger_cpr",
                   cpr_value(),
                   "6101551234",
                   Scanned{1, {310, 420, 600, 70}, 0.875, "digits/1"},
                   {{"6101551234", 0.875}, {"6101557234", 0.1}},
                   false,
                   "low_probability"};
    FieldValue name{"fornavn",
                    Value::of_text(ValueKind::name, "Åge \"Bo\""),
                    "Åge \"Bo\"",
                    Corrected{"user-7", some_time()},
                    {},
                    true,
                    ""};
    FieldValue rent{"husleje_maaned", std::nullopt, "6.2.3", Submitted{"/a/b[2]"}, {}, false,
                    "not_an_amount"};
    record.fields = {cpr, name, rent};
    record.tables = {{"husstand", {1, 3}}};
    record.pages = {{1, 1, Digest::of(view_of("page")), "image/png"}, {2, 0, std::nullopt, ""}};
    record.findings = {{"missing_page", Severity::error, {"husleje_maaned"}, {{"page", "3"}}}};
    return record;
}

inline InquiredRecord sample_inquired() {
    const Question person{"cpr", {{"cpr", cpr_value()}}, "32.18.00"};
    const Question dwelling{
        "bbr", {{"vejnavn", *Value::of_text(ValueKind::street, "Ridehusgade")}}, "32.18.00"};
    Answer found{person,
                 {{{"fornavn", *Value::of_text(ValueKind::name, "Åge")},
                   {"adressebeskyttet", Value::of_yes_no(false)},
                   {"tilflytningsdato", Value::of(*Date::of(2026, 3, 1))}}},
                 std::nullopt,
                 "cpr/1",
                 some_time()};
    Answer unknown{dwelling, {}, Unknown::ambiguous_address, "bbr/1", some_time()};
    return {sample_record(), {found, unknown}};
}

inline SettledRecord sample_settled() {
    ValidatedRecord validated{
        sample_inquired(),
        {{"fornavn", Agreement::confirmed, "cpr", "Åge", some_time()},
         {"boligareal_m2", Agreement::unknown, "bbr", "", some_time()}},
        {{"name_differs", Severity::doubt, {"fornavn"}, {{"registered", "Åge"}}}}};
    return {validated, Outcome::parked, {"name_differs:fornavn", "not_an_amount:husleje_maaned"}};
}

inline PageReading sample_reading() {
    PageReading reading;
    reading.page = 2;
    reading.kind = PageKind::form;
    reading.match =
        FormMatch{{"boligstoette", "1"}, 2, 3, {11.8, 0.01, -3, -0.01, 11.8, 4}, 0.07, "page_code"};
    reading.match->other_versions = {"2", "3"};
    reading.fields = {{"boligform", {10, 20, 30, 40}, {{"lejebolig", 0.9}}, "marks/1", "two_marks"},
                      {"antal_vaerelser", {50, 20, 30, 40}, {}, "digits/1", ""}};
    reading.tables = {{"husstand", {15, 200, 30, 40}, {1, 2, 5}, {3}, {4}, 0.62, true}};
    reading.traces = {{{5, 6, 7, 8}, TraceKind::writing, {"husleje"}}};
    reading.separator = "IGSEP";
    reading.trouble = "image_noisy";
    reading.width_px = 2480;
    reading.height_px = 3508;
    reading.dpi = 299.5;
    reading.turned_quarters = 1;
    return reading;
}

}  // namespace indgang::record
