// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <functional>
#include <string>

#include "schemas/core/time.h"

namespace indgang {

/// Gives a new unguessable name of 26 letters and digits at each call.
using IdSource = std::function<std::string()>;

/// From the kernel's random numbers; only pipeline/program and tests hand it out.
[[nodiscard]] IdSource random_ids();

/// As `random_ids`, but the first letters are the time, so that a name given later is greater.
/// Who keeps names sorted adds new ones at the end, wherever there are a million already. What
/// cannot be guessed are the other 17 letters.
[[nodiscard]] IdSource ordered_ids(Clock clock);

/// Gives a number of [0, 1) at each call, as likely as any other, that nobody can foresee.
using Chance = std::function<double()>;

/// From the kernel's random numbers, as `random_ids`.
[[nodiscard]] Chance random_chance();

}  // namespace indgang
