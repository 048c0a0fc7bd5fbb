// SPDX-License-Identifier: MPL-2.0
#include "ocr/account/readings.h"

#include <algorithm>
#include <utility>

#include "ocr/account/account_limits.h"

namespace indgang::ocr {

record::FieldReading empty_reading(std::string reader) {
    record::FieldReading reading;
    reading.candidates = {{"", limits::empty_probability}};
    reading.reader = std::move(reader);
    reading.basis = record::Basis::set_by_hand;
    return reading;
}

bool is_nothing(const record::FieldReading& reading) {
    return reading.candidates.empty() || reading.candidates.front().text.empty() ||
           reading.candidates.front().text == "absent";
}

bool is_of_empty_row(const record::FieldReading& reading) {
    return reading.reader == row_reader_name;
}

record::FieldReading* reading_of(std::vector<record::FieldReading>& readings,
                                 const std::string& field) {
    const auto found = std::find_if(readings.begin(), readings.end(),
                                    [&](const auto& each) { return each.field == field; });
    return found == readings.end() ? nullptr : &*found;
}

void doubt_reading(std::vector<record::FieldReading>& readings, const std::string& field,
                   const char* why) {
    record::FieldReading* reading = reading_of(readings, field);
    if (reading != nullptr && reading->doubt.empty() && !is_of_empty_row(*reading)) {
        reading->doubt = why;
    }
}

bool is_mark(const form::Zone& zone) {
    return zone.capture == form::Capture::mark || zone.capture == form::Capture::bubble;
}

bool is_text(form::Capture capture) {
    return capture == form::Capture::line || capture == form::Capture::block;
}

double overshoot_mm(form::Capture capture) {
    switch (capture) {
        case form::Capture::comb:
            return limits::comb_overshoot_mm;
        case form::Capture::mark:
        case form::Capture::bubble:
            return limits::mark_overshoot_mm;
        case form::Capture::line:
        case form::Capture::block:
            return limits::line_overshoot_mm;
        case form::Capture::signature:
            return limits::signature_overshoot_mm;
    }
    return 0;
}

}  // namespace indgang::ocr
