// SPDX-License-Identifier: MPL-2.0
// The requests of one connection: in pieces of any length they are what they are in one.
#include "adapters/http/message/request_reader.h"
#include "tests/fuzz/door.h"

using namespace indgang;
using Step = http::RequestReader::Step;

static std::string requests_in(BytesView bytes, std::size_t piece_bytes) {
    http::RequestReader reader({.head_bytes = 4096, .body_bytes = 4096});
    std::string seen;
    for (Step step = Step::more; step != Step::refused && !bytes.empty();) {
        BytesView piece = bytes.first(std::min(piece_bytes, bytes.size()));
        bytes = bytes.subspan(piece.size());
        while ((step = reader.next(piece)) != Step::more && step != Step::refused) {
            seen += step == Step::head ? reader.head().method + reader.head().path + "\n" : "";
            seen += step == Step::piece ? text_of(reader.piece()) : "";
        }
    }
    return seen + reader.refusal().title;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto [pace, bytes] = fuzz::first_byte_of(data, size);
    fuzz::must_be_equal(requests_in(bytes, bytes.size()) == requests_in(bytes, pace % 32U + 1U));
    return 0;
}
