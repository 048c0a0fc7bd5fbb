// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <span>
#include <vector>

#include "ocr/ink/zone_ink.h"
#include "schemas/form/definition.h"

namespace indgang::ocr {

/// The zones of which the page does not show all printed lines: something lies or was pasted over
/// them, the light hides them, or the page ends there; or they are not where the page is thought
/// to have them. What is written there, and that nothing is, cannot be known.
///
/// Takes:   the zones of this page. Those that the blank prints no lines for are never in it.
/// Threads: any.
[[nodiscard]] std::vector<const form::Zone*> zones_with_hidden_print(
    const PageOnBlank& at, std::span<const form::Zone* const> zones);

}  // namespace indgang::ocr
