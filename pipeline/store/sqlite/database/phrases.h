// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>
#include <string_view>

/// Inside of pipeline/store/sqlite: how the JSON of records stands in the database.
namespace indgang::store::sqlite {

/// The same text in fewer bytes: what the JSON of every record repeats is one byte. A text that
/// holds control characters, as compact JSON never does, is given as it is.
[[nodiscard]] std::string shortened(std::string_view json);

/// The text that was shortened, byte for byte, or that was never shortened. What is damaged is
/// given as it stands, which is no JSON: so its reader finds out, and nobody else has to wait for
/// it.
[[nodiscard]] std::string whole(std::string stored);

}  // namespace indgang::store::sqlite
