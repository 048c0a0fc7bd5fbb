// SPDX-License-Identifier: MPL-2.0
#include <algorithm>
#include <iterator>

#include "schemas/form/layout.h"

namespace indgang::form {
namespace {

bool overlap(const BoxMm& a, const BoxMm& b, double apart_mm) {
    return a.x < b.x + b.width + apart_mm && b.x < a.x + a.width + apart_mm &&
           a.y < b.y + b.height + apart_mm && b.y < a.y + a.height + apart_mm;
}

}  // namespace

void check_places(const FormDefinition& form, const FormSource& source, Problems& problems) {
    constexpr double apart_mm = 0.3;
    constexpr double quiet_mm = 3;
    constexpr double shared_mm = 0.5;
    const auto line_of = [&](const Zone& zone) {
        const auto found = source.fields.find(zone.field);
        const auto grid =
            std::find_if(source.grids.begin(), source.grids.end(), [&](const GridSource& each) {
                return std::find(each.fields.begin(), each.fields.end(), zone.field) !=
                       each.fields.end();
            });
        return found != source.fields.end() ? found->second.line
               : grid != source.grids.end() ? grid->line
                                            : 1;
    };
    for (auto a = form.zones.begin(); a != form.zones.end(); ++a) {
        const auto& page = form.pages[static_cast<std::size_t>(a->page - 1)];
        const auto& box = a->box;
        if (!(box.x >= 0 && box.y >= 0 && box.width > 0 && box.height > 0 &&
              box.x + box.width <= page.width_mm && box.y + box.height <= page.height_mm)) {
            problems.add(line_of(*a), "'" + a->field + "' does not lie on its page");
        }
        bool hits = !page.blank && overlap(box, page.code, quiet_mm);
        for (const auto& mark : page.marks) {
            hits = hits || overlap(box, mark, apart_mm);
        }
        if (hits) {
            problems.add(line_of(*a), "'" + a->field + "' covers a mark or the page code");
        }
        for (auto b = std::next(a); b != form.zones.end(); ++b) {
            // Our own boxes stand apart; foreign ones may share a line.
            if (b->page == a->page && overlap(box, b->box, page.blank ? -shared_mm : apart_mm)) {
                problems.add(line_of(*b), "'" + b->field + "' overlaps '" + a->field + "'");
            }
        }
    }
}

}  // namespace indgang::form
