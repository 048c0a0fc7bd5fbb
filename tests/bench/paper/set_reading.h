// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/accuracy/paper_path.h"
#include "tests/bench/paper/forged_set.h"
#include "tests/bench/shares.h"

namespace indgang::bench {

/// What is known of pages after reading: which form and page of it each is.
struct Identified {
    int pages = 0;           ///< pages of our forms
    int right = 0;           ///< of these: form, version and page number are the right ones
    int foreign = 0;         ///< pages of no form
    int wrong_accepted = 0;  ///< taken for a page that they are not; of both
    int applications = 0;
    int applications_right = 0;  ///< of the right form, made of exactly the right pages

    Identified& operator+=(const Identified& other);
};

/// All that the reading of one set in one grade gave.
struct SetReading {
    std::vector<accuracy::FieldSight> sights;
    std::vector<accuracy::Miss> misses;
    Identified identified;
    int pages = 0;  ///< of our forms
    double cpu_seconds = 0;

    SetReading& operator+=(SetReading other);
};

/// Some applications of a set, forged and read here.
struct Piece {
    const SetKind* kind = nullptr;
    const ScanGrade* grade = nullptr;
    unsigned first = 0;  ///< number of the first application
    int pages = 0;       ///< at least so many
    int foreign = 0;     ///< scans of pages that belong to no form, besides
};

/// Errors: those of forge_scan and accuracy::PaperPath.
[[nodiscard]] SetReading read_piece(const Forgery& from, const std::filesystem::path& models,
                                    const Piece& piece);

[[nodiscard]] nlohmann::json to_json(const SetReading& reading);
[[nodiscard]] SetReading set_reading_from(const nlohmann::json& json);

}  // namespace indgang::bench
