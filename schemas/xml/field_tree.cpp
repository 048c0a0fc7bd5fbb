// SPDX-License-Identifier: MPL-2.0
#include "schemas/xml/field_tree.h"

namespace indgang::xml {

std::size_t FieldTree::child(std::size_t parent, std::string_view name) const {
    for (const std::size_t index : steps[parent].children) {
        if (steps[index].name == name) {
            return index;
        }
    }
    return nothing;
}

std::size_t FieldTree::step(std::size_t parent, std::string_view name, bool is_row) {
    const std::size_t known = child(parent, name);
    if (known != nothing) {
        return known;
    }
    Step made;
    made.name = name;
    made.xpath = steps[parent].xpath + "/" + made.name;
    made.row_at = is_row ? made.xpath.size() : steps[parent].row_at;
    steps.push_back(std::move(made));
    steps[parent].children.push_back(steps.size() - 1);
    return steps.size() - 1;
}

std::size_t FieldTree::field(std::string_view id) const {
    for (std::size_t i = 0; i < form->fields.size(); ++i) {
        if (form->fields[i].id == id) {
            return i;
        }
    }
    return nothing;
}

}  // namespace indgang::xml
