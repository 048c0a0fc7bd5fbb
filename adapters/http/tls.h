// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <openssl/ssl.h>

#include <filesystem>
#include <memory>
#include <string>

namespace indgang::http {

/// Files in PEM. Any may be left out.
struct TlsFiles {
    std::filesystem::path certificate;  ///< own one, then those that lead to the trusted one
    std::filesystem::path key;          ///< of the own certificate
    /// Whom to trust. A client without it trusts whom the system trusts; a server with it takes
    /// only clients that show a certificate of it.
    std::filesystem::path trusted;

    [[nodiscard]] bool is_any() const {
        return !certificate.empty() || !key.empty() || !trusted.empty();
    }
};

using TlsContextPtr = std::shared_ptr<SSL_CTX>;

/// TLS 1.2 and 1.3. A client checks certificate and name of the server.
/// Errors: internal tls_files_unusable, with the path.
[[nodiscard]] TlsContextPtr server_context(const TlsFiles& files);
[[nodiscard]] TlsContextPtr client_context(const TlsFiles& files);

}  // namespace indgang::http
