// SPDX-License-Identifier: MPL-2.0
// What the registers answer: the first byte chooses register and status, the rest is the body.
#include "adapters/registry/registry.h"
#include "tests/fuzz/answering_server.h"
#include "tests/fuzz/door.h"

using namespace indgang;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static auto& server = *new fuzz::AnsweringServer;
    static const auto kinds = registry::registry_kinds();
    const auto [way, body] = fuzz::first_byte_of(data, size);
    static const record::Question about{
        "",
        {{"cpr", Value::of(*CprNumber::parse("6101901234"))},
         {"cvr", *Value::of_text(ValueKind::cvr, "10202027")},
         {"fra", Value::of(*Date::parse_iso("2026-01-01"))},
         {"til", Value::of(*Date::parse_iso("2026-03-01"))},
         {"vejnavn", *Value::of_text(ValueKind::street, "Egevej")},
         {"husnummer", *Value::of_text(ValueKind::house_number, "12B")},
         {"postnummer", *Value::of_text(ValueKind::postcode, "8000")}},
        "32.03.12"};
    server.answer(way / 16 == 0 ? 200 : 404, body);
    return fuzz::taken_or_refused([&, way = way] {
        const auto& kind = kinds[way % kinds.size()];
        static_cast<void>(kind.create({server.url()}, [] { return UtcTime{}; })->ask(about));
    });
}
