// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <span>
#include <string_view>

/// Inside of pipeline/store/sqlite: how the tables came to be.
namespace indgang::store::sqlite {

/// The statements of one step, in order. A step that a store may have taken never changes.
using Migration = std::span<const std::string_view>;
/// Number n brings a database of version n to version n + 1.
[[nodiscard]] std::span<const Migration> migrations();

}  // namespace indgang::store::sqlite
