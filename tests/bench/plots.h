// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

namespace indgang::bench {

/// Each draws a part of the figures of `paper_bench` as SVG; what was not measured is left out.
/// Shares right and accepted, by set and grade.
[[nodiscard]] std::string plot_fields(const nlohmann::ordered_json& figures);
/// What the readers said against what was right, by grade, on a scale that widens towards sure:
/// the doubt falls by ten from tick to tick. A bin without a mistake is a triangle at the lower
/// 95 % bound of its share.
[[nodiscard]] std::string plot_reliability(const nlohmann::ordered_json& figures);
/// CPU seconds a page of the product and its peers.
[[nodiscard]] std::string plot_cost(const nlohmann::ordered_json& figures);

/// Fields of ordinary mail by condition: right, accepted, wrong and accepted. Takes: figures with
/// the key "ordinary".
[[nodiscard]] std::string plot_ordinary(const nlohmann::ordered_json& figures);

/// bench-fields.svg, bench-reliability.svg, bench-cost.svg and bench-ordinary.svg, of what was
/// measured, in `folder`, which is made where it is missing. Errors: std::runtime_error (cannot
/// write).
void write_plots(const nlohmann::ordered_json& figures, const std::filesystem::path& folder);

}  // namespace indgang::bench
