// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <filesystem>
#include <string>

#include "adapters/http/tls.h"

namespace indgang::http {

/// An authority that signs certificates for tests, and a folder for their files.
class Authority {
  public:
    Authority(std::filesystem::path folder, const std::string& name);
    /// The certificate of the authority itself.
    [[nodiscard]] std::filesystem::path trusted() const { return trusted_; }
    /// Writes "<file>.pem" and "<file>.key" of a certificate for `host`, a name or an IPv4 address.
    [[nodiscard]] TlsFiles issue(const std::string& file, const std::string& host) const;

  private:
    std::filesystem::path folder_;
    std::filesystem::path trusted_;
    std::shared_ptr<EVP_PKEY> key_;
    std::shared_ptr<X509> certificate_;
};

}  // namespace indgang::http
