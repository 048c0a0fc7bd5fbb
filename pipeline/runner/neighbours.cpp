// SPDX-License-Identifier: MPL-2.0
#include "pipeline/runner/neighbours.h"
#include "pipeline/runner/stored_record.h"

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "schemas/core/error.h"
#include "schemas/core/limits.h"
#include "schemas/record/json.h"

namespace indgang::runner {
namespace {

using Sets = std::map<PagePlace, std::string>;

Sets sets_of(const std::vector<store::StoredPage>& pages) {
    Sets sets;
    for (const auto& page : pages) {
        const auto reading = record::parse_page_reading(page.reading);
        sets[page.page] = reading.match ? reading.match->set : std::string();
    }
    return sets;
}

/// The set that each page of the form has; empty: they have none, or not the same.
std::string set_of(const record::ApplicationRecord& record, const Sets& sets) {
    std::optional<std::string> set;
    for (const auto& page : record.pages) {
        if (page.form_page == 0) {
            continue;
        }
        const auto found = sets.find(page.page);
        const std::string own = found == sets.end() ? std::string() : found->second;
        if (set && *set != own) {
            return {};
        }
        set = own;
    }
    return set.value_or(std::string());
}

}  // namespace

std::vector<record::ApplicationRecord> StoredNeighbours::of(
    const record::ApplicationRecord& record) {
    const auto arrival = store_->arrival(item_->arrival);
    if (arrival && arrival->state == store::ArrivalState::received) {
        throw Error(ErrorKind::unavailable, std::string(batch_unread),
                    "compare: the batch is not read to its end");
    }
    const auto items = store_->items({std::nullopt, item_->arrival, limits::scan_pages});
    const store::Item *before = nullptr, *after = nullptr;
    for (const auto& item : items) {
        if (item.form != item_->form || item.version != item_->version) {
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
    const Sets sets = sets_of(store_->pages(item_->arrival));
    const std::string own = set_of(record, sets);
    for (const auto* item : {before, after}) {
        if (item == nullptr) {
            continue;
        }
        auto neighbour = record_of(*item);
        if (own.empty() || own == set_of(neighbour, sets)) {
            neighbours.push_back(std::move(neighbour));
        }
    }
    return neighbours;
}

}  // namespace indgang::runner
