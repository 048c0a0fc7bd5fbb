// SPDX-License-Identifier: MPL-2.0
// Poco's secure sockets shake hands inside a call that waits, so a peer that stops in the middle of
// a handshake holds a thread. OpenSSL itself never waits when its bytes come from calls that do
// not; these are given here as a BIO of our own, which also never raises SIGPIPE as the built-in
// one does.
#include "adapters/http/transport.h"

#include <arpa/inet.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <utility>

#include "schemas/error/error.h"
#include "schemas/error/verify.h"

namespace indgang::http {
namespace {

using Outcome = Transfer::Outcome;

Transfer received(int socket, void* room, std::size_t size) {
    ssize_t got = 0;
    do {
        got = ::recv(socket, room, size, MSG_DONTWAIT);
    } while (got < 0 && errno == EINTR);
    if (got > 0) {
        return {Outcome::done, static_cast<std::size_t>(got)};
    }
    if (got == 0) {
        return {Outcome::ended, 0};
    }
    return {errno == EAGAIN ? Outcome::wants_readable : Outcome::broken, 0};
}

Transfer sent(int socket, const void* bytes, std::size_t size) {
    ssize_t put = 0;
    do {
        put = ::send(socket, bytes, size, MSG_DONTWAIT | MSG_NOSIGNAL);
    } while (put < 0 && errno == EINTR);
    if (put >= 0) {
        return {Outcome::done, static_cast<std::size_t>(put)};
    }
    return {errno == EAGAIN ? Outcome::wants_writable : Outcome::broken, 0};
}

class PlainTransport final : public Transport {
  public:
    explicit PlainTransport(int socket) : socket_(socket) {}
    Transfer shake_hands() override { return {Outcome::done, 0}; }
    Transfer read(std::span<std::uint8_t> room) override {
        return received(socket_, room.data(), room.size());
    }
    Transfer write(BytesView bytes) override { return sent(socket_, bytes.data(), bytes.size()); }
    void end_writing() override { ::shutdown(socket_, SHUT_WR); }
    [[nodiscard]] std::string distrust() const override { return {}; }

  private:
    int socket_;
};

int socket_of(BIO* bio) {
    return static_cast<int>(reinterpret_cast<std::intptr_t>(BIO_get_data(bio)));
}

int bio_read(BIO* bio, char* room, int size) {
    BIO_clear_retry_flags(bio);
    const auto got = received(socket_of(bio), room, static_cast<std::size_t>(size));
    if (got.outcome == Outcome::wants_readable) {
        BIO_set_retry_read(bio);
    }
    return got.outcome == Outcome::done    ? static_cast<int>(got.bytes)
           : got.outcome == Outcome::ended ? 0
                                           : -1;
}

int bio_write(BIO* bio, const char* bytes, int size) {
    BIO_clear_retry_flags(bio);
    const auto put = sent(socket_of(bio), bytes, static_cast<std::size_t>(size));
    if (put.outcome == Outcome::wants_writable) {
        BIO_set_retry_write(bio);
    }
    return put.outcome == Outcome::done ? static_cast<int>(put.bytes) : -1;
}

long bio_control(BIO* /*bio*/, int command, long /*number*/, void* /*pointer*/) {
    return command == BIO_CTRL_FLUSH ? 1 : 0;
}

BIO_METHOD* socket_method() {
    static BIO_METHOD* const method = [] {
        auto* made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket");
        VERIFY(made != nullptr);
        BIO_meth_set_read(made, bio_read);
        BIO_meth_set_write(made, bio_write);
        BIO_meth_set_ctrl(made, bio_control);
        return made;  // lives as long as the process
    }();
    return method;
}

class TlsTransport final : public Transport {
  public:
    TlsTransport(int socket, TlsContextPtr context)
        : socket_(socket), context_(std::move(context)), ssl_(SSL_new(context_.get()), SSL_free) {
        auto* bio = BIO_new(socket_method());
        VERIFY(ssl_ != nullptr && bio != nullptr);
        BIO_set_data(bio, reinterpret_cast<void*>(static_cast<std::intptr_t>(socket)));
        BIO_set_init(bio, 1);
        SSL_set_bio(ssl_.get(), bio, bio);  // owns it
    }
    void accept() { SSL_set_accept_state(ssl_.get()); }
    void ask(const std::string& host) {
        SSL_set_connect_state(ssl_.get());
        std::array<unsigned char, sizeof(in6_addr)> address{};
        const bool is_address = ::inet_pton(AF_INET, host.c_str(), address.data()) == 1 ||
                                ::inet_pton(AF_INET6, host.c_str(), address.data()) == 1;
        // RFC 6066, 3: "Literal IPv4 and IPv6 addresses are not permitted in "HostName"."
        const bool is_set =
            is_address
                ? X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl_.get()), host.c_str()) == 1
                : SSL_set1_host(ssl_.get(), host.c_str()) == 1 &&
                      SSL_set_tlsext_host_name(ssl_.get(), host.c_str()) == 1;
        if (!is_set) {
            throw Error(Reason::http_base_url, "tls: '" + host + "' is no name of a host");
        }
    }

