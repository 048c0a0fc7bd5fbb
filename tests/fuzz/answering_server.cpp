// SPDX-License-Identifier: MPL-2.0
#include "tests/fuzz/answering_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <string_view>
#include <thread>
#include <utility>

#include "schemas/error/verify.h"

namespace indgang::fuzz {

namespace {

/// How long the request at the start of `text` is; 0 when not all of it is there. The client is
/// ours: it says its length, in these letters.
std::size_t length_of_request(std::string_view text) {
    constexpr std::string_view end = "\r\n\r\n", length = "Content-Length: ";
    const std::size_t head = text.find(end);
    if (head == std::string_view::npos) {
        return 0;
    }
    const std::size_t at = text.substr(0, head).find(length);
    const std::size_t body =
        at == std::string_view::npos
            ? 0
            : std::strtoul(std::string(text.substr(at + length.size(), 20)).c_str(), nullptr, 10);
    const std::size_t all = head + end.size() + body;
    return text.size() >= all ? all : 0;
}

void send_all(int connection, std::string_view text) {
    while (!text.empty()) {
        const ssize_t sent = ::send(connection, text.data(), text.size(), MSG_NOSIGNAL);
        if (sent <= 0) {
            return;  // the client has heard enough
        }
        text.remove_prefix(static_cast<std::size_t>(sent));
    }
}

}  // namespace

AnsweringServer::AnsweringServer() : listener_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    constexpr int waiting = 16;
    VERIFY(::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) == 0);
    VERIFY(::listen(listener_, waiting) == 0);
    VERIFY(::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    url_ = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
    std::thread([this] { serve(); }).detach();
}

void AnsweringServer::tell(Answer answer) {
    const std::lock_guard lock(mutex_);
    answer_ = std::make_shared<const Answer>(std::move(answer));
}

std::shared_ptr<const AnsweringServer::Answer> AnsweringServer::told() {
    const std::lock_guard lock(mutex_);
    return answer_;
}

void AnsweringServer::answer_raw(BytesView bytes) {
    const std::string said(text_of(bytes));
    tell({said, said, false});
}

void AnsweringServer::answer(int status, BytesView body) {
    const std::string head = "HTTP/1.1 " + std::to_string(status) +
                             " Said\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n";
    tell({head, head + std::string(text_of(body)), true});
}

void AnsweringServer::serve() {
    while (true) {
        const int connection = ::accept(listener_, nullptr, nullptr);
        std::string seen;
        constexpr std::size_t piece_bytes = 64u << 10;
        std::string piece(piece_bytes, '\0');
        bool is_open = connection >= 0;
        while (is_open) {
            const ssize_t got = ::recv(connection, piece.data(), piece.size(), 0);
            is_open = got > 0;
            seen.append(piece, 0, is_open ? static_cast<std::size_t>(got) : 0);
            while (const std::size_t length = length_of_request(seen)) {
                const auto answer = told();
                send_all(connection,
                         seen.starts_with("HEAD") ? answer->to_head : answer->to_others);
                seen.erase(0, length);
                is_open = answer->is_kept;
            }
        }
        ::close(connection);
    }
}

}  // namespace indgang::fuzz
