// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "schemas/core/bytes.h"

namespace indgang::worker {

/// What the program and its workers say to each other over a socket pair: two lengths of four
/// bytes (little-endian), a JSON header, and a body.
struct Message {
    std::string header;
    Bytes body;
};

/// Writes all of it. Errors: unavailable (the other side is gone).
void send_message(int socket, const Message& message);

/// Gives: nothing when the other side has closed the connection between two messages.
/// Errors: unavailable (reason "worker_died": closed within a message; "worker_slow": nothing came
///         for `at_most`), limit (a length beyond the limit).
[[nodiscard]] std::optional<Message> receive_message(
    int socket, std::optional<std::chrono::milliseconds> at_most);

}  // namespace indgang::worker
