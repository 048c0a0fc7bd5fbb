// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

namespace indgang::casequeue {

/// A case system for tests and for trying out. It keeps what it gets in a database of its own and
/// can be killed at any moment: what it acknowledged is there afterwards.
///
///   HEAD /documents/<digest>   200 or 404
///   PUT  /documents/<digest>   201; 422 when the bytes are not those of the digest
///   POST /cases                201 {case_number}; 200 with the same number for a key that is known
///                              with the same bytes; 422 for a known key with other bytes or for
///                              documents that were not put; 400 without a key or without a case
///   GET  /cases?after=&limit=  {cases: [{case_number, idempotency_key, payload_digest,
///   documents}]} GET  /cases/<number>       the case as it was delivered GET  /ledger {cases,
///   keys, duplicates} POST /simulator/faults     {refuse, stall, cut_before, cut_after,
///   fail_after}: shares of 0..1
///
/// Threads: any number. Format of a case: docs/formats/case.md.
class CaseSystemSimulator {
  public:
    /// Shares of the submitted cases and documents that meet a fault; together at most 1.
    struct Faults {
        double refuse = 0;      ///< 503, nothing is stored
        double stall = 0;       ///< no answer for `stall_ms`, nothing is stored
        double cut_before = 0;  ///< the connection is cut, nothing is stored
        double cut_after = 0;   ///< the connection is cut after the case was stored
        double fail_after = 0;  ///< 500 after the case was stored
    };
    struct Settings {
        int port = 0;  ///< 0: a free one
        std::filesystem::path folder;
        bool keys_checked = true;  ///< false: the control arm, where each POST makes a case
        Faults faults;
        std::uint64_t seed = 1;  ///< which requests the faults meet
        int stall_ms = 10'000;
    };

    /// Listens when it returns. Errors: unavailable (port in use), internal (folder, database).
    explicit CaseSystemSimulator(Settings settings);
    ~CaseSystemSimulator();
    [[nodiscard]] int port() const;
    void set_faults(const Faults& faults);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace indgang::casequeue
