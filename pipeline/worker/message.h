// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "schemas/core/bytes.h"
#include "schemas/core/descriptor.h"

namespace indgang::worker {

/// What the program and its workers say to each other over a socket pair: two lengths of four
/// bytes (little-endian), a JSON header, and a body. Open files go with a message, but only from
/// the program to a worker.
struct Message {
    std::string header;
    Bytes body;
    std::vector<Descriptor> files = {};
};

constexpr std::size_t files_at_most = 64;  ///< with one message

/// Writes all of it. Takes: at most `files_at_most` files. Errors: unavailable (the other side is
/// gone).
void send_message(int socket, const Message& message);

/// Gives: nothing when the other side has closed the connection between two messages.
/// Errors: unavailable (reason "worker_died": closed within a message; "worker_slow": nothing came
///         for `at_most`), limit (a length beyond the limit).
enum class Files { are_taken, are_dropped };
[[nodiscard]] std::optional<Message> receive_message(
    int socket, std::optional<std::chrono::milliseconds> at_most, Files files = Files::are_dropped);

}  // namespace indgang::worker
