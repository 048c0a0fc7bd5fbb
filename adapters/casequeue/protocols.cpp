// SPDX-License-Identifier: MPL-2.0
#include "adapters/casequeue/protocols.h"

#include <algorithm>
#include <array>

#include "adapters/casequeue/indgang_cases.h"
#include "schemas/error/error.h"

namespace indgang::casequeue {
namespace {

constexpr std::array<Protocol, 1> all = {{
    {indgang_cases, create_indgang_cases},
}};

}  // namespace

std::span<const Protocol> protocols() {
    return all;
}

std::unique_ptr<CaseQueue> queue_to(const Destination& destination, const Clock& clock) {
    const auto* const protocol = std::find_if(all.begin(), all.end(), [&](const Protocol& each) {
        return each.name == destination.protocol;
    });
    if (protocol == all.end()) {
        throw Error(Reason::protocol_unknown,
                    "configuration: there is no protocol '" + destination.protocol + "'");
    }
    return protocol->create(destination.server, clock);
}

}  // namespace indgang::casequeue
