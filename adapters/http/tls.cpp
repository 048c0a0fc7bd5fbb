// SPDX-License-Identifier: MPL-2.0
#include "adapters/http/tls.h"

#include <openssl/err.h>

#include "schemas/error/error.h"

namespace indgang::http {
namespace {

/// OpenSSL's own words for the last trouble ("key values mismatch"); its queue is empty afterwards.
std::string seen() {
    const auto* words = ERR_reason_error_string(ERR_peek_last_error());
    ERR_clear_error();
    return words == nullptr ? "unknown" : words;
}

[[noreturn]] void fail(const char* what, const std::filesystem::path& file) {
    throw Error(Reason::tls_files_unusable,
                std::string("tls: ") + what + " '" + file.string() + "': " + seen());
}

TlsContextPtr context_of(const SSL_METHOD* method, const TlsFiles& files) {
    TlsContextPtr context(SSL_CTX_new(method), SSL_CTX_free);
    if (!context || SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION) != 1) {
        throw Error(Reason::tls_files_unusable, "tls: no context: " + seen());
    }
    SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_mode(context.get(), SSL_MODE_ENABLE_PARTIAL_WRITE |
                                        SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                        SSL_MODE_RELEASE_BUFFERS);
    if (!files.certificate.empty() &&
        SSL_CTX_use_certificate_chain_file(context.get(), files.certificate.c_str()) != 1) {
        fail("certificate", files.certificate);
    }
    if (!files.key.empty() &&
        (SSL_CTX_use_PrivateKey_file(context.get(), files.key.c_str(), SSL_FILETYPE_PEM) != 1 ||
         SSL_CTX_check_private_key(context.get()) != 1)) {
        fail("key", files.key);
    }
    if (!files.trusted.empty() &&
        SSL_CTX_load_verify_file(context.get(), files.trusted.c_str()) != 1) {
        fail("trusted certificates", files.trusted);
    }
    return context;
}

}  // namespace

TlsContextPtr server_context(const TlsFiles& files) {
    auto context = context_of(TLS_server_method(), files);
    if (SSL_CTX_get0_certificate(context.get()) == nullptr || files.key.empty()) {
        throw Error(Reason::tls_files_unusable, "tls: a server needs a certificate and its key");
    }
    if (!files.trusted.empty()) {
        SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT,
                           nullptr);
        SSL_CTX_set_client_CA_list(context.get(), SSL_load_client_CA_file(files.trusted.c_str()));
        // Without a name, a session of a client with a certificate cannot be taken up again.
        constexpr unsigned char name[] = "indgang";
        SSL_CTX_set_session_id_context(context.get(), name, sizeof(name) - 1);
    }
    return context;
}

TlsContextPtr client_context(const TlsFiles& files) {
    auto context = context_of(TLS_client_method(), files);
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
    if (files.trusted.empty() && SSL_CTX_set_default_verify_paths(context.get()) != 1) {
        fail("trusted certificates of the system", "");
    }
    return context;
}

}  // namespace indgang::http
