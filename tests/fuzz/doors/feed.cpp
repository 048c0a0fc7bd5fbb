// SPDX-License-Identifier: MPL-2.0
// An XML feed, taken apart from its begin, in portions of the size that the first byte says.
#include "schemas/xml/feed.h"

#include <algorithm>

#include "tests/fuzz/door.h"

using namespace indgang;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto [portion, bytes] = fuzz::first_byte_of(data, size);
    std::size_t at = 0;
    const auto source = [&, most = portion + std::size_t{1}](std::span<char> into) {
        const auto some = text_of(bytes).substr(at, std::min(most, into.size()));
        at += some.size();
        return some.copy(into.data(), some.size());
    };
    return fuzz::taken_or_refused([&] {
        std::int64_t number = 0;
        for (xml::FeedReader reader(source); const auto part = reader.next();) {
            fuzz::must_be_equal(part->number == ++number);
        }
    });
}
