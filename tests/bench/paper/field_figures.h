// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/bench/paper/set_reading.h"

namespace indgang::bench {

/// By set ("typed", "digits") and grade ("A", "B", "C").
using SetReadings = std::map<std::string, std::map<std::string, SetReading>>;

/// The figures of accuracy, as docs/accuracy.md#bench defines them: typed_right, digits_right,
/// letters_right, accepted, undetected_error, marks_wrong_accepted_per_10000, counts, at_most_95,
/// identified, reliability, by_kind, pages_per_cpu_second. A share of nothing is null.
[[nodiscard]] nlohmann::ordered_json field_figures(const SetReadings& sets);

}  // namespace indgang::bench
