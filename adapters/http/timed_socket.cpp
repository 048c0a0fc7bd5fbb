// SPDX-License-Identifier: MPL-2.0
// Poco offers a time-out per receive, so a peer that sends one byte every four seconds holds a
// thread for ever (measured on the server: 100 such peers stop 16 threads completely). A watchdog
// thread that shuts late sockets down needs a list, a lock and a second look at every socket. The
// socket itself is called for every byte, so it is the one place where a deadline costs a
// comparison and nobody can get around it.
#include "adapters/http/timed_socket.h"

#include <Poco/Exception.h>
#include <Poco/Net/NetException.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

namespace indgang::http {
namespace {

constexpr std::size_t tail_bytes = 5;  // "0\r\n\r\n", the end of a chunked body

}  // namespace

void TimedSocketImpl::begin(SteadyTime deadline) {
    deadline_ = deadline;
    receive_limit_.reset();
    received_ = 0;
    is_late_ = false;
    has_ended_ = false;
    tail_.clear();
}

void TimedSocketImpl::await(std::chrono::milliseconds length, std::size_t receive_limit) {
    begin(SteadyTime::max());
    deadline_.reset();
    awaited_length_ = length;
    receive_limit_ = receive_limit;
}

void TimedSocketImpl::wait_for(int mode) {
    if (!deadline_) {
        deadline_ = std::chrono::steady_clock::now() + awaited_length_;
    }
    const auto left = std::chrono::duration_cast<std::chrono::microseconds>(
        *deadline_ - std::chrono::steady_clock::now());
    if (left.count() <= 0 || !poll(Poco::Timespan(left.count()), mode)) {
        is_late_ = true;
        throw Poco::TimeoutException();
    }
}

bool TimedSocketImpl::poll(const Poco::Timespan& timeout, int mode) {
    if (!patience_) {
        return StreamSocketImpl::poll(timeout, mode);
    }
    const Poco::Timespan patience(std::chrono::microseconds(*patience_).count());
    return StreamSocketImpl::poll(std::min(timeout, patience), mode);
}

int TimedSocketImpl::receiveBytes(void* buffer, int length, int flags) {
    if (receive_limit_ && received_ > *receive_limit_) {
        throw Poco::Net::MessageException("header too large");
    }
    while (true) {
        wait_for(SELECT_READ);
        const auto got =
            ::recv(sockfd(), buffer, static_cast<std::size_t>(length), flags | MSG_DONTWAIT);
        if (got > 0) {
            received_ += static_cast<std::size_t>(got);
            patience_.reset();
            tail_.append(static_cast<const char*>(buffer), static_cast<std::size_t>(got));
            tail_.erase(0, tail_.size() - std::min(tail_.size(), tail_bytes));
            return static_cast<int>(got);
        }
        if (got == 0) {
            has_ended_ = true;
            return 0;
        }
        if (errno != EAGAIN && errno != EINTR) {
            throw Poco::Net::ConnectionResetException("receive", errno);
        }
    }
}

int TimedSocketImpl::sendBytes(const void* buffer, int length, int flags) {
    const auto* from = static_cast<const char*>(buffer);
    int sent = 0;
    while (sent < length) {
        wait_for(SELECT_WRITE);
        const auto put = ::send(sockfd(), from + sent, static_cast<std::size_t>(length - sent),
                                flags | MSG_DONTWAIT | MSG_NOSIGNAL);
        if (put >= 0) {
            sent += static_cast<int>(put);
        } else if (errno != EAGAIN && errno != EINTR) {
            throw Poco::Net::ConnectionResetException("send", errno);
        }
    }
    return sent;
}

}  // namespace indgang::http
