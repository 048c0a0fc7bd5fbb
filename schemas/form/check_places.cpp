// SPDX-License-Identifier: MPL-2.0
#include <algorithm>
#include <array>
#include <iterator>
#include <string>

#include "schemas/form/expand.h"
#include "schemas/form/layout.h"
#include "schemas/values/facets.h"

namespace indgang::form {
namespace {

bool overlap(const BoxMm& a, const BoxMm& b, double apart_mm) {
    return a.x < b.x + b.width + apart_mm && b.x < a.x + a.width + apart_mm &&
           a.y < b.y + b.height + apart_mm && b.y < a.y + a.height + apart_mm;
}

}  // namespace

OnPaper on_paper(ValueKind kind) {
    constexpr std::array captures = {Capture::line, Capture::comb, Capture::mark,
                                     Capture::signature};  // as Facets::Paper::Place has them
    const auto& paper = facets_of(kind).paper;
    return {captures.at(static_cast<std::size_t>(paper.place)), paper.cells, paper.may_set_cells,
            paper.hint};
}

void check_capture(const std::string& name, const FieldSource& from, Problems& problems) {
    const auto paper = on_paper(from.kind);
    const auto complain = [&](const std::string& text) {
        problems.add(from.at, "field " + name + ": " + text);
    };
    const bool is_block_text = from.kind == ValueKind::text && from.capture == Capture::block;
    const bool is_capitals =
        facets_of(from.kind).paper.may_be_capitals && from.capture == Capture::comb;
    const bool is_bubble =
        paper.capture == Capture::mark && from.capture == Capture::bubble && !from.places.empty();
    // Digits in a box without cells: only where somebody else printed it.
    const bool is_free_comb =
        paper.capture == Capture::comb && from.capture == Capture::line && !from.places.empty();
    if (from.capture && *from.capture != paper.capture && !is_block_text && !is_capitals &&
        !is_bubble && !is_free_comb) {
        complain("kind " + std::string(name_of(from.kind)) + " cannot be captured as " +
                 std::string(name_of(*from.capture)));
    }
    if (from.cells > 0 && !paper.may_set_cells && !is_capitals) {
        complain("'cells' is only for amount, count, bank_account and words in a comb");
    }
    if (is_capitals && from.cells == 0) {
        complain("words in a comb need 'cells'");
    }
    const bool is_comb = is_capitals || (paper.capture == Capture::comb && !is_free_comb);
    if (from.gap_mm > 0 && (!is_comb || from.places.empty())) {
        complain("'gap_mm' is for a comb with 'place_mm'");
    }
    if (from.lines > 0 && !is_block_text) {
        complain("'lines' is only for capture = \"block\"");
    }
    if (from.is_single && from.kind != ValueKind::yes_no) {
        complain("'single' is only for yes_no");
    }
    if (!from.choices.empty() && from.kind != ValueKind::choice) {
        complain("'choices' is only for kind choice");
    }
}

void check_places(const FormDefinition& form, const FormSource& source, Problems& problems) {
    constexpr double apart_mm = 0.3;
    constexpr double quiet_mm = 3;
    constexpr double shared_mm = 0.5;
    const auto at_of = [&](const Zone& zone) {
        const auto found = source.fields.find(zone.field);
        const auto grid =
            std::find_if(source.grids.begin(), source.grids.end(), [&](const GridSource& each) {
                return std::find(each.fields.begin(), each.fields.end(), zone.field) !=
                       each.fields.end();
            });
        return found != source.fields.end() ? found->second.at
               : grid != source.grids.end() ? grid->at
                                            : SourcePlace{};
    };
    for (auto a = form.zones.begin(); a != form.zones.end(); ++a) {
        const auto& page = form.pages[static_cast<std::size_t>(a->page - 1)];
        const auto& box = a->box;
        if (!(box.x >= 0 && box.y >= 0 && box.width > 0 && box.height > 0 &&
              box.x + box.width <= page.width_mm && box.y + box.height <= page.height_mm)) {
            problems.add(at_of(*a), "'" + a->field + "' does not lie on its page");
        }
        bool hits = !page.blank && overlap(box, page.code, quiet_mm);
        for (const auto& mark : page.marks) {
            hits = hits || overlap(box, mark, apart_mm);
        }
        if (hits) {
            problems.add(at_of(*a), "'" + a->field + "' covers a mark or the page code");
        }
        for (auto b = std::next(a); b != form.zones.end(); ++b) {
            // Our own boxes stand apart; foreign ones may share a line.
            if (b->page == a->page && overlap(box, b->box, page.blank ? -shared_mm : apart_mm)) {
                problems.add(at_of(*b), "'" + b->field + "' overlaps '" + a->field + "'");
            }
        }
    }
}

}  // namespace indgang::form
