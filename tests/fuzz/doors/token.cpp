// SPDX-License-Identifier: MPL-2.0
// What an identity provider says: a token, the two parts of one without its encoding, or a key set.
#include "adapters/identity/token/token.h"

#include "adapters/identity/token/base64_url.h"
#include "adapters/identity/token/signing_key.h"
#include "tests/fuzz/door.h"

using namespace indgang;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const identity::SigningKey key(identity::SigningKind::ec, "a");
    static const auto keys = identity::keys_of({{"keys", {key.public_half()}}});
    const identity::ExpectedToken expected{"https://login.example.dk", "indgang", "n", UtcTime{}};
    const auto [way, bytes] = fuzz::first_byte_of(data, size);
    const std::string text(text_of(bytes));
    return fuzz::taken_or_refused([&, way = way] {
        if (way % 4 == 3) {
            static_cast<void>(identity::keys_of(nlohmann::json::parse(text, nullptr, false)));
            return;
        }
        // Signed, so that the claims are looked at.
        const auto said = identity::to_base64_url(R"({"alg":"ES256","kid":"a"})") + "." +
                          identity::to_base64_url(text);
        const auto token = way % 4 == 0   ? text
                           : way % 4 == 1 ? identity::to_base64_url(text) + ".e30.AA"
                                          : said + "." + identity::to_base64_url(key.sign(said));
        static_cast<void>(identity::checked_claims(token, expected, [](const std::string& id) {
            return id == "a" ? std::optional(keys.front()) : std::nullopt;
        }));
    });
}
