// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>

namespace indgang::bench {

struct PaperOptions {
    std::filesystem::path forms;
    std::filesystem::path models;
    std::filesystem::path digits;  ///< MNIST with the writers of QMNIST; empty: fonts only
    std::filesystem::path misses;  ///< gets a line for each field not read right; empty: none
    int pages = 10;                ///< of each kind of scan
    unsigned seed = 1;
};

/// Forged pages through the paper path, and the same pages through the `tesseract` command. All
/// rates are pages per CPU second (user and system) and belong together: compare them only within
/// one run.
/// Errors: std::runtime_error (no such program, fonts missing), those of accuracy::PaperPath.
[[nodiscard]] nlohmann::ordered_json paper_bench(const PaperOptions& options);

struct XmlOptions {
    std::filesystem::path forms;
    int documents = 2000;
    unsigned seed = 1;
};

/// XML applications from bytes to the outbox of a store in a temporary folder, and libxml2 alone
/// on the same documents.
[[nodiscard]] nlohmann::ordered_json xml_bench(const XmlOptions& options);

}  // namespace indgang::bench
