// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "schemas/core/bytes.h"

namespace indgang {

/// The SHA-256 of some bytes: the name of everything that is stored.
class Digest {
  public:
    static constexpr std::size_t size_bytes = 32;

    [[nodiscard]] static Digest of(BytesView bytes);
    /// Takes 64 lower-case hexadecimal digits; anything else gives nothing.
    [[nodiscard]] static std::optional<Digest> parse(std::string_view hex);

    [[nodiscard]] std::string hex() const;
    auto operator<=>(const Digest&) const = default;

  private:
    friend class Digester;
    explicit Digest(const std::array<std::uint8_t, size_bytes>& bytes) : bytes_(bytes) {}
    std::array<std::uint8_t, size_bytes> bytes_;
};

}  // namespace indgang
