// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "schemas/core/bytes.h"

namespace indgang::http {

struct ServerRequest {
    std::string method;
    std::string path;                            ///< as sent: percent-encoded, without the query
    std::map<std::string, std::string> query;    ///< decoded
    std::map<std::string, std::string> headers;  ///< names in lower case
    Bytes body;
    std::string peer;  ///< address of the other side
};

struct ServerResponse {
    int status = 200;
    std::string content_type = "application/json";
    std::map<std::string, std::string> headers;
    std::string body;
    bool cut_off = false;  ///< simulators only: close the connection instead of answering
};

using Handler = std::function<ServerResponse(const ServerRequest&)>;

struct ServerSettings {
    std::string address = "127.0.0.1";
    int port = 0;  ///< 0: a free one, see `port()`
    int threads = 64;
    int receive_timeout_ms = 5000;
    int keep_alive_ms = 1000;
    std::size_t body_bytes = 100u << 20;
};

/// An HTTP server whose handler runs in many threads at once. A body beyond the limit is answered
/// 413 before it is read; a handler that throws is answered 500 without details.
class Server {
  public:
    /// Listens when the constructor returns. Errors: unavailable (address in use).
    Server(ServerSettings settings, Handler handler);
    ~Server();  ///< stops accepting, waits for running handlers
    [[nodiscard]] int port() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace indgang::http
