// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "schemas/core/bytes.h"
#include "tests/forge/scan/scan_writer.h"

namespace indgang::accuracy {

/// "key number" a line; # begins a comment line.
[[nodiscard]] inline std::map<std::string, int> load_floors(const std::filesystem::path& file) {
    std::map<std::string, int> floors;
    std::ifstream in(file);
    std::string key;
    while (in >> key) {
        if (key[0] == '#') {
            std::getline(in, key);
        } else {
            in >> floors[key];
        }
    }
    return floors;
}

[[nodiscard]] inline Bytes as_tiff(const std::vector<ocr::PixPtr>& pages) {
    constexpr int jpeg_quality = 60;  // of no meaning for TIFF
    const std::filesystem::path file = std::filesystem::temp_directory_path() /
                                       ("indgang-accuracy-" + std::to_string(::getpid()) + ".tif");
    forge::write_scan(pages, file, jpeg_quality);
    std::ifstream in(file, std::ios::binary);
    Bytes bytes{std::istreambuf_iterator<char>(in), {}};
    std::filesystem::remove(file);
    return bytes;
}

}  // namespace indgang::accuracy
