// SPDX-License-Identifier: MPL-2.0
// Poco's server gives each connection a thread and trusts it. Four things are added here.
//
// - An absolute deadline for header and body, and another for sending the answer, on the socket
//   itself (timed_socket.h), so that nobody holds a thread by dripping bytes. A long body earns its
//   time by arriving: the deadline moves by one second for each 128 KB.
// - Limits: header bytes (Poco counts fields, and a line without a colon is none), body bytes
//   counted while reading, and the queue of connections that wait for a thread.
// - Strict framing. Content-Length together with Transfer-Encoding, or two lengths, is how requests
//   are smuggled past a proxy (RFC 9112, 6.3), so each is 400 and the connection closes.
// - A refusal before the body was read would be lost in a reset connection, so what the peer still
//   sends is thrown away for a moment after the answer.
//
// Cost: one thread per connection that has said something. 64 peers that send half a header occupy
// 64 threads until `receive_timeout_ms`; in front of the open Internet a proxy belongs.
#include "adapters/http/server.h"

#include <Poco/Exception.h>
#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerRequestImpl.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/ServerSocketImpl.h>
#include <Poco/ThreadPool.h>
#include <Poco/URI.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <istream>
#include <optional>
#include <ostream>
#include <string_view>
#include <utility>
#include <variant>

#include "adapters/http/timed_socket.h"
#include "schemas/error/error.h"

namespace indgang::http {
namespace {

constexpr std::size_t header_bytes = 64u << 10;  // ten times what browsers and proxies send
constexpr std::size_t piece_bytes = 64u << 10;
constexpr std::size_t slowest_bytes_per_ms = 128;  // of a body; 1 Mbit/s: a 100 MB batch in 13 min
constexpr int send_timeout_ms = 30'000;            // a 16 MB answer at 5 Mbit/s
constexpr int linger_ms = 500;                     // after a refusal, for what is under way
constexpr std::size_t linger_bytes = 8u << 20;
constexpr int queued_connections = 1024;  // beyond: closed at once
constexpr int silent_ms = 250;            // for the first byte, after the kernel has waited already
constexpr int accept_backlog = 1024;
constexpr int ms_per_s = 1000;
constexpr int keep_alive_requests = 100'000;  // on one connection

/// Accepts connections as TimedSocketImpl.
class TimedServerSocketImpl : public Poco::Net::ServerSocketImpl {
  public:
    explicit TimedServerSocketImpl(int timeout_ms) : timeout_(timeout_ms) {}

    Poco::Net::SocketImpl* acceptConnection(Poco::Net::SocketAddress& client) override {
        sockaddr_storage peer{};
        socklen_t length = sizeof(peer);
        int fd = -1;
        do {
            fd = ::accept4(sockfd(), reinterpret_cast<sockaddr*>(&peer), &length, SOCK_CLOEXEC);
        } while (fd < 0 && errno == EINTR);
        if (fd < 0) {
            throw Poco::Net::NetException("accept", errno);
        }
        client = Poco::Net::SocketAddress(reinterpret_cast<sockaddr*>(&peer), length);
        auto* socket = new TimedSocketImpl(fd);
        socket->await(timeout_, header_bytes);
        if (!socket->poll(Poco::Timespan(0), SELECT_READ)) {
            socket->lose_patience(std::chrono::milliseconds(silent_ms));  // had TCP_DEFER_ACCEPT
        }
        return socket;
    }

  protected:
    /// A process that is started later must not inherit the port: it would keep it taken when this
    /// process is killed, and the next start would find it in use.
    void init(int family) override { initSocket(family, SOCK_STREAM | SOCK_CLOEXEC); }

