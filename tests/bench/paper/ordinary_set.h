// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/accuracy/paper_path.h"
#include "tests/bench/paper/forged_set.h"
#include "tests/forge/sheet/condition.h"

namespace indgang::bench {

/// Readings of fields held against what the person meant. All fields count, empty ones too.
struct FieldCounts {
    int fields = 0;
    int right = 0;
    int accepted = 0;
    int wrong_accepted = 0;

    void add(const accuracy::FieldSight& sight);
    FieldCounts& operator+=(const FieldCounts& other);
};

/// What reading the pages of one condition gave.
struct OrdinaryReading {
    FieldCounts all;
    FieldCounts touched;  ///< of these, the fields that the condition was done to
    int pages = 0;
    int pages_right = 0;  ///< taken for a page of a form
    std::vector<accuracy::Miss> misses;

    OrdinaryReading& operator+=(const OrdinaryReading& other);
};
using OrdinaryReadings = std::map<std::string, OrdinaryReading>;  ///< by name of the condition

/// Adds an application to what was read before. Takes: truth as of a batch of one application.
void add_application(OrdinaryReading& to, const accuracy::Score& score,
                     const nlohmann::json& truth);

/// Forges applications with this condition until they have so many pages, and reads them. `forms`
/// holds all forms of `from`. Errors: those of forge::batch_of and accuracy::PaperPath.
[[nodiscard]] OrdinaryReading read_ordinary(const Forgery& from, const form::FormCatalogue& forms,
                                            const std::filesystem::path& models,
                                            forge::Condition condition, int pages);

[[nodiscard]] nlohmann::json to_json(const OrdinaryReading& reading);
[[nodiscard]] OrdinaryReading ordinary_reading_from(const nlohmann::json& json);

/// The keys `ordinary`, `ordinary_wrong_accepted_share` and its bound, see docs/accuracy.md#bench.
[[nodiscard]] nlohmann::ordered_json ordinary_figures(const OrdinaryReadings& readings);

}  // namespace indgang::bench
