// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "pipeline/store/store.h"
#include "schemas/core/time.h"
#include "schemas/record/changes.h"
#include "schemas/record/record.h"

namespace indgang::desk {

/// What the record of an application said at one time, and until when.
struct SaidRecord {
    bool is_settled = false;
    record::SettledRecord settled;          ///< of one that was not settled the record alone
    std::optional<store::PastRecord> past;  ///< nothing: it says so still

    [[nodiscard]] const record::ApplicationRecord& record() const {
        return settled.validated.inquired.record;
    }
};
/// All that it ever said, the oldest first. Errors: as Store.
[[nodiscard]] std::vector<SaidRecord> said_of(const store::Store& store, const store::Item& item);

/// A revision of an application, and what it says otherwise than the one before.
struct Revision {
    int number = 1;
    UtcTime at{};
    store::Author author;
    record::Changes changes;
};
/// The oldest first. A revision begins when the record before it ended; settlements make none. Who
/// corrected a record before corrections were kept is told by its events alone.
/// Takes: what `said_of` gives.
[[nodiscard]] std::vector<Revision> revisions_of(std::span<const SaidRecord> said);

}  // namespace indgang::desk
