// SPDX-License-Identifier: MPL-2.0
#include "pipeline/worker/message.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <span>

#include "schemas/error/error.h"

namespace indgang::worker {
namespace {

constexpr std::size_t length_bytes = 4;
constexpr std::uint32_t part_bytes_at_most = 256u << 20;  // a page image; an arrival is smaller

using Deadline = std::optional<std::chrono::steady_clock::time_point>;

void put_length(std::span<std::uint8_t, length_bytes> out, std::size_t length) {
    if (length > part_bytes_at_most) {
        throw Error(Reason::message_too_large, "worker: message beyond the limit");
    }
    for (std::size_t i = 0; i < length_bytes; ++i) {
        out[i] = static_cast<std::uint8_t>(length >> (8 * i));
    }
}

std::uint32_t get_length(std::span<const std::uint8_t, length_bytes> in) {
    std::uint32_t length = 0;
    for (std::size_t i = 0; i < length_bytes; ++i) {
        length |= static_cast<std::uint32_t>(in[i]) << (8 * i);
    }
    if (length > part_bytes_at_most) {
        throw Error(Reason::message_too_large, "worker: message beyond the limit");
    }
    return length;
}

void send_all(int socket, BytesView bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) {
            continue;
        }
        if (sent <= 0) {
            throw Error(Reason::worker_died, "worker: connection closed");
        }
        bytes = bytes.subspan(static_cast<std::size_t>(sent));
    }
}

void wait_readable(int socket, const Deadline& deadline) {
    while (true) {
        int wait_ms = -1;
        if (deadline) {
            const auto left = std::chrono::ceil<std::chrono::milliseconds>(
                *deadline - std::chrono::steady_clock::now());
            if (left.count() <= 0) {
                throw Error(Reason::worker_slow, "worker: no answer in time");
            }
            wait_ms = static_cast<int>(left.count());
        }
        pollfd poll_socket{socket, POLLIN, 0};
        const int ready = ::poll(&poll_socket, 1, wait_ms);
        if (ready > 0) {
            return;
        }
        if (ready < 0 && errno != EINTR) {
            throw Error(Reason::worker_died, "worker: connection broken");
        }
    }
}

/// Fills `bytes`; false when the other side closed before the first byte.
bool receive_all(int socket, std::span<std::uint8_t> bytes, const Deadline& deadline) {
    std::size_t have = 0;
    while (have < bytes.size()) {
        wait_readable(socket, deadline);
        const auto got = ::recv(socket, bytes.data() + have, bytes.size() - have, 0);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            if (have == 0) {
                return false;
            }
            throw Error(Reason::worker_died, "worker: message cut off");
        }
        have += static_cast<std::size_t>(got);
    }
    return true;
}

}  // namespace

void send_message(int socket, const Message& message) {
    std::array<std::uint8_t, 2 * length_bytes> lengths{};
    const std::span all(lengths);
    put_length(all.first<length_bytes>(), message.header.size());
    put_length(all.last<length_bytes>(), message.body.size());
    send_all(socket, lengths);
    send_all(socket, view_of(message.header));
    send_all(socket, message.body);
}

std::optional<Message> receive_message(int socket,
                                       std::optional<std::chrono::milliseconds> at_most) {
    Deadline deadline;
    if (at_most) {
        deadline = std::chrono::steady_clock::now() + *at_most;
    }
    std::array<std::uint8_t, 2 * length_bytes> lengths{};
    if (!receive_all(socket, lengths, deadline)) {
        return std::nullopt;
    }
    const std::span<const std::uint8_t, 2 * length_bytes> all(lengths);
    Bytes header(get_length(all.first<length_bytes>()));
    Message message;
    message.body.resize(get_length(all.last<length_bytes>()));
    if ((!header.empty() && !receive_all(socket, header, deadline)) ||
        (!message.body.empty() && !receive_all(socket, message.body, deadline))) {
        throw Error(Reason::worker_died, "worker: message cut off");
    }
    message.header = std::string(text_of(header));
    return message;
}

}  // namespace indgang::worker