  private:
    std::chrono::milliseconds timeout_;
};

class TimedServerSocket : public Poco::Net::ServerSocket {
  public:
    TimedServerSocket(const std::string& address, int port, int timeout_ms)
        : ServerSocket(new TimedServerSocketImpl(timeout_ms), true) {
        bind(Poco::Net::SocketAddress(address, static_cast<Poco::UInt16>(port)), true, false);
        // A connection on which nothing was ever said stays with the kernel and costs no thread.
        setOption(IPPROTO_TCP, TCP_DEFER_ACCEPT, std::max(1, timeout_ms / ms_per_s));
        listen(accept_backlog);
    }
};

/// A request that is answered before the handler sees it.
struct Refusal {
    int status;
    const char* title;
};

std::string lower_case(std::string text) {
    for (auto& c : text) {
        if (c >= 'A' && c <= 'Z') {
            c = static_cast<char>(c - 'A' + 'a');
        }
    }
    return text;
}

/// Decodes one side of a query part in place; false when an escape is broken.
bool unescape(std::string& text) {
    std::replace(text.begin(), text.end(), '+', ' ');
    try {
        std::string decoded;
        Poco::URI::decode(text, decoded);
        text = decoded;
        return true;
    } catch (const Poco::Exception&) {
        return false;
    }
}

/// Splits "a=1&b=%20" and decodes both sides; nothing when an escape is broken.
std::optional<std::map<std::string, std::string>> parse_query(std::string_view text) {
    std::map<std::string, std::string> query;
    while (!text.empty()) {
        const auto part = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(text.size(), part.size() + 1));
        const auto equals = std::min(part.find('='), part.size());
        std::string name(part.substr(0, equals));
        std::string value(part.substr(std::min(equals + 1, part.size())));
        if (!unescape(name) || !unescape(value)) {
            return std::nullopt;
        }
        if (!name.empty()) {
            query.insert_or_assign(name, value);
        }
    }
    return query;
}

/// How long the body is: a number, nothing for a chunked one, or why it can't be known.
///
/// RFC 9112, 6.3: "If a message is received with both a Transfer-Encoding and a Content-Length
/// header field [...] might indicate an attempt to perform request smuggling [...] and ought to be
/// handled as an error."
std::variant<std::optional<std::size_t>, Refusal> body_length(
    const Poco::Net::HTTPServerRequest& request) {
    std::optional<std::string> length, encoding;
    for (const auto& [name, value] : request) {
        const auto lower = lower_case(name);
        auto* seen = lower == "content-length"      ? &length
                     : lower == "transfer-encoding" ? &encoding
                                                    : nullptr;
        if (seen != nullptr) {
            if (seen->has_value()) {
                return Refusal{400, "ambiguous length"};
            }
            *seen = value;
        }
    }
    if (length && encoding) {
        return Refusal{400, "ambiguous length"};
    }
    if (encoding) {
        if (lower_case(*encoding) != "chunked") {
            return Refusal{501, "unknown transfer encoding"};
        }
        return std::optional<std::size_t>();
    }
    if (!length) {
        const bool is_bodiless = request.getMethod() != "POST" && request.getMethod() != "PUT" &&
                                 request.getMethod() != "PATCH";
        if (!is_bodiless) {
            return Refusal{411, "length required"};
        }
        return std::optional<std::size_t>(0);
    }
    std::size_t bytes = 0;
    const auto* last = length->data() + length->size();
    const auto [end, error] = std::from_chars(length->data(), last, bytes);
    if (error != std::errc() || end != last) {
        return Refusal{400, "broken length"};
    }
    return std::optional<std::size_t>(bytes);
}

TimedSocketImpl& timed(Poco::Net::HTTPServerRequest& request) {
    auto& socket = dynamic_cast<Poco::Net::HTTPServerRequestImpl&>(request).socket();
    return dynamic_cast<TimedSocketImpl&>(*socket.impl());
}

class Exchange : public Poco::Net::HTTPRequestHandler {
  public:
    Exchange(const ServerSettings& settings, const Handler& handler)
        : settings_(settings), handler_(handler) {}

