// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pipeline/store/store.h"
#include "schemas/core/geometry.h"
#include "schemas/record/reading.h"
#include "schemas/record/record.h"

namespace indgang::desk {

/// What was read of each page of an application, in the order of its pages; nothing in it of a page
/// that is not stored any more.
[[nodiscard]] std::vector<record::PageReading> readings_of(const store::Store& store,
                                                           const store::Item& item,
                                                           const record::ApplicationRecord& record);

/// Where a field stands: the page of the application, from 0, and its box there.
struct PlaceOnPage {
    int page = 0;
    BoxPx box;
};
/// Takes: what was read of the application's pages, in their order.
[[nodiscard]] std::optional<PlaceOnPage> place_of(const std::vector<record::PageReading>& readings,
                                                  const std::string& field);

}  // namespace indgang::desk
