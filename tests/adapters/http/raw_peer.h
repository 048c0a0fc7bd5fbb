// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <chrono>
#include <string>

#include "schemas/core/descriptor.h"

namespace indgang::http {

/// A client that sends what no HTTP library would. Everything waits 5 s at most.
class RawPeer {
  public:
    explicit RawPeer(int port, const std::string& from = "127.0.0.1")
        : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        const auto own = address(from, 0), other = address("127.0.0.1", port);
        is_connected_ =
            ::bind(socket_.number(), reinterpret_cast<const sockaddr*>(&own), sizeof(own)) == 0 &&
            ::connect(socket_.number(), reinterpret_cast<const sockaddr*>(&other), sizeof(other)) ==
                0;
    }
    [[nodiscard]] bool is_connected() const { return is_connected_; }
    bool send(const std::string& bytes) const {
        return ::send(socket_.number(), bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
               static_cast<ssize_t>(bytes.size());
    }
    /// What comes until `end` has come, the other side closes, or it takes too long.
    [[nodiscard]] std::string receive_until(const std::string& end) {
        std::string got;
        char piece[4096];
        std::size_t looked = 0;  // there is no `end` that begins before
        while (got.find(end, looked) == std::string::npos) {
            looked = got.size() < end.size() ? 0 : got.size() - end.size();
            const auto count = wait(5'000) ? ::recv(socket_.number(), piece, sizeof(piece), 0) : -1;
            if (count <= 0) {
                return got + (count == 0 ? "<closed>" : "<nothing>");
            }
            got.append(piece, static_cast<std::size_t>(count));
        }
        return got;
    }
    [[nodiscard]] std::string receive_all() { return receive_until("\x01 never \x01"); }
    [[nodiscard]] bool is_closed_within(int milliseconds) const {
        char byte = 0;
        return wait(milliseconds) && ::recv(socket_.number(), &byte, 1, MSG_PEEK) <= 0;
    }
    [[nodiscard]] bool is_quiet() const { return !wait(0); }

  private:
    static sockaddr_in address(const std::string& host, int port) {
        sockaddr_in made{};
        made.sin_family = AF_INET;
        made.sin_port = htons(static_cast<std::uint16_t>(port));
        ::inet_pton(AF_INET, host.c_str(), &made.sin_addr);
        return made;
    }
    [[nodiscard]] bool wait(int milliseconds) const {
        pollfd wanted{socket_.number(), POLLIN, 0};
        return ::poll(&wanted, 1, milliseconds) > 0;
    }
    Descriptor socket_;
    bool is_connected_ = false;
};

}  // namespace indgang::http
