// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <set>
#include <string>
#include <utility>

#include "schemas/core/source_place.h"

namespace indgang {

/// Collects what is wrong with one TOML file, so that its author sees everything at once.
class Problems {
  public:
    /// `file` as its author knows it; it begins each place.
    explicit Problems(std::string file) : file_(std::move(file)) {}

    /// What was told already is not told again: each row of a table has the same problem.
    void add(const SourcePlace& at, const std::string& text) { problems_.emplace(at, text); }
    /// "FILE:LINE:COLUMN".
    [[nodiscard]] std::string place(const SourcePlace& at) const { return file_ + ":" + at.text(); }
    [[nodiscard]] bool any() const { return !problems_.empty(); }
    /// "FILE:LINE:COLUMN: text", a line each, in the order of places.
    [[nodiscard]] std::string text() const;
    /// The place of the first; the file's beginning when there is none.
    [[nodiscard]] std::string first_place() const;

  private:
    std::string file_;
    std::set<std::pair<SourcePlace, std::string>> problems_;
};

}  // namespace indgang
