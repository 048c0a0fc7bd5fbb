// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>

#include "pipeline/store/sqlite/database/file_lock.h"
#include "pipeline/store/sqlite/database/sql.h"
#include "schemas/core/time.h"

namespace indgang::store::sqlite {

/// How long a process that stands still keeps the work that it claimed. One that ends, however it
/// ends, loses it at once.
struct LeaseTerms {
    std::chrono::milliseconds beat{5'000};  ///< how often a process says that it lives
    /// Without a word for so long, it has lost its work to the others.
    std::chrono::milliseconds length{30'000};
};

/// Which processes work with the store. A row that somebody works on names its owner; the owner's
/// lease in table `owners` says whether that still counts. The lease is one for all that a process
/// has claimed, so that keeping it costs one short write every few seconds, whatever is claimed.
///
/// A lease has no time of day at its end: a clock that jumps would strand or hurry the work of
/// everybody. It ends when its owner's lock is gone, which the system sees to at a process's death,
/// or when its beats have not grown for `length` of the looking process's own steady clock.
/// Threads: the writing one.
class Leases {
  public:
    /// Errors: internal "store_failed".
    Leases(const std::filesystem::path& folder, Clock clock, const LeaseTerms& terms);

    /// The number under which this process owns rows: no other process ever has it, and it is
    /// never 0, which is nobody.
    [[nodiscard]] std::int64_t mine() const { return mine_; }

    /// Takes a number. Called in a transaction, as all that follow.
    void enter(Connection& connection);
    /// Says that this process lives. When others took it for dead meanwhile, it goes on under a new
    /// number; what it had claimed is theirs, and what it ends of that is refused.
    void beat(Connection& connection);
    /// Ends the leases of those that are dead or stand still. Looks a few times a second at most.
    void end_the_dead(Connection& connection);
    /// Gives everything free that this process had claimed.
    void leave(Connection& connection);

  private:
    using Steady = std::chrono::steady_clock;
    struct Seen {
        std::int64_t beats = 0;
        Steady::time_point since;
    };
    [[nodiscard]] bool stands_still(std::int64_t owner, std::int64_t beats);

    FileLock file_;  ///< one byte of it for each owner that lives
    Clock clock_;
    LeaseTerms terms_;
    std::int64_t mine_ = 0;
    Steady::time_point looked_at_;
    std::map<std::int64_t, Seen> seen_;  ///< by owner
};

}  // namespace indgang::store::sqlite
