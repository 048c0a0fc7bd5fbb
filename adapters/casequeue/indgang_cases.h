// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <memory>

#include "adapters/casequeue/case_queue.h"
#include "adapters/http/client.h"
#include "schemas/core/time.h"

namespace indgang::casequeue {

/// `PUT /documents/<digest>` for documents that the receiver lacks (`HEAD` first), then
/// `POST /cases` with `Idempotency-Key`; additions by `POST /cases/<number>/documents`.
/// Source: docs/formats/case.md
[[nodiscard]] std::unique_ptr<CaseQueue> create_indgang_cases(http::ClientSettings settings,
                                                              Clock clock);

}  // namespace indgang::casequeue
