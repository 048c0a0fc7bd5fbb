// SPDX-License-Identifier: MPL-2.0
#include "schemas/paper/reading_order.h"

#include <algorithm>

namespace indgang::paper {

using form::Print;

std::vector<const Print*> reading_order(const form::PageLayout& page) {
    std::vector<const Print*> order;
    for (const auto& print : page.prints) {
        order.push_back(&print);
    }
    const auto is_heading = [](const Print& print) { return print.role == Print::Role::heading; };
    const auto first = std::ranges::find_if(page.prints, is_heading);
    const auto place = [&](const Print* print) {
        const bool is_above = first != page.prints.end() && print->role != Print::Role::bar &&
                              print->box.y < first->box.y;
        return print->role == Print::Role::title ? 0 : is_above ? 1 : 2;
    };
    std::ranges::stable_sort(order, {}, place);
    return order;
}

}  // namespace indgang::paper
