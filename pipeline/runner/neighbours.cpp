// SPDX-License-Identifier: MPL-2.0
#include "pipeline/runner/neighbours.h"

#include <string>
#include <utility>

#include "pipeline/runner/listing.h"
#include "pipeline/runner/stored_record.h"
#include "schemas/core/limits.h"
#include "schemas/error/error.h"

namespace indgang::runner {

std::vector<record::ApplicationRecord> StoredNeighbours::of(
    const record::ApplicationRecord& record) {
    const auto arrival = store_->arrival(item_->arrival);
    if (arrival && arrival->state == store::ArrivalState::received) {
        throw Error(Reason::batch_unread, "compare: the batch is not read to its end");
    }
    const auto items = store_->items({std::nullopt, item_->arrival, limits::scan_pages});
    const store::Item *before = nullptr, *after = nullptr;
    for (const auto& item : items) {
        if (item.form != item_->form || item.version != item_->version ||
            item.state == store::ItemState::closed) {
            continue;
        }
        if (item.ordinal < item_->ordinal &&
            (before == nullptr || item.ordinal > before->ordinal)) {
            before = &item;
        }
        if (item.ordinal > item_->ordinal && (after == nullptr || item.ordinal < after->ordinal)) {
            after = &item;
        }
    }
    std::vector<record::ApplicationRecord> neighbours;
    if (before == nullptr && after == nullptr) {
        return neighbours;
    }
    const std::string own = set_of(record);
    for (const auto* item : {before, after}) {
        if (item == nullptr) {
            continue;
        }
        auto neighbour = record_of(*item);
        if (own.empty() || own == set_of(neighbour)) {
            neighbours.push_back(std::move(neighbour));
        }
    }
    return neighbours;
}

}  // namespace indgang::runner