    Transfer shake_hands() override {
        const auto shaken = outcome_of(SSL_do_handshake(ssl_.get()), 0);
        is_open_ = shaken.outcome == Outcome::done;
        return shaken;
    }
    Transfer read(std::span<std::uint8_t> room) override {
        std::size_t bytes = 0;
        const int result = SSL_read_ex(ssl_.get(), room.data(), room.size(), &bytes);
        return outcome_of(result, bytes);
    }
    Transfer write(BytesView bytes) override {
        std::size_t put = 0;
        const int result = SSL_write_ex(ssl_.get(), bytes.data(), bytes.size(), &put);
        return outcome_of(result, put);
    }
    void end_writing() override {
        if (is_open_) {
            SSL_shutdown(ssl_.get());
            ERR_clear_error();
        }
        ::shutdown(socket_, SHUT_WR);
    }
    [[nodiscard]] std::string distrust() const override {
        const auto result = SSL_get_verify_result(ssl_.get());
        return result == X509_V_OK ? alert_ : X509_verify_cert_error_string(result);
    }

  private:
    Transfer outcome_of(int result, std::size_t bytes) {
        if (result == 1) {
            return {Outcome::done, bytes};
        }
        const auto why = SSL_get_error(ssl_.get(), result);
        const auto code = ERR_peek_error();
        ERR_clear_error();  // the queue belongs to the thread, and the next connection uses it
        switch (why) {
            case SSL_ERROR_WANT_READ:
                return {Outcome::wants_readable, 0};
            case SSL_ERROR_WANT_WRITE:
                return {Outcome::wants_writable, 0};
            case SSL_ERROR_ZERO_RETURN:
                return {Outcome::ended, 0};
            default:
                if (ERR_GET_REASON(code) > SSL_AD_REASON_OFFSET &&
                    ERR_GET_LIB(code) == ERR_LIB_SSL) {
                    alert_ = ERR_reason_error_string(code);  // how the other side says no
                }
                is_open_ = false;
                return {Outcome::broken, 0};
        }
    }

    int socket_;
    TlsContextPtr context_;
    std::unique_ptr<SSL, decltype(&SSL_free)> ssl_;
    bool is_open_ = false;
    std::string alert_;
};

}  // namespace

Transfer drop_from(int socket) {
    constexpr std::size_t piece_bytes = 64u << 10;
    thread_local std::array<std::uint8_t, piece_bytes> room;
    return received(socket, room.data(), room.size());
}

std::unique_ptr<Transport> plain_transport(int socket) {
    return std::make_unique<PlainTransport>(socket);
}

std::unique_ptr<Transport> tls_server_transport(int socket, TlsContextPtr context) {
    auto transport = std::make_unique<TlsTransport>(socket, std::move(context));
    transport->accept();
    return transport;
}

std::unique_ptr<Transport> tls_client_transport(int socket, TlsContextPtr context,
                                                const std::string& host) {
    auto transport = std::make_unique<TlsTransport>(socket, std::move(context));
    transport->ask(host);
    return transport;
}

}  // namespace indgang::http
