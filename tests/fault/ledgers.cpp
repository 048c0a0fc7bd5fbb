// SPDX-License-Identifier: MPL-2.0
#include "tests/fault/ledgers.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>

namespace indgang::fault {

Joined join(const std::vector<Acknowledged>& acknowledged, const Cases& cases) {
    std::map<std::string, int> owners;  // of each case that the case system knows
    for (const auto& [number, documents] : cases) {
        owners[number] = 0;
    }
    Joined joined;
    for (const auto& arrival : acknowledged) {
        bool has_case = false;
        for (const auto& number : arrival.case_numbers) {
            if (const auto found = owners.find(number); found != owners.end()) {
                ++found->second;
                has_case = true;
                const auto& documents = cases.at(number);
                const bool is_whole =
                    arrival.digest.empty() || std::find(documents.begin(), documents.end(),
                                                        arrival.digest) != documents.end();
                joined.altered += is_whole ? 0 : 1;
            }
        }
        joined.lost += has_case ? 0 : 1;
    }
    for (const auto& [number, count] : owners) {
        joined.duplicated += count == 0 ? 1 : 0;
        joined.shared += count > 1 ? 1 : 0;
    }
    return joined;
}

namespace {

/// Changes the rows in the file, which is rewritten whole: one process writes it.
template <typename Change>
void change_rows(const Change& change) {
    const char* file = std::getenv("INDGANG_FAULT_JSON");
    if (file == nullptr || *file == '\0') {
        return;
    }
    nlohmann::ordered_json all{{"rows", nlohmann::ordered_json::array()}};
    if (std::ifstream in(file); in) {
        auto before = nlohmann::ordered_json::parse(in, nullptr, false);
        if (before.is_object() && before.contains("rows")) {
            all = std::move(before);
        }
    }
    change(all["rows"]);
    std::ofstream(file) << all.dump(2) << "\n";
}

nlohmann::ordered_json& row_of(nlohmann::ordered_json& rows, const std::string& what) {
    for (auto& row : rows) {
        if (row.at("what") == what) {
            return row;
        }
    }
    rows.push_back({{"what", what},
                    {"times", 0},
                    {"lost", nullptr},
                    {"doubled", nullptr},
                    {"altered", nullptr},
                    {"control", nullptr}});
    return rows.back();
}

}  // namespace

void tell(const FaultRow& told) {
    change_rows([&](nlohmann::ordered_json& rows) {
        auto& row = row_of(rows, told.what);
        row["times"] = told.times;
        row["lost"] = told.lost;
        row["doubled"] = told.doubled;
        row["altered"] = told.altered;
    });
}

void tell_control(const std::string& what, int doubled) {
    change_rows([&](nlohmann::ordered_json& rows) { row_of(rows, what)["control"] = doubled; });
}

Copied count_copies(const std::map<std::string, std::vector<std::string>>& additions) {
    Copied copied;
    for (const auto& [number, digests] : additions) {
        copied.lost += digests.empty() ? 1 : 0;
        copied.doubled += digests.empty() ? 0 : static_cast<int>(digests.size()) - 1;
    }
    return copied;
}

}  // namespace indgang::fault
