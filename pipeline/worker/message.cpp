// SPDX-License-Identifier: MPL-2.0
#include "pipeline/worker/message.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include "schemas/error/error.h"
#include "schemas/error/verify.h"

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

/// The next `length` bytes. Memory is taken as they come: a length alone, which a worker that was
/// taken over may claim, costs nothing.
Bytes receive_part(int socket, std::size_t length, const Deadline& deadline) {
    constexpr std::size_t piece_bytes = 1u << 20;
    Bytes bytes;
    while (bytes.size() < length) {
        const std::size_t have = bytes.size();
        bytes.resize(have + std::min(length - have, std::max(have, piece_bytes)));
        if (!receive_all(socket, std::span(bytes).subspan(have), deadline)) {
            throw Error(Reason::worker_died, "worker: message cut off");
        }
    }
    return bytes;
}

/// Room for the numbers of open files beside the bytes.
using Control = std::array<std::byte, CMSG_SPACE(files_at_most * sizeof(int))>;

/// The first bytes of a message, with its files.
void send_first(int socket, std::span<std::uint8_t> bytes, const std::vector<Descriptor>& files) {
    VERIFY(files.size() <= files_at_most);
    iovec part{bytes.data(), bytes.size()};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    alignas(cmsghdr) Control control{};
    if (!files.empty()) {
        std::vector<int> numbers;
        for (const auto& file : files) {
            numbers.push_back(file.number());
        }
        const auto size = numbers.size() * sizeof(int);
        message.msg_control = control.data();
        message.msg_controllen = CMSG_SPACE(size);
        auto* const rights = CMSG_FIRSTHDR(&message);
        rights->cmsg_level = SOL_SOCKET;
        rights->cmsg_type = SCM_RIGHTS;
        rights->cmsg_len = CMSG_LEN(size);
        std::memcpy(CMSG_DATA(rights), numbers.data(), size);
    }
    while (true) {
        const auto sent = ::sendmsg(socket, &message, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) {
            continue;
        }
        if (sent <= 0) {
            throw Error(Reason::worker_died, "worker: connection closed");
        }
        return send_all(socket, bytes.subspan(static_cast<std::size_t>(sent)));
    }
}

/// Takes the first byte of a message and the files with it; false when the other side has closed.
bool receive_first(int socket, std::uint8_t& byte, const Deadline& deadline,
                   std::vector<Descriptor>& files) {
    while (true) {
        wait_readable(socket, deadline);
        iovec part{&byte, 1};
        msghdr message{};
        message.msg_iov = &part;
        message.msg_iovlen = 1;
        alignas(cmsghdr) Control control{};
        message.msg_control = control.data();
        message.msg_controllen = control.size();
        const auto got = ::recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return false;
        }
        for (auto* part_of = CMSG_FIRSTHDR(&message); part_of != nullptr;
             part_of = CMSG_NXTHDR(&message, part_of)) {
            if (part_of->cmsg_level != SOL_SOCKET || part_of->cmsg_type != SCM_RIGHTS) {
                continue;
            }
            std::vector<int> numbers((part_of->cmsg_len - CMSG_LEN(0)) / sizeof(int));
            std::memcpy(numbers.data(), CMSG_DATA(part_of), numbers.size() * sizeof(int));
            for (const int number : numbers) {
                files.emplace_back(number);
            }
        }
        return true;
    }
}

}  // namespace

void send_message(int socket, const Message& message) {
    std::array<std::uint8_t, 2 * length_bytes> lengths{};
    const std::span all(lengths);
    put_length(all.first<length_bytes>(), message.header.size());
    put_length(all.last<length_bytes>(), message.body.size());
    send_first(socket, lengths, message.files);
    send_all(socket, view_of(message.header));
    send_all(socket, message.body);
}

std::optional<Message> receive_message(int socket, std::optional<std::chrono::milliseconds> at_most,
                                       Files files) {
    Deadline deadline;
    if (at_most) {
        deadline = std::chrono::steady_clock::now() + *at_most;
    }
    std::array<std::uint8_t, 2 * length_bytes> lengths{};
    Message message;
    std::span<std::uint8_t> rest(lengths);
    if (files == Files::are_taken) {
        if (!receive_first(socket, lengths.front(), deadline, message.files)) {
            return std::nullopt;
        }
        rest = rest.subspan(1);
    }
    if (!receive_all(socket, rest, deadline)) {
        if (files == Files::are_taken) {
            throw Error(Reason::worker_died, "worker: message cut off");
        }
        return std::nullopt;
    }
    const std::span<const std::uint8_t, 2 * length_bytes> all(lengths);
    const std::size_t header_bytes = get_length(all.first<length_bytes>());
    const std::size_t body_bytes = get_length(all.last<length_bytes>());
    message.header = std::string(text_of(receive_part(socket, header_bytes, deadline)));
    message.body = receive_part(socket, body_bytes, deadline);
    return message;
}

}  // namespace indgang::worker
