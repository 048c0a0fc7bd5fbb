// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "adapters/http/server.h"
#include "adapters/http/tls.h"
#include "pipeline/service/door.h"
#include "pipeline/service/sender_budget.h"
#include "pipeline/watching/health.h"
#include "schemas/core/limits.h"

namespace indgang::service {

struct IntakeServerSettings {
    std::string address = "127.0.0.1";
    int port = 8100;  ///< 0: a free one
    std::size_t body_bytes = limits::arrival_bytes;
    http::TlsFiles tls;                ///< with a certificate: TLS and nothing else
    SenderBudget::Limits of_a_sender;  ///< what may wait unread
    /// What the administrator should know of, without personal data. May be left out.
    std::function<void(const std::string&)> on_trouble;
    /// Called after each request, refused ones too: it must neither wait nor throw. May be left
    /// out.
    std::function<void(const http::Exchange&)> on_exchange;
};

/// The entrance over HTTP.
///
///   POST /v1/applications        XML or a scan; the bytes decide, Content-Type is a hint. 201 with
///                                {arrival, digest, received_at}, 200 when known; Idempotency-Key.
///                                A large body goes to the disk as it comes
///   GET  /v1/arrivals/{id}       state, reason, place, and the applications found in it
///   GET  /v1/applications/{id}   state, reason, case number
///   GET  /livez /readyz          for a load balancer; what is wrong is told on the watch port
///
/// Errors are answered as application/problem+json (RFC 9457). No answer, log or metric holds
/// personal data: what was read of an application stays in the store.
/// Threads: its own.
/// Source:  docs/formats/http.md
class IntakeServer {
  public:
    /// Listens when the constructor returns. Errors: unavailable (address in use).
    /// `health` outlives it.
    IntakeServer(const IntakeServerSettings& settings, Door door, watching::Health& health);
    ~IntakeServer();  ///< stops accepting, waits for answers that are under way
    [[nodiscard]] int port() const;
    [[nodiscard]] http::ServerCounts counts() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace indgang::service
