// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "schemas/core/bytes.h"
#include "tests/accuracy/paper_path.h"
#include "tests/foreign/linked_forms.h"

namespace indgang::foreign {

[[nodiscard]] inline std::filesystem::path models() {
    return std::filesystem::path(INDGANG_SOURCE_DIR) / "ocr" / "models";
}

[[nodiscard]] inline Bytes bytes_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// One file read with one set of definitions.
[[nodiscard]] inline accuracy::ScanResult read_scan(const LinkedForms& forms,
                                                    const std::filesystem::path& scan) {
    const auto catalogue = form::FormCatalogue::load({forms.folder()});
    accuracy::PaperPath path(catalogue, models());
    return path.read(bytes_of(scan));
}

/// What stands in the fields of all applications of a scan, as it would be stored.
struct Values {
    std::map<std::string, std::string> read;      ///< by field id; "" for empty
    std::map<std::string, std::string> accepted;  ///< of these, what no person sees
};
[[nodiscard]] inline Values values_of(const accuracy::ScanResult& result) {
    Values values;
    for (const auto& application : result.applications) {
        for (const auto& field : application.fields) {
            const auto value = field.value ? field.value->canonical() : field.raw;
            values.read[field.field] = value;
            if (field.is_accepted) {
                values.accepted[field.field] = value;
            }
        }
    }
    return values;
}

/// Values held against what people saw.
struct Tally {
    int all = 0;
    int right = 0;
    int accepted = 0;
    int accepted_wrong = 0;
    std::vector<std::string> misses;
};
[[nodiscard]] inline Tally hold_against(const Values& values,
                                        const std::map<std::string, std::string>& truth) {
    Tally tally;
    for (const auto& [field, written] : truth) {
        const auto read = values.read.find(field);
        const auto accepted = values.accepted.find(field);
        const bool is_right = read != values.read.end() && read->second == written;
        tally.all += 1;
        tally.right += is_right ? 1 : 0;
        tally.accepted += accepted != values.accepted.end() ? 1 : 0;
        tally.accepted_wrong += accepted != values.accepted.end() && !is_right ? 1 : 0;
        if (!is_right) {
            tally.misses.push_back(field + ": '" + written + "' read as '" +
                                   (read == values.read.end() ? "(nothing)" : read->second) + "'");
        }
    }
    return tally;
}

}  // namespace indgang::foreign
