// SPDX-License-Identifier: MPL-2.0
// What a worker that was taken over may answer: eighths of the header's length, header, body.
#include "pipeline/worker/worker_protocol.h"
#include "tests/fuzz/door.h"

using namespace indgang;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto [eighths, bytes] = fuzz::first_byte_of(data, size);
    const std::size_t header = std::min<std::size_t>(eighths * 8, bytes.size());
    const BytesView body = bytes.subspan(header);
    const worker::Message message{std::string(text_of(bytes.first(header))),
                                  Bytes(body.begin(), body.end())};
    constexpr std::size_t documents = 2;
    fuzz::taken_or_refused([&] { worker::decode_done(message); });
    fuzz::taken_or_refused([&] { static_cast<void>(worker::decode_facts(message)); });
    fuzz::taken_or_refused([&] { static_cast<void>(worker::decode_pages(message, 1)); });
    fuzz::taken_or_refused([&] { static_cast<void>(worker::decode_combs(message)); });
    fuzz::taken_or_refused([&] { static_cast<void>(worker::decode_results(message, documents)); });
    fuzz::taken_or_refused([&] { static_cast<void>(worker::decode_piece(message, {})); });
    fuzz::taken_or_refused([&] { static_cast<void>(worker::decode_picture(message)); });
    return fuzz::taken_or_refused([&] { static_cast<void>(worker::decode_copy(message)); });
}
