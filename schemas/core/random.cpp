// SPDX-License-Identifier: MPL-2.0
#include "schemas/core/random.h"

#include <openssl/rand.h>

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

#include "schemas/error/error.h"

namespace indgang {
namespace {

// Crockford's base 32: no letter that a person reads as a digit.
constexpr std::string_view alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::size_t id_letters = 26;  // 5 bits each: 130 random bits
// 45 bits: milliseconds for a thousand years; 85 random bits are left.
constexpr std::size_t time_letters = 9;

void fill(std::span<std::uint8_t> random) {
    if (RAND_bytes(random.data(), static_cast<int>(random.size())) != 1) {
        throw Error(Reason::no_randomness, "ids: no random bytes from OpenSSL");
    }
}

std::string random_letters(std::size_t count) {
    std::array<std::uint8_t, id_letters> random{};
    fill(std::span(random).first(count));
    std::string letters(count, alphabet.front());
    for (std::size_t i = 0; i < count; ++i) {
        letters[i] = alphabet[random[i] & 31];
    }
    return letters;
}

}  // namespace

IdSource random_ids() {
    return [] { return random_letters(id_letters); };
}

Chance random_chance() {
    return [] {
        constexpr int bytes = 6;  // 48 bits, which a double holds without rounding up to 1
        std::array<std::uint8_t, bytes> random{};
        fill(random);
        double share = 0;
        for (const auto byte : random) {
            share = (share + byte) / 256;
        }
        return share;
    };
}

IdSource ordered_ids(Clock clock) {
    return [clock = std::move(clock)] {
        auto ms = static_cast<std::uint64_t>(clock().time_since_epoch().count());
        std::string id(time_letters, alphabet.front());
        for (auto letter = id.rbegin(); letter != id.rend(); ++letter) {
            *letter = alphabet[ms & 31];
            ms >>= 5;
        }
        return id + random_letters(id_letters - time_letters);
    };
}

}  // namespace indgang
