// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/core/bytes.h"

namespace indgang::json {

enum class Kind { null, boolean, number, text, list, object };

/// One value of a document, and what it holds.
struct Node {
    Kind kind = Kind::null;
    std::string name = {};         ///< of a member of an object
    std::string text = {};         ///< of a text what it says; a number or a word as it stands
    std::vector<Node> inner = {};  ///< of a list its elements, of an object its members
};

using Names = std::set<std::string, std::less<>>;

/// Parses outside bytes into a tree within the limits of one document (schemas/core/limits.h). No
/// member of an object stands there twice, and no text holds a character that no field can have.
///
/// Takes:   `document` of any size; `known`, the names that places may tell: a sender may call a
///          member after a person, so that every other name is "*" in a place.
/// Errors:  bad_input json_encoding_refused (not UTF-8), json_malformed (also a member that stands
///          twice), json_invalid (a control character in a text); limit json_too_large,
///          json_too_deep, json_too_many_members, json_text_too_long. The place is a JSON pointer
///          (RFC 6901), behind "line N, " where it is not JSON.
/// Threads: any number.
[[nodiscard]] Node parse(BytesView document, const Names& known);

/// A place below `parent`. Takes: a name without '~' and '/', which none of ours has.
[[nodiscard]] std::string place_in(std::string_view parent, std::string_view name);
[[nodiscard]] std::string place_in(std::string_view parent, std::size_t index);

}  // namespace indgang::json
