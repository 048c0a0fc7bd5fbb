// SPDX-License-Identifier: MPL-2.0
#pragma once

namespace tiny {

/// Whether somebody is of age.
[[nodiscard]] bool is_adult(int years);
/// How many pairs can be made of so many.
[[nodiscard]] int pairs(int n);
/// Asks another program.
[[nodiscard]] bool is_retired(int years);

}  // namespace tiny
