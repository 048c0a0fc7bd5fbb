// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <vector>

#include "pipeline/stages/tail.h"
#include "pipeline/store/store.h"

namespace indgang::runner {

/// The applications of the same form before and after one in its batch, as the store has them.
/// Threads: one.
class StoredNeighbours final : public stages::Neighbours {
  public:
    explicit StoredNeighbours(const store::Store& store) : store_(&store) {}

    /// Whose neighbours are asked for next. `item` outlives the asking.
    void look_beside(const store::Item& item) { item_ = &item; }
    [[nodiscard]] std::vector<record::ApplicationRecord> of(
        const record::ApplicationRecord& record) override;

  private:
    const store::Store* store_;
    const store::Item* item_ = nullptr;
};

}  // namespace indgang::runner
