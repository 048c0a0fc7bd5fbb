// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace indgang::bench {

/// The figures of `paper_bench` as a table for people, in Markdown; what was not measured is "-".
[[nodiscard]] std::string paper_report(const nlohmann::ordered_json& figures);

}  // namespace indgang::bench
