// SPDX-License-Identifier: MPL-2.0
#include "adapters/identity/token/base64_url.h"

#include <sodium.h>

#include <array>

namespace indgang::identity {
namespace {

std::string encoded(std::string_view bytes, int variant) {
    std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
    sodium_bin2base64(text.data(), text.size(),
                      reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), variant);
    text.pop_back();  // the zero at the end
    return text;
}

}  // namespace

std::optional<std::string> from_base64_url(std::string_view text) {
    std::string bytes(text.size(), '\0');
    std::size_t size = 0;
    const char* end = nullptr;
    const int outcome = sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()),
                                          bytes.size(), text.data(), text.size(), nullptr, &size,
                                          &end, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    if (outcome != 0 || end != text.data() + text.size()) {
        return std::nullopt;
    }
    bytes.resize(size);
    return bytes;
}

std::string to_base64_url(std::string_view bytes) {
    return encoded(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

std::string to_base64(std::string_view bytes) {
    return encoded(bytes, sodium_base64_VARIANT_ORIGINAL);
}

std::string sha256_base64_url(std::string_view text) {
    std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
    crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(text.data()),
                       text.size());
    return to_base64_url({reinterpret_cast<const char*>(hash.data()), hash.size()});
}

}  // namespace indgang::identity
