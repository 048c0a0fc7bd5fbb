// SPDX-License-Identifier: MPL-2.0
// Pages that somebody else printed: nothing flows, everything has a place. A grid stands for
// fields that a designer would have to write down bubble by bubble, with the places counted out:
// centre = first + key * key_step + field * field_step, both steps free, so that rows, columns and
// sheets that were printed askew are all the same to it.
#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "schemas/core/limits.h"
#include "schemas/form/layout.h"
#include "schemas/toml/nearest_word.h"

namespace indgang::form {
namespace {

constexpr std::size_t zones_most = 20'000;

/// To a hundredth of a millimetre, as all places.
double rounded(double mm) {
    constexpr double steps_per_mm = 100;
    return std::round(mm * steps_per_mm) / steps_per_mm;
}

PageLayout page_of(const FormDefinition& form, const PageSource& source, Problems& problems) {
    PageLayout page;
    if (source.width_mm > 0) {
        page.width_mm = source.width_mm;
        page.height_mm = source.height_mm;
    }
    page.blank = BlankPicture{file_in_folder(form, source.blank, source.at, "page", problems),
                              source.blank_page, source.is_filled, source.varies, source.corners};
    return page;
}

void place(FormDefinition& form, const FlowItem& item, int page, const SourcePlace& at,
           Problems& problems) {
    const Field& field = form.fields[item.field];
    if (item.source->places.empty()) {
        problems.add(at, "'" + field.id + "' needs a 'place_mm': somebody else printed the page");
    }
    for (const auto& [choice, box] : item.source->places) {
        form.zones.push_back(
            {field.id, choice, field.capture, page, box, field.cells, item.source->gap_mm, 0});
    }
}

std::string numbered(std::string label, const std::string& number) {
    const auto at = label.find("{}");
    return at == std::string::npos ? label : label.replace(at, 2, number);
}

/// The digits at the end of an id.
std::string number_of(const std::string& id) {
    const auto last = id.find_last_not_of("0123456789");
    return last == std::string::npos ? id : id.substr(last + 1);
}

Field field_of(const GridSource& grid, const std::vector<Choice>& keys, const std::string& id) {
    Field field;
    field.id = id;
    field.capture = Capture::bubble;
    field.is_required = grid.is_required;
    field.label = {numbered(grid.label.da, number_of(id)), numbered(grid.label.en, number_of(id))};
    field.hint = "udfyld feltet";
    field.cells = grid.cells;
    field.kind = grid.cells > 0 ? grid.kind.value_or(ValueKind::text) : ValueKind::choice;
    if (field.kind == ValueKind::choice) {
        field.choices = keys;
    }
    return field;
}

std::vector<Choice> keys_of(const GridSource& grid, const FormSource& source) {
    const auto list = source.choices.find(grid.choices);
    return list == source.choices.end() ? grid.keys : list->second;
}

void place_bubbles(FormDefinition& form, const GridSource& grid, const std::string& field,
                   const std::vector<Choice>& keys, std::size_t row) {
    const auto cells = static_cast<std::size_t>(std::max(1, grid.cells));
    for (std::size_t cell = 0; cell < cells; ++cell) {
        const auto down = static_cast<double>(row + cell);
        for (std::size_t i = 0; i < keys.size(); ++i) {
            const auto along = static_cast<double>(i);
            const double x = grid.first.x + along * grid.key_step.x + down * grid.field_step.x;
            const double y = grid.first.y + along * grid.key_step.y + down * grid.field_step.y;
            form.zones.push_back({field,
                                  keys[i].key,
                                  Capture::bubble,
                                  grid.page,
                                  {rounded(x - grid.width_mm / 2), rounded(y - grid.height_mm / 2),
                                   grid.width_mm, grid.height_mm},
                                  grid.cells,
                                  0,
                                  static_cast<int>(cell)});
        }
    }
}

}  // namespace

void place_foreign(FormDefinition& form, const FormSource& source,
                   const std::vector<FlowSection>& sections, Problems& problems) {
    for (const PageSource& page : source.pages) {
        form.pages.push_back(page_of(form, page, problems));
    }
    for (const FlowSection& section : sections) {
        const int page = section.source->page;
        if (static_cast<std::size_t>(page) > form.pages.size()) {
            problems.add(section.source->at, "there is no [[page]] number " + std::to_string(page));
            continue;
        }
        for (const FlowRow& row : section.rows) {
            for (const auto& column : row.columns) {
                for (const FlowItem& item : column) {
                    place(form, item, page, row.at, problems);
                }
            }
        }
    }
}

void add_grid_fields(const FormSource& source, FormDefinition& form, Problems& problems) {
    for (const GridSource& grid : source.grids) {
        if (!grid.choices.empty() && !source.choices.contains(grid.choices)) {
            problems.add(grid.at, "grid: [choices] has no '" + grid.choices + "'" +
                                      suggestion(grid.choices, names_in(source.choices)));
        }
        for (const std::string& id : grid.fields) {
            if (form.field(id) != nullptr) {
                problems.add(grid.at, "'" + id + "' stands on the form twice");
                continue;
            }
            if (form.fields.size() == static_cast<std::size_t>(limits::form_fields)) {
                problems.add(grid.at, "the form has more than 2000 fields");
                return;
            }
            form.fields.push_back(field_of(grid, keys_of(grid, source), id));
        }
    }
}

void place_grids(FormDefinition& form, const FormSource& source, Problems& problems) {
    for (const GridSource& grid : source.grids) {
        if (static_cast<std::size_t>(grid.page) > form.pages.size()) {
            problems.add(grid.at, "there is no page " + std::to_string(grid.page));
            continue;
        }
        const auto keys = keys_of(grid, source);
        for (std::size_t row = 0; row < grid.fields.size(); ++row) {
            place_bubbles(form, grid, grid.fields[row], keys, row);
        }
        if (form.zones.size() > zones_most) {
            problems.add(grid.at, "the form has more than 20000 bubbles");
            return;
        }
    }
}

}  // namespace indgang::form
