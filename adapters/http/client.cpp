// SPDX-License-Identifier: MPL-2.0
// Poco keeps the connection; what it does not do is done here: one deadline for the whole exchange
// (timed_socket.h), a limit on the answer, and the three ways in which a connection lies.
//
// 1. A kept-alive connection that the server closed meanwhile. A look at the socket before each
//    request finds nearly all of them; the rest (closed while the request was under way) show as
//    an end before any byte of the answer. Only then, only once, and only when a repetition is
//    harmless, the request is sent again on a new connection.
// 2. An answer that ends before its Content-Length.
// 3. A chunked answer that ends without its last chunk. Poco gives both as if they were complete.
#include "adapters/http/client.h"

#include <Poco/Exception.h>
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/NetException.h>
#include <Poco/URI.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <istream>
#include <ostream>
#include <utility>

#include "adapters/http/message/request_head.h"
#include "adapters/http/timed_socket.h"
#include "schemas/error/error.h"

namespace indgang::http {
namespace {

constexpr std::size_t piece_bytes = 64u << 10;

/// Whether sending twice is harmless (RFC 9110, 9.2.2; draft-ietf-httpapi-idempotency-key-header).
bool may_repeat(const Request& request) {
    constexpr std::array safe = {"GET", "HEAD", "PUT", "DELETE", "OPTIONS"};
    return std::find(safe.begin(), safe.end(), request.method) != safe.end() ||
           std::any_of(request.headers.begin(), request.headers.end(), [](const auto& header) {
               return lower_case(header.first) == "idempotency-key";
           });
}

}  // namespace

struct Client::State {
    ClientSettings settings;
    std::string host;
    std::string prefix;  ///< path of the base URL, without a slash at the end
    Poco::UInt16 port = 0;
    bool is_secure = false;
    TlsContextPtr context;  ///< of a secure one, from the first connection on
    std::unique_ptr<Poco::Net::HTTPClientSession> session;
    TimedSocketImpl* socket = nullptr;  ///< owned by the session

