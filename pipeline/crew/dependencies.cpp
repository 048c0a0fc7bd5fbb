// SPDX-License-Identifier: MPL-2.0
#include "pipeline/crew/dependencies.h"

#include <algorithm>
#include <array>

namespace indgang::crew {
namespace {

enum class Meaning { answer, failure, nothing };

/// The other side's part in an Error is in its reason; the kind tells what it means.
Meaning meaning_of(const Error& error) {
    constexpr std::array<std::string_view, 4> of_others = {"registry_", "casequeue_", "http_",
                                                           "tls_"};
    const auto reason = error.reason();
    const bool is_of_others = std::ranges::any_of(
        of_others, [&](std::string_view start) { return reason.starts_with(start); });
    switch (error.why()) {
        case Reason::registry_key_kind:
        case Reason::registry_key_missing:
        case Reason::registry_unknown:
        case Reason::registry_resting:
            return Meaning::nothing;
        case Reason::registry_rate_limited:
        case Reason::casequeue_http_409:
        case Reason::casequeue_http_429:
            return Meaning::answer;
        default:
            break;
    }
    if (!is_of_others) {
        return Meaning::nothing;
    }
    const bool is_failure = is_retryable(error.kind()) || is_of_installation(error.kind());
    return is_failure ? Meaning::failure : Meaning::answer;
}

}  // namespace

std::string title_of(const DependencyState& state) {
    return (state.kind == DependencyKind::registry ? "register " : "case system ") + state.name;
}

std::string_view name_of(DependencyKind kind) {
    switch (kind) {
        case DependencyKind::registry:
            return "registry";
        case DependencyKind::casequeue:
            return "casequeue";
    }
    return "";
}

std::string worded(std::chrono::milliseconds time) {
    constexpr std::int64_t minute = 60, hour = 3'600;
    const std::int64_t seconds = std::max<std::int64_t>(time.count(), 0) / 1'000;
    if (seconds < 2 * minute) {
        return std::to_string(seconds) + " s";
    }
    if (seconds < 2 * hour) {
        return std::to_string(seconds / minute) + " min";
    }
    return std::to_string(seconds / hour) + " h " + std::to_string(seconds % hour / minute) +
           " min";
}

Dependencies::Row& Dependencies::row(DependencyKind kind, const std::string& name) {
    auto& row = rows_[{kind, name}];
    row.state.kind = kind;
    row.state.name = name;
    return row;
}

void Dependencies::say(const std::string& line) const {
    if (say_) {
        say_(line);
    }
}

void Dependencies::know(DependencyKind kind, const std::string& name) {
    const std::lock_guard lock(mutex_);
    row(kind, name);
}

void Dependencies::answered(DependencyKind kind, const std::string& name) {
    const std::lock_guard lock(mutex_);
    auto& found = row(kind, name);
    auto& state = found.state;
    ++state.answered;
    found.failures = 0;
    if (state.is_up) {
        return;
    }
    state.is_up = true;
    state.reason.clear();
    say(title_of(state) + " answers again, after " + worded(clock_() - state.since));
}

void Dependencies::failed(DependencyKind kind, const std::string& name, const Error& error) {
    const auto meaning = meaning_of(error);
    if (meaning == Meaning::answer) {
        answered(kind, name);
        return;
    }
    if (meaning == Meaning::nothing) {
        return;
    }
    const std::lock_guard lock(mutex_);
    auto& found = row(kind, name);
    auto& state = found.state;
    ++state.failed;
    if (found.failures == 0) {
        state.since = clock_();
    }
    found.failures = std::min(found.failures + 1, failures_to_tell);
    if (found.failures < failures_to_tell) {
        return;
    }
    state.reason = error.reason();
    if (state.is_up) {
        state.is_up = false;
        say(title_of(state) + " is away since " + format_utc(state.since) + ": " + error.what() +
            " [" + error.reason() + "]; what needs it waits, and goes on by itself");
    }
}

std::vector<DependencyState> Dependencies::states() const {
    const std::lock_guard lock(mutex_);
    std::vector<DependencyState> states;
    for (const auto& [key, row] : rows_) {
        states.push_back(row.state);
    }
    return states;
}

}  // namespace indgang::crew
