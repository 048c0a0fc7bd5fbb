// SPDX-License-Identifier: MPL-2.0
#include "tests/adapters/http/certificates.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <memory>
#include <stdexcept>

namespace indgang::http {
namespace {

constexpr long an_hour_s = 3'600;

std::shared_ptr<EVP_PKEY> new_key() {
    return {EVP_EC_gen("P-256"), EVP_PKEY_free};
}

void extend(X509* certificate, int kind, const std::string& value) {
    X509V3_CTX context{};
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    auto* extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

std::shared_ptr<X509> new_certificate(const std::string& name, EVP_PKEY* key) {
    static long serial = 0;
    std::shared_ptr<X509> made(X509_new(), X509_free);
    X509_set_version(made.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(made.get()), ++serial);
    X509_gmtime_adj(X509_getm_notBefore(made.get()), -an_hour_s);
    X509_gmtime_adj(X509_getm_notAfter(made.get()), an_hour_s);
    X509_set_pubkey(made.get(), key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(made.get()), "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
    return made;
}

void write(const std::filesystem::path& path, X509* certificate, EVP_PKEY* key) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "w"),
                                                               std::fclose);
    if (file == nullptr ||
        (certificate != nullptr && PEM_write_X509(file.get(), certificate) != 1) ||
        (key != nullptr &&
         PEM_write_PrivateKey(file.get(), key, nullptr, nullptr, 0, nullptr, nullptr) != 1)) {
        throw std::runtime_error("cannot write " + path.string());
    }
}

}  // namespace

Authority::Authority(std::filesystem::path folder, const std::string& name)
    : folder_(std::move(folder)),
      trusted_(folder_ / (name + ".pem")),
      key_(new_key()),
      certificate_(new_certificate(name, key_.get())) {
    X509_set_issuer_name(certificate_.get(), X509_get_subject_name(certificate_.get()));
    extend(certificate_.get(), NID_basic_constraints, "critical,CA:TRUE");
    X509_sign(certificate_.get(), key_.get(), EVP_sha256());
    write(trusted_, certificate_.get(), nullptr);
}

TlsFiles Authority::issue(const std::string& file, const std::string& host) const {
    const auto key = new_key();
    const auto made = new_certificate(host, key.get());
    X509_set_issuer_name(made.get(), X509_get_subject_name(certificate_.get()));
    const bool is_address = host.find_first_not_of("0123456789.") == std::string::npos;
    extend(made.get(), NID_subject_alt_name, (is_address ? "IP:" : "DNS:") + host);
    X509_sign(made.get(), key_.get(), EVP_sha256());
    const TlsFiles files{folder_ / (file + ".pem"), folder_ / (file + ".key"), {}};
    write(files.certificate, made.get(), nullptr);
    write(files.key, nullptr, key.get());
    return files;
}

}  // namespace indgang::http
