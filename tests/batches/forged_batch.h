// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "tests/accuracy/paper_path.h"
#include "tests/forge/scan/scan_writer.h"
#include "tests/forge/sheet/batch.h"

/// Forged batches and what the product makes of them.
namespace indgang::batches {

inline const form::FormCatalogue& catalogue() {
    static const auto forms =
        form::FormCatalogue::load({std::filesystem::path(INDGANG_SOURCE_DIR) / "schemas/forms"});
    return forms;
}

inline accuracy::PaperPath& product() {
    static accuracy::PaperPath path(catalogue(),
                                    std::filesystem::path(INDGANG_SOURCE_DIR) / "ocr/models");
    return path;
}

inline forge::Batch forged(const nlohmann::json& sheets, const char* grade = "office") {
    return forge::batch_of(catalogue(), {{"seed", 5}, {"grade", grade}, {"sheets", sheets}},
                           nullptr);
}

/// What the product makes of one file of these pictures.
inline accuracy::ScanResult read_pages(const std::vector<ocr::PixPtr>& pages) {
    const std::filesystem::path file = std::filesystem::path(testing::TempDir()) /
                                       ("indgang-batch-" + std::to_string(::getpid()) + ".tif");
    forge::write_scan(pages, file, 60);
    std::ifstream in(file, std::ios::binary);
    const Bytes scan{std::istreambuf_iterator<char>(in), {}};
    std::filesystem::remove(file);
    return product().read(scan);
}

/// The same of a plan's sheets.
inline accuracy::ScanResult read(const nlohmann::json& sheets, const char* grade = "office") {
    return read_pages(forged(sheets, grade).pages());
}

/// Places of the pages of each application in the batch, as "1 2-left".
inline std::vector<std::string> places_of(const accuracy::ScanResult& result) {
    std::vector<std::string> all;
    for (const auto& application : result.applications) {
        auto& places = all.emplace_back();
        for (const auto& page : application.pages) {
            places += (places.empty() ? "" : " ") + format_page_place(page.page);
        }
    }
    return all;
}

/// "rule@page" of each finding of an application.
inline std::vector<std::string> findings_of(const accuracy::ScanResult& result,
                                            std::size_t application) {
    std::vector<std::string> found;
    for (const auto& finding : result.applications.at(application).findings) {
        const auto place = finding.evidence.find("page_in_batch");
        found.push_back(finding.rule + "@" +
                        (place == finding.evidence.end() ? "" : place->second));
    }
    std::sort(found.begin(), found.end());
    return found;
}

using Findings = std::vector<std::string>;

}  // namespace indgang::batches
