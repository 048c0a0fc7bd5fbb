// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <string>

#include "adapters/http/tls.h"
#include "schemas/core/bytes.h"

namespace indgang::http {

struct Request {
    std::string method = "POST";
    std::string path;  ///< below the client's base URL, percent-encoded; never holds personal data
    std::map<std::string, std::string> headers;
    Bytes body;
    std::string content_type = "application/json";
};

struct Response {
    int status = 0;
    std::map<std::string, std::string> headers;  ///< names in lower case
    std::string body;
};

struct ClientSettings {
    std::string base_url;   ///< "http://127.0.0.1:8101", "https://cpr.example.dk/v1"
    int timeout_ms = 5000;  ///< for the whole exchange, connecting included
    TlsFiles tls;           ///< of https; read at the first connection, and again after distrust
    std::size_t answer_bytes = 16u << 20;
    /// Once it is true an exchange ends within a moment, as if its time were over: who stops waits
    /// for nobody. Nothing: it never is.
    std::shared_ptr<const std::atomic<bool>> is_stopping = {};
};

/// Speaks HTTP/1.1 to one server over a connection that is kept alive. One per thread.
class Client {
  public:
    explicit Client(ClientSettings settings);
    ~Client();

    /// Gives:  whatever the server answered, also 4xx and 5xx.
    /// Errors: unavailable (no connection, time-out, cut-off answer), limit (answer too large),
    ///         internal tls_peer_untrusted and tls_files_unusable. The message names the server and
    ///         what was seen, never the body.
    [[nodiscard]] Response send(const Request& request);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace indgang::http
