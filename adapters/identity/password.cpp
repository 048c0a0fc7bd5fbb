// SPDX-License-Identifier: MPL-2.0
#include "adapters/identity/password.h"

#include <glib.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <optional>

#include "schemas/core/utf8.h"
#include "schemas/error/error.h"
#include "schemas/error/verify.h"

namespace indgang::identity {
namespace {

// "Password Storage" of OWASP wants at least 19 MiB and two passes of Argon2id.
constexpr auto passes = crypto_pwhash_OPSLIMIT_INTERACTIVE;
constexpr auto memory_bytes = crypto_pwhash_MEMLIMIT_INTERACTIVE;

void get_sodium_ready() {
    static const bool is_ready = sodium_init() >= 0;
    VERIFY(is_ready);
}

/// A password in NFC; its bytes are overwritten at its end.
class Normalized {
  public:
    /// Nothing: it is no UTF-8, or has control characters.
    static std::optional<Normalized> of(std::string_view password) {
        const auto is_control = [](char c) {
            return static_cast<unsigned char>(c) < ' ' || c == '\x7F';
        };
        if (std::ranges::any_of(password, is_control)) {
            return std::nullopt;
        }
        gchar* text = g_utf8_normalize(password.data(), static_cast<gssize>(password.size()),
                                       G_NORMALIZE_NFC);  // nothing where it is no UTF-8
        return text == nullptr ? std::nullopt : std::optional(Normalized(text));
    }
    [[nodiscard]] std::string_view text() const { return text_.get(); }

  private:
    struct Wipe {
        void operator()(gchar* text) const {
            sodium_memzero(text, std::string_view(text).size());
            g_free(text);
        }
    };
    explicit Normalized(gchar* text) : text_(text) {}
    std::unique_ptr<gchar, Wipe> text_;
};

[[noreturn]] void fail_for_memory() {
    throw Error(Reason::password_not_hashed, "identity: no memory for the hash of a password");
}

}  // namespace

std::string hash_of(std::string_view password) {
    get_sodium_ready();
    if (password.size() > password_bytes_most) {
        throw Error(Reason::password_too_long, "identity: the password has more than " +
                                                   std::to_string(password_bytes_most) + " bytes");
    }
    const auto normalized = Normalized::of(password);
    if (!normalized) {
        throw Error(Reason::not_utf8,
                    "identity: the password is no UTF-8, or has control characters");
    }
    if (count_code_points(normalized->text()) < password_characters_least) {
        throw Error(Reason::password_too_short, "identity: the password has less than " +
                                                    std::to_string(password_characters_least) +
                                                    " characters");
    }
    std::array<char, crypto_pwhash_STRBYTES> hash{};
    if (crypto_pwhash_argon2id_str(hash.data(), normalized->text().data(),
                                   normalized->text().size(), passes, memory_bytes) != 0) {
        fail_for_memory();
    }
    return hash.data();
}

bool is_hash(const std::string& text) {
    return text.size() < crypto_pwhash_STRBYTES &&
           crypto_pwhash_argon2id_str_needs_rehash(text.c_str(), passes, memory_bytes) == 0;
}

bool matches(const std::string& hash, std::string_view password) {
    get_sodium_ready();
    const auto normalized =
        password.size() > password_bytes_most ? std::nullopt : Normalized::of(password);
    const std::string_view text = normalized ? normalized->text() : std::string_view("");
    errno = 0;
    const int outcome = crypto_pwhash_argon2id_str_verify(hash.c_str(), text.data(), text.size());
    // EINVAL is another password; what else goes wrong is memory.
    if (outcome != 0 && errno != EINVAL) {
        fail_for_memory();
    }
    return outcome == 0 && normalized;
}

const std::string& nobodys_hash() {
    // Salt and hash of zeros: no password is known that gives it.
    static const std::string hash =
        "$argon2id$v=19$m=65536,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    return hash;
}

}  // namespace indgang::identity
