// SPDX-License-Identifier: MPL-2.0
// A zip of anything, all of its entries unpacked.
#include <algorithm>

#include "pipeline/feed/part.h"
#include "tests/fuzz/door.h"

using namespace indgang;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const BytesView bytes(data, size);
    return fuzz::taken_or_refused([&] {
        const auto read_at = [&](std::span<char> into, std::uint64_t at) {
            const auto rest = text_of(bytes.subspan(std::min<std::size_t>(at, bytes.size())));
            return rest.copy(into.data(), into.size());
        };
        const auto parts = feed::take_apart({read_at, size}, [](BytesView) { return false; });
        for (feed::Place place; const auto part = parts->next();) {
            const auto next = feed::behind(*part, place);
            fuzz::must_be_equal(part->number == place.after + 1 && next != place);
            place = next;
        }
    });
}