    void handleRequest(Poco::Net::HTTPServerRequest& request,
                       Poco::Net::HTTPServerResponse& response) override {
        auto& socket = timed(request);
        ServerRequest asked;
        const auto refusal = read(request, response, asked);
        if (refusal) {
            if (!socket.is_late() && !socket.has_ended()) {
                refuse(socket, response, *refusal);
            }
            socket.shutdown();
            return;
        }
        const auto answer = handle(asked);
        if (answer.cut_off) {
            response.setKeepAlive(false);
            socket.shutdown();
            return;
        }
        socket.begin(std::chrono::steady_clock::now() + std::chrono::milliseconds(send_timeout_ms));
        send(response, answer, asked.method == "HEAD");
        socket.await(std::chrono::milliseconds(settings_.receive_timeout_ms), header_bytes);
    }

  private:
    [[nodiscard]] std::optional<Refusal> read(Poco::Net::HTTPServerRequest& request,
                                              Poco::Net::HTTPServerResponse& response,
                                              ServerRequest& asked) const {
        timed(request).allow_body();
        const auto length = body_length(request);
        if (const auto* refusal = std::get_if<Refusal>(&length)) {
            return *refusal;
        }
        const auto bytes = std::get<std::optional<std::size_t>>(length);
        if (bytes && *bytes > settings_.body_bytes) {
            return Refusal{413, "too large"};
        }
        const std::string& uri = request.getURI();
        const auto mark = std::min(uri.find('?'), uri.size());
        auto query = parse_query(std::string_view(uri).substr(std::min(mark + 1, uri.size())));
        if (!query) {
            return Refusal{400, "broken query"};
        }
        asked.method = request.getMethod();
        asked.path = uri.substr(0, mark);
        asked.query = std::move(*query);
        asked.peer = request.clientAddress().host().toString();
        for (const auto& [name, value] : request) {
            asked.headers.insert_or_assign(lower_case(name), value);
        }
        if (request.getExpectContinue()) {
            response.sendContinue();
        }
        return read_body(request, bytes, asked.body);
    }

    [[nodiscard]] std::optional<Refusal> read_body(Poco::Net::HTTPServerRequest& request,
                                                   std::optional<std::size_t> length,
                                                   Bytes& body) const {
        auto& in = request.stream();
        if (length) {
            body.reserve(std::min(*length, piece_bytes));  // grows with what really comes
        }
        std::string piece(piece_bytes, '\0');
        const auto start = std::chrono::steady_clock::now() +
                           std::chrono::milliseconds(settings_.receive_timeout_ms);
        while (in.good() && (!length || body.size() < *length)) {
            in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
            body.insert(body.end(), piece.begin(), piece.begin() + in.gcount());
            timed(request).extend_to(start +
                                     std::chrono::milliseconds(body.size() / slowest_bytes_per_ms));
            if (body.size() > settings_.body_bytes) {
                return Refusal{413, "too large"};
            }
        }
        const bool is_whole =
            length ? body.size() == *length : timed(request).tail() == "0\r\n\r\n";
        if (timed(request).is_late()) {
            return Refusal{408, "too slow"};
        }
        return is_whole ? std::nullopt : std::optional(Refusal{400, "body cut off"});
    }

    [[nodiscard]] ServerResponse handle(const ServerRequest& asked) const {
        try {
            return handler_(asked);
        } catch (const std::exception&) {
            ServerResponse broken;  // details could hold personal data; the handler logs its own
            broken.status = 500;
            broken.content_type = "application/problem+json";
            broken.body = R"({"title":"internal error","status":500})";
            return broken;
        }
    }

