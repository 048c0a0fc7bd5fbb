// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <vector>

#include "pipeline/store/store.h"

namespace indgang::crew {

/// From reading to settling in memory: small documents that were read and are settled without being
/// recorded first. Their arrivals stay claimed; after a crash they are read again.
///
/// There is room for a few batches only. When whoever settles waits for a register, whoever reads
/// finds no room after a while, and what was read is recorded, as applications on paper are. So is
/// what was claimed before and came to no end: that it was read is kept.
/// Threads: any number.
class Handover {
  public:
    struct Document {
        store::Arrival arrival;
        store::NewItem item;
    };
    using Batch = std::vector<Document>;
    static constexpr std::size_t most = 8;  ///< batches

    explicit Handover(store::Store& store) : store_(&store) {}
    /// Gives the arrivals of what nobody took back to the store.
    ~Handover();
    Handover(const Handover&) = delete;
    Handover& operator=(const Handover&) = delete;

    /// Hands a batch over, or records it. Errors: those of Store::finish_arrivals.
    void put(Batch batch);
    /// The batch that waits longest.
    [[nodiscard]] std::optional<Batch> take();
    /// Their claims go back without counting the attempt.
    void give_back(const Batch& batch) noexcept;

  private:
    void record(Batch batch);

    store::Store* store_;
    std::mutex mutex_;
    std::condition_variable has_room_;
    std::deque<Batch> waiting_;  ///< guarded by mutex_
};

}  // namespace indgang::crew
