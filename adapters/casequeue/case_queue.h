// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "adapters/http/client.h"
#include "schemas/core/bytes.h"
#include "schemas/core/digest.h"

namespace indgang::casequeue {

/// A file that belongs to the case: the original XML, a page image. Fetched by digest.
struct Document {
    Digest digest;
    std::string media_type;
    std::string name;  ///< "page-1.tif", "original.xml": never a sender's file name
};

/// What becomes one case. The same key always comes with the same bytes.
struct CaseSubmission {
    std::string idempotency_key;
    std::string body;  ///< JSON, docs/formats/case.md
    std::vector<Document> documents;
};

struct CaseReceipt {
    std::string case_number;
    bool was_known = false;  ///< the case existed already under this key
};

/// A document that comes to a case which stands already.
struct CaseAddition {
    std::string idempotency_key;  ///< its own, not the case's
    std::string case_number;
    Document document;
};

using BlobReader = std::function<Bytes(const Digest&)>;

/// The port to case systems.
class CaseQueue {
  public:
    virtual ~CaseQueue() = default;

    /// Sending twice is harmless: the receiver stores the key with the case.
    /// Errors: unavailable (no answer, 408, 409, 429, 5xx: try again with the same key; what was
    ///         sent may have arrived), refused (any other 4xx: a dead letter for a person).
    [[nodiscard]] virtual CaseReceipt submit(const CaseSubmission& submission,
                                             const BlobReader& blob) = 0;

    /// Adds a document to a case; sending twice is harmless. Errors: as `submit`; refused also for
    /// a case system that takes no additions (404, 405).
    virtual void add(const CaseAddition& addition, const BlobReader& blob) = 0;
};

/// Over HTTP: `PUT /documents/<digest>` for documents that the receiver lacks (`HEAD` first), then
/// `POST /cases` with `Idempotency-Key`; additions by `POST /cases/<number>/documents`. One per
/// thread.
[[nodiscard]] std::unique_ptr<CaseQueue> http_case_queue(http::ClientSettings settings);

}  // namespace indgang::casequeue
