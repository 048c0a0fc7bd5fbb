// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>

#include "schemas/core/descriptor.h"

namespace indgang::http {

/// A socket that listens at an address, "127.0.0.1" or "::1", or the first of a name's, IPv4 before
/// IPv6; port 0 is a free one.
/// Errors: unavailable http_listen_failed.
[[nodiscard]] Descriptor listen_at(const std::string& address, int port);
[[nodiscard]] int port_of(int listener);

struct Accepted {
    enum class Outcome {
        connection,
        nobody,   ///< none waits
        no_room,  ///< the process or the machine may open no more files
    };
    Outcome outcome = Outcome::nobody;
    Descriptor socket;
    std::string peer;  ///< the numeric address of the other side
};
/// Never waits. Threads: any number.
[[nodiscard]] Accepted accept_from(int listener);

}  // namespace indgang::http
