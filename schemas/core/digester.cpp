// SPDX-License-Identifier: MPL-2.0
#include "schemas/core/digester.h"

#include <openssl/evp.h>

#include <array>
#include <string>

#include "schemas/error/error.h"

namespace indgang {

struct Digester::State {
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(),
                                                                    EVP_MD_CTX_free};
};

namespace {

void check(int result) {
    if (result != 1) {
        throw Error(Reason::digest_failed, "digest: OpenSSL has no SHA-256");
    }
}

}  // namespace

Digester::Digester() : state_(std::make_unique<State>()) {
    check(EVP_DigestInit_ex(state_->context.get(), EVP_sha256(), nullptr));
}
Digester::~Digester() = default;
Digester::Digester(Digester&&) noexcept = default;
Digester& Digester::operator=(Digester&&) noexcept = default;

void Digester::add(BytesView bytes) {
    check(EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()));
}

Digest Digester::digest() {
    std::array<std::uint8_t, Digest::size_bytes> bytes{};
    check(EVP_DigestFinal_ex(state_->context.get(), bytes.data(), nullptr));
    return Digest(bytes);
}

}  // namespace indgang
