// SPDX-License-Identifier: MPL-2.0
// Poco offers a time-out per receive, so a server that sends one byte every four seconds holds a
// thread for ever. A watchdog thread that shuts late sockets down needs a list, a lock and a second
// look at every socket. The socket itself is called for every byte, so it is the one place where a
// deadline costs a comparison and nobody can get around it. TLS comes in at the same place.
#include "adapters/http/timed_socket.h"

#include <Poco/Exception.h>
#include <Poco/Net/NetException.h>

#include <algorithm>
#include <cerrno>
#include <limits>

namespace indgang::http {
namespace {

using Outcome = Transfer::Outcome;

constexpr std::size_t tail_bytes = 5;  // "0\r\n\r\n", the end of a chunked body

}  // namespace

void TimedSocketImpl::begin(SteadyTime deadline) {
    deadline_ = deadline;
    received_ = 0;
    tail_.clear();
}

std::string TimedSocketImpl::distrust() const {
    return transport_ ? transport_->distrust() : std::string();
}

void TimedSocketImpl::connect(const Poco::Net::SocketAddress& address) {
    StreamSocketImpl::connect(address);
    shake_hands();
}

void TimedSocketImpl::connect(const Poco::Net::SocketAddress& address,
                              const Poco::Timespan& timeout) {
    connectNB(address);
    wait_until(std::min(deadline_, std::chrono::steady_clock::now() +
                                       std::chrono::microseconds(timeout.totalMicroseconds())),
               SELECT_READ | SELECT_WRITE | SELECT_ERROR);
    if (const int trouble = socketError(); trouble != 0) {
        error(trouble, address.toString());
    }
    setBlocking(true);
    shake_hands();
}

void TimedSocketImpl::shake_hands() {
    transport_ =
        context_ ? tls_client_transport(sockfd(), context_, host_) : plain_transport(sockfd());
    while (true) {
        const auto shaken = transport_->shake_hands();
        if (shaken.outcome == Outcome::done) {
            return;
        }
        wait_for(shaken, "shake hands");
    }
}

void TimedSocketImpl::wait_for(const Transfer& transfer, const char* doing) {
    if (transfer.outcome != Outcome::wants_readable &&
        transfer.outcome != Outcome::wants_writable) {
        throw Poco::Net::ConnectionResetException(doing, errno);
    }
    wait_until(deadline_, transfer.outcome == Outcome::wants_readable ? SELECT_READ : SELECT_WRITE);
}

void TimedSocketImpl::wait_until(SteadyTime deadline, int mode) {
    constexpr std::chrono::microseconds look_every{100'000};  // whether somebody stops us
    while (true) {
        const auto left = std::chrono::duration_cast<std::chrono::microseconds>(
            deadline - std::chrono::steady_clock::now());
        if (left.count() <= 0 || (is_stopping_ && *is_stopping_)) {
            throw Poco::TimeoutException();
        }
        if (poll(Poco::Timespan(std::min(left, look_every).count()), mode)) {
            return;
        }
    }
}

int TimedSocketImpl::receiveBytes(void* buffer, int length, int /*flags*/) {
    const std::span room(static_cast<std::uint8_t*>(buffer), static_cast<std::size_t>(length));
    while (true) {
        const auto got = transport_->read(room);
        if (got.outcome == Outcome::done) {
            received_ += got.bytes;
            tail_.append(static_cast<const char*>(buffer), got.bytes);
            tail_.erase(0, tail_.size() - std::min(tail_.size(), tail_bytes));
            return static_cast<int>(got.bytes);
        }
        if (got.outcome == Outcome::ended) {
            return 0;
        }
        wait_for(got, "receive");
    }
}

int TimedSocketImpl::sendBytes(const void* buffer, int length, int /*flags*/) {
    BytesView bytes(static_cast<const std::uint8_t*>(buffer), static_cast<std::size_t>(length));
    while (!bytes.empty()) {
        const auto put = transport_->write(bytes);
        if (put.outcome == Outcome::done) {
            bytes = bytes.subspan(put.bytes);
        } else {
            wait_for(put, "send");
        }
    }
    return length;
}

}  // namespace indgang::http
