// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <map>
#include <string>
#include <utility>

namespace indgang {

/// Collects what is wrong with one TOML file, so that its author sees everything at once.
class Problems {
  public:
    /// `file` as its author knows it; it begins each place.
    explicit Problems(std::string file) : file_(std::move(file)) {}

    void add(int line, const std::string& text) { lines_.emplace(line, text); }
    /// "FILE:LINE".
    [[nodiscard]] std::string place(int line) const { return file_ + ":" + std::to_string(line); }
    [[nodiscard]] bool any() const { return !lines_.empty(); }
    /// "FILE:LINE: text", a line each, in the order of lines.
    [[nodiscard]] std::string text() const;
    /// "FILE:LINE" of the first; line 1 when there is none.
    [[nodiscard]] std::string first_place() const;

  private:
    std::string file_;
    std::multimap<int, std::string> lines_;
};

}  // namespace indgang
