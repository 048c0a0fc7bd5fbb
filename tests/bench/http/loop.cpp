// SPDX-License-Identifier: MPL-2.0
#include "tests/bench/http/loop.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "tests/bench/cpu_clock.h"
#include "tests/bench/http/answers.h"

namespace indgang::bench {
namespace {

constexpr std::size_t piece_bytes = 64u << 10;

[[noreturn]] void fail(const char* what) {
    throw std::runtime_error(std::string(what) + ": " + std::generic_category().message(errno));
}

sockaddr_in place(const std::string& address, int port) {
    sockaddr_in there{};
    there.sin_family = AF_INET;
    there.sin_port = htons(static_cast<std::uint16_t>(port));
    if (::inet_pton(AF_INET, address.c_str(), &there.sin_addr) != 1) {
        throw std::runtime_error("no address: " + address);
    }
    return there;
}

/// A socket that has begun to connect.
int begin_to_connect(const WireSettings& settings) {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (socket < 0) {
        fail("no socket");
    }
    const int yes = 1, smallest = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    // The port is chosen when both ends are known, so that each address has all ports to itself.
    ::setsockopt(socket, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &yes, sizeof yes);
    if (!settings.reads) {
        ::setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &smallest, sizeof smallest);
    }
    const auto own = place(settings.from, 0), other = place("127.0.0.1", settings.port);
    if (::bind(socket, reinterpret_cast<const sockaddr*>(&own), sizeof own) != 0 ||
        (::connect(socket, reinterpret_cast<const sockaddr*>(&other), sizeof other) != 0 &&
         errno != EINPROGRESS && errno != ECONNREFUSED)) {
        const int why = errno;
        ::close(socket);
        errno = why;
        fail("no connection");
    }
    return socket;
}

}  // namespace

Loop::Loop() : epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
    if (epoll_ < 0) {
        fail("no epoll");
    }
}

Loop::~Loop() {
    ::close(epoll_);
}

void Loop::at(double when, std::function<void()> task) {
    tasks_.push({when, ++last_serial_, std::move(task)});
}

void Loop::run_due_tasks() {
    const double now = wall_seconds();
    while (!tasks_.empty() && tasks_.top().when <= now) {
        const auto run = tasks_.top().run;
        tasks_.pop();
        run();
    }
}

void Loop::wait(double until) {
    constexpr int ms_per_s = 1000, most_ms = 100;
    const double next = tasks_.empty() ? until : std::min(until, tasks_.top().when);
    const double left_ms = std::ceil(std::max(0.0, next - wall_seconds()) * ms_per_s);
    std::array<epoll_event, 256> happened{};
    const int count = ::epoll_wait(epoll_, happened.data(), static_cast<int>(happened.size()),
                                   static_cast<int>(std::min<double>(left_ms, most_ms)));
    for (int i = 0; i < count; ++i) {
        const auto& event = happened[static_cast<std::size_t>(i)];
        // By its serial: the wire of an earlier event may have been destroyed by this one's.
        if (const auto found = wires_.find(event.data.u64); found != wires_.end()) {
            found->second->happened(event.events);
        }
    }
}

void Loop::run_until(double when, const std::function<bool()>& is_done) {
    while (wall_seconds() < when && !(is_done && is_done())) {
        run_due_tasks();
        wait(when);
    }
}

Wire::Wire(Loop& loop, const WireSettings& settings, Events events)
    : loop_(loop),
      events_(std::move(events)),
      serial_(++loop.last_serial_),
      socket_(begin_to_connect(settings)),
      reads_(settings.reads) {
    epoll_event event{};
    event.events = EPOLLOUT | EPOLLRDHUP | (reads_ ? static_cast<std::uint32_t>(EPOLLIN) : 0u);
    event.data.u64 = serial_;
    if (::epoll_ctl(loop_.epoll_, EPOLL_CTL_ADD, socket_, &event) != 0) {
        ::close(socket_);
        fail("no epoll");
    }
    loop_.wires_[serial_] = this;
}

