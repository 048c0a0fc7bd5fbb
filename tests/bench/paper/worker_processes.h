// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <vector>

#include "tests/bench/paper/forged_set.h"

namespace indgang::bench {

struct WorkerMeasure {
    std::filesystem::path program;  ///< the indgang executable
    std::filesystem::path forms;
    std::filesystem::path models;
    int repeats = 5;
};

/// Real worker processes (`indgang worker`), as the program starts them.
///
/// Takes:  files of all grades for the memory; files of one page each for the scaling.
/// Gives:  "rss_mib_per_worker": the most memory that one worker ever held while it read all of
///         `of_all_grades`; "scaling_2_workers": how much sooner two workers have read all `pages`
///         than one, over and over, wall, the median of `repeats` pairs in turn, null on a
///         machine with one core; "scaling": the pairs, how many cores other programs took
///         meanwhile, and "machine", the same of `tesseract` on one of the pages, null where it is
///         not installed.
/// Errors: those of worker::WorkerProcess; std::runtime_error (/proc cannot be read).
[[nodiscard]] nlohmann::ordered_json measure_workers(
    const WorkerMeasure& settings, const std::vector<std::filesystem::path>& of_all_grades,
    const std::vector<std::filesystem::path>& pages);

}  // namespace indgang::bench
