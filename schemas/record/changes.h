// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "schemas/record/record.h"

namespace indgang::record {

/// What one revision of a record says otherwise than the one before it.
struct FieldChange {
    std::string field;
    std::optional<std::string> from, to;  ///< canonical; nothing: no value
    bool operator==(const FieldChange&) const = default;
};
struct Changes {
    /// In the form's order. A value that a person agreed to is one too, with `from` equal to `to`.
    std::vector<FieldChange> fields;
    std::vector<Finding> findings;  ///< that only the later one has: pages dropped, doubts passed
};

/// Takes: two revisions of the same application.
[[nodiscard]] Changes changes_between(const ApplicationRecord& earlier,
                                      const ApplicationRecord& later);

}  // namespace indgang::record
