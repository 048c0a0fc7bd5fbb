// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

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

/// The port to case systems. One per thread; implementations in the table of protocols.cpp.
class CaseQueue {
  public:
    virtual ~CaseQueue() = default;

    /// Sending twice is harmless: the receiver stores the key with the case.
    /// Errors: unavailable (no answer, or none that says a case number: what was sent may have
    ///         arrived, and the same key and bytes, sent again, look it up), refused (these bytes
    ///         will never be taken: a dead letter for a person), internal (we are refused, or the
    ///         address is wrong), and those of `blob`.
    [[nodiscard]] virtual CaseReceipt submit(const CaseSubmission& submission,
                                             const BlobReader& blob) = 0;

    /// Adds a document to a case; sending twice is harmless. Errors: as `submit`; refused also for
    /// a case system that takes no additions (404, 405).
    virtual void add(const CaseAddition& addition, const BlobReader& blob) = 0;

    /// After an Error of `submit` or `add`: how long the receiver asks to be left alone by all of
    /// us; nothing: it does not say.
    [[nodiscard]] virtual std::optional<std::chrono::milliseconds> asked_to_wait() const = 0;
};

}  // namespace indgang::casequeue
