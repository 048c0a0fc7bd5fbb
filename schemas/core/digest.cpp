// SPDX-License-Identifier: MPL-2.0
#include "schemas/core/digest.h"

#include <openssl/evp.h>

#include "schemas/error/error.h"

namespace indgang {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

}  // namespace

Digest Digest::of(BytesView bytes) {
    std::array<std::uint8_t, size_bytes> result{};
    unsigned int length = 0;
    // OpenSSL looks for what EVP_sha256() names at each use, which costs as much as 500 bytes do.
    static const EVP_MD* const sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    if (sha256 == nullptr ||
        EVP_Digest(bytes.data(), bytes.size(), result.data(), &length, sha256, nullptr) != 1 ||
        length != size_bytes) {
        throw Error(Reason::digest_failed, "digest: OpenSSL has no SHA-256");
    }
    return Digest(result);
}

std::optional<Digest> Digest::parse(std::string_view hex) {
    if (hex.size() != 2 * size_bytes) {
        return std::nullopt;
    }
    std::array<std::uint8_t, size_bytes> result{};
    for (std::size_t i = 0; i < hex.size(); ++i) {
        const auto digit = hex_digits.find(hex[i]);
        if (digit == std::string_view::npos) {
            return std::nullopt;
        }
        result[i / 2] = static_cast<std::uint8_t>(result[i / 2] << 4 | digit);
    }
    return Digest(result);
}

std::string Digest::hex() const {
    std::string result;
    result.reserve(2 * size_bytes);
    for (const auto byte : bytes_) {
        result += hex_digits[byte >> 4];
        result += hex_digits[byte & 15];
    }
    return result;
}

}  // namespace indgang
