// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// Inside of adapters/identity: passwords and what is kept of them.
namespace indgang::identity {

inline constexpr std::size_t password_characters_least = 12;
inline constexpr std::size_t password_bytes_most = 1024;

/// What is kept of a new password: Argon2id with a salt of its own, at libsodium's interactive
/// limits (64 MiB, two passes; 0.1 s on one core). Characters are counted and hashed in the normal
/// form NFC, so that the same word from another keyboard is the same password.
/// Errors: bad_input password_too_short, not_utf8 (control characters, too), limit
///         password_too_long, internal password_not_hashed.
[[nodiscard]] std::string hash_of(std::string_view password);

/// Whether the text is what `hash_of` gives, at its limits.
[[nodiscard]] bool is_hash(const std::string& text);

/// Takes one hash, whatever the password is; one that could be nobody's is wrong.
/// Takes:  a text for which `is_hash` holds, or `nobodys_hash`.
/// Errors: internal password_not_hashed.
[[nodiscard]] bool matches(const std::string& hash, std::string_view password);

/// A hash of no password, at the same limits: who is unknown costs as much as who is known.
[[nodiscard]] const std::string& nobodys_hash();

}  // namespace indgang::identity