Wire::~Wire() {
    loop_.wires_.erase(serial_);
    ::close(socket_);
}

void Wire::send(std::string_view bytes) {
    outgoing_.append(bytes);
    if (is_connected_ && !push()) {
        want(true);  // what is wrong is told from the loop, never from in here
    }
}

void Wire::send_repeated(std::string_view block, std::size_t bytes) {
    block_ = block;
    repeated_left_ = bytes;
    want(true);
}

void Wire::want(bool writable) {
    if (writable != wants_to_write_) {
        wants_to_write_ = writable;
        epoll_event event{};
        event.events = EPOLLRDHUP | (reads_ ? static_cast<std::uint32_t>(EPOLLIN) : 0u) |
                       (writable ? static_cast<std::uint32_t>(EPOLLOUT) : 0u);
        event.data.u64 = serial_;
        ::epoll_ctl(loop_.epoll_, EPOLL_CTL_MOD, socket_, &event);
    }
}

bool Wire::push() {
    while (sent_ < outgoing_.size() || repeated_left_ > 0) {
        const bool is_block = sent_ == outgoing_.size();
        const auto piece = is_block ? block_.substr(block_at_, repeated_left_)
                                    : std::string_view(outgoing_).substr(sent_);
        const auto sent = ::send(socket_, piece.data(), piece.size(), MSG_NOSIGNAL);
        if (sent < 0) {
            want(true);
            return errno == EAGAIN || errno == EINTR;
        }
        const auto bytes = static_cast<std::size_t>(sent);
        if (is_block) {
            repeated_left_ -= bytes;
            block_at_ = (block_at_ + bytes) % block_.size();
            want(true);  // one piece at a time, so that others get on, too
            return true;
        }
        sent_ += bytes;
    }
    outgoing_.clear();
    sent_ = 0;
    want(false);
    return true;
}

void Wire::happened(std::uint32_t events) {
    if (!is_connected_) {
        int trouble = 0;
        socklen_t size = sizeof trouble;
        ::getsockopt(socket_, SOL_SOCKET, SO_ERROR, &trouble, &size);
        if (trouble != 0 || (events & (EPOLLERR | EPOLLHUP)) != 0) {
            end();
            return;
        }
        is_connected_ = true;
    }
    const bool is_broken = (events & EPOLLOUT) != 0 && !push();
    if (is_broken || (events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0) {
        pull();  // a server that closes early has mostly said why
    }
}

void Wire::pull() {
    std::array<char, piece_bytes> piece{};
    for (;;) {
        const auto got = reads_ ? ::recv(socket_, piece.data(), piece.size(), 0) : 0;
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0 && errno == EAGAIN) {
            return;
        }
        if (got <= 0) {
            end();
            return;
        }
        incoming_.append(piece.data(), static_cast<std::size_t>(got));
        if (!take_answers()) {
            return;
        }
    }
}

bool Wire::take_answers() {
    for (;;) {
        const auto answer = first_answer(incoming_);
        if (answer.state == Answer::State::partial) {
            return true;
        }
        if (answer.state == Answer::State::broken) {
            end();
            return false;
        }
        incoming_.erase(0, answer.bytes);
        const auto serial = serial_;
        auto& wires = loop_.wires_;
        const auto on_answer = events_.on_answer;  // this wire may be gone before it comes back
        if (on_answer) {
            on_answer(answer.status);
        }
        if (!wires.contains(serial)) {
            return false;
        }
    }
}

void Wire::end() {
    is_connected_ = false;
    ::epoll_ctl(loop_.epoll_, EPOLL_CTL_DEL, socket_, nullptr);
    const auto on_end = std::exchange(events_.on_end, {});
    if (on_end) {
        on_end();
    }
}

}  // namespace indgang::bench
