// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/bench/paper/forged_set.h"

namespace indgang::bench {

struct PeerSettings {
    std::filesystem::path models;
    int rounds = 1;  ///< how often every page is taken; of a page the cheapest run counts
};

/// The product and the commands that everybody has, page by page on the same typed pages, each page
/// by one after the other, so that what else the machine does hits all. CPU time, user and system.
///
/// Takes:  typed applications of grade A, and typed ones of grade C (one JPEG a page).
/// Gives:  "speedup_vs_tesseract_cli", "speedup_vs_ocrmypdf" (null where it is not installed),
///         "everything_but_recognition" and "peers": see docs/accuracy.md#speed.
/// Errors: std::runtime_error (the tesseract command or djpeg is missing, one of them failed).
[[nodiscard]] nlohmann::ordered_json compare_with_peers(const form::FormCatalogue& catalogue,
                                                        const std::vector<ForgedScan>& scans,
                                                        const std::vector<ForgedScan>& photos,
                                                        const PeerSettings& settings);

/// "5.3.0" of each peer that is installed, by its name.
[[nodiscard]] nlohmann::ordered_json peer_versions();

/// Whether the canonical value of a field, or what is written for it on paper, stands anywhere in
/// the text of its page; blanks, line ends and cell borders do not count. Lenient: a short number
/// is found in a longer one.
[[nodiscard]] bool is_found(const std::string& written, const std::string& page_text);

}  // namespace indgang::bench
