// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schemas/core/time.h"
#include "schemas/error/error.h"

namespace indgang::crew {

/// What we need of others.
enum class DependencyKind { registry, casequeue };
[[nodiscard]] std::string_view name_of(DependencyKind kind);

/// Failures in a row after which somebody counts as away; the breaker of registers waits for as
/// many. One hiccup is no news.
constexpr int failures_to_tell = 5;

/// How somebody whom we need does.
struct DependencyState {
    DependencyKind kind = DependencyKind::registry;
    std::string name;
    bool is_up = true;          ///< also when nobody was asked yet
    std::string reason;         ///< of the last failure, when it is away
    UtcTime since{};            ///< of the first failure in a row, when it is away
    std::int64_t answered = 0;  ///< since the start
    std::int64_t failed = 0;    ///< since the start
};

/// "register cpr", "case system odense".
[[nodiscard]] std::string title_of(const DependencyState& state);

/// Knows of each register and case system whether it answers, from those who ask them anyway, and
/// says so once when it goes away and once when it is back.
///
/// In memory alone. Threads: any number; `say` is called by one at a time.
class Dependencies {
  public:
    /// Takes: `say`, which gets one line without personal data; may be left out.
    Dependencies(Clock clock, std::function<void(const std::string&)> say)
        : clock_(std::move(clock)), say_(std::move(say)) {}

    /// Makes it part of `states` before anybody asks it.
    void know(DependencyKind kind, const std::string& name);
    void answered(DependencyKind kind, const std::string& name);
    /// An Error that says that the other side does not answer, or does not let us in, is a failure.
    /// One that it answers with (a refused application, "ask more slowly") is an answer. One that
    /// has nothing to do with it (a stored file is damaged) is neither.
    void failed(DependencyKind kind, const std::string& name, const Error& error);
    [[nodiscard]] std::vector<DependencyState> states() const;

  private:
    struct Row {
        DependencyState state;
        int failures = 0;  ///< in a row
    };
    Row& row(DependencyKind kind, const std::string& name);
    void say(const std::string& line) const;

    const Clock clock_;
    const std::function<void(const std::string&)> say_;
    mutable std::mutex mutex_;
    std::map<std::pair<DependencyKind, std::string>, Row> rows_;  ///< guarded by mutex_
};

/// "47 s", "12 min", "3 h 5 min": no time is negative.
[[nodiscard]] std::string worded(std::chrono::milliseconds time);

}  // namespace indgang::crew
