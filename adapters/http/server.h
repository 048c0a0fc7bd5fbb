// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "adapters/http/body.h"
#include "adapters/http/tls.h"
#include "schemas/core/bytes.h"

namespace indgang::http {

struct ServerRequest {
    std::string method;
    std::string path;                            ///< as sent: percent-encoded, without the query
    std::map<std::string, std::string> query;    ///< decoded
    std::map<std::string, std::string> headers;  ///< names in lower case
    Bytes body;                                  ///< empty when it is stored
    std::shared_ptr<const StoredBody> stored;    ///< a large body, where the settings name a folder
    std::string peer;                            ///< address of the other side
};

struct ServerResponse {
    int status = 200;
    std::string content_type = "application/json";
    std::map<std::string, std::string> headers;
    std::string body;
    bool cut_off = false;  ///< simulators only: close the connection instead of answering
};

using Handler = std::function<ServerResponse(const ServerRequest&)>;
/// Looks at a request whose body has not come yet. An answer is sent at once, and the connection
/// closes; nothing lets the body come.
using HeadCheck = std::function<std::optional<ServerResponse>(const ServerRequest&)>;

/// One request from its first byte to its answer, or to the end of its connection. What the other
/// side wrote stands here as it came: it may hold anything.
struct Exchange {
    std::string method;      ///< empty: no head came whole
    std::string path;        ///< as ServerRequest::path; empty likewise
    std::string request_id;  ///< the header X-Request-Id; empty: none
    std::string peer;
    int status = 0;             ///< 0: the connection ended before there was an answer
    std::size_t bytes_in = 0;   ///< head and body
    std::size_t bytes_out = 0;  ///< of the answer, as far as the system took it
    std::chrono::microseconds took{0};
    bool is_answered = false;  ///< the system took the answer to its last byte
};

struct ServerSettings {
    std::string address = "127.0.0.1";
    int port = 0;  ///< 0: a free one
    int threads = 64;
    /// For a handshake, for a whole head, and for a body in addition to what its bytes earn.
    int receive_timeout_ms = 10'000;
    int keep_alive_ms = 60'000;  ///< for the first byte of the next request
    std::size_t body_bytes = 100u << 20;
    BodyRoom::Limits room;
    std::size_t connections = 16'384;  ///< fewer where the process may open fewer files
    TlsFiles tls;                      ///< with a certificate: TLS and nothing else
    HeadCheck check_head;
    std::function<void(const std::string&)> on_trouble;  ///< a message, without personal data
    /// Called after each exchange, refused ones too, by the thread that ended it: it must neither
    /// wait nor throw.
    std::function<void(const Exchange&)> on_exchange;
};

/// What a server holds now.
struct ServerCounts {
    std::size_t connections = 0;
    std::size_t most_connections = 0;
    std::size_t body_bytes_in_memory = 0;  ///< of bodies that are under way or worked on
    std::size_t body_bytes_in_files = 0;
};

/// An HTTP/1.1 server whose handler runs in many threads at once. A connection that waits for its
/// peer costs its few buffers and no thread; the handler is called when a request is complete.
///
/// What is malformed, too large or too slow is answered without the handler and the connection
/// closes; a handler that throws is answered 500 without details. Requests that are sent before
/// the answer to the one before has come are answered in their order. When the connections run out,
/// the address that holds most of them loses its oldest that waits.
/// Certificates are read again when their files change; a connection keeps those it began with.
class Server {
  public:
    /// Listens when the constructor returns. Errors: unavailable http_listen_failed (address in
    /// use), internal tls_files_unusable.
    Server(ServerSettings settings, Handler handler);
    ~Server();  ///< stops accepting, waits for running handlers
    [[nodiscard]] int port() const;
    [[nodiscard]] ServerCounts counts() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace indgang::http
