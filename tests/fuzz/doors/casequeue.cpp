// SPDX-License-Identifier: MPL-2.0
// What a case system answers: the first byte chooses step and status, the rest is the body.
#include "adapters/casequeue/indgang_cases.h"

#include <array>

#include "tests/fuzz/answering_server.h"
#include "tests/fuzz/door.h"

using namespace indgang;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static auto& server = *new fuzz::AnsweringServer;
    static auto& cases = *casequeue::create_indgang_cases({.base_url = server.url()}, [] {
                              return UtcTime{};
                          }).release();
    const auto blob = [](const Digest&) { return Bytes{1}; };
    const casequeue::Document page{Digest::of(Bytes{1}), "image/tiff", "page-1.tif"};
    const auto [way, body] = fuzz::first_byte_of(data, size);
    constexpr std::array statuses = {201, 200, 409, 404, 503, 204};
    server.answer(statuses[way / 2 % statuses.size()], body);
    return fuzz::taken_or_refused([&, way = way] {
        if (way % 2 == 0) {
            static_cast<void>(cases.submit({"key", "{}", {page}}, blob));
        } else {
            cases.add({"key", std::string(text_of(body)), page}, blob);
        }
    });
}
