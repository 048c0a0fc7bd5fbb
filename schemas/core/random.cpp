// SPDX-License-Identifier: MPL-2.0
#include "schemas/core/random.h"

#include <openssl/rand.h>

#include <array>
#include <cstdint>
#include <string_view>

#include "schemas/error/error.h"

namespace indgang {
namespace {

// Crockford's base 32: no letter that a person reads as a digit.
constexpr std::string_view alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::size_t id_letters = 26;  // 5 bits each: 130 random bits

}  // namespace

IdSource random_ids() {
    return [] {
        std::array<std::uint8_t, id_letters> random{};
        if (RAND_bytes(random.data(), static_cast<int>(random.size())) != 1) {
            throw Error(Reason::no_randomness, "ids: no random bytes from OpenSSL");
        }
        std::string id;
        for (const auto byte : random) {
            id += alphabet[byte & 31];
        }
        return id;
    };
}

}  // namespace indgang
