// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/core/bytes.h"
#include "schemas/core/digest.h"

namespace indgang::casequeue {

/// The simulated case system's own database: SQLite, WAL, synchronous=FULL, so that it can be
/// killed like a real one. Threads: any number.
class CaseBook {
  public:
    enum class Keys {
        checked,  ///< a key makes one case, whatever comes how often
        ignored,  ///< the control arm: each submission makes a case
    };
    struct Case {
        std::string case_number;
        std::string idempotency_key;
        std::string payload_digest;
        std::string documents;  ///< JSON array of digests
    };
    struct Entry {
        enum class Kind {
            made,
            known,
            other_payload,
            documents_missing,
            no_case
        } kind = Kind::made;
        std::string case_number;  ///< of made and known
    };
    struct Sums {
        std::int64_t additions = 0;
        std::int64_t additions_twice = 0;  ///< beyond the first of the same case and document
        std::int64_t cases = 0;
        std::int64_t keys = 0;        ///< different ones
        std::int64_t duplicates = 0;  ///< cases beyond the first of the same payload
    };

    /// Errors of all: internal (disk, database).
    CaseBook(const std::filesystem::path& folder, Keys keys);
    ~CaseBook();

    /// Stores case, key and payload in one transaction; durable when it returns.
    [[nodiscard]] Entry enter(const std::string& key, const std::string& body,
                              const std::vector<Digest>& documents);
    /// Adds a document to a case under a key of its own. Gives: as `enter`; `no_case` for a case
    /// that does not exist.
    [[nodiscard]] Entry add(const std::string& key, const std::string& case_number,
                            const Digest& document);
    /// What was added to a case, oldest first.
    [[nodiscard]] std::vector<std::string> additions(const std::string& case_number) const;
    void put_document(const Digest& digest, const std::string& media_type, BytesView bytes);
    [[nodiscard]] bool has_document(const Digest& digest) const;
    [[nodiscard]] std::optional<std::string> body_of(const std::string& case_number) const;
    /// Oldest first, those after case `after`.
    [[nodiscard]] std::vector<Case> cases(std::int64_t after, std::int64_t limit) const;
    [[nodiscard]] Sums sums() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace indgang::casequeue
