// SPDX-License-Identifier: MPL-2.0
#include "pipeline/desk/readings.h"

#include <algorithm>

#include "schemas/record/json.h"

namespace indgang::desk {

std::vector<record::PageReading> readings_of(const store::Store& store, const store::Item& item,
                                             const record::ApplicationRecord& record) {
    std::vector<record::PageReading> readings;
    if (record.pages.empty()) {
        return readings;
    }
    const auto stored = store.pages(item.arrival);
    for (const auto& page : record.pages) {
        const auto found = std::ranges::find(stored, page.page, &store::StoredPage::page);
        readings.push_back(found == stored.end() ? record::PageReading{}
                                                 : record::parse_page_reading(found->reading));
    }
    return readings;
}

std::optional<PlaceOnPage> place_of(const std::vector<record::PageReading>& readings,
                                    const std::string& field) {
    for (std::size_t i = 0; i < readings.size(); ++i) {
        for (const auto& reading : readings[i].fields) {
            if (reading.field == field && reading.box.width > 0) {
                return PlaceOnPage{static_cast<int>(i), reading.box};
            }
        }
    }
    return std::nullopt;
}

}  // namespace indgang::desk
