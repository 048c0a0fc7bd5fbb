// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string_view>

namespace indgang {

/// What the caller can do about a failure of the world.
enum class ErrorKind {
    bad_input,    ///< the input can never be taken; show it to its sender
    not_found,    ///< the named thing does not exist
    refused,      ///< the other side understood and said no
    unavailable,  ///< the other side cannot be reached now; try again
    limit,        ///< a named limit was exceeded
    conflict,     ///< somebody else changed it first; load again and retry
    internal,     ///< the installation is broken (missing model, full disk, ...)
};

/// Only these are worth another attempt with the same input.
[[nodiscard]] constexpr bool is_retryable(ErrorKind kind) {
    return kind == ErrorKind::unavailable || kind == ErrorKind::conflict;
}

/// Whether the fault is ours, whatever the input was: that work stops until somebody mends what is
/// broken, then it goes on by itself. No input is rejected for it, and nobody has to retry.
[[nodiscard]] constexpr bool is_of_installation(ErrorKind kind) {
    return kind == ErrorKind::internal;
}

/// "bad_input", "not_found", ...: stable, used in JSON and in the database.
[[nodiscard]] std::string_view name_of(ErrorKind kind);

}  // namespace indgang
