// SPDX-License-Identifier: MPL-2.0
#include "ocr/read/readings.h"

#include <utility>

namespace indgang::ocr {

record::FieldReading empty_reading(std::string reader) {
    // By hand: what is visible without being found is met by the account of ink (ink_account.h).
    constexpr double empty_probability = 0.999;
    record::FieldReading reading;
    reading.candidates = {{"", empty_probability}};
    reading.reader = std::move(reader);
    reading.basis = record::Basis::set_by_hand;
    return reading;
}

bool is_nothing(const record::FieldReading& reading) {
    return reading.candidates.empty() || reading.candidates.front().text.empty() ||
           reading.candidates.front().text == "absent";
}

}  // namespace indgang::ocr
