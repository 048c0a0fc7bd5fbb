// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/form/definition.h"
#include "schemas/values/value.h"

namespace indgang::xml {

/// The compiled form of a map: the element names of a document as a tree, and at each place what
/// becomes of the content. Immutable when built.
constexpr std::size_t nothing = static_cast<std::size_t>(-1);

enum class Split {
    none,     ///< one field
    name,     ///< first, middle, last
    address,  ///< street, house number, floor, door
};

/// How the content of one element or attribute becomes fields.
struct Take {
    Notation notation = Notation::xml;
    bool is_escaped_twice = false;
    bool is_presence = false;  ///< any content at all means yes
    std::string value;  ///< what the field is when the element stands there, whatever it holds;
                        ///< canonical; empty: its content tells
    Split split = Split::none;
    /// By part of the split, then by row (one row outside of repeated elements): an index into the
    /// fields of the form, or `nothing`.
    std::vector<std::vector<std::size_t>> fields;
};

struct Step {
    std::string name;        ///< of the element, or "@name"
    std::string xpath;       ///< from the root, without row numbers
    std::size_t row_at = 0;  ///< where in `xpath` the row's number belongs; 0: nowhere
    bool is_ignored = false;
    std::string note;  ///< the rule of the remark that the content becomes, else empty
    bool is_note_escaped_twice = false;
    bool is_ignored_below = false;  ///< with everything in it
    std::size_t rows = 0;           ///< > 0: repeated, one row of a group each
    std::optional<Take> take;
    std::vector<std::size_t> children;  ///< indices into FieldTree::steps
    std::string place;  ///< where the map names it, "<file>:LINE"; empty: only on the way
};

/// A document belongs to the map only when the element's text begins so.
struct Condition {
    std::vector<std::string> path;
    std::string begins;
    std::string place;  ///< as of a step
};

struct FieldTree {
    const form::FormDefinition* form = nullptr;
    std::vector<Step> steps;  ///< the first is the root element
    std::vector<Condition> conditions;

    /// The step below `parent` with this name, made if it is not there. At most one level of rows.
    std::size_t step(std::size_t parent, std::string_view name, bool is_row = false);
    [[nodiscard]] std::size_t child(std::size_t parent, std::string_view name) const;
    [[nodiscard]] std::size_t field(std::string_view id) const;
};

}  // namespace indgang::xml
