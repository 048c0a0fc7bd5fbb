// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <ostream>
#include <streambuf>
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
    not_now = 9,       ///< not permitted in this role, or not possible as things stand
    internal = 70,
    interrupted = 130,
};

enum class Colour { none, good, warning, bad, faint };

/// Whether `stream` (1 stdout, 2 stderr) gets colours: a terminal, and NO_COLOR unset or empty,
/// TERM not "dumb"; FORCE_COLOR turns them on.
[[nodiscard]] bool has_colours(int stream);
[[nodiscard]] std::string paint(std::string_view text, Colour colour, bool is_on);

/// Text of others for a terminal or a log: `harmless` and `harmless_lines` of schemas/core.
/// Whatever names a file, an element or a value of others goes through `printable`, so that it
/// stays in its line.
[[nodiscard]] std::string printable(std::string_view text);
[[nodiscard]] std::string printable_lines(std::string_view text);

/// The last door of the program: as long as it lives, what is written to `stream` goes on as
/// `printable_lines` makes it, but for the colours of `paint`. So a place that forgot `printable`
/// may tear a line, and never does anything to a terminal. JSON and XML lose nothing: see
/// `harmless_json`.
/// Threads: any number may write; what they write at the same time may mix.
class GuardedOutput : public std::streambuf {
  public:
    explicit GuardedOutput(std::ostream& stream);
    ~GuardedOutput() override;
    GuardedOutput(const GuardedOutput&) = delete;
    GuardedOutput& operator=(const GuardedOutput&) = delete;

  protected:
    int_type overflow(int_type character) override;
    std::streamsize xsputn(const char* text, std::streamsize count) override;
    int sync() override;

  private:
    bool pass_on(std::size_t bytes);

    std::ostream& stream_;
    std::streambuf* inner_;
    std::mutex mutex_;
    std::string held_;  ///< since the last line end; guarded by mutex_
};

/// A table with a header line; columns as wide as their widest cell in characters. Cells stay in
/// their line: they go through `printable`, but for the colours of `paint`.
class Table {
  public:
    explicit Table(std::vector<std::string> header) { row(std::move(header)); }
    void row(std::vector<std::string> cells);
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
