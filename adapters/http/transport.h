// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>

#include "adapters/http/tls.h"
#include "schemas/core/bytes.h"

namespace indgang::http {

/// What one call on a connection came to. Nothing here ever waits.
struct Transfer {
    enum class Outcome {
        done,            ///< `bytes` were moved, at least one
        wants_readable,  ///< call again when the socket can be read
        wants_writable,  ///< call again when the socket can be written
        ended,           ///< the other side will send no more
        broken,          ///< the connection is of no use any more
    };
    Outcome outcome = Outcome::broken;
    std::size_t bytes = 0;
};

/// The bytes of one connection, plain or by TLS, on a socket of any mode that somebody else owns
/// and closes. Threads: one at a time.
class Transport {
  public:
    virtual ~Transport() = default;
    /// Until it is done nothing else may be called.
    [[nodiscard]] virtual Transfer shake_hands() = 0;
    [[nodiscard]] virtual Transfer read(std::span<std::uint8_t> room) = 0;
    [[nodiscard]] virtual Transfer write(BytesView bytes) = 0;
    /// Tells the other side that no more comes, as far as that goes without waiting.
    virtual void end_writing() = 0;
    /// Why the other side is not trusted, or empty.
    [[nodiscard]] virtual std::string distrust() const = 0;
};

/// Throws away what has come, of whatever kind. `ended` and `broken` as above.
[[nodiscard]] Transfer drop_from(int socket);

[[nodiscard]] std::unique_ptr<Transport> plain_transport(int socket);
[[nodiscard]] std::unique_ptr<Transport> tls_server_transport(int socket, TlsContextPtr context);
/// `host` is asked for, and must be a name or an address of the certificate.
[[nodiscard]] std::unique_ptr<Transport> tls_client_transport(int socket, TlsContextPtr context,
                                                              const std::string& host);

}  // namespace indgang::http
