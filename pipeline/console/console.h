// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace indgang::console {

/// Documented in docs/exit-codes.md; scripts depend on them.
enum class ExitCode {
    done = 0,
    person_needed = 1,  ///< only with --strict: an application waits for a person, or a file
                        ///< holds none
    usage = 2,
    bad_input = 3,  ///< a file or document was rejected, or a named thing does not exist
    configuration = 4,
    missing_part = 5,  ///< a library, language or model is missing; see `indgang doctor`
    registry = 6,      ///< a register could not be reached in time
    casequeue = 7,     ///< the case system could not be reached or refused
    storage = 8,       ///< disk or database
    internal = 70,
    interrupted = 130,
};

enum class Colour { none, good, warning, bad, faint };

/// Whether `stream` (1 stdout, 2 stderr) gets colours: a terminal, and NO_COLOR unset or empty,
/// TERM not "dumb"; FORCE_COLOR turns them on.
[[nodiscard]] bool has_colours(int stream);
[[nodiscard]] std::string paint(std::string_view text, Colour colour, bool is_on);

/// Removes what could move the cursor of a terminal: control characters become '?'.
/// `printable_lines` lets line ends stand.
[[nodiscard]] std::string printable(std::string_view text);
[[nodiscard]] std::string printable_lines(std::string_view text);

/// A table with a header line; columns as wide as their widest cell in characters.
class Table {
  public:
    explicit Table(std::vector<std::string> header) : rows_{std::move(header)} {}
    void row(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
    [[nodiscard]] std::string text() const;

  private:
    std::vector<std::vector<std::string>> rows_;
};

/// One line on stderr that says how far a long job is, with rate and remaining time: redrawn in
/// place on a terminal, a plain line every ten seconds elsewhere.
class ProgressLine {
  public:
    explicit ProgressLine(std::string what, bool is_quiet);
    ~ProgressLine();
    void show(std::int64_t done, std::int64_t total, const std::string& detail);

  private:
    std::string what_;
    bool is_quiet_;
    bool is_terminal_;
    bool has_drawn_ = false;
    std::chrono::steady_clock::time_point started_;
    std::chrono::steady_clock::time_point shown_;
};

}  // namespace indgang::console
