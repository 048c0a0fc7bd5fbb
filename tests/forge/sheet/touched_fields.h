// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <optional>

#include "tests/forge/sheet/condition.h"
#include "tests/forge/sheet/corrections.h"
#include "tests/forge/sheet/mark_habits.h"

namespace indgang::forge {

/// What a condition does to a comb, to an amount and to a question of boxes; nothing where it does
/// nothing of that kind.
[[nodiscard]] std::optional<Mend> mend_of(Condition condition);
[[nodiscard]] std::optional<AmountHabit> amount_habit_of(Condition condition);
[[nodiscard]] std::optional<MarkHabit> mark_habit_of(Condition condition);
/// Whether touched fields differ from others by their ink alone.
[[nodiscard]] bool has_ink_of_its_own(Condition condition);

}  // namespace indgang::forge