    [[nodiscard]] Error unavailable(const Request& request, const std::string& seen) const {
        return {Reason::http_unavailable,
                "http: " + request.method + " " + settings.base_url + request.path + ": " + seen};
    }
    void connect_new();
    [[nodiscard]] bool is_connection_usable() const;
    void put(const Request& request);
    [[nodiscard]] Response get(const Request& request);
    [[nodiscard]] std::string read_body(const Request& request, std::istream& in,
                                        const Poco::Net::HTTPResponse& answer);
    [[nodiscard]] Response exchange(const Request& request, SteadyTime deadline);
};

void Client::State::connect_new() {
    if (is_secure && !context) {
        context = client_context(settings.tls);
    }
    // The StreamSocket owns it by reference count.
    socket = is_secure ? new TimedSocketImpl(context, host) : new TimedSocketImpl;
    socket->heed(settings.is_stopping);
    const Poco::Net::StreamSocket stream(socket);
    session = std::make_unique<Poco::Net::HTTPClientSession>(stream);
    session->setHost(host);
    session->setPort(port);
    session->setKeepAlive(true);
}

bool Client::State::is_connection_usable() const {
    // Readable without a request: the server has closed, or says something nobody asked for.
    return session != nullptr && session->connected() &&
           !socket->poll(Poco::Timespan(0), Poco::Net::SocketImpl::SELECT_READ);
}

void Client::State::put(const Request& request) {
    Poco::Net::HTTPRequest head(request.method, prefix + request.path,
                                Poco::Net::HTTPMessage::HTTP_1_1);
    for (const auto& [name, value] : request.headers) {
        head.set(name, value);
    }
    const bool has_body =
        !request.body.empty() || request.method == "POST" || request.method == "PUT";
    if (has_body) {
        head.setContentType(request.content_type);
        head.setContentLength64(static_cast<Poco::Int64>(request.body.size()));
    }
    auto& out = session->sendRequest(head);
    out.write(reinterpret_cast<const char*>(request.body.data()),
              static_cast<std::streamsize>(request.body.size()));
    out.flush();
}

std::string Client::State::read_body(const Request& request, std::istream& in,
                                     const Poco::Net::HTTPResponse& answer) {
    std::string body;
    std::string piece(piece_bytes, '\0');
    while (in.good()) {
        in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        body.append(piece, 0, static_cast<std::size_t>(in.gcount()));
        if (body.size() > settings.answer_bytes) {
            throw Error(Reason::http_answer_too_large,
                        "http: " + request.method + " " + settings.base_url + request.path +
                            ": answer beyond " + std::to_string(settings.answer_bytes) + " bytes");
        }
    }
    if (const auto* trouble = session->networkException()) {
        trouble->rethrow();
    }
    const auto status = static_cast<int>(answer.getStatus());
    const bool has_body = request.method != "HEAD" &&
                          status != Poco::Net::HTTPResponse::HTTP_NO_CONTENT &&
                          status != Poco::Net::HTTPResponse::HTTP_NOT_MODIFIED;
    if (has_body && answer.getChunkedTransferEncoding()) {
        if (socket->tail() != "0\r\n\r\n") {
            throw unavailable(request, "answer cut off between chunks");
        }
    } else if (has_body && answer.hasContentLength() &&
               static_cast<std::size_t>(answer.getContentLength64()) != body.size()) {
        throw unavailable(request, "answer cut off after " + std::to_string(body.size()) + " of " +
                                       std::to_string(answer.getContentLength64()) + " bytes");
    }
    return body;
}

Response Client::State::get(const Request& request) {
    Poco::Net::HTTPResponse answer;
    auto& in = session->receiveResponse(answer);
    Response response;
    response.status = static_cast<int>(answer.getStatus());
    for (const auto& [name, value] : answer) {
        response.headers.insert_or_assign(lower_case(name), value);
    }
    response.body = read_body(request, in, answer);
    if (!answer.getKeepAlive()) {
        session.reset();
    }
    return response;
}

Response Client::State::exchange(const Request& request, SteadyTime deadline) {
    const auto left = std::chrono::duration_cast<std::chrono::microseconds>(
        deadline - std::chrono::steady_clock::now());
    session->setTimeout(Poco::Timespan(std::max<std::int64_t>(left.count(), 1)));
    socket->begin(deadline);
    put(request);
    return get(request);
}

Client::Client(ClientSettings settings) : state_(std::make_unique<State>()) {
    try {
        const Poco::URI uri(settings.base_url);
        const bool is_http = uri.getScheme() == "http" || uri.getScheme() == "https";
        if (!is_http || uri.getHost().empty() || !uri.getQuery().empty()) {
            throw Error(Reason::http_base_url, "http: '" + settings.base_url +
                                                   "' is not of the form http://host:port or "
                                                   "https://host:port");
        }
        state_->is_secure = uri.getScheme() == "https";
        state_->host = uri.getHost();
        state_->port = uri.getPort();
        state_->prefix = uri.getPath();
    } catch (const Poco::Exception&) {
        throw Error(Reason::http_base_url, "http: '" + settings.base_url + "' is not a URL");
    }
    while (!state_->prefix.empty() && state_->prefix.back() == '/') {
        state_->prefix.pop_back();
    }
    state_->settings = std::move(settings);
}

Client::~Client() = default;

Response Client::send(const Request& request) {
    auto& state = *state_;
    const auto deadline =
        std::chrono::steady_clock::now() + std::chrono::milliseconds(state.settings.timeout_ms);
    bool is_reused = state.is_connection_usable();
    while (true) {
        if (!is_reused) {
            state.connect_new();
        }
        try {
            return state.exchange(request, deadline);
        } catch (const Poco::TimeoutException&) {
            state.session.reset();
            throw state.unavailable(
                request, "no answer in " + std::to_string(state.settings.timeout_ms) + " ms");
        } catch (const Poco::Exception& trouble) {
            const bool is_stale = is_reused && state.socket->received() == 0;
            const auto distrust = state.socket->distrust();
            state.session.reset();
            if (!distrust.empty()) {
                state.context.reset();  // the files may be mended by the next try
                throw Error(Reason::tls_peer_untrusted,
                            "http: " + state.settings.base_url + ": " + distrust);
            }
            if (!is_stale || !may_repeat(request)) {
                throw state.unavailable(request, trouble.name());
            }
            is_reused = false;
        } catch (const Error&) {
            state.session.reset();
            throw;
        }
    }
}

}  // namespace indgang::http