    static void send(Poco::Net::HTTPServerResponse& response, const ServerResponse& answer,
                     bool is_head) {
        response.setStatusAndReason(
            static_cast<Poco::Net::HTTPResponse::HTTPStatus>(answer.status));
        response.setContentType(answer.content_type);
        for (const auto& [name, value] : answer.headers) {
            response.set(name, value);
        }
        // Not sendBuffer: it sends when Poco drops the response, outside of the deadline.
        response.setContentLength64(static_cast<Poco::Int64>(answer.body.size()));
        auto& out = response.send();
        if (!is_head) {
            out.write(answer.body.data(), static_cast<std::streamsize>(answer.body.size()));
        }
        out.flush();
        if (!out) {
            response.setKeepAlive(false);  // half an answer: nothing may follow it
        }
    }

    static void refuse(TimedSocketImpl& socket, Poco::Net::HTTPServerResponse& response,
                       const Refusal& refusal) {
        socket.begin(std::chrono::steady_clock::now() + std::chrono::milliseconds(linger_ms));
        ServerResponse answer;
        answer.status = refusal.status;
        answer.content_type = "application/problem+json";
        answer.body = std::string(R"({"title":")") + refusal.title + R"(","status":)" +
                      std::to_string(refusal.status) + "}";
        response.setKeepAlive(false);
        try {
            send(response, answer, false);
            socket.shutdownSend();
            std::string thrown_away(piece_bytes, '\0');
            while (socket.received() < linger_bytes &&
                   socket.receiveBytes(thrown_away.data(), static_cast<int>(piece_bytes), 0) > 0) {
            }
        } catch (const Poco::Exception&) {
            return;  // the peer is gone or goes on sending: it had its answer
        }
    }

    const ServerSettings& settings_;
    const Handler& handler_;
};

class ExchangeFactory : public Poco::Net::HTTPRequestHandlerFactory {
  public:
    ExchangeFactory(const ServerSettings& settings, const Handler& handler)
        : settings_(settings), handler_(handler) {}
    Poco::Net::HTTPRequestHandler* createRequestHandler(
        const Poco::Net::HTTPServerRequest& /*request*/) override {
        return new Exchange(settings_, handler_);  // Poco deletes it
    }

  private:
    const ServerSettings& settings_;
    const Handler& handler_;
};

Poco::Net::HTTPServerParams::Ptr params_of(const ServerSettings& settings) {
    Poco::Net::HTTPServerParams::Ptr params = new Poco::Net::HTTPServerParams;
    params->setMaxThreads(settings.threads);
    params->setMaxQueued(queued_connections);
    params->setTimeout(
        Poco::Timespan(Poco::Timespan::TimeDiff(settings.receive_timeout_ms) * 1000));
    params->setKeepAlive(true);
    params->setKeepAliveTimeout(
        Poco::Timespan(Poco::Timespan::TimeDiff(settings.keep_alive_ms) * 1000));
    params->setMaxKeepAliveRequests(keep_alive_requests);
    return params;
}

}  // namespace

struct Server::State {
    State(ServerSettings chosen, Handler handle)
        : settings(std::move(chosen)),
          handler(std::move(handle)),
          threads(2, settings.threads),
          socket(settings.address, settings.port, settings.receive_timeout_ms),
          server(new ExchangeFactory(settings, handler), threads, socket, params_of(settings)) {
        server.start();
    }
    ~State() {
        ::shutdown(socket.impl()->sockfd(), SHUT_RD);  // wakes Poco's accept loop at once
        server.stopAll(false);
        threads.joinAll();
    }
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    ServerSettings settings;
    Handler handler;
    Poco::ThreadPool threads;
    TimedServerSocket socket;
    Poco::Net::HTTPServer server;
};

Server::Server(ServerSettings settings, Handler handler) {
    const auto place = settings.address + ":" + std::to_string(settings.port);
    try {
        state_ = std::make_unique<State>(std::move(settings), std::move(handler));
    } catch (const Poco::Exception& trouble) {
        throw Error(Reason::http_listen_failed,
                    "http: listening on " + place + ": " + trouble.name());
    }
}

Server::~Server() = default;

int Server::port() const {
    return state_->server.port();
}

}  // namespace indgang::http
