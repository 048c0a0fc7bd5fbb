// SPDX-License-Identifier: MPL-2.0
#include "tests/adapters/http/exchange.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace indgang::http {
namespace {

constexpr std::size_t most_body_bytes = 1u << 20;
constexpr std::size_t piece_bytes = 64u << 10;

Descriptor connected(int domain, const void* address, socklen_t size) {
    Descriptor socket(::socket(domain, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (::connect(socket.number(), static_cast<const sockaddr*>(address), size) != 0) {
        throw std::runtime_error(std::string("cannot connect: ") + std::strerror(errno));
    }
    return socket;
}

/// Sends what the socket takes now; false when the other side takes no more.
bool push(int socket, std::string_view& bytes) {
    const auto sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    bytes.remove_prefix(sent > 0 ? static_cast<std::size_t>(sent) : 0);
    return sent >= 0 || errno == EAGAIN || errno == EINTR;
}

/// Reads what is there; false at the end.
bool pull(int socket, std::string& answers) {
    std::array<char, piece_bytes> piece{};
    const auto got = ::recv(socket, piece.data(), piece.size(), MSG_DONTWAIT);
    answers.append(piece.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
    return got > 0 || (got < 0 && (errno == EAGAIN || errno == EINTR));
}

}  // namespace

Verdict talk(const Descriptor& peer, std::string_view bytes, Quiet quiet) {
    constexpr Quiet to_end{2'000};
    const int socket = peer.number();
    Verdict verdict;
    bool may_send = true;
    for (;;) {
        const bool wants_to_send = may_send && !bytes.empty();
        pollfd waiting{socket, static_cast<short>(POLLIN | (wants_to_send ? POLLOUT : 0)), 0};
        const auto patience = may_send ? quiet : std::max(quiet, to_end);
        const int ready = ::poll(&waiting, 1, static_cast<int>(patience.count()));
        if (ready == 0 && !may_send) {
            break;
        }
        if (ready == 0) {
            ::shutdown(socket, SHUT_WR);
            may_send = false;
            continue;
        }
        if ((waiting.revents & (POLLIN | POLLHUP | POLLERR)) != 0 &&
            !pull(socket, verdict.answers)) {
            verdict.has_ended = true;
            break;
        }
        if ((waiting.revents & POLLOUT) != 0 && wants_to_send && !push(socket, bytes)) {
            bytes = {};
        }
    }
    return verdict;
}

Descriptor connect_to_port(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return connected(AF_INET, &address, sizeof address);
}

Descriptor connect_to_file(const std::filesystem::path& socket) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const auto& name = socket.native();
    if (name.size() >= sizeof address.sun_path) {
        throw std::runtime_error("the name of a socket is too long");
    }
    std::copy(name.begin(), name.end(), address.sun_path);
    return connected(AF_UNIX, &address, sizeof address);
}

RecordingServer::RecordingServer()
    : server_({.body_bytes = most_body_bytes}, [this](const ServerRequest& request) {
          const std::lock_guard lock(mutex_);
          given_.push_back({request.method, request.path, std::string(text_of(request.body))});
          return ServerResponse{.body = "{}"};
      }) {}

Verdict RecordingServer::exchange(std::string_view bytes, Quiet quiet) {
    {
        const std::lock_guard lock(mutex_);
        given_.clear();
    }
    auto verdict = talk(connect_to_port(server_.port()), bytes, quiet);
    const std::lock_guard lock(mutex_);
    verdict.given = given_;
    return verdict;
}

}  // namespace indgang::http
