// SPDX-License-Identifier: MPL-2.0
// What an identity provider says: a token, the two parts of one without its encoding, or a key set.
#include "adapters/identity/token/token.h"
#include "adapters/identity/token/base64_url.h"
#include "adapters/identity/token/signing_key.h"
#include "tests/fuzz/door.h"

using namespace indgang;
using namespace indgang::identity;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const SigningKey key(SigningKind::ec, "a");
    static const auto keys = keys_of({{"keys", {key.public_half()}}});
    const ExpectedToken expected{"https://login.example.dk", "indgang", "n", UtcTime{}};
    const auto [way, bytes] = fuzz::first_byte_of(data, size);
    const std::string text(text_of(bytes));
    return fuzz::taken_or_refused([&, way = way] {
        if (way % 4 == 3) {
            return static_cast<void>(keys_of(nlohmann::json::parse(text, nullptr, false)));
        }
        // Signed, so that the claims are looked at.
        const auto said = to_base64_url(R"({"alg":"ES256","kid":"a"})") + "." + to_base64_url(text);
        const auto token = way % 4 == 0   ? text
                           : way % 4 == 1 ? to_base64_url(text) + ".e30.AA"
                                          : said + "." + to_base64_url(key.sign(said));
        static_cast<void>(
            checked_claims(token, expected, [](auto&) { return std::optional(keys.front()); }));
    });
}
