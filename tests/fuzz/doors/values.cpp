// SPDX-License-Identifier: MPL-2.0
// A text as a value of every kind, as people and as schemas write it; written out, it is the same.
#include "schemas/values/value.h"

#include "schemas/values/danish_text.h"
#include "tests/fuzz/door.h"

using namespace indgang;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = text_of(BytesView(data, size));
    static_cast<void>(folded(text));
    for (int kind = 0; kind <= static_cast<int>(ValueKind::signature); ++kind) {
        for (const Notation notation : {Notation::danish, Notation::xml}) {
            const auto parsed = parse_value(static_cast<ValueKind>(kind), text, notation);
            if (const auto* value = std::get_if<Value>(&parsed)) {
                fuzz::must_be_equal(parse_canonical(value->kind(), value->canonical()) == *value);
                static_cast<void>(value->danish());
            }
        }
    }
    return 0;
}
