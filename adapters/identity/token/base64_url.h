// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "schemas/core/bytes.h"

/// Base64url without padding (RFC 7515, section 2), and base64.
namespace indgang::identity {

/// Nothing: a character or length that no encoder writes.
[[nodiscard]] std::optional<std::string> from_base64_url(std::string_view text);
[[nodiscard]] std::string to_base64_url(std::string_view bytes);
/// With padding, as of HTTP's Basic.
[[nodiscard]] std::string to_base64(std::string_view bytes);
/// SHA-256 in base64url: the challenge of PKCE (RFC 7636, 4.2).
[[nodiscard]] std::string sha256_base64_url(std::string_view text);

}  // namespace indgang::identity
