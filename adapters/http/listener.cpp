// SPDX-License-Identifier: MPL-2.0
#include "adapters/http/listener.h"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <memory>
#include <system_error>

#include "schemas/error/error.h"

namespace indgang::http {
namespace {

constexpr int backlog = 4096;  // the kernel takes what it allows of it

using AddressesPtr = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

AddressesPtr look_up(const std::string& address, int port) {
    addrinfo wanted{};
    wanted.ai_flags = AI_NUMERICSERV | AI_PASSIVE;
    wanted.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    const int trouble =
        ::getaddrinfo(address.c_str(), std::to_string(port).c_str(), &wanted, &found);
    return {trouble == 0 ? found : nullptr, &::freeaddrinfo};
}

/// Not open, with errno, when it cannot.
Descriptor listening(const addrinfo& address) {
    // Not inherited: a process that is started later would keep the port when this one is killed.
    Descriptor socket(
        ::socket(address.ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, IPPROTO_TCP));
    const int on = 1;
    const bool listens =
        socket.is_open() &&
        ::setsockopt(socket.number(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) == 0 &&
        ::bind(socket.number(), address.ai_addr, address.ai_addrlen) == 0 &&
        ::listen(socket.number(), backlog) == 0;
    if (!listens) {
        const int trouble = errno;
        socket.reset();
        errno = trouble;
    }
    return socket;
}

std::string name_of(const sockaddr_storage& address, socklen_t length) {
    std::array<char, NI_MAXHOST> name{};
    const int trouble =
        ::getnameinfo(reinterpret_cast<const sockaddr*>(&address), length, name.data(),
                      static_cast<socklen_t>(name.size()), nullptr, 0, NI_NUMERICHOST);
    return trouble == 0 ? name.data() : "unknown";
}

}  // namespace

Descriptor listen_at(const std::string& address, int port) {
    const auto fail = [&](const std::string& seen) -> Error {
        return {Reason::http_listen_failed,
                "http: listening on " + address + ":" + std::to_string(port) + ": " + seen};
    };
    const auto found = look_up(address, port);
    if (!found) {
        throw fail("there is no such address");
    }
    // A name may have several: "localhost" is mostly called by the older sort.
    int trouble = 0;
    for (const int family : {AF_INET, AF_INET6}) {
        for (const auto* each = found.get(); each != nullptr; each = each->ai_next) {
            if (each->ai_family != family) {
                continue;
            }
            auto socket = listening(*each);
            if (socket.is_open()) {
                return socket;
            }
            trouble = errno;
        }
    }
    throw fail(std::generic_category().message(trouble));
}

int port_of(int listener) {
    sockaddr_storage own{};
    socklen_t length = sizeof(own);
    ::getsockname(listener, reinterpret_cast<sockaddr*>(&own), &length);
    return ntohs(own.ss_family == AF_INET6 ? reinterpret_cast<const sockaddr_in6&>(own).sin6_port
                                           : reinterpret_cast<const sockaddr_in&>(own).sin_port);
}

Accepted accept_from(int listener) {
    while (true) {
        sockaddr_storage peer{};
        socklen_t length = sizeof(peer);
        Descriptor socket(::accept4(listener, reinterpret_cast<sockaddr*>(&peer), &length,
                                    SOCK_CLOEXEC | SOCK_NONBLOCK));
        if (socket.is_open()) {
            const int on = 1;  // an answer is one write: nothing is gained by waiting for more
            ::setsockopt(socket.number(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
            return {Accepted::Outcome::connection, std::move(socket), name_of(peer, length)};
        }
        if (errno == EAGAIN) {
            return {};
        }
        if (errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOBUFS) {
            return {Accepted::Outcome::no_room, {}, {}};
        }
        // Everything else is the trouble of one connection that is gone again (accept(2)).
    }
}

}  // namespace indgang::http
