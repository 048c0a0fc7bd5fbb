// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "adapters/casequeue/case_queue.h"
#include "adapters/http/client.h"
#include "schemas/core/time.h"

namespace indgang::casequeue {

/// A way to speak to case systems: a line in the table of protocols.cpp.
struct Protocol {
    std::string_view name;  ///< the word in the configuration
    std::unique_ptr<CaseQueue> (*create)(http::ClientSettings settings, Clock clock);
};
[[nodiscard]] std::span<const Protocol> protocols();

/// docs/formats/case.md
inline constexpr std::string_view indgang_cases = "indgang-cases/1";

/// A case system of this installation. Its name stands in each delivery to it.
struct Destination {
    std::string protocol{indgang_cases};
    http::ClientSettings server;
};

/// One per thread. Errors: bad_input "protocol_unknown" (a name that is not in the table).
[[nodiscard]] std::unique_ptr<CaseQueue> queue_to(const Destination& destination,
                                                  const Clock& clock);

}  // namespace indgang::casequeue
