// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <Poco/Net/StreamSocketImpl.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include "adapters/http/tls.h"
#include "adapters/http/transport.h"

namespace indgang::http {

using SteadyTime = std::chrono::steady_clock::time_point;

/// The socket of a client, plain or by TLS, on which an exchange has one end in time, however the
/// bytes drip in and whoever stops in the middle of a handshake.
///
/// The time-outs of Poco and of the kernel start anew with every byte; here each receive and send
/// gets what is left until the deadline and then throws Poco::TimeoutException.
/// Threads: one at a time.
class TimedSocketImpl : public Poco::Net::StreamSocketImpl {
  public:
    TimedSocketImpl() = default;
    /// By TLS, to the host of this name.
    TimedSocketImpl(TlsContextPtr context, std::string host)
        : context_(std::move(context)), host_(std::move(host)) {}

    /// From here on until `deadline`; the counts begin anew.
    void begin(SteadyTime deadline);
    /// Throws Poco::TimeoutException within a moment after this is true; nothing: it never is.
    void heed(std::shared_ptr<const std::atomic<bool>> is_stopping) {
        is_stopping_ = std::move(is_stopping);
    }

    [[nodiscard]] std::size_t received() const { return received_; }
    /// The last bytes that arrived, at most 5.
    [[nodiscard]] const std::string& tail() const { return tail_; }
    /// Why the two sides do not trust each other, or empty.
    [[nodiscard]] std::string distrust() const;

    void connect(const Poco::Net::SocketAddress& address) override;
    void connect(const Poco::Net::SocketAddress& address, const Poco::Timespan& timeout) override;
    using StreamSocketImpl::receiveBytes;
    using StreamSocketImpl::sendBytes;
    int receiveBytes(void* buffer, int length, int flags) override;
    int sendBytes(const void* buffer, int length, int flags) override;

  protected:
    ~TimedSocketImpl() override = default;

  private:
    void shake_hands();
    /// Waits for what the transfer wants. Throws Poco's exceptions: the time is over, or broken.
    void wait_for(const Transfer& transfer, const char* doing);
    /// Waits for the socket until the deadline.
    void wait_until(SteadyTime deadline, int mode);

    TlsContextPtr context_;  ///< nothing: plain
    std::string host_;
    std::unique_ptr<Transport> transport_;
    SteadyTime deadline_ = SteadyTime::max();
    std::shared_ptr<const std::atomic<bool>> is_stopping_;
    std::size_t received_ = 0;
    std::string tail_;
};

}  // namespace indgang::http
