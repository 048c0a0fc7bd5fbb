// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <vector>

#include "pipeline/store/store.h"
#include "schemas/record/record.h"

namespace indgang::desk {

/// What was read of each page of an application, in the order of its pages; nothing in it of a page
/// that is not stored any more.
[[nodiscard]] std::vector<record::PageReading> readings_of(const store::Store& store,
                                                           const store::Item& item,
                                                           const record::ApplicationRecord& record);

}  // namespace indgang::desk
