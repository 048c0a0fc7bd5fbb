// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <Poco/Net/StreamSocketImpl.h>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

namespace indgang::http {

using SteadyTime = std::chrono::steady_clock::time_point;

/// A TCP socket on which an exchange has one end in time, however the bytes drip in.
///
/// The time-outs of Poco and of the kernel start anew with every byte; here each receive and send
/// gets what is left until the deadline and then throws Poco::TimeoutException.
/// Threads: one at a time.
class TimedSocketImpl : public Poco::Net::StreamSocketImpl {
  public:
    TimedSocketImpl() = default;
    explicit TimedSocketImpl(poco_socket_t socket) : StreamSocketImpl(socket) {}

    /// From here on until `deadline`; the counts begin anew.
    void begin(SteadyTime deadline);
    /// The next byte that arrives begins an exchange of `length` with at most `receive_limit`
    /// bytes; until `allow_body` is called.
    void await(std::chrono::milliseconds length, std::size_t receive_limit);
    /// The header has come: the receive limit does not count the body.
    void allow_body() { receive_limit_.reset(); }
    /// Moves the deadline and leaves the counts.
    void extend_to(SteadyTime deadline) { deadline_ = deadline; }

    [[nodiscard]] std::size_t received() const { return received_; }
    [[nodiscard]] bool is_late() const { return is_late_; }
    [[nodiscard]] bool has_ended() const { return has_ended_; }  ///< the other side closed
    /// The last bytes that arrived, at most 5.
    [[nodiscard]] const std::string& tail() const { return tail_; }

    /// Whoever has not said anything until now gets only `patience` for the first byte.
    void lose_patience(std::chrono::milliseconds patience) { patience_ = patience; }

    bool poll(const Poco::Timespan& timeout, int mode) override;
    using StreamSocketImpl::receiveBytes;
    using StreamSocketImpl::sendBytes;
    int receiveBytes(void* buffer, int length, int flags) override;
    int sendBytes(const void* buffer, int length, int flags) override;

  protected:
    ~TimedSocketImpl() override = default;

  private:
    void wait_for(int mode);

    std::optional<SteadyTime> deadline_;
    std::chrono::milliseconds awaited_length_{0};
    std::optional<std::size_t> receive_limit_;
    std::optional<std::chrono::milliseconds> patience_;
    std::size_t received_ = 0;
    bool is_late_ = false;
    bool has_ended_ = false;
    std::string tail_;
};

}  // namespace indgang::http
