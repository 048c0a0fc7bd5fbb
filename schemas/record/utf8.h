// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace indgang::record {

/// What stands at the start of a text.
struct Utf8Start {
    std::size_t length;   ///< bytes, >= 1
    bool is_well_formed;  ///< one code point; else the longest start of one, or one stray byte
};
/// Takes: a text that is not empty.
/// Source: Unicode 15, table 3-7 and "maximal subpart" (3.9, U+FFFD substitution).
[[nodiscard]] Utf8Start utf8_start(std::string_view text);

}  // namespace indgang::record
