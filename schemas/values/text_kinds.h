// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "schemas/values/value.h"

namespace indgang {

/// Whether a Value of this kind is text within: every kind but cpr, amount, date, count, yes_no
/// and signature.
[[nodiscard]] bool is_text_kind(ValueKind kind);

/// The canonical text of a kind that is text within, or why `raw` is none.
/// Takes: a text kind; any bytes.
[[nodiscard]] std::variant<std::string, ValueTrouble> check_text(ValueKind kind,
                                                                 std::string_view raw);

}  // namespace indgang
