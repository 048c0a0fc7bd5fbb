// SPDX-License-Identifier: MPL-2.0
// Whatever a register or a case system may send where an HTTP answer is expected.
#include "adapters/http/client.h"

#include "tests/fuzz/answering_server.h"
#include "tests/fuzz/door.h"

using namespace indgang;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static auto& server = *new fuzz::AnsweringServer;
    server.answer_raw(BytesView(data, size));
    return fuzz::taken_or_refused([&] {
        http::Client client({.base_url = server.url()});
        static_cast<void>(client.send({.path = "/a"}));
    });
}
