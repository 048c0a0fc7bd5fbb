// SPDX-License-Identifier: MPL-2.0
// What a worker that was taken over may write into its socket: lengths, header, body.
#include <sys/socket.h>
#include <unistd.h>

#include <array>

#include "pipeline/worker/message.h"
#include "tests/fuzz/door.h"

using namespace indgang;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::array<int, 2> pair{};
    constexpr std::size_t socket_holds = 100'000;  // while nobody reads
    if (size > socket_holds || ::socketpair(AF_UNIX, SOCK_STREAM, 0, pair.data()) != 0) {
        return -1;
    }
    const Descriptor reader(pair[0]);
    const ssize_t written = ::write(pair[1], data, size);
    ::close(pair[1]);
    fuzz::must_be_equal(written == static_cast<ssize_t>(size));
    return fuzz::taken_or_refused([&] {
        while (worker::receive_message(reader.number(), std::nullopt)) {
        }
    });
}
